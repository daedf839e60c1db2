"""What a person typed -> a tree of terms, and the tree told back in plain Japanese. No Django.

    防災 訓練          both (the full-width space too)
    防災 OR 訓練       either; also |
    -中止, NOT 中止    not
    "防災訓練" 「…」   the words exactly as written
    (…)                grouping

AND binds tighter than OR. Every string has a reading: an opening bracket without its partner reaches to
the end, and other signs without a partner or an operand are passed over.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_QUERY = 500
MOST_TERMS = 32
DEEPEST_NESTING = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A word typed without quotes: its variants match too."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: matches as written, inside words too."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """システム*: every word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words of which each stands at most `distance` characters from the next, in any order."""

    parts: tuple["Node", ...]
    distance: int


class FieldName(StrEnum):
    """What a word can be looked for in, other than what was said."""

    SPEAKER = "speaker"
    MEETING = "meeting"
    AGENDA = "agenda"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Field:
    """発言者:山田 — the text stands in that field, for `literal` inside words too."""

    name: FieldName
    text: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """年度:令和5 — fiscal years, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Term | Phrase | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A reading: `tree` is None where nothing is asked for; `shortened` where some of the text was left out."""

    text: str
    tree: Node | None
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class _Sign:
    """One lexical piece: kind is term, phrase, or, and, not, open or close."""

    kind: str
    text: str = ""


_CLOSING = {**dict.fromkeys('"“”＂〝〟', '"“”＂〝〟'), "「": "」", "『": "』"}
_STRAY = "」』"
_OPEN, _CLOSE, _BAR = "(（", ")）", "|｜"
_MINUS = "-－‐‑−–ー"
_SEPARATORS = "".join(_CLOSING) + _STRAY + _OPEN + _CLOSE + _BAR
_BREAK = re.escape(_SEPARATORS)
_WORD = re.compile(rf"[^\s{_BREAK}]+")
_OPERATORS = {"OR": "or", "ＯＲ": "or", "AND": "and", "ＡＮＤ": "and", "NOT": "not", "ＮＯＴ": "not"}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MEANING = re.compile(r"\w")


def parse(text: str) -> Query:
    """Reads any string. What goes beyond LONGEST_QUERY characters or MOST_TERMS terms is left out."""
    clean = _UNSTORABLE.sub(" ", text).strip()
    signs = _signs(clean[:LONGEST_QUERY])
    reader = _Reader(signs)
    tree = reader.alternatives(0)
    return Query(clean, tree, len(clean) > LONGEST_QUERY or reader.terms > MOST_TERMS)


def positive(tree: Node | None) -> tuple[Term | Phrase, ...]:
    """The terms and phrases that a hit may hold: those under no Not, in the order typed, each once."""
    found: dict[Term | Phrase, None] = {}

    def walk(node: Node) -> None:
        if isinstance(node, And | Or | Near):
            for part in node.parts:
                walk(part)
        elif not isinstance(node, Not | Field | Years):
            found.setdefault(node)

    if tree is not None:
        walk(tree)
    return tuple(found)


def text_of(leaf: "Node") -> str:
    """What stands in the query."""
    return getattr(leaf, "text", "") or leaf.term.text


def describe(tree: Node | None) -> str:
    """「防災」と「訓練」をすべて含み、「中止」を含まない発言 — what was understood; empty for None."""
    return f"{_clause(tree)}発言" if tree is not None else ""


def write(tree: Node | None) -> str:
    """A query that parse() reads as `tree`."""
    if tree is None:
        return ""
    if isinstance(tree, Term):
        return tree.text
    if isinstance(tree, Phrase):
        opening, closing = next(pair for pair in ("「」", "『』", '""') if pair[1] not in tree.text)
        return f"{opening}{tree.text}{closing}"
    if isinstance(tree, Not):
        text = write(tree.part)
        is_plain = isinstance(tree.part, Term | Phrase) and text[0] not in _MINUS
        return f"-{text}" if is_plain else f"-({text})"
    joint = " " if isinstance(tree, And) else " OR "
    return joint.join(f"({write(part)})" if isinstance(part, And | Or) else write(part) for part in tree.parts)


def wider(tree: Node | None) -> list[Node]:
    """Queries that find more, the nearest first: quotes taken off, one word less, any of the words. At most six."""
    loose = _without_quotes(tree) if tree is not None else None
    found: dict[Node, None] = {}
    if loose is not None and loose != tree:
        found[loose] = None
    if isinstance(loose, And):
        wanted = tuple(part for part in loose.parts if not isinstance(part, Not))
        refused = tuple(part for part in loose.parts if isinstance(part, Not))
        if wanted and refused:
            found[_of(And, wanted)] = None
        if 2 < len(wanted) <= 4:
            for part in wanted:
                found[_of(And, tuple(other for other in loose.parts if other is not part))] = None
        if len(wanted) > 1:
            found[_of(Or, wanted)] = None
    return list(found)[:6]


def _without_quotes(node: Node) -> Node:
    if isinstance(node, Phrase):
        # Words that only the quotes held together are separate again.
        return parse(re.sub(rf"[{_BREAK}]", " ", node.text)).tree or node
    if isinstance(node, Not):
        return node
    if isinstance(node, And | Or):
        return _of(type(node), tuple(_without_quotes(part) for part in node.parts))
    return node


def _of(kind: type[And] | type[Or], parts: tuple[Node, ...]) -> Node:
    joined = _joined(kind, list(parts))
    assert joined is not None
    return joined


def _signs(text: str) -> list[_Sign]:
    signs: list[_Sign] = []
    at = depth = 0
    while at < len(text):
        sign = text[at]
        if sign in _CLOSING:
            end = next((i for i in range(at + 1, len(text)) if text[i] in _CLOSING[sign]), at)
            if end > at:
                signs.append(_Sign("phrase", " ".join(text[at + 1 : end].split())))
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
        else:
            match = _WORD.match(text, at)
            assert match is not None
            word = match[0]
            signs.append(_Sign(_OPERATORS.get(word, "term"), word))
            at = match.end()
    return signs


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in _SEPARATORS


def _negates(text: str, at: int) -> bool:
    """A minus before a space, another minus or nothing is a dash that means nothing."""
    following = text[at + 1 : at + 2]
    return bool(following) and not following.isspace() and following not in _MINUS + _CLOSE + _BAR


class _Reader:
    """Recursive descent over the signs; never fails."""

    def __init__(self, signs: list[_Sign]) -> None:
        self.signs = signs
        self.at = 0
        self.terms = 0

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
        while self._kind() not in ("", "or", "close"):
            part = self.operand(depth)
            if part is not None:
                parts.append(part)
        return _joined(And, parts)

    def operand(self, depth: int) -> Node | None:
        sign = self.signs[self.at]
        self.at += 1
        if sign.kind == "and":
            return None
        if sign.kind == "not":
            negated = True
            while self._kind() == "not":
                self.at += 1
                negated = not negated
            part = self.operand(depth) if self._kind() not in ("", "or", "close") else None
            return part if part is None or not negated else _negation(part)
        if sign.kind == "open":
            return self.group(depth)
        if not _MEANING.search(sign.text):
            return None
        self.terms += 1
        if self.terms > MOST_TERMS:
            return None
        return Phrase(sign.text) if sign.kind == "phrase" else Term(sign.text)

    def group(self, depth: int) -> Node | None:
        if depth >= DEEPEST_NESTING:
            return None  # too deep: what follows is read as if this bracket were not there
        inner = self.alternatives(depth + 1)
        if self._kind() == "close":
            self.at += 1
        return inner

    def _kind(self) -> str:
        return self.signs[self.at].kind if self.at < len(self.signs) else ""


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


def _clause(node: Node) -> str:
    """A relative clause that ends in a plain verb: 「防災」を含む."""
    if isinstance(node, Term | Phrase):
        return f"{_name(node)}を含む"
    if isinstance(node, Not):
        return _negative_clause(node.part)
    if isinstance(node, Or):
        if all(isinstance(part, Term | Phrase) for part in node.parts):
            return (
                f"{_names(node.parts, 'か')}のどちらかを含む"
                if len(node.parts) == 2
                else (f"{_names(node.parts, '、')}のいずれかを含む")
            )
        return "、または".join(
            f"（{_clause(part)}）" if isinstance(part, And) else _clause(part) for part in node.parts
        )
    plain = [part for part in node.parts if isinstance(part, Term | Phrase)]
    groups = [part for part in node.parts if isinstance(part, Or)]
    refused = [part.part for part in node.parts if isinstance(part, Not)]
    clauses = []
    if plain:
        clauses.append(f"{_names(plain, 'と')}をすべて含む" if len(plain) > 1 else _clause(plain[0]))
    clauses += [_clause(part) if _is_simple(part) else f"（{_clause(part)}）" for part in groups]
    clauses += [_negative_clause(part) for part in refused]
    return "、".join([_continued(clause) for clause in clauses[:-1]] + [clauses[-1]])


def _is_simple(node: Or) -> bool:
    return all(isinstance(part, Term | Phrase) for part in node.parts)


def _negative_clause(node: Node) -> str:
    if isinstance(node, Term | Phrase):
        return f"{_name(node)}を含まない"
    if isinstance(node, Or) and _is_simple(node):
        return f"{_names(node.parts, 'も')}も含まない"
    return f"（{_clause(node)}）ではない"


def _continued(clause: str) -> str:
    for ending, form in (
        ("を含む", "を含み"),
        ("すべて含む", "すべて含み"),
        ("含まない", "含まず"),
        ("ではない", "ではなく"),
    ):
        if clause.endswith(ending):
            return clause.removesuffix(ending) + form
    return clause + "かつ"


def _names(nodes: "tuple[Node, ...] | list[Term | Phrase]", between: str) -> str:
    return between.join(_name(node) for node in nodes)


def _name(node: Node) -> str:
    assert isinstance(node, Term | Phrase)
    return f"「{node.text}」" if isinstance(node, Term) else f"「{node.text}」（この表記のまま）"
