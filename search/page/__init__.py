"""The results page, and what it shows of hits."""

from search.page.hits import FoundEntry, facet_names, load_hits
from search.page.views import around, results

__all__ = [
    "FoundEntry",
    "around",
    "facet_names",
    "load_hits",
    "results",
]
