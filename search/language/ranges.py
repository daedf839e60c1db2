"""How times are written as ranges: 令和2〜5, 2020-, R3.10以前, 令和3年10月から12月まで; a time alone is both ends. No Django."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from search.words import Period, Span, fold_text, read_period

# The earlier and the later end as they are written; None for one that is left open. Never both.
Range: TypeAlias = tuple[Period | None, Period | None]
YEARS = frozenset({Span.YEAR, Span.FISCAL_YEAR})
_FROM = re.compile("(.*?)(?:~|から|以降|以後)(.*?)(?:まで)?")
_UNTIL = re.compile("(.+?)(?:まで|以前)")
_LEADING_YEAR = re.compile(
    "(明治|大正|昭和|平成|令和|[mtshr])(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})|([0-9]{2})[0-9]{2}"
)


def ranges_of(text: str) -> Iterator[Range]:
    """The ways in which a text can be read, the likeliest first: 2020-10 is a month, and could be two ends."""
    folded = "".join(fold_text(text).split())
    whole = read_period(folded)
    if whole:
        yield whole, whole
    for first, last in _ends(folded):
        begin = read_period(first) if first else None
        end = _last_period(last, first, begin) if last else None
        is_read = (begin or not first) and (end or not last)
        if is_read and (begin or end):
            yield begin, end


def _ends(folded: str) -> Iterator[tuple[str, str]]:
    """Where a text may be cut in two: the dashes of 2021-10-01-2022-03-31 are only in part between its ends."""
    span = _FROM.fullmatch(folded)
    if span:
        yield span[1], span[2]
    elif until := _UNTIL.fullmatch(folded):
        yield "", until[1]
        return
    for dash in re.finditer("-", folded):
        yield folded[: dash.start()], folded[dash.end() :]


def _last_period(last: str, first: str, begin: Period | None) -> Period | None:
    """The later end; what it leaves out is that of the earlier: 令和2〜5, 令和3年10月〜12月, 2021/10/1〜10/31."""
    period = read_period(last)
    year = _LEADING_YEAR.match(first)
    if period or begin is None or year is None:
        return period
    if begin.span in YEARS:
        # Of 2021-23 the century is written once, of 令和2〜5 the era.
        period = read_period((year[1] or year[2]) + last)
        return period if period and period.first >= begin.first else None
    for number in (begin.first.year, begin.first.year + 1):
        for joint in "年/.-":
            period = read_period(f"{number}{joint}{last}")
            if period and period.last >= begin.first:
                return period
    return None
