"""Signs at places on a page -> lines of text and rows of tables, in reading order. Knows no file format.

Lengths are in points; x runs to the right and y down from the page's top left corner. Vertical writing is turned so
that it reads like horizontal writing before anything else looks at it.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from minutes.documents.model import Place

_TEXT_SIGNS = 20  # fewer signs do not tell which way a page is written
_NARROWEST_SPACE = 0.15  # in sizes of the type
_SPACE = 0.75  # the narrowest space of full width
_GAPS_THAT_TELL = 2
_FOOT_SPACES = 3  # so many spaces may be those of a page's foot: - 1 -
_SIGNS_A_SPACE = 250  # at the least
_MAX_RULES = 4000  # more of them are a drawing
_TOUCH = 2.5  # rules nearer than this touch
_SHORTEST_RULE = 8.0
_MAX_FIELDS = 20_000  # of one table
_COLUMN_LINES = 8
_MARGIN = 0.12  # of a page's height: heads and feet of vertical writing stand in it
_MOST_ACROSS = 3  # their lines
# Signs that no line may begin with: the line above then ends one sign early.
NO_START = frozenset("、。，．,.：；:;！？!?」』）］】〕〉》)]}ー～・々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％")
_COUNTERS = frozenset("年月日時分秒人名件回号条項点つか個目番度割％%万億千百十台")
_NO_END = frozenset("「『（［【〔〈《([{￥＄$")
_HANGING = frozenset("、。，．")
_READING = re.compile(r"[\u3041-\u309f\u30a1-\u30ff\uff66-\uff9f・•﹅﹆\s]+")


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
class Row:
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
    items: list[Line | Row]
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


class SheetReader:
    """Reads the pages of one document in their order, with what the pages before have shown of its setting."""

    def __init__(self) -> None:
        self._spaces_are_signs = self._spaces_are_gaps = False
        self._gutter: float | None = None

    def read(self, ink: Ink) -> Sheet:
        """The lines and table rows of a page."""
        heads: list[Line] = []
        feet: list[Line] = []
        if is_vertical(ink.signs):
            above, signs, below = _parted_margins(ink)
            heads = [_across(row, ink.width, "head") for row in above]
            feet = [_across(row, ink.width, "foot") for row in below]
            ink = _turned(replace(ink, signs=signs))
        self._spaces_are_signs = self._spaces_are_signs or _prints_spaces(ink.signs)
        if not self._spaces_are_signs:
            self._spaces_are_gaps = self._spaces_are_gaps or _leaves_spaces(ink.signs)
        grids = find_grids(ink.rules)
        free: list[Sign] = []
        inside: list[list[Sign]] = [[] for _ in grids]
        for sign in ink.signs:
            x, y = (sign.left + sign.right) / 2, _middle(sign)
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
        rows = [row for row in map(_trimmed, _rows(signs)) if row]
        read: list[Sign] = []
        for index, row in enumerate(rows):
            if index + 1 < len(rows) and _is_reading(row, rows[index + 1]):
                read = row
                continue
            lines.append(_line(row, read, self._spaces_are_gaps and not self._spaces_are_signs))
            read = []
        return lines

    def _running_text(self, signs: list[Sign], tables: list[_Table]) -> list[list[Line | Row]]:
        """The lines and the tables among them. A piece is read to its end before the next: a line, a table, or text set
        in columns with the tables that stand in one of them."""
        rows = _rows(signs)
        gutter = _gutter(rows, self._gutter)
        pieces: list[list[Line | Row]] = []
        if gutter is None:
            pieces.extend([line] for line in self._lines(signs))
            return [*pieces, *(table.rows for table in tables)]
        self._gutter = gutter
        for band in _bands(rows, gutter):
            if len(band) == 1:
                pieces.extend([line] for line in self._lines(band[0]))
                continue
            lines = [self._lines(column) for column in band]
            top = min(line.top for column in lines for line in column)
            bottom = max(line.bottom for column in lines for line in column)
            piece: list[Line | Row] = []
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

    def _table(self, grid: Grid, signs: list[Sign]) -> list[Line | Row]:
        """The rows of a table; a cell over several rows stands in its first."""
        held: dict[int, list[Sign]] = {}
        for sign in signs:
            held.setdefault(grid.region((sign.left + sign.right) / 2, _middle(sign)), []).append(sign)
        rows: list[Line | Row] = []
        for top, foot, fields in grid.rows():
            cells = [
                Cell(column, left, right, self._lines(held.get(region, []))) for region, column, left, right in fields
            ]
            if any(cell.lines for cell in cells):
                rows.append(Row(top, foot, len(grid.edges) - 1, cells))
        return rows


@dataclass(slots=True)
class _Table:
    """A table of a page: its rules, and its rows with text in them."""

    grid: Grid
    rows: list[Line | Row]

    def stands_beside(self, gutter: float, is_left: bool, top: float, bottom: float) -> bool:
        """Whether it stands in the left or right one of two columns that reach from `top` to `bottom`."""
        in_column = self.grid.edges[-1] <= gutter if is_left else self.grid.edges[0] >= gutter
        return in_column and top <= (self.grid.levels[0] + self.grid.levels[-1]) / 2 <= bottom


def _prints_spaces(signs: list[Sign]) -> bool:
    """Whether spaces inside a line are signs of their own; some writers leave gaps instead."""
    spaces = sum(
        sign.text.isspace() and not before.text.isspace() and abs(sign.base - before.base) < 0.2 * sign.em
        for before, sign in pairwise(signs)
    )
    return spaces > max(_FOOT_SPACES, len(signs) // _SIGNS_A_SPACE)


def _leaves_spaces(signs: list[Sign]) -> bool:
    """Whether Japanese words are set apart by gaps of a space's width: nothing else leaves such gaps between them."""
    found = 0
    for row in _rows(signs):
        for wide, (before, after) in zip(_gaps(row), pairwise(row), strict=True):
            japanese = not before.text.isascii() and not after.text.isascii() and "・" not in (before.text, after.text)
            found += japanese and _NARROWEST_SPACE * before.em < wide < 0.5 * before.em
    return found >= _GAPS_THAT_TELL


