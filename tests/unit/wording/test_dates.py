"""Dates as minutes print them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.wording import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和5年3月1日", date(2023, 3, 1)),
        ("令和 6 年 3 月 25 日 （月）", date(2024, 3, 25)),
        ("令和６年３月２５日", date(2024, 3, 25)),
        ("令和元年七月十日", date(2019, 7, 10)),
        ("平成三十一年四月三十日", date(2019, 4, 30)),
        ("昭和六十三年十二月二十五日", date(1988, 12, 25)),
        ("平成31年5月1日", date(2019, 5, 1)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("R6.3.25", date(2024, 3, 25)),
        ("Ｈ２５．１０．２２", date(2013, 10, 22)),
        ("S63/4/1", date(1988, 4, 1)),
        ("2024年3月25日", date(2024, 3, 25)),
        ("２０２４年３月２５日", date(2024, 3, 25)),
        ("二〇二四年三月二十五日", date(2024, 3, 25)),
        ("2024-03-25", date(2024, 3, 25)),
        ("開催日 令和5年2月30日 改め 令和5年3月1日", date(2023, 3, 1)),
    ],
)
def test_a_printed_date_is_read(text: str, expected: date) -> None:
    assert dates.parse_date(text) == expected


@pytest.mark.parametrize("text", ["", "令和5年度", "令和5年2月30日", "第12回", "PR6.3.25x", "令和５年千千月一日"])
def test_a_text_without_a_date_is_refused(text: str) -> None:
    with pytest.raises(dates.DateError):
        dates.parse_date(text)


@pytest.mark.parametrize(
    ("text", "weekday", "matches"),
    [
        ("令和6年3月25日（月）", 0, True),
        ("令和6年1月23日(火曜日)", 1, True),
        ("令和6年3月25日 月曜日", 0, True),
        ("令和6年2月23日（金・祝）", 4, True),
        ("令和6年9月27日(木)", 3, False),
        ("令和6年3月25日", None, True),
    ],
)
def test_the_printed_weekday_is_checked(text: str, weekday: int | None, matches: bool) -> None:
    found = dates.find_date(text)
    assert found is not None
    assert (found.weekday, found.weekday_matches) == (weekday, matches)


def test_a_found_date_spans_its_weekday() -> None:
    text = "日時 令和6年3月25日（月）午後1時"
    found = dates.find_date(text)
    assert found is not None
    assert text[found.start : found.end] == "令和6年3月25日（月）"


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("午前 10 時 00 分~午前 10 時 58 分", ["10:00", "10:58"]),
        ("午後6時00分から午後7時12分まで", ["18:00", "19:12"]),
        ("午後6時~7時15分", ["18:00", "19:15"]),
        ("午前11時~午後0時30分", ["11:00", "12:30"]),
        ("午前10時半", ["10:30"]),
        ("13時30分", ["13:30"]),
        ("09:00~10:00", ["09:00", "10:00"]),
        ("１３：００～１４：００", ["13:00", "14:00"]),
        ("午後一時三十分", ["13:30"]),
        ("正午から午後1時", ["12:00", "13:00"]),
        ("午後12時10分", ["12:10"]),
        ("約2時間", []),
        ("25時", []),
        ("令和5年3月1日", []),
    ],
)
def test_times_of_day_are_read(text: str, clocks: list[str]) -> None:
    assert [found.clock for found in dates.find_times(text)] == clocks


@pytest.mark.parametrize(
    ("era", "year", "month", "day"),
    [
        ("昭和", 64, 1, 8),
        ("平成", 1, 1, 7),
        ("平成", 31, 5, 1),
        ("令和", 1, 4, 30),
        ("大正", 1, 7, 29),
        ("令和", 0, 5, 1),
    ],
)
def test_a_day_outside_its_era_is_refused(era: str, year: int, month: int, day: int) -> None:
    with pytest.raises(dates.DateError):
        dates.era_date(era, year, month, day)


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "expected"),
    [
        ("昭和", 64, 1, 7, date(1989, 1, 7)),
        ("平成", 1, 1, 8, date(1989, 1, 8)),
        ("平成", 31, 4, 30, date(2019, 4, 30)),
        ("R", 1, 5, 1, date(2019, 5, 1)),
        ("明治", 45, 7, 30, date(1912, 7, 30)),
        ("大正", 1, 7, 30, date(1912, 7, 30)),
    ],
)
def test_the_last_and_first_days_of_an_era_are_good(era: str, year: int, month: int, day: int, expected: date) -> None:
    assert dates.era_date(era, year, month, day) == expected


@given(st.dates(min_value=date(1868, 1, 25)))
def test_every_day_survives_formatting_and_reading(day: date) -> None:
    found = dates.find_date(dates.format_era_date(day, weekday=True))
    assert found is not None
    assert (found.day, found.weekday) == (day, day.weekday())


def test_the_first_year_is_written_as_gannen() -> None:
    assert dates.format_era_date(date(2019, 5, 1)) == "令和元年5月1日"
    assert dates.format_era_date(date(2019, 4, 30)) == "平成31年4月30日"


@pytest.mark.parametrize(
    ("year", "label"),
    [(2023, "令和5年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度")],
)
def test_a_fiscal_year_has_its_label(year: int, label: str) -> None:
    assert dates.format_fiscal_year(year) == label
    assert dates.find_fiscal_year(label) == year


def test_both_names_of_fiscal_2019_are_read() -> None:
    assert dates.find_fiscal_year("平成31年度第1回") == dates.find_fiscal_year("令和 元 年度") == 2019
    assert dates.find_fiscal_year("2019年度") == 2019
    assert dates.find_fiscal_year("令和5年第3回") is None
    assert dates.find_year("令和5年第3回定例会") == 2023


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 3, 31), 2023), (date(2024, 4, 1), 2024), (date(2024, 1, 1), 2023)]
)
def test_the_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert dates.fiscal_year(day) == year


@pytest.mark.parametrize(
    ("text", "number"),
    [("25", 25), ("２ ５", 25), ("二十五", 25), ("十二", 12), ("二五", 25), ("百二十", 120), ("元", 1), ("〇", 0)],
)
def test_numbers_in_any_digits_are_read(text: str, number: int) -> None:
    assert dates.parse_number(text) == number


@pytest.mark.parametrize("text", ["", "十一一", "甲", "1 a"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(dates.DateError):
        dates.parse_number(text)


def test_an_era_year_after_the_end_of_its_era_is_refused() -> None:
    assert dates.era_year_to_gregorian("平成", 31) == 2019
    with pytest.raises(dates.DateError):
        dates.era_year_to_gregorian("平成", 32)
    with pytest.raises(dates.DateError):
        dates.era_year_to_gregorian("慶応", 3)


@given(st.text())
def test_any_text_is_searched_without_an_error(text: str) -> None:
    dates.find_date(text)
    dates.find_times(text)
    assert dates.find_year(text) is None or isinstance(dates.find_year(text), int)
