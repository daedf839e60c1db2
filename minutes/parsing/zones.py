"""The zones of a document's rows: its fields, the lists of people, items and papers, the record. The best path through
all rows is found at once (Viterbi), by weights of each row's evidence and of each step from zone to zone.

The weights are those of a conditional random field. `minutes.parsing.learning` learns them and writes `zones.json`:
{"steps": {"fields people": weight, …}, "evidence": {"label=attendees": {"people": weight, …}, …}, "learnt_from": digest}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

FIELDS, PEOPLE, ITEMS, PAPERS, RECORD = ZONES = ("fields", "people", "items", "papers", "record")
# So many pieces of evidence tell why a row is in its zone.
_MOST_TOLD = 3
WEIGHTS = Path(__file__).with_name("zones.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence speaks for each zone, and each step from one zone to the next; in nats."""

    steps: Mapping[tuple[str, str], float]
    evidence: Mapping[str, Mapping[str, float]]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Weights:
        """The weights in the form of zones.json."""
        steps = {(above, zone): weight for pair, weight in stored["steps"].items() for above, zone in [pair.split()]}
        return cls(steps, stored["evidence"])

    def of_row(self, evidence: Sequence[str]) -> dict[str, float]:
        """What a row's evidence gives each zone."""
        totals = dict.fromkeys(ZONES, 0.0)
        for name in evidence:
            for zone, weight in self.evidence.get(name, {}).items():
                totals[zone] += weight
        return totals

    def strongest(self, evidence: Sequence[str], zone: str) -> list[tuple[str, float]]:
        """The pieces of a row's evidence that speak most for a zone, with what each gives, the strongest first."""
        given = [(name, self.evidence.get(name, {}).get(zone, 0.0)) for name in evidence]
        return sorted((piece for piece in given if piece[1] > 0), key=lambda piece: -piece[1])[:_MOST_TOLD]

    def step(self, above: str, zone: str) -> float:
        """What the step from the zone above gives; the record never ends."""
        if above == RECORD and zone != RECORD:
            return float("-inf")
        return self.steps.get((above, zone), 0.0)

    def best_path(self, evidence: Sequence[Sequence[str]]) -> list[str]:
        """The zones of the rows with this evidence, the path of the greatest weight."""
        if not evidence:
            return []
        totals = self.of_row(evidence[0])
        back: list[dict[str, str]] = []
        for names in evidence[1:]:
            own = self.of_row(names)
            came = {zone: max(ZONES, key=lambda above: totals[above] + self.step(above, zone)) for zone in ZONES}
            totals = {zone: totals[came[zone]] + self.step(came[zone], zone) + own[zone] for zone in ZONES}
            back.append(came)
        path = [max(ZONES, key=lambda zone: totals[zone])]
        for came in reversed(back):
            path.append(came[path[-1]])
        return path[::-1]

    def weight_of(self, path: Sequence[str], evidence: Sequence[Sequence[str]]) -> float:
        """What a path weighs, one zone a row."""
        rows = sum(self.of_row(names)[zone] for names, zone in zip(evidence, path, strict=True))
        return rows + sum(self.step(above, zone) for above, zone in pairwise(path))


@cache
def learnt_weights() -> Weights:
    """The weights that come with the archive."""
    return Weights.from_json(json.loads(WEIGHTS.read_text(encoding="utf-8")))
