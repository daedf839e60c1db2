"""Rosters whose letters stand apart: 町 長 青 野 一 郎 副 町 長 赤 井 花 子, with no wider gap between the people, and names in cells
of one width: 青野　一　郎　　石　森　　健. Each person then stands on a line of its own, post and name closed.

Where no gap parts the people, posts tell: each ends as posts do, and of all the ways to cut a row the one with names of
the usual lengths and posts that begin with an office's words is taken. What fits no such way stays as printed.
"""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat
from minutes.parsing.words.people import GROUPS, LETTER, POST_END, seat_of
from minutes.parsing.words.roster_words import GOES_ON, OFFICE_WORDS

Rows = list[tuple[PrintedLine, list[str]]]

_LETTERS = re.compile(rf"(?:{LETTER}|[・･])+")
_HONORIFICS = frozenset(["君", "氏", "議員", "さん"])
# At so many words, more than so large a part of them single letters, a row is letter-spaced.
_LEAST_WORDS, _MOST_WORDS = 4, 48
# How usual a name of so many letters is: the more, the less usual.
_UNUSUAL = {2: 3.0, 3: 1.0, 4: 0.0, 5: 1.5, 6: 4.0, 7: 6.0}
# A post behind a name that begins with no word of an office.
_UNKNOWN_POST = 2.5
_NAME_INSIDE = 6.0
_LONGEST_ROW = 200
_LONGEST_POST, _LONGEST_NAME = 22, 7


def with_letters_closed(rows: Rows) -> Rows:
    """The rows, letter-spaced ones with each of their people on a line of its own."""
    return [(row, ["\n".join(_people(text) or [text]) for text in texts]) for row, texts in rows]


def _people(text: str) -> list[str]:
    """The people of a letter-spaced line, none where it is no such line."""
    if len(text) > _LONGEST_ROW:
        return []
    if (there := _by_states(flat(text).strip())) is not None:
        return there
    plain = flat(text).strip(f" {BULLETS}")
    return _by_posts(plain.split()) or _in_cells(text.strip())


def _by_posts(words: list[str]) -> list[str]:
    """The people of a row of posts and names, post first, each cut where the whole row makes most sense."""
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or not all(_LETTERS.fullmatch(word) for word in words):
        return []
    if 2 * sum(len(word) == 1 for word in words) <= len(words):
        return []
    # The best way to read the words up to each place, every person whole: its cost, where its last person begins and
    # where that person's name does.
    best: list[tuple[float, int, int] | None] = [(0.0, 0, 0)] + [None] * len(words)
    for end in range(2, len(words) + 1):
        for name in range(max(1, end - _LONGEST_NAME - 1), end):
            unusual = _name_cost(words[name:end])
            if unusual is None:
                continue
            for begin in range(max(0, name - _LONGEST_POST), name):
                above = best[begin]
                if above is None or not _is_post("".join(words[begin:name])):
                    continue
                known = begin == 0 or words[begin - 1] in _HONORIFICS or OFFICE_WORDS.match("".join(words[begin:name]))
                cost = above[0] + unusual + (0.0 if known else _UNKNOWN_POST) + _name_inside(words[begin:name])
                # 事務局長 赤井実, not 事務局 長赤井実
                cost += _UNKNOWN_POST if _is_post("".join(words[begin : name + 1])) else 0.0
                found = best[end]
                if found is None or cost < found[0]:
                    best[end] = (cost, begin, name)
    people: list[str] = []
    end = len(words)
    while end and (way := best[end]) is not None:
        people.insert(0, f"{''.join(words[way[1] : way[2]])} {''.join(words[way[2] : end])}")
        end = way[1]
    return people if end == 0 else []


def _name_cost(words: list[str]) -> float | None:
    """How unusual words are as a name, None where they are none."""
    letters = words[:-1] if words[-1] in _HONORIFICS and len(words) > 1 else words
    size = sum(map(len, letters))
    cost = _UNUSUAL.get(size)
    if cost is None or any("・" in word for word in letters):
        return None
    joined = "".join(letters)
    if POST_END.search(joined) is not None or seat_of(joined) is not None:
        cost += _UNKNOWN_POST
    return cost if letters is words else cost / 2


def _name_inside(words: list[str]) -> float:
    """What a post costs that holds another one with something like a name behind it: 町長青野一郎副町長."""
    for end in range(1, len(words) - 1):
        post, rest = "".join(words[:end]), "".join(words[end:])
        if not _is_post(post) or GOES_ON.match(rest) is not None or OFFICE_WORDS.match(rest) is not None:
            continue
        if rest[0] != "長" or not _is_post(f"{post}長"):
            return _NAME_INSIDE
    return 0.0


def _is_post(word: str) -> bool:
    return len(word) >= 2 and (POST_END.search(word) is not None or seat_of(word) is not None or word in GROUPS)


# 1 青 野 一 郎 ○ 8 赤 井 和 子 ×: seats of a table, each with who sat there and whether he did
_SEATED = re.compile(
    rf"(?P<seat>[0-9]{{1,2}})\s+(?:(?P<name>{LETTER}+(?:\s+{LETTER}+){{0,5}})\s+(?P<state>[○〇◯×✕△])|(?=[0-9]|$))\s*"
)


def _by_states(plain: str) -> list[str] | None:
    """The people of a row of a table of seats, who was absent with × before the name; None where it is no such row."""
    people: list[str] = []
    position = 0
    while position < len(plain):
        match = _SEATED.match(plain, position) or (_EMPTY_SEAT.match(plain, position) if people else None)
        if match is None:
            return None
        if (name := match.groupdict().get("name")) is not None:
            absent = "× " if match["state"] in "×✕" else ""
            people.append(absent + "".join(name.split()))
        position = match.end()
    return people or None


_EMPTY_SEAT = re.compile(r"[0-9]{1,2}\s*$")
_SEAT_BEFORE = re.compile(r"(?P<seat>(?:副?委\s*員\s*長|委\s*員|議\s*員|部\s*員))\s+(?=\S)")
_NARROWEST, _WIDEST = 4, 9
_MOST_APART = 6


def _in_cells(text: str) -> list[str]:
    """The names of a line set in cells of one width, each filling its cell from edge to edge: 青野　一　郎　　石　森　　健."""
    seat = _SEAT_BEFORE.match(text)
    names = text[seat.end() :] if seat else text
    if " " in names or "　　" not in names or not all(_LETTERS.fullmatch(word) for word in names.split()):
        return []
    if 2 * sum(len(word) == 1 for word in names.split()) <= len(names.split()):
        return []
    for width in range(_NARROWEST, _WIDEST + 1):
        for gap in range(1, _MOST_APART + 1):
            if (len(names) + gap) % (width + gap) or len(names) < 2 * width + gap:
                continue
            starts = range(0, len(names), width + gap)
            cells = [names[start : start + width] for start in starts]
            between = "".join(names[start + width : start + width + gap] for start in starts)
            if not between.strip() and all(_fills(cell) for cell in cells):
                closed = ["".join(cell.split()) for cell in cells]
                return [f"{''.join(seat['seat'].split())} {closed[0]}", *closed[1:]] if seat else closed
    return []


def _fills(cell: str) -> bool:
    return not cell[0].isspace() and not cell[-1].isspace() and 2 <= len("".join(cell.split())) <= _LONGEST_NAME
