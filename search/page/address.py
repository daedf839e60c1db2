"""What the address of the results page asks for, and the addresses of searches near it.

Whatever cannot be read is passed over, and told in `notices`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from minutes.access import clearance
from search import engine, language
from search.engine import Filters, Grouping, Scope, Sort
from search.language import wanted_words
from search.page.filters import FILTER_NAMES, SearchFilters
from search.synonyms import understand
from search.words import fold_text

# A parameter's value; a tuple where it may be there more than once.
Value: TypeAlias = str | tuple[str, ...]
# More than anybody switches off by hand.
MOST_OFF = 100
_SWITCHES = {"1": True, "0": False}
_LABELS = {
    "sort": "並べ方",
    "scope": "範囲",
    "group": "表示",
    "literal": "文字どおり",
    "inside": "語の一部",
    "variants": "表記ゆれ",
    "synonyms": "同義語",
}
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """One search. `tree` is what is searched for, each word with its forms; `params` say all of it.

    `shown` holds the label of each filter's value: {"body": "総務委員会"}.
    """

    read: language.Query
    tree: language.Node | None
    filters: Filters
    shown: dict[str, str]
    sort: Sort
    scope: Scope
    grouping: Grouping
    literal: bool
    inside: bool
    variants: bool
    synonyms: bool
    notices: tuple[str, ...]
    params: dict[str, Value]

    @property
    def is_something(self) -> bool:
        return self.tree is not None or bool(self.filters)

    @property
    def off(self) -> tuple[str, ...]:
        """The forms that are switched off."""
        return tuple(dict.fromkeys(form.text for word in wanted_words(self.tree) for form in word.removed))

    def url(self, **changes: Value | None) -> str:
        """This search with other parameters, from its first hit on; None or nothing takes one away."""
        params = {name: value for name, value in {**self.params, **changes}.items() if value}
        return f"{reverse('search:results')}?{urlencode(params, doseq=True)}"

    def without(self, names: tuple[str, ...]) -> str:
        return self.url(**dict.fromkeys(names))


def read_address(request: HttpRequest, sort: Sort) -> Asked:
    """`sort` is the order where the address names none."""
    reader = _Reader(request.GET.get)
    filters = SearchFilters(request.GET, request=request)
    variants, synonyms = reader.switch("variants", True), reader.switch("synonyms", True)
    literal = reader.switch("literal", False)
    understood = understand(
        request.GET.get("q", ""),
        clearance=clearance(request.user),
        literal=literal,
        variants=variants,
        synonyms=synonyms,
        off=frozenset(fold_text(text) for text in request.GET.getlist("off")[:MOST_OFF]),
    )
    scope = reader.choice("scope", Scope, Scope.UTTERANCE)
    grouping = reader.choice("group", Grouping, Grouping.NONE)
    inside = reader.switch("inside", False)
    sort = reader.choice("sort", Sort, sort)
    off = tuple(dict.fromkeys(form.text for word in wanted_words(understood.tree) for form in word.removed))
    shown = filters.shown()
    # Defaults are left out, except for the sort: without it the reader's own last choice would decide.
    params: dict[str, Value] = {
        "q": understood.read.text[: language.LONGEST_QUERY],
        "literal": "1" if literal else "",
        "scope": "" if scope is Scope.UTTERANCE else scope.value,
        "inside": "1" if inside else "",
        "variants": "" if variants else "0",
        "synonyms": "" if synonyms else "0",
        "off": off,
        **{name: request.GET[name] for name in FILTER_NAMES if name in shown},
        "group": grouping.value,
        "sort": sort.value,
    }
    return Asked(
        read=understood.read,
        tree=understood.tree,
        filters=filters.chosen(),
        shown=shown,
        sort=sort,
        scope=scope,
        grouping=grouping,
        literal=literal,
        inside=inside,
        variants=variants,
        synonyms=synonyms,
        notices=(*_cannot_read([*filters.problems(), *reader.problems]), *_notices(understood.read)),
        params={name: value for name, value in params.items() if value},
    )


class _Reader:
    """Reads single parameters and gathers the labels of those that cannot be read."""

    def __init__(self, get: Callable[[str, str], str]) -> None:
        self._get = get
        self.problems: list[str] = []

    def switch(self, name: str, default: bool) -> bool:
        text = self._get(name, "")
        if text and text not in _SWITCHES:
            self.problems.append(_LABELS[name])
        return _SWITCHES.get(text, default)

    def choice(self, name: str, choices: type[_Choice], default: _Choice) -> _Choice:
        text = self._get(name, "")
        if not text:
            return default
        if text not in set(choices):
            self.problems.append(_LABELS[name])
            return default
        return choices(text)


def _cannot_read(labels: list[str]) -> list[str]:
    return [f"「{label}」の指定を読み取れないため、使わずに検索しました。" for label in labels]


def _notices(read: language.Query) -> list[str]:
    notices = list(read.notices)
    ignored = engine.ignored_terms(read.tree)
    if ignored:
        names = "".join(f"「{term}」" for term in ignored)
        notices.append(f"{names}は助詞や記号だけの言葉なので、検索に使いません。")
    if read.shortened:
        notices.append(
            f"検索の言葉が長すぎるため、初めの{language.LONGEST_QUERY}文字、{language.MOST_TERMS}語までで検索しました。"
        )
    return notices
