"""What a person typed -> a tree of terms. No Django.

    防災 訓練              both (the full-width space too)
    防災 OR 訓練           either; also |
    -中止, NOT 中止        not
    "防災訓練" 「…」       the words exactly as written
    (…)                    grouping
    防災 近接20 訓練       within 20 characters of each other; also NEAR/20, NEAR
    システム*              words that begin so
    発言者:山田            in a field, of a word, a phrase or a group; also speaker:, meeting:, …
    質問者:山田            said in that part; also 答弁者:, 議長:
    区分:答弁者            whoever speaks in that part; also 発言者:区長側
    年度:令和5             of fiscal years; also 2023, 2020-2023, 平成30-令和2, 2020-
    日付:令和3年10月        of days; also 2021-10-01, R3.10.1-R4.3.31, 2021-10〜2022-03, 2021-

What belongs to a word and what parts words is told in search.language.signs. NEAR binds tighter than AND, AND
tighter than OR. All signs may be half or full width. Every string has a reading: an opening bracket without its
partner reaches to the end, and other signs without a partner or an operand are passed over.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from minutes.dialogue import SHORT_LABELS
from search.language.categories import PART_NAMES, read_category, read_side
from search.language.dates import write_dates
from search.language.signs import (
    CATEGORY,
    CLOSING,
    PERIOD_READERS,
    Sign,
    SignKind,
    field_of,
    is_negated,
    is_one_word,
    signs_of,
)
from search.language.tree import (
    FIRST_YEAR,
    LAST_YEAR,
    And,
    Atom,
    Dates,
    Field,
    FieldName,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    SpokenAs,
    Term,
    Wanted,
    Years,
)
from search.language.wording import FIELD_LABELS
from search.words import fold_text

LONGEST_QUERY = 500
MOST_TERMS = 32
DEEPEST_NESTING = 12
FARTHEST = 1_000
# More words with NEAR between them than these are only asked to stand in the text.
MOST_NEAR = 5
# Alternatives that are near alternatives become a pair each.
MOST_PAIRS = 12
MOST_WIDER = 8


@dataclass(frozen=True, slots=True)
class Query:
    """A reading: `tree` is None where nothing is asked for; `shortened` where some of the text was left out.

    `notices` are Japanese sentences on what was passed over.
    """

    text: str
    tree: Node | None
    shortened: bool = False
    notices: tuple[str, ...] = ()


_UNREADABLE = {
    "year": "「年度:{}」の年度を読み取れないため、使わずに検索しました。"
    "「年度:令和5」「年度:2023」「年度:2020-2023」「年度:平成30-令和2」のように書いてください。",
    "date": "「日付:{}」の日付を読み取れないため、使わずに検索しました。"
    "「日付:令和3年10月1日」「日付:2021-10」「日付:R3.10.1〜R4.3.31」「日付:2021-10〜」のように書いてください。",
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MEANING = re.compile(r"\w")


def parse(text: str, literal: bool = False) -> Query:
    """Reads any string; `literal` reads every word as if it were quoted.

    What goes beyond LONGEST_QUERY characters or MOST_TERMS different words is left out.
    """
    clean = _UNSTORABLE.sub(" ", text).strip()
    read = clean[:LONGEST_QUERY]
    reader = _Reader(read, literal)
    tree = reader.alternatives(0)
    while len(write(tree)) > LONGEST_QUERY:
        # A link must hold the whole query: what is written longer than it was typed is cut, too.
        read = read[: len(read) * 9 // 10]
        reader = _Reader(read, literal)
        tree = reader.alternatives(0)
    return Query(clean, tree, len(read) < len(clean) or reader.is_cut, tuple(dict.fromkeys(reader.notices)))


def positive(tree: Node | None) -> tuple[Atom, ...]:
    """What a hit's text may hold: words under no Not and in no field, in the order typed, each once."""
    found: dict[Atom, None] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Term | Phrase | Prefix | Wanted):
            found.setdefault(node)
        elif isinstance(node, And | Or | Near):
            for part in node.parts:
                walk(part)

    if tree is not None:
        walk(tree)
    return tuple(found)


