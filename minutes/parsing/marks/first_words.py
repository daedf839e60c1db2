"""The first words of the record printed beside its label -> a row without the label."""

from __future__ import annotations

import re

from minutes.parsing.marks.marks import read_mark
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import is_sentence
from minutes.parsing.words.labels import LABELS, find_label
from minutes.parsing.words.people import is_person

# The record's label stands in the head; far down the text nobody looks for it.
_DEEPEST = 300
_SHORT = 40
_WORDS = "|".join(sorted((word for word, kind in LABELS.items() if kind == "record"), key=len, reverse=True))
# 8 会議の内容都市計画課長(甲野太郎君) 本日は…
_GLUED = re.compile(rf"\s*(?:[0-9]{{1,2}}[.．、]?\s*)?(?:{_WORDS})(?=[^\s():、。]{{2,16}}\([^()]{{1,12}}君\)\s)")
# 議事録　甲野会長 above what is said
_ABOVE = re.compile(rf"\s*(?:[0-9]{{1,2}}[.．、]?\s*)?(?:{_WORDS})\s+(?=(?P<name>[^\s:、。]{{2,16}})$)")


def without_record_label(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, without the record's label before what is said: 会議の内容 | ○会長　始めます。"""
    for index, row in enumerate(rows[:_DEEPEST]):
        start = _start(rows, index)
        if start:
            return [*rows[:index], row.reworded(row.text[start:].strip()), *rows[index + 1 :]]
    return rows


def _start(rows: list[PrintedLine], index: int) -> int:
    """Where in a row a mark begins behind the record's label, 0 where none does."""
    row = rows[index]
    if "君)" in row.flat[:60] and (glued := _GLUED.match(row.flat)):
        return glued.end()
    above = _ABOVE.match(row.flat) if index + 1 < len(rows) and len(row.text) < _SHORT else None
    if above is not None and is_person(above["name"]) and is_sentence(rows[index + 1].text):
        return above.end()
    label = find_label(rows, index)
    if label is None or label.field != "record" or not label.marked or not any(label.values):
        return 0
    value = next(value for value in label.values if value)
    mark = read_mark(row.reworded(value))
    if mark is None or not mark.speech or not is_person(mark.name):
        return 0
    return row.text.find(value)
