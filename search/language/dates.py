"""日付:… -> days: 2021-10-01, R3.10, 令和3年度, R3.10.1-R4.3.31, 2021-10〜2022-03, 令和3年10月〜12月, 2021-. No Django."""

from datetime import date

from search.language.ranges import ranges_of
from search.language.tree import Dates
from search.words import month_period


def read_dates(text: str) -> Dates | None:
    """The days that a text names, the earlier first; None where it names none."""
    begin, end = next(ranges_of(text), (None, None))
    if begin is not None and end is not None:
        return Dates(min(begin.first, end.first), max(begin.last, end.last))
    if begin is None and end is None:
        return None
    return Dates(begin.first if begin else date.min, end.last if end else date.max)


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
