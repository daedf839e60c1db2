"""Where a query's words stand in an utterance as printed, and the passage that shows them best.

Escaped first, then marked: every piece of the text goes through escape, only <mark> is markup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search import query, tokens
from search.folding import Folded, fold, fold_text
from search.tokens import Unit, Word

SNIPPET_LENGTH = 140
# Longer texts are read in windows of whole sentences, those that may hold a match first; enough is enough.
_READ_WHOLE = 2_000
_WINDOW = 400
_ENOUGH = 3_000
_SENTENCE = re.compile(r"[^。\n]*[。\n]?")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A match in the printed text: [start, end), and the number of the term that it matches."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class _Slot:
    """What one unit of a query takes: a surface, a normalized form, or (for gaps) this text; None takes any gap."""

    surfaces: frozenset[str]
    normalized: frozenset[str]
    gap: str | None = None

    def takes(self, surface: str, normalized: str, text: str) -> bool:
        if not self.surfaces:
            return self.gap is None or self.gap == text
        return surface in self.surfaces or normalized in self.normalized


@dataclass(frozen=True, slots=True)
class _Piece:
    """One unit of the text, or a whole word of several: [start, end) in the folded text."""

    start: int
    end: int
    surface: str
    normalized: str


class Highlighter:
    """Finds the terms of one query in any number of texts."""

    def __init__(self, tree: query.Node | None) -> None:
        self._patterns: list[tuple[int, tuple[_Slot, ...]]] = []
        self._whole: list[tuple[int, _Slot]] = []
        for number, term in enumerate(query.positive(tree)):
            folded = fold_text(term.text)
            found = tokens.words(folded)
            if isinstance(term, query.Phrase):
                slots = _literal_slots(folded, found)
            else:
                slots = _trimmed([_loose_slot(unit) for _, word in found for unit in word.units])
                lexical = [word for _, word in found if word.lexemes]
                if len(lexical) == 1 and len(lexical[0].units) > 1:
                    self._whole.append((number, _loose_slot(Unit(lexical[0].surface, lexical[0].normalized, 0))))
            if any(slot.surfaces for slot in slots):
                self._patterns.append((number, slots))
            if len(slots) == 1:
                self._whole.append((number, slots[0]))
        used = [slot for _, pattern in self._patterns for slot in pattern]
        self._hints = tuple({form for slot in used for form in slot.surfaces | slot.normalized})

    def marks(self, text: str) -> list[Mark]:
        """The matches in `text`, in order and without overlap; of very long texts as many as a snippet needs."""
        if not self._patterns:
            return []
        folded = fold(text)
        found: list[Mark] = []
        for start, end in self._windows(folded.text, found):
            found += self._marks_in(folded, start, end)
        return _without_overlap(found)

    def snippet(self, text: str, length: int = SNIPPET_LENGTH) -> SafeString:
        """About `length` characters of `text` where the most different terms stand, marked."""
        marks = self.marks(text)
        start, end = _best_passage(text, marks, length)
        inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
        return marked(text, inside, start, end)

    def _windows(self, folded: str, found: Sequence[Mark]) -> Iterator[tuple[int, int]]:
        """Spans to read, until `found`, which the caller fills, holds enough."""
        if len(folded) <= _READ_WHOLE:
            yield 0, len(folded)
            return
        windows = _sentence_windows(folded)
        hinted = [span for span in windows if any(hint in folded[slice(*span)] for hint in self._hints)]
        read = 0
        for span in [*hinted, *(span for span in windows if span not in set(hinted))]:
            if found and read >= _ENOUGH:
                return
            read += span[1] - span[0]
            yield span

    def _marks_in(self, folded: Folded, start: int, end: int) -> Iterator[Mark]:
        text = folded.text[start:end]
        found = tokens.words(text)
        units = list(_pieces(found))
        for number, pattern in self._patterns:
            for at in range(len(units) - len(pattern) + 1):
                if all(
                    slot.takes(piece.surface, piece.normalized, text[piece.start : piece.end])
                    for slot, piece in zip(pattern, units[at : at + len(pattern)], strict=True)
                ):
                    last = units[at + len(pattern) - 1]
                    yield Mark(*folded.original_span(start + units[at].start, start + last.end), number)
        for number, slot in self._whole:
            for offset, word in found:
                if len(word.units) > 1 and slot.takes(word.surface, word.normalized, ""):
                    stop = offset + sum(unit.length for unit in word.units)
                    yield Mark(*folded.original_span(start + offset, start + stop), number)


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> SafeString:
    """[start, end) of `text` as safe HTML, the marks in <mark>, white space as single spaces, … where it was cut."""
    end = len(text) if end is None else end
    parts: list[SafeString] = [escape("…" if text[:start].strip() else "")]
    at = start
    for mark in marks:
        parts.append(escape(_SPACES.sub(" ", text[at : mark.start])))
        parts.append(format_html("<mark>{}</mark>", _SPACES.sub(" ", text[mark.start : mark.end])))
        at = mark.end
    parts.append(escape(_SPACES.sub(" ", text[at:end]).rstrip()))
    parts.append(escape("…" if text[end:].strip() else ""))
    return format_html_join("", "{}", ((part,) for part in parts))


def _loose_slot(unit: Unit) -> _Slot:
    if unit.is_gap:
        return _Slot(frozenset(), frozenset())
    return _Slot(frozenset({unit.surface, unit.normalized}), frozenset({unit.normalized}))


def _literal_slots(folded: str, found: Sequence[tuple[int, Word]]) -> tuple[_Slot, ...]:
    slots = []
    for start, word in found:
        for unit in word.units:
            text = folded[start : start + unit.length]
            start += unit.length
            if unit.is_gap:
                slots.append(_Slot(frozenset(), frozenset(), text))
            else:
                slots.append(_Slot(frozenset({unit.surface}), frozenset()))
    return tuple(slots)


def _trimmed(slots: list[_Slot]) -> tuple[_Slot, ...]:
    """Without the gaps at either end, which would mark whatever stands there."""
    while slots and not slots[0].surfaces:
        slots = slots[1:]
    while slots and not slots[-1].surfaces:
        slots = slots[:-1]
    return tuple(slots)


def _pieces(found: Sequence[tuple[int, Word]]) -> Iterator[_Piece]:
    for start, word in found:
        for unit in word.units:
            yield _Piece(start, start + unit.length, unit.surface, unit.normalized)
            start += unit.length


def _sentence_windows(text: str) -> list[tuple[int, int]]:
    """Whole sentences together, about _WINDOW characters each; one long sentence is cut."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        while match.end() - start >= _WINDOW:
            stop = match.end() if match.end() - start < 2 * _WINDOW else start + _WINDOW
            spans.append((start, stop))
            start = stop
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _without_overlap(marks: list[Mark]) -> list[Mark]:
    """The longer of marks that start together, the earlier of others that overlap."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _best_passage(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """The span with the most different terms, then the most marks, then the first."""
    if len(text) <= length:
        return 0, len(text)
    best, start = (0, 0), 0
    for at, first in enumerate(marks):
        inside = [mark for mark in marks[at : at + 50] if mark.end - first.start <= length * 3 // 4]
        worth = (len({mark.term for mark in inside}), len(inside))
        if worth > best:
            best, start = worth, first.start
    if marks:
        start = _passage_start(text, start, length // 4)
    end = min(len(text), start + length)
    first_end = next((mark.end for mark in marks if mark.start >= start), end)
    return max(0, min(start, len(text) - length)), max(end, first_end)


def _passage_start(text: str, at: int, reach: int) -> int:
    """Where the sentence of `at` starts if within `reach`, else `reach` before."""
    earliest = max(0, at - reach)
    ends = max(text.rfind("。", earliest, at), text.rfind("\n", earliest, at))
    return ends + 1 if ends >= 0 else earliest
