"""Which days a text names: 令和3年10月1日, R3.10.1, 2021-10-01, 令和3年10月, 2021年, R2年度, 3.10.1. No Django.

All of it reads folded text (search.words.folding), so that digits and signs are half width and letters small. What
stands among other numbers is no date: 第3.10.1項, 13.10.1 for 3.10.1, 2-1-36 of an address. An era that runs on past
its end, as printed before the change was known (平成32年度), is read as the year it means.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minutes.wording import dates
from search.words.folding import fold_text


class Span(StrEnum):
    """How long a time a text names."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included, that stand as [start, end) in a folded text.

    `is_guess`: the text is numbers alone (3.10.1), which are a date only if they are one. `era` is the one that the
    text names, None where it counts as the Gregorian calendar does.
    """

    span: Span
    first: date
    last: date
    start: int = 0
    end: int = 0
    is_guess: bool = False
    era: dates.Era | None = None


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day without its year (5月31日, 5/31), as [start, end) in a folded text; `is_guess` as for Period."""

    month: int
    day: int
    start: int = 0
    end: int = 0
    is_guess: bool = False


# Years of an era that were still named so in papers printed before its end.
_LONGEST_RUN_ON = 15
_LATEST_YEAR = 2099
_NUMBER = "[0-9]{1,2}|[〇零一二三四五六七八九十]{1,4}"
# Another calendar's count of the same year, in brackets: 令和2(2020)年度, 2020年(令和2年)10月.
_SAME_YEAR = r"(?:\([^()]{1,8}\))?"
_YEAR = (
    "(?:(?P<era>明治|大正|昭和|平成|令和|(?<![a-z0-9])[mtshr])(?P<era_year>元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
    "|(?:西暦)?(?<![0-9.,/〇零一二三四五六七八九十百千-])(?P<western>[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3}|[一二]?千[一二三四五六七八九十百]{1,6}))"
)
_MONTH = rf"(?P<month>{_NUMBER})"
_DAY = rf"(?P<day>{_NUMBER})"
_DIGITS = "(?P<{}>0?[1-9]|[12][0-9]|3[01])"
_IN_WORDS = rf"{_YEAR}{_SAME_YEAR}年(?:(?P<fiscal>度)|{_SAME_YEAR}{_MONTH}月(?:{_DAY}日)?|(?!代))"
# As offices write for short: R5予算, H30決算.
_OF_BUDGET = (
    "(?P<era>令和|平成|(?<![a-z0-9])[hr])(?P<era_year>元|[0-9]{1,2})(?P<fiscal>)(?=当初|補正|予算|決算|実績|見込|要求)"
)
_IN_SIGNS = (
    rf"{_YEAR}(?P<sign>[./・-]){_DIGITS.format('month')}(?:(?P=sign){_DIGITS.format('day')})?"
    "(?![0-9]|(?P=sign)[0-9])"
)
# No dashes: 2-1-36 is an address.
_IN_NUMBERS = (
    rf"(?<![0-9a-z.,/・第-])(?P<number>[1-9]|[1-5][0-9]|6[0-4])(?P<sign>[./・]){_DIGITS.format('month')}"
    rf"(?P=sign){_DIGITS.format('day')}(?![0-9a-z/-]|[.・][0-9]|[項節章条号版番])"
)
_PERIOD = tuple(map(re.compile, (_IN_WORDS, _OF_BUDGET, _IN_SIGNS, _IN_NUMBERS)))
_COMPACT = re.compile("(?P<western>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])")
_YEAR_ALONE = re.compile(_YEAR)
_DAY_IN_WORDS = re.compile(rf"(?<![0-9年〇零一二三四五六七八九十]){_MONTH}月{_DAY}日")
_DAY_IN_NUMBERS = re.compile(rf"(?<![0-9a-z.,/・第-]){_DIGITS.format('month')}/{_DIGITS.format('day')}(?![0-9a-z./-])")
# A fraction (1/2, 3/4, 1/10), and not the third of April.
_LARGEST_DENOMINATOR = 10


def find_periods(folded: str) -> list[Period]:
    """All that name days in a folded text, in order; what only names a day without its year is left out."""
    found: list[Period] = []
    for at, pattern in enumerate(_PERIOD):
        for match in pattern.finditer(folded):
            period = _period_of(match, is_guess=at == len(_PERIOD) - 1)
            if period and not any(other.start < period.end and period.start < other.end for other in found):
                found.append(period)
    return sorted(found, key=lambda period: period.start)


def read_period(text: str) -> Period | None:
    """What a whole text names; besides the forms above 20211001, and a year by itself (2021, 令和3, R3)."""
    folded = "".join(fold_text(text).split())
    for pattern in (*_PERIOD, _COMPACT, _YEAR_ALONE):
        match = pattern.fullmatch(folded)
        period = _period_of(match, is_guess=pattern is _PERIOD[-1]) if match else None
        if period:
            return period
    return None


def find_days_of_year(folded: str) -> list[DayOfYear]:
    """The days that stand in a folded text without their year, in order: 5月31日, 5/31."""
    taken = find_periods(folded)
    found = []
    for pattern in (_DAY_IN_WORDS, _DAY_IN_NUMBERS):
        for match in pattern.finditer(folded):
            month, day = (dates.parse_number(match[name]) for name in ("month", "day"))
            is_guess = pattern is _DAY_IN_NUMBERS
            is_fraction = is_guess and month < day <= _LARGEST_DENOMINATOR
            is_day = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]
            is_free = not any(other.start < match.end() and match.start() < other.end for other in taken)
            if is_day and is_free and not is_fraction:
                found.append(DayOfYear(month, day, *match.span(), is_guess))
    return sorted(found, key=lambda each: each.start)


def fiscal_year_period(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def month_period(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _period_of(match: re.Match[str], *, is_guess: bool) -> Period | None:
    part = match.groupdict()
    if part.get("sign") == "-" and not part["day"] and not part["western"]:
        return None  # S3-10 is a code
    era = _era_of(part)
    try:
        year = _guessed_year(int(part["number"])) if is_guess else _year_of(part, era)
        if year is None or not 1868 <= year <= _LATEST_YEAR:
            return None
        month, day = (dates.parse_number(part[name]) if part.get(name) else None for name in ("month", "day"))
        if part.get("fiscal") is not None:
            span, (first, last) = Span.FISCAL_YEAR, fiscal_year_period(year)
        elif month is None:
            span, first, last = Span.YEAR, date(year, 1, 1), date(year, 12, 31)
        elif day is None:
            span, (first, last) = Span.MONTH, month_period(year, month)
        else:
            span, first = Span.DAY, date(year, month, day)
            last = first
    except ValueError:
        return None
    return Period(span, first, last, *match.span(), is_guess, era)


def _era_of(part: dict[str, str | None]) -> dates.Era | None:
    mark = part.get("era")
    return next((era for era in dates.ERAS if mark in (era.name, era.letter.lower())), None) if mark else None


def _year_of(part: dict[str, str | None], era: dates.Era | None) -> int | None:
    if era is None:
        return dates.parse_number(part["western"] or "")
    number = dates.parse_number(part["era_year"] or "")
    year = era.first.year + number - 1
    is_over = era.last is not None and year > era.last.year + _LONGEST_RUN_ON
    return None if not number or is_over else year


def _guessed_year(number: int) -> int | None:
    """What the number of a year without its era means: in the newest era that has had so many, or has by next year."""
    this_year = date.today().year
    for era in reversed(dates.ERAS):
        year = era.first.year + number - 1
        if year <= (era.last.year if era.last else this_year + 1):
            return year
    return None
