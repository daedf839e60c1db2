"""Entries found -> what a page or a command shows of them: a fixed number of database queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.utils.safestring import SafeString

from minutes.access import Clearance, Readable, User, visible_utterances
from minutes.models import AgendaItem, Attachment, AttachmentPage, Meeting, Utterance
from search import language
from search.engine import Hit
from search.page.highlight import Highlighter

# Parameters: the keys of bodies, of topics.
_NAMES = """
    SELECT 'body', id, name FROM minutes_body WHERE id = ANY(%s)
    UNION ALL
    SELECT 'topic', id, name FROM minutes_topic WHERE id = ANY(%s)
"""


@dataclass(frozen=True)
class FoundEntry:
    """A hit with its marked snippet and what it was found in: an utterance, or a page of an attachment.

    Meeting, body, attachment and agenda items are loaded.
    """

    hit: Hit
    snippet: SafeString
    utterance: Utterance | None = None
    page: AttachmentPage | None = None

    @property
    def meeting(self) -> Meeting:
        if self.utterance is not None:
            return self.utterance.meeting
        assert self.page is not None
        return self.page.attachment.meeting

    @property
    def agenda(self) -> list[AgendaItem]:
        if self.utterance is not None:
            return list(self.utterance.agenda_items.all())
        item = self.page.attachment.agenda_item if self.page is not None else None
        return [item] if item is not None else []


def load_hits(
    hits: Sequence[Hit], tree: language.Node | None, *, clearance: Clearance, inside: bool = False
) -> list[FoundEntry]:
    """What `hits` found, in their order, as a person of `clearance` reads it. `inside`: words are marked within others too."""
    items = Readable.of(AgendaItem, clearance)
    papers = Readable.of(Attachment, clearance).select_related("meeting__body")
    utterances = (
        Readable.of(Utterance, clearance)
        .select_related("meeting__body")
        .prefetch_related(Prefetch("agenda_items", queryset=items))
        .in_bulk([hit.utterance for hit in hits if hit.utterance is not None])
    )
    pages = (
        Readable.of(AttachmentPage, clearance)
        .prefetch_related(
            Prefetch("attachment", queryset=papers.prefetch_related(Prefetch("agenda_item", queryset=items)))
        )
        .in_bulk([hit.page for hit in hits if hit.page is not None])
    )
    highlighter = Highlighter(tree, inside)
    found = []
    for hit in hits:
        if hit.utterance in utterances:
            utterance = utterances[hit.utterance]
            found.append(FoundEntry(hit, highlighter.snippet(utterance.text), utterance=utterance))
        elif hit.page in pages:
            page = pages[hit.page]
            found.append(FoundEntry(hit, highlighter.snippet(page.text), page=page))
    return found


def neighbours(utterance: Utterance, user: User, count: int = 1) -> tuple[list[Utterance], list[Utterance]]:
    """The `count` utterances before and after one in its meeting that `user` may read, in reading order.

    Two queries.
    """
    others = visible_utterances(user).filter(meeting=utterance.meeting_id)
    before = others.filter(order__lt=utterance.order).order_by("-order")[:count]
    after = others.filter(order__gt=utterance.order).order_by("order")[:count]
    return list(before)[::-1], list(after)


def facet_names(facets: dict[str, dict[Any, int]]) -> dict[str, dict[Any, str]]:
    """For each facet the names of its values as data has them; values without an entry are their own names.

    One query.
    """
    names: dict[str, dict[Any, str]] = {name: {} for name in facets}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(facets["body"]), list(facets["topic"])])
        for facet, key, name in cursor.fetchall():
            names[facet][key] = name
    return names
