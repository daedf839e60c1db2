"""Entries found -> what a page or a command shows of them: a fixed number of database queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from minutes.models import AgendaItem, Body, Topic, Utterance
from search import query
from search.engine import Hit
from search.highlight import Highlighter


@dataclass(frozen=True)
class FoundUtterance:
    """A hit with its utterance (meeting, body and agenda items loaded) and its marked snippet."""

    utterance: Utterance
    snippet: SafeString

    @property
    def agenda(self) -> list[AgendaItem]:
        return list(self.utterance.agenda_items.all())


def load_hits(hits: Sequence[Hit], tree: query.Node | None) -> list[FoundUtterance]:
    """The utterances of `hits`, in their order."""
    if not hits:
        return []
    rows = (
        Utterance.objects.select_related("meeting__body")
        .prefetch_related("agenda_items")
        .in_bulk([hit.utterance for hit in hits if hit.utterance is not None])
    )
    highlighter = Highlighter(tree)
    return [
        FoundUtterance(rows[hit.utterance], highlighter.snippet(rows[hit.utterance].text))
        for hit in hits
        if hit.utterance in rows
    ]


def facet_names(facets: dict[str, dict[Any, int]]) -> dict[str, dict[Any, str]]:
    """For each facet the names of its values as data has them; values without an entry are their own names."""
    bodies = Body.objects.filter(pk__in=facets["body"]).values_list("pk", "name")
    topics = Topic.objects.filter(pk__in=facets["topic"]).values_list("pk", "name")
    return {"fiscal_year": {}, "body": dict(bodies), "topic": dict(topics), "speaker": {}, "kind": {}}
