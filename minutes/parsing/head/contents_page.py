"""A table of contents in front of the minutes: 目次 above lines that lead to pages (会期の決定……… 3; ○日程第1 会期の決定 4頁), or that
are printed again further down. Where no schedule stands besides, the contents are the only list that the minutes have.
"""

from __future__ import annotations

import re

from minutes.parsing.head.titles import is_title
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat, fold, squeeze
from minutes.parsing.words.labels import find_label
from minutes.parsing.words.numbering import read_numbered
from minutes.wording import find_date

# 会期の決定………………… 3; 会期の決定 4頁
_LEADS = re.compile(
    r"\S\s?(?:(?:[…‥]{2,}|[.．]{4,}|[・･]{4,})[\s…‥.．・･]*-?\s?[0-9]{1,4}\s?-?|[\s)][0-9]{1,4}\s?(?:頁|ページ))\s*$"
)
_SCHEDULE = re.compile(r"[○◯〇●◎◆◇■□]?(?:\S{0,30}[会])?(?:議事日程|日程第?[0-9])")
_HEADING = re.compile(r"[\[(【]?目次[\])】]?")
# So many lines that lead to pages make contents; so many rows between two of them may be a title that the width broke.
_ENOUGH, _BROKEN = 3, 3
_LONGEST_LED, _LONGEST_SCHEDULE, _LONGEST_HEADING, _LONGEST_ENTRY = 200, 60, 80, 80
# The word 目次 stands so near above the first; without pages, so many of the lines below it are printed again.
_HEADING_ABOVE, _LONGEST_CONTENTS = 4, 80
_AGAIN, _OF_LINES = 3, 5
# So many of the last entries, each so short, may be printed nowhere again.
_MOST_MISSING, _LONGEST_MISSING = 6, 40


def without_contents(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows without a table of contents, if a schedule stands besides."""
    dropped = _led(rows) or _listed_again(rows)
    beside = any(
        index not in dropped and len(row.text) <= _LONGEST_SCHEDULE and _SCHEDULE.match(squeeze(row.flat)) is not None
        for index, row in enumerate(rows)
    )
    return [row for index, row in enumerate(rows) if index not in dropped] if dropped and beside else rows


def _led(rows: list[PrintedLine]) -> set[int]:
    """The rows of contents that name pages, with what the width broke of their titles and the heading above them."""
    listed = [index for index, row in enumerate(rows) if len(row.text) <= _LONGEST_LED and _LEADS.search(row.flat)]
    if len(listed) < _ENOUGH:
        return set()
    dropped = set(listed)
    heads = [index for index in range(max(0, listed[0] - _HEADING_ABOVE), listed[0]) if _is_heading(rows[index])]
    dropped.update(heads)
    for above, below in zip([*heads[-1:], *listed], listed, strict=False):
        if heads and 0 < below - above <= _BROKEN:
            dropped.update(range(above, below))
    return dropped


def _listed_again(rows: list[PrintedLine]) -> set[int]:
    """The rows of contents without pages: short lines below 目次, most of which stand again further down."""
    head = next((index for index, row in enumerate(rows[:_LONGEST_CONTENTS]) if _is_heading(row)), None)
    if head is None:
        return set()
    below = rows[head + 1 :]
    keys = [_key(row) for row in below]
    again: list[int] = []
    for offset, key in enumerate(keys[:_LONGEST_CONTENTS]):
        if len(below[offset].text) > _LONGEST_ENTRY or (again and offset - again[-1] > _BROKEN):
            break
        if key and (key in keys[:offset]):
            # The first line printed again is the end of the contents.
            break
        if key and key in keys[offset + 1 :]:
            again.append(offset)
    if len(again) < _ENOUGH or _OF_LINES * len(again) < _AGAIN * (again[-1] + 1):
        return set()
    return set(range(head, head + _end_of_contents(below, keys, again[-1] + 1) + 1))


def _end_of_contents(below: list[PrintedLine], keys: list[str], end: int) -> int:
    """Where the contents end whose last entries stand nowhere again (閉会の宣告, 参考資料): above the first line that prints one of
    the others again. A line with a day, a sentence or a place of the meeting is none of them."""
    for offset in range(end, min(end + _MOST_MISSING + 1, len(below))):
        row = below[offset]
        if keys[offset] and keys[offset] in keys[:end]:
            return offset
        if len(row.text) > _LONGEST_MISSING or "。" in row.text or find_date(row.text) or is_title(row.text):
            break
        label = find_label(below, offset)
        if label is not None and any(label.values):
            break
    return end


def _is_heading(row: PrintedLine) -> bool:
    plain = squeeze(row.flat)
    return len(row.text) <= _LONGEST_HEADING and (
        _HEADING.fullmatch(plain) is not None or plain.strip("[]()").endswith("目次")
    )


def _key(row: PrintedLine) -> str:
    """A line without its bullet and its place in the schedule, alike wherever it is printed."""
    bare = row.text.lstrip(BULLETS + " 　")
    numbered = read_numbered(flat(bare))
    return fold(bare[numbered.start :] if numbered is not None else bare)
