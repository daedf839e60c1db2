"""What a query asks for, as a tree. Dataclasses alone; no Django.

query.py reads text to such a tree, expansion.py puts a Wanted in the place of each Term.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from minutes.dialogue import SpeakerCategory
from search.words import Writing

# The ends of a span of fiscal years that is open there.
FIRST_YEAR, LAST_YEAR = 1, 9999


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
    """Words that all stand within `distance` characters of each other, in any order."""

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
class SpokenAs:
    """答弁者:山田 — said in that part, 区分:答弁者 by anybody; for `literal` the name stands inside words too."""

    category: SpeakerCategory
    speaker: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """年度:令和5 — fiscal years, both ends included; FIRST_YEAR or LAST_YEAR where an end is open."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Dates:
    """日付:令和3年10月 — days of meetings, both ends included; date.min or date.max where an end is open."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


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
    `note` says where a synonym comes from. `is_asked_for`: it matches because somebody asked for it. With `writing` it
    is a date in signs, which that tells.
    """

    text: str
    kind: FormKind
    loose: bool = True
    covered: bool = False
    note: str = ""
    is_asked_for: bool = False
    writing: Writing | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """The texts that it may stand as."""
        return self.writing.strings if self.writing else (self.text,)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term with the forms that match in its place, the typed one first, those switched off, and those that do not
    match unless somebody asks for them."""

    term: Term
    forms: tuple[Form, ...]
    removed: tuple[Form, ...] = ()
    offered: tuple[Form, ...] = ()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.term.text

    @property
    def others(self) -> tuple[Form, ...]:
        """The forms that match beside the typed one."""
        return self.forms[1:]


# What is looked for in the text itself.
Atom: TypeAlias = Term | Phrase | Prefix | Wanted
Node: TypeAlias = Atom | Near | Field | SpokenAs | Years | Dates | Not | And | Or
