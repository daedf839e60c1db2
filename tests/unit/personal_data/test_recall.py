"""How much personal data is found in sentences of an invented city, and how much of what is found is none."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minutes.personal_data import KIND_LABELS, find_in_text

SENTENCES = Path(__file__).parents[2] / "data" / "personal_data.txt"
KINDS = dict(zip("napmbciv", KIND_LABELS, strict=True))
MARK = re.compile(r"\{([napmbciv]):([^}]+)\}")
LEAST_SHARE = 0.8  # of a stretch that has to be covered


@dataclass(frozen=True)
class Labelled:
    roster: tuple[str, ...]
    text: str
    spans: tuple[tuple[int, int, str], ...]


@cache
def labelled() -> tuple[Labelled, ...]:
    found = []
    for line in SENTENCES.read_text().splitlines():
        if line.startswith("#"):
            continue
        roster, _, marked = line.partition("|")
        text, spans, place = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[place : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), KINDS[mark[1]]))
            text, place = text + mark[2], mark.end()
        found.append(Labelled(tuple(roster.split(",")), text + marked[place:], tuple(spans)))
    return tuple(found)


def share_covered(start: int, end: int, spans: list[tuple[int, int, str]]) -> float:
    covered = {place for left, right, _ in spans for place in range(left, right)}
    return sum(place in covered for place in range(start, end)) / (end - start)


def test_nearly_all_personal_data_is_found_and_little_else() -> None:
    wanted = found = proposed = right = 0
    for sentence in labelled():
        spans = find_in_text(sentence.text, sentence.roster)
        wanted += len(sentence.spans)
        found += sum(share_covered(start, end, spans) >= LEAST_SHARE for start, end, _ in sentence.spans)
        proposed += len(spans)
        right += sum(share_covered(start, end, list(sentence.spans)) >= 0.5 for start, end, _ in spans)
    assert len(labelled()) >= 250
    assert found / wanted >= 0.95, f"{found} of {wanted}"
    assert right / proposed >= 0.9, f"{right} of {proposed}"


def test_every_kind_is_found() -> None:
    for kind in KIND_LABELS:
        wanted = found = 0
        for sentence in labelled():
            spans = [span for span in find_in_text(sentence.text, sentence.roster) if span[2] == kind]
            own = [span for span in sentence.spans if span[2] == kind]
            wanted += len(own)
            found += sum(share_covered(start, end, spans) >= LEAST_SHARE for start, end, _ in own)
        assert found / wanted >= 0.9, f"{kind}: {found} of {wanted}"
