"""年度:… -> fiscal years: 令和5, R5, 令和元年度, 2023, 2020-2023, 2020〜, 平成30から令和2まで. No Django."""

from search.language.ranges import YEARS, ranges_of
from search.language.tree import FIRST_YEAR, LAST_YEAR, Years


def read_years(text: str) -> Years | None:
    """The fiscal years that a text names, the earlier first; None where it names none."""
    for begin, end in ranges_of(text):
        if all(period is None or period.span in YEARS for period in (begin, end)):
            first = begin.first.year if begin else FIRST_YEAR
            last = end.first.year if end else LAST_YEAR
            return Years(min(first, last), max(first, last))
    return None
