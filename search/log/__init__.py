"""The record of searches: what is looked for and not found, without who looks."""

from search.log.recording import note_narrowing, past_searches, prune, record
from search.log.report import DEFAULT_PERIOD, MOST_IN_FILE, MOST_SHOWN, PERIODS, Listing, Searched, csv_rows, searched

__all__ = [
    "DEFAULT_PERIOD",
    "MOST_IN_FILE",
    "MOST_SHOWN",
    "PERIODS",
    "Listing",
    "Searched",
    "csv_rows",
    "note_narrowing",
    "past_searches",
    "prune",
    "record",
    "searched",
]
