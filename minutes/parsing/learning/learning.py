"""Examples -> weights of zones: a conditional random field, learnt by CRFsuite.

An example is one document: the evidence of its rows and their zones. Neither quotes the document.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from minutes.documents import read_document
from minutes.parsing.learning.answers import zones_by_answer
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.mark_ways import read_marks
from minutes.parsing.parser import rows_of
from minutes.parsing.zone_layout import seen_zones

EXAMPLES = Path(__file__).with_name("examples.jsonl.gz")
# Against learning single documents by heart: most evidence keeps no weight at all.
_SPARSE, _SMALL, _ROUNDS = 0.3, 0.5, 150
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A document under a name that says nothing of it."""

    name: str
    evidence: list[list[str]]
    zones: list[str]


def example_of(path: Path, answer: dict[str, Any]) -> Example:
    """The example that a document and its answer give. Raises DocumentError."""
    data = path.read_bytes()
    rows = rows_of(read_document(data, path.name))
    evidence, _ = seen_zones(rows, read_marks(rows), LessonMatches((), rows))
    zones = zones_by_answer(rows, answer)[: len(evidence)]
    return Example(hashlib.sha256(data).hexdigest()[:12], evidence, zones)


def with_answers(folders: Iterable[tuple[Path, Path]]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The documents of (documents, answers) folders that have an answer of the same name."""
    for documents, answers in folders:
        for path in sorted(documents.iterdir()):
            answer = answers / f"{path.stem}.json"
            if path.suffix != ".json" and path.is_file() and answer.exists():
                yield path, json.loads(answer.read_text(encoding="utf-8"))


def write_examples(examples: Iterable[Example], path: Path = EXAMPLES) -> None:
    """Keep examples in a file; the same examples give the same bytes."""
    lines = (
        json.dumps([example.name, example.evidence, example.zones], ensure_ascii=False, separators=(",", ":"))
        for example in sorted(examples, key=lambda example: example.name)
    )
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """The examples of a file."""
    return [Example(*json.loads(line)) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def learn(examples: Sequence[Example]) -> dict[str, Any]:
    """The weights that the examples lead to, in the form of zones.json without its digest."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": _SPARSE, "c2": _SMALL, "max_iterations": _ROUNDS, "feature.possible_transitions": True})
    for example in examples:
        trainer.append(example.evidence, example.zones)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        tagger.close()
    steps = {f"{above} {zone}": round(weight, _DIGITS) for (above, zone), weight in sorted(info.transitions.items())}
    evidence: dict[str, dict[str, float]] = {}
    for (name, zone), weight in sorted(info.state_features.items()):
        if round(weight, _DIGITS):
            evidence.setdefault(name, {})[zone] = round(weight, _DIGITS)
    return {"steps": steps, "evidence": evidence}


def digest_of_examples(path: Path = EXAMPLES) -> str:
    """Names the examples that weights were learnt from."""
    return hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()[:16]
