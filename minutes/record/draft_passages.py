"""What is withheld in a draft, before anything of it is public: it goes along while the draft is corrected, and becomes
the meeting's own in the transaction that publishes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from minutes import access
from minutes.access import FIELDS
from minutes.editing import Draft
from minutes.models import AttachmentPage, DeclinedProposal, Meeting, Paper, Passage, SourceDocument, Upload
from minutes.parsing import ParsedMinutes
from minutes.record.papers import pages_of
from minutes.record.passages import TABLES, Correction, Key, MarkedRow, copied, key_of, rows_of
from minutes.withholding import occurrences

Part = Passage.Part


def draft_rows(parsed: Mapping[str, Any]) -> list[MarkedRow]:
    """The rows of a draft (parsed-minutes JSON) that passages may be of, in order; pages of its papers' files stand apart."""
    tables = Draft.of(dict(parsed)).tables
    return [
        MarkedRow(str(part), row["id"], {field: row.get(field) or "" for field in FIELDS[part]}, place)
        for part, table in TABLES.items()
        for place, row in enumerate(tables[table], start=1)
    ]


def draft_pages(upload: Upload) -> list[MarkedRow]:
    """The pages of the files that came with a draft and belong to one of its papers: r1/3 is the third page of paper r1."""
    files = Paper.objects.filter(upload=upload, state=Paper.State.READ).exclude(row="").order_by("pk")
    sources = dict(files.values_list("row", "source"))
    texts = SourceDocument.objects.only("text", "line_pages").in_bulk(sources.values())
    return [
        MarkedRow(str(Part.PAGE), f"{row}/{number}", {"text": text}, number)
        for row, source in sources.items()
        for number, text in pages_of(texts[source])
    ]


def carry_in_draft(upload: Upload, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Lets the draft's passages go along with a correction of it. In the transaction of who calls."""
    passages = list(upload.passages.exclude(part=Part.PAGE).select_related("ground"))
    if passages:
        Correction(passages, draft_rows(before), draft_rows(after)).store()


def hand_over(upload: Upload, meeting: Meeting, parsed: ParsedMinutes) -> bool:
    """Makes the draft's passages those of the meeting that it was published as; returns whether there were any.

    `parsed` is what was published. What stands nowhere any more is withheld in the original and in earlier versions; what
    cannot be placed surely hides its whole row. Words whose row is gone are withheld wherever they stand.
    """
    _hand_over_declined(upload, meeting)
    passages = list(upload.passages.select_related("ground"))
    if not passages:
        return False
    rows = _published_rows(upload, meeting, parsed)
    standing = list(meeting.passages.all())
    known = {_place_of(one) for one in standing}
    # Words that went into another row are withheld there already: what else reads so was left readable.
    followed = {(one.quote, one.audience) for one in passages if one.field and key_of(one) in rows}
    followed |= {(one.quote, one.audience) for one in standing if one.field}
    for passage in passages:
        row = rows.get(key_of(passage)) if passage.field else None
        is_gone = row is None and bool(passage.field)
        if is_gone and passage.part == Part.PAGE:
            _restrict_file(upload, passage)
        _put(passage, meeting, row)
        if _place_of(passage) in known:
            passage.delete()
        else:
            known.add(_place_of(passage))
            passage.save()
        if passage.part == Part.PAGE and (is_gone or not passage.placed):
            # Its file may have been given to another paper.
            found = [row for row in rows.values() if row.part == Part.PAGE]
        elif is_gone and (passage.quote, passage.audience) not in followed:
            found = list(rows.values())
        else:
            found = []
        _withhold_in(found, passage, known)
    return True


def _withhold_in(rows: Iterable[MarkedRow], passage: Passage, known: set[tuple[Any, ...]]) -> None:
    """Withholds the words of a passage everywhere in these rows, where that is not `known` already."""
    for row in rows:
        for field, text in row.texts.items():
            for start, end in occurrences(text, passage.quote):
                copy = copied(passage, part=row.part, row=row.row, field=field, start=start, end=end)
                if _place_of(copy) not in known:
                    known.add(_place_of(copy))
                    copy.save()


def _hand_over_declined(upload: Upload, meeting: Meeting) -> None:
    """What somebody chose to leave readable is not proposed anew of the published minutes."""
    if DeclinedProposal.objects.filter(upload=upload).exists():
        known = set(meeting.declined_proposals.values_list("digest", flat=True))
        DeclinedProposal.objects.filter(upload=upload, digest__in=known).delete()
        DeclinedProposal.objects.filter(upload=upload).update(upload=None, meeting=meeting)


def _put(passage: Passage, meeting: Meeting, row: MarkedRow | None) -> None:
    passage.upload, passage.meeting, passage.draft_row = None, meeting, ""
    if row is None:
        passage.row, passage.field, passage.placed = 0, "", True
        return
    assert isinstance(row.row, int)
    place = _surely(passage, row.texts[passage.field])
    passage.row, passage.placed = row.row, place is not None
    if place is not None:
        passage.start, passage.end = place


def _surely(passage: Passage, text: str) -> tuple[int, int] | None:
    """Where the passage stands in the text that was stored."""
    if not passage.placed:
        return None
    if text[passage.start : passage.end] == passage.quote:
        return passage.start, passage.end
    places = list(occurrences(text, passage.quote))
    return places[0] if len(places) == 1 else None


def _place_of(passage: Passage) -> tuple[Any, ...]:
    quote = "" if passage.field and passage.placed else passage.quote
    place = (passage.field, passage.start, passage.end) if passage.field else ()
    return passage.part, passage.row, *place, passage.placed, passage.audience, quote


def _published_rows(upload: Upload, meeting: Meeting, parsed: ParsedMinutes) -> dict[Key, MarkedRow]:
    """The stored rows by the keys of the draft's: both stand in the same order."""
    drafted, stored = draft_rows(parsed.to_json()), rows_of(meeting)
    found: dict[Key, MarkedRow] = {}
    for part in TABLES:
        pair = [[row for row in rows if row.part == part] for rows in (drafted, stored)]
        found |= {ours.key: theirs for ours, theirs in zip(*pair, strict=True)}
    papers = [row.row for row in drafted if row.part == Part.PAPER]
    pages = AttachmentPage.objects.filter(attachment__meeting=meeting)
    texts = {row.row: row for row in stored if row.part == Part.PAGE}
    for pk, order, number in pages.values_list("pk", "attachment__order", "number"):
        found[str(Part.PAGE), f"{papers[order - 1]}/{number}"] = texts[pk]
    return found


def _restrict_file(upload: Upload, passage: Passage) -> None:
    """A file with a withheld page that belongs to no paper yet stays restricted wherever it is put."""
    row = passage.draft_row.rpartition("/")[0]
    for paper in Paper.objects.filter(upload=upload, row=row):
        paper.audience = access.narrower(paper.audience or 0, passage.audience)
        paper.save(update_fields=["audience"])
