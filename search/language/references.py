"""What a text names of an archive: the day, year and number of a meeting, a bill, an address. No Django.

    令和5年度第2回図書館協議会会議録      fiscal year, number, and the name 図書館協議会
    R5.5.31 図書館協議会                 day and name
    議案第45号, 第45号議案               bill
    https://host/meetings/KEY/u/12/      address

Queries and stored titles are read alike, so that one meets the other. A text that names nothing so is all `names`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from minutes.wording import UTTERANCE_MARK, DateError, parse_number
from search.words import BILL_KINDS, Period, Span, find_days_of_year, find_periods, fold_text, read_period

_NUMBER = "[0-9]{1,4}|[〇一二三四五六七八九十百]{1,5}"
# Where documents leave room around numbers: 令和 5 年 5 月 31 日, 第 2 回.
_ROOM = re.compile(
    r"(?<=[0-9〇一二三四五六七八九十百元])[ \u3000]+(?=年|月|日|回|号)"
    r"|(?:(?<=令和)|(?<=平成)|(?<=昭和)|(?<=大正)|(?<=年)|(?<=月)|(?<=第))[ \u3000]+(?=[0-9〇一二三四五六七八九十百元])"
)
_MEETING = re.compile(rf"第({_NUMBER})回目?")
# 図書館協議会 2回, 2回目; not 年2回, 回答.
_MEETING_IN_SHORT = re.compile(
    rf"(?<![0-9〇一二三四五六七八九十百.,/年月週日毎各])({_NUMBER})回(?:目|(?=[\s_、,()の]|会議|議事|定例|臨時|$))"
)
# What is left of 11月, 令和5年度 11月 and 11月定例会 once days and months with their years are taken out.
_MONTH = re.compile(
    "(?<![0-9〇一二三四五六七八九十])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?![0-9〇一二三四五六七八九十間額例分末初雨曜])"
)
_BILL = re.compile(
    rf"第?(?P<before>{_NUMBER})号(?:の(?P<part_before>[0-9]{{1,2}}))?(?P<kind_behind>{BILL_KINDS})"
    rf"|(?P<kind>{BILL_KINDS}|議(?=第))(?:第(?P<behind>{_NUMBER})号?|(?P<bare>{_NUMBER})号|(?<=議案)(?P<digits>[0-9]{{1,3}})(?![0-9年月日回件]))"
    r"(?:の(?P<part>[0-9]{1,2}))?"
)
# 第45号議案から第50号議案まで
_BETWEEN = re.compile("(?:から|~|乃至|ないし|-)")
LONGEST_RUN = 100
_COMPACT_DAY = re.compile("(?<![0-9])[12][0-9]{7}(?![0-9])")
_COMPACT_ERA_DAY = re.compile("(?<![a-z0-9])([mtshr])([0-9]{2})([0-9]{2})([0-9]{2})(?![0-9a-z])")
_ERA_YEAR = re.compile("(?<![a-z0-9])(?:明治|大正|昭和|平成|令和|[mtshr])(?:元|[0-9]{1,2})(?![0-9a-z./-])")
_YEAR = re.compile("(?<![0-9a-z.,/-])(?:18[6-9][0-9]|19[0-9]{2}|20[0-9]{2})(?![0-9a-z.,/-])")
# Beside a year 4/5 is a day.
_DAY_IN_NUMBERS = re.compile(r"(?<![0-9a-z.,/-])(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])(?![0-9a-z./-])")
_WEEKDAY = re.compile(r"\([月火水木金土日](?:曜日?)?(?:・?[祝休]日?)?\)|[月火水木金土日]曜日?")
_UTTERANCE = re.compile(f"(?:{UTTERANCE_MARK}|発言)([0-9]{{1,6}})番?(?![0-9])")
_FILE_ENDING = re.compile(r"\.(?:pdf|docx?|txt|html?|xlsx?|pptx?)\s*$")
# What the papers about a meeting are called: no part of its name.
_DOCUMENTS = (
    "会議録|議事録|議事要旨|会議要旨|会議概要|議事概要|会議結果|会議記録|議事要録|要点記録|開催結果|速記録|発言録|"
    "会議次第|次第|要旨|要録|摘録|概要|記録|議事日程"
)
_DOCUMENT_AT_END = re.compile(rf"の?(?:{_DOCUMENTS})$|の会議$")
_OF_A_DOCUMENT = frozenset("案 全文 要旨 概要 未定稿 確定稿 公開用 抄 会議 開催 開催分 資料 議題 出席者".split())
# How people ask for them: 会議録を見たい, 第2回はどこ.
_REQUEST = re.compile(
    "(?:について|に関して)?[をがはのも]?"
    "(?:見たい|見せて|見る|読みたい|読む|(?:が|て)?(?:ほしい|欲しい)|知りたい|教えて|探して|探す|出して|表示して|どこ|いつ|あります|ある|開催)"
    "(?:ください|下さい|います|いる|です|でした|にあります|にある|されました)?か?$"
)
_BREAKS = re.compile(r"""[\s_、。,.「」『』()\[\]【】<>《》〈〉:;/|"'“”※?!*#¶]+""")
_EDGE = "の-~・ーはを"
_MEANING = re.compile(r"\w")
_Value = TypeVar("_Value")

