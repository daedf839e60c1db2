"""When a meeting opened and closed, where only the record tells: the opening among its first lines, the closing among its last.

Minutes print them beside what is said, in ways that are no lines of their own: （午後2時開会） below the chair's first words, an
hour alone below 閉会 (（10時5分）), behind the last sentence, or broken by the page's width (午前11時0 / 8分閉会).
"""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, flat
from minutes.parsing.words.records import bracketed, clock_in, event_line, is_closing, is_opening
from minutes.wording import clock_minutes, find_times

Closing = tuple[str, PrintedLine]

# The first and the last rows of a record, and how far above an hour the word 閉会 stands.
_FIRST, _LAST, _ABOVE = 24, 15, 3
_LONGEST = 40
_CLOCK = (
    r"(?:午前|午後)?\s?[0-9零〇一二三四五六七八九十]{1,3}\s?(?:時|:)\s?(?:[0-9一二三四五六七八九十]{1,3}\s?分?|半)?"
)
_CLOSES = re.compile("閉会|散会|終了|閉議|閉じ|終わり|お開き")
_CLOCK_ALONE = re.compile(rf"[\s(\[-]*(?P<clock>{_CLOCK})\s*[)\]。\s-]*")
# …を閉会いたします。ご苦労さまでした。（午前10時41分）
_BEHIND_WORDS = re.compile(
    rf"(?:閉会|散会|閉じ|終了|終わ)[^。]{{0,20}}。(?:[^。()]{{0,24}}。){{0,2}}\s*[(\[]\s*(?P<clock>{_CLOCK})\s*[)\]]"
)
# 次回は2月3日からである。　午後8時12分閉会
_AT_END = re.compile(
    rf"(?:^|[。)\s])(?P<clock>{_CLOCK})\s*に?\s*(?:閉会|散会|終了|閉議)(?:した|する|しました)?[。)\]\s]*$"
)
# 午後3時28分、課長が閉会を宣言した。
_DECLARED = re.compile(
    rf"(?P<clock>{_CLOCK})\s*[、,，]\s?[^。、,]{{0,20}}(?:が|は|、)?(?:閉会|散会)(?:を|の)(?:宣言|宣告|宣し)[^。]{{0,8}}。?"
)
_PAGE_BEHIND = re.compile(r"\s*-\s?[0-9]{1,3}\s?-\s*$")
_HALF = re.compile("午前|午後|正午|AM|PM|am|pm")
_HALF_DAY = 12 * 60


def opening_clock(rows: list[PrintedLine]) -> str | None:
    """The hour of the opening among the first rows of a record, "HH:MM"."""
    for text in _lines(rows[:_FIRST]):
        event = bracketed(text) or event_line(text)
        if event is not None and is_opening(event) and (clock := clock_in(event)) is not None:
            return clock
    return None


def closing_time(rows: list[PrintedLine]) -> Closing | None:
    """The hour of the closing among the last rows of a record, "HH:MM", and its row."""
    first = max(0, len(rows) - _LAST)
    for index in range(len(rows) - 1, first - 1, -1):
        clock = _closing(rows, index)
        if clock is not None:
            return clock, rows[index]
    return None


def in_half_of(closing: Closing | None, starts_at: str | None) -> Closing | None:
    """A closing of which no half of the day is printed lies in that of the opening: 午後1時30分 … （5時10分終了） is 17:10."""
    if closing is None or starts_at is None or _HALF.search(closing[1].flat):
        return closing
    begins, ends = clock_minutes(starts_at), clock_minutes(closing[0])
    if not ends < begins <= ends + _HALF_DAY < 2 * _HALF_DAY:
        return closing
    ends += _HALF_DAY
    return f"{ends // 60:02d}:{ends % 60:02d}", closing[1]


def _lines(rows: list[PrintedLine]) -> list[str]:
    """The short lines, and those that the page's width parted from the line below."""
    texts = []
    for index, row in enumerate(rows):
        if len(row.text) <= _LONGEST:
            texts.append(_PAGE_BEHIND.sub("", row.flat).strip())
            if index + 1 < len(rows) and not ends_sentence(row.text) and len(rows[index + 1].text) <= _LONGEST:
                texts.append(row.flat.strip() + rows[index + 1].flat.strip())
    return texts


def _closing(rows: list[PrintedLine], index: int) -> str | None:
    row = rows[index]
    for text in _lines(rows[index : index + 2])[:2]:
        event = bracketed(text) or event_line(text)
        if event is not None and is_closing(event) and (clock := clock_in(event)) is not None:
            return clock
    plain = _PAGE_BEHIND.sub("", row.flat)
    found = _BEHIND_WORDS.search(plain) or _AT_END.search(plain) or _DECLARED.fullmatch(plain.strip())
    if found is None and (alone := _CLOCK_ALONE.fullmatch(plain)) is not None:
        above = rows[max(0, index - _ABOVE) : index]
        found = alone if any(_CLOSES.search(flat(line.text)) for line in above) else None
    times = find_times(found["clock"]) if found is not None else []
    return times[-1].clock if times else None
