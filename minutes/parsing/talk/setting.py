"""How one record is set: the ways of its headings and signatures, the widths of its lines, quotes, arrows and indents."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from minutes.parsing.agenda.alignment import placed_headings
from minutes.parsing.agenda.heading_ways import HeadingWays
from minutes.parsing.agenda.headings import HeadingReader
from minutes.parsing.marks.signatures import SignedSpeeches
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.joining import Measure
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence
from minutes.parsing.talk.telling import POLITE
from minutes.parsing.words.records import tells_outcome

# So many speeches are the document's way.
_USUAL = 3
# Of so many speeches that say anything, so many stand in quotation marks.
_QUOTED, _OF_SPEECHES = 4, 5
# Of so many, so many begin with a polite sentence.
_POLITE = 3
# Blank lines between so many of so many lines part all of them.
_BLANK, _OF_LINES = 2, 3
# The opening of a meeting takes so many rows, and stands so near below where the record begins.
_OPENING_ROWS, _DEEPEST_OPENING = 4, 40
_OPENED = re.compile(r"(?:開会|開議)(?:いた|致|し|を?宣)")
# So many arrows that tell no outcome stand before answers.
_ANSWERS = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """The record's `measure`, the `ways` of its headings, how it is `signed`; whether arrows stand before answers, speeches in
    quotation marks; whether speakers are polite (です), blank lines stand between all lines, and what goes on is indented; and the
    items that rows open which only the order of all headings tells, by the rows' keys (`placed`).
    Above the row `opened_at`, where the meeting is opened, headings are still those of a list."""

    measure: Measure
    ways: HeadingWays
    signed: SignedSpeeches
    answered: bool
    quoted: bool
    polite: bool
    spaced: bool
    hangs: bool
    placed: Mapping[int, tuple[int, ...]]
    opened_at: int


def setting_of(
    rows: list[PrintedLine], marks: SpeakerMarks, headings: HeadingReader, points: frozenset[int]
) -> Setting:
    """How the rows of one record are set."""
    return Setting(
        measure=Measure(rows),
        ways=HeadingWays(rows, marks, headings),
        signed=SignedSpeeches(rows),
        answered=sum(row.text[0] in "→⇒" and not tells_outcome(row.text) for row in rows) >= _ANSWERS,
        quoted=_are_quoted(rows, marks),
        polite=_are_polite(rows, marks),
        spaced=_are_spaced(rows),
        hangs=_hang(rows, marks),
        placed=placed_headings(rows, marks, headings, points),
        opened_at=_opened_at(rows, marks),
    )


def _opened_at(rows: list[PrintedLine], marks: SpeakerMarks) -> int:
    """The index of the first row that somebody says, if the meeting is opened there; else 0."""
    for index, row in enumerate(rows[:_DEEPEST_OPENING]):
        if marks.match(row) is not None:
            said = "".join(below.text for below in rows[index : index + _OPENING_ROWS])
            return index if _OPENED.search(said) is not None else 0
    return 0


def _are_quoted(rows: list[PrintedLine], marks: SpeakerMarks) -> bool:
    """Whether the document prints what is said in quotation marks: ○青野委員 「甲はどうですか。」"""
    said = [mark.speech for row in rows if (mark := marks.match(row)) is not None and mark.speech]
    quoted = sum(speech[0] in "「『" for speech in said)
    return quoted > 0 and quoted >= min(_USUAL, len(said)) and _OF_SPEECHES * quoted >= _QUOTED * len(said)


def _are_polite(rows: list[PrintedLine], marks: SpeakerMarks) -> bool:
    said = [
        mark.speech or after.text for row, after in itertools.pairwise(rows) if (mark := marks.match(row)) is not None
    ]
    polite = sum(POLITE.search(text) is not None for text in said)
    return polite > 0 and _OF_SPEECHES * polite >= _POLITE * len(said)


def _are_spaced(rows: list[PrintedLine]) -> bool:
    gaps = sum(later.number - row.number > 1 for row, later in itertools.pairwise(rows))
    return _OF_LINES * gaps > _BLANK * len(rows)


def _hang(rows: list[PrintedLine], marks: SpeakerMarks) -> bool:
    further = [
        row for row in rows if row.text[0] not in "（(〔［[【" and marks.match(row) is None and ends_sentence(row.text)
    ]
    return bool(further) and all(row.indent > 0 for row in further)
