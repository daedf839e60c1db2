"""What a public edition is made of: minutes whose withheld words are masked already. Stdlib only.

Nothing here knows what was withheld: the words behind a mask never come into this package but for the office's own list.
"""

from __future__ import annotations

from dataclasses import dataclass

from minutes.withholding import Masked


class EditionError(ValueError):
    """An edition whose masks do not stand where they are said to; the message names the place."""


class PrintError(Exception):
    """An edition that could not be printed within its limits; the message says why, without a word of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of the attendance list; `group` is the label under which it stands."""

    group: str
    name: Masked
    proxy: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda."""

    title: Masked
    category: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance or recorded event. `kind` is one of minutes.parsing.KINDS, `agenda` 0-based indexes of items."""

    kind: str
    text: Masked
    speaker: Masked | None = None
    agenda: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was handed out."""

    label: str
    title: Masked


@dataclass(frozen=True, slots=True)
class Edition:
    """The minutes of one meeting for everybody.

    `head` are labels with their values in the order of print (開催日時, 場所 …). `remarks` are sentences of the office that
    stand below the legend.
    """

    title: Masked
    head: tuple[tuple[str, Masked], ...] = ()
    attendees: tuple[Person, ...] = ()
    agenda: tuple[Item, ...] = ()
    utterances: tuple[Said, ...] = ()
    papers: tuple[Paper, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """One passage for the office's own list: where it stands, the words, the ground and the office's note."""

    place: str
    words: str
    ground: str
    note: str = ""
