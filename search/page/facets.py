"""The counts beside the hits, each a link that narrows the search to what it counts."""

from dataclasses import dataclass
from typing import Any

from minutes.dialogue import CATEGORY_LABELS, SpeakerCategory
from minutes.wording import labels
from search.engine import FACETS
from search.language import Filters
from search.models import Profile
from search.page.address import Address
from search.page.hits import facet_names
from search.page.links import ViewChoice, number

SHOWN_AT_ONCE = 6
FACET_LABELS = {
    "fiscal_year": "年度",
    "body": "会議体",
    "topic": "分類",
    "category": "発言者の区分",
    "speaker": "発言者",
    "kind": "種類",
}
_KIND_LABELS = {value: str(label) for value, label in Profile.KINDS}


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[ViewChoice]

    @property
    def first(self) -> list[ViewChoice]:
        return self.choices[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> list[ViewChoice]:
        return self.choices[SHOWN_AT_ONCE:]


def facets_of(address: Address, counts: dict[str, dict[Any, int]], *, counted: bool = True) -> list[Facet]:
    """The facets that have values; one query. Of the nearest entries their numbers say nothing, and are not shown."""
    names = facet_names(counts)
    facets = []
    for name in FACETS:
        choices = [
            ViewChoice(
                _label(name, value, names),
                _url(address, name, value),
                _is_chosen(address.question.filters, name, value),
                number(count) if counted else "",
            )
            for value, count in counts[name].items()
        ]
        if choices:
            facets.append(Facet(name, FACET_LABELS[name], choices))
    return facets


def _label(name: str, value: Any, names: dict[str, dict[Any, str]]) -> str:
    if name == "fiscal_year":
        return labels.fiscal_year_label(value)
    if name == "category":
        return CATEGORY_LABELS[SpeakerCategory(value)]
    if name == "kind":
        return _KIND_LABELS.get(value, str(value))
    return str(names[name].get(value, value))


def _url(address: Address, name: str, value: Any) -> str:
    if name == "fiscal_year":
        return address.url(year_from=str(value), year_to=str(value))
    return address.url(**{name: str(value)})


def _is_chosen(filters: Filters, name: str, value: Any) -> bool:
    if name == "fiscal_year":
        return bool(filters.year_from == filters.year_to == value)
    return bool(getattr(filters, name) == value)
