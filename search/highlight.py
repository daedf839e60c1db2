"""Where a query's words stand in an utterance as printed, and the passage that shows them best.

Escaped first, then marked: every piece of the text goes through escape, only <mark> is markup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search import query, tokens
from search.folding import Folded, fold, fold_text
from search.tokens import Unit, Word

SNIPPET_LENGTH = 140
# Longer texts are read in windows of whole sentences, those that may hold a match first; enough is enough.
_READ_WHOLE = 1_000
_WINDOW = 400
_ENOUGH = 1_200
_SENTENCE = re.compile(r"[^。\n]*[。\n]?")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A match in the printed text: [start, end), and the number of the term that it matches."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class _Words:
    """Units side by side, whatever their number: their surfaces together are one of `surfaces`, or their
    normalized forms together are `normalized` (empty: by surface alone)."""

    surfaces: frozenset[str]
    normalized: str = ""

    def take(self, surface: str, normalized: str) -> bool:
        return surface in self.surfaces or normalized == self.normalized != ""

    def may_begin_with(self, surface: str, normalized: str) -> bool:
        """Whether units that read so far could still become these words."""
        return any(spelling.startswith(surface) for spelling in self.surfaces) or (
            self.normalized != "" and self.normalized.startswith(normalized)
        )


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a term marks: words with gaps between them, `gaps[n]` after `words[n]`.

    A gap is the text of its units where they must be as written, else how many there are.
    """

    term: int
    words: tuple[_Words, ...]
    gaps: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One unit of the text: [start, end) in the folded text."""

    start: int
    end: int
    unit: Unit


class Highlighter:
    """Finds the terms of one query in any number of texts."""

    def __init__(self, tree: query.Node | None) -> None:
        self._patterns: list[_Pattern] = []
        self._whole: list[tuple[int, _Words]] = []
        for number, term in enumerate(query.positive(tree)):
            folded = fold_text(term.text)
            is_literal = isinstance(term, query.Phrase)
            pattern = _pattern(number, folded, is_literal)
            if pattern is not None:
                self._patterns.append(pattern)
            lexical = [word for _, word in tokens.words(folded) if word.lexemes]
            if len(lexical) == 1 and not is_literal and lexical[0].surface:
                self._whole.append((number, _loose(lexical[0].surface, lexical[0].normalized)))
        used = [words for pattern in self._patterns for words in pattern.words]
        self._hints = tuple({hint for words in used for hint in (*words.surfaces, words.normalized) if hint})

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
        # Most hints first: what a snippet shows best. Windows without any may hold another spelling.
        windows.sort(key=lambda span: -sum(hint in folded[slice(*span)] for hint in self._hints))
        read = 0
        for start, end in windows:
            if found and read >= _ENOUGH:
                return
            read += end - start
            yield start, end

    def _marks_in(self, folded: Folded, start: int, end: int) -> Iterator[Mark]:
        text = folded.text[start:end]
        found = tokens.words(text)
        pieces = list(_pieces(found))
        for pattern in self._patterns:
            for at in range(len(pieces)):
                stop = _match(pattern, text, pieces, at)
                if stop:
                    span = folded.original_span(start + pieces[at].start, start + pieces[stop - 1].end)
                    yield Mark(*span, pattern.term)
        for number, words in self._whole:
            for offset, word in found:
                if word.surface and words.take(word.surface, word.normalized):
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


def _loose(surface: str, normalized: str) -> _Words:
    return _Words(frozenset({surface, normalized}), normalized)


def _pattern(number: int, folded: str, is_literal: bool) -> _Pattern | None:
    """None where the text holds nothing but gaps; gaps at either end are left out."""
    words: list[_Words] = []
    gaps: list[str | int] = []
    pieces = list(_pieces(tokens.words(folded)))
    for is_gap, run in groupby(pieces, key=lambda piece: piece.unit.is_gap):
        units = list(run)
        if not is_gap:
            surface = "".join(piece.unit.surface for piece in units)
            normalized = "".join(piece.unit.normalized for piece in units)
            words.append(_Words(frozenset({surface})) if is_literal else _loose(surface, normalized))
        elif words:
            gaps.append(folded[units[0].start : units[-1].end] if is_literal else len(units))
    return _Pattern(number, tuple(words), tuple(gaps[: len(words) - 1])) if words else None


def _match(pattern: _Pattern, text: str, pieces: Sequence[_Piece], at: int) -> int:
    """The index after the last piece that the pattern takes from `at` on; 0 where it takes none."""
    for number, words in enumerate(pattern.words):
        at = _match_words(words, pieces, at)
        if not at or number == len(pattern.gaps):
            return at
        gap = pattern.gaps[number]
        stop = at
        while stop < len(pieces) and pieces[stop].unit.is_gap:
            stop += 1
        is_taken = (
            stop - at == gap
            if isinstance(gap, int)
            else stop > at and text[pieces[at].start : pieces[stop - 1].end] == gap
        )
        if not is_taken or stop == len(pieces):
            return 0
        at = stop
    return 0


def _match_words(words: _Words, pieces: Sequence[_Piece], at: int) -> int:
    """The index after the units from `at` on that are these words; 0 where they are not."""
    surface = normalized = ""
    for index in range(at, len(pieces)):
        unit = pieces[index].unit
        surface += unit.surface
        normalized += unit.normalized
        if unit.is_gap or not words.may_begin_with(surface, normalized):
            return 0
        if words.take(surface, normalized):
            return index + 1
    return 0


def _pieces(found: Sequence[tuple[int, Word]]) -> Iterator[_Piece]:
    for start, word in found:
        for unit in word.units:
            yield _Piece(start, start + unit.length, unit)
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
