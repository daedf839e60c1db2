"""How a date within a term may be written otherwise: by era or Gregorian year, in words or in signs. No Django.

What is written in words (令和3年10月1日, 2021年10月1日) is a spelling like others. What is written in signs (R3.10.1,
2021/10/1, 3.10.1) means that day only where no other numbers stand beside it, and whatever its signs are: such a
Writing is told by a pattern, and found by the strings of which each text that holds it has one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from minutes.wording import dates
from search.words.calendar import DayOfYear, Period, Span, find_days_of_year, find_periods, read_period

# Until when papers printed before the change of 2019 still named years of 平成 (平成42年度).
_RUN_ON = dates.ERAS[-2]
_LAST_RUN_ON = 2030
_BESIDE_NUMBERS = "(?<![0-9a-z.,/・第和成治正-])"
_BEFORE_NUMBERS = "(?![0-9a-z/-]|[.・][0-9]|[項節章条号版番])"
_LONGEST = 60
_SHORTEST_MARKED = {"r": 2, "h": 3, "s": 3, "t": 9, "m": 9}
_NO_CODE = "(?<![0-9a-z])"
_NO_NUMBER = "(?![0-9])"


@dataclass(frozen=True, slots=True)
class Writing:
    """A term with its date in signs: as shown, and a regular expression (of Python and of Postgres alike) that finds
    it in a folded text. `strings` are the folded spellings; of each of `pieces` one stands in every such text."""

    text: str
    pattern: str
    strings: tuple[str, ...]
    pieces: tuple[tuple[str, ...], ...]


def date_spellings(folded: str) -> Iterator[str]:
    """A folded term with its dates in words otherwise: R2年度予算 -> 令和2年度予算, 2020年度予算; 5/31 -> 5月31日."""
    periods = find_periods(folded)
    for texts in zip(*map(_in_words, periods), strict=False):
        yield _replaced(folded, list(zip(periods, texts, strict=True)))
    if not periods:
        days = find_days_of_year(folded)
        if days:
            yield _replaced(folded, [(day, f"{day.month}月{day.day}日") for day in days])
    alone = read_period(folded) if not periods else None
    if alone and alone.era:
        # 令和5, R5: what year of which kind is left open. H2 and M3 are signs of something else.
        number = alone.first.year - alone.era.first.year + 1
        if len(folded) < _SHORTEST_MARKED.get(folded[0], 0):
            return
        yield f"{alone.era.name}{'元' if number == 1 else number}"
        yield from (f"{alone.first.year}{unit}" for unit in ("年", "年度"))


def date_writings(folded: str) -> tuple[Writing, ...]:
    """A folded term with its date in signs; none for a term with several, or for what is no term but a sentence."""
    if len(folded) > _LONGEST:
        return ()
    places = find_periods(folded) or find_days_of_year(folded)
    if len(places) != 1:
        return ()
    (place,) = places
    found = _of_period(place) if isinstance(place, Period) else _of_day(place)
    before, after = folded[: place.start], folded[place.end :]
    return tuple(
        Writing(
            _shown(before, writing.strings, after, folded),
            f"{re.escape(before)}{writing.pattern}{re.escape(after)}",
            tuple(f"{before}{string}{after}" for string in writing.strings),
            (*writing.pieces, *((text,) for text in (before, after) if len(text) > 1)),
        )
        for writing in found
    )


def _in_words(period: Period) -> list[str]:
    """The era's year first, then the Gregorian, then 元 as 1, and what the year is called besides."""
    rest = {
        Span.FISCAL_YEAR: "年度",
        Span.YEAR: "年",
        Span.MONTH: f"年{period.first.month}月",
        Span.DAY: f"年{period.first.month}月{period.first.day}日",
    }[period.span]
    eras = _eras(period)
    names = [f"{era.name}{'元' if year == 1 else year}" for era, year in eras]
    names[1:1] = [str(period.first.year), *(f"{era.name}1" for era, year in eras if year == 1)]
    return [f"{name}{rest}" for name in names]


def _eras(period: Period) -> list[tuple[dates.Era, int]]:
    """The eras that a period may be named by, with its year in each, the newest first."""
    first = period.first
    ends = [first, date(first.year, 12, 31) if period.span is Span.FISCAL_YEAR else period.last]
    found = list(dict.fromkeys(dates.era_of(day)[0] for day in reversed(ends)))
    if period.era in found and period.span is not Span.FISCAL_YEAR:
        found = [period.era]  # 平成31年 is no part of 令和元年, although both are 2019
    if _RUN_ON.last and _RUN_ON.last < first and first.year <= _LAST_RUN_ON:
        found.append(_RUN_ON)
    return [(era, first.year - era.first.year + 1) for era in found]