_ADDRESS = re.compile(
    r"(?<![\w/-])(?:https?://[^\s/]+)?(?:/[\w-]+)*?/(?:"
    r"meetings/(?P<key>[-\w]{1,200})(?:/u/(?P<ref>\d{1,9})|/papers/(?P<file>\d{1,18}))?"
    r"|bodies/(?P<body>\d{1,18}))(?![-\w])"
    r"(?P<rest>[^\s「」『』（）]*)",
    re.ASCII,
)
# A page or a mailbox, of this archive or not.
_ANY_ADDRESS = re.compile(
    r"(?:[a-z]+://|www\.|/)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.ASCII | re.I
)
_ANCHOR = re.compile(r"#(?:u(?P<ref>\d{1,9})|paper-(?P<paper>\d{1,18})|agenda-(?P<item>\d{1,9}))$", re.ASCII)


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A page of the archive: of a body by its number, else of a meeting by its key, and of what in it.

    `utterance` is its permanent number, `item` its place in the meeting, `paper` the stored number.
    """

    meeting: str = ""
    utterance: int | None = None
    item: int | None = None
    paper: int | None = None
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text names; several of one sort are alternatives.

    `years` may be meant as calendar or as fiscal years. `months` are (year, month), `days_of_year` (month, day) and
    `months_of_year` months without a year. `bills` are kind and number: 議案45, 議案45-2. `utterance` is a permanent number. `names` are the
    folded words that are left, apart where something stood between them.
    """

    days: tuple[date, ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    days_of_year: tuple[tuple[int, int], ...] = ()
    months_of_year: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    bills: tuple[str, ...] = ()
    utterance: int | None = None
    names: tuple[str, ...] = ()

    @property
    def has_place(self) -> bool:
        """Whether anything beside the names says which meeting or item is meant."""
        return bool(
            self.days
            or self.days_of_year
            or self.months
            or self.bills
            or (self.numbers and (self.names or self.years or self.fiscal_years))
            or (self.months_of_year and self.names)
        )


def is_address(text: str) -> bool:
    """Whether a text is the address of a page or a mailbox and nothing else, wherever it leads."""
    return _ANY_ADDRESS.fullmatch(text.strip()) is not None


def read_address(text: str) -> PageAddress | None:
    """The first address of a page of the archive that stands in a text, whatever its host."""
    match = _ADDRESS.search(text)
    if match is None:
        return None
    if match["body"]:
        return PageAddress(body=int(match["body"]))
    anchor = _ANCHOR.search(match["rest"])
    part = {name: int(value) for name, value in (anchor.groupdict() if anchor else {}).items() if value}
    if match["ref"]:
        part["ref"] = int(match["ref"])
    if match["file"]:
        part["paper"] = int(match["file"])
    return PageAddress(match["key"], part.get("ref"), part.get("item"), part.get("paper"))


def read_reference(text: str, *, fiscal_years: Sequence[int] = ()) -> Reference:
    """What a text names. A day without its year is one of the text's years, else of `fiscal_years`."""
    reader = _Reader(_ROOM.sub("", _FILE_ENDING.sub("", fold_text(text))))
    return reader.read(fiscal_years)


def compact(folded: str) -> str:
    """The letters and digits of a folded text alone: what two ways of writing one title share."""
    return "".join(sign for sign in folded if sign.isalnum() or sign in "ー々")


class _Reader:
    """Takes one sort after the other out of a folded text; what is taken leaves a break."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.numbers: list[int] = []
        self.bills: list[str] = []
        self.utterance: int | None = None
        self.periods: list[Period] = []
        self.days_of_year: list[tuple[int, int]] = []

    def read(self, fiscal_years: Sequence[int]) -> Reference:
        self._take_bills()
        self.numbers = [number for match in self._take(_MEETING) if (number := _number(match[1])) is not None]
        self._take_days()
        if not self.numbers:
            self.numbers = [
                number for match in self._take(_MEETING_IN_SHORT) if (number := _number(match[1])) is not None
            ]
        for match in self._take(_UTTERANCE):
            self.utterance = int(match[1])
        days = _of(self.periods, Span.DAY)
        years = [day.year for day in _of(self.periods, Span.YEAR)]
        named = [day.year for day in _of(self.periods, Span.FISCAL_YEAR)]
        if (years or named or fiscal_years) and not days:
            self.days_of_year += [(int(match[1]), int(match[2])) for match in self._take(_DAY_IN_NUMBERS)]
        # R5 alone may be meant either way.
        fiscal = [*years, *named] or fiscal_years
        left = [number for match in self._take(_MONTH) if (number := _number(match[1])) is not None]
        months = [(day.year, day.month) for day in _of(self.periods, Span.MONTH)]
        of_years = [(year, month) for month in left for year in (*years, *(year + (month < 4) for year in fiscal))]
        dated = [day for each in self.days_of_year for day in _days(*each, years, fiscal)]
        return Reference(
            days=_distinct([*days, *dated]),
            months=_distinct([*months, *of_years]),
            days_of_year=() if dated else _distinct(self.days_of_year),
            months_of_year=() if of_years else _distinct(left),
            years=_distinct(years),
            fiscal_years=_distinct(named),
            numbers=_distinct(self.numbers),
            bills=_distinct(self.bills),
            utterance=self.utterance,
            names=_distinct(self._names()),
        )

    def _take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub("\n", self.text)
        return found

    def _take_bills(self) -> None:
        found = list(_BILL.finditer(self.text))
        for match, following in zip_longest(found, found[1:]):
            bill = _bill(match)
            if bill is None:
                continue
            kind, number, part = bill
            self.bills.append(f"{kind}{number}{part}")
            behind = following and _bill(following)
            if following and behind and _BETWEEN.fullmatch(self.text[match.end() : following.start()]):
                last = behind[1]
                if behind[0] == kind and number < last <= number + LONGEST_RUN:
                    self.bills += [f"{kind}{each}" for each in range(number + 1, last)]
        self.text = _BILL.sub("\n", self.text)

    def _take_days(self) -> None:
        for match in self._take(_COMPACT_ERA_DAY):
            self._add(read_period(f"{match[1]}{int(match[2])}.{int(match[3])}.{int(match[4])}"))
        for match in self._take(_COMPACT_DAY):
            self._add(read_period(match[0]))
        found = find_periods(self.text)
        of_year = find_days_of_year(self.text)
        self.periods += found
        self.days_of_year += [(each.month, each.day) for each in of_year]
        spans = [(each.start, each.end) for each in found] + [(each.start, each.end) for each in of_year]
        for start, end in sorted(spans, reverse=True):
            self.text = f"{self.text[:start]}\n{self.text[end:]}"
        if self.periods or self.days_of_year:
            self._take(_WEEKDAY)
        for pattern in (_ERA_YEAR, _YEAR):
            for match in self._take(pattern):
                self._add(read_period(match[0]))

    def _add(self, period: Period | None) -> None:
        if period is not None:
            self.periods.append(period)

    def _names(self) -> Iterator[str]:
        for piece in _BREAKS.split(self.text):
            name = _DOCUMENT_AT_END.sub("", _REQUEST.sub("", piece.strip(_EDGE)).strip(_EDGE)).strip(_EDGE)
            if name and name not in _OF_A_DOCUMENT and _MEANING.search(name):
                yield name


def _of(periods: Sequence[Period], span: Span) -> list[date]:
    return [period.first for period in periods if period.span is span]


def _days(month: int, day: int, years: Sequence[int], fiscal_years: Sequence[int]) -> Iterator[date]:
    for year in (*years, *(year + (month < 4) for year in fiscal_years)):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _bill(match: re.Match[str]) -> tuple[str, int, str] | None:
    """Kind, number and, as -2, what follows の."""
    number = _number(match["before"] or match["behind"] or match["bare"] or match["digits"])
    part = match["part_before"] or match["part"]
    kind = match["kind_behind"] or match["kind"]
    if number is None:
        return None
    return "議案" if kind == "議" else kind, number, f"-{int(part)}" if part else ""


def _number(text: str) -> int | None:
    try:
        return parse_number(text)
    except DateError:
        return None


def _distinct(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))
