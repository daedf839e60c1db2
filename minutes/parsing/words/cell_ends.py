"""Headings at the end of a table's cell -> rows of their own: 支所長 | （あいさつ） 2 議事.

A table copied as text prints what stood between two of its rows behind the upper one. Such an end is a heading where it
goes on with the count of the headings before it.
"""

from __future__ import annotations

import itertools
import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, width
from minutes.parsing.words.numbering import Numbered, read_numbered

_END = re.compile(r"(?<=[。)])\s+(?=[0-9一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ([<【第議日])")
_PART = re.compile(r"\s+(?=[(\[<]\s?[0-9]{1,2}\s?[)\]>]|[①-⑳⑴-⒇])")
_SENTENCE = re.compile("[。?!]|です|ます")
_LONGEST = 80


class _Count:
    """The numbers of the headings so far, by rank."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}

    def goes_on(self, numbered: Numbered) -> bool:
        return numbered.number is not None and numbered.number == self._last.get(numbered.rank, 0) + 1

    def take(self, numbered: Numbered) -> None:
        if numbered.number is not None:
            self._last = {rank: last for rank, last in self._last.items() if rank < numbered.rank}
            self._last[numbered.rank] = numbered.number


def part_cell_ends(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each heading at the end of a cell on a row of its own."""
    if all(len(row.cells) == 1 for row in rows):
        return rows
    parted: list[PrintedLine] = []
    count = _Count()
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        if len(filled) == 1:
            numbered = read_numbered(row.flat) if len(row.text) <= _LONGEST and not _SENTENCE.search(row.flat) else None
            if numbered is not None:
                count.take(numbered)
            parted.append(row)
            continue
        heads = _heads(row.cells[-1], count) if len(filled) > 1 else []
        if heads:
            rest = row.cells[-1][: row.cells[-1].rfind(heads[0])].strip()
            parted.append(_row(row, (*row.cells[:-1], rest)))
            parted.extend(_row(row, (head,)) for head in heads)
        else:
            parted.append(row)
    return parted


def _heads(cell: str, count: _Count) -> list[str]:
    """The headings that a cell ends with."""
    start = max(0, len(cell) - _LONGEST)
    for end in _END.finditer(flat(cell), start):
        tail = cell[end.end() :]
        heads = _parts(tail)
        numbers = [read_numbered(flat(head)) for head in heads]
        if _SENTENCE.search(flat(tail)) or numbers[0] is None or not count.goes_on(numbers[0]):
            continue
        for numbered in numbers:
            if numbered is not None:
                count.take(numbered)
        return heads
    return []


def _parts(tail: str) -> list[str]:
    plain = flat(tail)
    bounds = [0, *(match.end() for match in _PART.finditer(plain)), len(tail)]
    return [part for left, right in itertools.pairwise(bounds) if (part := tail[left:right].strip())]


def _row(row: PrintedLine, cells: tuple[str, ...]) -> PrintedLine:
    return row.with_cells(cells, width=width("\t".join(cells).strip()))
