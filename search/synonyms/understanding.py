"""What a person typed -> what is searched for: the query's tree with spellings and synonyms of each word."""

from collections.abc import Collection
from dataclasses import dataclass

from minutes.access import VISITOR, Clearance
from search import language
from search.language import expand, terms_of
from search.synonyms import lexicon


@dataclass(frozen=True, slots=True)
class Understood:
    """`read` is the query as it was typed, `tree` the same with every Term as a Wanted."""

    read: language.Query
    tree: language.Node | None


def understand(
    text: str,
    *,
    clearance: Clearance = VISITOR,
    literal: bool = False,
    variants: bool = True,
    synonyms: bool = True,
    off: Collection[str] = frozenset(),
) -> Understood:
    """Reads any string, in two database queries at most; `off` holds folded texts of forms that do not match.

    Spellings are listed that a person of `clearance` may read somewhere.
    """
    read = language.parse(text, literal=literal)
    known = lexicon.load_lexicon(terms_of(read.tree), clearance=clearance, variants=variants, synonyms=synonyms)
    return Understood(read, expand(read.tree, known, variants=variants, synonyms=synonyms, off=off))
