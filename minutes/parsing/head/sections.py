"""The head of a document parted into the sections of its fields, and where its record begins.

The head is a run of labelled sections (label_rules) and others (section_rules); the record begins at its label (会議内容) or
where a rule says so (record_rules).
"""

from __future__ import annotations

import re

from minutes.parsing.head.label_rules import label_at
from minutes.parsing.head.layout import Decision, Layout, Section
from minutes.parsing.head.record_rules import begins_record
from minutes.parsing.head.section_rules import section_at
from minutes.parsing.head.spots import HeadSoFar, Spot
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, fold, squeeze
from minutes.parsing.words.labels import Label

# What a form says its record should hold: 審議内容（発言者、発言内容、審議経過、決定事項等）.
_FORM_NOTE = re.compile(
    r"\((?:(?:主な)?(?:発言者?|発言内容|審議経過|経過|決定事項|結論|結果|質疑|質疑応答|質疑内容|意見|内容|議事|審議|会議|要旨|概要|要点|記録|及び|等|の|[、・])+)\)"
)
# The first rows may hold the title, of so many signs; no label stands so near below where it is printed again.
_TITLE_ROWS, _SHORTEST_TITLE, _LONGEST_TITLE, _LABELS_BELOW = 4, 8, 120, 5
# A page that prints its list of items first has the rest of its head below the word 議事録.
_FIELDS_BELOW = frozenset(("attendees", "when", "venue"))
TITLE_AGAIN = "出席者の後にもう一度印刷された会議名の下から本文"


def lay_out(rows: list[PrintedLine], marks: SpeakerMarks, taught: LessonMatches) -> Layout:
    """Part the rows of a document into the sections of its head and its record."""
    head = HeadSoFar(rows, marks, taught, Section("free"))
    index = 0
    while index < len(rows):
        spot = Spot(head, index)
        label = _label(spot)
        if label is not None:
            index += _open(spot, label)
            if label.field == "record" and not _stands_above_fields(spot, label):
                break
        elif len(spot.row.text) > 1 and begins_record(spot):
            break
        elif len(spot.row.text) > 1 and _repeats_title(spot):
            head.decisions.append(Decision(spot.row, TITLE_AGAIN))
            head.begin(Section("free"))
            head.append(spot.row, spot.row.cells)
            index += 1
            break
        else:
            _go_on(spot)
            index += 1
    return Layout(head.sections, rows[index:], tuple(head.decisions))


def lay_out_head(
    rows: list[PrintedLine], marks: SpeakerMarks, taught: LessonMatches, listed: Label | None = None
) -> list[Section]:
    """The sections of rows that are all of the head; with `listed`, all of one list, which that label heads."""
    head = HeadSoFar(rows, marks, taught, Section(listed.field, listed) if listed else Section("free"))
    index = 0
    while index < len(rows):
        spot = Spot(head, index)
        label = _label(spot)
        if label is not None and (listed is None or label.field == listed.field):
            index += _open(spot, label)
        elif listed is not None:
            head.append(spot.row, spot.row.cells)
            index += 1
        else:
            _go_on(spot)
            index += 1
    return [section for section in head.sections if section.rows]


def _label(spot: Spot) -> Label | None:
    """The label that a row opens with. One sign alone is none, and no mark or heading either; neither is a taught mark."""
    if len(spot.row.text) == 1 or spot.row.key in spot.head.taught.marks:
        return None
    return label_at(spot)


def _open(spot: Spot, label: Label) -> int:
    """Open the section of a label; the result is the number of its rows. The record's is the label of no field."""
    if label.field == "record":
        values = tuple(value for value in label.values if _FORM_NOTE.fullmatch(squeeze(flat(value))) is None)
        spot.head.open(spot.index, Label("void", label.word, values, label.rows))
    else:
        spot.head.open(spot.index, label)
    return label.rows


def _stands_above_fields(spot: Spot, label: Label) -> bool:
    """Whether the record's word is a heading above fields of the head: 議事録 / 出席者：."""
    below = spot.label(label.rows)
    return not any(label.values) and below is not None and below.field in _FIELDS_BELOW


def _go_on(spot: Spot) -> None:
    """Put a row without label into the section that begins with it, or into the one above."""
    section = section_at(spot) if len(spot.row.text) > 1 else None
    if section is not None:
        spot.head.begin(section)
    spot.head.append(spot.row, spot.row.cells)


def _repeats_title(spot: Spot) -> bool:
    """Whether the title stands once more behind those present, above the talk: 第2回霞浜市農業委員会総会議事録."""
    text = spot.row.text
    if spot.kind != "attendees" or not _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE:
        return False
    if any(spot.label(offset) is not None for offset in range(1, _LABELS_BELOW + 1)):
        return False
    return any(fold(above.text) == fold(text) for above in spot.head.rows[: min(spot.index, _TITLE_ROWS)])
