"""Where a page of running text is set in two columns. Pure geometry."""

from __future__ import annotations

import statistics

from minutes.documents.page import Sign

_COLUMN_LINES = 10  # that fill the left and the right column together, the first time
_LEFT_LINES, _RIGHT_LINES = 3, 2  # the least in each
_CLEAR = 8  # lines beside the gutter for one across it, where less than _SURE lines fill the columns
_SURE = 16
_KNOWN_LINES = 2


def bands_of(rows: list[list[Sign]], gutter: float) -> list[list[list[Sign]]]:
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


def find_gutter(rows: list[list[Sign]], known: float | None) -> float | None:
    """The x between two columns of running text, None where the page has one column.

    A gutter that is `known` from the pages before needs less to be borne out.
    """
    if not rows:
        return None
    if known is not None and _parts_columns(rows, known, _KNOWN_LINES, _KNOWN_LINES, 2 * _KNOWN_LINES):
        return known
    left = min(row[0].left for row in rows)
    right = max(row[-1].right for row in rows)
    em = statistics.median(row[0].em for row in rows)
    for step in range(int((right - left) * 0.15 / em) + 1):
        for side in (1, -1):
            x = (left + right) / 2 + side * step * em
            if _parts_columns(rows, x, _LEFT_LINES, _RIGHT_LINES, _COLUMN_LINES):
                return x
    return None


def _parts_columns(rows: list[list[Sign]], x: float, least_before: int, least_after: int, least: int) -> bool:
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
    enough = before >= least_before and after >= least_after and before + after >= least
    clear = before + after >= _SURE or _CLEAR * crossing <= len(rows)
    return enough and clear and 2 * crossing <= before + after
