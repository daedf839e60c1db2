"""What each row of a document does in its talk: it begins a speech, goes on with one, records, heads; or stands in the head.

The best path through all rows is found at once (`weights.py`), on shape and repetition alone. `minutes.parsing.learning` learns
the weights and writes `turns.json`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from minutes.parsing.weighing.weights import Weights

# A mark before what is said, one alone above it, one behind it; a speech that no mark opens; a record; …
MARK, ALONE, SIGNED, POINT, NOTE, HEADING, GOES_ON, HEAD, OTHER = TURNS = (
    "mark", "alone", "signed", "point", "note", "heading", "on", "head", "other",
)  # fmt: skip
WEIGHTS = Path(__file__).with_name("turns.json")


@cache
def learnt_weights() -> Weights:
    """The weights that come with the archive."""
    return Weights.from_json(TURNS, json.loads(WEIGHTS.read_text(encoding="utf-8")))
