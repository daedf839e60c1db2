"""Published meetings -> the names of what they hold, in the transaction that writes the meetings."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from minutes import access
from minutes.access import RowTexts, sql
from minutes.models import AgendaItem, Attachment, Meeting, Passage
from search.known_items.naming import MeetingFacts, Name, name_of_item, name_of_meeting, name_of_paper, naming_version
from search.models import KnownItem

Kind = KnownItem.Kind
# Meetings of which the names are made at once: some thousand titles.
BATCH = 100
_COLUMNS = (
    'kind, meeting_id, item_id, paper_id, "order", body_id, fiscal_year, held_on, access, folded, vector, version'
)
_STORED = f"SELECT {_COLUMNS} FROM search_knownitem WHERE meeting_id = ANY(%(keys)s)"
_FRESH = f"""
    SELECT kind, meeting_id, item_id, paper_id, "order", body_id, fiscal_year, held_on, access, folded, vector::tsvector, version
    FROM unnest(%(kind)s::text[], %(meeting)s::bigint[], %(item)s::bigint[], %(paper)s::bigint[], %(order)s::int[],
                %(body)s::bigint[], %(fiscal_year)s::int[], %(held_on)s::date[], %(access)s::smallint[],
                %(folded)s::text[], %(vector)s::text[], %(version)s::text[])
         AS fresh ({_COLUMNS})
"""
_DIFFERING = f"""
    WITH fresh AS ({_FRESH}), stored AS ({_STORED})
    SELECT meeting_id FROM (SELECT * FROM fresh EXCEPT ALL SELECT * FROM stored) missing
    UNION
    SELECT meeting_id FROM (SELECT * FROM stored EXCEPT ALL SELECT * FROM fresh) left_over
"""
# How many published meetings have their names by the present rules. Parameter: their version.
_NAMED = f"""
    SELECT count(*) FROM minutes_meeting meeting
    WHERE {sql.published("meeting")} AND EXISTS (
        SELECT FROM search_knownitem known WHERE known.meeting_id = meeting.id AND known.version = %s
    )
"""


class _Row(NamedTuple):
    """One row as it is written."""

    kind: str
    meeting: int
    item: int | None
    paper: int | None
    order: int
    body: int
    fiscal_year: int
    held_on: date | None
    access: int
    folded: str
    vector: str
    version: str


def rename(meetings: Sequence[int]) -> None:
    """Writes the names of what these meetings hold anew; none of those that are not published.

    The caller holds their rows: two that write the names of one meeting would both add them.
    """
    rows = list(_rows(meetings))
    KnownItem.objects.filter(meeting__in=meetings)._raw_delete(using=connection.alias)
    with connection.cursor() as cursor, cursor.copy(f"COPY search_knownitem ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def refresh(meetings: Sequence[int]) -> None:
    """The same where the names differ from what they should be."""
    for start in range(0, len(meetings), BATCH):
        batch = meetings[start : start + BATCH]
        if differing := sorted(misnamed(batch)):
            rename(differing)


def misnamed(meetings: Sequence[int]) -> set[int]:
    """Those of the meetings of which the stored names are not what they should be."""
    columns: list[Sequence[object]] = list(zip(*_rows(meetings), strict=True)) or [()] * len(_Row._fields)
    fresh = {name: list(values) for name, values in zip(_Row._fields, columns, strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, {"keys": list(meetings), **fresh})
        return {meeting for (meeting,) in cursor.fetchall()}


def named_meetings() -> int:
    """How many published meetings have their names by the present rules."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [naming_version()])
        return int(cursor.fetchone()[0])


def _rows(meetings: Sequence[int]) -> Iterator[_Row]:
    """Every name by which each meeting, item and paper is known to some people."""
    published = access.published().filter(pk__in=meetings).select_related("body").order_by("pk")
    version = naming_version()
    variants = access.Variants(meetings)
    found: dict[int, Meeting] = {}

    def row(
        kind: Kind, meeting: int, order: int, read_by: int, name: Name, item: int | None, paper: int | None
    ) -> _Row:
        of = found[meeting]
        where = (of.body_id, of.fiscal_year, of.held_on)
        return _Row(kind.value, meeting, item, paper, order, *where, read_by, name.folded, name.vector, version)

    facts = {}
    for meeting in published:
        found[meeting.pk] = meeting
        facts[meeting.pk] = MeetingFacts(
            meeting.title, meeting.body.name, meeting.held_on, meeting.fiscal_year, meeting.number
        )
        name = name_of_meeting(facts[meeting.pk])
        for variant in variants.of([meeting.audience], []):
            yield row(Kind.MEETING, meeting.pk, 0, variant.access, name, None, None)
    items: dict[int, int] = {}
    for item in AgendaItem.objects.filter(meeting__in=facts).order_by("meeting", "order", "pk"):
        items[item.pk] = item.audience
        titled = RowTexts(Passage.Part.ITEM, item.meeting_id, item.pk, {"title": item.title})
        for variant in variants.of([found[item.meeting_id].audience, item.audience], [titled]):
            name = name_of_item(facts[item.meeting_id], item.category, item.number, variant.rows[0]["title"])
            yield row(Kind.ITEM, item.meeting_id, item.order, variant.access, name, item.pk, None)
    for paper in Attachment.objects.filter(meeting__in=facts).order_by("meeting", "order", "pk"):
        titled = RowTexts(Passage.Part.PAPER, paper.meeting_id, paper.pk, {"label": paper.label, "title": paper.title})
        under = [items[paper.agenda_item_id]] if paper.agenda_item_id else []
        for variant in variants.of([found[paper.meeting_id].audience, paper.audience, *under], [titled]):
            texts = variant.rows[0]
            name = name_of_paper(facts[paper.meeting_id], texts["label"], texts["title"])
            yield row(Kind.PAPER, paper.meeting_id, paper.order, variant.access, name, None, paper.pk)
