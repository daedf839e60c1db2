"""Bold print that was made by printing twice -> once. Copies of such pages hold pieces of a line again below it: 【出席者】 / 出席者】,
(1) 甲の見直し / 甲の見直しについて / 見直しについて.
"""

from __future__ import annotations

from minutes.parsing.rows.lines import PrintedLine

_LONGEST = 60
# So many signs in common join two pieces; so many doubled pieces are the document's way.
_LEAST, _ENOUGH = 2, 3


def without_doubles(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each printed once."""
    single: list[PrintedLine] = []
    doubled = 0
    for row in rows:
        above = single[-1] if single else None
        common = _common(above, row) if above is not None else 0
        if above is not None and common:
            doubled += 1
            single[-1] = above.reworded(above.text + row.text[common:])
        else:
            single.append(row)
    return single if doubled >= _ENOUGH else rows


def _common(above: PrintedLine, row: PrintedLine) -> int:
    """How many signs a row begins with that the row above ends with."""
    if len(above.cells) > 1 or len(row.cells) > 1 or len(above.text) > _LONGEST or len(row.text) > _LONGEST:
        return 0
    if row.number - above.number > _ENOUGH or above.text == row.text:
        return 0
    for size in range(min(len(above.text) - 1, len(row.text)), _LEAST - 1, -1):
        if above.text.endswith(row.text[:size]):
            # 青野委員 below 赤井委員 have their end in common, and no more.
            return size if size == len(row.text) or size >= 2 * _LEAST else 0
    return 0
