"""Signs side by side -> printed lines: their text, with white space where a gap means one, readings (ruby) left out."""

from __future__ import annotations

import re
import statistics
from itertools import pairwise

from minutes.documents.page import Line, Sign

_NARROWEST_SPACE = 0.15  # in sizes of the type
_SPACE = 0.75  # the narrowest space of full width
_GAPS_THAT_TELL = 2
_FOOT_SPACES = 3  # so many spaces may be those of a page's foot: - 1 -
_SIGNS_A_SPACE = 250  # at the least
_LOOSEST = 1.6  # in sizes of the type: signs set in a grid are no further apart, from one to the next
_GRID_STEPS = 4  # fewer do not show a grid
_GRID_TOLERANCE = 0.5
# Signs that no line may begin with: the line above then ends one sign early.
NO_START = frozenset("、。，．,.：；:;！？!?」』）］】〕〉》)]}ー～・々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％")
_COUNTERS = frozenset("年月日時分秒人名件回号条項点つか個目番度割％%万億千百十台")
_NO_END = frozenset("「『（［【〔〈《([{￥＄$")
_HANGING = frozenset("、。，．")
_READING = re.compile(r"[\u3041-\u309f\u30a1-\u30ff\uff66-\uff9f・•﹅﹆\s]+")


def rows_of(signs: list[Sign]) -> list[list[Sign]]:
    """The signs that stand side by side, from left to right, from top to bottom."""
    rows: list[list[Sign]] = []
    middle = em = 0.0
    for sign in sorted(signs, key=lambda sign: sign.base - 0.38 * sign.em):
        centre = sign.base - 0.38 * sign.em
        if rows and abs(centre - middle) <= 0.42 * max(em, sign.em):
            row = rows[-1]
            row.append(sign)
            if sign.em > em:
                middle, em = centre, sign.em
        else:
            rows.append([sign])
            middle, em = centre, sign.em
    return [sorted(row, key=lambda sign: sign.ink) for row in rows]


def trimmed(signs: list[Sign]) -> list[Sign]:
    """Without white space at the ends."""
    start, end = 0, len(signs)
    while start < end and signs[start].text.isspace():
        start += 1
    while end > start and signs[end - 1].text.isspace():
        end -= 1
    return signs[start:end]


def line_of(signs: list[Sign], readings: list[Sign], gaps_are_spaces: bool, pitch: float | None = None) -> Line:
    signs = _once_each(signs)
    em = statistics.median_high(sign.em for sign in signs)
    edge = signs[-1].right
    if len(signs) > 1 and signs[-1].text in _HANGING:
        edge = signs[-1].left
    top = min(sign.base - 0.88 * sign.em for sign in signs)
    bottom = max(sign.base + 0.12 * sign.em for sign in signs)
    text = _text(signs, readings, gaps_are_spaces, pitch)
    return Line(text, signs[0].left, signs[-1].right, edge, top, bottom, em, _head(signs))


def is_reading(signs: list[Sign], below: list[Sign]) -> bool:
    """Whether these are small kana close above the words whose reading they are."""
    em, size = max(sign.em for sign in signs), statistics.median(sign.em for sign in below)
    if em > 0.66 * size or not all(_READING.fullmatch(sign.text) for sign in signs):
        return False
    top = min(sign.base for sign in below) - 0.88 * size
    bottom = max(sign.base for sign in signs) + 0.12 * em
    within = signs[0].left >= below[0].left - size and signs[-1].right <= below[-1].right + size
    return within and top - bottom <= 0.5 * size


def _once_each(signs: list[Sign]) -> list[Sign]:
    """Without the second print of a sign that was printed twice to look bold."""
    kept: list[Sign] = []
    for sign in signs:
        twice = any(
            sign.text == other.text and abs(sign.left - other.left) < 0.12 * sign.em and not sign.text.isspace()
            for other in kept[-3:]
        )
        if not twice:
            kept.append(sign)
    return kept


