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

NEAR binds tighter than AND, AND tighter than OR. All signs may be half or full width. Every string has a
reading: an opening bracket without its partner reaches to the end, and other signs without a partner or an
operand are passed over.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from minutes.dialogue import SHORT_LABELS, SpeakerCategory
from search.language.categories import read_category, read_side
from search.language.tree import (
    FIRST_YEAR,
    LAST_YEAR,
    And,
    Atom,
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
from search.language.years import read_years
from search.words import fold_text

LONGEST_QUERY = 500
MOST_TERMS = 32
DEEPEST_NESTING = 12
NEAR_BY_DEFAULT = 30
FARTHEST = 1_000
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


@dataclass(frozen=True, slots=True)
class _Sign:
    """One lexical piece: kind is term, phrase, field, near, or, and, not, open or close.

    `text` is the word, the quoted text, the field's name as typed or the distance.
    """

    kind: str
    text: str = ""


_CLOSING = {**dict.fromkeys('"“”＂〝〟', '"“”＂〝〟'), **dict.fromkeys("「｢", "」｣"), "『": "』"}
_STRAY = "」』｣"
_OPEN, _CLOSE, _BAR = "(（", ")）", "|｜"
_MINUS = "-－‐‑−–ー"
_STARS = "*＊"
_COLONS = ":："
_SEPARATORS = "".join(_CLOSING) + _STRAY + _OPEN + _CLOSE + _BAR
_BREAK = re.escape(_SEPARATORS)
_WORD = re.compile(rf"[^\s{_BREAK}]+")
_FIELD = re.compile(rf"([^\s{_BREAK}{_COLONS}]{{1,12}})[{_COLONS}]\s*")
_NEAR = re.compile("(?:NEAR[/:]?([0-9]{1,4})?|近接[/:]?([0-9]{1,4}))(?:文字)?(?:以内)?")
_OPERATORS = {"OR": "or", "AND": "and", "NOT": "not"}
_YEAR = "year"
_CATEGORY = "category"
# What may stand before a colon.
FIELD_NAMES = {
    **dict.fromkeys(("発言者", "話者", "speaker"), FieldName.SPEAKER),
    **dict.fromkeys(("会議", "会議名", "会議体", "meeting", "body"), FieldName.MEETING),
    **dict.fromkeys(("議題", "agenda", "item"), FieldName.AGENDA),
    **dict.fromkeys(("資料", "添付資料", "paper", "attachment"), FieldName.PAPER),
}
# What may stand before the name of somebody who speaks in one part alone.
PART_NAMES = {
    **dict.fromkeys(("議長", "chair"), SpeakerCategory.CHAIR),
    **dict.fromkeys(("質問者", "質疑者", "questioner"), SpeakerCategory.MEMBER),
    **dict.fromkeys(("答弁者", "回答者", "answerer"), SpeakerCategory.OFFICER),
}
_FIELDS = {
    **{name: name for name in PART_NAMES},
    **{name: field.value for name, field in FIELD_NAMES.items()},
    **dict.fromkeys(("区分", "発言者の区分", "発言者区分", "category"), _CATEGORY),
    **dict.fromkeys(("年度", "year"), _YEAR),
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
        return tree.text
    if isinstance(tree, Phrase):
        return _quoted(tree.text)
    if isinstance(tree, Prefix):
        return f"{tree.text}*"
    if isinstance(tree, Field):
        return f"{FIELD_LABELS[tree.name]}:{_quoted(tree.text) if tree.literal else tree.text}"
    if isinstance(tree, SpokenAs):
        label = SHORT_LABELS[tree.category]
        name = _quoted(tree.speaker) if tree.literal else tree.speaker
        return f"{label}:{name}" if name else f"区分:{label}"
    if isinstance(tree, Years):
        return f"年度:{_written_years(tree)}"
    if isinstance(tree, Near):
        return f" 近接{tree.distance} ".join(write(part) for part in tree.parts)
    if isinstance(tree, Not):
        text = write(tree.part)
        if isinstance(tree.part, And | Or | Near):
            return f"-({text})"
        return f"NOT {text}" if text[0] in _MINUS else f"-{text}"
    if isinstance(tree, Or):
        return " OR ".join(write(part) for part in tree.parts)
    return " ".join(f"({write(part)})" if isinstance(part, Or) else write(part) for part in tree.parts)


def _quoted(text: str) -> str:
    opening, closing = next(
        (opening, closing)
        for opening, closing in ("「」", "『』", '""')
        if not any(sign in text for sign in _CLOSING[opening])
    )
    return f"{opening}{text}{closing}"


def _written_years(years: Years) -> str:
    if years.first == years.last:
        return str(years.first)
    first = "" if years.first == FIRST_YEAR else str(years.first)
    return f"{first}-" if years.last == LAST_YEAR else f"{first}-{years.last}"


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
        words = [parse(word).tree for word in re.split(rf"[\s{_BREAK}]+", node.text)]
        terms: list[Node] = [word for word in words if isinstance(word, Term)]
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
    if isinstance(node, Field | SpokenAs | Years):
        return None
    if isinstance(node, Not):
        return None if _without_fields(node.part) is None else node
    if isinstance(node, And | Or):
        kept = [_without_fields(part) for part in node.parts]
        return _joined(type(node), [part for part in kept if part is not None])
    return node


def _signs(text: str) -> list[_Sign]:
    signs: list[_Sign] = []
    at = depth = 0
    while at < len(text):
        sign = text[at]
        if sign in _CLOSING:
            end = next((i for i in range(at + 1, len(text)) if text[i] in _CLOSING[sign]), at)
            if end > at:
                signs.append(_Sign("phrase", text[at + 1 : end]))
            at = end + 1
        elif sign in _OPEN:
            signs.append(_Sign("open"))
            depth += 1
            at += 1
        elif sign in _CLOSE:
            if depth:  # one that nothing opened is passed over
                signs.append(_Sign("close"))
                depth -= 1
            at += 1
        elif sign in _BAR:
            signs.append(_Sign("or"))
            at += 1
        elif sign.isspace() or sign in _STRAY:
            at += 1
        elif sign in _MINUS and _starts_word(text, at) and _negates(text, at):
            signs.append(_Sign("not"))
            at += 1
        elif (field := _field_at(text, at)) is not None:
            signs.append(_Sign("field", field[1]))
            at = field.end()
            if _field_of(field[1]) == _YEAR and (match := _WORD.match(text, at)):
                signs.append(_Sign("term", match[0]))  # 年度:-2020 is no negation
                at = match.end()
        else:
            match = _WORD.match(text, at)
            assert match is not None
            signs.append(_sign_of(match[0]))
            at = match.end()
    return signs


def _sign_of(word: str) -> _Sign:
    folded = unicodedata.normalize("NFKC", word)
    if folded in _OPERATORS:
        return _Sign(_OPERATORS[folded])
    near = _NEAR.fullmatch(folded)
    if near:
        return _Sign("near", near[1] or near[2] or str(NEAR_BY_DEFAULT))
    return _Sign("term", word)


def _field_at(text: str, at: int) -> re.Match[str] | None:
    match = _FIELD.match(text, at) if _starts_word(text, at) else None
    return match if match is not None and _field_of(match[1]) else None


def _field_of(name: str) -> str:
    return _FIELDS.get(unicodedata.normalize("NFKC", name).lower(), "")


def _starts_word(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return not before or before.isspace() or before in _SEPARATORS + _COLONS + _MINUS


def _negates(text: str, at: int) -> bool:
    """A minus before a space, another minus or nothing is a dash that means nothing."""
    following = text[at + 1 : at + 2]
    return bool(following) and not following.isspace() and following not in _MINUS + _CLOSE + _BAR


class _Reader:
    """Recursive descent over the signs; never fails."""

    def __init__(self, text: str, literal: bool) -> None:
        self.signs = _signs(text)
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
            if self._kind() == "or":
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
        while self._kind() == "near":
            distance = min(max(int(self.signs[self.at].text), 1), FARTHEST)
            self.at += 1
            part = None if self._is_at_end() else self.operand(depth)
            if part is not None:
                parts.append(part)
                distances.append(distance)
        near = _near(parts, distances)
        if near is None:
            self.notices.append("近接（NEAR）は語と語のあいだでだけ使えるため、どちらも含むものを検索しました。")
        return near or _joined(And, parts)

    def operand(self, depth: int) -> Node | None:
        sign = self.signs[self.at]
        self.at += 1
        if sign.kind == "not":
            negated = True
            while self._kind() == "not":
                self.at += 1
                negated = not negated
            part = None if self._is_at_end() else self.operand(depth)
            return part if part is None or not negated else _negation(part)
        if sign.kind == "open":
            return self.group(depth)
        if sign.kind == "field":
            return self.field(sign.text, depth)
        return self.word(sign) if sign.kind in ("term", "phrase") else None

    def word(self, sign: _Sign) -> Node | None:
        if sign.kind == "phrase":
            return self._within_limit(Phrase(sign.text)) if fold_text(sign.text).strip() else None
        if not _MEANING.search(fold_text(sign.text)):
            # Signs alone mean nothing, except letter by letter.
            is_text = self.literal and fold_text(sign.text).strip()
            return self._within_limit(Phrase(sign.text)) if is_text else None
        text = sign.text.rstrip(_STARS)
        if text != sign.text:
            return self._within_limit(Prefix(text))
        return self._within_limit(Phrase(text) if self.literal else Term(text))

    def _within_limit(self, word: Node) -> Node | None:
        if word not in self.words and len(self.words) >= MOST_TERMS:
            self.is_cut = True
            return None
        self.words.add(word)
        return word

    def field(self, name: str, depth: int) -> Node | None:
        while self._kind() == "field":  # of 会議:発言者:山田 the last counts
            name = self.signs[self.at].text
            self.at += 1
        value = None if self._is_at_end() or self._kind() in ("and", "near") else self.operand(depth)
        if value is None:
            self.notices.append(f"「{name}:」のあとに言葉がないため、使わずに検索しました。")
            return None
        known = _field_of(name)
        if known == _YEAR:
            return _spread(value, self._years)
        if known == _CATEGORY:
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

    def _years(self, word: Atom) -> Node | None:
        text = f"{word.text}-" if isinstance(word, Prefix) else word.text
        years = read_years(text)
        if years is None:
            self.notices.append(
                f"「年度:{word.text}」の年度を読み取れないため、使わずに検索しました。"
                "「年度:令和5」「年度:2023」「年度:2020-2023」「年度:平成30-令和2」のように書いてください。"
            )
        return years

    def group(self, depth: int) -> Node | None:
        if depth >= DEEPEST_NESTING:
            return None  # too deep: what follows is read as if this bracket were not there
        inner = self.alternatives(depth + 1)
        if self._kind() == "close":
            self.at += 1
        return inner

    def _is_at_end(self) -> bool:
        """Whether nothing more belongs to the conjunction that is being read."""
        return self._kind() in ("", "or", "close")

    def _kind(self) -> str:
        return self.signs[self.at].kind if self.at < len(self.signs) else ""


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
