"""A row of the head with what was read above it and what stands below it: what the rules of the head are asked about."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.parsing.head.layout import Decision, Section
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import fold
from minutes.parsing.words.labels import Label, find_label
from minutes.parsing.words.numbering import read_numbered
from minutes.wording import find_date

# Looking ahead for a list is costly; a head needs it a few times.
_LOOKAHEADS = 100
# So much of a row says which item it is, or when the meeting was.
_TELLING = 200


class ListedItems:
    """The items of the head's lists so far."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        # Of these the ones of the list that the rows belong to
        self.keys_here: set[str] = set()
        # What each number stands for
        self.titles: dict[tuple[str | None, int, int | None], str] = {}

    @property
    def numbered(self) -> bool:
        """Whether any item bears a number."""
        return bool(self.titles)

    def add(self, row: PrintedLine) -> None:
        """One more row of a list."""
        key = item_key(row)
        self.keys.add(key)
        self.keys_here.add(key)
        numbered = read_numbered(row.flat)
        if numbered is not None:
            number = (numbered.klass, numbered.rank, numbered.number)
            self.titles.setdefault(number, row.text[numbered.start : _TELLING])


class HeadSoFar:
    """The sections of a head down to a row."""

    def __init__(self, rows: list[PrintedLine], marks: SpeakerMarks, taught: LessonMatches, first: Section) -> None:
        self.rows = rows
        self.marks = marks
        self.taught = taught
        self.sections = [first]
        self.items = ListedItems()
        self.decisions: list[Decision] = []
        self.labels = 0
        self.lists_items = False
        self.is_dated = False
        self._lookaheads = _LOOKAHEADS

    @property
    def now(self) -> Section:
        """The section that a row belongs to if it begins none."""
        return self.sections[-1]

    def begin(self, section: Section) -> None:
        """A new section."""
        self.sections.append(section)
        self.lists_items = self.lists_items or section.kind == "agenda"

    def open(self, index: int, label: Label) -> None:
        """The section of a label, with the rows that the label takes."""
        self.labels += 1
        self.items.keys_here = set()
        self.begin(Section(label.field, label))
        for offset in range(label.rows):
            self.append(self.rows[index + offset], label.values if offset == 0 else ())

    def append(self, row: PrintedLine, values: tuple[str, ...]) -> None:
        """One more row of the section, with the texts that belong to its field."""
        self.now.rows.append((row, values))
        if not self.is_dated and self.now.kind in ("free", "when"):
            self.is_dated = find_date(row.text[:_TELLING]) is not None
        if self.now.kind == "agenda":
            self.items.add(row)

    def may_look_ahead(self) -> bool:
        """Whether there is time for one more look far ahead."""
        self._lookaheads -= 1
        return self._lookaheads >= 0


@dataclass(frozen=True, slots=True)
class Spot:
    """One row, by its index, and the head down to it."""

    head: HeadSoFar
    index: int

    @property
    def row(self) -> PrintedLine:
        """The row."""
        return self.head.rows[self.index]

    @property
    def after(self) -> PrintedLine | None:
        """The row below."""
        return self.head.rows[self.index + 1] if self.index + 1 < len(self.head.rows) else None

    @property
    def kind(self) -> str:
        """The field of the section that stands above."""
        return self.head.now.kind

    def below(self, count: int) -> list[PrintedLine]:
        """The next rows."""
        return self.head.rows[self.index + 1 : self.index + 1 + count]

    def further(self, offset: int) -> Spot:
        """The spot so many rows below, as seen from here."""
        return Spot(self.head, self.index + offset)

    def label(self, offset: int = 0) -> Label | None:
        """The label that this row, or the one so many rows below, opens with; None where it opens with none."""
        index = self.index + offset
        return find_label(self.head.rows, index) if index < len(self.head.rows) else None


def item_key(row: PrintedLine) -> str:
    """A listed item and its heading in the text, alike however the number is set off: 1. 甲について, 1　甲について."""
    numbered = read_numbered(row.flat)
    if numbered is None:
        return fold(row.text[:_TELLING])
    return f"{numbered.klass or ''} {numbered.rank} {numbered.number} {fold(row.text[numbered.start : _TELLING])}"
