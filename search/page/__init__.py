"""The results page, and what it shows of hits."""

from search.page.answer import Answer, Asker
from search.page.hits import FoundEntry, facet_names, load_hits
from search.page.known import KIND_LABELS, line_of
from search.page.views import around, results, titles

__all__ = [
    "KIND_LABELS",
    "Answer",
    "Asker",
    "FoundEntry",
    "around",
    "facet_names",
    "line_of",
    "load_hits",
    "results",
    "titles",
]
