"""Meetings, agenda items, papers and bodies by their names: stored with the minutes, recognised in queries, listed."""

from search.known_items.completion import meetings_begun
from search.known_items.naming import naming_version
from search.known_items.recognition import KnownKind, Recognised, recognise
from search.known_items.records import misnamed, named_meetings, refresh, rename
from search.known_items.titles import Titles, page_of_titles, titles_of

__all__ = [
    "KnownKind",
    "Recognised",
    "Titles",
    "meetings_begun",
    "misnamed",
    "named_meetings",
    "naming_version",
    "page_of_titles",
    "recognise",
    "refresh",
    "rename",
    "titles_of",
]
