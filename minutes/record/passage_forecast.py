"""What becomes of a meeting's passages (非公開部分) when a draft is published: worked out beforehand, nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutes.access import FIELDS
from minutes.models import Attachment, AttachmentPage, Meeting, Paper, Passage, SourceDocument
from minutes.parsing import ParsedMinutes
from minutes.record.papers import pages_of, same_pages
from minutes.record.passages import TABLES, Correction, Key, MarkedRow, key_of, rows_of
from minutes.wording import name_key

Part = Passage.Part


@dataclass(frozen=True, slots=True)
class PassageForecast:
    """How many passages stand as they do, stand elsewhere, hide a whole row until a person has looked, and are of no row
    any more; how many are added where their words came to stand too."""

    same: int = 0
    moved: int = 0
    unsure: int = 0
    gone: int = 0
    added: int = 0

    @property
    def count(self) -> int:
        return self.same + self.moved + self.unsure + self.gone


def forecast_passages(
    meeting: Meeting,
    parsed: ParsedMinutes,
    refs: Sequence[int],
    kept: Mapping[int, Attachment],
    files: Mapping[int, Paper],
) -> PassageForecast:
    """`parsed` is what would be stored, `refs` the numbers of its utterances, `kept` the stored papers and `files` the
    draft's own by the places of its papers."""
    passages = list(meeting.passages.select_related("ground"))
    if not passages:
        return PassageForecast()
    stood = {one.pk: (key_of(one), one.field, one.start) for one in passages}
    after = _rows_after(meeting, parsed, refs, kept, files)
    before = rows_of(meeting)
    correction = Correction(passages, before, after)
    keys = {row.key for row in after}
    said = {row.key: row.said for row in (*before, *after)}
    counts = dict.fromkeys(("same", "moved", "unsure", "gone"), 0)
    for one in passages:
        old, field, start = stood[one.pk]
        key = key_of(one)
        if not one.field or key not in keys:
            counts["gone"] += 1
        elif not one.placed:
            counts["unsure"] += 1
        else:
            # Attendees are written anew each time: one that reads the same is the same.
            stays = key == old or said.get(key) == said.get(old)
            counts["same" if stays and (one.field, one.start) == (field, start) else "moved"] += 1
    counts["unsure"] += sum(not one.placed for one in correction.added)
    return PassageForecast(**counts, added=sum(one.placed for one in correction.added))


def _rows_after(
    meeting: Meeting,
    parsed: ParsedMinutes,
    refs: Sequence[int],
    kept: Mapping[int, Attachment],
    files: Mapping[int, Paper],
) -> list[MarkedRow]:
    """The rows as they would stand; new ones have numbers below zero."""
    items = {(row.category, row.number, name_key(row.title)): row.pk for row in meeting.agenda_items.all()}
    numbers: dict[Part, list[int]] = {
        Part.UTTERANCE: list(refs),
        Part.ITEM: [
            items.pop((row.category or "", row.number, name_key(row.title)), -place)
            for place, row in enumerate(parsed.agenda, start=1)
        ],
        Part.ATTENDEE: [-place for place in range(1, len(parsed.attendees) + 1)],
        Part.PAPER: [kept[place].pk if place in kept else -place - 1 for place in range(len(parsed.attachments))],
    }
    rows = [
        MarkedRow(str(part), number, {field: getattr(row, field) or "" for field in FIELDS[part]})
        for part, table in TABLES.items()
        for row, number in zip(getattr(parsed, table), numbers[part], strict=True)
    ]
    return [*rows, *_pages_after(meeting, len(parsed.attachments), kept, files)]


def _pages_after(
    meeting: Meeting, count: int, kept: Mapping[int, Attachment], files: Mapping[int, Paper]
) -> list[MarkedRow]:
    stored: dict[int, list[AttachmentPage]] = {}
    for page in AttachmentPage.objects.filter(attachment__meeting=meeting).order_by("number"):
        stored.setdefault(page.attachment_id, []).append(page)
    read = {place: file for place, file in files.items() if file.state == Paper.State.READ}
    texts = SourceDocument.objects.only("text", "line_pages").in_bulk({file.source_id for file in read.values()})
    rows: list[tuple[Key, str]] = []
    new = 0
    for place in range(count):
        pages = stored.get(kept[place].pk, []) if place in kept else []
        if place not in files:
            rows += [((str(Part.PAGE), page.pk), page.text) for page in pages]
            continue
        written = pages_of(texts[read[place].source_id]) if place in read else []
        same = same_pages(pages, written)
        for number, text in written:
            new -= 1
            rows.append(((str(Part.PAGE), same[number].pk if number in same else new), text))
    return [MarkedRow(part, number, {"text": text}) for (part, number), text in rows]
