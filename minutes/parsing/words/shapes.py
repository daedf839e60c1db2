"""The shape of a mark or heading that a person pointed out -> a pattern for everything printed alike.

Numbers, single letters and what stands in brackets vary within a shape, words do not: Ｎｏ.３ is the shape of Ｎｏ.１,
委員A that of 委員B, 委員長（星君） that of 委員長（月君）. Where the mark stands in its line and what sets it off from the speech
belong to the shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.text import BULLETS, SPEECH_BULLETS, flat, fold, squeeze
from minutes.parsing.words.numbering import Numbered, read_numbered

_CIRCLES = "○◯〇"
_DECORATION = frozenset(BULLETS + SPEECH_BULLETS + "【[(<《〈{「『-―ー■□→⇒>* ")
_CLOSERS = "】])>》〉}」』"
# What sets a mark off from the speech behind it.
_COLONS, _QUOTES = ":;", "「『"
_LONGEST = 40
_VARYING = (
    (re.compile(r"\([^()]{1,30}\)"), r"\([^()]{1,30}\)"),
    (re.compile(r"[0-9]{1,4}"), r"[0-9]{1,4}"),
    (re.compile(r"[①-⒇]"), r"[①-⒇]"),
    (re.compile(r"[Ⅰ-Ⅻ]"), r"[Ⅰ-Ⅻ]"),
    (re.compile(r"(?<![A-Za-z])[A-Z]{1,2}(?![A-Za-z])"), r"[A-Z]{1,3}"),
    (re.compile(r"(?<![a-zA-Z])[a-z](?![a-zA-Z])"), r"[a-z]"),
    (re.compile(r"(?<![ァ-ヴー])[ア-ン](?![ァ-ヴー])"), r"[ア-ン]"),
    (re.compile(r"[○◯〇●×]{1,4}"), r"[○◯〇●×]{1,4}"),
    (re.compile(r"(?<![一-龥])[甲乙丙丁戊己庚辛壬癸](?=[委部議会]員|$)"), r"[甲乙丙丁戊己庚辛壬癸]"),
    (re.compile(r"(?<=[委部議会]員)[一二三四五六七八九十]{1,2}$"), r"[一二三四五六七八九十]{1,2}"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands: what stands before it, what follows it, or that it ends its line in brackets."""

    before: str
    after: str
    at_end: bool = False


def shape_of(text: str) -> str:
    """The pattern of a flat mark's shape; a mark without anything that varies is its own shape."""
    plain, parts, position = flat(text), [], 0
    while position < len(plain):
        for varying, general in _VARYING:
            match = varying.match(plain, position)
            if match:
                parts.append(general)
                position = match.end()
                break
        else:
            parts.append(r"\s*" if plain[position] == " " else re.escape(plain[position]))
            position += 1
    return "".join(parts)


def varies(text: str) -> bool:
    """Whether a mark holds something that varies within its shape."""
    plain = flat(text)
    return any(varying.search(plain) for varying, _ in _VARYING)


def place_of(text: str, line: str) -> Place | None:
    """How a mark is set off in the line it was seen on; None where the line does not show it."""
    plain, mark = flat(line).strip(), flat(text).strip()
    start = plain.find(mark)
    if not mark or start < 0:
        return None
    before, after = plain[:start], plain[start + len(mark) :]
    if all(sign in _DECORATION for sign in before):
        return Place(squeeze(before), _delimiter(after))
    last = plain.rfind(mark)
    if plain[last - 1] in "([【<" and len(plain[last + len(mark) :]) == 1:
        return Place(plain[last - 1], plain[-1], at_end=True)
    return None


def _delimiter(after: str) -> str:
    bare = after.lstrip()
    if not bare:
        return ""
    if bare[0] in _COLONS or bare[0] in _QUOTES or bare[0] in _CLOSERS:
        return bare[0]
    if bare is not after and len(bare) < len(after):
        return " "
    return bare[0] if not bare[0].isalnum() else "none"


def pattern_of(name: str, place: Place | None) -> re.Pattern[str]:
    """The pattern of flat lines that open (or end) with a mark in a place; groups `name`, and `speech` for what is said.

    `name` is the pattern of the mark itself.
    """
    if place is None:
        return re.compile(
            rf"[{BULLETS}{SPEECH_BULLETS}\s]*(?P<name>{name})(?:\s*[:;]\s*|\s+|(?=[「『])|$)(?P<speech>.*)"
        )
    if place.at_end:
        return re.compile(
            rf"(?P<speech>.*\S)\s*{re.escape(place.before)}\s*(?P<name>{name})\s*{re.escape(place.after)}"
        )
    return re.compile(rf"{_before(place.before)}(?P<name>{name}){_after(place.after)}(?P<speech>.*)")


def _before(signs: str) -> str:
    parts = [rf"[{_CIRCLES}]" if sign in _CIRCLES else re.escape(sign) for sign in signs]
    return r"\s*".join(["", *parts, ""])


def _after(sign: str) -> str:
    if sign == "":
        return r"\s*$"
    if sign == "none":
        return ""
    if sign == " ":
        return r"\s+"
    if sign in _COLONS:
        return r"\s*[:;]\s*"
    if sign in _QUOTES:
        return r"\s*(?=[「『])"
    return rf"\s*{re.escape(sign)}\s*[:;]?\s*"


class HeadingShape:
    """Lines printed as a heading was: the same signs round it, the same kind of number."""

    def __init__(self, text: str, line: str) -> None:
        self._text = fold(text)
        place = place_of(text, line or text)
        self._opener = place.before if place else ""
        self._closer = place.after if place and place.after in tuple(_CLOSERS) else ""
        self._numbered = read_numbered(flat(text).strip())

    def is_itself(self, plain: str) -> bool:
        """Whether a flat line is the heading."""
        return len(plain) <= len(self._text) + _LONGEST and self._text in fold(plain)

    def fits(self, plain: str) -> bool:
        """Whether a flat line is printed as the heading was. A heading without number or sign is like itself only."""
        if self.is_itself(plain):
            return True
        if len(plain) > 120 or plain.endswith(("。", "、", "?", "!")):
            return False
        bare = plain.strip()
        if self._opener and not squeeze(bare).startswith(self._opener):
            return False
        if self._closer and not bare.endswith(self._closer):
            return False
        if self._numbered is not None:
            numbered = read_numbered(bare.removeprefix(self._opener).strip())
            return numbered is not None and _alike(numbered, self._numbered)
        return bool(self._opener) and bare[:1] not in "-* 「『(" and read_numbered(bare) is None


def _alike(one: Numbered, other: Numbered) -> bool:
    return one.rank == other.rank and one.klass == other.klass and (one.number is None) == (other.number is None)
