"""What the address of the results page asks for, and the addresses of searches near it.

Whatever cannot be read is passed over, and told in `notices`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from minutes.access import clearance
from search import engine, language
from search.language import Grouping, Key, Question, Scope, Sort
from search.page.filters import SearchFilters
from search.synonyms import understand

# A parameter's value; a tuple where it may be there more than once.
Value: TypeAlias = str | tuple[str, ...]
# More than anybody switches off, or on, by hand.
MOST_OFF = 100
_PLACE = re.compile(r"(\d{1,9})_(\d{1,9}(?:\.\d{1,9})?)_(\d{1,19})", re.ASCII)
_LARGEST = 2**63 - 1
_SWITCHES = {"1": True, "0": False}
_LABELS = {
    "sort": "並べ方",
    "scope": "範囲",
    "group": "表示",
    "literal": "文字どおり",
    "inside": "語の一部",
    "variants": "表記ゆれ",
    "synonyms": "同義語",
    "strict": "入力のまま",
}
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Address:
    """What an address asks for: its question, and what the page needs to tell and to change it.

    `filters` are those that are valid, as the address has them, `shown` the label of each one's value:
    {"body": "総務委員会"}. `before` is how many hits (or groups) came on the pages before.
    """

    question: Question
    filters: dict[str, str]
    shown: dict[str, str]
    notices: tuple[str, ...]
    before: int = 0

    @cached_property
    def params(self) -> dict[str, Value]:
        """The parameters that say all of the question, but for the place in its hits."""
        question = self.question
        # Defaults are left out, except for the sort: without it the reader's own last choice would decide.
        params: dict[str, Value] = {
            "q": question.read.text[: language.LONGEST_QUERY],
            "literal": "1" if question.literal else "",
            "strict": "1" if question.strict else "",
            "scope": "" if question.scope is Scope.UTTERANCE else question.scope.value,
            "inside": "1" if question.inside else "",
            "variants": "" if question.variants else "0",
            "synonyms": "" if question.synonyms else "0",
            "off": question.removed,
            "also": question.asked_for,
            **self.filters,
            "group": question.grouping.value,
            "sort": question.sort.value,
        }
        return {name: value for name, value in params.items() if value}

    def url(self, **changes: Value | None) -> str:
        """This search with other parameters, from its first hit on; None or nothing takes one away."""
        params = {name: value for name, value in {**self.params, **changes}.items() if value}
        return f"{reverse('search:results')}?{urlencode(params, doseq=True)}"

    def of(self, question: Question) -> "Address":
        """The address of another question under the same filters."""
        return replace(self, question=question, before=0)

    def without(self, names: tuple[str, ...]) -> str:
        return self.url(**dict.fromkeys(names))


def read_address(request: HttpRequest, *, sort: Sort, limit: int) -> Address:
    """`sort` is the order where the address names none, `limit` how many hits a page shows."""
    reader = _Reader(request.GET.get)
    filters = SearchFilters(request.GET, request=request)
    before, after = _place(request.GET.get("after", ""))
    asked = Question(
        text=request.GET.get("q", ""),
        variants=reader.switch("variants", True),
        synonyms=reader.switch("synonyms", True),
        literal=reader.switch("literal", False),
        strict=reader.switch("strict", False),
        off=tuple(request.GET.getlist("off")[:MOST_OFF]),
        also=tuple(request.GET.getlist("also")[:MOST_OFF]),
        filters=filters.chosen(),
        scope=reader.choice("scope", Scope, Scope.UTTERANCE),
        grouping=reader.choice("group", Grouping, Grouping.NONE),
        inside=reader.switch("inside", False),
        sort=reader.choice("sort", Sort, sort),
        limit=limit,
        after=after,
    )
    question = understand(asked, clearance=clearance(request.user))
    shown = filters.shown()
    return Address(
        question=question,
        filters={name: text for name, text in filters.written().items() if name in shown},
        shown=shown,
        notices=(*_cannot_read([*filters.problems(), *reader.problems]), *_notices(question.read)),
        before=before,
    )


def place_of(before: int, key: Key) -> str:
    """How an address says where a page begins: how many hits came before, and the key of the last of them."""
    return f"{before}_{key.score:.2f}_{key.recency}"


def _place(text: str) -> tuple[int, Key | None]:
    """The same read; the beginning where it is no such thing."""
    match = _PLACE.fullmatch(text)
    if match is None or int(match[3]) > _LARGEST:
        return 0, None
    return int(match[1]), Key(float(match[2]), int(match[3]))


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
