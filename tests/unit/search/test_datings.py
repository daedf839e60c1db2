"""How a date is written otherwise: in words, and in signs that mean no other day."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import date_writings, find_periods, fold_text, spellings_by_rule


def found_by(query: str, text: str) -> list[str]:
    """What of a text the writings in signs of a query find."""
    folded = fold_text(text)
    return [match[0] for writing in date_writings(fold_text(query)) for match in re.finditer(writing.pattern, folded)]


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("令和3年10月1日", "2021年10月1日 平成33年10月1日"),
        ("2021年10月1日", "令和3年10月1日"),
        ("R3.10.1", "令和3年10月1日 2021年10月1日"),
        ("3.10.1", "令和3年10月1日 2021年10月1日"),
        ("27.4.1", "平成27年4月1日 2015年4月1日"),
        ("2020年度予算", "令和2年度予算 平成32年度予算"),
        ("R2年度予算", "令和2年度予算 2020年度予算"),
        ("令和2(2020)年度予算", "令和2年度予算 2020年度予算"),
        ("平成31年度", "令和元年度 令和1年度 2019年度"),
        ("2019年", "令和元年 令和1年 平成31年"),
        ("1989年1月", "昭和64年1月 平成元年1月"),
        ("昭和64年1月", "1989年1月"),
        ("令和3年度から令和5年度", "2021年度から2023年度"),
        ("R5", "令和5 2023年 2023年度"),
        ("5/31", "5月31日"),
    ],
)
def test_dates_in_words(query: str, others: str) -> None:
    assert set(others.split()) <= set(spellings_by_rule(fold_text(query)))


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("H2", "平成2"),
        ("M30", "明治30"),
        ("平成31年", "令和元年"),
        ("昭和64年1月", "平成元年1月"),
        ("1/2", "1月2日"),
        ("第3.10.1項", "令和3年10月1日"),
    ],
)
def test_what_is_not_the_same_time_is_no_spelling(query: str, others: str) -> None:
    assert others not in spellings_by_rule(fold_text(query))


@pytest.mark.parametrize(
    "text",
    "R3.10.1 Ｒ３／１０／０１ R3-10-1 令和3・10・1 2021-10-01 2021/10/1 2021.10.1 3.10.1 ３．１０．１ 令和3年（2021年）10月1日".split(),
)
def test_a_day_is_found_in_signs(text: str) -> None:
    for query in ("令和3年10月1日", "2021年10月1日", "R3.10.1"):
        assert found_by(query, f"では{text}から") == [fold_text(text)]


@pytest.mark.parametrize(
    "text",
    "13.10.1 3.10.10 第3.10.1項 1.3.10.1 3.10.1.2 R13.10.1 PR3.10.1 12021-10-1 2021-10-11 3.10.1条 Ver.3.10.1".split(),
)
def test_what_only_holds_its_numbers_is_not(text: str) -> None:
    assert found_by("令和3年10月1日", text) == []


def test_months_years_and_what_stands_around_a_date() -> None:
    assert found_by("令和3年10月", "R3.10の会議") == ["r3.10"]
    assert found_by("令和3年10月", "R3.11の会議") == []
    assert found_by("令和元年度決算", "R1年度決算とＲ元年度決算") == ["r1年度決算", "r元年度決算"]
    assert found_by("令和2年度予算", "令和２（２０２０）年度予算") == ["令和2(2020)年度予算"]
    assert found_by("令和3年", "R3年度とR3年") == ["r3年"]
    assert found_by("5月31日", "5/31と2023/5/31と15/31") == ["5/31", "5/31"]
    assert date_writings("防災") == ()
    assert date_writings("令和3年度と令和5年度") == ()


@given(
    st.dates(),
    st.sampled_from(
        ["{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}", "{0.year}-{0.month:02d}-{0.day:02d}"]
    ),
)
def test_each_writing_names_the_same_day(day, form) -> None:  # type: ignore[no-untyped-def]
    text = form.format(day)
    if day.year >= 1873:
        wanted = [(day, day)] if day.year < 2100 else []
        others = [text, *spellings_by_rule(text), *(string for each in date_writings(text) for string in each.strings)]
        for other in others:
            periods = find_periods(fold_text(other))
            assert [(period.first, period.last) for period in periods if not period.is_guess] in (wanted, [])
        for writing in date_writings(text):
            assert all(re.search(writing.pattern, string) for string in writing.strings)
