"""Everything the results page shows, worked out before the template: links, facets, suggestions, paging."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse

from minutes import labels
from minutes.access import clearance, visible_meetings
from minutes.models import Utterance
from search import engine, query
from search.engine import Key, Sort
from search.filters import SearchFilters
from search.hits import FoundEntry, facet_names, load_hits

PAGE_SIZE = 20
SHOWN_AT_ONCE = 8
SORT_LABELS = {Sort.NEWEST: "新しい順", Sort.RELEVANCE: "関連度順"}
FACET_LABELS = {"fiscal_year": "年度", "body": "会議体", "topic": "分類", "speaker": "発言者", "kind": "種類"}
_CURSOR = re.compile(r"(\d{1,9})_(\d{1,9}(?:\.\d{1,9})?)_(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """One value of a facet: a link that narrows the search to it."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        return self.choices[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> list[Choice]:
        return self.choices[SHOWN_AT_ONCE:]


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Another search that finds something: what it looks for, its address and its hits."""

    label: str
    url: str
    count: int


@dataclass
class SearchPage:
    """One state of the results page. The address holds all of it: `params` are the query string's."""

    text: str
    read: query.Query
    params: dict[str, str]
    sort: Sort
    years: list[tuple[int, str]]
    asked: bool
    results: engine.Results = field(default_factory=engine.Results)
    hits: list[FoundEntry] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    active: list[Link] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    before: int = 0
    timed_out: str = ""

    @property
    def understood(self) -> str:
        return query.describe(self.read.tree)

    @property
    def title(self) -> str:
        return f"「{self.text}」の検索結果" if self.text else "検索"

    @property
    def first_number(self) -> int:
        return self.before + 1

    @property
    def last_number(self) -> int:
        return self.before + len(self.hits)

    @property
    def sorts(self) -> list[Link]:
        return [
            Link(label, self.url(sort=sort.value), is_current=sort is self.sort) for sort, label in SORT_LABELS.items()
        ]

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """The filters that the search form has no field for, so that a new search keeps them."""
        return [(name, value) for name, value in self.params.items() if name in ("body", "topic", "speaker", "kind")]

    @property
    def next_url(self) -> str:
        key = self.results.next_key
        if key is None:
            return ""
        return self.url(after=f"{self.last_number}_{key.score:.2f}_{key.recency}")

    @property
    def start_url(self) -> str:
        return self.url() if self.before else ""

    @property
    def beyond_ranking(self) -> bool:
        """Whether this is the last page that the relevance order reaches, with more hits behind it."""
        return bool(self.hits) and not self.next_url and self.results.ranked < self.results.total

    def url(self, **changes: str | None) -> str:
        """This search with other parameters; None takes one away. Without `after`, from the first hit."""
        params = {name: value for name, value in {**self.params, **changes}.items() if value is not None}
        return f"{reverse('search:results')}?{urlencode(params)}"


def build_page(request: HttpRequest, sort: Sort) -> SearchPage:
    """Reads the address, searches and prepares what is shown. Never fails on what a person can type."""
    read = query.parse(request.GET.get("q", ""))
    filters = SearchFilters(request.GET, queryset=None, request=request)
    chosen = filters.chosen()
    shown = filters.shown()
    params = {name: request.GET[name] for name in shown if name in request.GET}
    params = {"q": read.text[: query.LONGEST_QUERY], **params, "sort": sort.value}
    page = SearchPage(
        text=read.text,
        read=read,
        params=params,
        sort=sort,
        years=_years(request),
        asked=read.tree is not None or bool(chosen),
        notices=_notices(read, filters),
    )
    page.active = [
        Link(f"{filters.form.fields[name].label}：{text}", page.url(**{name: None})) for name, text in shown.items()
    ]
    if page.asked:
        _search(page, request, chosen)
    return page


def _search(page: SearchPage, request: HttpRequest, chosen: engine.Filters) -> None:
    level = clearance(request.user)
    page.before, after = _position(request.GET.get("after", ""))
    try:
        page.results = engine.search(
            page.read.tree, clearance=level, filters=chosen, sort=page.sort, limit=PAGE_SIZE, after=after
        )
        if not page.results.total:
            page.suggestions = _suggestions(page, level, chosen)
    except engine.SearchTimeout as error:
        page.timed_out = str(error)
        return
    page.hits = load_hits(page.results.hits, page.read.tree)
    page.facets = _facets(page, chosen)


def _notices(read: query.Query, filters: SearchFilters) -> list[str]:
    notices = [f"「{label}」の指定を読み取れないため、使わずに検索しました。" for label in filters.problems()]
    ignored = engine.ignored_terms(read.tree)
    if ignored:
        names = "".join(f"「{term}」" for term in ignored)
        notices.append(f"{names}は助詞や記号だけの言葉なので、検索に使いません。")
    if read.shortened:
        notices.append(
            f"検索の言葉が長すぎるため、初めの{query.LONGEST_QUERY}文字、{query.MOST_TERMS}語までで検索しました。"
        )
    return notices


def _years(request: HttpRequest) -> list[tuple[int, str]]:
    """The fiscal years to choose from, newest first."""
    span = visible_meetings(request.user).order_by().aggregate(first=Min("fiscal_year"), last=Max("fiscal_year"))
    if span["first"] is None:
        return []
    first = max(span["first"], span["last"] - 200)
    return [(year, labels.fiscal_year_label(year)) for year in range(span["last"], first - 1, -1)]


def _position(cursor: str) -> tuple[int, Key | None]:
    """How many hits came before, and the key of the last of them; the beginning where `cursor` is no such thing."""
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        return 0, None
    return int(match[1]), Key(float(match[2]), int(match[3]))


def _facets(page: SearchPage, chosen: engine.Filters) -> list[Facet]:
    names = facet_names(page.results.facets)
    kinds = {kind.value: str(kind.label) for kind in Utterance.Kind}
    facets = []
    for facet in engine.FACETS:
        choices = []
        for value, count in page.results.facets[facet].items():
            if facet == "fiscal_year":
                label = labels.fiscal_year_label(value)
                url = page.url(year_from=str(value), year_to=str(value))
                is_chosen = chosen.year_from == chosen.year_to == value
            else:
                label = kinds.get(value, "") or names[facet].get(value, str(value))
                url = page.url(**{facet: str(value)})
                is_chosen = getattr(chosen, facet) == value
            choices.append(Choice(str(label), count, url, is_chosen))
        if choices:
            facets.append(Facet(facet, FACET_LABELS[facet], choices))
    return facets


def _suggestions(page: SearchPage, level: int, chosen: engine.Filters) -> list[Suggestion]:
    """Searches near this one that do find something."""
    found = []
    if chosen and page.read.tree is not None:
        count = engine.count(page.read.tree, clearance=level)
        bare = {name: None for name in page.params if name not in ("q", "sort")}
        found.append(Suggestion("絞り込みをすべて外す", page.url(**bare), count))
    for tree in query.wider(page.read.tree):
        count = engine.count(tree, clearance=level, filters=chosen)
        found.append(Suggestion(query.describe(tree), page.url(q=query.write(tree)), count))
    return [suggestion for suggestion in found if suggestion.count]
