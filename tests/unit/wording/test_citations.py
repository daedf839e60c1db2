"""One form of citing minutes."""

from datetime import date
from typing import Any

import pytest

from minutes.wording import citation_of


@pytest.mark.parametrize(
    ("facts", "cited"),
    [
        ({"number": 2, "held_on": date(2023, 5, 31)}, "図書館協議会 令和5年度第2回（令和5年5月31日）"),
        ({"number": 2}, "図書館協議会 令和5年度第2回"),
        ({"held_on": date(2023, 5, 31)}, "図書館協議会（令和5年5月31日）"),
        ({"held_on": date(2023, 5, 31), "utterance": 12}, "図書館協議会（令和5年5月31日）¶12"),
        ({}, "本を語る会"),
        ({"utterance": 3}, "本を語る会¶3"),
        (
            {"held_on": date(1860, 5, 31), "number": 1, "fiscal_year": 1860},
            "図書館協議会 1860年度第1回（1860年5月31日）",
        ),
    ],
)
def test_a_meeting_is_cited_by_what_it_is_known_by(facts: dict[str, Any], cited: str) -> None:
    assert citation_of(**{"title": "本を語る会", "body": "図書館協議会", "fiscal_year": 2023, **facts}) == cited
