"""Where the words of a query stand in a folded text, and by which kind of match. No Django.

All offsets are those of the folded text. `Marker.marks` tokenizes a text and finds every place;
`Marker.likely` finds by plain string search the places that may be one, for search.marks.passage.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby, islice
from typing import NamedTuple

from search import language
from search.language import Form, FormKind, Wanted
from search.words import Token, Unit, fold_piece, fold_text, tokenize

# More places of one spelling than a passage is chosen from.
_MOST_LIKELY = 30


class Kind(IntEnum):
    """Why a place is marked, the best first."""

    TYPED = 0
    VARIANT = 1
    SYNONYM = 2
    INSIDE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A match: [start, end), the number of the query's term, and its kind."""

    start: int
    end: int
    term: int
    kind: Kind = Kind.TYPED


@dataclass(frozen=True, slots=True)
class _Words:
    """Units side by side, whatever their number: their surfaces together are one of `surfaces`, or their
    normalized forms together are `normalized` (empty: by surface alone)."""

    surfaces: tuple[str, ...]
    normalized: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (*self.surfaces, self.normalized) if self.normalized else self.surfaces


@dataclass(frozen=True, slots=True)
class _Target:
    """What is marked where units were found; `rest` are the words that must follow them, each after so many gaps."""

    term: int
    kind: Kind
    rest: tuple[tuple[int, "_Lexicon"], ...] = ()


class _Piece(NamedTuple):
    """One unit of a text: [start, end), and where the dictionary word that it belongs to ends."""

    start: int
    end: int
    word_end: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A text to be found letter by letter."""

    text: str
    term: int
    kind: Kind

    def places(self, text: str) -> Iterator[Mark]:
        at = text.find(self.text)
        while at >= 0:
            stop = at + len(self.text)
            yield Mark(at, stop, self.term, self.kind)
            at = text.find(self.text, stop)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The same by a regular expression."""

    expression: re.Pattern[str]
    term: int
    kind: Kind

    def places(self, text: str) -> Iterator[Mark]:
        return (Mark(*match.span(), self.term, self.kind) for match in self.expression.finditer(text))


class _Lexicon:
    """Words to look for, by the surfaces or the normalized forms of units side by side."""

    def __init__(self) -> None:
        self._by_surface: defaultdict[str, list[_Target]] = defaultdict(list)
        self._by_normalized: defaultdict[str, list[_Target]] = defaultdict(list)
        self._surface_starts: set[str] = set()
        self._normalized_starts: set[str] = set()

    def add(self, words: _Words, target: _Target) -> None:
        for surface in words.surfaces:
            self._by_surface[surface].append(target)
            self._surface_starts.update(_starts(surface))
        if words.normalized:
            self._by_normalized[words.normalized].append(target)
            self._normalized_starts.update(_starts(words.normalized))

    def may_begin_with(self, unit: Unit) -> bool:
        return (
            unit.surface in self._surface_starts
            or unit.normalized in self._normalized_starts
            or unit.verb in self._by_normalized
        )

    def exactly(self, surface: str, normalized: str) -> list[_Target]:
        """The targets of words that are these units together."""
        return [*self._by_surface.get(surface, ()), *self._by_normalized.get(normalized, ())]

    def at(self, pieces: Sequence[_Piece], at: int) -> Iterator[tuple[int, _Target]]:
        """(index after the last unit, target) of all words that begin at pieces[at], the shortest first."""
        surface = normalized = ""
        for index in range(at, len(pieces)):
            unit = pieces[index].unit
            if unit.is_gap:
                return
            if index == at:
                for target in self._by_normalized.get(unit.verb, ()):
                    yield index + 1, target
            surface += unit.surface
            normalized += unit.normalized
            if surface not in self._surface_starts and normalized not in self._normalized_starts:
                return
            # An inflected form is found by its normalized form alone: 長 in 長くなる is no 長.
            is_found = index > at or surface in unit.lexemes
            for target in self.exactly(surface if is_found else "", normalized):
                yield index + 1, target


