"""Searches near one that found nothing, which do find something: with their counts, the nearest first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from minutes.access import Clearance
from search import engine, language
from search.engine import NO_FILTERS, Question, Scope
from search.language import expand, terms_of
from search.page.address import Asked
from search.page.explanation import SCOPE_LABELS
from search.page.filters import FILTER_NAMES
from search.page.links import number
from search.synonyms import load_lexicon, near_words
from search.words import fold_text, units_of

MOST_OFFERS = 8
# Words of which the vocabulary is searched for others written nearly so; each costs two queries.
MOST_SPELLED = 2
MOST_NEAR = 3
# More than these are not counted.
MOST_COUNTED = 16
_WIDER_SCOPES = {Scope.UTTERANCE: (Scope.ITEM, Scope.MEETING), Scope.ITEM: (Scope.MEETING,), Scope.MEETING: ()}


@dataclass(frozen=True)
class Offer:
    """Another search: `label` says how it differs, `text` are its words where they are other words."""

    label: str
    text: str
    url: str
    count: str


@dataclass(frozen=True)
class _Candidate:
    """`tree` is as parsed; it is expanded before it is counted."""

    label: str
    text: str
    url: str
    tree: language.Node | None
    question: Question
    variants: bool = True
    synonyms: bool = True
    is_restored: bool = False


def offers_of(asked: Asked, clearance: Clearance) -> list[Offer]:
    """At most MOST_OFFERS, in some ten database statements. Raises SearchTimeout."""
    by_url: dict[str, _Candidate] = {}
    for candidate in _candidates(asked, clearance):
        by_url.setdefault(candidate.url, candidate)
    candidates = list(by_url.values())[:MOST_COUNTED]
    questions = _expanded(asked, candidates, clearance)
    counts = engine.counts(questions, clearance=clearance)
    return [
        Offer(candidate.label, candidate.text, candidate.url, number(count))
        for candidate, count in zip(candidates, counts, strict=True)
        if count
    ][:MOST_OFFERS]


def _candidates(asked: Asked, clearance: Clearance) -> Iterator[_Candidate]:
    tree = asked.read.tree
    question = Question(None, asked.filters, asked.scope, asked.inside)
    base = _Candidate("", "", "", tree, question, asked.variants, asked.synonyms)
    if tree is None:
        return
    # What finds the words as they were typed comes before other words.
    yield from _looser(asked, base)
    yield from _less_narrowed(asked, base)
    yield from _spelled_otherwise(asked, base, clearance)
    for wider in [*_cut_up(tree), *language.wider(tree)]:
        written = language.write(wider)
        yield replace(base, label=language.describe(wider), tree=wider, url=asked.url(q=written, literal=None))


def _spelled_otherwise(asked: Asked, base: _Candidate, clearance: Clearance) -> Iterator[_Candidate]:
    """The query with one word as the index knows it."""
    words = [word for word in language.positive(base.tree) if isinstance(word, language.Term | language.Phrase)]
    for word in words[:MOST_SPELLED]:
        for text in near_words(word.text, clearance)[:MOST_NEAR]:
            tree = _with(base.tree, word, type(word)(text))
            written = language.write(tree)
            if language.parse(written).tree == tree:
                yield replace(base, label="もしかして", text=text, tree=tree, url=asked.url(q=written))


def _with(node: language.Node | None, word: language.Node, other: language.Node) -> language.Node | None:
    """The tree with another word in place of one."""
    match node:
        case language.And(parts) | language.Or(parts):
            return type(node)(tuple(_with(part, word, other) or part for part in parts))
        case language.Near(parts, distance):
            return language.Near(tuple(_with(part, word, other) or part for part in parts), distance)
    return other if node == word else node


def _cut_up(tree: language.Node) -> Iterator[language.Node]:
    """For a single long word, all of the words that it is made of, then any of them."""
    if not isinstance(tree, language.Term | language.Phrase):
        return
    units = [unit.surface for _, unit in units_of(fold_text(tree.text)) if len(unit.surface) > 1]
    words = tuple(language.Term(text) for text in dict.fromkeys(units))
    for kind in (language.And, language.Or):
        if len(words) > 1 and language.parse(language.write(kind(words))).tree == kind(words):
            yield kind(words)


def _looser(asked: Asked, base: _Candidate) -> Iterator[_Candidate]:
    """The same words, found in more ways."""
    if asked.off or not ((asked.variants and asked.synonyms) or asked.literal):
        yield replace(
            base,
            label="外した表記ゆれや同義語も探す",
            url=asked.without(("off", "variants", "synonyms")),
            variants=True,
            synonyms=True,
            is_restored=True,
        )
    if not asked.inside:
        inside = replace(base.question, inside=True)
        yield replace(base, label="語の一部として含むものも探す", url=asked.url(inside="1"), question=inside)
    if asked.literal:
        loose = language.parse(asked.read.text).tree
        yield replace(base, label="文字どおりでなく、言葉として探す", tree=loose, url=asked.url(literal=None))
    if isinstance(base.tree, language.And | language.Near):
        for scope in _WIDER_SCOPES[asked.scope]:
            wider = replace(base.question, scope=scope)
            label = f"すべての言葉が同じ{SCOPE_LABELS[scope]}の中にあればよい"
            yield replace(base, label=label, url=asked.url(scope=scope.value), question=wider)


def _less_narrowed(asked: Asked, base: _Candidate) -> Iterator[_Candidate]:
    if asked.filters:
        everything = replace(base.question, filters=NO_FILTERS)
        yield replace(base, label="絞り込みをすべて外す", url=asked.without(FILTER_NAMES), question=everything)


def _expanded(asked: Asked, candidates: list[_Candidate], clearance: Clearance) -> list[Question]:
    """The questions with each word's forms, as the search that the link leads to would find them; two queries."""
    terms = dict.fromkeys(term for candidate in candidates for term in terms_of(candidate.tree))
    known = load_lexicon(terms, clearance=clearance)
    off = frozenset(fold_text(text) for text in asked.off)
    return [
        replace(
            candidate.question,
            tree=expand(
                candidate.tree,
                known,
                variants=candidate.variants,
                synonyms=candidate.synonyms,
                off=frozenset() if candidate.is_restored else off,
            ),
        )
        for candidate in candidates
    ]
