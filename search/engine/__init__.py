"""A question -> hits, total and facets: the statements, and how they are run."""

from search.engine.conditions import condition_of
from search.engine.matching import NO_FILTERS, Filters, Grouping, Scope
from search.engine.searching import (
    FACETS,
    Hit,
    HitGroup,
    Key,
    Question,
    Results,
    SearchTimeout,
    Sort,
    Tier,
    count,
    count_inside,
    counts,
    explain,
    ignored_terms,
    search,
)

__all__ = [
    "FACETS",
    "NO_FILTERS",
    "Filters",
    "Grouping",
    "Hit",
    "HitGroup",
    "Key",
    "Question",
    "Results",
    "Scope",
    "SearchTimeout",
    "Sort",
    "Tier",
    "condition_of",
    "count",
    "count_inside",
    "counts",
    "explain",
    "ignored_terms",
    "search",
]
