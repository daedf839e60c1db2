"""Meetings, agenda items and papers of which the titles hold a query's words: links beside the hits, and pages of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from minutes.access import User
from search.known_items import Titles, page_of_titles, titles_of
from search.models import KnownItem
from search.page.address import Address
from search.page.known import KnownLine, line_of
from search.page.links import ViewChoice, number

PAGE_SIZE = 50
# Filters by which titles can be narrowed too.
_FILTERS = (
    "q",
    "literal",
    "variants",
    "synonyms",
    "off",
    "year_from",
    "year_to",
    "date_from",
    "date_to",
    "body",
    "meeting",
)


@dataclass(frozen=True)
class TitleLinks:
    """Titles of one kind: their number, the newest of them, and the address of all, where there are more."""

    label: str
    count: str
    lines: Sequence[KnownLine]
    all_url: str


@dataclass(frozen=True)
class TitlesPage:
    """One page of the titles that hold a query's words, newest first."""

    address: Address
    lines: list[KnownLine]
    kinds: list[ViewChoice]
    total: str
    first_number: int
    previous_url: str
    next_url: str

    @property
    def text(self) -> str:
        return self.address.question.read.text

    @property
    def results_url(self) -> str:
        return self.address.url()


def title_links_of(address: Address, found: Sequence[Titles]) -> list[TitleLinks]:
    """The titles found, ready to be shown."""
    return [
        TitleLinks(
            titles.kind.label,
            number(titles.total),
            [line_of(known) for known in titles.newest],
            titles_url(address, titles.kind) if titles.total > len(titles.newest) else "",
        )
        for titles in found
    ]


def titles_url(address: Address, kind: KnownItem.Kind | None = None, page: int = 1) -> str:
    """The address of a page of all titles."""
    params = {name: value for name, value in address.params.items() if name in _FILTERS}
    if kind is not None:
        params["of"] = kind.value
    if page > 1:
        params["page"] = str(page)
    return f"{reverse('search:titles')}?{urlencode(params, doseq=True)}"


def build_titles_page(address: Address, user: User, kind: KnownItem.Kind | None, page: int) -> TitlesPage:
    """The `page` (from 1) of all titles, or of one kind; behind the last one the last. Four queries."""
    counts = titles_of(address.question, user, 1)
    total = sum(titles.total for titles in counts if kind in (None, titles.kind))
    page = min(page, max(-(-total // PAGE_SIZE), 1))
    first = (page - 1) * PAGE_SIZE
    found = page_of_titles(address.question, user, kind, first=first, most=PAGE_SIZE + 1)
    return TitlesPage(
        address,
        [line_of(known) for known in found[:PAGE_SIZE]],
        _kinds(address, kind, counts),
        number(total),
        first + 1,
        titles_url(address, kind, page - 1) if page > 1 else "",
        titles_url(address, kind, page + 1) if len(found) > PAGE_SIZE else "",
    )


def _kinds(address: Address, chosen: KnownItem.Kind | None, counts: Sequence[Titles]) -> list[ViewChoice]:
    if len(counts) < 2:
        return []
    whole = ViewChoice(_counted("すべて", sum(titles.total for titles in counts)), titles_url(address), chosen is None)
    return [
        whole,
        *(
            ViewChoice(
                _counted(titles.kind.label, titles.total), titles_url(address, titles.kind), titles.kind is chosen
            )
            for titles in counts
        ),
    ]


def _counted(label: str, total: int) -> str:
    return f"{label} {number(total)}件"
