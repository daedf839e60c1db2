"""Weights of a linear-chain conditional random field, and the best path through a document's rows by them (Viterbi).

Each row gets a label; each piece of its evidence speaks for some labels and against others, as does each step from the label
above. `minutes.parsing.learning` learns the weights; they are read without any library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

# So many pieces of evidence tell why a row has its label.
_MOST_TOLD = 3
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence speaks for each label, and each step from one label to the next; in nats. Steps that
    are `barred` are on no path."""

    labels: tuple[str, ...]
    steps: Mapping[tuple[str, str], float]
    evidence: Mapping[str, Mapping[str, float]]
    barred: frozenset[tuple[str, str]] = field(default=frozenset())

    @classmethod
    def from_json(
        cls, labels: tuple[str, ...], stored: Mapping[str, Any], barred: frozenset[tuple[str, str]] = frozenset()
    ) -> Weights:
        """The weights in their stored form: {"steps": {"fields people": weight, …}, "evidence": {"label=attendees": {"people":
        weight, …}, …}}."""
        steps = {(above, label): weight for pair, weight in stored["steps"].items() for above, label in [pair.split()]}
        return cls(labels, steps, stored["evidence"], barred)

    def of_row(self, evidence: Sequence[str]) -> dict[str, float]:
        """What a row's evidence gives each label."""
        totals = dict.fromkeys(self.labels, 0.0)
        for name in evidence:
            for label, weight in self.evidence.get(name, {}).items():
                totals[label] += weight
        return totals

    def strongest(self, evidence: Sequence[str], label: str) -> list[tuple[str, float]]:
        """The pieces of a row's evidence that speak most for its label."""
        told = [(name, self.evidence.get(name, {}).get(label, 0.0)) for name in evidence]
        return sorted((piece for piece in told if piece[1] > 0), key=lambda piece: (-piece[1], piece[0]))[:_MOST_TOLD]

    def step(self, above: str, label: str) -> float:
        """What the step from the label above gives."""
        return _NEVER if (above, label) in self.barred else self.steps.get((above, label), 0.0)

    def best_path(
        self, evidence: Sequence[Sequence[str]], allowed: Sequence[frozenset[str]] | None = None
    ) -> list[str]:
        """The labels of the rows with this evidence, the path of the greatest weight; through the labels that are `allowed`
        on each row, where they are given."""
        if not evidence:
            return []
        steps = {label: [(above, self.step(above, label)) for above in self.labels] for label in self.labels}
        totals = self._allowed(self.of_row(evidence[0]), allowed, 0)
        back: list[dict[str, str]] = []
        for index, names in enumerate(evidence[1:], 1):
            own = self._allowed(self.of_row(names), allowed, index)
            came: dict[str, str] = {}
            reached: dict[str, float] = {}
            for label in self.labels:
                best, origin = _NEVER, self.labels[0]
                for above, step in steps[label]:
                    total = totals[above] + step
                    if total > best:
                        best, origin = total, above
                came[label], reached[label] = origin, best + own[label]
            totals = reached
            back.append(came)
        path = [max(self.labels, key=lambda label: totals[label])]
        for came in reversed(back):
            path.append(came[path[-1]])
        return path[::-1]

    def weight_of(self, path: Sequence[str], evidence: Sequence[Sequence[str]]) -> float:
        """What a path weighs, one label a row."""
        rows = sum(self.of_row(names)[label] for names, label in zip(evidence, path, strict=True))
        return rows + sum(self.step(above, label) for above, label in pairwise(path))

    def _allowed(
        self, totals: dict[str, float], allowed: Sequence[frozenset[str]] | None, index: int
    ) -> dict[str, float]:
        if allowed is None:
            return totals
        return {label: total if label in allowed[index] else _NEVER for label, total in totals.items()}
