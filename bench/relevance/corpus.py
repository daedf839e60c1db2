"""The utterances of a corpus of meetings, as its files hold them, and the words that they are made of."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from minutes.intake import items_of
from search.words import fold_text, tokenize


@dataclass(frozen=True)
class Meeting:
    """`texts` are its utterances, in order."""

    source: str
    texts: tuple[str, ...]


def meetings_of(paths: Iterable[Path]) -> Iterator[Meeting]:
    """The meetings of JSON-lines files that tell where they come from; others cannot be referred to."""
    for item in items_of(paths):
        data = json.loads(item.data) if item.is_json and not item.is_catalogue else {}
        if data.get("source_id") and data.get("utterances"):
            yield Meeting(data["source_id"], tuple(utterance["text"] for utterance in data["utterances"]))


def words_of(text: str) -> list[str]:
    """The words of a text in the dictionary's spelling, those of several units followed by the units; no particles."""
    found = []
    for _, word in tokenize(fold_text(text)):
        if word.normalized:
            found.append(word.normalized)
        if word.size > 1:
            found += [unit.normalized for unit in word.units if unit.normalized]
    return found
