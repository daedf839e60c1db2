"""Signs at places on a page -> lines of text and rows of tables, in reading order. Knows no file format."""

from __future__ import annotations

from dataclasses import dataclass, replace

from minutes.documents.columns import bands_of, find_gutter
from minutes.documents.direction import across, is_vertical, parted_margins, turned_page
from minutes.documents.linenumbers import line_numbers
from minutes.documents.page import Cell, Ink, Line, PageRow, Sheet, Sign
from minutes.documents.printed import (
    grid_pitch,
    is_reading,
    leaves_spaces,
    line_of,
    middle_of,
    prints_spaces,
    rows_of,
    trimmed,
)
from minutes.documents.ruled import Grid, find_grids


class SheetReader:
    """Reads the pages of one document in their order, with what the pages before have shown of its setting.

    `left_out_numbers`: lines were numbered in the margin, and these numbers are left out.
    """

    def __init__(self) -> None:
        self._spaces_are_signs = self._spaces_are_gaps = False
        self._gutter: float | None = None
        self._pitch: float | None = None
        self.left_out_numbers = False

    def read(self, ink: Ink) -> Sheet:
        """The lines and table rows of a page."""
        heads: list[Line] = []
        feet: list[Line] = []
        if is_vertical(ink.signs):
            above, signs, below = parted_margins(ink)
            heads = [across(row, ink.width, "head") for row in above]
            feet = [across(row, ink.width, "foot") for row in below]
            ink = turned_page(replace(ink, signs=signs))
        numbers = line_numbers(ink.signs, self.left_out_numbers)
        if numbers:
            self.left_out_numbers = True
            gone = set(map(id, numbers))
            ink = replace(ink, signs=[sign for sign in ink.signs if id(sign) not in gone])
        self._spaces_are_signs = self._spaces_are_signs or prints_spaces(ink.signs)
        if not self._spaces_are_signs:
            self._spaces_are_gaps = self._spaces_are_gaps or leaves_spaces(ink.signs)
        self._pitch = grid_pitch(rows_of(ink.signs)) or self._pitch
        grids = find_grids(ink.rules)
        free: list[Sign] = []
        inside: list[list[Sign]] = [[] for _ in grids]
        for sign in ink.signs:
            x, y = (sign.left + sign.right) / 2, middle_of(sign)
            home = next((index for index, grid in enumerate(grids) if grid.holds(x, y)), None)
            (free if home is None else inside[home]).append(sign)
        tables = [_Table(grid, self._table(grid, held)) for grid, held in zip(grids, inside, strict=True)]
        pieces = self._running_text(free, [table for table in tables if table.rows])
        pieces = sorted((piece for piece in pieces if piece), key=lambda piece: piece[0].top)
        items = [*heads, *(item for piece in pieces for item in piece), *feet]
        return Sheet(ink.number, ink.width, ink.height, items, ink.turns)

    def _lines(self, signs: list[Sign]) -> list[Line]:
        """The signs as lines from top to bottom, readings (ruby) left out."""
        lines = []
        rows = [row for row in map(trimmed, rows_of(signs)) if row]
        read: list[Sign] = []
        for index, row in enumerate(rows):
            if index + 1 < len(rows) and is_reading(row, rows[index + 1]):
                read = row
                continue
            lines.append(line_of(row, read, self._spaces_are_gaps and not self._spaces_are_signs, self._pitch))
            read = []
        return lines

    def _running_text(self, signs: list[Sign], tables: list[_Table]) -> list[list[Line | PageRow]]:
        """The lines and the tables among them. A piece is read to its end before the next: a line, a table, or text set
        in columns with the tables that stand in one of them."""
        rows = rows_of(signs)
        gutter = find_gutter(rows, self._gutter)
        pieces: list[list[Line | PageRow]] = []
        if gutter is None:
            pieces.extend([line] for line in self._lines(signs))
            return [*pieces, *(table.rows for table in tables)]
        self._gutter = gutter
        for band in bands_of(rows, gutter):
            if len(band) == 1:
                pieces.extend([line] for line in self._lines(band[0]))
                continue
            lines = [self._lines(column) for column in band]
            top = min(line.top for column in lines for line in column)
            bottom = max(line.bottom for column in lines for line in column)
            piece: list[Line | PageRow] = []
            for column, is_left in zip(lines, (True, False), strict=True):
                edges = (min(line.left for line in column), max(line.edge for line in column))
                for line in column:
                    line.column = edges
                among = [table for table in tables if table.stands_beside(gutter, is_left, top, bottom)]
                tables = [table for table in tables if table not in among]
                piece.extend(
                    sorted([*column, *(row for table in among for row in table.rows)], key=lambda item: item.top)
                )
            pieces.append(piece)
        return [*pieces, *(table.rows for table in tables)]

    def _table(self, grid: Grid, signs: list[Sign]) -> list[Line | PageRow]:
        """The rows of a table; a cell over several rows stands in its first."""
        held: dict[int, list[Sign]] = {}
        for sign in signs:
            held.setdefault(grid.region((sign.left + sign.right) / 2, middle_of(sign)), []).append(sign)
        rows: list[Line | PageRow] = []
        for top, foot, fields in grid.rows():
            cells = [
                Cell(column, left, right, self._lines(held.get(region, []))) for region, column, left, right in fields
            ]
            if any(cell.lines for cell in cells):
                rows.append(PageRow(top, foot, len(grid.edges) - 1, cells))
        return rows


@dataclass(slots=True)
class _Table:
    """A table of a page: its rules, and its rows with text in them."""

    grid: Grid
    rows: list[Line | PageRow]

    def stands_beside(self, gutter: float, is_left: bool, top: float, bottom: float) -> bool:
        """Whether it stands in the left or right one of two columns that reach from `top` to `bottom`."""
        in_column = self.grid.edges[-1] <= gutter if is_left else self.grid.edges[0] >= gutter
        return in_column and top <= (self.grid.levels[0] + self.grid.levels[-1]) / 2 <= bottom
