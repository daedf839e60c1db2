"""Everything the results page shows, worked out before the template."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse

from minutes.access import Clearance, User, clearance, visible_meetings
from minutes.models import AgendaItem, Attachment
from minutes.wording import labels
from search import engine, language
from search.engine import HitGroup, Tier
from search.index import progress
from search.language import Grouping, Question, Sort
from search.page.address import Address, place_of, read_address
from search.page.answers import IndexState, index_state, remember
from search.page.explanation import SCOPE_LABELS, Explanation, explanation_of, filters_of
from search.page.facets import Facet, facets_of
from search.page.filters import NO_ITEM_LABEL
from search.page.hits import FoundEntry, load_hits
from search.page.inquiries import InquiryHead, heads_of, links_to_other_side
from search.page.known import KnownCard, known_card_of
from search.page.links import Link, ViewChoice, number
from search.page.offers import Offer, offers_of
from search.page.proposals import Proposal, proposals_of
from search.page.related import related_words
from search.page.titles import TitleLinks, title_links_of
from search.synonyms import loosen

PAGE_SIZE = 20
MOST_YEARS = 200
SORT_LABELS = {Sort.NEWEST: "新しい順", Sort.RELEVANCE: "関連度順"}
GROUPING_LABELS = {
    Grouping.NONE: "1件ずつ",
    Grouping.INQUIRY: "質疑ごと",
    Grouping.ITEM: "議題ごと",
    Grouping.MEETING: "会議ごと",
}
GROUP_UNITS = {Grouping.NONE: "件", Grouping.INQUIRY: "組", Grouping.ITEM: "議題", Grouping.MEETING: "会議"}
# How a hit matches, where that is otherwise than typed.
TIER_LABELS = {Tier.VARIANT: "表記ゆれ・同義語", Tier.INSIDE: "語の一部"}
# The form has fields of its own for these.
_FIELDS_OF_FORM = frozenset({"q", "literal", "scope", "year_from", "year_to", "date_from", "date_to"})


@dataclass(frozen=True)
class ShownHit:
    """One hit, ready to be shown. `around_url` leads to what was said before and after it, `other_side` from a question
    to its answers and back."""

    found: FoundEntry
    title: str
    kind: str
    url: str
    tag: str = ""
    around_url: str = ""
    other_side: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ShownGroup:
    """The first hits of one inquiry, agenda item or meeting. `all_url` leads to all of them, where there are more; `lead`
    is how an inquiry begins."""

    title: str
    url: str
    count: str
    hits: list[ShownHit]
    all_url: str = ""
    all_label: str = ""
    lead: str = ""

    @property
    def first(self) -> FoundEntry:
        return self.hits[0].found


@dataclass(frozen=True)
class Replaced:
    """Words that found nothing, at this address, and other words that were searched for in their place; `strict_url`
    leads to the search for the first ones alone."""

    typed: str
    url: str
    text: str
    strict_url: str


@dataclass(frozen=True)
class Year:
    """One option of the two lists of fiscal years."""

    value: int
    label: str
    is_from: bool
    is_to: bool


@dataclass(frozen=True)
class DateField:
    """One of the two fields for dates. Browsers show months in a field of their own, and a day in another; those that
    know neither show the text."""

    name: str
    label: str
    value: str
    after: str

    @property
    def id(self) -> str:
        return self.name.replace("_", "-")

    @property
    def type(self) -> str:
        return "date" if self.value.count("-") == 2 else "month"


@dataclass
class SearchPage:
    """One state of the results page; the address holds all of it."""

    address: Address
    years: list[Year]
    explanation: Explanation
    unfinished: tuple[str, ...] = ()
    results: engine.Results = field(default_factory=engine.Results)
    hits: list[ShownHit] = field(default_factory=list)
    groups: list[ShownGroup] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    known: KnownCard | None = None
    meant: tuple[Proposal, ...] = ()
    replaced: Replaced | None = None
    related: list[Link] = field(default_factory=list)
    titles: list[TitleLinks] = field(default_factory=list)
    inside: Link | None = None
    timed_out: str = ""
    # The question as it was answered in the end.
    answered: Question = field(init=False)

    def __post_init__(self) -> None:
        self.answered = self.address.question

    @property
    def question(self) -> Question:
        return self.address.question

    @property
    def strict_url(self) -> str:
        """The search for all of the words, where the hits hold only some of them; else empty."""
        return self.address.url(strict="1") if self.answered.loose is not None else ""

    @property
    def near_words(self) -> list[str]:
        """The words of which the hits hold some."""
        loose = self.answered.loose
        return [word.text for word in loose.words] if loose else []

    @property
    def before(self) -> int:
        """How many hits or groups came on the pages before."""
        return self.address.before

    @property
    def text(self) -> str:
        return self.question.read.text

    @property
    def query(self) -> str:
        """What stands in the search box."""
        return str(self.address.params.get("q", ""))

    @property
    def title(self) -> str:
        return f"「{self.text}」の検索結果" if self.text else "検索"

    @property
    def notices(self) -> tuple[str, ...]:
        return (*self.address.notices, *self.unfinished)

    @property
    def active(self) -> list[Link]:
        """The filters in force."""
        return filters_of(self.address)

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the words decides what is found."""
        question = self.question
        return bool(question.filters or question.removed or question.literal) or not (
            question.variants and question.synonyms
        )

    @property
    def total(self) -> str:
        return number(self.results.total)

    @property
    def found(self) -> int:
        """How much the search found; where no text holds the words, what they name."""
        return self.results.total or (1 if self.known else 0)

    @property
    def total_groups(self) -> str:
        """How many groups the hits are shown in; empty where they are shown one by one."""
        if self.question.grouping is Grouping.NONE or not self.results.total_groups:
            return ""
        unit = GROUP_UNITS[self.question.grouping]
        return f"{number(self.results.total_groups)}{unit}"

    @property
    def shown_count(self) -> int:
        return len(self.hits) or len(self.groups)

    @property
    def span(self) -> str:
        """Which of the hits or groups these are, after the first page: 21件目から40件目."""
        if not self.before or not self.shown_count:
            return ""
        unit = "件目" if self.hits else "番目"
        return f"{number(self.before + 1)}{unit}から{number(self.before + self.shown_count)}{unit}"

    @property
    def first_number(self) -> int:
        return self.before + 1

    @property
    def dates(self) -> list[DateField]:
        given = self.address.filters
        return [
            DateField("date_from", "日付（から）", given.get("date_from", ""), "から"),
            DateField("date_to", "日付（まで）", given.get("date_to", ""), "まで"),
        ]

    @property
    def scopes(self) -> list[ViewChoice]:
        return [ViewChoice(label, scope.value, scope is self.question.scope) for scope, label in SCOPE_LABELS.items()]

    @property
    def sorts(self) -> list[ViewChoice]:
        return [
            ViewChoice(label, self.address.url(sort=sort.value), sort is self.question.sort)
            for sort, label in SORT_LABELS.items()
        ]

    @property
    def groupings(self) -> list[ViewChoice]:
        return [
            ViewChoice(label, self.address.url(group=grouping.value), grouping is self.question.grouping)
            for grouping, label in GROUPING_LABELS.items()
        ]

    @property
    def proposals(self) -> list[Link]:
        """Other words that may have been meant, with the number of their hits."""
        return [Link(meant.text, self.address.url(q=meant.query), number(meant.count)) for meant in self.meant]

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """What the search form has no field for, so that a new search keeps it."""
        kept = []
        for name, value in self.address.params.items():
            if name not in _FIELDS_OF_FORM:
                kept += [(name, each) for each in (value if isinstance(value, tuple) else (value,))]
        return kept

    @property
    def own_url(self) -> str:
        """This page's own address, in its shortest form."""
        if not self.question.is_something:
            return reverse("search:results")
        return self.replaced.url if self.replaced else self.address.url()

    @property
    def next_url(self) -> str:
        key = self.results.next_key
        if key is None:
            return ""
        return self.address.url(after=place_of(self.before + self.shown_count, key))

    @property
    def next_label(self) -> str:
        unit = "件" if self.hits else GROUP_UNITS[self.question.grouping]
        return f"次の{PAGE_SIZE}{unit}"

    @property
    def start_url(self) -> str:
        return self.address.url() if self.before else ""


