"""Permanent numbers of utterances: which utterance of a new version is which of the old. Stdlib only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# A corrected utterance keeps its number while this share of its text stays.
SIMILAR = 0.6
# How far to look for the corrected form of an utterance among its changed neighbours.
WINDOW = 8
# The parts of a text that was cut are found by so many of their first characters.
_OPENING = 4
Said = tuple[str, str]


class Recut(NamedTuple):
    """The same words cut elsewhere: one utterance into several, or several into one; places in either state."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def keep_refs(
    old: Sequence[tuple[int, str, str]], new: Sequence[tuple[str, str]], last_ref: int
) -> tuple[list[int], int]:
    """Numbers for `new` (speaker, text) given `old` (ref, speaker, text), both in order, and the last number given.

    Equal utterances keep their number, then those whose text is mostly the same, then those that were moved. The first
    part of one that was cut keeps its number, and what several were made into that of the first; the others get
    numbers that were never used before. Returns the numbers and the last one given now.
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
    _match_recut(old, new, refs)
    result = []
    for ref in refs:
        if ref is None:
            last_ref += 1
            ref = last_ref
        result.append(ref)
    return result, last_ref


def recuts(old: Sequence[Said], new: Sequence[Said], pairs: Mapping[int, int]) -> list[Recut]:
    """Which of the utterances (speaker, text) were cut or joined; `pairs` tells the places of those known to be the same.

    White space makes no difference, nor does a speaker who came to stand in the text of what was joined.
    """
    found = [Recut((whole,), parts) for whole, parts in _parts(old, new, pairs)]
    back = {place: before for before, place in pairs.items()}
    return found + [Recut(parts, (whole,)) for whole, parts in _parts(new, old, back)]


def agree(old: Mapping[int, str], new: Mapping[int, str]) -> bool:
    """Whether two tellings of a meeting (ref -> text) number the same utterances: those in both are mostly alike."""
    common = old.keys() & new.keys()
    if not common:
        return False
    differing = [ref for ref in common if old[ref] != new[ref]]
    if len(differing) * 2 > len(common):
        return False
    return all(_similarity(old[ref], new[ref]) >= SIMILAR for ref in differing)


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
        similarity = {position: _similarity(old[position][2], new[index][1]) for position in candidates}
        best = max(candidates, key=lambda position: similarity[position], default=None)
        if best is not None and similarity[best] >= SIMILAR:
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


def _match_recut(old: Sequence[tuple[int, str, str]], new: Sequence[Said], refs: list[int | None]) -> None:
    """Of those that were cut or joined and kept no number yet."""
    place = {ref: index for index, ref in enumerate(refs) if ref is not None}
    pairs = {index: place[ref] for index, (ref, _, _) in enumerate(old) if ref in place}
    for recut in recuts([(speaker, text) for _, speaker, text in old], new, pairs):
        if pairs.keys().isdisjoint(recut.old):
            refs[recut.new[0]] = old[recut.old[0]][0]


def _parts(
    whole: Sequence[Said], parts: Sequence[Said], pairs: Mapping[int, int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The utterances of `whole` that are several of `parts` in a row: those of no pair, and the one that it is paired with."""
    free = set(range(len(parts))) - set(pairs.values())
    texts = {place: without_spaces(parts[place][1]) for place in free | set(pairs.values())}
    begin: defaultdict[str, list[int]] = defaultdict(list)
    for place in sorted(free):
        begin[texts[place][:_OPENING]].append(place)
    for place, (_, said) in enumerate(whole):
        text, partner = without_spaces(said), pairs.get(place)
        if partner is not None and texts[partner] == text:
            continue
        starts = [start for length in range(1, _OPENING + 1) for start in begin.get(text[:length], ())]
        for start in starts if partner is None else [partner, *starts]:
            run = _run(text, start, parts, texts, free, partner)
            if len(run) > 1 and (partner is None or partner in run):
                yield place, run
                free.difference_update(run)
                break


def _run(
    text: str, start: int, parts: Sequence[Said], texts: Mapping[int, str], free: set[int], partner: int | None
) -> tuple[int, ...]:
    """The parts from `start` on that are the text together; none where they are not."""
    at, place = 0, start
    while at < len(text) and (place in free or place == partner) and texts[place]:
        speaker = without_spaces(parts[place][0])
        if place > start and speaker and not text.startswith(texts[place], at) and text.startswith(speaker, at):
            at += len(speaker)
        if not text.startswith(texts[place], at):
            return ()
        at += len(texts[place])
        place += 1
    return tuple(range(start, place)) if at == len(text) else ()


def without_spaces(text: str) -> str:
    """The text without white space, which makes no difference between the words of two versions."""
    return "".join(text.split())


def _similarity(first: str, second: str) -> float:
    # Long speeches are compared by their openings: the measure is quadratic.
    matcher = SequenceMatcher(None, first[:500], second[:500], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0
