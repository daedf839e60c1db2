"""Agenda items and papers of which the titles hold a query's words: links beside the hits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window

from minutes.access import User, visible_attachments, visible_meetings
from minutes.models import AgendaItem, Attachment, Meeting
from search import language
from search.language import Filters, Question
from search.page.links import Link, number

MOST_LINKS = 5
# A single sign stands in too many titles to say anything.
SHORTEST_WORD = 2


@dataclass(frozen=True)
class TitleLinks:
    """TitleLinks of one kind: their number, and links to the newest."""

    label: str
    count: str
    links: Sequence[Link]


def title_links_of(question: Question, user: User) -> list[TitleLinks]:
    """TitleLinks that hold every word of a plain search, in any of its forms; two queries.

    None where the query is more than words, or narrowed to more than years, dates, a body or a meeting.
    """
    words = _words(question.tree)
    beyond = replace(
        question.filters, year_from=None, year_to=None, date_from=None, date_to=None, body=None, meeting=None
    )
    if not words or beyond:
        return []
    narrowing = _narrowing(question.filters)
    items = AgendaItem.objects.filter(meeting__in=visible_meetings(user)).filter(_holds("title", words), **narrowing)
    papers = visible_attachments(user).filter(_holds("title", words) | _holds("label", words), **narrowing)
    found = [_links("議題", items), _links("資料", papers)]
    return [titles for titles in found if titles.links]


def _words(tree: language.Node | None) -> list[tuple[str, ...]]:
    """The forms of each word of a plain search, none of anything else."""
    parts = tree.parts if isinstance(tree, language.And) else (tree,)
    words = []
    for part in parts:
        if not isinstance(part, language.Wanted | language.Phrase) or len(part.text) < SHORTEST_WORD:
            return []
        words.append(tuple(form.text for form in part.forms) if isinstance(part, language.Wanted) else (part.text,))
    return words


def _holds(field: str, words: Sequence[Sequence[str]]) -> Q:
    return reduce(and_, (reduce(or_, (Q(**{f"{field}__contains": text}) for text in forms)) for forms in words))


def _narrowing(filters: Filters) -> dict[str, Any]:
    wanted = {
        "meeting__fiscal_year__gte": filters.year_from,
        "meeting__fiscal_year__lte": filters.year_to,
        "meeting__held_on__gte": filters.date_from,
        "meeting__held_on__lte": filters.date_to,
        "meeting__body": filters.body,
        "meeting": filters.meeting,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _links(label: str, rows: QuerySet[Any]) -> TitleLinks:
    newest = (
        rows.select_related("meeting")
        .annotate(total=Window(Count("pk")))
        .order_by(F("meeting__held_on").desc(nulls_last=True), "-meeting", "order")
    )[:MOST_LINKS]
    links = [Link(str(row), _url(row), _note(row.meeting)) for row in newest]
    return TitleLinks(label, number(newest[0].total if links else 0), links)


def _url(row: AgendaItem | Attachment) -> str:
    """Where a meeting's page speaks of it."""
    if isinstance(row, Attachment):
        return row.get_absolute_url()
    return f"{row.meeting.get_absolute_url()}#agenda-{row.order}"


def _note(meeting: Meeting) -> str:
    return f"{meeting.title}、{meeting.held_on_label}"
