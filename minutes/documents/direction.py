"""Vertical writing -> horizontal writing, before anything else looks at a page. Pure geometry."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from minutes.documents.page import Ink, Line, Rule, Sign
from minutes.documents.printed import line_of, rows_of, trimmed

_TEXT_SIGNS = 20  # fewer signs do not tell which way a page is written
_MARGIN = 0.12  # of a page's height: heads and feet of vertical writing stand in it
_MOST_ACROSS = 3  # their lines


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


def parted_margins(ink: Ink) -> tuple[list[list[Sign]], list[Sign], list[list[Sign]]]:
    """Of a page of vertical writing: the rows printed across above its text, its text, and those below."""
    rows = rows_of([sign for sign in ink.signs if not sign.turned])
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
    return [row for row in map(trimmed, rows[:first]) if row], text, [row for row in map(trimmed, rows[last:]) if row]


def across(signs: list[Sign], width: float, margin: str) -> Line:
    """A row printed across a page of this width, as a line of the page turned."""
    line = line_of(signs, [], False)
    edges = line.top, line.bottom
    turned = replace(
        line, left=line.top, right=line.bottom, edge=line.bottom, top=width - line.right, bottom=width - line.left
    )
    return replace(turned, column=edges, margin=margin)


def turned_page(ink: Ink) -> Ink:
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
