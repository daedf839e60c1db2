"""What an editor is shown of the evidence that weights speak for."""

import re

import pytest

from minutes.parsing.weighing import turns, zones
from minutes.parsing.weighing.evidence_words import in_japanese, strongest_in_words
from minutes.parsing.weighing.weights import Weights


@pytest.mark.parametrize("weights", [turns.learnt_weights(), zones.learnt_weights()], ids=["turns", "zones"])
def test_every_piece_of_evidence_has_words_in_japanese(weights: Weights) -> None:
    assert [name for name in weights.evidence if re.search("[A-Za-z]", in_japanese(name))] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rest stop", "後の文・句点"),
        ("+1class=member", "下の行：種類＝委員など"),
        ("-2label=attendees bare", "二つ上の行：見出しの言葉＝出席者・印なし"),
        ("start=9a", "始まりの字＝数英"),
        ("end=\t", "終わり＝タブ"),
        ("possible=bracket【", "表示かもしれない言葉＝括弧【"),
    ],
)
def test_sides_keys_and_values_are_told(name: str, words: str) -> None:
    assert in_japanese(name) == words


def test_what_speaks_most_comes_first() -> None:
    weights = Weights(("on",), {}, {"stop": {"on": 0.5}, "polite": {"on": 1.25}, "date": {"on": -3.0}})
    assert strongest_in_words(weights, ["stop", "polite", "date"], "on") == "敬体 +1.2、句点 +0.5"
