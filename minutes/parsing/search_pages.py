"""Pages of search systems: each speech has a number before its mark, and the mark alone stands in a list or above it.

・2: ◯市民部長 / 検索語: なし / 2: ◯市民部長　説明します。 The numbers and the repeated marks are the system's.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from minutes.parsing.lines import PrintedLine
from minutes.parsing.text import flat, squeeze

_SIGNS = "○◯〇●◎◆◇△▲□■"
_NUMBERED = re.compile(rf"[・\s]*(?P<number>[0-9]{{1,4}})\s?[:：]\s*(?P<rest>[{_SIGNS}]?[^\s].*)")
_LONGEST_ECHO = 40
# So many rows that count up make the numbers the system's.
_ENOUGH = 3
# How far below its echo a speech begins.
_NEAR = 3


def without_search_numbers(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows without the numbers and the repeated marks of a search system."""
    numbered = {row.key: match for row in rows if (match := _NUMBERED.fullmatch(row.flat)) is not None}
    marked = [match for match in numbered.values() if match["rest"][0] in _SIGNS]
    if len({match["number"] for match in marked}) < _ENOUGH or not _counts_up(marked):
        return rows
    kept: list[PrintedLine] = []
    for index, row in enumerate(rows):
        match = numbered.get(row.key)
        if match is not None and _is_echo(match["rest"], rows[index + 1 : index + 1 + _NEAR], numbered):
            continue
        kept.append(row if match is None else _without_number(row, match.start("rest")))
    return kept


def _counts_up(marked: list[re.Match[str]]) -> bool:
    numbers = [int(match["number"]) for match in marked]
    return sum(0 <= later - number <= 1 for number, later in itertools.pairwise(numbers)) * 2 >= len(numbers)


def _is_echo(text: str, below: list[PrintedLine], numbered: dict[int, re.Match[str]]) -> bool:
    """Whether a row is but the mark that a row right below begins with; or the number of a remark above a mark."""
    word = squeeze(text)
    if len(word) > _LONGEST_ECHO:
        return False
    if word[0] == "※":
        return bool(below) and below[0].text[0] in _SIGNS
    if word[0] not in _SIGNS:
        return False
    following = [squeeze(numbered[row.key]["rest"] if row.key in numbered else row.flat) for row in below]
    return any(text.startswith(word) for text in following)


def _without_number(row: PrintedLine, start: int) -> PrintedLine:
    text = row.text[start:]
    return replace(row, cells=tuple(text.split("\t")), text=text, flat=flat(text))
