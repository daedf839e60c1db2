"""Where a query's words stand in a folded text, and the passage that shows them best. No Django."""

from search.marks.marking import Kind, Mark, Marker, without_overlap
from search.marks.passage import best_passage

__all__ = [
    "Kind",
    "Mark",
    "Marker",
    "best_passage",
    "without_overlap",
]
