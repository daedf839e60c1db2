"""Where a part of a text is after a correction, and everywhere that a term stands."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

# So many characters beside a part tell which of several equal ones it is.
CONTEXT = 8
# Texts that differ in more characters than this are not compared character by character.
MOST_COMPARED = 20_000


def carried(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """Where characters [start, end) of `before` stand in `after`; None where that is not sure.

    They have to stand there unchanged, in a place that the rest of the text leads to, and between the same signs: what was
    written right beside them may belong to them (a name that got its given name, a number that got a digit).
    """
    place = _place_of(before, after, start, end)
    return place if place and _stands_between(before, after, (start, end), place) else None


def _place_of(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    quote = before[start:end]
    ahead = common_start(before, after)
    if end <= ahead:
        return start, end
    behind = min(common_start(before[::-1], after[::-1]), len(before) - ahead, len(after) - ahead)
    if start >= len(before) - behind:
        shift = len(after) - len(before)
        return start + shift, end + shift
    places = list(occurrences(after, quote))
    if len(places) == 1 and len(list(occurrences(before, quote))) == 1:
        return places[0]
    beside = [place for place in places if _stands_beside(before, after, (start, end), place)]
    if len(beside) == 1:
        return beside[0]
    return _in_same_run(before, after, start, end) if len(before) + len(after) <= MOST_COMPARED else None


def occurrences(text: str, term: str) -> Iterator[tuple[int, int]]:
    """All places [start, end) where a term stands, none overlapping another."""
    start = text.find(term) if term else -1
    while start >= 0:
        yield start, start + len(term)
        start = text.find(term, start + len(term))


def printed_places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """The same of words as they are printed: white space within them, and ends of lines, make no difference."""
    letters = "".join(words.split())
    if letters:
        for found in re.finditer(r"\s*".join(map(re.escape, letters)), text):
            yield found.span()


def common_start(first: str, second: str) -> int:
    """How many characters two texts begin with in common."""
    least, most = 0, min(len(first), len(second))
    while least < most:
        half = (least + most + 1) // 2
        if first[least:half] == second[least:half]:
            least = half
        else:
            most = half - 1
    return least


def _stands_beside(before: str, after: str, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether the same characters stand on both sides."""
    left = before[max(0, old[0] - CONTEXT) : old[0]] == after[max(0, new[0] - CONTEXT) : new[0]]
    return left and before[old[1] : old[1] + CONTEXT] == after[new[1] : new[1] + CONTEXT]


def _stands_between(before: str, after: str, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether the nearest sign on either side is the one that was there, but where the text ends now."""
    return _next_to(before[: old[0]][::-1], after[: new[0]][::-1]) and _next_to(before[old[1] :], after[new[1] :])


def _next_to(then: str, now: str) -> bool:
    return not now.strip() or now.lstrip()[0] == then.lstrip()[:1]


def _in_same_run(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    for run in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        if run.a <= start and end <= run.a + run.size and run.size >= (end - start) + CONTEXT:
            return run.b + start - run.a, run.b + end - run.a
    return None
