"""Queries with the utterances that answer them, and how well a list of hits does so."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

# (source id of the meeting, place of the utterance in it, from 0)
Place = tuple[str, int]
SETS = ("questions", "paraphrases", "keywords")
TOP = 10


@dataclass(frozen=True)
class Judged:
    """A query, the utterances that answer it, and those that hold its words and say nothing of it.

    `held`: nobody looked at it while the ranking was made.
    """

    query: str
    right: frozenset[Place]
    poor: frozenset[Place] = frozenset()
    held: bool = False


@dataclass(frozen=True)
class JudgedSet:
    name: str
    asked: tuple[Judged, ...]


@dataclass
class Score:
    """What the lists of hits of one set are worth: shares of the queries, but for `empty`, their number."""

    asked: int = 0
    first: float = 0
    in_top: float = 0
    reciprocal: float = 0
    precision: float = 0
    poor_first: float = 0
    empty: int = 0


def read_sets(folder: Path, places: Collection[Place]) -> list[JudgedSet]:
    """The sets of a folder, held queries in sets of their own before the others.

    Of each query the right utterances are kept that the archive has (`places`); one that has none is left out.
    """
    found = []
    for name in SETS:
        judged = [_judged(json.loads(line)) for line in (folder / f"{name}.jsonl").read_text().splitlines()]
        here = [replace(one, right=one.right.intersection(places)) for one in judged]
        for label, held in ((f"{name}, held back", True), (name, False)):
            found.append(JudgedSet(label, tuple(one for one in here if one.right and one.held is held)))
    return [one for one in found if one.asked]


def score_of(asked: Sequence[Judged], answers: Iterable[Sequence[Place]]) -> Score:
    """The score of as many lists of hits as queries, the best hit first."""
    score = Score(len(asked))
    for judged, hits in zip(asked, answers, strict=True):
        place = next((place for place, hit in enumerate(hits) if hit in judged.right), None)
        score.first += place == 0
        score.in_top += place is not None and place < TOP
        score.reciprocal += 0 if place is None else 1 / (place + 1)
        score.precision += len(judged.right.intersection(hits[:TOP])) / TOP
        score.poor_first += bool(hits) and hits[0] in judged.poor
        score.empty += not hits
    for name in ("first", "in_top", "reciprocal", "precision", "poor_first"):
        setattr(score, name, getattr(score, name) / max(1, len(asked)))
    return score


def _judged(row: dict[str, object]) -> Judged:
    return Judged(str(row["query"]), _places(row["right"]), _places(row.get("poor", [])), bool(row.get("held")))


def _places(rows: object) -> frozenset[Place]:
    assert isinstance(rows, list)
    return frozenset((row["meeting"], row["utterance"]) for row in rows)