class Marker:
    """Finds the words of one query in any number of texts.

    `inside`: also where they stand within other words.
    """

    def __init__(self, tree: language.Node | None, *, inside: bool = False) -> None:
        self._runs = _Lexicon()
        self._whole = _Lexicon()
        self._has_whole = False
        self._prefixes: list[tuple[int, str]] = []
        self._literals: list[_Spelling | _Pattern] = []
        self._hints: dict[tuple[int, str], _Spelling] = {}
        self._kinds: dict[tuple[int, str], Kind] = {}
        for number, part in enumerate(language.positive(tree)):
            if isinstance(part, language.Phrase):
                self._add_literal(number, part.text, Kind.TYPED)
            elif isinstance(part, language.Prefix):
                self._add_prefix(number, fold_text(part.text))
            else:
                for form in _forms(part):
                    self._add_form(number, form)
                    if inside:
                        self._add_literal(number, form.text, Kind.INSIDE)

    @property
    def is_empty(self) -> bool:
        """Whether the query marks nothing in any text."""
        return not (self._hints or self._literals)

    @property
    def hints(self) -> str:
        """All spellings in a row."""
        return "".join(spelling for _, spelling in self._hints)

    def marks(self, text: str) -> list[Mark]:
        """Every match in a folded text, in order; they may overlap."""
        return [] if self.is_empty else in_order([*self.literal_marks(text), *self.word_marks(text)])

    def literal_marks(self, text: str) -> list[Mark]:
        """What is found letter by letter: phrases, dates in signs, and what stands within words where that is asked for."""
        return [mark for literal in self._literals for mark in literal.places(text)]

    def likely(self, text: str) -> list[Mark]:
        """Where a spelling of the query's words stands, on unit boundaries or not; the first 30 of each."""
        return [mark for hint in self._hints.values() for mark in islice(hint.places(text), _MOST_LIKELY)]

    def word_marks(self, text: str) -> list[Mark]:
        """The matches on unit boundaries."""
        if not self._hints:
            return []
        found = tokenize(text)
        pieces = _pieces(found, len(text))
        marks = []
        for at, piece in enumerate(pieces):
            if self._runs.may_begin_with(piece.unit):
                for after, target in self._runs.at(pieces, at):
                    stop = _follow(target, pieces, after)
                    if stop:
                        marks.append(self._mark(text, piece.start, stop, target))
            for number, prefix in self._prefixes:
                stop = _prefix_end(prefix, text, pieces, at)
                if stop:
                    marks.append(Mark(piece.start, stop, number))
        if self._has_whole:
            for place, (start, word) in enumerate(found):
                is_found = (0, word.surface) in word.lexemes
                targets = self._whole.exactly(word.surface if is_found else "", word.normalized)
                for target in [*targets, *self._whole.exactly("", word.units[0].verb)]:
                    end = found[place + 1][0] if place + 1 < len(found) else len(text)
                    marks.append(self._mark(text, start, end, target))
        return marks

    def _add_literal(self, number: int, text: str, kind: Kind) -> None:
        self._literals += [_Spelling(folded, number, kind) for folded in fold_piece(text) if folded]

    def _add_prefix(self, number: int, folded: str) -> None:
        if folded:
            self._prefixes.append((number, folded))
            self._hints[number, folded] = _Spelling(folded, number, Kind.TYPED)

    def _add_form(self, number: int, form: Form) -> None:
        folded = fold_text(form.text)
        kind = _KINDS[form.kind]
        if form.writing:
            self._literals.append(_Pattern(re.compile(form.writing.pattern), number, kind))
            return
        is_loose = form.loose and not form.covered
        found = tokenize(folded)
        pieces = _pieces(found, len(folded))
        runs, gaps = _runs_and_gaps(pieces, is_loose)
        if not runs:
            return
        spelled = _without_outer_gaps(folded, pieces)
        self._kinds.setdefault((number, spelled), kind)
        rest = tuple((gap, _lexicon_of(run)) for gap, run in zip(gaps, runs[1:], strict=True))
        self._runs.add(runs[0], _Target(number, kind, rest))
        self._add_hints(number, max(runs, key=lambda run: len(run.surfaces[0])), kind)
        lexical = [word for _, word in found if word.lexemes]
        if is_loose and len(lexical) == 1 and lexical[0].surface:
            whole = _loose(lexical[0].surface, lexical[0].normalized)
            self._whole.add(whole, _Target(number, kind))
            self._has_whole = True
            self._add_hints(number, whole, kind)

    def _add_hints(self, number: int, words: _Words, kind: Kind) -> None:
        for spelling in words.spellings:
            self._hints.setdefault((number, spelling), _Spelling(spelling, number, kind))

    def _mark(self, text: str, start: int, end: int, target: _Target) -> Mark:
        """A spelling that the query does not list is a variant."""
        kind = self._kinds.get((target.term, text[start:end]), max(target.kind, Kind.VARIANT))
        return Mark(start, end, target.term, kind)


