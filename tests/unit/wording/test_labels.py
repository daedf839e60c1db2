"""Both calendars on pages."""

from datetime import date

from minutes.wording.labels import date_label, fiscal_year_label


def test_fiscal_years_bear_both_calendars() -> None:
    assert fiscal_year_label(2023) == "令和5年度（2023年度）"
    assert fiscal_year_label(2019) == "令和元年度（2019年度）"
    assert fiscal_year_label(2018) == "平成30年度（2018年度）"


def test_dates_bear_both_calendars_and_the_weekday() -> None:
    assert date_label(date(2024, 3, 25)) == "令和6年（2024年）3月25日（月）"
    assert date_label(date(2019, 5, 1)) == "令和元年（2019年）5月1日（水）"


def test_days_before_the_eras_are_gregorian_alone() -> None:
    assert date_label(date(1850, 1, 2)).startswith("1850年1月2日")
    assert fiscal_year_label(1850) == "1850年度"
