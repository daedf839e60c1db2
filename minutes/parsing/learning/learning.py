"""Examples -> weights of zones and of turns: conditional random fields, learnt by CRFsuite.

An example is one document: the evidence of its rows and their labels. Neither quotes the document.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pycrfsuite

from minutes.documents import SourceText, read_document
from minutes.parsing.learning.remaking import remade
from minutes.parsing.learning.turn_answers import turns_by_answer
from minutes.parsing.learning.zone_answers import zones_by_answer
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.ways import read_marks
from minutes.parsing.parser import rows_of
from minutes.parsing.weighing import turns, zones
from minutes.parsing.weighing.turn_evidence import own_evidence, with_neighbours
from minutes.parsing.weighing.weights import Weights
from minutes.parsing.weighing.zone_layout import seen_zones
from minutes.transcripts import read_transcript

# Against learning single documents by heart: most evidence keeps no weight at all.
_SPARSE, _SMALL, _ROUNDS = 0.3, 0.5, 150
_DIGITS = 3
# Each document is learnt from as it is and printed anew with marks of so many other ways.
_ANEW = 2
# Rows of one document beyond these add little.
_MOST_ROWS = 600
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """A document under a name that says nothing of it (`document`, with #1, #2 … where it is printed anew)."""

    name: str
    evidence: list[list[str]]
    labels: list[str]

    @property
    def document(self) -> str:
        """What all examples of one document have in common."""
        return self.name.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Course:
    """What is learnt: the labels of rows, from which examples, into which file."""

    name: str
    labels: tuple[str, ...]
    stored: Path
    examples_of: Callable[[str, SourceText, dict[str, Any]], Iterator[Example]]
    barred: frozenset[tuple[str, str]] = field(default=frozenset())
    # Examples keep no evidence that follows from that of the rows beside.
    whole: Callable[[list[list[str]]], list[list[str]]] = list

    @property
    def examples(self) -> Path:
        """The file of the examples."""
        return _FOLDER / f"{self.name}.jsonl.gz"

    def weights(self, examples: Iterable[Example]) -> Weights:
        """The weights that examples lead to."""
        return Weights.from_json(self.labels, learn(examples), self.barred)


def zone_examples(name: str, source: SourceText, answer: dict[str, Any]) -> Iterator[Example]:
    """The example of zones that a document and its answer give."""
    rows = rows_of(source)
    evidence, _ = seen_zones(rows, read_marks(rows), LessonMatches((), rows))
    yield Example(name, evidence, zones_by_answer(rows, answer)[: len(evidence)])


def turn_examples(name: str, source: SourceText, answer: dict[str, Any]) -> Iterator[Example]:
    """The examples of turns that a document and its answer give: as it is, and printed anew with other marks."""
    rows = rows_of(source)
    if read_transcript(source) is not None or not rows:
        return
    found = turns_by_answer(rows, answer)
    yield Example(name, own_evidence(rows)[:_MOST_ROWS], found[:_MOST_ROWS])
    for copy in range(1, _ANEW + 1):
        anew = remade(rows, found, answer, seed=int(name, 16) + copy)
        if anew is not None:
            printed = rows_of(anew[0])
            labels = turns_by_answer(printed, anew[1])
            yield Example(f"{name}#{copy}", own_evidence(printed)[:_MOST_ROWS], labels[:_MOST_ROWS])


ZONES = Course("zones", zones.ZONES, zones.WEIGHTS, zone_examples, zones.NO_STEPS)
TURNS = Course("turns", turns.TURNS, turns.WEIGHTS, turn_examples, whole=with_neighbours)
COURSES = (ZONES, TURNS)


def examples_of(course: Course, path: Path, answer: dict[str, Any]) -> list[Example]:
    """The examples that a document and its answer give. Raises DocumentError."""
    data = path.read_bytes()
    name = hashlib.sha256(data).hexdigest()[:12]
    return list(course.examples_of(name, read_document(data, path.name), answer))


def with_answers(folders: Iterable[tuple[Path, Path]]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The documents of (documents, answers) folders that have an answer of the same name."""
    for documents, answers in folders:
        for path in sorted(documents.iterdir()):
            answer = answers / f"{path.stem}.json"
            if path.suffix != ".json" and path.is_file() and answer.exists():
                yield path, json.loads(answer.read_text(encoding="utf-8"))


def write_examples(course: Course, examples: Iterable[Example]) -> None:
    """Keep examples in a course's file; the same examples give the same bytes."""
    lines = (
        json.dumps([example.name, example.evidence, example.labels], ensure_ascii=False, separators=(",", ":"))
        for example in sorted(examples, key=lambda example: example.name)
    )
    course.examples.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def read_examples(course: Course) -> list[Example]:
    """The examples of a course's file, with all their evidence."""
    lines = gzip.decompress(course.examples.read_bytes()).decode().splitlines()
    kept = [Example(*json.loads(line)) for line in lines]
    return [Example(example.name, course.whole(example.evidence), example.labels) for example in kept]


def learn(examples: Iterable[Example]) -> dict[str, Any]:
    """The weights that the examples lead to, in their stored form without the digest."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": _SPARSE, "c2": _SMALL, "max_iterations": _ROUNDS, "feature.possible_transitions": True})
    for example in examples:
        trainer.append(example.evidence, example.labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        tagger.close()
    steps = {f"{above} {label}": round(weight, _DIGITS) for (above, label), weight in sorted(info.transitions.items())}
    evidence: dict[str, dict[str, float]] = {}
    for (name, label), weight in sorted(info.state_features.items()):
        if round(weight, _DIGITS):
            evidence.setdefault(name, {})[label] = round(weight, _DIGITS)
    return {"steps": steps, "evidence": evidence}


def digest_of_examples(course: Course) -> str:
    """Names the examples that a course's weights were learnt from."""
    return hashlib.sha256(gzip.decompress(course.examples.read_bytes())).hexdigest()[:16]


def written(course: Course, examples: Sequence[Example]) -> dict[str, Any]:
    """The weights that examples lead to, written to the course's file."""
    learnt = {**learn(examples), "learnt_from": digest_of_examples(course)}
    course.stored.write_text(json.dumps(learnt, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return learnt
