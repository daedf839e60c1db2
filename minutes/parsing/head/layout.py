"""The parts of a document: the sections of its head, each of one field, and the rows of its record."""

from __future__ import annotations

from dataclasses import dataclass, field

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.labels import Label
from minutes.parsing.words.numbering import read_numbered


@dataclass(slots=True)
class Section:
    """Rows of one field. `values` pairs each row with the texts that belong to the field, one a cell."""

    kind: str
    label: Label | None = None
    rows: list[tuple[PrintedLine, tuple[str, ...]]] = field(default_factory=list)

    @property
    def row(self) -> PrintedLine:
        """The first row."""
        return self.rows[0][0]

    @property
    def own_rows(self) -> int:
        """How many of the rows are the label's."""
        return self.label.rows if self.label is not None else 0

    def printed(self) -> list[tuple[PrintedLine, list[str]]]:
        """The rows with the texts that belong to the field, its own label left out."""
        return [(row, self._texts(index, values)) for index, (row, values) in enumerate(self.rows)]

    def _texts(self, index: int, values: tuple[str, ...]) -> list[str]:
        if self.label is not None and index < self.label.rows:
            return [value for value in self.label.values if value] if index == 0 else []
        return [value for value in values if value]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule, by its name, decided of a row where more than its words had to be asked."""

    row: PrintedLine
    rule: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The head's sections, the rows of the record, and what was decided on the way."""

    sections: list[Section]
    record: list[PrintedLine]
    decisions: tuple[Decision, ...] = ()

    @property
    def ceremonies(self) -> list[str]:
        """The lines of the agenda lists that are no items: 開会, 閉会."""
        rows = [row for section in self.sections if section.kind == "agenda" for row, _ in section.rows]
        titles = [row.text[numbered.start :] for row in rows if (numbered := read_numbered(row.flat)) is not None]
        return [title for title in titles if is_ceremony(title)]