def build_page(request: HttpRequest, sort: Sort) -> SearchPage:
    """Reads the address, searches and prepares what is shown. Never fails on what a person can type.

    `sort` is the order where the address names none.
    """
    address = read_address(request, sort=sort, limit=PAGE_SIZE)
    state = index_state()
    page = _blank(address, request, state)
    if address.question.is_something:
        _search(page, request, state)
        meant = _surely_meant(page, clearance(request.user), state)
        if meant is not None:
            return _replaced(page, meant, request, state)
        if not page.found and not page.timed_out:
            _search_nearby(page, request.user, clearance(request.user), state)
            _offer(page, clearance(request.user))
    return page


def _blank(address: Address, request: HttpRequest, state: IndexState) -> SearchPage:
    return SearchPage(address, _years(request, address, state), explanation_of(address), _unfinished())


def _replaced(page: SearchPage, meant: Proposal, request: HttpRequest, state: IndexState) -> SearchPage:
    """The page of the words that were surely meant, in the place of one that found nothing."""
    typed = page.address
    other = _blank(typed.of_text(meant.query, clearance(request.user)), request, state)
    other.replaced = Replaced(page.text, typed.url(), meant.query, typed.url(strict="1"))
    other.meant = tuple(proposal for proposal in page.meant if proposal is not meant)
    _search(other, request, state)
    return other


