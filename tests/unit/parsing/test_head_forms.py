"""Heads put together by chance are read as they were meant."""

from __future__ import annotations

import pytest

from tests.unit.parsing.head_forms import comparable, compose
from tests.unit.parsing.support import parse_text

_SEEDS = 400
_KEYS = {
    "attendees": ("group", "name", "role", "affiliation", "proxy"),
    "agenda": ("category", "number", "title"),
    "attachments": ("label", "title"),
}


@pytest.mark.parametrize("first", range(0, _SEEDS, 50))
def test_a_head_put_together_by_chance_is_read_as_it_was_meant(first: int) -> None:
    for seed in range(first, first + 50):
        text, answer, forms = compose(seed)
        parsed = parse_text(text).to_json()
        for key, wanted in answer.items():
            keys = _KEYS.get(key)
            value = parsed[key] if key != "opened" else [row["agenda"] for row in parsed["utterances"]]
            found = [{name: row[name] for name in keys} for row in value] if keys else value
            assert comparable(found) == comparable(wanted), (seed, key, forms, text)
