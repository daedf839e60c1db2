"""A query that nothing answers as a whole -> the words that say what it is about. No Django.

いつ, する, ください and the like say nothing of that; what the dictionary has as one word (水族館, 待機児童) stays whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from search.language.query import positive
from search.language.tree import And, Dates, Field, Node, Not, Phrase, Prefix, SpokenAs, Term, Wanted, Years
from search.words import Token, find_days_of_year, find_periods, fold_text, tokenize

# Hiragana alone is a word not converted yet: what it is cut into says nothing.
_UNREAD = re.compile("[ぁ-ゖー]{4,}")
# What names a day that no calendar has (令和3年2月30日), or one of many meetings and bills, tells of nothing.
_NAMES_NOTHING = re.compile(
    "(?:明治|大正|昭和|平成|令和)[0-9元]{1,3}年(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    "|第[0-9]+[回号]"
)
# Beside a day, what is said of every meeting.
_OF_ANY_MEETING = frozenset("会議 会議録 本会議 議事 議事録 開催 年 月 日 回 号 明治 大正 昭和 平成 令和".split())
# More words of a long text are not looked for.
MOST_WORDS = 24


class Wish(StrEnum):
    """What a question asks for; an answer holds it as a rule."""

    TIME = "time"
    AMOUNT = "amount"
    NUMBER = "number"


# By folded words of asking; the first that stands there counts.
_WISHES = {
    Wish.TIME: re.compile("いつ|何時|何年|何月|何日"),
    Wish.AMOUNT: re.compile("いくら|幾ら|何円|何万|何億"),
    Wish.NUMBER: re.compile(
        "何人|何件|何名|何台|何校|何園|何か所|何箇所|何回|何%|どのくらい|どれくらい|どれぐらい|どのぐらい"
    ),
}


@dataclass(frozen=True, slots=True)
class Loose:
    """`words` of which the best entries hold the most, `compounds` that neighbours among them form, `parts` of which
    longer words consist. `required` is what every hit has to satisfy all the same: fields, years, what NOT refuses.
    `wish` is what is asked for, where it is known."""

    words: tuple[Term | Wanted | Prefix, ...]
    compounds: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()
    required: Node | None = None
    wish: Wish | None = None


def loosened(tree: Node | None) -> Loose | None:
    """What remains of a query when its words need not stand together; None where nothing of it could be left out: a
    single word, or what stands in quotes alone."""
    parts_of_tree = tree.parts if isinstance(tree, And) else (tree,)
    required = [part for part in parts_of_tree if isinstance(part, Not | Field | SpokenAs | Years | Dates)]
    atoms = positive(tree)
    prefixes = [atom for atom in atoms if isinstance(atom, Prefix)]
    texts = [fold_text(atom.text) for atom in atoms if not isinstance(atom, Prefix)]
    words, compounds, parts = _read(texts)
    if all(isinstance(atom, Phrase) for atom in atoms) or not (prefixes or any(map(tells_something, words))):
        return None
    if len(words) + len(prefixes) < 2 and not (words and any(map(_is_a_sentence, texts))):
        return None
    kept = required[0] if len(required) == 1 else And(tuple(required)) if required else None
    return Loose(
        (*map(Term, words), *prefixes), tuple(map(Term, compounds)), tuple(map(Term, parts)), kept, _wish(texts)
    )


def _wish(texts: list[str]) -> Wish | None:
    return next((wish for wish, asked in _WISHES.items() if any(map(asked.search, texts))), None)


def _read(texts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """The words, compounds and parts of folded texts, each once and in their order."""
    words: dict[str, None] = {}
    compounds: dict[str, None] = {}
    parts: dict[str, None] = {}
    for piece, is_date in (each for text in texts for each in _pieces(text)):
        if is_date:
            words.setdefault(piece)
            continue
        if _UNREAD.fullmatch(piece):
            continue
        text = tokenize(piece)
        kept = [word for _, word in text if word.is_content]
        words |= dict.fromkeys(word.surface for word in kept)
        for word in kept:
            if word.size > 1:
                parts |= dict.fromkeys(unit.surface for unit in word.units if unit.surface)
        for (_, first), (_, second) in pairwise(text):
            if _form_a_compound(first, second):
                assert first.tail is not None and second.head is not None
                compounds.setdefault(first.tail.surface + second.head.surface)
    chosen = list(words)[:MOST_WORDS]
    return chosen, list(compounds)[:MOST_WORDS], [part for part in parts if part not in words][:MOST_WORDS]


def _is_a_sentence(folded: str) -> bool:
    """Whether words of no content stand beside others, as in 誰が反対したのか; not only a part of one, as in 保育圏."""
    return any(not word.is_content and word.tail is None for _, word in tokenize(folded))


def tells_something(word: str) -> bool:
    """Whether a word says more than when, which or that it was a meeting; numbers alone stand in any text."""
    if _dates(word):
        return False
    return not all(part.is_numeral or not part.surface or part.surface in _OF_ANY_MEETING for _, part in tokenize(word))


def _dates(text: str) -> list[tuple[int, int]]:
    """Where a folded text names days, in order."""
    return [(place.start, place.end) for place in find_periods(text) or find_days_of_year(text)]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A folded text cut at its dates, which are words as a whole: 2021年10月1日 is neither 10 nor 1日."""
    done = 0
    for start, end in _dates(text):
        yield _NAMES_NOTHING.sub(" ", text[done:start]), False
        yield text[start:end], True
        done = end
    yield _NAMES_NOTHING.sub(" ", text[done:]), False


def _form_a_compound(first: Token, second: Token) -> bool:
    return first.tail is not None and second.head is not None and (first.is_content or second.is_content)
