"""python -m minutes.parsing.learning: collects examples, learns the weights of zones from them, and tells what they are worth.

collect DOCUMENTS ANSWERS [DOCUMENTS ANSWERS ...] replaces the examples; learn writes the weights; compare tells, each
document read by weights learnt from the others, how many rows stand in their right zone by rules alone and by weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from minutes.documents import DocumentError
from minutes.parsing.learning.learning import (
    EXAMPLES,
    Example,
    digest_of_examples,
    example_of,
    learn,
    read_examples,
    with_answers,
    write_examples,
)
from minutes.parsing.zones import WEIGHTS, Weights

# The rules' zone is part of a row's evidence.
_BY_RULES = "rules="


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m minutes.parsing.learning", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    collect = commands.add_parser("collect")
    collect.add_argument("folders", nargs="+", type=Path, metavar="DOCUMENTS ANSWERS")
    commands.add_parser("learn")
    commands.add_parser("compare")
    options = parser.parse_args(arguments)
    if options.command == "collect":
        if len(options.folders) % 2:
            parser.error("each folder of documents needs one of answers")
        _collect(
            [
                (documents, answers)
                for documents, answers in zip(options.folders[::2], options.folders[1::2], strict=True)
            ]
        )
    elif options.command == "learn":
        _learn()
    else:
        _compare()


def _collect(folders: Sequence[tuple[Path, Path]]) -> None:
    examples: list[Example] = []
    for path, answer in with_answers(folders):
        try:
            examples.append(example_of(path, answer))
        except DocumentError as error:
            _say(f"{path.name}: {error.message}")
    write_examples(examples)
    _say(f"{len(examples)} documents, {sum(len(example.zones) for example in examples)} rows: {EXAMPLES.name}")


def _learn() -> None:
    examples = read_examples()
    learnt = {**learn(examples), "learnt_from": digest_of_examples()}
    WEIGHTS.write_text(json.dumps(learnt, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _say(f"{len(examples)} documents, {len(learnt['evidence'])} pieces of evidence: {WEIGHTS.name}")


def _compare() -> None:
    examples = [example for example in read_examples() if example.zones]
    shares: list[tuple[float, float]] = []
    for example in examples:
        weights = Weights.from_json(learn([other for other in examples if other is not example]))
        rules = [zone_by_rules(names) for names in example.evidence]
        shares.append((_share(rules, example.zones), _share(weights.best_path(example.evidence), example.zones)))
        _say(f"{example.name}  {len(example.zones):4} rows  rules {shares[-1][0]:.2f}  weights {shares[-1][1]:.2f}")
    _say(f"mean of {len(shares)} documents: rules {_mean(shares, 0):.3f}, weights {_mean(shares, 1):.3f}")


def zone_by_rules(evidence: Sequence[str]) -> str:
    """The zone that the rules gave a row of an example."""
    return next(name.removeprefix(_BY_RULES) for name in evidence if name.startswith(_BY_RULES))


def _share(zones: Sequence[str], right: Sequence[str]) -> float:
    return sum(zone == other for zone, other in zip(zones, right, strict=True)) / len(right)


def _mean(shares: Sequence[tuple[float, float]], index: int) -> float:
    return sum(share[index] for share in shares) / len(shares)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
