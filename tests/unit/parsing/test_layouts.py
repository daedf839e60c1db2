"""Whole documents of invented offices, each in another layout, against answers judged by hand.

tests/data/parsing/NAME.txt is the document, NAME.json the answer. To add a layout, write both by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parsing.support import comparable, load_json, parse_text

DATA = Path(__file__).parents[2] / "data" / "parsing"
NAMES = sorted(path.stem for path in DATA.glob("*.json"))


def test_there_are_layouts() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_is_read_as_a_person_reads_it(name: str) -> None:
    parsed = parse_text((DATA / f"{name}.txt").read_text(encoding="utf-8"))
    assert comparable(parsed.to_json()) == comparable(load_json(DATA / f"{name}.json"))