def _middle(sign: Sign) -> float:
    return sign.base - 0.38 * sign.em


# Direction


def is_vertical(signs: list[Sign]) -> bool:
    """Whether most signs stand below the one before them and not beside it."""
    down = across = 0
    for before, sign in pairwise(sign for sign in signs if not sign.turned):
        dx, dy = sign.left - before.left, sign.base - before.base
        if abs(dx) < 0.3 * sign.em and 0.5 * sign.em < dy < 2.5 * sign.em:
            down += 1
        elif abs(dy) < 0.3 * sign.em and 0 < dx < 2.5 * sign.em:
            across += 1
    return down + across >= _TEXT_SIGNS and down > 2 * across


def _parted_margins(ink: Ink) -> tuple[list[list[Sign]], list[Sign], list[list[Sign]]]:
    """Of a page of vertical writing: the rows printed across above its text, its text, and those below."""
    rows = _rows([sign for sign in ink.signs if not sign.turned])
    lying = [sign for sign in ink.signs if sign.turned]
    tops = [min(sign.base - 0.88 * sign.em for sign in row) for row in rows]
    bottoms = [max(sign.base + 0.12 * sign.em for sign in row) for row in rows]
    first, last = 0, len(rows)
    for index in range(min(_MOST_ACROSS, len(rows) - 1)):
        text_top = min(tops[index + 1], *(sign.left for sign in lying), math.inf)
        if bottoms[index] < _MARGIN * ink.height and text_top - bottoms[index] > rows[index][0].em:
            first = index + 1
    for index in range(len(rows) - 1, max(first, len(rows) - 1 - _MOST_ACROSS), -1):
        text_bottom = max(max(bottoms[first:index]), *(sign.right for sign in lying), -math.inf)
        if tops[index] > (1 - _MARGIN) * ink.height and tops[index] - text_bottom > rows[index][0].em:
            last = index
    aside = {id(sign) for row in (*rows[:first], *rows[last:]) for sign in row}
    text = [sign for sign in ink.signs if id(sign) not in aside]
    return [row for row in map(_trimmed, rows[:first]) if row], text, [row for row in map(_trimmed, rows[last:]) if row]


