"""How years and dates are written on pages: 和暦 and 西暦 together. Stdlib and minutes.wording.dates only."""

from datetime import date

from minutes.wording import dates


def fiscal_year_label(year: int) -> str:
    """2023 -> 令和5年度（2023年度）; the Gregorian form alone for years before 明治."""
    try:
        return f"{dates.format_fiscal_year(year)}（{year}年度）"
    except dates.DateError:
        return f"{year}年度"


def month_label(day: date) -> str:
    """2024-03-25 -> 令和6年（2024年）3月; the Gregorian form alone for months before 明治."""
    return f"{date_label(day).partition('月')[0]}月"


def date_label(day: date) -> str:
    """2024-03-25 -> 令和6年（2024年）3月25日（月）; the Gregorian form alone for days before 明治."""
    rest = f"{day.month}月{day.day}日（{dates.WEEKDAYS[day.weekday()]}）"
    try:
        era, year = dates.era_of(day)
    except dates.DateError:
        return f"{day.year}年{rest}"
    return f"{era.name}{'元' if year == 1 else year}年（{day.year}年）{rest}"
