"""Rows of a table with paragraphs in their cells -> lines of a source text. Stdlib only.

The parser reads a row as one line with its cells parted by tabs, and a line that begins with tabs as more text of the
cell below which it stands. So a label or a speaker stays beside the first line of what belongs to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

# What a text comes with: the page that it stands on, its places.
With = TypeVar("With")

# Longer texts in two cells side by side are no lists whose entries belong together.
_ENTRY = 40
# A cell with so many paragraphs, and so much of its table's text, holds a whole text with a label beside it.
_RECORD_PARAGRAPHS = 8
_RECORD_SHARE = 0.6
_LABEL = 30


def find_record(rows: Sequence[Sequence[Sequence[str]]]) -> int | None:
    """The row of a form that holds most of its text in one cell, beside a label: all minutes of a meeting, say."""
    weights = [sum(len(text) for cell in row for text in cell) for row in rows]
    if not weights:
        return None
    place = max(range(len(rows)), key=weights.__getitem__)
    row = rows[place]
    main = max(range(len(row)), key=lambda index: sum(map(len, row[index])), default=0)
    beside = weights[place] - sum(map(len, row[main]))
    is_record = len(row) > 1 and len(row[main]) >= _RECORD_PARAGRAPHS and beside <= _LABEL
    return place if is_record and weights[place] >= _RECORD_SHARE * sum(weights) else None


def record_lines(cells: Sequence[Sequence[tuple[str, With]]]) -> list[tuple[str, list[With]]]:
    """The lines of a row that find_record gives: its label, then the paragraphs as they are."""
    main = max(range(len(cells)), key=lambda index: sum(len(text) for text, _ in cells[index]))
    label = [(text, own) for index, cell in enumerate(cells) if index != main for text, own in cell if text.strip()]
    head = [(" ".join(_in_cell(text) for text, _ in label), [own for _, own in label])] if label else []
    return [*head, *((text, [own]) for text, own in cells[main])]


def row_lines(cells: Sequence[Sequence[tuple[str, With]]]) -> list[tuple[str, list[With]]]:
    """The lines of one row. A cell is its paragraphs; white space at their ends is dropped.

    The cell with the most text keeps its paragraphs apart, the others are one paragraph each. Lists of short entries
    with as many entries in each (posts in one cell, names in the next) are read across. With each line comes what the
    paragraphs came with that it is made of, that of the cell with the most text first.
    """
    texts = [[(clean, own) for text, own in cell if (clean := _in_cell(text))] for cell in cells]
    counts = {len(cell) for cell in texts if cell}
    if not counts:
        return []
    if counts != {1} and len(counts) == 1 and sum(map(bool, texts)) > 1 and _are_entries(texts):
        return [_across(texts, index) for index in range(max(counts))]
    main = max(range(len(texts)), key=lambda index: (sum(len(text) for text, _ in texts[index]), -index))
    first = [cell[0][0] if index == main else " ".join(text for text, _ in cell) for index, cell in enumerate(texts)]
    beside = [own for index, cell in enumerate(texts) if index != main for _, own in cell]
    rest = [("\t" * main + text, [own]) for text, own in texts[main][1:]]
    return [("\t".join(first).rstrip("\t"), [texts[main][0][1], *beside]), *rest]


def _across(texts: list[list[tuple[str, With]]], index: int) -> tuple[str, list[With]]:
    entries = [cell[index] for cell in texts if cell]
    line = "\t".join(cell[index][0] if cell else "" for cell in texts)
    return line.rstrip("\t"), [own for _, own in entries]


def _are_entries(texts: list[list[tuple[str, With]]]) -> bool:
    return all(len(entry) <= _ENTRY and not entry.endswith("。") for cell in texts for entry, _ in cell)


def _in_cell(paragraph: str) -> str:
    return paragraph.strip().replace("\t", "\u3000")
