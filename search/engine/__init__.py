"""A question -> hits, total and facets: the statements, and how they are run."""

from search.budget import SearchBusy, SearchTimeout
from search.engine.conditions import Condition, Test, all_of, condition_of, holds, lexical
from search.engine.searching import (
    FACETS,
    Hit,
    HitGroup,
    Results,
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
    "Condition",
    "Hit",
    "HitGroup",
    "Results",
    "SearchBusy",
    "SearchTimeout",
    "Telling",
    "Test",
    "Tier",
    "all_of",
    "condition_of",
    "count",
    "count_inside",
    "counts",
    "explain",
    "frequencies",
    "holds",
    "ignored_terms",
    "lexical",
    "search",
    "telling_terms",
]
