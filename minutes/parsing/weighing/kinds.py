"""Values and signs as pieces of evidence: the step that a value reaches, the kind of a sign."""

from __future__ import annotations


def step_of(value: int, steps: tuple[int, ...]) -> int:
    """How many of the steps a value reaches."""
    return sum(value >= step for step in steps)


def kind_of(sign: str) -> str:
    """The kind of a sign: 9, 漢, あ, ア, a, or the sign itself where it is none of these."""
    if sign.isdigit():
        return "9"
    if "一" <= sign <= "龥":
        return "漢"
    if "ぁ" <= sign <= "ん":
        return "あ"
    if "ァ" <= sign <= "ヴ":
        return "ア"
    return "a" if sign.isalpha() else sign
