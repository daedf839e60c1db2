"""The results page, and what it shows of hits."""

from search.page.hits import FoundEntry, facet_names, load_hits
from search.page.known import KIND_LABELS, line_of
from search.page.proposals import Proposal, proposals_of
from search.page.views import around, results, titles

__all__ = [
    "KIND_LABELS",
    "FoundEntry",
    "Proposal",
    "around",
    "facet_names",
    "line_of",
    "load_hits",
    "proposals_of",
    "results",
    "titles",
]
