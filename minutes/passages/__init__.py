"""Passages withheld (非公開部分) of published minutes, kept by people: marked, lifted, put right after a correction, and who
may read the rows themselves."""

from minutes.passages.audiences import Bearer, Wish, bearers_of, restrict
from minutes.passages.listing import Listed, listed, readable_marks, row_of, waiting, waiting_count
from minutes.passages.marking import (
    Occurrence,
    PassageError,
    Terms,
    lift,
    likely_places,
    mark,
    occurrences_in,
    put_right,
    readers_after,
    set_gone,
    set_words,
)
from minutes.passages.office_list import withheld_of
from minutes.passages.proposals import (
    Proposed,
    decline,
    grounds_proposed,
    proposals_in,
    proposals_of,
    propose_again,
    withhold_proposed,
)

__all__ = [
    "Bearer",
    "Listed",
    "Occurrence",
    "PassageError",
    "Proposed",
    "Terms",
    "Wish",
    "bearers_of",
    "decline",
    "grounds_proposed",
    "lift",
    "likely_places",
    "listed",
    "mark",
    "occurrences_in",
    "proposals_in",
    "proposals_of",
    "propose_again",
    "put_right",
    "readable_marks",
    "readers_after",
    "restrict",
    "row_of",
    "set_gone",
    "set_words",
    "waiting",
    "waiting_count",
    "withheld_of",
    "withhold_proposed",
]
