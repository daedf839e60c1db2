"""Where a page stands: home, what holds it, itself."""

from typing import Any, NamedTuple

from django import template
from django.urls import reverse

from minutes.models import Body, Meeting, Topic, Upload
from minutes.templatetags.pages import SECTIONS

register = template.Library()
_LABELS = {section.url_name: section.label for section in SECTIONS}


class Crumb(NamedTuple):
    """A page on the way; without an address the one that is shown."""

    label: str
    address: str = ""


@register.inclusion_tag("_partials/breadcrumbs.html")
def breadcrumbs(holder: Any, current: str = "", between: str = "", address: str = "") -> dict[str, list[Crumb]]:
    """The way to a page: {% breadcrumbs meeting "資料" %}, or {% breadcrumbs meeting %} for the meeting's own.

    `holder` is a row or the URL name of a section; `between` and `address` name one more page below it.
    """
    trail = [_section("minutes:home"), *_trail(holder)]
    if between:
        trail.append(Crumb(between, address))
    trail = [*trail, Crumb(current)] if current else [*trail[:-1], Crumb(trail[-1].label)]
    return {"trail": trail}


def _trail(holder: Any) -> list[Crumb]:
    match holder:
        case str():
            return [_section(holder)]
        case Meeting():
            return [*_trail(holder.body), _own(holder)]
        case Body():
            return [_section("minutes:bodies"), _own(holder)]
        case Topic():
            # One level alone: parents that an administrator made a circle of would never end.
            above = [_own(holder.parent)] if holder.parent else []
            return [_section("minutes:topics"), *above, _own(holder)]
        case Upload():
            return [_section("minutes:uploads"), _own(holder)]
    raise TypeError(f"no page holds {holder!r}")


def _section(url_name: str) -> Crumb:
    return Crumb(_LABELS[url_name], reverse(url_name))


def _own(row: Meeting | Body | Topic | Upload) -> Crumb:
    return Crumb(str(row), row.get_absolute_url())
