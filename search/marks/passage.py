"""The passage of a folded text that shows a query's words best. No Django.

Only the clauses that hold a spelling of the query are tokenized, the most promising first, until nothing
in the passage is doubtful: most texts need one sentence of many.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from search.marks.marking import Kind, Mark, Marker, in_order

# Sentences up to this length are read whole, longer ones from comma to comma; the dictionary cuts both like
# the whole text, but for some words in ten thousand.
_SENTENCE = 80
_COMMAS = re.compile("[、, ]")
_CONTEXT = 20
# What no comma cuts is cut anywhere: so far from the place in question, and what lies beyond half of it is not trusted.
_BESIDE = 100
# Where no spelling led to a match: windows of whole sentences, and how much is read of those without any
# character of the query.
_WINDOW = 400
_UNLIKELY = 4_000
_MOST_AT_ONCE = 50
_SENTENCES = re.compile(r"[^。\n]*[。\n]?")
_COMMON = re.compile(r"[\u3040-\u309f\s]")


@dataclass(frozen=True, slots=True)
class Passage:
    """[start, end) of a text and the matches in it."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()


@dataclass
class _Reading:
    """How much of a text is read: certain matches, and spellings not yet looked at."""

    text: str
    certain: list[Mark]
    likely: list[Mark]
    spans: list[tuple[int, int]] = field(default_factory=list)
    is_searched: bool = False


def best_passage(marker: Marker, text: str, length: int) -> Passage:
    """About `length` characters: those with most different terms, then with their best kinds, then closest
    together, then with most matches, then the first. The beginning where nothing is found."""
    if marker.is_empty:
        return Passage(0, min(length, len(text)))
    reading = _Reading(text, marker.literal_marks(text), marker.likely(text))
    while True:
        best = _best_window(in_order([*reading.certain, *reading.likely]), length * 3 // 4)
        if not best and _search_on(reading, marker):
            continue
        start, end = _around(text, best, length)
        doubtful = _within(reading.likely, start, end)
        if not doubtful:
            return Passage(start, end, tuple(in_order(_within(reading.certain, start, end))))
        for mark in doubtful:
            _make_certain(reading, marker, mark)


def _make_certain(reading: _Reading, marker: Marker, doubtful: Mark) -> None:
    """Reads the clause around a spelling; all spellings in it become matches or go."""
    if doubtful not in reading.likely:
        return
    start, end = _clause(reading.text, doubtful)
    first = start + _BESIDE // 2 if doubtful.start - start == _BESIDE else start
    last = end - _BESIDE // 2 if end - doubtful.end == _BESIDE else end
    reading.likely = [mark for mark in reading.likely if not first <= mark.start < last]
    for mark in marker.word_marks(reading.text[start:end]):
        if first <= start + mark.start < last:
            reading.certain.append(_moved(mark, start))


def _search_on(reading: _Reading, marker: Marker) -> bool:
    """Reads the text where no spelling led to a match until there is one: a word may be spelled otherwise."""
    if reading.is_searched:
        return False
    reading.is_searched = True
    characters = set(_COMMON.sub("", marker.hints))
    windows = [
        (len(characters.intersection(reading.text[start:end])), start, end) for start, end in _windows(reading.text)
    ]
    unlikely = 0
    for shared, start, end in sorted(windows, key=lambda window: -window[0]):
        unlikely += 0 if shared else end - start
        if unlikely > _UNLIKELY:
            break
        found = marker.word_marks(reading.text[start:end])
        if found:
            reading.certain += [_moved(mark, start) for mark in found]
            return True
    return False


def _clause(text: str, place: Mark) -> tuple[int, int]:
    start = max(text.rfind("。", 0, place.start), text.rfind("\n", 0, place.start)) + 1
    ends = [at + 1 for at in (text.find("。", place.end), text.find("\n", place.end)) if at >= 0]
    end = min(ends, default=len(text))
    if end - start > _SENTENCE:
        commas = [match.end() for match in _COMMAS.finditer(text, start, end)]
        start = max((at for at in commas if at <= place.start - _CONTEXT), default=start)
        end = min((at for at in commas if at >= place.end + _CONTEXT), default=end)
    return max(start, place.start - _BESIDE), min(end, place.end + _BESIDE)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Whole sentences together, about _WINDOW characters each; one long sentence is cut."""
    start = 0
    for match in _SENTENCES.finditer(text):
        while match.end() - start >= _WINDOW:
            stop = match.end() if match.end() - start < 2 * _WINDOW else start + _WINDOW
            yield start, stop
            start = stop
    if start < len(text):
        yield start, len(text)


def _best_window(marks: Sequence[Mark], reach: int) -> Sequence[Mark]:
    """The marks that stand together within `reach` characters and are worth most; none of none."""
    best: Sequence[Mark] = ()
    worth = (0, 0, 0, 0)
    stop = 0
    for at, first in enumerate(marks):
        while stop < len(marks) and marks[stop].start < first.start + reach:
            stop += 1
        together = [mark for mark in marks[at : min(stop, at + _MOST_AT_ONCE)] if mark.end - first.start <= reach]
        its_worth = _worth(together or [first])
        if its_worth > worth:
            best, worth = together or [first], its_worth
    return best


def _worth(together: Sequence[Mark]) -> tuple[int, int, int, int]:
    """How many different terms, of how good kinds, how close, how many marks: more is better."""
    kinds: dict[int, Kind] = {}
    for mark in together:
        kinds[mark.term] = min(mark.kind, kinds.get(mark.term, mark.kind))
    return len(kinds), -sum(kinds.values()), -_closest(together, len(kinds)), len(together)


def _closest(together: Sequence[Mark], terms: int) -> int:
    """The length of the shortest span that holds all the different terms; 0 for one term."""
    if terms < 2:
        return 0
    last: dict[int, int] = {}
    shortest = together[-1].end - together[0].start
    for mark in together:
        last[mark.term] = mark.start
        if len(last) == terms:
            shortest = min(shortest, mark.end - min(last.values()))
    return shortest


def _around(text: str, best: Sequence[Mark], length: int) -> tuple[int, int]:
    """About `length` characters that begin with the sentence of the first mark, or a quarter of them before it."""
    if len(text) <= length:
        return 0, len(text)
    start = 0
    if best:
        earliest = max(0, best[0].start - length // 4)
        start = max(earliest, *(text.rfind(sign, earliest, best[0].start) + 1 for sign in "。\n"))
    start = max(0, min(start, len(text) - length))
    return start, max(start + length, best[0].end if best else 0)


def _within(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    return [mark for mark in marks if start <= mark.start and mark.end <= end]


def _moved(mark: Mark, by: int) -> Mark:
    return Mark(mark.start + by, mark.end + by, mark.term, mark.kind)
