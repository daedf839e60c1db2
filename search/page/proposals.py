"""もしかして: other words that may have been meant, where a search finds nothing, or far less than they do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product
from operator import itemgetter
from typing import TypeAlias

from minutes.access import Clearance
from search import engine, language, log
from search.language import Question
from search.suggestions import names_read
from search.synonyms import Likeness, NearWord, expanded, likelihood, near_words
from search.words import fold_text, knows, says_nothing, tokenize

# A search with more hits was not meant otherwise.
FEW_HITS = 100
# Other words must have so many times the hits: where what was typed is made of words of the dictionary, and where not.
COMMONER_THAN_A_WORD = 20
COMMONER = 5
# What is searched for at once is so many times as likely as the second best.
CLEARLY_BEST = 5
MOST_DOUBTFUL = 3
MOST_NEAR = 8
MOST_COUNTED = 24
MOST_PROPOSED = 4
# Of several words that are all written otherwise, so many ways of each are tried together.
MOST_TOGETHER = 2
_SPELLED_BY_SOUND = re.compile("[ぁ-ゖァ-ヺー]+|[a-z'’āīūēōâîûêô-]+")
# Where a word that is typed may stand: in the text, or in a field.
_Word: TypeAlias = language.Term | language.Phrase | language.Field


@dataclass(frozen=True)
class Proposal:
    """Another query: `query` is how it is typed, `text` the words in it that are other words.

    `is_certain`: it can be searched for at once, where the query as typed finds nothing.
    """

    query: str
    text: str
    count: int
    is_certain: bool = False


@dataclass(frozen=True)
class _Candidate:
    """`is_sure`: nothing of it is a guess, and what was typed is no word of its own."""

    tree: language.Node
    query: str
    text: str
    likeness: Likeness
    is_sure: bool


def proposals_of(question: Question, total: int, clearance: Clearance) -> tuple[Proposal, ...]:
    """At most MOST_PROPOSED for a question that has `total` hits, the likeliest first; in some ten statements.

    Words and counts are of what a person of `clearance` may read. Raises SearchTimeout.
    """
    tree = question.read.tree
    if tree is None or total > FEW_HITS or language.is_address(question.text):
        return ()
    doubtful = _doubtful(question, tree, total, clearance)
    if not doubtful:
        return ()
    # What is found and spelled well is not taken for a slip.
    words = {word for word, count in doubtful.items() if count and _is_spelled_well(word)}
    near = {word: _near(word, clearance, Likeness.READ if word in words else Likeness.WRITTEN) for word in doubtful}
    missing = [word for word, count in doubtful.items() if not count]
    candidates = list(islice(_candidates(tree, near, missing), MOST_COUNTED))
    questions = [question.of_tree(one.tree) for one in candidates]
    counts = engine.counts(expanded(questions, clearance=clearance), clearance=clearance)
    enough = total * (COMMONER_THAN_A_WORD if words else COMMONER)
    found = [(one, count) for one, count in zip(candidates, counts, strict=True) if count > enough]
    past = log.searched_before([fold_text(one.query) for one, _ in found], clearance)
    found.sort(key=lambda pair: (fold_text(pair[0].query) not in past, -likelihood(pair[0].likeness, pair[1])))
    return tuple(
        Proposal(one.query, one.text, count, is_certain=not total and not place and _is_clear(found))
        for place, (one, count) in enumerate(found[:MOST_PROPOSED])
    )


def _is_clear(found: Sequence[tuple[_Candidate, int]]) -> bool:
    (best, count), *others = found
    enough = likelihood(best.likeness, count) / CLEARLY_BEST
    return best.is_sure and all(likelihood(rival.likeness, number) <= enough for rival, number in others)


def _doubtful(question: Question, tree: language.Node, total: int, clearance: Clearance) -> dict[_Word, int]:
    """The words of a query that find little by themselves, and how many hits each has."""
    words = [
        word for word in dict.fromkeys(_words(tree)) if isinstance(word, language.Field) or _may_be_slip(word.text)
    ]
    if not words or words == [tree]:
        return dict.fromkeys(words, total)
    alone = [question.of_tree(word) for word in words]
    counts = engine.counts(expanded(alone, clearance=clearance), clearance=clearance)
    few = [(word, count) for word, count in zip(words, counts, strict=True) if count <= FEW_HITS]
    return dict(sorted(few, key=itemgetter(1))[:MOST_DOUBTFUL])


def _may_be_slip(text: str) -> bool:
    """Not a function word: の is not 脳."""
    return not says_nothing(fold_text(text))


def _words(node: language.Node) -> Iterator[_Word]:
    match node:
        case language.Term() | language.Phrase() | language.Field():
            yield node
        case language.And(parts) | language.Or(parts) | language.Near(parts):
            for part in parts:
                yield from _words(part)


def _near(word: _Word, clearance: Clearance, farthest: Likeness) -> list[NearWord]:
    if isinstance(word, language.Field):
        return [NearWord(text, Likeness.READ) for text in names_read(word.name, word.text, clearance)][:MOST_NEAR]
    frequencies = partial(engine.frequencies, clearance=clearance)
    return near_words(word.text, clearance, frequencies, farthest=farthest)[:MOST_NEAR]


def _is_spelled_well(word: _Word) -> bool:
    """Whether a text is made of words of the dictionary alone."""
    return all(knows(part.surface) for _, part in tokenize(fold_text(word.text)) if part.surface)


def _candidates(
    tree: language.Node, near: Mapping[_Word, Sequence[NearWord]], missing: Sequence[_Word]
) -> Iterator[_Candidate]:
    """The query with all the words that are missing as others, then with one doubtful word as another."""
    together = product(*[near[word][:MOST_TOGETHER] for word in missing]) if len(missing) > 1 else ()
    changes = [tuple(zip(missing, others, strict=True)) for others in together]
    changes += [((word, other),) for word, others in near.items() for other in others]
    for change in changes:
        other_tree = tree
        for word, other in change:
            other_tree = _with(other_tree, word, _as(word, other.text))
        written = language.write(other_tree)
        if language.parse(written).tree == other_tree:
            yield _Candidate(
                other_tree,
                written,
                "　".join(other.text for _, other in change),
                max(other.likeness for _, other in change),
                {word for word, _ in change} == set(missing) and all(_is_sure(word, other) for word, other in change),
            )


def _is_sure(word: _Word, other: NearWord) -> bool:
    """Whether a word is this other word beyond doubt, if it is any. Quoted it is meant as it is."""
    if isinstance(word, language.Phrase):
        return False
    folded = fold_text(word.text)
    if _SPELLED_BY_SOUND.fullmatch(folded):
        return other.likeness < Likeness.WRITTEN
    return other.likeness is Likeness.READ and not knows(folded)


def _as(word: _Word, text: str) -> _Word:
    return replace(word, text=text)


def _with(node: language.Node, word: language.Node, other: language.Node) -> language.Node:
    """The tree with another word in place of one."""
    match node:
        case language.And(parts) | language.Or(parts):
            return type(node)(tuple(_with(part, word, other) for part in parts))
        case language.Near(parts, distance):
            return language.Near(tuple(_with(part, word, other) for part in parts), distance)
    return other if node == word else node
