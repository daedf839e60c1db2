"""Sketches: near-same texts are near, others are not."""

import random
from pathlib import Path

import pytest

from minutes.comparing.sketches import SKETCH_SIZE, resemblance, sketch_of
from minutes.uploads.duplicates import NEAR

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "minutes"
TEXTS = [file.read_text(errors="replace") for file in sorted(FIXTURES.rglob("*.txt"))]


def edited(text: str, share: float) -> str:
    """The text with this share of its signs replaced, here and there."""
    dice, signs = random.Random(7), list(text)
    for _ in range(int(len(signs) * share)):
        signs[dice.randrange(len(signs))] = dice.choice("あいうえお会議録資料")
    return "".join(signs)


def test_the_same_words_laid_out_otherwise_have_the_same_sketch() -> None:
    assert sketch_of("ＤＸ推進\n　計画について") == sketch_of("DX推進計画 について")
    assert sketch_of(" \n") == [] and len(sketch_of("短い")) == 1
    assert resemblance([], sketch_of("短い")) == resemblance([], []) == 0.0


@pytest.mark.parametrize("text", TEXTS[:20])
def test_one_sign_in_fifty_replaced_is_nearly_the_same(text: str) -> None:
    assert resemblance(sketch_of(text), sketch_of(edited(text, 0.02))) >= NEAR


@pytest.mark.parametrize("text", TEXTS[:20])
def test_a_document_with_a_page_more_is_nearly_the_same(text: str) -> None:
    assert resemblance(sketch_of(text), sketch_of(text + TEXTS[-1][: len(text) // 4])) >= NEAR


def test_other_minutes_of_the_same_office_are_far() -> None:
    sketches = [sketch_of(text) for text in TEXTS]
    likest = max(resemblance(one, other) for place, one in enumerate(sketches) for other in sketches[:place])
    assert likest < NEAR / 2


def test_the_estimate_is_near_the_truth() -> None:
    one, other = TEXTS[0] + TEXTS[1], TEXTS[1] + TEXTS[2]
    assert len(sketch_of(one)) == SKETCH_SIZE

    def pieces(text: str) -> set[str]:
        plain = "".join(text.split())
        return {plain[start : start + 8] for start in range(len(plain) - 7)}

    exact = len(pieces(one) & pieces(other)) / len(pieces(one) | pieces(other))
    assert resemblance(sketch_of(one), sketch_of(other)) == pytest.approx(exact, abs=0.1)