def _of_period(period: Period) -> list[Writing]:
    if period.span in (Span.YEAR, Span.FISCAL_YEAR):
        return _of_year(period)
    era, year = _eras(period)[0]
    names = _numbered(era.name, year)
    gregorian = str(period.first.year)
    found = [
        _in_signs(_NO_CODE, [*_numbered(era.letter.lower(), year), *names], "./・-", period, _NO_NUMBER),
        _in_signs("(?<![0-9.,/-])", [gregorian], "/-.・", period, _NO_NUMBER),
    ]
    if period.span is Span.DAY:
        found.append(_in_signs(_BESIDE_NUMBERS, [str(year)], "./・", period, _BEFORE_NUMBERS))
    rest = f"{period.first.month}月" + (f"{period.first.day}日" if period.span is Span.DAY else "")
    both = [
        text
        for first, second in _by_both(names, gregorian)
        for text in (f"{first}年({second}年){rest}", f"{first}({second})年{rest}")
    ]
    return [*found, _writing("(?<![0-9])", both, "", _pieces_of_both(both))]


def _of_year(period: Period) -> list[Writing]:
    unit, guard = ("年度", "") if period.span is Span.FISCAL_YEAR else ("年", "(?![度代])")
    eras = _eras(period)
    found = [
        _writing(_NO_CODE, [f"{head}{unit}" for head in _numbered(era.letter.lower(), year)], guard)
        for era, year in eras
        if era.last is None or period.first <= era.last
    ]
    names = [name for era, year in eras for name in _numbered(era.name, year)]
    both = [
        text
        for first, second in _by_both(names, str(period.first.year))
        for text in (f"{first}({second}){unit}", f"{first}{unit}({second}{unit})")
    ]
    return [*found, _writing("(?<![0-9])", both, guard, _pieces_of_both(both))]


def _of_day(day: DayOfYear) -> list[Writing]:
    if day.is_guess:
        return []
    strings = [f"{month}/{of_month}" for month, of_month in zip(_padded(day.month), _padded(day.day), strict=True)]
    return [_writing("(?:(?<![0-9a-z.,/・第-])|(?<=[0-9]{4}/))", strings, "(?![0-9/])")]


def _in_signs(before: str, heads: list[str], signs: str, period: Period, after: str) -> Writing:
    """The years with month and day behind them, each sign in turn, without and with noughts."""
    ends = [
        [month, day] if period.span is Span.DAY else [month]
        for month, day in zip(_padded(period.first.month), _padded(period.first.day), strict=True)
    ]
    strings = [sign.join([head, *end]) for sign, end, head in product(signs, ends, heads)]
    tails = [sign.join([head[-1], *end]) for sign, end, head in product(signs, ends, heads)]
    pieces = (tuple(heads), tuple(dict.fromkeys(tails)))
    # A single digit leads to half of the index, and the tails hold it too.
    return _writing(before, strings, after, pieces if min(map(len, heads)) > 1 else pieces[1:])


def _pieces_of_both(strings: list[str]) -> tuple[tuple[str, ...], ...]:
    """Brackets with what stands beside them are rare, and tell the year by themselves."""
    return (tuple(dict.fromkeys(string[string.index("(") - 1 : string.index("(") + 5] for string in strings)),)


def _by_both(names: list[str], gregorian: str) -> list[tuple[str, str]]:
    """The year by both calendars, as in 令和3年(2021年): either may come first."""
    return [pair for name in names for pair in ((name, gregorian), (gregorian, name))]


def _numbered(era: str, year: int) -> list[str]:
    return [f"{era}{number}" for number in (("元", "1") if year == 1 else (str(year),))]


def _padded(number: int) -> tuple[str, str]:
    return str(number), f"{number:02d}"


def _writing(before: str, strings: list[str], after: str, pieces: tuple[tuple[str, ...], ...] = ()) -> Writing:
    each = tuple(dict.fromkeys(strings))
    return Writing("", f"{before}(?:{'|'.join(map(re.escape, each))}){after}", each, pieces or (each,))


def _shown(before: str, strings: tuple[str, ...], after: str, typed: str) -> str:
    """The first that is not what was typed, with the era's letter as it is printed."""
    found = next((string for string in strings if f"{before}{string}{after}" != typed), strings[0])
    shown = found[0].upper() + found[1:]
    return f"{before}{shown}{after}"


def _replaced(folded: str, texts: list[tuple[Period, str]] | list[tuple[DayOfYear, str]]) -> str:
    parts, done = [], 0
    for place, text in texts:
        parts += [folded[done : place.start], text]
        done = place.end
    return "".join([*parts, folded[done:]])
