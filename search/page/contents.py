"""Everything the results page shows, as its template reads it."""

from dataclasses import dataclass, field

from django.urls import reverse

from search import engine
from search.language import LONGEST_QUERY, Grouping, Question, Scope, Sort, is_address
from search.page.address import Address, place_of
from search.page.explanation import SCOPE_LABELS, Explanation, filters_of
from search.page.facets import Facet
from search.page.hit_list import HitList, ShownGroup, ShownHit
from search.page.known import KnownCard
from search.page.links import Link, ViewChoice, number
from search.page.offers import Offer
from search.page.proposals import Proposal
from search.page.titles import TitleLinks

PAGE_SIZE = 20
SORT_LABELS = {Sort.NEWEST: "新しい順", Sort.RELEVANCE: "関連度順"}
GROUPING_LABELS = {
    Grouping.NONE: "1件ずつ",
    Grouping.INQUIRY: "質疑ごと",
    Grouping.ITEM: "議題ごと",
    Grouping.MEETING: "会議ごと",
}
GROUP_UNITS = {Grouping.NONE: "件", Grouping.INQUIRY: "組", Grouping.ITEM: "議題", Grouping.MEETING: "会議"}
# The form has fields of its own for these.
_FIELDS_OF_FORM = frozenset({"q", "literal", "scope", "year_from", "year_to", "date_from", "date_to"})


@dataclass(frozen=True)
class Replaced:
    """Words that found nothing, at their address, and the text that was searched for in their place."""

    address: Address
    text: str

    @property
    def typed(self) -> str:
        return self.address.question.read.text

    @property
    def url(self) -> str:
        return self.address.url()

    @property
    def strict_url(self) -> str:
        """The search for the words as typed alone."""
        return self.address.url(strict="1")


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
    """One state of the results page; the address holds all of it. `answered` is the question as it was answered in the
    end."""

    address: Address
    years: list[Year]
    explanation: Explanation
    unfinished: tuple[str, ...] = ()
    results: engine.Results = field(default_factory=engine.Results)
    shown: HitList = field(default_factory=HitList)
    facets: list[Facet] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    known: KnownCard | None = None
    meant: tuple[Proposal, ...] = ()
    replaced: Replaced | None = None
    related: list[Link] = field(default_factory=list)
    titles: list[TitleLinks] = field(default_factory=list)
    inside: Link | None = None
    timed_out: str = ""
    is_busy: bool = False
    answered: Question = field(init=False)

    def __post_init__(self) -> None:
        self.answered = self.address.question

    @property
    def question(self) -> Question:
        return self.address.question

    @property
    def hits(self) -> list[ShownHit]:
        return self.shown.hits

    @property
    def groups(self) -> list[ShownGroup]:
        return self.shown.groups

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
    def most_characters(self) -> int:
        """How much of what is typed is searched for."""
        return LONGEST_QUERY

    @property
    def has_options(self) -> bool:
        """Whether any of the options of the form is set; else they stand folded on narrow pages."""
        question, given = self.question, self.address.filters
        is_within = any(given.get(name) for name in ("year_from", "year_to", "date_from", "date_to"))
        return question.literal or question.scope is not Scope.UTTERANCE or is_within

    @property
    def is_address(self) -> bool:
        """Whether what was typed is the address of a page."""
        return is_address(self.query)

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
    def span(self) -> str:
        """Which of the hits or groups these are, after the first page: 21件目から40件目."""
        if not self.before or not len(self.shown):
            return ""
        unit = "件目" if self.hits else "番目"
        return f"{number(self.before + 1)}{unit}から{number(self.before + len(self.shown))}{unit}"

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
        return self.address.url(after=place_of(self.before + len(self.shown), key))

    @property
    def next_label(self) -> str:
        unit = "件" if self.hits else GROUP_UNITS[self.question.grouping]
        return f"次の{PAGE_SIZE}{unit}"

    @property
    def start_url(self) -> str:
        return self.address.url() if self.before else ""
