"""Masks in rows what a person may not read of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from minutes.access.clearance import Clearance, withheld_from
from minutes.models import AgendaItem, Attachment, AttachmentPage, Attendee, Meeting, Passage, Shown, Utterance
from minutes.withholding import Span, masked, printed_places

Part = Passage.Part
# A single character would be masked in every other word.
SHORTEST_QUOTE = 2
PART_OF: dict[type[Shown], Part] = {
    Utterance: Part.UTTERANCE,
    AgendaItem: Part.ITEM,
    Attendee: Part.ATTENDEE,
    Attachment: Part.PAPER,
    AttachmentPage: Part.PAGE,
}
# What of a row passages may be of.
FIELDS: Mapping[Part, tuple[str, ...]] = {
    Part.UTTERANCE: ("speaker", "text"),
    Part.ITEM: ("title",),
    Part.ATTENDEE: ("group", "name", "role", "affiliation"),
    Part.PAPER: ("label", "title"),
    Part.PAGE: ("text",),
}


def unreadable_passages(clearance: Clearance) -> QuerySet[Passage]:
    """The passages of published minutes that a person may not read."""
    return withheld_from(clearance.stored)


class Quotes:
    """The words that are withheld anywhere in a meeting from a person, to be masked in its old states: passages are placed
    in the present one alone."""

    def __init__(self, meeting: Meeting, clearance: Clearance) -> None:
        quotes = set(unreadable_passages(clearance).filter(meeting=meeting).values_list("quote", flat=True))
        self._quotes = [quote for quote in quotes if len(quote) >= SHORTEST_QUOTE]

    def hide(self, text: str) -> str:
        """The text with each of them masked."""
        return masked(text, [Span(*place) for quote in self._quotes for place in printed_places(text, quote)]).text


def spans_of(texts: Mapping[str, str], passages: Iterable[Passage]) -> dict[str, list[Span]]:
    """What of a row's fields is withheld, its passages given.

    Where one is not surely in its place, nothing of the row is shown. One without a field is of earlier versions alone.
    """
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        if not passage.field:
            continue
        ground = passage.ground.text if passage.ground else ""
        text = texts.get(passage.field, "")
        if passage.placed and text[passage.start : passage.end] == passage.quote:
            spans[passage.field].append(Span(passage.start, passage.end, ground))
        else:
            for field, whole in texts.items():
                spans[field].append(Span(0, len(whole), ground))
    return dict(spans)


def mask(rows: Sequence[Shown], clearance: Clearance) -> None:
    """Masks in these objects, all of one model, what a person may not read of them."""
    if not rows:
        return
    if type(rows[0]) is AgendaItem and not clearance.sees_all:
        _mask_outcomes([row for row in rows if isinstance(row, AgendaItem) and row.outcome], clearance)
    if type(rows[0]) is Attachment and not clearance.sees_all:
        _take_files([row for row in rows if isinstance(row, Attachment) and row.source_id], clearance)
    if clearance.reads_every_passage:
        return
    part = PART_OF[type(rows[0])]
    found: defaultdict[Any, list[Passage]] = defaultdict(list)
    for passage in _passages_of(part, rows, clearance):
        found[_place(passage)].append(passage)
    for row in rows:
        passages = found.get(_key(part, row))
        if passages:
            _mask_row(row, part, passages)


def kept_back_files(papers: Sequence[Attachment], clearance: Clearance) -> set[int]:
    """Those of the papers (by primary key) whose file holds, or whose file's name may tell, what is withheld: nothing is
    masked within a file."""
    pages = AttachmentPage.objects.filter(attachment__in=papers)
    hidden = set(pages.exclude(audience__in=clearance.stored).values_list("attachment_id", flat=True))
    if not clearance.reads_every_passage:
        passages = unreadable_passages(clearance)
        hidden |= set(
            passages.filter(part=Part.PAPER, row__in=[paper.pk for paper in papers]).values_list("row", flat=True)
        )
        marked = passages.filter(part=Part.PAGE, row__in=pages.values("pk")).values("row")
        hidden |= set(pages.filter(pk__in=marked).values_list("attachment_id", flat=True))
    return hidden


def _take_files(papers: Sequence[Attachment], clearance: Clearance) -> None:
    hidden = kept_back_files(papers, clearance) if papers else set()
    for paper in papers:
        if paper.pk in hidden:
            paper.source = None
            paper.withheld = {**paper.withheld, "source": ()}


def _mask_outcomes(items: Sequence[AgendaItem], clearance: Clearance) -> None:
    """An outcome is a copy of what was decided: it is not told where a part of that is withheld."""
    if not items:
        return
    withheld = unreadable_passages(clearance).filter(
        part=Part.UTTERANCE, meeting=OuterRef("meeting"), row=OuterRef("ref")
    )
    decisions = Utterance.objects.filter(agenda_items__in=items, kind=Utterance.Kind.DECISION)
    kept = decisions.exclude(Q(audience__in=clearance.stored) & ~Exists(withheld))
    hidden = set(kept.values_list("agenda_items", flat=True))
    for item in items:
        if item.pk in hidden:
            item.mask("outcome", "", ())


def _passages_of(part: Part, rows: Sequence[Shown], clearance: Clearance) -> QuerySet[Passage]:
    passages = unreadable_passages(clearance).filter(part=part).select_related("ground")
    if part == Part.UTTERANCE:
        return passages.filter(meeting__in={row.meeting_id for row in rows})  # type: ignore[attr-defined]
    return passages.filter(row__in=[row.pk for row in rows])


def _place(passage: Passage) -> Any:
    return (passage.meeting_id, passage.row) if passage.part == Part.UTTERANCE else passage.row


def _key(part: Part, row: Any) -> Any:
    return (row.meeting_id, row.ref) if part == Part.UTTERANCE else row.pk


def _mask_row(row: Shown, part: Part, passages: Iterable[Passage]) -> None:
    texts = {field: getattr(row, field) for field in FIELDS[part]}
    for field, spans in spans_of(texts, passages).items():
        shown = masked(texts[field], spans)
        row.mask(field, shown.text, shown.marks)
    if isinstance(row, Utterance) and "speaker" in row.withheld:
        # Nor the post, nor in which part the person spoke: both tell who it is.
        row.mask("speaker_role", "", ())
        row.mask("speaker_category", "", ())
