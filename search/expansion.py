"""What each word of a query stands for: itself, its other spellings, its synonyms. No Django.

A tree of search.query is expanded before it is searched: every Term becomes a Wanted, which lists the
forms that match in its place. The page shows them, and each can be switched off by its text.
"""

from dataclasses import dataclass
from enum import StrEnum

from search.query import Term


class FormKind(StrEnum):
    """Why a form matches, from the nearest to the farthest."""

    TYPED = "typed"
    VARIANT = "variant"
    SYNONYM = "synonym"


@dataclass(frozen=True, slots=True)
class Form:
    """One text that matches in place of a term.

    `loose`: every spelling that the dictionary joins with it matches too (取組, 取り組み), not this one alone.
    `covered`: it matches through a loose form already; it is listed to be shown, marked and switched off.
    `note` says where a synonym comes from.
    """

    text: str
    kind: FormKind
    loose: bool = True
    covered: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term with the forms that match in its place, the typed one first, and those switched off."""

    term: Term
    forms: tuple[Form, ...]
    removed: tuple[Form, ...] = ()
