"""Tags and filters of every page: the navigation, page links, dates in both calendars, paragraphs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils import timezone

from minutes import access
from minutes.models import Meeting
from minutes.wording import clock_of_recording, labels, people

register = template.Library()
register.filter(people.person_name)
register.filter(clock_of_recording)
register.filter(access.can_edit)
register.filter(access.can_erase)
register.filter(access.can_publish)
register.filter(access.can_remove)
register.filter(access.can_withdraw)
register.filter(access.is_restricted)
register.filter(access.opens_administration)
register.filter(access.reads_trail)
PREVIEWED_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the global navigation, the URL names that belong to it, and the right that it is for."""

    label: str
    url_name: str
    members: tuple[str, ...]
    right: Callable[[access.User], bool] | None = None

    def holds(self, match: ResolverMatch) -> bool:
        return match.view_name.startswith(self.members)


# Addresses by name only: the search pages belong to another app.
SECTIONS = (
    Section("ホーム", "minutes:home", ("minutes:home",)),
    Section("年度", "minutes:fiscal_years", ("minutes:fiscal_year",)),
    Section("会議体", "minutes:bodies", ("minutes:bod",)),
    Section("分類", "minutes:topics", ("minutes:topic",)),
    Section("検索", "search:results", ("search:",)),
    Section("取込み", "minutes:uploads", ("minutes:upload",), access.can_edit),
    Section("ごみ箱", "minutes:bin", ("minutes:bin", "minutes:erasure"), access.can_edit),
    Section("記録", "minutes:trail", ("minutes:trail", "minutes:access_log"), access.reads_trail),
)


@register.simple_tag
def site_name() -> str:
    """The archive's name as the office set it; Django's sign-in page has another variable of this name."""
    return str(settings.SITE_NAME)


@register.simple_tag
def release() -> str:
    """The version of the archive."""
    return str(settings.VERSION)


@register.inclusion_tag("_partials/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The global navigation; the section of the page being shown is marked."""
    request = context.get("request")
    return {"items": list(_navigation_items(request))}


def _navigation_items(request: HttpRequest | None) -> Iterator[dict[str, str]]:
    match = getattr(request, "resolver_match", None)
    user = getattr(request, "user", None)
    for section in SECTIONS:
        if section.right and not (user and section.right(user)):
            continue
        try:
            url = reverse(section.url_name)
        except NoReverseMatch:
            continue
        current = ""
        if match is not None and section.holds(match):
            current = "page" if match.view_name == section.url_name else "true"
        yield {"label": section.label, "url": url, "current": current}


@register.inclusion_tag("_partials/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], label: str = "ページ") -> dict[str, Any]:
    """Links to the pages of a Paginator that keep the other parameters of the address."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "label": label,
        "prefix": "?" + (query.urlencode() + "&" if query else ""),
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "gap": page.paginator.ELLIPSIS,
    }


@register.filter
def date_label(day: date | None) -> str:
    """令和6年（2024年）3月25日（月）, of a moment its day in Japan; nothing where no day is known."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return labels.date_label(day) if day else ""


@register.filter
def fiscal_year_label(year: int | None) -> str:
    """令和5年度（2023年度）; nothing where no year is known."""
    return labels.fiscal_year_label(year) if year is not None else ""


@register.filter
def era_year(year: int) -> str:
    """2023 -> 令和5年度, for narrow column heads that print the Gregorian year on a line of its own."""
    return labels.fiscal_year_label(year).partition("（")[0]


@register.filter
def clock_label(clock: time | None) -> str:
    """13時05分; nothing where no time is known."""
    return f"{clock.hour}時{clock.minute:02d}分" if clock else ""


@register.filter
def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold something; the template writes (and escapes) each as a paragraph."""
    return [line.strip(" \t\r") for line in text.splitlines() if line.strip()]


@register.filter
def agenda_preview(meeting: Meeting) -> str:
    """The first agenda items of a meeting in one line: 電話システムの更新、DX推進計画　ほか2件."""
    titles = [item.title for item in meeting.agenda_items.all()]
    rest = len(titles) - PREVIEWED_ITEMS
    return "、".join(titles[:PREVIEWED_ITEMS]) + (f"　ほか{rest}件" if rest > 0 else "")


@register.filter
def web_address(address: str) -> str:
    """The address if a browser may be led there (http or https), else nothing."""
    return address if address.lower().startswith(("https://", "http://")) else ""
