"""日付:… -> days: 2021-10-01, R3.10, 令和3年度, R3.10.1-R4.3.31, 2021-10〜2022-03, 令和3年10月〜12月, 2021-. No Django."""

import re
from collections.abc import Iterator
from datetime import date

from search.language.tree import Dates
from search.words import Period, Span, fold_text, month_period, read_period

_SPAN = re.compile("(.*?)(?:~|から|以降|以後)(.*?)(?:まで)?")
_UNTIL = re.compile("(.+?)(?:まで|以前)")
_LEADING_YEAR = re.compile("((?:明治|大正|昭和|平成|令和|[mtshr])?)(元|[0-9]{1,4})")


def read_dates(text: str) -> Dates | None:
    """The days that a text names, the earlier first; None where it names none."""
    folded = "".join(fold_text(text).split())
    whole = read_period(folded)
    if whole:
        return Dates(whole.first, whole.last)
    until = _UNTIL.fullmatch(folded)
    for first, last in [("", until[1])] if until and not _SPAN.fullmatch(folded) else _ends(folded):
        dates = _between(first, last)
        if dates:
            return dates
    return None


def read_day(text: str, *, is_end: bool) -> date | None:
    """The first or the last day of what a text names; None where it names none or leaves that end open."""
    dates = read_dates(text)
    if dates is None:
        return None
    day = dates.last if is_end else dates.first
    return None if day in (date.min, date.max) else day


def read_ends(first: str, last: str) -> tuple[date | None, date | None]:
    """The days between which two texts are, each as read_day() has it; turned where they stand the wrong way round."""
    ends = read_day(first, is_end=False), read_day(last, is_end=True)
    if ends[0] and ends[1] and ends[0] > ends[1]:
        return read_day(last, is_end=False), read_day(first, is_end=True)
    return ends


def write_dates(dates: Dates) -> str:
    """A text that read_dates() reads as these days: 2021, 2021-10, 2021-10-01〜2022-03-31, 2021-10〜."""
    first = "" if dates.first == date.min else dates.first.isoformat()
    last = "" if dates.last == date.max else dates.last.isoformat()
    if dates.first.day == 1 and is_end_of_month(dates.last):
        first, last = first[:7], last[:7]
        if dates.first.month == 1 and dates.last.month == 12:
            first, last = first[:4], last[:4]
    return first if first == last else f"{first}〜{last}"


def is_end_of_month(day: date) -> bool:
    """Whether a month ends with this day; an open end does too."""
    return day == month_period(day.year, day.month)[1]


def _ends(folded: str) -> Iterator[tuple[str, str]]:
    """How a span may be cut in two: the dashes of 2021-10-01-2022-03-31 are only in part between its ends."""
    span = _SPAN.fullmatch(folded)
    if span:
        yield span[1], span[2]
    for dash in re.finditer("-", folded):
        yield folded[: dash.start()], folded[dash.end() :]


def _between(first: str, last: str) -> Dates | None:
    if not (first or last):
        return None
    begin = read_period(first) if first else None
    end = _last_period(last, first, begin) if last else None
    if (first and begin is None) or (last and end is None):
        return None
    if begin is None or end is None:
        return Dates(begin.first if begin else date.min, end.last if end else date.max)
    return Dates(min(begin.first, end.first), max(begin.last, end.last))


def _last_period(last: str, first: str, begin: Period | None) -> Period | None:
    """The later end; what it leaves out is that of the earlier: 令和2〜5, 令和3年10月〜12月, 2021/10/1〜10/31."""
    period = read_period(last)
    year = _LEADING_YEAR.match(first)
    if period or begin is None or year is None:
        return period
    if begin.span in (Span.YEAR, Span.FISCAL_YEAR):
        # Of 2021-23 the century is written once, of 令和2〜5 the era.
        period = read_period((year[1] or year[2][:-2]) + last)
        return period if period and period.first >= begin.first else None
    for number in (begin.first.year, begin.first.year + 1):
        for joint in "年/.-":
            period = read_period(f"{number}{joint}{last}")
            if period and period.last >= begin.first:
                return period
    return None
