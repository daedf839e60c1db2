"""The layer of text that a reading program (OCR) lays over the picture of a page -> signs at their places.

Tesseract and its like write each word with a space behind it, letters and space stretched alike to the width of the
word's picture; between Japanese words such a space means nothing. Where a space was printed, the distances of the
letters tell.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes.documents.page import Sign

_LEAST_SPACES = 0.08  # of the signs; layers that place every sign have next to none
_ALIKE = 0.1  # of a letter's width: a space stretched with its word
_SAME_LINE = 0.2  # in sizes of the type
_STOPS, _STOP_OFFSET = "、。，．", 0.25  # set to the left of their place
_WIDEST = 1.3
_SPACE = 0.55  # of a letter's pitch; what is narrower comes of places that are guessed


def layer_signs(signs: list[Sign]) -> list[Sign]:
    """The signs of a page's layer in their order, spaces that only part words out, each letter where it is printed."""
    spaces = [place for place, sign in enumerate(signs) if sign.text == " "]
    stretched = sum(place > 0 and _is_stretched(signs[place - 1], signs[place]) for place in spaces)
    if len(spaces) < _LEAST_SPACES * len(signs) or 2 * stretched < len(spaces):
        return signs
    words = list(_words(signs))
    pitch = _pitch(words)
    return _closed([sign for word in words for sign in _spread(word, pitch)], pitch)


def _is_stretched(letter: Sign, space: Sign) -> bool:
    width = letter.right - letter.left
    return abs(space.right - space.left - width) <= _ALIKE * width and abs(space.left - letter.right) <= _ALIKE * width


def _words(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Letters that hang together, with the space behind them."""
    word: list[Sign] = []
    for sign in signs:
        if word and (word[-1].text.isspace() or abs(sign.base - word[-1].base) > _SAME_LINE * sign.em):
            yield word
            word = []
        if word or not sign.text.isspace():
            word.append(sign)
    if word:
        yield word


def _step(word: list[Sign]) -> float:
    """How far the letters of a word are apart: the space behind them has taken its share of the word's width."""
    letters = word[:-1] if word[-1].text.isspace() else word
    ends = word[-1].right if len(word) > len(letters) and _is_stretched(letters[-1], word[-1]) else letters[-1].right
    return (ends - letters[0].left) / len(letters)


def _pitch(words: list[list[Sign]]) -> float:
    """The distance from letter to letter of the page: half the words of several Japanese letters are set closer."""
    wide = [
        _step(word)
        for word in words
        if sum(not sign.text.isspace() for sign in word) > 1 and not any(sign.text.isascii() for sign in word[:-1])
    ]
    sizes = [sign.em for word in words for sign in word]
    return statistics.median(wide) if wide else statistics.median(sizes)


def _spread(word: list[Sign], pitch: float) -> Iterator[Sign]:
    """The letters of a word over the width that the word takes, each as wide as the page's letters."""
    letters = [sign for sign in word if not sign.text.isspace()]
    # The picture of one letter is no wider than a letter: such a word took what stands beside it for its own.
    step = _step(word)
    ends = 0.0
    if len(letters) == 1 and step > _WIDEST * pitch:
        step, ends = _WIDEST * pitch, word[-1].right
    for place, letter in enumerate(letters):
        middle = word[0].left + (place + 0.5) * step + (_STOP_OFFSET * pitch if letter.text in _STOPS else 0.0)
        half = pitch / 4 if letter.text.isascii() else pitch / 2
        yield Sign(letter.text, middle - half, max(middle + half, ends), letter.base, letter.em, middle)


def _closed(signs: list[Sign], pitch: float) -> list[Sign]:
    """The signs without the small gaps of guessed places; those of one line stay in the order in which they were read."""
    placed: list[Sign] = []
    for sign in signs:
        before = placed[-1] if placed else None
        if before is not None and before.base == sign.base:
            if sign.left - before.right < _SPACE * pitch:
                placed[-1] = replace(before, right=max(before.left, sign.left))
            sign = replace(sign, ink=max(sign.ink, before.ink + 0.01))
        placed.append(sign)
    return placed
