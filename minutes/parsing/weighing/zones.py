"""The zones of a document's rows: its fields, the lists of people, items and papers, the record. The best path through
all rows is found at once (Viterbi), by weights of each row's evidence and of each step from zone to zone.

The weights are those of a conditional random field. `minutes.parsing.learning` learns them and writes `zones.json`:
{"steps": {"fields people": weight, …}, "evidence": {"label=attendees": {"people": weight, …}, …}, "learnt_from": digest}.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from minutes.parsing.weighing.weights import Weights

FIELDS, PEOPLE, ITEMS, PAPERS, RECORD = ZONES = ("fields", "people", "items", "papers", "record")
# The record never ends.
NO_STEPS = frozenset((RECORD, zone) for zone in ZONES if zone != RECORD)
WEIGHTS = Path(__file__).with_name("zones.json")


@cache
def learnt_weights() -> Weights:
    """The weights that come with the archive."""
    return Weights.from_json(ZONES, json.loads(WEIGHTS.read_text(encoding="utf-8")), NO_STEPS)
