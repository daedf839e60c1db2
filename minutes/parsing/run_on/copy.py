"""Long lines one below the other, as the one text that they were: what stood on lines of its own is looked for in all of it."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from minutes.parsing.rows.lines import PrintedLine, is_furniture
from minutes.parsing.rows.text import flat, width

# So wide a gap parts two lines.
WIDE_GAP = re.compile(r"\s{6,}(?=\S)")
# A space at the start of a piece that goes on with a text keeps it a paragraph.
_SET_IN = 2
# (1): a heading's number, though a lone page number looks alike
_COUNTED = re.compile(r"[(\[<]\s?[0-9]{1,2}\s?[)\]>]|[0-9]{1,2}[.．]")
# A gap so wide was the indent of the line.
_WIDE = 4


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where pieces begin, by place: those that open something, and those that are a further paragraph of a text; where a
    word that was glued to the next ends; and where a cell does."""

    opening: set[int] = field(default_factory=set)
    going_on: set[int] = field(default_factory=set)
    gaps: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Copy:
    """Rows whose lines were lost, joined by a space each."""

    rows: tuple[PrintedLine, ...]

    @cached_property
    def text(self) -> str:
        """The text as printed."""
        return " ".join(row.text for row in self.rows)

    @cached_property
    def plain(self) -> str:
        """The flat text, sign for sign."""
        return flat(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where the rows begin in the text."""
        return list(itertools.accumulate((len(row.text) + 1 for row in self.rows[:-1]), initial=0))

    def row_at(self, place: int) -> PrintedLine:
        """The row that a place of the text stands on."""
        return self.rows[bisect.bisect_right(self.starts, place) - 1]

    def pieces(self, cuts: Cuts) -> Iterator[PrintedLine]:
        """The rows that the cuts leave; nothing but white space and furniture is lost."""
        bounds = sorted({0, *cuts.opening, *cuts.going_on, len(self.text)})
        gaps = sorted(cuts.gaps | cuts.columns)
        for left, right in itertools.pairwise(bounds):
            between = gaps[bisect.bisect_right(gaps, left) : bisect.bisect_left(gaps, right)]
            parts = [self.text[start:end] for start, end in itertools.pairwise([left, *between, right])]
            piece = parts[0] + "".join(
                ("\t" if place in cuts.columns else "　") + part for place, part in zip(between, parts[1:], strict=True)
            )
            piece = piece.strip()
            cells = tuple(cell.strip() for cell in piece.split("\t"))
            if not piece or (is_furniture(flat(piece)) and _COUNTED.fullmatch(flat(piece)) is None):
                continue
            row = self.row_at(left + len(self.text[left:right]) - len(self.text[left:right].lstrip()))
            goes_on = left in cuts.going_on and left not in cuts.opening
            before = self.text[max(0, left - 80) : left]
            gap = len(before) - len(before.rstrip())
            yield row.reworded(
                piece, cells, width=width(piece), indent=_SET_IN if goes_on else gap if gap >= _WIDE else 0
            )
