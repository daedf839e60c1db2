"""Searches near one that found nothing, which do find something: with their counts, the nearest first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from minutes.access import Clearance
from search import engine, language
from search.language import NO_FILTERS, Question, Scope
from search.page.address import Address
from search.page.explanation import SCOPE_LABELS
from search.page.filters import FILTER_NAMES
from search.page.links import number
from search.synonyms import expanded
from search.words import fold_text, units_of

MOST_OFFERS = 8
# More than these are not counted.
MOST_COUNTED = 16
_WIDER_SCOPES = {
    Scope.UTTERANCE: (Scope.INQUIRY, Scope.ITEM, Scope.MEETING),
    Scope.INQUIRY: (Scope.ITEM, Scope.MEETING),
    Scope.ITEM: (Scope.MEETING,),
    Scope.MEETING: (),
}


@dataclass(frozen=True)
class Offer:
    """Another search: `label` says how it differs."""

    label: str
    url: str
    count: str


@dataclass(frozen=True)
class _Candidate:
    """The tree of its question is as parsed; it is expanded before it is counted."""

    label: str
    url: str
    question: Question


def offers_of(address: Address, clearance: Clearance, *, other_words: bool = True) -> list[Offer]:
    """At most MOST_OFFERS, in three database statements; without `other_words` only other ways to look for the same
    words. Raises SearchTimeout."""
    by_url: dict[str, _Candidate] = {}
    for candidate in _candidates(address, other_words):
        by_url.setdefault(candidate.url, candidate)
    candidates = list(by_url.values())[:MOST_COUNTED]
    counts = engine.counts(
        expanded([candidate.question for candidate in candidates], clearance=clearance), clearance=clearance
    )
    return [
        Offer(candidate.label, candidate.url, number(count))
        for candidate, count in zip(candidates, counts, strict=True)
        if count
    ][:MOST_OFFERS]


def _candidates(address: Address, other_words: bool) -> Iterator[_Candidate]:
    tree = address.question.read.tree
    if tree is None:
        return
    # What the address of a near search says of forms that are switched off.
    question = address.question.of_tree(tree)
    yield from _looser(address, question)
    yield from _less_narrowed(address, question)
    for wider in [*_cut_up(tree), *language.wider(tree)] if other_words else []:
        url = address.url(q=language.write(wider), literal=None)
        yield _Candidate(language.describe(wider), url, replace(question, tree=wider))


def _cut_up(tree: language.Node) -> Iterator[language.Node]:
    """For a single long word, all of the words that it is made of, then any of them; the numbers of a date are none."""
    if not isinstance(tree, language.Term | language.Phrase):
        return
    units = [
        unit.surface
        for _, unit in units_of(fold_text(tree.text))
        if len(unit.surface) > 1 and language.tells_something(unit.surface)
    ]
    words = tuple(language.Term(text) for text in dict.fromkeys(units))
    for kind in (language.And, language.Or):
        if len(words) > 1 and language.parse(language.write(kind(words))).tree == kind(words):
            yield kind(words)


def _looser(address: Address, question: Question) -> Iterator[_Candidate]:
    """The same words, found in more ways."""
    if question.off or not ((question.variants and question.synonyms) or question.literal):
        url = address.without(("off", "variants", "synonyms"))
        restored = replace(question, variants=True, synonyms=True, off=())
        yield _Candidate("外した表記ゆれや同義語も探す", url, restored)
    if not question.inside:
        yield _Candidate("語の一部として含むものも探す", address.url(inside="1"), replace(question, inside=True))
    if question.literal:
        loose = replace(question, tree=language.parse(question.read.text).tree)
        yield _Candidate("文字どおりでなく、言葉として探す", address.url(literal=None), loose)
    if isinstance(question.tree, language.And | language.Near):
        for scope in _WIDER_SCOPES[question.scope]:
            label = f"すべての言葉が同じ{SCOPE_LABELS[scope]}の中にあればよい"
            yield _Candidate(label, address.url(scope=scope.value), replace(question, scope=scope))


def _less_narrowed(address: Address, question: Question) -> Iterator[_Candidate]:
    if question.filters:
        everywhere = replace(question, filters=NO_FILTERS)
        yield _Candidate("絞り込みをすべて外す", address.without(FILTER_NAMES), everywhere)
