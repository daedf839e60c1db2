"""Real minutes beside the project, where they are at hand: exact answers, exact warnings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared_minutes import answer_of, read_exactly
from tests.unit.parsing.support import comparable, load_json, parse_text

DOCUMENTS = read_exactly()

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="no minutes with answers beside the project")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_real_minutes_give_the_hand_checked_answer(document: Path) -> None:
    got = comparable(parse_text(document.read_text(encoding="utf-8")).to_json())
    expected = comparable(load_json(answer_of(document)))
    # An answer lists the warnings that must be raised; text without a field (傍聴者) is named beside them.
    got["warnings"] = [warning for warning in got["warnings"] if warning[0] != "unparsed-text"]
    assert got == expected
