"""Two changes of one text, and where text is parted and joined. Stdlib only."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from minutes.withholding import common_start

# Beyond this many comparisons a change counts as one piece: the measure is quadratic.
_MOST_COMPARED = 4_000_000
# Lines, and sentences where a line is long.
_PIECES = re.compile(r"[^\n。]*[\n。]|[^\n。]+")
_BLANK = " \t\n　"
_SENTENCE_ENDS = frozenset("。．.？?！!」』）)】〕〉》…:：")


@dataclass(frozen=True, slots=True)
class Hunk:
    """`text` in place of what stands from `start` to `end`, counted in code points of the text before."""

    start: int
    end: int
    text: str


def hunks_between(before: str, after: str) -> list[Hunk]:
    """The pieces in which two texts differ, in order; two pieces never touch."""
    start = common_start(before, after)
    end = _common_end(before[start:], after[start:])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not old and not new:
        return []
    if len(old) * len(new) > _MOST_COMPARED:
        return _hunks_by_line(old, new, start)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Hunk(start + i, start + j, new[k:m]) for tag, i, j, k, m in codes if tag != "equal"]


def _hunks_by_line(old: str, new: str, start: int) -> list[Hunk]:
    """The same for long texts: lines are compared first, then the signs of those that differ."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if min(len(before), len(after)) < 2:
        return [Hunk(start, start + len(old), new)]
    found = []
    for _, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        one, two = "".join(before[i:j]), "".join(after[k:m])
        if one != two and len(one) * len(two) > _MOST_COMPARED:
            found.append(Hunk(start, start + len(one), two))
        elif one != two:
            found += [Hunk(start + each.start, start + each.end, each.text) for each in hunks_between(one, two)]
        start += len(one)
    return _apart(found)


def _apart(hunks: list[Hunk]) -> list[Hunk]:
    """The hunks with those that touch made into one."""
    result: list[Hunk] = []
    for hunk in hunks:
        if result and result[-1].end == hunk.start:
            last = result.pop()
            hunk = Hunk(last.start, hunk.end, last.text + hunk.text)
        result.append(hunk)
    return result


def merged_text(before: str, first: str, second: str) -> str | None:
    """Both changes of `before` in one text; None where they touch each other."""
    mine = hunks_between(before, first)
    hunks = [*mine, *(hunk for hunk in hunks_between(before, second) if hunk not in mine)]
    hunks.sort(key=lambda hunk: (hunk.start, hunk.end))
    if any(one.end >= two.start for one, two in itertools.pairwise(hunks)):
        return None
    return applied(before, hunks)


def applied(before: str, hunks: list[Hunk]) -> str:
    """The text with hunks, in order and apart, put in."""
    parts, at = [], 0
    for hunk in hunks:
        parts += [before[at : hunk.start], hunk.text]
        at = hunk.end
    return "".join([*parts, before[at:]])


def place_in(before: str, after: str, at: int) -> int | None:
    """Where a place of `before` is in `after`; None where the text around it was changed."""
    moved = 0
    for hunk in hunks_between(before, after):
        if hunk.start <= at <= hunk.end:
            return None
        if hunk.end < at:
            moved += len(hunk.text) - (hunk.end - hunk.start)
    return at + moved


def parted(text: str, at: int) -> tuple[str, str]:
    """The text before and behind a place, without the white space between the two."""
    return text[:at].rstrip(_BLANK), text[at:].lstrip(_BLANK)


def joined(first: str, second: str) -> str:
    """Two texts as one: on a new line behind the end of a sentence, else straight on."""
    if not first or not second:
        return first + second
    between = "\n" if first.rstrip(_BLANK)[-1:] in _SENTENCE_ENDS else ""
    return first + between + second


def _common_end(one: str, two: str) -> int:
    return common_start(one[::-1], two[::-1])
