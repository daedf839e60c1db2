"""What is asked: one value from an address, a command line or a programme to the engine. No Django."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from search.language.expansion import wanted_words
from search.language.query import Query
from search.language.sentences import Loose
from search.language.tree import Node, Or


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
    INQUIRY = "inquiry"
    ITEM = "item"
    MEETING = "meeting"


class Grouping(StrEnum):
    """What hits are shown under."""

    NONE = ""
    INQUIRY = "inquiry"
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
    holds other forms that do not match, `also` synonyms that match though they are only offered.
    `search.synonyms.understand` reads it: `read` is the reading, `tree` the same with the forms of each word, and all
    that the engine looks at. Without a tree, all is found that `filters` leave.

    `loose` is the same for entries that hold only some of the words: with it, the best of those are found in place of
    what `tree` finds. `strict` refuses that, where the tree finds nothing.

    `scope` is within what all words must stand, `inside` finds them in other words too. `limit` hits (or groups) are
    shown, from the first behind `after` on.

    Questions are equal that are answered alike: how the tree came about plays no part.
    """

    text: str = field(default="", compare=False)
    literal: bool = field(default=False, compare=False)
    variants: bool = field(default=True, compare=False)
    synonyms: bool = field(default=True, compare=False)
    off: tuple[str, ...] = field(default=(), compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)
    read: Query = field(default=Query("", None), compare=False)
    tree: Node | None = None
    filters: Filters = NO_FILTERS
    loose: Loose | None = None
    strict: bool = False
    scope: Scope = Scope.UTTERANCE
    inside: bool = False
    grouping: Grouping = Grouping.NONE
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    after: Key | None = None

    @property
    def is_something(self) -> bool:
        """Whether anything is asked for at all."""
        return self.tree is not None or bool(self.filters)

    @property
    def shown_words(self) -> Node | None:
        """The words to be marked in hits."""
        if self.loose is None:
            return self.tree
        return Or((*self.loose.words, *self.loose.compounds)) if self.loose.words else None

    @property
    def removed(self) -> tuple[str, ...]:
        """The forms of its words that are switched off, as they would be shown."""
        return tuple(dict.fromkeys(form.text for word in wanted_words(self.tree) for form in word.removed))

    @property
    def asked_for(self) -> tuple[str, ...]:
        """The synonyms of its words that match because they are asked for, as they would be shown."""
        forms = (form for word in wanted_words(self.tree) for form in (*word.forms, *word.removed))
        return tuple(dict.fromkeys(form.text for form in forms if form.is_asked_for))

    def of_tree(self, tree: Node | None) -> "Question":
        """The same question of other words, from its first hit on; the tree is as parsed. Of forms that are switched
        off or asked for it knows what its address would say."""
        return replace(self, tree=tree, off=self.removed, also=self.asked_for, after=None)
