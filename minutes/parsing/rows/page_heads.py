"""Heads of pages in text that was copied from print: 甲審議会（第7回） above or below each lone page number.

The readers of PDF and Word know where pages end and leave their heads out; in plain text the head stands in the middle of
whatever ran on to the next page. It shows by standing beside page numbers only, over and over, or as the title does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from minutes.parsing.rows.text import flat, is_sentence, squeeze

_PAGE_NUMBER = re.compile(
    r"(?:[-(~p.P<]|ページ|頁|Page|page){0,2}\s?[0-9]{1,4}\s?(?:[-)~>]|ページ|頁|/\s?[0-9]{1,4}(?:ページ|頁)?)?"
)
_LONGEST_NUMBER = 16
# What names a meeting or its record, in so many signs.
_NAMES_MEETING = re.compile(r"第[0-9一二三四五六七八九十]{1,4}回|[会録](?:$|[(\[第0-9])|年.{0,8}月|年度")
_EVENT = re.compile("[0-9一二三四五六七八九十]時|[開閉散]会|[開閉]議|休憩|再開")
_SHORTEST, _LONGEST = 6, 60
# What a title may print elsewhere, or not at all.
_NUMBERS = re.compile(
    r"\([^()]{1,20}\)$|(?:令和|平成|昭和)?[0-9元]{1,4}年度?|第[0-9一二三四五六七八九十]{1,4}回|[()]|会議録|議事録"
)
# So many page numbers with the same line beside them; one will do where the line names what the first lines do.
_ENOUGH, _TOP = 2, 15


def is_page_number(plain: str) -> bool:
    """Whether a flat line is nothing but the number of a page."""
    if len(plain) > _LONGEST_NUMBER or not any(sign.isdecimal() for sign in plain):
        return False
    return _PAGE_NUMBER.fullmatch(squeeze(plain)) is not None


def page_heads(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of the lines that are heads of pages."""
    printed = [index for index, line in enumerate(lines) if line and not line.isspace()]
    numbers = [
        place
        for place, index in enumerate(printed)
        if len(lines[index]) <= _LONGEST and is_page_number(flat(lines[index].strip()))
    ]
    beside: defaultdict[str, set[int]] = defaultdict(set)
    for place in numbers:
        for other in (place - 1, place + 1):
            if 0 <= other < len(printed) and (head := _head(lines[printed[other]])):
                beside[head].add(printed[other])
    if not beside:
        return frozenset()
    total = Counter(head for index in printed if (head := _head(lines[index])) in beside)
    found: set[int] = set()
    for head, places in beside.items():
        top = [index for index in printed[:_TOP] if index not in places]
        elsewhere = total[head] - len(places) - sum(_head(lines[index]) == head for index in top)
        titled = len(name := _NUMBERS.sub("", head)) >= _SHORTEST and any(
            name in squeeze(flat(lines[index])) for index in top
        )
        if not elsewhere and (len(places) >= _ENOUGH or titled):
            found |= places
    return frozenset(found)


def _head(line: str) -> str:
    """What a line says as a head of pages, "" where it cannot be one."""
    text = line.strip()
    if not _SHORTEST <= len(text) <= 2 * _LONGEST or is_sentence(text):
        return ""
    words = squeeze(flat(text))
    if len(words) > _LONGEST or _NAMES_MEETING.search(words) is None or _EVENT.search(words) is not None:
        return ""
    return words