def _unfinished() -> tuple[str, ...]:
    """That the index lacks something, for as long as it does. A share alone: how many meetings there are
    is not for everyone."""
    indexed, published = progress()
    if indexed >= published:
        return ()
    return (
        f"検索の索引を更新しています（{indexed * 100 // published}%済み）。終わるまで、見つからない発言があります。",
    )


def _search(page: SearchPage, request: HttpRequest, state: IndexState) -> None:
    question = page.question
    level = clearance(request.user)
    if question.after is None:
        key = ("known", question.text, question.read, question.filters, level)
        page.known = remember(key, state, lambda: known_card_of(question, request.user))
    try:
        page.results = remember(("search", question, level), state, lambda: engine.search(question, clearance=level))
    except engine.SearchTimeout as error:
        page.timed_out = str(error)
        return
    _show_hits(page, request.user)
    page.facets = facets_of(page.address, page.results.facets)
    if page.known is not None and not page.results.total:
        _show_spoken(page, page.known, request.user, state)
    if question.after is None:
        page.titles = remember(
            ("titles", question.tree, question.filters, level),
            state,
            lambda: title_links_of(page.address, request.user),
        )
        _look_further(page, level, state)


def _show_spoken(page: SearchPage, known: KnownCard, user: User, state: IndexState) -> None:
    """Where no text holds what names a meeting, what was said there."""
    level, spoken = clearance(user), known.spoken
    if spoken is None or page.question.strict:
        return
    try:
        results = remember(("search", spoken, level), state, lambda: engine.search(spoken, clearance=level))
    except engine.SearchTimeout:
        return
    found = load_hits(results.hits, None)
    links = links_to_other_side(found, user)
    page.hits = [_shown(page.address, each, links) for each in found]


def _search_nearby(page: SearchPage, user: User, level: Clearance, state: IndexState) -> None:
    """Where nothing holds all of the words, what holds the most of them."""
    loose = loosen(page.question, clearance=level)
    if loose is None:
        return
    try:
        results = remember(("search", loose, level), state, lambda: engine.search(loose, clearance=level))
    except engine.SearchTimeout:
        return
    if results.total:
        page.answered, page.results = loose, results
        _show_hits(page, user)
        page.facets = facets_of(page.address, results.facets, counted=False)


def _offer(page: SearchPage, level: Clearance) -> None:
    """Searches near one that found nothing; beside the nearest texts only those for the same words, since these texts
    hold other ways to put them already."""
    if page.question.after is not None:
        return
    # What else could be found is not worth an error.
    with suppress(engine.SearchTimeout):
        page.offers = offers_of(page.address, level, other_words=page.answered.loose is None)


def _look_further(page: SearchPage, level: Clearance, state: IndexState) -> None:
    """What other ways of searching would find; told where it is found in time."""
    try:
        if page.replaced is None and page.known is None:
            page.meant = _meant(page, level, state)
        if not page.results.total and page.known is None:
            return
        page.related = _related(page, level, state)
        if not page.question.inside:
            page.inside = _inside(page.address, level, state)
    except engine.SearchTimeout:
        pass  # The hits are there; what else could be found is not worth an error.


def _meant(page: SearchPage, level: Clearance, state: IndexState) -> tuple[Proposal, ...]:
    question, total = page.question, page.results.total
    key = ("meant", question.tree, question.filters, question.scope, question.inside, level)
    return remember(key, state, lambda: proposals_of(question, total, level))


def _surely_meant(page: SearchPage, level: Clearance, state: IndexState) -> Proposal | None:
    """What is searched for at once, where the words as typed stand nowhere: not in a title, nor inside other words."""
    if page.question.strict or page.titles or not page.meant or not page.meant[0].is_certain:
        return None
    try:
        return None if _count_inside(page.question, level, state) else page.meant[0]
    except engine.SearchTimeout:
        return None


def _related(page: SearchPage, level: Clearance, state: IndexState) -> list[Link]:
    """Words of the hits shown, each with the address of the hits that hold it too."""
    question = page.question
    hits = page.results.hits or [hit for group in page.results.groups for hit in group.hits]
    entries = [hit.entry for hit in hits]
    words = remember(("related", question, level), state, lambda: related_words(question, entries, level))
    narrowed = [(word, language.narrowed(question.read.tree, word)) for word in words]
    return [Link(word, page.address.url(q=language.write(tree))) for word, tree in narrowed if tree is not None]


