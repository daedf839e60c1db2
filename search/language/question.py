"""What is asked: one value from an address, a command line or a programme to the engine. No Django."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from search.language.expansion import wanted_words
from search.language.query import Query
from search.language.tree import Node


@dataclass(frozen=True)
class Filters:
    """What hits are narrowed to: years are fiscal years, ends included; bodies, topics, meetings and agenda items
    are primary keys, an item of 0 what stands under no item. Dates are days of meetings, ends included, too."""

    year_from: int | None = None
    year_to: int | None = None
    body: int | None = None
    topic: int | None = None
    speaker: str | None = None
    kind: str | None = None
    meeting: int | None = None
    item: int | None = None
    category: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def __bool__(self) -> bool:
        return self != Filters()


NO_FILTERS = Filters()


class Scope(StrEnum):
    """Within what all of the words of a query must stand."""

    UTTERANCE = "utterance"
    ITEM = "item"
    MEETING = "meeting"


class Grouping(StrEnum):
    """What hits are shown under."""

    NONE = ""
    ITEM = "item"
    MEETING = "meeting"


class Sort(StrEnum):
    """Which hits come first."""

    NEWEST = "newest"
    RELEVANCE = "relevance"


@dataclass(frozen=True)
class Key:
    """Where a page of hits or groups ends: the sort key of its last one.

    `score` is 0 for the newest first, and a group's number of hits for groups by relevance.
    """

    score: float
    recency: int


@dataclass(frozen=True)
class Question:
    """One search, whoever asks; who may read what is no part of it.

    `text` is what was typed, of which each word is `literal`, or found by its `variants` and `synonyms` too; `off`
    holds other forms that do not match. `search.synonyms.understand` reads it: `read` is the reading, `tree` the same
    with the forms of each word, and all that the engine looks at. Without a tree, all is found that `filters` leave.

    `scope` is within what all words must stand, `inside` finds them in other words too. `limit` hits (or groups) are
    shown, from the first behind `after` on.

    Questions are equal that are answered alike: how the tree came about plays no part.
    """

    text: str = field(default="", compare=False)
    literal: bool = field(default=False, compare=False)
    variants: bool = field(default=True, compare=False)
    synonyms: bool = field(default=True, compare=False)
    off: tuple[str, ...] = field(default=(), compare=False)
    read: Query = field(default=Query("", None), compare=False)
    tree: Node | None = None
    filters: Filters = NO_FILTERS
    scope: Scope = Scope.UTTERANCE
    inside: bool = False
    grouping: Grouping = Grouping.NONE
    sort: Sort = Sort.NEWEST
    limit: int = 20
    after: Key | None = None

    @property
    def is_something(self) -> bool:
        """Whether anything is asked for at all."""
        return self.tree is not None or bool(self.filters)

    @property
    def removed(self) -> tuple[str, ...]:
        """The forms of its words that are switched off, as they would be shown."""
        return tuple(dict.fromkeys(form.text for word in wanted_words(self.tree) for form in word.removed))
