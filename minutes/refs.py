"""Permanent numbers of utterances: which utterance of a new version is which of the old. Stdlib only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

# A corrected utterance keeps its number while this share of its text stays.
SIMILAR = 0.6
# How far to look for the corrected form of an utterance among its changed neighbours.
WINDOW = 8


def keep_refs(
    old: Sequence[tuple[int, str, str]], new: Sequence[tuple[str, str]], last_ref: int
) -> tuple[list[int], int]:
    """Numbers for `new` (speaker, text) given `old` (ref, speaker, text), both in order, and the last number given.

    Equal utterances keep their number, then those whose text is mostly the same, then those that were moved; the
    others get numbers that were never used before. Returns the numbers and the last one given now.
    """
    refs: list[int | None] = [None] * len(new)
    matcher = SequenceMatcher(None, [text for _, _, text in old], [text for _, text in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            for offset in range(new_end - new_start):
                refs[new_start + offset] = old[old_start + offset][0]
        elif tag == "replace":
            _match_similar(old, new, refs, (old_start, old_end), (new_start, new_end))
    _match_moved(old, new, refs)
    result = []
    for ref in refs:
        if ref is None:
            last_ref += 1
            ref = last_ref
        result.append(ref)
    return result, last_ref


def agree(old: Mapping[int, str], new: Mapping[int, str]) -> bool:
    """Whether two tellings of a meeting (ref -> text) number the same utterances: those in both are mostly alike."""
    common = old.keys() & new.keys()
    if not common:
        return False
    differing = [ref for ref in common if old[ref] != new[ref]]
    if len(differing) * 2 > len(common):
        return False
    return all(_likeness(old[ref], new[ref]) >= SIMILAR for ref in differing)


def _match_similar(
    old: Sequence[tuple[int, str, str]],
    new: Sequence[tuple[str, str]],
    refs: list[int | None],
    old_range: tuple[int, int],
    new_range: tuple[int, int],
) -> None:
    next_old = old_range[0]
    for index in range(*new_range):
        candidates = range(next_old, min(next_old + WINDOW, old_range[1]))
        likeness = {position: _likeness(old[position][2], new[index][1]) for position in candidates}
        best = max(candidates, key=lambda position: likeness[position], default=None)
        if best is not None and likeness[best] >= SIMILAR:
            refs[index] = old[best][0]
            next_old = best + 1


def _match_moved(old: Sequence[tuple[int, str, str]], new: Sequence[tuple[str, str]], refs: list[int | None]) -> None:
    """What was dropped in one place and stands word for word in another, once each, was moved there."""
    given = set(refs)
    said: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for ref, speaker, text in old:
        if ref not in given:
            said[speaker, text].append(ref)
    stands: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(new):
        if refs[index] is None:
            stands[row].append(index)
    for row, places in stands.items():
        if len(places) == len(said.get(row, ())) == 1:
            refs[places[0]] = said[row][0]


def _likeness(first: str, second: str) -> float:
    # Long speeches are compared by their openings: the measure is quadratic.
    matcher = SequenceMatcher(None, first[:500], second[:500], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0
