"""A table of contents in the head: 議案第12号　規則の改正について ………　1. Its items are the agenda where no list is and the headings of
the text are among them.
"""

from __future__ import annotations

from minutes.parsing.agenda.agenda import read_agenda
from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.words.list_furniture import is_listed_with_page
from minutes.parsing.words.numbering import read_numbered

_DEEPEST = 60


def contents_items(rows: list[PrintedLine], found: list[AgendaEntry]) -> list[AgendaEntry]:
    """The items of a table of contents in the first rows, if it holds all those found in the text; else none."""
    listed = [
        (row, row.text)
        for row in rows[:_DEEPEST]
        if is_listed_with_page(row.text) and (numbered := read_numbered(row.flat)) is not None and numbered.klass
    ]
    entries = read_agenda(listed, None, []) if len(listed) > 1 else []
    keys = {(entry.item.category, entry.item.number) for entry in entries}
    return entries if found and all((entry.item.category, entry.item.number) in keys for entry in found) else []
