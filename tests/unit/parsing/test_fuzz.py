"""Wild mixtures of layouts: whatever is printed stands in the result, and every reading fits the exchange format.

Bounded and without chance, so that it can run with every change.
"""

from __future__ import annotations

import itertools
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.documents.model import SourceText
from minutes.parsing import parse
from minutes.parsing.lessons import LESSON_KINDS, Lesson
from minutes.parsing.model import ParsedMinutes
from minutes.parsing.rows.text import fold
from tests.unit.parsing.random_layouts import random_document
from tests.unit.parsing.test_properties import DOCUMENTS

pytestmark = pytest.mark.slow

# Words of rare kanji, no two alike, that stand in no document: 龐黐, 龑黐 …
RARE = [f"{chr(0x9F50 + index % 80)}{chr(0x9ED0 + index // 80)}" for index in range(2000)]
FORMS = (
    "{}",
    "　{}",
    "{}　",
    "（{}）",
    "{}：",
    "・{}",
    "\t{}",
    "{}\t",
    "【{}】",
    "「{}」",
    "{}。",
    "{}について",
    "第１号　{}",
    "{}委員",
)

mixtures = st.builds(
    lambda seeds, cuts, stride: (seeds, cuts, stride),
    st.lists(st.integers(0, 5000), min_size=1, max_size=3),
    st.lists(st.integers(0, 400), min_size=1, max_size=6),
    st.integers(1, 9),
)


def mixed(seeds: list[int], cuts: list[int]) -> list[str]:
    """Lines of several layouts, cut apart and put together in another order."""
    lines: list[str] = []
    for seed in seeds:
        names = sorted(DOCUMENTS)
        lines += random_document(seed).lines if seed % 3 else DOCUMENTS[names[seed % len(names)]]
    bounds = sorted({0, len(lines), *(cut % (len(lines) + 1) for cut in cuts)})
    pieces = [lines[left:right] for left, right in itertools.pairwise(bounds)]
    random.Random(sum(cuts)).shuffle(pieces)
    return [line for piece in pieces for line in piece]


def marked(lines: list[str], stride: int, seed: int) -> tuple[list[str], list[str]]:
    """The lines with a word of its own put into every so many, and those words."""
    chance = random.Random(seed)
    used: list[str] = []
    result = []
    for index, line in enumerate(lines):
        if index % stride == 0 and len(used) < len(RARE):
            word = RARE[len(used)]
            used.append(word)
            at = chance.choice([0, len(line), chance.randint(0, len(line))])
            line = line[:at] + chance.choice(FORMS).format(word) + line[at:]
        result.append(line)
    return result, used


def told(parsed: ParsedMinutes) -> str:
    """Everything that a reading holds, folded."""
    return fold(json.dumps(parsed.to_json(), ensure_ascii=False))


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(mixtures)
def test_no_word_of_any_mixture_of_layouts_is_lost(mixture: tuple[list[int], list[int], int]) -> None:
    seeds, cuts, stride = mixture
    lines, words = marked(mixed(seeds, cuts), stride, sum(seeds))
    result = told(parse(SourceText(tuple(lines))))
    assert [word for word in words if fold(word) not in result] == []


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(
    mixtures, st.lists(st.tuples(st.sampled_from(LESSON_KINDS), st.integers(0, 500), st.integers(0, 30)), max_size=4)
)
def test_no_word_is_lost_whatever_was_taught(
    mixture: tuple[list[int], list[int], int], taught: list[tuple[str, int, int]]
) -> None:
    seeds, cuts, stride = mixture
    lines, words = marked(mixed(seeds, cuts), stride, sum(seeds))
    lessons = [Lesson(kind, (line := lines[at % len(lines)])[:length], line) for kind, at, length in taught]
    parsed = parse(SourceText(tuple(lines)), lessons)
    result = told(parsed)
    assert [word for word in words if fold(word) not in result] == []
    assert ParsedMinutes.from_json(json.loads(json.dumps(parsed.to_json()))) == parsed


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(mixtures, st.sampled_from(["\t", " ", "　", "", "。", "、"]))
def test_very_long_lines_lose_nothing(mixture: tuple[list[int], list[int], int], joint: str) -> None:
    seeds, cuts, stride = mixture
    lines, words = marked(mixed(seeds, cuts), stride, sum(seeds))
    size = 1 + sum(cuts) % 60
    joined = [joint.join(lines[at : at + size]) for at in range(0, len(lines), size)]
    result = told(parse(SourceText(tuple(joined))))
    assert [word for word in words if fold(word) not in result] == []


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(mixtures)
def test_utterances_stand_in_order_on_lines_of_the_document(mixture: tuple[list[int], list[int], int]) -> None:
    seeds, cuts, _ = mixture
    lines = mixed(seeds, cuts)
    parsed = parse(SourceText(tuple(lines)))
    places = [(row.line or 0, row.end_line or 0) for row in parsed.utterances]
    assert all(1 <= first <= last <= len(lines) for first, last in places)
    assert places == sorted(places)
    assert all(row.certainty is not None and 0 <= row.certainty <= 1 for row in parsed.utterances)
    assert parsed.certainty is not None
    assert 0 <= parsed.certainty <= 1
