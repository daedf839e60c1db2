"""Marks that a narrow column broke in two: 健康福祉部 / 長：始めます。, 青野係 / 長 above what is said.

Only the two halves together name somebody; each goes back on one row.
"""

from __future__ import annotations

import re

from minutes.parsing.lines import PrintedLine
from minutes.parsing.people import is_person
from minutes.parsing.text import ends_sentence, is_sentence, squeeze

_LONGEST = 16
# 係 / 長: an end so short is none but that of the post above.
_END_WORD = 2
# So many broken marks are the document's way; then others, so many signs wide, may be broken too.
_ENOUGH, _WIDE = 3, 8
# 長：, （認定担当）：: the end of a mark, and what is said
_END = re.compile(r"(?P<end>[^\s:。、()「」]{1,8}|\([^()。、]{1,12}\))\s?:(?=\s?\S)")
# The end of a mark alone on its line.
_TAIL = re.compile(r"[一-龥]?[長員任事官査佐師補役監]|代理")
_HEAD = re.compile(r"[一-龥々ァ-ヴーぁ-ん・]{2,14}(?:\([^()]{1,10}\))?")


def with_whole_marks(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each mark whole. Where several marks surely are broken, others may be whose end alone names somebody too."""
    whole = _joined_rows(rows, usual=False)
    return _joined_rows(rows, usual=True) if len(rows) - len(whole) >= _ENOUGH else whole


def _joined_rows(rows: list[PrintedLine], *, usual: bool) -> list[PrintedLine]:
    whole: list[PrintedLine] = []
    for row in rows:
        above = whole[-1] if whole else None
        end = _end(row) if above is not None else ""
        if above is not None and end and _may_begin(above, whole[-2] if len(whole) > 1 else None):
            broken = _names_together(above.text, end, usual=usual and len(end) < len(row.text))
            whole[-1:] = [_joined(above, row)] if broken else [above, row]
        else:
            whole.append(row)
    return whole


def _end(row: PrintedLine) -> str:
    """What could be the second half of a mark at the start of a row."""
    if (end := _END.match(row.flat)) is not None:
        return row.text[: end.end("end")]
    return row.text if len(row.text) <= _LONGEST and _TAIL.fullmatch(row.flat) else ""


def _may_begin(row: PrintedLine, above: PrintedLine | None) -> bool:
    """Whether a row could be the first half of a mark: a few signs that end nothing, where a text may end above."""
    if len(row.cells) > 1 or not 2 <= len(row.text) <= _LONGEST or is_sentence(row.text):
        return False
    if _HEAD.fullmatch(row.flat) is None:
        return False
    apart = above is None or row.number - above.number > 1
    return apart or above is None or ends_sentence(above.text) or len(above.text) <= 2 * _LONGEST


def _names_together(head: str, end: str, *, usual: bool) -> bool:
    """Whether the halves name somebody only together."""
    head, tail = squeeze(head), squeeze(end)
    if tail[:1] in "(（":
        # 課長補佐 / （認定担当）：
        return is_person(head)
    if not is_person(head + tail):
        return False
    if is_person(tail):
        return usual and not is_person(head) and len(head) + len(tail) >= _WIDE
    return len(tail) <= _END_WORD or not is_person(head)


def _joined(above: PrintedLine, row: PrintedLine) -> PrintedLine:
    return above.reworded(above.text + row.text, width=above.width + row.width)