def _across(signs: list[Sign], width: float, margin: str) -> Line:
    """A row printed across a page of this width, as a line of the page turned."""
    line = _line(signs, [], False)
    edges = line.top, line.bottom
    turned = replace(
        line, left=line.top, right=line.bottom, edge=line.bottom, top=width - line.right, bottom=width - line.left
    )
    return replace(turned, column=edges, margin=margin)


def _turned(ink: Ink) -> Ink:
    """A vertically written page as a horizontal one: down becomes right, left becomes down."""
    signs: list[Sign] = []
    for group in _side_by_side(ink.signs):
        middle = (group[0].left + group[-1].right) / 2
        for place, sign in enumerate(group):
            if sign.turned:
                signs.append(replace(sign, base=ink.width - sign.base, turned=False))
                continue
            start = sign.base - 0.88 * sign.em + 0.01 * place
            end = start + sign.em
            signs.append(Sign(sign.text, start, end, ink.width - middle + 0.38 * sign.em, sign.em, (start + end) / 2))
    rules = [
        Rule(False, rule.at, ink.width - rule.end, ink.width - rule.start)
        if rule.level
        else Rule(True, ink.width - rule.at, rule.start, rule.end)
        for rule in ink.rules
    ]
    return Ink(ink.number, ink.height, ink.width, signs, rules, (ink.turns + 1) % 4)


def _side_by_side(signs: list[Sign]) -> Iterator[list[Sign]]:
    """The signs one by one; figures and letters that share one place of a vertical line together."""
    group: list[Sign] = []
    for sign in signs:
        if group and not sign.turned:
            before = group[-1]
            near = abs(sign.base - before.base) < 0.1 * sign.em and abs(sign.left - before.right) < 0.25 * sign.em
            if near and sign.right - group[0].left < 1.4 * sign.em:
                group.append(sign)
                continue
        if group:
            yield group
        group = [sign]
    if group:
        yield group


# Lines


def _rows(signs: list[Sign]) -> list[list[Sign]]:
    """The signs that stand side by side, from left to right, from top to bottom."""
    rows: list[list[Sign]] = []
    middle = em = 0.0
    for sign in sorted(signs, key=lambda sign: sign.base - 0.38 * sign.em):
        centre = sign.base - 0.38 * sign.em
        if rows and abs(centre - middle) <= 0.42 * max(em, sign.em):
            row = rows[-1]
            row.append(sign)
            if sign.em > em:
                middle, em = centre, sign.em
        else:
            rows.append([sign])
            middle, em = centre, sign.em
    return [sorted(row, key=lambda sign: sign.ink) for row in rows]


def _trimmed(signs: list[Sign]) -> list[Sign]:
    """Without white space at the ends."""
    start, end = 0, len(signs)
    while start < end and signs[start].text.isspace():
        start += 1
    while end > start and signs[end - 1].text.isspace():
        end -= 1
    return signs[start:end]


def _line(signs: list[Sign], readings: list[Sign], gaps_are_spaces: bool) -> Line:
    signs = _once_each(signs)
    em = statistics.median_high(sign.em for sign in signs)
    edge = signs[-1].right
    if len(signs) > 1 and signs[-1].text in _HANGING:
        edge = signs[-1].left
    top = min(sign.base - 0.88 * sign.em for sign in signs)
    bottom = max(sign.base + 0.12 * sign.em for sign in signs)
    text = _text(signs, readings, gaps_are_spaces)
    return Line(text, signs[0].left, signs[-1].right, edge, top, bottom, em, _head(signs))


def _is_reading(signs: list[Sign], below: list[Sign]) -> bool:
    """Whether these are small kana close above the words whose reading they are."""
    em, size = max(sign.em for sign in signs), statistics.median(sign.em for sign in below)
    if em > 0.66 * size or not all(_READING.fullmatch(sign.text) for sign in signs):
        return False
    top = min(sign.base for sign in below) - 0.88 * size
    bottom = max(sign.base for sign in signs) + 0.12 * em
    within = signs[0].left >= below[0].left - size and signs[-1].right <= below[-1].right + size
    return within and top - bottom <= 0.5 * size


def _once_each(signs: list[Sign]) -> list[Sign]:
    """Without the second print of a sign that was printed twice to look bold."""
    kept: list[Sign] = []
    for sign in signs:
        twice = any(
            sign.text == other.text and abs(sign.left - other.left) < 0.12 * sign.em and not sign.text.isspace()
            for other in kept[-3:]
        )
        if not twice:
            kept.append(sign)
    return kept


