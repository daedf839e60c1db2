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
