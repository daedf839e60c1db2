"""Canary words: made up, pronounceable, each twice, in katakana and in two kanji, and all far from one another.

The search keeps each form as one word that stands nowhere else. No two katakana forms share more than one letter at
its place, so that none is a misspelling of another; each kanji stands in one word alone, so that one character of it
can be looked for as well.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from search.words import fold_text, tokenize

_KANA = "カキクコサシスセソタツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワガギグゲゴザジズゼゾダデドバビブベボパピプペポ"
_LETTERS = 5
_MOST_ALIKE = 1
# Rows of JIS X 0208 with kanji that hardly any minutes hold.
_ROWS, _CELLS = range(48, 84), range(1, 95)
_SEED = 12
_ROUNDS = 5


@dataclass(frozen=True)
class Word:
    """One canary word in its two forms."""

    kana: str
    kanji: str

    def __str__(self) -> str:
        return f"{self.kana}と{self.kanji}"

    @property
    def forms(self) -> tuple[str, str]:
        return self.kana, self.kanji


def words() -> Iterator[Word]:
    """One after the other, always the same ones."""
    chance = random.Random(_SEED)
    kanji = [sign for sign in _rare_kanji() if fold_text(sign) == sign]
    chance.shuffle(kanji)
    taken: set[tuple[int, str, int, str]] = set()
    # Two that the search does not keep together are tried with others.
    for _ in range(_ROUNDS):
        left = []
        for first, second in zip(kanji[::2], kanji[1::2], strict=False):
            if _is_one_word(first + second):
                yield Word(_kana(chance, taken), first + second)
            else:
                left += [first, second]
        kanji = left[1:] + left[:1]


def _kana(chance: random.Random, taken: set[tuple[int, str, int, str]]) -> str:
    """A word that shares no two letters at their places with an earlier one."""
    while True:
        word = "".join(chance.choice(_KANA) for _ in range(_LETTERS))
        pairs = {
            (one, word[one], other, word[other])
            for one in range(_LETTERS)
            for other in range(one + _MOST_ALIKE, _LETTERS)
        }
        if len(set(word)) == _LETTERS and not pairs & taken and _is_one_word(word):
            taken |= pairs
            return word


def _rare_kanji() -> Iterator[str]:
    for row in _ROWS:
        for cell in _CELLS:
            yield from bytes([0xA0 + row, 0xA0 + cell]).decode("euc_jp", errors="ignore")


def _is_one_word(text: str) -> bool:
    """Whether the search keeps it as one word in the middle of a sentence, as it is written."""
    sentence = fold_text(f"今日は{text}を見ました。")
    return any(token.surface == text for _, token in tokenize(sentence))
