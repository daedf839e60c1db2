"""Posts of a list that a narrow column broke: the lines without a name belong to the person above or below them.

総務部長　青野一郎君 / 兼危機対策本部長 goes on from above; 水道事業管理者 / 水道局長　赤井花子君 begins above its name. Which it is
shows in the posts that come out: of all ways to share the lines out that with the most whole posts is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.parsing.roster.people import SAME, SECTION, Person, begins_post, heads_people, is_post
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.people import LETTER, group_of

_PART = re.compile(rf"(?:{LETTER}|[・･()（）A-Za-z]){{2,26}}")
# Words apart are more than one part, and a post with a family name of one letter: 係長　堤.
_APART = re.compile(r"\S{2}\s+\S")
_GOES_ON = re.compile("兼|併|[(（]")
# What speaks against a post that comes out of sharing the lines.
_NO_POST, _NOT_WHOLE, _UNKNOWN, _WAS_WHOLE, _BEGINS_SO = 0.6, 1.5, 0.5, 1.0, 2.0
# More lines than these are no part of one post.
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A row of a list with its texts and its people; None where it holds anything but people."""

    row: PrintedLine
    texts: list[str]
    people: list[Person] | None


def with_posts_whole(rows: Sequence[RegionRow]) -> list[RegionRow]:
    """The rows, those that hold but part of a post joined to the person they belong to."""
    named = [index for index, row in enumerate(rows) if row.people]
    edges = [-1, *named, len(rows)]
    runs = [_run(rows[left + 1 : right]) for left, right in itertools.pairwise(edges)]
    people = [person for row in rows for person in row.people or []]
    if 2 * sum(bool(person.post) for person in people) < len(people) or not any(runs):
        return list(rows)
    shares = _shares([rows[index].people or [] for index in named], runs)
    found: list[RegionRow] = list(rows[: named[0]]) if not runs[0] else []
    for place, index in enumerate(named):
        before, after = runs[place][shares[place] :], runs[place + 1][: shares[place + 1]]
        found.append(replace(rows[index], people=_joined(rows[index].people or [], before, after)))
        if not runs[place + 1]:
            found.extend(rows[index + 1 : edges[place + 2]])
    return found


def _run(rows: Sequence[RegionRow]) -> list[str]:
    """The parts of posts that rows between two people are; none where other rows stand among them."""
    parts = [_part(row) for row in rows]
    return parts if all(parts) and len(parts) <= _MOST_PARTS else []


def _part(row: RegionRow) -> str:
    """The part of a post that a row without a name is, "" where it is none."""
    word = squeeze("".join(row.texts))
    if _PART.fullmatch(word) is None or word in SAME or _APART.search("　　".join(row.texts)):
        return ""
    plain = flat(word)
    labelled = plain[0] in "([" and plain[-1] in ")]"
    return "" if labelled or heads_people(plain) or (group_of(plain) is not None and not is_post(plain)) else word


def _joined(people: list[Person], before: list[str], after: list[str]) -> list[Person]:
    changed = list(people)
    if before:
        changed[0] = replace(changed[0], post="".join(before) + changed[0].post)
    if after:
        changed[-1] = replace(changed[-1], post=changed[-1].post + "".join(after))
    return changed


def _shares(people: list[list[Person]], runs: list[list[str]]) -> list[int]:
    """How many lines of each run go on from the people above it, by the chain of choices with the most whole posts."""
    # All of the first run goes down; the last one goes up.
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for place, row in enumerate(people):
        further = runs[place + 1]
        choices = range(len(further) + 1) if place + 1 < len(people) else [len(further)]
        following: dict[int, tuple[float, list[int]]] = {}
        for share in choices:
            ways = [
                (cost + _against(row, runs[place][above:], further[:share]), [*chosen, share])
                for above, (cost, chosen) in best.items()
            ]
            following[share] = min(ways, key=lambda way: way[0])
        best = following
    return min(best.values(), key=lambda way: way[0])[1]


def _against(people: list[Person], before: list[str], after: list[str]) -> float:
    """What speaks against lines being part of the posts of a row's first and last person."""
    if len(people) == 1:
        return _of_post(people[0].post, before, after)
    return _of_post(people[0].post, before, []) + _of_post(people[-1].post, [], after)


def _of_post(post: str, before: list[str], after: list[str]) -> float:
    whole = flat("".join([*before, post, *after]))
    if not whole:
        return _NO_POST
    cost = 0.0 if is_post(whole) or whole in SAME else _NOT_WHOLE
    cost += 0.0 if begins_post(whole) else _UNKNOWN
    cost += _BEGINS_SO if before and _GOES_ON.match(before[0]) else 0.0
    so_far = flat("".join([*before, post]))
    was_whole = is_post(so_far) and SECTION.search(so_far) is None
    cost += _WAS_WHOLE if after and was_whole and not _GOES_ON.match(after[0]) else 0.0
    cost += _NO_POST if SECTION.search(whole) is not None else 0.0
    return cost
