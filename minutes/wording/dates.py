"""Japanese dates: eras and Gregorian years, times of day, weekdays, fiscal years. Stdlib only.

Reads what minutes print (令和 6 年 3 月25日（月）, 平成元年, S63.4.1, 昭和六十三年, 午後1時半, 13:00)
and writes the usual labels back (令和6年3月25日, 令和5年度). Digits may be ASCII, full-width or kanji,
with spaces inside. Every pattern is bounded, so any text is read in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

WEEKDAYS = "月火水木金土日"


class DateError(ValueError):
    """A date, year or number that cannot be: the message names it."""


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its name, its letter, its first day and its last (None while it runs)."""

    name: str
    letter: str
    first: date
    last: date | None


# Two change days are printed under either era, because the new one was proclaimed on the day itself;
# from 平成 on the change fell on midnight. Before 1873 the calendar was lunar: such days are not converted.
ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)
_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.letter)}

_KANJI_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}

_NUMBER = r"(?:[0-9０-９][ 　]{0,2}){1,4}|[〇零一二三四五六七八九十百千]{1,7}"
_GAP = r"[ \t　]{0,4}"
_ERA_YEAR = (
    rf"(?:(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-zＡ-Ｚａ-ｚ])[MTSHRＭＴＳＨＲ]){_GAP}(?P<year>元|{_NUMBER})"
    rf"|(?P<western>[12１２][0-9０-９]{{3}}|[一二][〇一二三四五六七八九]{{3}}))"
)
# 令和7年（2025年）, 2025年（令和7年）: the same year again, as the other calendar counts it
_OTHER_YEAR = r"[（(]\s?(?:(?:明治|大正|昭和|平成|令和|西暦)\s?)?(?:元|[0-9０-９一二三四五六七八九〇十]{1,4})\s?年[）)]"
_WEEKDAY = rf"(?:{_GAP}[（(［\[]{_GAP}(?P<weekday>[月火水木金土日])(?:{_GAP}曜{_GAP}日?)?(?P<holiday>[・、]?[祝休]日?)?{_GAP}[）)］\]])"
_WEEKDAY_BARE = rf"(?:{_GAP}(?P<weekday_bare>[月火水木金土日])曜日?)"
_DATE = re.compile(
    rf"{_ERA_YEAR}{_GAP}(?:年{_GAP}(?:{_OTHER_YEAR})?{_GAP}(?P<month>{_NUMBER}){_GAP}月{_GAP}(?P<day>{_NUMBER}){_GAP}日"
    rf"|(?P<sign>[./．／\-－・]){_GAP}(?P<month2>[0-9０-９]{{1,2}}){_GAP}(?P=sign){_GAP}(?P<day2>[0-9０-９]{{1,2}})(?![0-9０-９]))"
    rf"(?:{_WEEKDAY}|{_WEEKDAY_BARE})?"
)
_FISCAL_YEAR = re.compile(rf"{_ERA_YEAR}{_GAP}年{_GAP}度")
_CALENDAR_YEAR = re.compile(rf"{_ERA_YEAR}{_GAP}年")
_TIME = re.compile(
    rf"(?P<noon>正午)"
    rf"|(?:(?P<half>午前|午後|AM|PM|ＡＭ|ＰＭ|am|pm){_GAP})?"
    rf"(?:(?P<hour>{_NUMBER}){_GAP}時(?!間){_GAP}(?:(?P<minute>{_NUMBER}){_GAP}分|(?P<half_hour>半))?"
    rf"|(?<![0-9０-９:：])(?P<hour2>[0-9０-９]{{1,2}}){_GAP}[:：]{_GAP}(?P<minute2>[0-9０-９]{{2}})(?![0-9０-９:：]))"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its day, the weekday printed with it (0 is Monday, None where none), its span."""

    day: date
    weekday: int | None
    start: int
    end: int

    @property
    def weekday_matches(self) -> bool:
        """False only where a weekday is printed that is not that day's."""
        return self.weekday is None or self.weekday == self.day.weekday()


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time of day in a text: 24-hour "HH:MM" and its span."""

    clock: str
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Minutes after midnight."""
        return clock_minutes(self.clock)


def parse_number(text: str) -> int:
    """The integer that ASCII, full-width or kanji digits write: 25, ２５, 二十五, 二五, 元 (1).

    Raises DateError where the text is no such number.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if folded == "元":
        return 1
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if folded and all(sign in _KANJI_DIGITS for sign in folded):
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in folded))
    total, digit = 0, None
    for sign in folded:
        if sign in _KANJI_UNITS:
            total += (1 if digit is None else digit) * _KANJI_UNITS[sign]
            digit = None
        elif sign in _KANJI_DIGITS and digit is None:
            digit = _KANJI_DIGITS[sign]
        else:
            raise DateError(f"no number: {text[:20]!r}")
    if not folded:
        raise DateError("no number: empty text")
    return total + (digit or 0)


def era_year_to_gregorian(era: str, year: int) -> int:
    """The Gregorian year of an era's year; the era by name (令和) or letter (R, ｒ).

    Raises DateError for an unknown era, a year below 1 or a year after the era's end.
    A year that only begins after the era ended (平成32年) is refused; 平成31年 and 昭和64年 are good.
    """
    found = _era(era)
    gregorian = found.first.year + year - 1
    if year < 1 or (found.last is not None and gregorian > found.last.year):
        raise DateError(f"{found.name}{year}年 does not exist")
    return gregorian


def era_of(day: date) -> tuple[Era, int]:
    """The era of a day and its year in that era; on a change day the new era.

    Raises DateError for days before 明治.
    """
    for era in reversed(ERAS):
        if day >= era.first:
            return era, day.year - era.first.year + 1
    raise DateError(f"{day.isoformat()} lies before 明治")


def era_date(era: str, year: int, month: int, day: int) -> date:
    """The day that an era's date names; raises DateError where it lies outside that era or no calendar has it."""
    found = _era(era)
    result = _date(found.first.year + year - 1, month, day)
    if year < 1 or result < found.first or (found.last is not None and result > found.last):
        raise DateError(f"{found.name}{year}年{month}月{day}日 does not exist")
    return result


def find_date(text: str, start: int = 0) -> FoundDate | None:
    """The first date that stands in a text, None where none does.

    An era that runs on past its end (平成31年5月1日, as printed by calendars made before the change) is
    read as the day it means; an impossible day (2月30日) is passed over.
    """
    for match in _DATE.finditer(text, start):
        try:
            day = _date(
                _lenient_year(match),
                parse_number(match["month"] or match["month2"]),
                parse_number(match["day"] or match["day2"]),
            )
        except DateError:
            continue
        mark = match["weekday"] or match["weekday_bare"]
        return FoundDate(day, WEEKDAYS.index(mark) if mark else None, match.start(), match.end())
    return None


def parse_date(text: str) -> date:
    """The date that a text holds, e.g. 令和６年３月25日; raises DateError where there is none."""
    found = find_date(text)
    if found is None:
        raise DateError(f"no date: {text[:40]!r}")
    return found.day


def find_times(text: str) -> list[FoundTime]:
    """The times of day in a text, in order: 午前10時半, 午後6時00分, 13時30分, 13:00, 正午.

    A time without 午前/午後 after one with 午後 belongs to the same half (午後6時~7時15分).
    """
    found: list[FoundTime] = []
    afternoon = False
    for match in _TIME.finditer(text):
        if match["noon"]:
            found.append(FoundTime("12:00", match.start(), match.end()))
            afternoon = True
            continue
        hour = parse_number(match["hour"] or match["hour2"])
        minute = 30 if match["half_hour"] else parse_number(match["minute"] or match["minute2"] or "0")
        half = unicodedata.normalize("NFKC", match["half"] or "").upper()
        if half:
            afternoon = half in ("午後", "PM")
        if afternoon and hour < 12:
            hour += 12
        if hour == 24 and minute == 0:
            hour = 0
        if hour < 24 and minute < 60:
            found.append(FoundTime(f"{hour:02d}:{minute:02d}", match.start(), match.end()))
    return found


def clock_minutes(clock: str) -> int:
    """Minutes after midnight of a 24-hour "HH:MM"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of_recording(seconds: float) -> str:
    """Seconds from the start of a recording as players show them, without fractions: 00:12:03."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def fiscal_year(day: date) -> int:
    """The fiscal year (年度, April to March) of a day, as the Gregorian year in which it begins."""
    return day.year if day.month >= 4 else day.year - 1


def find_fiscal_year(text: str) -> int | None:
    """The first 年度 named in a text, as a Gregorian year; 平成31年度 and 令和元年度 are both 2019."""
    match = _FISCAL_YEAR.search(text)
    return None if match is None else _year_or_none(match)


def find_year(text: str) -> int | None:
    """The first year (令和5年, 2023年, also as part of 年度 or of a date) in a text, as a Gregorian year."""
    match = _CALENDAR_YEAR.search(text)
    return None if match is None else _year_or_none(match)


def format_era_date(day: date, *, weekday: bool = False) -> str:
    """令和5年3月1日, 平成元年4月1日; with the weekday 令和5年3月1日（水）. Raises DateError before 明治."""
    era, year = era_of(day)
    text = f"{era.name}{_year_text(year)}年{day.month}月{day.day}日"
    return f"{text}（{WEEKDAYS[day.weekday()]}）" if weekday else text


def format_fiscal_year(year: int) -> str:
    """The label of a fiscal year: 2023 -> 令和5年度, 2019 -> 令和元年度. Raises DateError before 明治.

    A fiscal year in which the era changed bears the era that its December had, as offices named 2019 and 1989.
    """
    era, era_year = era_of(_date(year, 12, 31))
    return f"{era.name}{_year_text(era_year)}年度"


def _year_text(year: int) -> str:
    return "元" if year == 1 else str(year)


def _era(mark: str) -> Era:
    folded = unicodedata.normalize("NFKC", mark).strip()
    era = _BY_MARK.get(folded) or _BY_MARK.get(folded.upper())
    if era is None:
        raise DateError(f"no era: {mark[:10]!r}")
    return era


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise DateError(f"no such day: {year}-{month}-{day}") from error


def _lenient_year(match: re.Match[str]) -> int:
    if match["western"]:
        return parse_number(match["western"])
    return _era(match["era"]).first.year + parse_number(match["year"]) - 1


def _year_or_none(match: re.Match[str]) -> int | None:
    try:
        return _lenient_year(match)
    except DateError:
        return None