def _inside(address: Address, level: Clearance, state: IndexState) -> Link | None:
    more = _count_inside(address.question, level, state)
    return Link(number(more), address.url(inside="1")) if more else None


def _count_inside(question: Question, level: Clearance, state: IndexState) -> int:
    key = ("inside", question.tree, question.filters, question.scope, level)
    return remember(key, state, lambda: engine.count_inside(question, clearance=level))


def _show_hits(page: SearchPage, user: User) -> None:
    groups = page.results.groups
    hits = [hit for group in groups for hit in group.hits] if groups else page.results.hits
    found = {each.hit.entry: each for each in load_hits(hits, page.answered.shown_words, inside=page.question.inside)}
    links = links_to_other_side(list(found.values()), user)
    if not groups:
        page.hits = [_shown(page.address, found[hit.entry], links) for hit in hits if hit.entry in found]
        return
    heads = heads_of(groups, user)
    for group in groups:
        inner = [_shown(page.address, found[hit.entry], links) for hit in group.hits if hit.entry in found]
        if inner and page.question.grouping is Grouping.INQUIRY:
            page.groups.append(_shown_inquiry(group, inner, heads))
        elif inner:
            page.groups.append(_shown_group(page.address, group, inner))


def _shown(address: Address, found: FoundEntry, links: Mapping[int, tuple[Link, ...]]) -> ShownHit:
    tag = TIER_LABELS.get(found.hit.tier, "") if found.hit.tier else ""
    meeting = found.meeting
    if found.utterance is None:
        assert found.page is not None
        title = f"{_paper_title(found.page.attachment)}　{found.page.number}ページ"
        return ShownHit(found, title, "資料", found.page.attachment.address_of_page(found.page.number), tag)
    utterance = found.utterance
    return ShownHit(
        found,
        utterance.speaker or meeting.title,
        utterance.get_kind_display(),
        reverse("minutes:utterance", args=[meeting.key, utterance.ref]),
        tag,
        reverse("search:around", args=[meeting.key, utterance.ref]),
        links.get(utterance.pk, ()),
    )


def _paper_title(paper: Attachment) -> str:
    return str(paper) or "資料"


def _shown_inquiry(group: HitGroup, hits: list[ShownHit], heads: Mapping[tuple[int, int], InquiryHead]) -> ShownGroup:
    """Question and answers as one; what is part of no inquiry is shown by itself."""
    head = heads.get((group.meeting, group.inquiry or 0))
    if head is None:
        first = hits[0]
        title = first.title if first.found.utterance is None else f"{first.title}の発言"
        return ShownGroup(title, first.url, number(group.count), hits)
    is_shown = any(hit.url == head.url for hit in hits)
    return ShownGroup(head.title, head.url, number(group.count), hits, lead="" if is_shown else head.beginning)


def _shown_group(address: Address, group: HitGroup, hits: list[ShownHit]) -> ShownGroup:
    meeting = hits[0].found.meeting
    if address.question.grouping is Grouping.MEETING:
        title, url, of = meeting.title, meeting.get_absolute_url(), "会議"
        all_url = address.url(meeting=meeting.key, group=None)
    else:
        item = _item_of(group, hits[0].found)
        title, url, of = (str(item) if item else NO_ITEM_LABEL), hits[0].url, "議題"
        all_url = address.url(meeting=meeting.key, item=str(item.order if item else 0), group=None)
    count = number(group.count)
    has_more = group.count > len(hits)
    return ShownGroup(title, url, count, hits, all_url if has_more else "", f"この{of}の{count}件をすべて見る")


def _item_of(group: HitGroup, found: FoundEntry) -> AgendaItem | None:
    return next((item for item in found.agenda if item.pk == group.item), None)


def _years(request: HttpRequest, address: Address, state: IndexState) -> list[Year]:
    """The fiscal years to choose from, newest first."""
    meetings = visible_meetings(request.user).order_by()
    span = remember(
        ("years", clearance(request.user)),
        state,
        lambda: meetings.aggregate(first=Min("fiscal_year"), last=Max("fiscal_year")),
    )
    if span["first"] is None:
        return []
    first = max(span["first"], span["last"] - MOST_YEARS)
    chosen = [address.params.get(name) for name in ("year_from", "year_to")]
    return [
        Year(year, labels.fiscal_year_label(year), chosen[0] == str(year), chosen[1] == str(year))
        for year in range(span["last"], first - 1, -1)
    ]