def write(tree: Node | None) -> str:
    """A query that parse() reads as `tree`."""
    if tree is None:
        return ""
    if isinstance(tree, Term | Wanted):
        return _word(tree.text)
    if isinstance(tree, Phrase):
        return _quoted(tree.text)
    if isinstance(tree, Prefix):
        return f"{_word(tree.text)}*"
    if isinstance(tree, Field):
        return f"{FIELD_LABELS[tree.name]}:{_quoted(tree.text) if tree.literal else _word(tree.text)}"
    if isinstance(tree, SpokenAs):
        label = SHORT_LABELS[tree.category]
        name = _quoted(tree.speaker) if tree.literal else _word(tree.speaker)
        return f"{label}:{name}" if tree.speaker else f"区分:{label}"
    if isinstance(tree, Years):
        return f"年度:{_written_years(tree)}"
    if isinstance(tree, Dates):
        return f"日付:{write_dates(tree)}"
    if isinstance(tree, Near):
        return f" 近接{tree.distance} ".join(write(part) for part in tree.parts)
    if isinstance(tree, Not):
        text = write(tree.part)
        if isinstance(tree.part, And | Or | Near):
            return f"-({text})"
        # In front of a number a minus is its sign, and in front of ー none.
        return f"-{text}" if is_negated(text) else f"NOT {text}"
    if isinstance(tree, Or):
        return " OR ".join(write(part) for part in tree.parts)
    return " ".join(f"({write(part)})" if isinstance(part, Or) else write(part) for part in tree.parts)


def _word(text: str) -> str:
    """In brackets where it would be an operator by itself: a word (or) between others, a number (-5) behind them."""
    return text if is_one_word(text) else f"({text})"


def _quoted(text: str) -> str:
    opening, closing = next(
        (opening, closing)
        for opening, closing in ("「」", "『』", '""')
        if not any(sign in text for sign in CLOSING[opening])
    )
    return f"{opening}{text}{closing}"


def _written_years(years: Years) -> str:
    if years.first == years.last:
        return str(years.first)
    first = "" if years.first == FIRST_YEAR else str(years.first)
    return f"{first}-" if years.last == LAST_YEAR else f"{first}-{years.last}"


def narrowed(tree: Node | None, word: str) -> Node | None:
    """What a query asks for, and a word besides; None where no query says so."""
    more = parse(word).tree
    joined = _joined(And, [part for part in (tree, more) if part is not None])
    return joined if joined != tree and parse(write(joined)).tree == joined else None


def wider(tree: Node | None) -> list[Node]:
    """Queries that find more, the nearest first: quotes, distances and fields taken off, one word less, any of
    the words, words that only begin so. At most MOST_WIDER."""
    if tree is None:
        return []
    found: dict[Node, None] = {}

    def offer(node: Node | None) -> None:
        # Quotes taken off a long query can make more words than one query may hold.
        if node is not None and node != tree and parse(write(node)).tree == node:
            found.setdefault(node)

    loose = _without_quotes(tree)
    offer(loose)
    loose = _without_distance(loose)
    offer(loose)
    said = _without_fields(loose)
    offer(said)
    if isinstance(said, And):
        wanted = tuple(part for part in said.parts if not isinstance(part, Not))
        if wanted and len(wanted) < len(said.parts):
            offer(_joined(And, list(wanted)))
        if 2 < len(wanted) <= 4:
            for part in wanted:
                offer(_joined(And, [other for other in said.parts if other is not part]))
        if len(wanted) > 1:
            offer(_joined(Or, list(wanted)))
    if isinstance(said, Term | Wanted) and len(said.text) > 1:
        offer(Prefix(said.text))
    return list(found)[:MOST_WIDER]


def _without_quotes(node: Node) -> Node:
    if isinstance(node, Phrase):
        # Words that only the quotes held together are separate again.
        terms: list[Node] = [word for word in positive(parse(node.text).tree) if isinstance(word, Term)]
        return _joined(And, terms) or node
    if isinstance(node, And | Or):
        return _joined(type(node), [_without_quotes(part) for part in node.parts]) or node
    return node


def _without_distance(node: Node) -> Node:
    if isinstance(node, Near):
        return _joined(And, list(node.parts)) or node
    if isinstance(node, And | Or):
        return _joined(type(node), [_without_distance(part) for part in node.parts]) or node
    return node


