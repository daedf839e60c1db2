"""The agenda: rows of a printed list, or of headings, -> agenda items."""

from __future__ import annotations

import itertools

from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.agenda.list_lines import list_lines
from minutes.parsing.agenda.list_reader import ListReader
from minutes.parsing.agenda.list_rules import read_line
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.words.numbering import Numbered


def read_agenda(
    rows: list[tuple[PrintedLine, str]],
    category: str | None,
    left: list[tuple[PrintedLine, str]],
    label: Numbered | None = None,
) -> list[AgendaEntry]:
    """The items of a list, in order; `category` is the class that the list's own label prints, if any.

    `label` is that label's own number: 3 議事 / (1) 甲 / 4 その他. Text that is no item (a pointer elsewhere) is added
    to `left`.
    """
    lines = list_lines(rows)
    reader = ListReader(lines, category, label)
    for line, following in itertools.zip_longest(lines, lines[1:]):
        read_line(reader, line, following)
    entries = reader.finish()
    left.extend(reader.left)
    return entries
