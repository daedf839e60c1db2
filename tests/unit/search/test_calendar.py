"""Which days a text names, and what among numbers is no date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import DayOfYear, Span, find_days_of_year, find_periods, fold_text, read_period


def days(text: str) -> list[tuple[str, str]]:
    """The first and last days of all that a text names."""
    return [(str(period.first), str(period.last)) for period in find_periods(fold_text(text))]


@pytest.mark.parametrize(
    "text",
    "令和3年10月1日 令和３年１０月１日 令和三年十月一日 2021年10月1日 二〇二一年十月一日 西暦2021年10月1日 R3.10.1 Ｒ３．１０．１ "
    "r3/10/01 R3-10-1 令和3.10.1 令和3・10・1 2021-10-01 2021/10/1 2021.10.1 2021－10－01 令和3年（2021年）10月1日 "
    "2021（令和3）年10月1日 平成33年10月1日 ㋿3年10月1日".split(),
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert days(text) == [("2021-10-01", "2021-10-01")]
    assert days(f"では{text}から始めます") == days(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和3年10月", "2021-10-01", "2021-10-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("R3.10", "2021-10-01", "2021-10-31"),
        ("2021-10", "2021-10-01", "2021-10-31"),
        ("2021/10", "2021-10-01", "2021-10-31"),
        ("令和3年", "2021-01-01", "2021-12-31"),
        ("令和元年", "2019-01-01", "2019-12-31"),
        ("平成1年", "1989-01-01", "1989-12-31"),
        ("2021年", "2021-01-01", "2021-12-31"),
        ("令和2年度", "2020-04-01", "2021-03-31"),
        ("２０２０年度", "2020-04-01", "2021-03-31"),
        ("R2年度", "2020-04-01", "2021-03-31"),
        ("令和二年度", "2020-04-01", "2021-03-31"),
        ("令和２（２０２０）年度", "2020-04-01", "2021-03-31"),
        ("平成31年度", "2019-04-01", "2020-03-31"),
        ("平成32年度", "2020-04-01", "2021-03-31"),
        ("S63.4.1", "1988-04-01", "1988-04-01"),
        ("R5予算", "2023-04-01", "2024-03-31"),
        ("令和5当初予算", "2023-04-01", "2024-03-31"),
        ("昭和64年1月7日", "1989-01-07", "1989-01-07"),
        ("大正12年9月1日", "1923-09-01", "1923-09-01"),
        ("M45.7.30", "1912-07-30", "1912-07-30"),
    ],
)
def test_months_years_and_fiscal_years(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    "第3.10.1項 13.13.1 1.3.10.1 3.10.1.2 2021.10.1.3 3.10.1版 Ver.3.10.1 PR3.10.1 霞浜町2-1-36 03-2021-1005 12021年 "
    "1,2021年 2021年代 昭和60年代 10年 R3.13.1 2021年2月30日 令和0年 昭和99年 S3-10 3,10,1 1.2億 10.1 2021 R3".split(),
)
def test_what_stands_among_numbers_is_no_date(text: str) -> None:
    assert days(text) == []


def test_numbers_alone_are_a_guess_at_the_newest_era_that_has_the_year() -> None:
    found = [find_periods(text)[0] for text in ("3.10.1", "27.4.1", "63.4.1", "3・10・1")]
    assert [str(period.first) for period in found] == ["2021-10-01", "2015-04-01", "1988-04-01", "2021-10-01"]
    assert all(period.is_guess for period in found)
    assert not find_periods("r3.10.1")[0].is_guess


def test_places_are_those_of_the_text() -> None:
    text = fold_text("平成30年度から令和2.3.31まで")
    assert [text[period.start : period.end] for period in find_periods(text)] == ["平成30年度", "令和2.3.31"]


def test_days_without_their_year() -> None:
    assert find_days_of_year("5月31日と5/31") == [DayOfYear(5, 31, 0, 5), DayOfYear(5, 31, 6, 10, is_guess=True)]
    assert find_days_of_year("十二月二十五日") == [DayOfYear(12, 25, 0, 7)]
    for text in ("令和5年5月31日", "2023/5/31", "1/2", "3/10", "13/1", "2月30日", "1/2/3/4", "5/310"):
        assert find_days_of_year(text) == []


@pytest.mark.parametrize("text", ["20211001", "令和 3 年 10 月 1 日", "3.10.1", "２０２１．１０．１"])
def test_a_whole_text_is_read_with_its_spaces(text: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.first, period.last) == (date(2021, 10, 1), date(2021, 10, 1))


@pytest.mark.parametrize("text", ["2021", "令和3", "R3", "r３", "二〇二一"])
def test_a_whole_text_may_be_a_year_alone(text: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.span, period.first, period.last) == (Span.YEAR, date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize("text", ["", "昨年", "20211301", "令和3年10月1日から", "99999", "12", "3.10"])
def test_anything_else_is_none(text: str) -> None:
    assert read_period(text) is None


@given(st.text(alphabet="令和平成昭元一二三十〇年月日度()（）0123459.,/・-第項rhRH２０", max_size=40))
def test_any_text_is_read(text: str) -> None:
    folded = fold_text(text)
    found = find_periods(folded)
    ends = [0, *(edge for period in found for edge in (period.start, period.end)), len(folded)]
    assert ends == sorted(ends)
    assert all(period.first <= period.last for period in found)
    read_period(text)
    find_days_of_year(folded)
