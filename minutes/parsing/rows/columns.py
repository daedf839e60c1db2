"""Pages of two columns whose text came line by line, left and right in one: each line is parted where the left column ends, and
the page is read down its left column first.

Where a column ends shows in the lines that fill it: most of them have a space at the same place, which running Japanese
text has not. A line whose left part is short could be parted at several spaces; what stands above it in either column and
how its parts begin and end decide.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minutes.parsing.rows.text import ends_sentence, flat, squeeze, width

# Columns this wide, in half-width signs.
_NARROWEST, _WIDEST = 28, 64
# A full line falls short of the column's edge by so much at most: what may not begin the next line goes with it; a full
# stop or comma may stand beyond the edge.
_SHORT_OF_EDGE, _BEYOND = 4, 4
# So many lines of a page, and so large a part of its wide ones, have the gap; and what is enough on further pages.
_ENOUGH, _PART = 6, 0.6
_ENOUGH_FURTHER, _PART_FURTHER, _PARTED_FURTHER = 4, 0.2, 0.9
_OPENS = re.compile(r"[○◯〇●◎◆◇△■(〔\[「『―─━-]")
_HEADS = tuple("◎◆◇△■―─━")
_MARK_ALONE = re.compile(r"[○◯〇●](?:.{1,24}[)君]|[^\s()。、]{1,12})")
_WHOLE = (*"）)〕］」―─━君", "開会", "開議", "閉会", "散会")
_POSTS = tuple("長員者幹査事")
_PAGE = re.compile(r"[-(]?\s?[0-9]{1,4}\s?(?:[-)]|/\s?[0-9]{1,4})?")

Part = tuple[int, int, str]


def in_reading_order(lines: Sequence[str]) -> Iterator[Part]:
    """The parts of a text's lines in the order in which they are read: the line's index, the column (0 the left or only one),
    the text."""
    pages = list(_pages(lines))
    edges = [edge for first, last in pages if (edge := _edge(lines[first:last]))]
    if not edges:
        yield from ((index, 0, line) for index, line in enumerate(lines))
        return
    edge = min(edges)
    heads = _running_heads(lines, pages)
    for first, last in pages:
        page = [(index, lines[index]) for index in range(first, last)]
        if _edge(lines[first:last]) == 0 and not _has_columns(lines[first:last], edge):
            yield from ((index, 0, line) for index, line in page if squeeze(line) not in heads)
            continue
        parted = [(index, *parts) for index, parts in _parted(page, edge, heads)]
        yield from ((index, 0, left) for index, left, _ in parted if left)
        yield from ((index, 1, right) for index, _, right in parted if right)


def _pages(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where pages begin and end: behind lone page numbers; where a text has none, at blank lines."""
    ends = [index + 1 for index, line in enumerate(lines) if len(line) <= 16 and _PAGE.fullmatch(flat(line).strip())]
    if len(ends) < 2:
        ends = [index + 1 for index, line in enumerate(lines) if not line.strip()]
    yield from itertools.pairwise(sorted({0, *ends, len(lines)}))


def _running_heads(lines: Sequence[str], pages: list[tuple[int, int]]) -> frozenset[str]:
    """Short lines that several pages begin with."""
    first = Counter(squeeze(next((line for line in lines[start:end] if line.strip()), "")) for start, end in pages)
    return frozenset(line for line, count in first.items() if count > 1 and 0 < len(line) <= 30)


