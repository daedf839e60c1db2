"""What is printed on a page: its signs and rules, and the lines and table rows that are made of them.

Lengths are in points; x runs to the right and y down from the page's top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from minutes.documents.model import Place


@dataclass(frozen=True, slots=True)
class Sign:
    """One character where it is printed. `base` is the y of its baseline, `em` the size of its type.

    `ink` is the x of the middle of what is seen of it: brackets are set closer than their width. `turned` signs lie on
    their side, their heads to the right, as Latin words do in vertical writing.
    """

    text: str
    left: float
    right: float
    base: float
    em: float
    ink: float
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of a table or a frame, level or upright. `at` is its y or x, `start` to `end` its extent."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ink:
    """What is printed on a page of this size. `turns` quarter turns clockwise make it the page that a viewer shows."""

    number: int
    width: float
    height: float
    signs: list[Sign]
    rules: list[Rule]
    turns: int = 0


@dataclass(slots=True)
class Line:
    """A printed line. `edge` is where it ends, a full stop that hangs out of the line left aside; `head` is the width
    of what cannot be parted from its beginning; `column` holds the edges of the column that it stands in, where the page
    is set in several; `margin` says "head" or "foot" of a line printed across a page of vertical writing.
    """

    text: str
    left: float
    right: float
    edge: float
    top: float
    bottom: float
    em: float
    head: float
    column: tuple[float, float] | None = None
    margin: str = ""


@dataclass(slots=True)
class Cell:
    """A cell of a row: its lines, its left and right edge, and the first column that it stands in."""

    column: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class PageRow:
    """A row of a table. `columns` is the number of columns of the table."""

    top: float
    bottom: float
    columns: int
    cells: list[Cell]


@dataclass(slots=True)
class Sheet:
    """What stands on a page, in reading order. `turns` quarter turns clockwise make it the page that a viewer shows."""

    number: int
    width: float
    height: float
    items: list[Line | PageRow]
    turns: int = 0

    def place(self, line: Line) -> Place:
        """Where a viewer shows one of its lines."""
        wide, high = max(self.width, 1.0), max(self.height, 1.0)
        corners = [(line.left / wide, line.top / high), (line.right / wide, line.bottom / high)]
        for _ in range(self.turns % 4):
            corners = [(1 - y, x) for x, y in corners]
        left, right = sorted(_share(x) for x, _ in corners)
        top, bottom = sorted(_share(y) for _, y in corners)
        return Place(self.number, left, top, right, bottom)


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)