_KINDS = {FormKind.TYPED: Kind.TYPED, FormKind.VARIANT: Kind.VARIANT, FormKind.SYNONYM: Kind.SYNONYM}


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """By place, each once; of those that start together the longest first, then the best kind."""
    return sorted(set(marks), key=lambda mark: (mark.start, -mark.end, mark.kind, mark.term))


def without_overlap(marks: Iterable[Mark]) -> list[Mark]:
    """The longer of marks that start together, the earlier of others that overlap."""
    kept: list[Mark] = []
    for mark in in_order(marks):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _forms(part: language.Term | Wanted) -> tuple[Form, ...]:
    return part.forms if isinstance(part, Wanted) else (Form(part.text, FormKind.TYPED),)


def _loose(surface: str, normalized: str) -> _Words:
    return _Words(tuple(dict.fromkeys((surface, normalized))), normalized)


def _lexicon_of(words: _Words) -> _Lexicon:
    lexicon = _Lexicon()
    lexicon.add(words, _Target(0, Kind.TYPED))
    return lexicon


def _runs_and_gaps(pieces: Sequence[_Piece], is_loose: bool) -> tuple[list[_Words], list[int]]:
    """The words of a form between its gaps, `gaps[n]` after `runs[n]`; gaps at either end are left out."""
    runs: list[_Words] = []
    gaps: list[int] = []
    for is_gap, group in groupby(pieces, key=lambda piece: piece.unit.is_gap):
        units = list(group)
        if not is_gap:
            surface = "".join(piece.unit.surface for piece in units)
            normalized = "".join(piece.unit.normalized for piece in units)
            runs.append(_loose(surface, normalized) if is_loose else _Words((surface,)))
        elif runs:
            gaps.append(len(units))
    return runs, gaps[: max(0, len(runs) - 1)]


def _without_outer_gaps(folded: str, pieces: Sequence[_Piece]) -> str:
    words = [piece for piece in pieces if not piece.unit.is_gap]
    return folded[words[0].start : words[-1].end]


def _follow(target: _Target, pieces: Sequence[_Piece], at: int) -> int:
    """The offset where the target's match ends whose first words end before pieces[at]; 0 where it fails."""
    for gap, words in target.rest:
        after = at
        while after < len(pieces) and pieces[after].unit.is_gap:
            after += 1
        at = next((stop for stop, _ in words.at(pieces, after)), 0) if after - at == gap else 0
        if not at:
            return 0
    return pieces[at - 1].end


def _prefix_end(prefix: str, text: str, pieces: Sequence[_Piece], at: int) -> int:
    """Where the dictionary word ends within which the text from pieces[at] on has shown all of `prefix`; 0 where
    it begins otherwise."""
    start = pieces[at].start
    if pieces[at].unit.is_gap or not text.startswith(prefix, start):
        return 0
    return next(piece.word_end for piece in pieces[at:] if piece.end >= start + len(prefix))


def _starts(text: str) -> Iterator[str]:
    return (text[:length] for length in range(1, len(text) + 1))


def _pieces(found: Sequence[tuple[int, Token]], length: int) -> list[_Piece]:
    """The units of a text of `length` characters and its words."""
    pieces = []
    end = length
    for start, word in reversed(found):
        stop = end
        for unit in reversed(word.units):
            pieces.append(_Piece(stop - unit.length, stop, end, unit))
            stop -= unit.length
        end = start
    pieces.reverse()
    return pieces
