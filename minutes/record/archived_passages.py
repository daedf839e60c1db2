"""Passages withheld, to an export and back: circles and grounds by name, rows by their places."""

from collections.abc import Iterator, Sequence
from functools import cache

from minutes import access
from minutes.exchange import ArchivePart, PassagePart
from minutes.models import AgendaItem, Attachment, AttachmentPage, Ground, Meeting, Passage

Part = Passage.Part


def passage_parts_of(
    meeting: Meeting, items: Sequence[AgendaItem], papers: Sequence[Attachment]
) -> Iterator[PassagePart]:
    """The passages of a meeting whose rows stand, in an order that does not depend on when they were marked."""
    places, named = _Places(meeting, items, papers), cache(access.portable)
    found = []
    for passage in meeting.passages.select_related("ground"):
        place = places.of(passage)
        if place is not None:
            row, page = place
            ground, note = (passage.ground.text, passage.note) if passage.ground else ("", passage.note)
            found.append(
                PassagePart(
                    str(passage.part), row, page, passage.field, passage.start, passage.end, passage.quote,
                    named(passage.audience), ground, note, passage.placed,
                )
            )  # fmt: skip
    yield from sorted(
        found, key=lambda one: (one.part, one.row, one.page or 0, one.field, one.start, one.end, one.quote)
    )


def restore_passages(
    meeting: Meeting, items: Sequence[AgendaItem], papers: Sequence[Attachment], archive: ArchivePart
) -> bool:
    """Adds the export's passages that the meeting lacks; returns whether there were any."""
    places, here = _Places(meeting, items, papers), cache(access.audience_of)
    refs = dict(zip(archive.refs, meeting.utterances.order_by("order").values_list("ref", flat=True), strict=False))
    known = set(meeting.passages.values_list("part", "row", "field", "start", "end", "audience"))
    added = []
    for part in archive.passages:
        row = refs.get(part.row, part.row) if part.part == Part.UTTERANCE else places.row_of(part)
        audience = here(part.audience)
        if row is None or (part.part, row, part.field, part.start, part.end, audience) in known:
            continue
        ground = Ground.objects.get_or_create(text=part.ground)[0] if part.ground else None
        added.append(
            Passage(
                meeting=meeting, part=part.part, row=row, field=part.field, start=part.start, end=part.end,
                quote=part.quote, audience=audience, ground=ground, note=part.note, placed=part.placed,
            )
        )  # fmt: skip
    Passage.objects.bulk_create(added)
    return bool(added)


class _Places:
    """Where the rows of a meeting stand in their tables."""

    def __init__(self, meeting: Meeting, items: Sequence[AgendaItem], papers: Sequence[Attachment]) -> None:
        attendees = meeting.attendees.order_by("order").values_list("pk", flat=True)
        self._tables: dict[str, list[int]] = {
            Part.ITEM: [item.pk for item in items],
            Part.ATTENDEE: list(attendees),
            Part.PAPER: [paper.pk for paper in papers],
        }
        pages = AttachmentPage.objects.filter(attachment__in=[paper.pk for paper in papers])
        self._pages = {pk: (paper, number) for pk, paper, number in pages.values_list("pk", "attachment_id", "number")}

    def of(self, passage: Passage) -> tuple[int, int | None] | None:
        """The row and page that an export names; None for a row that is gone."""
        if passage.part == Part.UTTERANCE:
            return passage.row, None
        if passage.part == Part.PAGE:
            paper, number = self._pages.get(passage.row, (0, 0))
            return (self._tables[Part.PAPER].index(paper), number) if paper else None
        table = self._tables[passage.part]
        return (table.index(passage.row), None) if passage.row in table else None

    def row_of(self, part: PassagePart) -> int | None:
        """The number of the row here that an export names."""
        if part.part == Part.PAGE:
            paper = self._tables[Part.PAPER][part.row]
            return next((pk for pk, place in self._pages.items() if place == (paper, part.page)), None)
        return self._tables[part.part][part.row]
