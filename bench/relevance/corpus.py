"""The utterances of a corpus of meetings, as its files hold them, and the words that they are made of."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.words import fold_text, tokenize


@dataclass(frozen=True)
class Meeting:
    """`texts` are its utterances, in order."""

    source: str
    texts: tuple[str, ...]


def meetings_of(paths: Iterable[Path]) -> Iterator[Meeting]:
    """The meetings of JSON-lines files and of folders of them that tell where they come from; to others no judgement
    refers."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            for line in _lines_of(file):
                data = json.loads(line)
                if data.get("source_id") and data.get("utterances"):
                    yield Meeting(data["source_id"], tuple(utterance["text"] for utterance in data["utterances"]))


def _lines_of(file: Path) -> list[str]:
    if not file.name.endswith((".jsonl", ".jsonl.gz")):
        return []
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode()
    # Not at the other signs that end lines: texts hold them.
    return [line for line in text.split("\n") if line]


def words_of(text: str) -> list[str]:
    """The words of a text in the dictionary's spelling, those of several units followed by the units; no particles."""
    found = []
    for _, word in tokenize(fold_text(text)):
        if word.normalized:
            found.append(word.normalized)
        if word.size > 1:
            found += [unit.normalized for unit in word.units if unit.normalized]
    return found
