"""How rows open: a sign, a name or word, and what ends it, whatever they mean. The same openings come back where a document marks
its speakers, and that alone, without any list of words, tells where a name ends and what is said begins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import squeeze

# Signs before the first letter; a longer run is a rule or an ornament.
_SIGNS = re.compile(r"(?:[^\w\s]|〇){0,3}")
_CLOSERS = {"【": "】", "(": ")", "[": "]", "<": ">", "《": "》", "〈": "〉", "{": "}", "「": "」", "『": "』"}
_STOP = re.compile(r"\s+|(?=[「『(])|[^\w\s・]")
_IN_BRACKETS = re.compile(r"\([^()]{1,30}\)")
_BEHIND = re.compile(r"[\s:;…・>|=~→-]*")
LONGEST = 32
# What ends no name.
_PUNCTUATION = frozenset("、。,.!?")
# A longer name counts for the opening where this share of the shorter one's rows have it.
_SHARE = 0.6
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """One way to part a row's beginning: the signs before, the name without white space and as printed, of how many words, the
    sign that ends it (" ", ":", ")", "「", "" at the end of the row, …), and where what follows begins."""

    signs: str
    name: str
    printed: str
    words: int
    end: str
    start: int

    @property
    def way(self) -> tuple[str, str]:
        """What openings set alike have in common."""
        return self.signs, self.end


def openings_of(row: PrintedLine) -> Iterator[Opening]:
    """The ways to part a row's beginning, the shortest name first."""
    cells = [cell for cell in row.cells if cell]
    if len(cells) > 1 and row.text.startswith(cells[0]):
        if len(cells[0]) <= LONGEST:
            yield Opening(
                "", squeeze(cells[0]), cells[0], len(cells[0].split()), "\t", row.text.index(cells[1], len(cells[0]))
            )
        return
    plain = row.flat[: LONGEST * 2]
    signs = plain[: _signs_end(plain)]
    start = len(signs)
    while plain[start : start + 1].isspace():
        start += 1
    if signs and (close := _CLOSERS.get(signs[-1])) is not None:
        end = _closing(plain, signs[-1], close, start)
        if end > start:
            yield _opening(row, signs, start, end, close, end + 1)
        return
    yield from _open(row, plain, signs, start)


def _closing(plain: str, opens: str, closes: str, start: int) -> int:
    """Where the bracket closes that stands before `start`, others within it left out; -1 where it does not."""
    depth = 1
    for position in range(start, min(len(plain), start + LONGEST)):
        depth += (plain[position] == opens) - (plain[position] == closes)
        if depth == 0:
            return position
    return -1


def _signs_end(plain: str) -> int:
    match = _SIGNS.match(plain)
    return match.end() if match else 0


def _open(row: PrintedLine, plain: str, signs: str, start: int) -> Iterator[Opening]:
    """The openings that no bracket closes: at each space, up to the first sign that ends words."""
    position = start
    while position < min(len(plain), start + LONGEST):
        stop = _STOP.search(plain, position)
        if stop is None:
            if len(plain) <= start + LONGEST and len(plain) == len(row.flat):
                yield _opening(row, signs, start, len(plain), "", len(plain))
            return
        sign = plain[stop.start() : stop.start() + 1]
        if sign in _PUNCTUATION or stop.start() == start:
            return
        if sign == "(":
            brackets = _IN_BRACKETS.match(plain, stop.start())
            if brackets is None:
                return
            yield _opening(row, signs, start, brackets.end(), ")", brackets.end())
            position = brackets.end()
            if plain[position : position + 1].isspace():
                position += 1
            continue
        end = " " if sign.isspace() else sign
        yield _opening(row, signs, start, stop.start(), end, max(stop.end(), stop.start()))
        if end != " ":
            return
        position = stop.end()


def _opening(row: PrintedLine, signs: str, start: int, end: int, sign: str, behind: int) -> Opening:
    text = row.text[start:end]
    match = _BEHIND.match(row.flat, behind)
    return Opening(signs, squeeze(text), text, len(text.split()), sign, match.end() if match else behind)


def likeliest_openings(rows: Sequence[PrintedLine]) -> list[Opening | None]:
    """The opening of each row: as much of it as comes back on other rows, else as many words as those that do have."""
    possible = [_whole(list(openings_of(row))) for row in rows]
    counts = Counter((opening.way, opening.name) for ways in possible for opening in ways)
    chosen = [_returning(ways, counts) for ways in possible]
    words: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for opening in chosen:
        if opening is not None:
            words[opening.way][opening.words] += 1
    return [opening or _alike(ways, words) for opening, ways in zip(chosen, possible, strict=True)]


def _whole(ways: list[Opening]) -> list[Opening]:
    """The openings without those that end within a name whose letters stand apart: 福　　士."""
    letters = [opening for opening in ways if len(opening.name) == opening.words > 1]
    return [opening for opening in ways if not letters or opening.words >= letters[-1].words]


def _returning(ways: Sequence[Opening], counts: Counter[tuple[tuple[str, str], str]]) -> Opening | None:
    best: Opening | None = None
    for opening in ways:
        count = counts[opening.way, opening.name]
        if count >= _ENOUGH and (best is None or count >= _SHARE * counts[best.way, best.name]):
            best = opening
    return best


def _alike(ways: Sequence[Opening], words: dict[tuple[str, str], Counter[int]]) -> Opening | None:
    for opening in ways:
        usual = words.get(opening.way)
        if usual and usual.most_common(1)[0][0] == opening.words:
            return opening
    return ways[0] if ways else None
