"""A question -> hits, total and facets: the statements, and how they are run."""

from search.engine.conditions import condition_of
from search.engine.searching import (
    FACETS,
    Hit,
    HitGroup,
    Results,
    SearchTimeout,
    Telling,
    Tier,
    count,
    count_inside,
    counts,
    explain,
    frequencies,
    ignored_terms,
    search,
    telling_terms,
)

__all__ = [
    "FACETS",
    "Hit",
    "HitGroup",
    "Results",
    "SearchTimeout",
    "Telling",
    "Tier",
    "condition_of",
    "count",
    "count_inside",
    "counts",
    "explain",
    "frequencies",
    "ignored_terms",
    "search",
    "telling_terms",
]
