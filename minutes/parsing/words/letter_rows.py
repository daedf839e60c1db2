"""Words whose letters stand one a line -> rows: 出 / 席 / 委 / 員. The narrow first column of a table, set downwards, is copied so."""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import width
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.people import group_of

_LONGEST = 12
_FIRST_LETTER = re.compile(r"(?P<letter>[一-鿿])[\s:：]+(?=\S)")
_OF_ONE_VALUE = frozenset(["when", "venue", "time", "office", "title"])


def with_words_whole(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each such word on one. Where one is a label of minutes, all runs of single letters are words."""
    rows = _with_first_lines(rows)
    runs = _runs(rows)
    words = {first: "".join(row.text for row in rows[first : first + size]) for first, size in runs.items()}
    if not any(word in LABELS or group_of(word) for word in words.values()):
        return rows
    whole: list[PrintedLine] = []
    index = 0
    while index < len(rows):
        if word := words.get(index, ""):
            whole.append(rows[index].reworded(word, width=width(word)))
            index += runs[index]
        else:
            whole.append(rows[index])
            index += 1
    return whole


def _with_first_lines(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, a label whose last letter stands before its value on one with it: 日 / 時 令和5年6月13日; 場 / 所 市役所."""
    whole: list[PrintedLine] = []
    for row in rows:
        above = whole[-1] if whole else None
        first = _FIRST_LETTER.match(row.text)
        if above is not None and first is not None and len(above.text) == 1 and row.number - above.number <= 1:
            word = above.text + first["letter"]
            if LABELS.get(word) in _OF_ONE_VALUE:
                whole[-1] = row.reworded(f"{word}　{row.text[first.end() :]}", key=above.key)
                continue
        whole.append(row)
    return whole


def _runs(rows: list[PrintedLine]) -> dict[int, int]:
    """The runs of rows of one kanji each: the first row's place and how many rows it has."""
    runs: dict[int, int] = {}
    first = 0
    for index, row in enumerate(rows):
        if len(row.text) != 1 or not "一" <= row.text <= "鿿":
            first = index + 1
        elif 1 <= index - first < _LONGEST:
            runs[first] = index - first + 1
    return runs
