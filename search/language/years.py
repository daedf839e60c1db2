"""年度:… -> fiscal years: 令和5, R5, 令和元年度, 2023, 2020-2023, 2020〜, 平成30から令和2まで. No Django."""

import re

from minutes.wording import dates
from search.language.tree import FIRST_YEAR, LAST_YEAR, Years
from search.words import fold_text

_YEAR = re.compile(r"(明治|大正|昭和|平成|令和|[mtshr])?(元|[0-9]{1,4}|[〇零一二三四五六七八九十百千]{1,7})(?:年度?)?")
_RANGE = re.compile(r"(.*?)(?:[-~]|から|以降|以後)(.*?)(?:まで)?")
_UNTIL = re.compile(r"(.+?)(?:まで|以前)")


def read_years(text: str) -> Years | None:
    """The fiscal years that a text names, the earlier first; None where it names none."""
    folded = "".join(fold_text(text).split())
    until = _UNTIL.fullmatch(folded)
    span = _RANGE.fullmatch(folded)
    if span is None:
        last = _year(until[1] if until else folded)
        first = FIRST_YEAR if until else last
    else:
        first = _year(span[1]) if span[1] else FIRST_YEAR
        last = _year(span[2], beside=span[1]) if span[2] else LAST_YEAR
    if first is None or last is None or (first, last) == (FIRST_YEAR, LAST_YEAR):
        return None
    return Years(min(first, last), max(first, last))


def _year(text: str, beside: str = "") -> int | None:
    """One year; where only its last digits are written (令和2-5, 2020-23) the rest is that of `beside`."""
    match = _YEAR.fullmatch(text)
    if match is None:
        return None
    try:
        number = dates.parse_number(match[2])
        before = _YEAR.fullmatch(beside)
        era = match[1] or (before[1] if before and number < 100 else None)
        if era:
            return dates.era_year_to_gregorian(era, number)
        if before and number < 100:
            number += (_year(beside) or 0) // 100 * 100
    except dates.DateError:
        return None
    return number if 1000 <= number <= 2999 else None
