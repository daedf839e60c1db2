"""Lessons -> which rows of one document are marks, are none, are headings, are none.

A lesson whose own line stands in the document holds for all that is printed alike. One that comes from other minutes
holds only where it fits: a mark where most of its lines have something said behind them, a word that is no mark unless
this document prints it as one again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from minutes.parsing.lessons import Lesson
from minutes.parsing.marks.marks import LEARNT, TAUGHT, Mark, Marks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, fold, is_sentence, squeeze
from minutes.parsing.words.people import is_person, is_role
from minutes.parsing.words.shapes import HeadingShape, Place, pattern_of, place_of, shape_of, varies

# As many as anybody would teach about one body's minutes.
_MOST = 200
_LONGEST_MARK = 60
_PERSONS_NAME = re.compile(r"[一-龥々〆ヶァ-ヴーぁ-ん]{1,8}")
_NAME = r"[^\s:;、。「」『』()\[\]【】<>]{1,24}(?:\([^()]{1,30}\))?"


class LessonMatches:
    """What lessons say of the rows of one document."""

    def __init__(self, lessons: Sequence[Lesson], rows: list[PrintedLine]) -> None:
        self.marks: Marks = {}
        self.signed: dict[int, Mark] = {}
        self.no_marks: set[int] = set()
        self.no_signed: set[int] = set()
        self.headings: set[int] = set()
        self.no_headings: set[int] = set()
        self.no_headings_like: set[int] = set()
        if not lessons:
            return
        lines = {fold(row.text) for row in rows if len(row.text) <= 2000}
        for lesson in lessons[:_MOST]:
            if not squeeze(lesson.text) or len(lesson.text) > 200:
                continue
            own = fold(lesson.line or lesson.text) in lines
            if lesson.kind == "speaker":
                self._teach_mark(lesson, rows, own)
            elif lesson.kind == "not-speaker":
                self._unteach_mark(lesson, rows, own)
            elif lesson.kind == "heading":
                shape = HeadingShape(lesson.text, lesson.line)
                self.headings.update(row.key for row in rows if shape.fits(row.flat))
            elif lesson.kind == "not-heading":
                shape = HeadingShape(lesson.text, lesson.line)
                self.no_headings.update(row.key for row in rows if shape.is_itself(row.flat))
                self.no_headings_like.update(row.key for row in rows if shape.fits(row.flat))
        self.headings -= self.no_headings

    def applied(self, marks: Marks) -> Marks:
        """The possible marks of a document with those that were taught, without those that are none."""
        if not self.marks and not self.no_marks:
            return marks
        kept = {number: mark for number, mark in marks.items() if number not in self.no_marks}
        return {**kept, **{number: mark for number, mark in self.marks.items() if number not in self.no_marks}}

    def _teach_mark(self, lesson: Lesson, rows: list[PrintedLine], own: bool) -> None:
        place = place_of(lesson.text, lesson.line) if lesson.line else None
        found = _marks_like(lesson.text, place, rows)
        if place is not None and place.at_end:
            self.signed.update({row.key: mark for row, mark, _ in found})
            return
        if not own and 2 * sum(said for _, _, said in found) <= len(found):
            return
        for row, mark, said in found:
            if own or said:
                self.marks[row.key] = Mark(TAUGHT if own else LEARNT, mark.name, mark.speech, mark.quoted)

    def _unteach_mark(self, lesson: Lesson, rows: list[PrintedLine], own: bool) -> None:
        place = place_of(lesson.text, lesson.line) if lesson.line else None
        pattern = pattern_of(shape_of(lesson.text), place)
        found = [row for row in rows if pattern.fullmatch(row.flat)]
        if not own and len(found) >= 3 and is_role(lesson.text):
            return
        unmarked = self.no_signed if place is not None and place.at_end else self.no_marks
        unmarked.update(row.key for row in found)


def _marks_like(text: str, place: Place | None, rows: list[PrintedLine]) -> list[tuple[PrintedLine, Mark, bool]]:
    """The rows with a mark of the same shape in the same place, and whether something is said behind it."""
    if varies(text):
        return list(_matches(pattern_of(shape_of(text), place), rows))
    own = squeeze(flat(text))
    found = list(_matches(pattern_of(_NAME, place), rows))
    counts = Counter(flat(mark.name) for _, mark, _ in found)
    if is_person(text):
        return [entry for entry in found if flat(entry[1].name) == own or (entry[2] and is_person(entry[1].name))]
    explicit = place is not None and place.after not in ("", " ", "none")
    return [
        (row, mark, said)
        for row, mark, said in found
        if flat(mark.name) == own
        or (said and _PERSONS_NAME.fullmatch(mark.name) and (explicit or counts[flat(mark.name)] >= 2))
        or (said and is_person(mark.name))
    ]


def _matches(pattern: re.Pattern[str], rows: Sequence[PrintedLine]) -> Iterable[tuple[PrintedLine, Mark, bool]]:
    for index, row in enumerate(rows):
        match = pattern.fullmatch(row.flat)
        if match is None or len(match["name"]) > _LONGEST_MARK:
            continue
        name = squeeze(row.text[match.start("name") : match.end("name")])
        speech = row.text[match.start("speech") : match.end("speech")].replace("\t", " ").strip()
        after = rows[index + 1] if index + 1 < len(rows) else None
        said = is_sentence(speech or (after.text if after else ""))
        yield row, Mark(TAUGHT, name, speech, speech[:1] in ("「", "『")), said
