"""Bullets before the points of a record, and texts without them."""

from __future__ import annotations

import re

from minutes.parsing.rows.text import flat, is_sentence
from minutes.parsing.words.numbering import read_numbered

BULLETS = "○◯〇●・･•◆◇→"
# The bullet of a point; two circles stand for a name that is not told.
_BULLET = re.compile(r"\s*[○◯〇●・･•◆◇■※→⇒]\s*(?![○◯〇●△□◆])")


def unbulleted(text: str) -> str:
    """A text without the bullet before it."""
    return text[match.end() :] if (match := _BULLET.match(text)) is not None and match.end() < len(text) else text


def bare(text: str) -> str:
    """A text of prose without the bullets and the number before it: • ○ 甲を望む。 (2)主査から説明があった。"""
    words = text.lstrip("-‐– 　") if text[:1] in "-‐–" else text
    words = unbulleted(unbulleted(words))
    numbered = read_numbered(flat(words))
    if numbered is not None and numbered.klass is None and is_sentence(words) and words[numbered.start :].strip():
        words = words[numbered.start :]
    return words


def unnumbered(text: str) -> str:
    """A line without the plain number before it: 1) 新任委員紹介."""
    numbered = read_numbered(flat(text))
    if numbered is None or numbered.klass is not None or numbered.number is None:
        return text
    return text[numbered.start :].strip() or text