def _edge(lines: Sequence[str]) -> int:
    """Where the left column of a page ends, in half-width signs; 0 where nothing shows that the page has two."""
    if any(len(line) > 2 * _WIDEST + 8 for line in lines):
        return 0
    places = [(_gaps(line), width(line.strip())) for line in lines if line.strip()]
    widest = max((total for _, total in places), default=0)
    if widest <= _NARROWEST + 8 or widest > 2 * _WIDEST + 8:
        return 0
    best, edge = 0, 0
    for column in range(max(_NARROWEST, (widest - 1) // 2 - 2), min(_WIDEST, widest * 3 // 5) + 1):
        wide = [gaps for gaps, total in places if total > column + 6]
        found = sum(any(column - _SHORT_OF_EDGE < place <= column for place in gaps) for gaps in wide)
        if found >= _ENOUGH and found >= _PART * len(wide) and 2 * len(wide) > len(places) and found >= best:
            best, edge = found, column
    return edge


def _has_columns(lines: Sequence[str], edge: int) -> bool:
    """Whether a page has the columns that others of the text have."""
    if any(len(line) > 2 * _WIDEST + 8 for line in lines):
        return False
    wide = [line.strip() for line in lines if width(line.strip()) > edge + 6]
    full = sum(any(_is_full(place, edge) for place in _gaps(line)) for line in wide)
    parted = sum(any(_fits(*way, edge) for way in _ways(line)) for line in wide)
    return full >= max(_ENOUGH_FURTHER, _PART_FURTHER * len(wide)) and parted >= _PARTED_FURTHER * len(wide)


def _is_full(place: int, edge: int) -> bool:
    return edge - _SHORT_OF_EDGE - 2 < place <= edge + _BEYOND


def _fits(left: str, right: str, edge: int) -> bool:
    return width(left) <= edge + _BEYOND and width(right) <= edge + _BEYOND


def _gaps(line: str) -> list[int]:
    """The places of a line's half-width spaces, in half-width signs; none where it is letter-spaced."""
    line = line.strip()
    if _is_spaced(line):
        return []
    return [width(line[:index]) for index, sign in enumerate(line) if sign == " "]


def _is_spaced(text: str) -> bool:
    words = text.split()
    return len(words) > 2 and 3 * sum(len(word) == 1 for word in words) > len(words)


def _ways(text: str) -> list[tuple[str, str]]:
    return [(text[:index].strip(), text[index:].strip()) for index, sign in enumerate(text) if sign == " "]


def _parted(page: list[tuple[int, str]], edge: int, heads: frozenset[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    above = ("", "")
    kept = [
        (index, line.strip())
        for index, line in page
        if line.strip() and squeeze(line) not in heads and _PAGE.fullmatch(flat(line).strip()) is None
    ]
    for (index, text), below in zip(kept, [*(line for _, line in kept[1:]), ""], strict=True):
        ways = [way for way in _ways(text) if _fits(*way, edge)]
        if width(text) <= edge + _BEYOND:
            ways += [(text, ""), ("", text)]
        way = max(ways, key=lambda way: _likely(way, above, edge, below), default=(text, ""))
        above = (way[0] or above[0], way[1] or above[1])
        yield index, way


def _likely(way: tuple[str, str], above: tuple[str, str], edge: int, below: str) -> tuple[float, int]:
    """How well a way to part a line goes with what stands above in both columns."""
    score = 0.0
    for text, before in zip(way, above, strict=True):
        goes_on = width(before) > edge - _SHORT_OF_EDGE and not ends_sentence(before) and not before.endswith(_WHOLE)
        if not text:
            score -= 3 if goes_on else 0.5
            continue
        opens = _OPENS.match(flat(text)) is not None
        full = _is_full(width(text), edge) and not _is_spaced(text)
        if goes_on:
            score += -1.5 if opens else 1
        elif opens:
            score += 1.5
        score -= 2 if len(text) == 1 else 0
        score += 2 if full else 1 if ends_sentence(text) or text.endswith(_WHOLE) or text.startswith(_HEADS) else -0.5
    left, right = way
    if left and right:
        whole = ends_sentence(right) or right.endswith(_WHOLE) or _OPENS.match(flat(right)) is not None
        score += 0.2 if whole or _is_full(width(right), edge) else 0
        # 教育長 | 青 野 一 郎 君: the post is that of the name.
        score -= 1 if len(right.split()[0]) == 1 and left.endswith(_POSTS) else 0
        # 青 野 | 一 郎 君: no column ends in a name whose letters stand apart.
        score -= 3 if len(left.split()[-1]) == len(right.split()[0]) == 1 else 0
    if right and _MARK_ALONE.fullmatch(flat(left)) is not None and _OPENS.match(flat(right)) is None:
        # ○議長（青野一郎君） 始めます。: the mark and its first words are of one column.
        score -= 3
    # A blank line in the left column stands above its headings.
    score -= 1 if left and not right and below.startswith(_HEADS) and not left.startswith(_HEADS) else 0
    return score, width(left)
