"""Real minutes beside the project, where they are at hand: exact answers, exact warnings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parsing.support import comparable, load_json, parse_text

SHARED = Path(__file__).parents[4] / "shared"
GOLD = sorted(SHARED.glob("gold/*.json"))

pytestmark = pytest.mark.skipif(not GOLD, reason="no minutes with answers beside the project")


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_real_minutes_give_the_hand_checked_answer(gold: Path) -> None:
    source = SHARED / "minutes" / f"{gold.stem}.txt"
    got = comparable(parse_text(source.read_text(encoding="utf-8")).to_json())
    expected = comparable(load_json(gold))
    # An answer lists the warnings that must be raised; text without a field (傍聴者) is named beside them.
    got["warnings"] = [warning for warning in got["warnings"] if warning[0] != "unparsed-text"]
    assert got == expected
