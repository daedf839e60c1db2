"""What the audit trail tells, as an administrator reads it: filtered, page by page, in words, as a table.

What is recorded, and how, is the matter of the package `trail`.
"""

from minutes.history.entries import Entry, Seen, entries_of, seen_of
from minutes.history.filters import AccessFilter, ChangeFilter
from minutes.history.pages import KeyPage, key_page
from minutes.history.tables import access_table, change_table

__all__ = [
    "AccessFilter",
    "ChangeFilter",
    "Entry",
    "KeyPage",
    "Seen",
    "access_table",
    "change_table",
    "entries_of",
    "key_page",
    "seen_of",
]