def _without_fields(node: Node) -> Node | None:
    """What is said alone; None where fields are all that is asked for."""
    if isinstance(node, Field | SpokenAs | Years | Dates):
        return None
    if isinstance(node, Not):
        return None if _without_fields(node.part) is None else node
    if isinstance(node, And | Or):
        kept = [_without_fields(part) for part in node.parts]
        return _joined(type(node), [part for part in kept if part is not None])
    return node


class _Reader:
    """Recursive descent over the signs; never fails."""

    def __init__(self, text: str, literal: bool) -> None:
        self.signs = signs_of(text, literal)
        self.literal = literal
        self.at = 0
        self.words: set[Node] = set()
        self.is_cut = False
        self.notices: list[str] = []

    def alternatives(self, depth: int) -> Node | None:
        parts = []
        while True:
            part = self.conjunction(depth)
            if part is not None:
                parts.append(part)
            if self._kind() is SignKind.OR:
                self.at += 1
            else:
                return _joined(Or, parts)

    def conjunction(self, depth: int) -> Node | None:
        parts = []
        while not self._is_at_end():
            part = self.closeness(depth)
            if part is not None:
                parts.append(part)
        return _joined(And, parts)

    def closeness(self, depth: int) -> Node | None:
        """One operand, or several with NEAR between them."""
        first = self.operand(depth)
        if first is None:
            return None
        parts, distances = [first], []
        while self._kind() is SignKind.NEAR:
            asked = int(self.signs[self.at].text)
            distance = min(max(asked, 1), FARTHEST)
            if asked > FARTHEST:
                self.notices.append(
                    f"近接（NEAR）の文字数は{FARTHEST:,}までのため、{FARTHEST:,}文字以内で検索しました。"
                )
            self.at += 1
            part = None if self._is_at_end() else self.operand(depth)
            if part is not None:
                parts.append(part)
                distances.append(distance)
        near = _near(parts, distances)
        if _is_long(near):
            self.notices.append(
                f"近接（NEAR）でつなげる語は{MOST_NEAR}つまでのため、あとの語は近くになくても含むものを検索しました。"
            )
        if near is None:
            self.notices.append("近接（NEAR）は語と語のあいだでだけ使えるため、どちらも含むものを検索しました。")
        return near or _joined(And, parts)

    def operand(self, depth: int) -> Node | None:
        sign = self.signs[self.at]
        self.at += 1
        if sign.kind is SignKind.NOT:
            negated = True
            while self._kind() is SignKind.NOT:
                self.at += 1
                negated = not negated
            part = None if self._is_at_end() else self.operand(depth)
            return part if part is None or not negated else _negation(part)
        if sign.kind is SignKind.OPEN:
            return self.group(depth)
        if sign.kind is SignKind.FIELD:
            return self.field(sign.text, depth)
        return self.word(sign) if sign.kind in (SignKind.TERM, SignKind.PREFIX, SignKind.PHRASE) else None

    def word(self, sign: Sign) -> Node | None:
        if sign.kind is SignKind.PHRASE:
            return self._within_limit(Phrase(sign.text)) if fold_text(sign.text).strip() else None
        if not _MEANING.search(fold_text(sign.text)):
            # Signs alone mean nothing, except letter by letter.
            is_text = self.literal and fold_text(sign.text).strip()
            return self._within_limit(Phrase(sign.text)) if is_text else None
        if sign.kind is SignKind.PREFIX:
            return self._within_limit(Prefix(sign.text))
        return self._within_limit(Phrase(sign.text) if self.literal else Term(sign.text))

    def _within_limit(self, word: Node) -> Node | None:
        if word not in self.words and len(self.words) >= MOST_TERMS:
            self.is_cut = True
            return None
        self.words.add(word)
        return word

    def field(self, name: str, depth: int) -> Node | None:
        while self._kind() is SignKind.FIELD:  # of 会議:発言者:山田 the last counts
            name = self.signs[self.at].text
            self.at += 1
        value = None if self._is_at_end() or self._kind() in (SignKind.AND, SignKind.NEAR) else self.operand(depth)
        if value is None:
            self.notices.append(f"「{name}:」のあとに言葉がないため、使わずに検索しました。")
            return None
        known = field_of(name)
        if known in PERIOD_READERS:
            return _spread(value, lambda word: self._period(known, word))
        if known == CATEGORY:
            return _spread(value, self._category)
        if known in PART_NAMES:
            return _spread(value, lambda word: SpokenAs(PART_NAMES[known], word.text, not isinstance(word, Term)))
        return _spread(value, lambda word: _in_field(FieldName(known), word))

    def _category(self, word: Atom) -> Node | None:
        category = read_category(word.text)
        if category is None:
            names = "".join(f"「区分:{label}」" for label in SHORT_LABELS.values())
            self.notices.append(
                f"「区分:{word.text}」の区分を読み取れないため、使わずに検索しました。{names}のように書いてください。"
            )
            return None
        return SpokenAs(category)

    def _period(self, field: str, word: Atom) -> Node | None:
        text = f"{word.text}-" if isinstance(word, Prefix) else word.text
        period = PERIOD_READERS[field](text)
        if period is None:
            self.notices.append(_UNREADABLE[field].format(word.text))
        return period

    def group(self, depth: int) -> Node | None:
        if depth >= DEEPEST_NESTING:
            # What follows is read as if this bracket were not there.
            self.notices.append(
                f"かっこの入れ子が深すぎるため、内側のかっこを使わずに検索しました。入れ子は{DEEPEST_NESTING}段までにしてください。"
            )
            return None
        inner = self.alternatives(depth + 1)
        if self._kind() is SignKind.CLOSE:
            self.at += 1
        return inner

    def _is_at_end(self) -> bool:
        """Whether nothing more belongs to the conjunction that is being read."""
        return self._kind() in (None, SignKind.OR, SignKind.CLOSE)

    def _kind(self) -> SignKind | None:
        return self.signs[self.at].kind if self.at < len(self.signs) else None


