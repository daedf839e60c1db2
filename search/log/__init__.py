"""The record of searches: what is looked for and not found, without who looks."""

from search.log.recording import note_narrowing, past_searches, prune, record, searched_before
from search.log.report import DEFAULT_PERIOD, MOST_IN_FILE, MOST_SHOWN, PERIODS, Listing, Searched, searched, table_of

__all__ = [
    "DEFAULT_PERIOD",
    "MOST_IN_FILE",
    "MOST_SHOWN",
    "PERIODS",
    "Listing",
    "Searched",
    "note_narrowing",
    "past_searches",
    "prune",
    "record",
    "searched",
    "searched_before",
    "table_of",
]
