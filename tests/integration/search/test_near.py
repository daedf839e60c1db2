"""Words near each other: what the database finds is what trying every way from one place to another finds."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import connection

from search.engine.conditions import Spelling, stand_near
from search.language import parse

pytestmark = pytest.mark.django_db


def found_near(parts: Sequence[Sequence[Spelling]], distance: int, texts: Sequence[str]) -> list[bool]:
    test = stand_near(parts, distance)
    params: list[Any] = [*test.params, list(texts)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {test.sql} FROM unnest(%s::text[]) WITH ORDINALITY AS entry (folded, n) ORDER BY n", params
        )
        return [bool(row[0]) for row in cursor.fetchall()]


def places_of(
    part: int, spellings: Sequence[Spelling], distance: int, text: str
) -> Iterator[tuple[int, int, int, int]]:
    """Part, first character, the one behind the last, and the last where another part may begin."""
    for spelling, full_length in spellings:
        at = text.find(spelling)
        while at >= 0:
            yield part, at, at + len(spelling), at + full_length + distance
            at = text.find(spelling, at + len(spelling))


def stand_in_a_chain(parts: Sequence[Sequence[Spelling]], distance: int, text: str) -> bool:
    places = [place for n, spellings in enumerate(parts) for place in places_of(n, spellings, distance, text)]
    ends = {(frozenset([part]), stop, reach) for part, _, stop, reach in places}
    for _ in parts[1:]:
        ends = {
            (known | {part}, stop, reach)
            for known, before, reached in ends
            for part, start, stop, reach in places
            if part not in known and before <= start <= reached
        }
    return bool(ends)


@pytest.mark.parametrize("seed", range(8))
def test_the_database_finds_what_trying_every_way_finds(seed: int) -> None:
    chance = random.Random(seed)
    answers = set()
    for count in (2, 2, 2, 3, 3, 4, 5):
        letters = chance.choice(["あい", "あいうえ", "あいうえおかきく"])
        words = ["".join(chance.choices(letters, k=chance.randint(1, 3))) for _ in range(2 * count)]
        parts = [
            [(word, len(word) + chance.choice([0, 0, 1])) for word in words[n : n + chance.choice([1, 1, 2])]]
            for n in range(0, 2 * count, 2)
        ]
        distance = chance.choice([1, 2, 5, 20, 1000])
        texts = [
            "".join(chance.choices(letters + "ん" * chance.choice([1, 6, 20]), k=chance.choice([4, 12, 40])))
            for _ in range(25)
        ]
        expected = [stand_in_a_chain(parts, distance, text) for text in texts]
        assert found_near(parts, distance, texts) == expected, (parts, distance)
        answers |= set(expected)
    assert answers == {True, False}


def test_a_text_full_of_the_words_costs_its_places_and_not_every_way_between_them() -> None:
    parts = [[(word, 1)] for word in "のはをに散"]
    # Whatever leads on to the last word begins too far away: all ways from any of 1,600 places would be tried.
    text = "散" + "、" * 40 + "のはをに" * 400
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")
    assert found_near(parts, 30, [text, "散" + text[-8:]]) == [False, True]


def test_what_a_near_may_ask_for_is_bounded_and_the_page_says_so() -> None:
    assert parse("予算 NEAR/1000 補正").notices == ()
    assert parse("予算 NEAR/1001 補正").notices == (
        "近接（NEAR）の文字数は1,000までのため、1,000文字以内で検索しました。",
    )
    assert parse("甲 近接5 乙 近接5 丙 近接5 丁 近接5 戊").notices == ()
    assert parse("甲 近接5 乙 近接5 丙 近接5 丁 近接5 戊 近接5 己").notices == (
        "近接（NEAR）でつなげる語は5つまでのため、あとの語は近くになくても含むものを検索しました。",
    )