def _text(signs: list[Sign], readings: list[Sign], gaps_are_spaces: bool, pitch: float | None) -> str:
    """The text of a line. A gap is white space where it is wider than the line's other gaps, and not made by a reading
    that is longer than its word."""
    words = _words_read(readings)
    parts = [signs[0].text]
    for place, (wide, before, after) in enumerate(zip(_gaps(signs, pitch), signs, signs[1:], strict=False), start=1):
        em = max(before.em, after.em)
        if wide > 0 and any(_is_within(before, after, word) for word in words):
            wide = 0.0
        if not (before.text.isspace() or after.text.isspace()) and wide > _NARROWEST_SPACE * em:
            meant = gaps_are_spaces or (place <= 2 and _is_number(signs[:place], after.text))
            parts.append(_space(wide, em, before.text, after.text, meant))
        elif wide > em:
            parts.append("\u3000" * min(8, round(wide / em)))
        parts.append(after.text)
    return re.sub(r"(?<=\S) {2,}(?=\S)", lambda match: "\u3000" * ((len(match[0]) + 1) // 2), "".join(parts))


def _gaps(signs: list[Sign], pitch: float | None = None) -> list[float]:
    """How much wider the gaps between the signs of a line are than gaps that mean nothing.

    Lines that are spread to the margins are so between Japanese signs, less or not at all inside Latin words.
    """
    gaps = [after.left - before.right for before, after in pairwise(signs)]
    latin = [before.text.isascii() and after.text.isascii() for before, after in pairwise(signs)]
    usual = _usual_gap(gaps, signs[0].em)
    by_kind = {}
    for kind in (False, True):
        own = [gap for gap, is_latin in zip(gaps, latin, strict=True) if is_latin == kind]
        by_kind[kind] = _usual_gap(own, signs[0].em) if len(own) > 4 else usual
    wider = [gap - by_kind[kind] for gap, kind in zip(gaps, latin, strict=True)]
    return wider if pitch is None else _off_grid(signs, wider, pitch)


def grid_pitch(rows: list[list[Sign]]) -> float | None:
    """How far the signs of a page that is set in a grid are apart, from one to the next; None where it is not."""
    steps = sorted(
        after.left - before.left
        for row in rows
        for before, after in pairwise(row)
        if not before.text.isascii() and not after.text.isascii()
    )
    if len(steps) < _GRID_STEPS:
        return None
    pitch = statistics.median(steps)
    even = sum(abs(step - pitch) < _GRID_TOLERANCE for step in steps)
    em = statistics.median(sign.em for row in rows for sign in row)
    return pitch if 1.02 * em < pitch < _LOOSEST * em and even >= 0.7 * len(steps) else None


def _off_grid(signs: list[Sign], gaps: list[float], pitch: float) -> list[float]:
    """The gaps of a line without those after Latin words that fill up the last of the grid's places that the word takes."""
    start = signs[0].left
    kept = []
    for gap, (before, after) in zip(gaps, pairwise(signs), strict=True):
        if before.text.isascii() and not after.text.isascii():
            places = round((after.left - start) / pitch)
            fills = (places - 1) * pitch - _GRID_TOLERANCE < before.right - start
            if fills and abs(start + places * pitch - after.left) < 2 * _GRID_TOLERANCE:
                gap = 0.0
        if not (before.text.isascii() and after.text.isascii()):
            start = after.left
        kept.append(gap)
    return kept


def _usual_gap(gaps: list[float], em: float) -> float:
    if len(gaps) > 4:
        return max(0.0, sorted(gaps)[len(gaps) // 4])
    # A few signs that are spread over a narrow cell.
    spread = len(gaps) > 1 and max(gaps) - min(gaps) < 0.05 * em and max(gaps) < _SPACE * em
    return max(0.0, min(gaps)) if spread else 0.0


def _is_within(before: Sign, after: Sign, word: tuple[float, float]) -> bool:
    """Whether a gap lies under a reading: inside its word, or beside a word that is shorter than it."""
    start, end = word
    if start < before.ink and after.ink < end:
        return True
    under = min(end, after.left) - max(start, before.right)
    return under > 0.7 * (after.left - before.right)


def _words_read(readings: list[Sign]) -> list[tuple[float, float]]:
    """Where the words begin and end whose readings are printed above the line."""
    words: list[tuple[float, float]] = []
    for sign in readings:
        if words and sign.left - words[-1][1] < sign.em:
            words[-1] = (words[-1][0], sign.right)
        else:
            words.append((sign.left, sign.right))
    return words


def _space(wide: float, em: float, before: str, after: str, meant: bool) -> str:
    if wide >= _SPACE * em:
        return "\u3000" * max(1, min(8, round(wide / em)))
    if "・" in (before, after):
        # Set half as wide as its type by some fonts.
        return ""
    # A quarter of an em parts Japanese from Latin signs in print. It is a space only where one is `meant`.
    latin = before if before.isascii() else after
    narrow = before.isascii() != after.isascii() and latin.isalnum() and not meant and wide <= 0.45 * em
    return "" if narrow else " "


def _is_number(signs: list[Sign], counted: str) -> bool:
    """Whether a line begins with an item's number: 1 開会, not 3 人."""
    return len(signs) <= 2 and all(sign.text.isdecimal() for sign in signs) and counted not in _COUNTERS


def _head(signs: list[Sign]) -> float:
    """The width of the first sign and of what no line may part from it."""
    end = 1
    while end < len(signs) and _hold_together(signs[end - 1].text, signs[end].text):
        end += 1
    return signs[end - 1].right - signs[0].left


def _hold_together(before: str, after: str) -> bool:
    """Whether no line is broken between two signs."""
    if after in NO_START or before in _NO_END:
        return True
    latin = before.isascii() or before in ")]"
    return latin and after.isascii() and not before.isspace() and not after.isspace()


# Spaces


def prints_spaces(signs: list[Sign]) -> bool:
    """Whether spaces inside a line are signs of their own; some writers leave gaps instead."""
    spaces = sum(
        sign.text.isspace() and not before.text.isspace() and abs(sign.base - before.base) < 0.2 * sign.em
        for before, sign in pairwise(signs)
    )
    return spaces > max(_FOOT_SPACES, len(signs) // _SIGNS_A_SPACE)


def leaves_spaces(signs: list[Sign]) -> bool:
    """Whether Japanese words are set apart by gaps of a space's width: nothing else leaves such gaps between them."""
    found = 0
    for row in rows_of(signs):
        for wide, (before, after) in zip(_gaps(row), pairwise(row), strict=True):
            japanese = not before.text.isascii() and not after.text.isascii() and "・" not in (before.text, after.text)
            found += japanese and _NARROWEST_SPACE * before.em < wide < 0.5 * before.em
    return found >= _GAPS_THAT_TELL


def middle_of(sign: Sign) -> float:
    return sign.base - 0.38 * sign.em
