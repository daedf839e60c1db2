"""Numbers of lines in a page's margin, as drafts and transcripts carry them. Pure geometry."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from minutes.documents.page import Sign
from minutes.documents.printed import rows_of

_MOST_DIGITS = 4
_STEPS = (1, 5, 10)
_LEAST = 3
_LEAST_ONE_BY_ONE = 8  # fewer lines that are numbered one by one may be a list
_SMALLER = 0.9
_LONG = 20  # signs: of the lines of running text, a third at least are as long as each other
_MOST_LINES = 0.6  # of a page's, at the least: those of tables have no numbers
_APART = 0.4  # in sizes of the type: between a number and the text


def line_numbers(signs: Sequence[Sign], known: bool) -> list[Sign]:
    """The signs of the numbers that stand beside the lines of a page; where the pages before have such, one is enough.

    They stand in one column left or right of all text, and grow by one from line to line, or by five or ten.
    """
    rows = rows_of([sign for sign in signs if not sign.text.isspace()])
    for at_left in (True, False):
        numbers = [_number(row, at_left) for row in rows]
        if _are_line_numbers(rows, numbers, at_left, known):
            return [sign for number in numbers for sign in number]
    return []


def _number(row: list[Sign], at_left: bool) -> list[Sign]:
    """The signs of the number at the row's end, none where there is no number or it does not stand apart."""
    order = row if at_left else row[::-1]
    end = 0
    while end < len(order) and order[end].text.isascii() and order[end].text.isdecimal():
        if end and abs(order[end].left - order[end - 1].left) > order[end].em:
            break
        end += 1
    if not 0 < end <= _MOST_DIGITS:
        return []
    found = order[:end]
    if end < len(order):
        gap = order[end].left - found[-1].right if at_left else found[-1].left - order[end].right
        if gap < _APART * order[end].em:
            return []
    return found if at_left else found[::-1]


def _are_line_numbers(rows: list[list[Sign]], numbers: list[list[Sign]], at_left: bool, known: bool) -> bool:
    places = [index for index, number in enumerate(numbers) if number]
    texts = [
        [sign for sign in row if all(sign is not other for other in number)]
        for row, number in zip(rows, numbers, strict=True)
    ]
    inside = [sign for text in texts for sign in text]
    if len(places) < (1 if known else _LEAST) or not inside:
        return False
    signs = [sign for index in places for sign in numbers[index]]
    if at_left:
        apart = max(sign.right for sign in signs) < min(sign.left for sign in inside)
    else:
        apart = min(sign.left for sign in signs) > max(sign.right for sign in inside)
    values = [int("".join(sign.text for sign in numbers[index])) for index in places]
    steps = {after - before for before, after in pairwise(values)}
    if not apart or len(steps) > 1 or not steps <= set(_STEPS):
        return False
    if known:
        return True
    step = steps.pop()
    if step == 1:
        enough = len(places) >= _LEAST_ONE_BY_ONE and len(places) >= _MOST_LINES * len(rows)
        return enough and (_are_smaller(signs, inside) or _is_running_text(texts))
    return values[0] % step == 0 and all(after - before <= step for before, after in pairwise(places))


def _are_smaller(numbers: list[Sign], text: list[Sign]) -> bool:
    return statistics.median(sign.em for sign in numbers) < _SMALLER * statistics.median(sign.em for sign in text)


def _is_running_text(texts: list[list[Sign]]) -> bool:
    """Whether the lines are wrapped at an edge: those of a list end where they like."""
    edge = max(text[-1].right for text in texts if text)
    long = sum(len(text) >= _LONG and edge - text[-1].right <= 2 * text[-1].em for text in texts if text)
    return 3 * long >= len(texts)
