"""python -m minutes.parsing.learning: collects examples, learns weights of zones and turns from them, tells what they are worth.

collect zones|turns DOCUMENTS ANSWERS [DOCUMENTS ANSWERS ...] replaces the examples; learn writes the weights of both; compare
tells, each tenth of the documents read by weights learnt from the others, how much of it stands right.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from minutes.documents import DocumentError
from minutes.parsing.learning.learning import (
    COURSES,
    TURNS,
    ZONES,
    Course,
    Example,
    examples_of,
    read_examples,
    with_answers,
    write_examples,
    written,
)
from minutes.parsing.weighing.turns import ALONE, MARK

# The rules' zone is part of a row's evidence.
_BY_RULES = "rules="
_PARTS = 10
_BEGIN = frozenset([MARK, ALONE])


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m minutes.parsing.learning", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    collect = commands.add_parser("collect")
    collect.add_argument("course", choices=[course.name for course in COURSES])
    collect.add_argument("folders", nargs="+", type=Path, metavar="DOCUMENTS ANSWERS")
    commands.add_parser("learn")
    commands.add_parser("compare")
    options = parser.parse_args(arguments)
    if options.command == "collect":
        if len(options.folders) % 2:
            parser.error("each folder of documents needs one of answers")
        folders = list(zip(options.folders[::2], options.folders[1::2], strict=True))
        _collect(next(course for course in COURSES if course.name == options.course), folders)
    elif options.command == "learn":
        for course in COURSES:
            _learn(course)
    else:
        _compare_zones()
        _compare_turns()


def _collect(course: Course, folders: Sequence[tuple[Path, Path]]) -> None:
    examples: list[Example] = []
    for path, answer in with_answers(folders):
        try:
            examples.extend(examples_of(course, path, answer))
        except DocumentError as error:
            _say(f"{path.name}: {error.message}")
    write_examples(course, examples)
    _say(f"{len(examples)} examples, {sum(len(example.labels) for example in examples)} rows: {course.examples.name}")


def _learn(course: Course) -> None:
    examples = read_examples(course)
    learnt = written(course, examples)
    _say(f"{len(examples)} examples, {len(learnt['evidence'])} pieces of evidence: {course.stored.name}")


def _compare_zones() -> None:
    by_rules, by_weights = [], []
    for example, path in _read_by_others(ZONES):
        by_rules.append(_share([zone_by_rules(names) for names in example.evidence], example.labels))
        by_weights.append(_share(path, example.labels))
    _say(
        f"zones: {len(by_rules)} documents, rows right by rules {_mean(by_rules):.3f}, by weights {_mean(by_weights):.3f}"
    )


def _compare_turns() -> None:
    as_printed: list[float] = []
    anew: list[float] = []
    for example, path in _read_by_others(TURNS):
        (anew if "#" in example.name else as_printed).append(_beginnings(path, example.labels))
    _say(f"turns: beginnings of speeches (F1) in {len(as_printed)} documents {_mean(as_printed):.3f}")
    _say(f"turns: in {len(anew)} copies with other marks {_mean(anew):.3f}")


def _read_by_others(course: Course) -> Iterator[tuple[Example, list[str]]]:
    """Each example with its path by weights that were learnt from other documents."""
    examples = [example for example in read_examples(course) if example.labels]
    documents = sorted({example.document for example in examples})
    for part in range(_PARTS):
        held = set(documents[part::_PARTS])
        weights = course.weights([example for example in examples if example.document not in held])
        for example in examples:
            if example.document in held:
                yield example, weights.best_path(example.evidence)


def zone_by_rules(evidence: Sequence[str]) -> str:
    """The zone that the rules gave a row of an example."""
    return next(name.removeprefix(_BY_RULES) for name in evidence if name.startswith(_BY_RULES))


def _share(labels: Sequence[str], right: Sequence[str]) -> float:
    return sum(label == other for label, other in zip(labels, right, strict=True)) / len(right)


def _beginnings(labels: Sequence[str], right: Sequence[str]) -> float:
    found = {index for index, label in enumerate(labels) if label in _BEGIN}
    true = {index for index, label in enumerate(right) if label in _BEGIN}
    return 2 * len(found & true) / (len(found) + len(true)) if found or true else 1.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
