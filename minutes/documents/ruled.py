"""The rules of a page -> its tables: their rows, columns and merged cells. Pure geometry."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from minutes.documents.page import Rule

_MAX_RULES = 4000  # more of them are a drawing
_TOUCH = 2.5  # rules nearer than this touch
_SHORTEST_RULE = 8.0
_MAX_FIELDS = 20_000  # of one table


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
