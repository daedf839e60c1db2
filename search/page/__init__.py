"""The results page, and what it shows of hits."""

from search.page.hits import FoundEntry, facet_names, load_hits
from search.page.proposals import Proposal, proposals_of
from search.page.views import around, results

__all__ = [
    "FoundEntry",
    "Proposal",
    "around",
    "facet_names",
    "load_hits",
    "proposals_of",
    "results",
]
