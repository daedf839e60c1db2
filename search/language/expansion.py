"""What each word of a query stands for: itself, its other spellings, its synonyms. No Django.

A tree of search.language.query is expanded before it is searched: every Term becomes a Wanted, which lists the
forms that match in its place. The page shows them, and each can be switched off by its text.

The dictionary joins spellings of one word by their normalized form, and the index is asked for that: such
spellings match at no cost, and those that occur in the index are listed. Once one of them is switched off,
the others are asked for one by one. Synonyms are those of the word itself, never of its synonyms. Those that may
mean something else are offered: they match where somebody asks for them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from search.language.tree import And, Form, FormKind, Near, Node, Not, Or, Term, Wanted
from search.words import (
    date_writings,
    fold_text,
    guessed_spellings,
    normalized_form,
    spellings_by_rule,
    tokenize,
    units_of,
)

MOST_SPELLINGS = 8
MOST_VARIANTS = 12
MOST_SYNONYMS = 12
MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class KnownSynonym:
    """A word that is looked for in place of another, and where the two were put together; `is_offered`: not unasked."""

    text: str
    note: str
    is_offered: bool = False


class Lexicon(Protocol):
    """What is known of words beyond the dictionary: those of the index, and the synonyms of the office."""

    def spellings(self, normalized: str) -> Collection[str]:
        """The folded spellings in the index of which this is the dictionary's form."""

    def occurs(self, surface: str) -> bool:
        """Whether the index holds this folded word."""

    def synonyms(self, folded: str) -> Sequence[KnownSynonym]:
        """What is looked for in place of a folded term, the nearest first."""


def expand(
    tree: Node | None,
    lexicon: Lexicon,
    *,
    variants: bool = True,
    synonyms: bool = True,
    off: Collection[str] = frozenset(),
    also: Collection[str] = frozenset(),
) -> Node | None:
    """The tree with every Term as a Wanted; `off` holds folded texts of forms that do not match, `also` those of forms
    that are offered and match."""

    def expanded(node: Node) -> Node:
        if isinstance(node, Term):
            return _wanted(node, lexicon, variants, synonyms, off, also)
        if isinstance(node, Not):
            return Not(expanded(node.part))
        if isinstance(node, Near):
            return Near(tuple(expanded(part) for part in node.parts), node.distance)
        if isinstance(node, And | Or):
            return type(node)(tuple(expanded(part) for part in node.parts))
        return node

    return None if tree is None else expanded(tree)


def terms_of(tree: Node | None) -> list[Term]:
    """The terms that expand() would replace, each once."""
    found: dict[Term, None] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Term):
            found.setdefault(node)
        elif isinstance(node, Not):
            walk(node.part)
        elif isinstance(node, And | Or | Near):
            for part in node.parts:
                walk(part)

    if tree is not None:
        walk(tree)
    return list(found)


def wanted_words(tree: Node | None) -> list[Wanted]:
    """All words of a tree that have forms, those that must not stand there too, in the order typed."""
    match tree:
        case Wanted():
            return [tree]
        case Not(part):
            return wanted_words(part)
        case And(parts) | Or(parts) | Near(parts):
            return list(dict.fromkeys(word for part in parts for word in wanted_words(part)))
    return []


def dictionary_forms(folded: str) -> tuple[str, ...]:
    """How the dictionary spells a folded term, by its units and, of one word, as a whole (申し込み書 and 申込書)."""
    found = tokenize(folded)
    whole = [found[0][1].normalized] if len(found) == 1 and found[0][1].surface else []
    return tuple(dict.fromkeys([normalized_form(folded), *whole]))


def _wanted(
    term: Term,
    lexicon: Lexicon,
    with_variants: bool,
    with_synonyms: bool,
    off: Collection[str],
    also: Collection[str],
) -> Wanted:
    folded = fold_text(term.text)
    joined, apart = _variants(folded, lexicon) if with_variants else ([], [])
    # Nothing can be taken out of what the dictionary joins: the spellings that stay are asked for by themselves.
    is_whole = with_variants and not any(text in off for text in joined)
    forms = [Form(term.text, FormKind.TYPED, loose=is_whole)]
    forms += [Form(text, FormKind.VARIANT, loose=is_whole, covered=is_whole) for text in joined]
    forms += [Form(text, FormKind.VARIANT) for text in apart]
    if with_variants:
        forms += [
            Form(writing.text, FormKind.VARIANT, loose=False, writing=writing) for writing in date_writings(folded)
        ]
    offered: list[Form] = []
    if with_synonyms:
        synonyms, offered = _synonyms(folded, {folded, *joined, *apart}, lexicon, also)
        forms += synonyms
    kept = [form for form in forms[1:] if fold_text(form.text) not in off]
    removed = [form for form in forms[1:] if fold_text(form.text) in off]
    return Wanted(term, (forms[0], *kept), tuple(removed), tuple(offered))


def _variants(folded: str, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """The spellings that the dictionary joins with a term, and those that only a rule does; at most MOST_VARIANTS."""
    units = _normalized_units(folded)
    joined = _dictionary_spellings(folded, lexicon)
    apart: list[str] = []
    guessed = [spelling for spelling, word in guessed_spellings(folded).items() if lexicon.occurs(word)]
    for spelling in (*spellings_by_rule(folded), *guessed):
        if spelling not in joined:
            (joined if _normalized_units(spelling) == units else apart).append(spelling)
    room = max(MOST_VARIANTS - len(apart), 0)
    return joined[:room], apart


def _dictionary_spellings(folded: str, lexicon: Lexicon) -> list[str]:
    """Of nouns alone: the dictionary's form of a verb joins all its inflections."""
    units = [unit for _, unit in units_of(folded)]
    if not units or not all(unit.is_nominal for unit in units):
        return []
    found = {spelling for form in dictionary_forms(folded) for spelling in lexicon.spellings(form)} - {folded}
    return sorted(found, key=lambda spelling: (-_similarity(folded, spelling), spelling))[:MOST_SPELLINGS]


def _synonyms(folded: str, known: set[str], lexicon: Lexicon, also: Collection[str]) -> tuple[list[Form], list[Form]]:
    """The synonyms that match, those that are asked for included, and those that are offered."""
    units = _normalized_units(folded)
    used: list[Form] = []
    offered: list[Form] = []
    # What one group uses another need not offer.
    for synonym in sorted(lexicon.synonyms(folded), key=lambda synonym: synonym.is_offered):
        text = fold_text(synonym.text)
        if text not in known and _normalized_units(text) != units:
            known.add(text)
            is_open = synonym.is_offered and text not in also
            form = Form(synonym.text, FormKind.SYNONYM, note=synonym.note, is_asked_for=synonym.is_offered)
            (offered if is_open else used).append(form)
    return used[:MOST_SYNONYMS], offered[:MOST_OFFERED]


def _normalized_units(folded: str) -> tuple[str, ...]:
    """Equal for texts that match the same places by the dictionary's forms."""
    return tuple(unit.normalized for _, unit in units_of(folded))


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