def _in_field(name: FieldName, word: Atom) -> Node:
    side = read_side(word.text) if name is FieldName.SPEAKER and isinstance(word, Term) else None
    return SpokenAs(side) if side else Field(name, word.text, not isinstance(word, Term))


def _spread(node: Node, put: Callable[[Atom], Node | None]) -> Node | None:
    """The tree with every word put into a field; what is in one already stays there."""
    if isinstance(node, Term | Phrase | Prefix | Wanted):
        return put(node)
    if isinstance(node, Not):
        inner = _spread(node.part, put)
        return None if inner is None else _negation(inner)
    if isinstance(node, And | Or | Near):
        parts = [_spread(part, put) for part in node.parts]
        return _joined(Or if isinstance(node, Or) else And, [part for part in parts if part is not None])
    return node


def _near(parts: list[Node], distances: list[int]) -> Node | None:
    """The parts with their distances, alternatives each by themselves; None where a part is no word."""
    choices = [_words_of(part) for part in parts]
    if len(parts) == 1:
        return parts[0]
    if not all(choices):
        return None
    found: list[Node] = []
    start = 0
    for at in range(1, len(parts)):
        # Neighbours with one distance stand together: A 近接20 B 近接20 C.
        if at < len(distances) and distances[at] == distances[start]:
            continue
        combined = list(product(*choices[start : at + 1]))
        if len(combined) > MOST_PAIRS:
            return None
        nears = [_near_of(dict.fromkeys(words), distances[start]) for words in combined]
        joined = _joined(Or, nears)
        assert joined is not None
        found.append(joined)
        start = at
    return _joined(And, found)


def _is_long(near: Node | None) -> bool:
    """Whether more words stand side by side than are looked at."""
    match near:
        case Near(parts):
            return len(parts) > MOST_NEAR
        case And(parts) | Or(parts):
            return any(_is_long(part) for part in parts)
    return False


def _near_of(words: dict[Atom, None], distance: int) -> Node:
    return Near(tuple(words), distance) if len(words) > 1 else next(iter(words))


def _words_of(node: Node) -> list[Atom]:
    """A word, or the words of which any is asked for; none for anything else."""
    if isinstance(node, Term | Phrase | Prefix | Wanted):
        return [node]
    if isinstance(node, Or):
        words = [part for part in node.parts if isinstance(part, Term | Phrase | Prefix | Wanted)]
        return words if len(words) == len(node.parts) else []
    return []


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """One node of the parts, flat and without repetition; None where there are none."""
    flat: dict[Node, None] = {}
    for part in parts:
        for inner in part.parts if isinstance(part, kind) else (part,):
            flat.setdefault(inner)
    if not flat:
        return None
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(flat))


def _negation(part: Node) -> Node:
    return part.part if isinstance(part, Not) else Not(part)
