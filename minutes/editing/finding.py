"""Changes of one text put into the texts that it became when the document was read again. Stdlib only.

A change is found again by the words around it. Where they do not stand exactly once as often as before, nothing is
guessed: the change is given back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minutes.editing.texts import Hunk, applied, hunks_between

# How many signs before and behind a change are looked for, the surest first.
_AROUND = ((16, 16), (8, 8), (16, 0), (0, 16), (8, 0), (0, 8), (4, 4))
_FEWEST = 4
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Carried:
    """The texts with the changes in them, and in words the changes that found no place."""

    texts: list[str]
    lost: list[str]


def carry(before: str, after: str, texts: Sequence[str]) -> Carried:
    """The change from `before` to `after` made in `texts`, which together say what `before` says."""
    if len(texts) == 1 and texts[0] == before:
        return Carried([after], [])
    found: list[list[Hunk]] = [[] for _ in texts]
    lost = []
    for hunk in hunks_between(before, after):
        place = _find(before, hunk, texts)
        if place is None or any(_touch(other, place[1]) for other in found[place[0]]):
            lost.append(in_words(before, hunk))
        else:
            found[place[0]].append(place[1])
    changed = [applied(text, sorted(hunks, key=_start)) for text, hunks in zip(texts, found, strict=True)]
    return Carried(changed, lost)


def in_words(before: str, hunk: Hunk) -> str:
    """A change as a person reads it: the new words with some of those around them; what was taken out in brackets."""
    left = before[max(0, hunk.start - _SHOWN) : hunk.start].rpartition("\n")[2]
    right = before[hunk.end : hunk.end + _SHOWN].partition("\n")[0]
    return left + (hunk.text or f"［削除：{before[hunk.start : hunk.end]}］") + right


def _find(before: str, hunk: Hunk, texts: Sequence[str]) -> tuple[int, Hunk] | None:
    """In which text the hunk goes, and where."""
    for left, right in _AROUND:
        start, end = max(0, hunk.start - left), hunk.end + right
        wanted = before[start:end]
        if len(wanted) < _FEWEST and wanted != before:
            continue
        places = [(index, at) for index, text in enumerate(texts) for at in _places(wanted, text)]
        earlier = _places(wanted, before)
        if places and len(places) == len(earlier):
            index, at = places[earlier.index(start)]
            moved = at + hunk.start - start
            return index, Hunk(moved, moved + hunk.end - hunk.start, hunk.text)
    return None


def _places(wanted: str, text: str) -> list[int]:
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _touch(one: Hunk, two: Hunk) -> bool:
    return one.start <= two.end and two.start <= one.end


def _start(hunk: Hunk) -> int:
    return hunk.start
