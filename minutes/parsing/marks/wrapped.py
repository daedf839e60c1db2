"""Marks that a narrow column broke in two: 健康福祉部 / 長：始めます。, 青野係 / 長 above what is said; 事務局 / （総務課長） beside it.

Only the two halves together name somebody, or the second half stands in brackets under the first; each goes back on one row.
"""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, is_sentence, squeeze, width
from minutes.parsing.words.people import GROUPS, is_person, is_role

_LONGEST = 16
# 係 / 長: an end so short is none but that of the post above.
_END_WORD = 2
# So many broken marks are the document's way; then others, so many signs wide, may be broken too.
_ENOUGH, _WIDE = 3, 8
# 長：, （認定担当）：: the end of a mark, and what is said
_END = re.compile(r"(?P<end>[^\s:。、()「」]{1,8}|\([^()。、]{1,12}\))\s?:(?=\s?\S)")
# The end of a mark alone on its line.
_TAIL = re.compile(r"[一-龥]?[長員任事官査佐師補役監]|代理")
# A mark and what is said in the column beside it; the row below: more of the mark, and what is said goes on.
_BESIDE = re.compile(r"(?P<mark>[^\s。、:「」()]{1,14}(?:\s[^\s。、:「」()]){0,4})\s{2,}(?P<said>\S.*)")
_UNDER = re.compile(r"(?P<mark>\([^()。、]{1,14}\)|[^\s。、:「」()]{1,8})(?:\s{2,}(?P<said>\S.*)|$)")
# The same where a reader made one line of both: the gap between the columns stands behind the bracket.
_GLUED = re.compile(
    r"(?P<head>[^\s。、:「」()]{1,14})\s{2,}(?P<said>\S[^\s].{8,}?)(?P<tail>\([^()。、]{1,14}\))\s{3,}(?P<further>\S.*)$"
)
# Columns may be so many half-width signs apart.
_ALIGNED = 1
_HEAD = re.compile(r"[一-龥々ァ-ヴーぁ-ん・]{2,14}(?:\([^()]{1,10}\))?")


def with_whole_marks(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each mark whole. Where several marks surely are broken, others may be whose end alone names somebody too."""
    rows = _with_columns_read(rows)
    whole = _joined_rows(rows, usual=False)
    return _joined_rows(rows, usual=True) if len(rows) - len(whole) >= _ENOUGH else whole


def _with_columns_read(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each mark whole that goes on in its column while what is said goes on beside it:

    事務局            資料3です。設問は
    （総務課長）      40問です。
    """
    whole: list[PrintedLine] = []
    for row in rows:
        above = whole[-1] if whole else None
        joined = _column_joined(above, row) if above is not None else ()
        if joined:
            whole[-1:] = joined
        elif len(row.cells) == 1 and (glued := _GLUED.match(row.flat)) is not None and _goes_under(row, glued):
            head, said, tail, further = (
                row.text[slice(*glued.span(part))] for part in ("head", "said", "tail", "further")
            )
            whole.append(row.reworded(f"{squeeze(head)}{squeeze(tail)}　{said.rstrip()}{further}"))
        else:
            whole.append(row)
    return whole


def _goes_under(row: PrintedLine, glued: re.Match[str]) -> bool:
    return _is_under(squeeze(row.text[slice(*glued.span("head"))]), squeeze(row.text[slice(*glued.span("tail"))]))


def _column_joined(above: PrintedLine, row: PrintedLine) -> tuple[PrintedLine, ...]:
    """The two rows with the mark whole on the first; none where the second does not go on in both columns."""
    first, second = _BESIDE.match(above.flat), _UNDER.match(row.flat)
    if first is None or second is None or len(above.cells) > 1 or len(row.cells) > 1:
        return ()
    if abs(above.indent - row.indent) > _ALIGNED:
        return ()
    head, tail = (squeeze(line.text[: found.end("mark")]) for line, found in ((above, first), (row, second)))
    said = row.text[second.start("said") :] if second["said"] else ""
    column = above.indent + width(above.text[: first.start("said")])
    if said and abs(column - row.indent - width(row.text[: second.start("said")])) > _ALIGNED:
        return ()
    if not _is_under(head, tail) and not (said and tail[0] not in "(（" and _names_together(head, tail, usual=False)):
        return ()
    whole = above.reworded(f"{head}{tail}{above.text[first.end('mark') :]}", width=above.width)
    return (whole, row.reworded(said, indent=column, width=width(said))) if said else (whole,)


def _is_under(head: str, tail: str) -> bool:
    """Whether a bracket under a mark tells more of it: 事務局 / （総務課長）, 議長 / （オブザーバー）."""
    inner = tail[1:-1]
    if tail[:1] not in "(（" or not (is_person(head) or head in GROUPS):
        return False
    return is_person(inner) or inner in GROUPS or is_role(inner)


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