def _text(signs: list[Sign], readings: list[Sign], gaps_are_spaces: bool) -> str:
    """The text of a line. A gap is white space where it is wider than the line's other gaps, and not made by a reading
    that is longer than its word."""
    words = _words_read(readings)
    parts = [signs[0].text]
    for place, (wide, before, after) in enumerate(zip(_gaps(signs), signs, signs[1:], strict=False), start=1):
        em = max(before.em, after.em)
        if wide > 0 and any(start < before.ink and after.ink < end for start, end in words):
            wide = 0.0
        if not (before.text.isspace() or after.text.isspace()) and wide > _NARROWEST_SPACE * em:
            meant = gaps_are_spaces or (place <= 2 and _is_number(signs[:place], after.text))
            parts.append(_space(wide, em, before.text, after.text, meant))
        elif wide > em:
            parts.append("\u3000" * min(8, round(wide / em)))
        parts.append(after.text)
    return re.sub(r"(?<=\S) {2,}(?=\S)", lambda match: "\u3000" * ((len(match[0]) + 1) // 2), "".join(parts))


def _gaps(signs: list[Sign]) -> list[float]:
    """How much wider the gaps between the signs of a line are than gaps that mean nothing.

    Lines that are spread to the margins are so between Japanese signs, less or not at all inside Latin words.
    """
    gaps = [after.left - before.right for before, after in pairwise(signs)]
    latin = [before.text.isascii() and after.text.isascii() for before, after in pairwise(signs)]
    usual = _usual_gap(gaps, signs[0].em)
    by_kind = {}
    for kind in (False, True):
        own = [gap for gap, is_latin in zip(gaps, latin, strict=True) if is_latin == kind]
        by_kind[kind] = _usual_gap(own, signs[0].em) if len(own) > 4 else usual
    return [gap - by_kind[kind] for gap, kind in zip(gaps, latin, strict=True)]


def _usual_gap(gaps: list[float], em: float) -> float:
    if len(gaps) > 4:
        return max(0.0, sorted(gaps)[len(gaps) // 4])
    # A few signs that are spread over a narrow cell.
    spread = len(gaps) > 1 and max(gaps) - min(gaps) < 0.05 * em and max(gaps) < _SPACE * em
    return max(0.0, min(gaps)) if spread else 0.0


def _words_read(readings: list[Sign]) -> list[tuple[float, float]]:
    """Where the words begin and end whose readings are printed above the line."""
    words: list[tuple[float, float]] = []
    for sign in readings:
        if words and sign.left - words[-1][1] < sign.em:
            words[-1] = (words[-1][0], sign.right)
        else:
            words.append((sign.left, sign.right))
    return words


def _space(wide: float, em: float, before: str, after: str, meant: bool) -> str:
    if wide >= _SPACE * em:
        return "\u3000" * max(1, min(8, round(wide / em)))
    if "・" in (before, after):
        # Set half as wide as its type by some fonts.
        return ""
    # A quarter of an em parts Japanese from Latin signs in print. It is a space only where one is `meant`.
    narrow = before.isascii() != after.isascii() and not meant and wide <= 0.45 * em
    return "" if narrow else " "


def _is_number(signs: list[Sign], counted: str) -> bool:
    """Whether a line begins with an item's number: 1 開会, not 3 人."""
    return len(signs) <= 2 and all(sign.text.isdecimal() for sign in signs) and counted not in _COUNTERS


def _head(signs: list[Sign]) -> float:
    """The width of the first sign and of what no line may part from it."""
    end = 1
    while end < len(signs) and _hold_together(signs[end - 1].text, signs[end].text):
        end += 1
    return signs[end - 1].right - signs[0].left


def _hold_together(before: str, after: str) -> bool:
    """Whether no line is broken between two signs."""
    if after in NO_START or before in _NO_END:
        return True
    latin = before.isascii() or before in ")]"
    return latin and after.isascii() and not before.isspace() and not after.isspace()


# Columns


def _bands(rows: list[list[Sign]], gutter: float) -> list[list[list[Sign]]]:
    """The signs from top to bottom in bands, each with the columns that it is set in."""
    bands: list[list[list[Sign]]] = []
    for row in rows:
        left = [sign for sign in row if sign.right <= gutter]
        right = [sign for sign in row if sign.left >= gutter]
        # The columns begin side by side; a line on the left alone ends what stands above them.
        above = not right and bool(bands) and len(bands[-1]) == 1
        if len(left) + len(right) < len(row) or above:
            if not bands or len(bands[-1]) > 1:
                bands.append([[]])
            bands[-1][0].extend(row)
        else:
            if not bands or len(bands[-1]) == 1:
                bands.append([[], []])
            bands[-1][0].extend(left)
            bands[-1][1].extend(right)
    return [columns for band in bands if (columns := [column for column in band if column])]


def _gutter(rows: list[list[Sign]], known: float | None) -> float | None:
    """The x between two columns of running text, None where the page has one column.

    A gutter that is `known` from the pages before needs less to be borne out.
    """
    if not rows:
        return None
    if known is not None and _parts_columns(rows, known, 2):
        return known
    left = min(row[0].left for row in rows)
    right = max(row[-1].right for row in rows)
    em = statistics.median(row[0].em for row in rows)
    for step in range(int((right - left) * 0.15 / em) + 1):
        for side in (1, -1):
            x = (left + right) / 2 + side * step * em
            if _parts_columns(rows, x, _COLUMN_LINES):
                return x
    return None


def _parts_columns(rows: list[list[Sign]], x: float, least: int) -> bool:
    """Whether running text stands on either side of x, at least so many lines, and hardly any across it."""
    left = min(row[0].left for row in rows)
    right = max(row[-1].right for row in rows)
    before = after = crossing = 0
    for row in rows:
        ends = max((sign.right for sign in row if sign.left < x), default=left)
        starts = min((sign.left for sign in row if sign.left >= x), default=right)
        if ends > x or starts - ends < row[0].em:
            crossing += 1
            continue
        before += ends - left >= 0.6 * (x - left)
        after += right - starts >= 0.6 * (right - x) and row[-1].right - starts >= 0.6 * (right - x)
    return min(before, after) >= least and 2 * crossing <= before + after


# Tables


@dataclass(slots=True)
class Grid:
    """The rules of one table: the edges of its columns and rows, and the region that each of its fields belongs to."""

    edges: list[float]
    levels: list[float]
    regions: list[list[int]]

    def holds(self, x: float, y: float) -> bool:
        return self.edges[0] <= x <= self.edges[-1] and self.levels[0] <= y <= self.levels[-1]

    def region(self, x: float, y: float) -> int:
        column = _place(self.edges, x)
        row = _place(self.levels, y)
        return self.regions[row][column]

    def rows(self) -> Iterator[tuple[float, float, list[tuple[int, int, float, float]]]]:
        """Each row's top and bottom, and the region, column, left and right edge of the cells that begin in it."""
        columns = len(self.edges) - 1
        for number, regions in enumerate(self.regions):
            fields = []
            for column in range(columns):
                region = number * columns + column
                if regions[column] == region:
                    width = 1
                    while column + width < columns and regions[column + width] == region:
                        width += 1
                    fields.append((region, column, self.edges[column], self.edges[column + width]))
            yield self.levels[number], self.levels[number + 1], fields


def _place(edges: list[float], value: float) -> int:
    index = 0
    while index < len(edges) - 2 and value >= edges[index + 1]:
        index += 1
    return index


def find_grids(rules: list[Rule]) -> list[Grid]:
    """The tables that rules make. A frame without a rule inside is none, nor is one that holds a table."""
    if len(rules) > _MAX_RULES:
        return []
    level = _merged([rule for rule in rules if rule.level])
    upright = _merged([rule for rule in rules if not rule.level])
    grids = []
    for levels, uprights in _touching(level, upright):
        edges = _clustered([rule.at for rule in uprights])
        heights = _clustered([rule.at for rule in levels])
        # Tables are often left open at the sides: the level rules then reach further than the upright ones.
        start = min((rule.start for rule in levels), default=edges[0])
        end = max((rule.end for rule in levels), default=edges[-1])
        edges = [*([start] if start < edges[0] - _SHORTEST_RULE else []), *edges]
        edges = [*edges, *([end] if end > edges[-1] + _SHORTEST_RULE else [])]
        top, foot = min(rule.start for rule in uprights), max(rule.end for rule in uprights)
        heights = [*([top] if not heights or top < heights[0] - _SHORTEST_RULE else []), *heights]
        heights = [*heights, *([foot] if foot > heights[-1] + _SHORTEST_RULE else [])]
        parted = len(edges) >= 2 and len(heights) >= 2 and (len(edges) > 2 or len(heights) > 2)
        if parted and len(edges) * len(heights) <= _MAX_FIELDS:
            grids.append(Grid(edges, heights, _regions(edges, heights, levels, uprights)))
    return [grid for grid in grids if not any(_is_inside(other, grid) for other in grids if other is not grid)]


def _is_inside(inner: Grid, outer: Grid) -> bool:
    return outer.holds(inner.edges[0], inner.levels[0]) and outer.holds(inner.edges[-1], inner.levels[-1])


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line as one rule; what is too short for a table is left out."""
    merged: list[Rule] = []
    lanes: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lanes and rule.at - lanes[-1][0].at <= _TOUCH:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    for lane in lanes:
        at = statistics.median(rule.at for rule in lane)
        start = end = None
        for rule in sorted(lane, key=lambda rule: rule.start):
            if start is None or end is None or rule.start > end + _TOUCH:
                if start is not None and end is not None:
                    merged.append(Rule(rule.level, at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        if start is not None and end is not None:
            merged.append(Rule(lane[0].level, at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= _SHORTEST_RULE]


def _touching(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The groups of rules that hang together."""
    group = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for first, line in enumerate(level):
        for second, post in enumerate(upright, start=len(level)):
            meets = line.start - _TOUCH <= post.at <= line.end + _TOUCH
            if meets and post.start - _TOUCH <= line.at <= post.end + _TOUCH:
                group[root(second)] = root(first)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*level, *upright]):
        groups.setdefault(root(index), ([], []))[0 if index < len(level) else 1].append(rule)
    closed = [pair for pair in groups.values() if len(pair[0]) >= 2 and pair[1]]
    return [*closed, *_open_tables([pair for pair in groups.values() if len(pair[0]) < 2])]


def _open_tables(groups: list[tuple[list[Rule], list[Rule]]]) -> list[tuple[list[Rule], list[Rule]]]:
    """The tables that a page breaks inside a row and leaves without a rule there: side by side stand upright rules of
    one length, one of them at least between cells."""
    alike: dict[tuple[int, int], tuple[list[Rule], list[Rule]]] = {}
    for levels, uprights in groups:
        for post in uprights:
            found = alike.setdefault((round(post.start / _TOUCH), round(post.end / _TOUCH)), ([], []))
            found[1].append(post)
            found[0].extend(rule for rule in levels if rule not in found[0])
    return [(levels, uprights) for levels, uprights in alike.values() if len(uprights) >= 3 and len(levels) < 2]


def _clustered(values: list[float]) -> list[float]:
    """The values in order, those that nearly coincide as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 2 * _TOUCH:
            places.append(value)
    return places


def _regions(edges: list[float], heights: list[float], levels: list[Rule], uprights: list[Rule]) -> list[list[int]]:
    """The number of the merged cell that each field of the grid belongs to."""
    columns = len(edges) - 1
    group = list(range(columns * (len(heights) - 1)))
    posts = [_near(uprights, edge) for edge in edges]
    lines = [_near(levels, height) for height in heights]

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    def unite(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        group[second] = first

    for row, (top, foot) in enumerate(pairwise(heights)):
        for column, (left, right) in enumerate(pairwise(edges)):
            field = row * columns + column
            if column + 1 < columns and not _parts(posts[column + 1], (top + foot) / 2):
                unite(field, field + 1)
            if row + 2 < len(heights) and not _parts(lines[row + 1], (left + right) / 2):
                unite(field, field + columns)
    return [[root(row * columns + column) for column in range(columns)] for row in range(len(heights) - 1)]


def _near(rules: list[Rule], at: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= 2 * _TOUCH]


def _parts(rules: list[Rule], middle: float) -> bool:
    """Whether one of the rules of an edge passes the middle of a field."""
    return any(rule.start <= middle <= rule.end for rule in rules)
