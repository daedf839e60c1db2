"""Numbers in Word's formats."""

from __future__ import annotations

import pytest

from minutes.documents.numbering import kanji, roman, write


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("aiueoFullWidth", 3, "ウ"),
        ("aiueo", 3, "ｳ"),
        ("irohaFullWidth", 3, "ハ"),
        ("japaneseCounting", 12, "十二"),
        ("japaneseDigitalTenThousand", 12, "一二"),
        ("ideographTraditional", 2, "乙"),
        ("upperRoman", 4, "IV"),
        ("lowerLetter", 27, "aa"),
        ("none", 5, ""),
        ("formatOfTheFuture", 5, "5"),
    ],
)
def test_formats(style: str, number: int, printed: str) -> None:
    assert write(number, style) == printed


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (120, "百二十"), (1005, "千五")]
)
def test_japanese_counting(number: int, words: str) -> None:
    assert kanji(number) == words


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "I"), (9, "IX"), (14, "XIV"), (90, "XC"), (2026, "MMXXVI"), (4000, "")]
)
def test_roman_numbers(number: int, letters: str) -> None:
    assert roman(number) == letters
