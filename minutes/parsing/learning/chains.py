"""The heaviest chain of places: which row stands where in a text whose order is the document's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row's text (or an utterance's) stands in the other text."""

    row: int
    start: int
    end: int
    weight: float


def find_all(said: str, probe: str, most: int) -> Iterator[int]:
    """The first places of a text, `most` at most."""
    start = said.find(probe)
    for _ in range(most):
        if start < 0:
            return
        yield start
        start = said.find(probe, start + 1)


def heaviest_chain(places: Sequence[Place]) -> list[Place]:
    """The heaviest chain of places (in the order of their rows), each row below and each place behind the one before."""
    if not places:
        return []
    bounds = sorted({place.end for place in places})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(bounds) + 1)  # a Fenwick tree of the best chain up to a bound
    weights, before = [0.0] * len(places), [-1] * len(places)
    for _, numbered in groupby(enumerate(places), key=lambda entry: entry[1].row):
        now = [index for index, _ in numbered]
        for index in now:
            above = _up_to(best, bisect_right(bounds, places[index].start))
            weights[index], before[index] = above[0] + places[index].weight, above[1]
        for index in now:
            position = bisect_right(bounds, places[index].end)
            while position < len(best):
                best[position] = max(best[position], (weights[index], index))
                position += position & -position
    index = max(range(len(places)), key=weights.__getitem__)
    chain: list[Place] = []
    while index >= 0:
        chain.append(places[index])
        index = before[index]
    return chain[::-1]


def _up_to(best: Sequence[tuple[float, int]], position: int) -> tuple[float, int]:
    found = (0.0, -1)
    while position > 0:
        found = max(found, best[position])
        position -= position & -position
    return found
