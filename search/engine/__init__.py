"""A question -> hits, total and facets: the statements, and how they are run."""

from search.engine.conditions import Condition, Test, all_of, condition_of, lexical
from search.engine.searching import (
    FACETS,
    Hit,
    HitGroup,
    Results,
    SearchTimeout,
    Tier,
    count,
    count_inside,
    counts,
    explain,
    frequencies,
    ignored_terms,
    search,
)

__all__ = [
    "FACETS",
    "Condition",
    "Hit",
    "HitGroup",
    "Results",
    "SearchTimeout",
    "Test",
    "Tier",
    "all_of",
    "condition_of",
    "count",
    "count_inside",
    "counts",
    "explain",
    "frequencies",
    "ignored_terms",
    "lexical",
    "search",
]
