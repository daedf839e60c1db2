"""How minutes are cited, in one form everywhere; what is cited so is found by the search (search.language.references)."""

from datetime import date

from minutes.wording import dates

# Before the permanent number of an utterance.
UTTERANCE_MARK = "¶"


def citation_of(
    *,
    title: str,
    body: str,
    fiscal_year: int,
    number: int | None = None,
    held_on: date | None = None,
    utterance: int | None = None,
) -> str:
    """図書館協議会 令和5年度第2回（令和5年5月31日）, with ¶12 behind it for an utterance; the title of a meeting that has
    neither number nor date."""
    if number is None and held_on is None:
        cited = title
    else:
        cited = body
        if number is not None:
            cited += f" {_fiscal_year(fiscal_year)}第{number}回"
        if held_on is not None:
            cited += f"（{_day(held_on)}）"
    return cited if utterance is None else f"{cited}{UTTERANCE_MARK}{utterance}"


def _fiscal_year(year: int) -> str:
    try:
        return dates.format_fiscal_year(year)
    except dates.DateError:
        return f"{year}年度"


def _day(day: date) -> str:
    try:
        return dates.format_era_date(day)
    except dates.DateError:
        return f"{day.year}年{day.month}月{day.day}日"
