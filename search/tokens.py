"""Folded text -> words and their short units, by Sudachi. The only module that knows SudachiPy; no Django.

A word is what Sudachi calls a C token (東京都), its units are the A tokens inside it (東京, 都). Units are
numbered through the text; a word stands where its first unit stands. Particles, auxiliaries, signs and
spaces are units too, so that distances are true, but hold no lexeme.

A lexeme is a surface (取組) or, marked with NORMALIZED, the dictionary's normalized form of a surface
that differs from it (=取り組み). Literal matches look at surfaces alone. Two nominal units side by side are
a lexeme too (区長 in 品川|区|長), at the place of the first: compounds are found without comparing
positions, and where the dictionary cuts the same words otherwise in another sentence.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from search.folding import VERSION as FOLDING_VERSION
from search.folding import fold_text

NORMALIZED = "="
# Postgres takes 2,046 bytes a lexeme; nothing that is a word comes near this many characters.
LONGEST_LEXEME = 200
# One call takes at most 49,149 bytes: four bytes a character at worst.
LONGEST_CALL = 12_000
_SENTENCE_END = re.compile("[。\n！？!?](?=[^。\n！？!?」』）)]|$)")
_NO_LEXEME = frozenset({"助詞", "助動詞", "補助記号", "空白"})
_NOMINAL = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞", "記号"})
_CACHED_WORDS = 400_000


@dataclass(frozen=True, slots=True)
class Unit:
    """The shortest piece of text that a search can match: both forms folded; empty where it holds no lexeme."""

    surface: str
    normalized: str
    length: int
    is_nominal: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether it only takes a position: a particle, a sign, a space."""
        return not self.surface


@dataclass(frozen=True, slots=True)
class Word:
    """One dictionary word as it stands in a text, and the units it is made of (one: itself)."""

    surface: str
    normalized: str
    units: tuple[Unit, ...]
    lexemes: tuple[tuple[int, str], ...]


@cache
def analyzer_version() -> str:
    """Names the folding, the tokenizer and the dictionary: entries of another version are stale."""
    return f"{FOLDING_VERSION}/{version('SudachiPy')}/{version('SudachiDict-core')}"


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


def preload() -> None:
    """Loads the dictionary, so that the first search need not and processes forked afterwards share its memory."""
    words("")


def words(folded: str) -> list[tuple[int, Word]]:
    """The words of a folded text, each with the offset where it starts; of any length, in one pass."""
    found: list[tuple[int, Word]] = []
    tokenizer = _tokenizer()
    known = _CACHE
    for start, end in _calls(folded):
        part = folded[start:end]
        begin = 0
        for morpheme in tokenizer.tokenize(part):
            # Morphemes cover the text without holes, so each begins where the last one ended.
            stop = morpheme.end()
            key = (morpheme.word_id(), part[begin:stop])
            word = known.get(key)
            if word is None:
                word = _word(morpheme, key[1])
                if len(known) >= _CACHED_WORDS:
                    known.clear()
                known[key] = word
            found.append((start + begin, word))
            begin = stop
    return found


def units(folded: str) -> Iterator[tuple[int, Unit]]:
    """The units of a folded text, each with the offset where it starts."""
    for start, word in words(folded):
        for unit in word.units:
            yield start, unit
            start += unit.length


# Words by (word id, surface): both together decide everything else, also for words unknown to the dictionary.
_CACHE: dict[tuple[int, str], Word] = {}
_LOCAL = threading.local()


def _tokenizer() -> Tokenizer:
    """This thread's own: a Tokenizer refuses concurrent use."""
    tokenizer: Tokenizer | None = getattr(_LOCAL, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _LOCAL.tokenizer = _dictionary().tokenizer(SplitMode.C)
    return tokenizer


def _calls(folded: str) -> Iterator[tuple[int, int]]:
    """Spans short enough for one call, cut after a sentence where there is one."""
    start = 0
    while len(folded) - start > LONGEST_CALL:
        limit = start + LONGEST_CALL
        ends = [match.end() for match in _SENTENCE_END.finditer(folded, start, limit)]
        cut = ends[-1] if ends else limit
        yield start, cut
        start = cut
    yield start, len(folded)


def _word(morpheme: Morpheme, surface: str) -> Word:
    parts = morpheme.split(SplitMode.A)
    pieces = [_unit(part, part.surface()) for part in parts]
    whole = _unit(morpheme, surface)
    if len(pieces) < 2 or sum(piece.length for piece in pieces) != len(surface):
        pieces = [whole]
    lexemes = dict.fromkeys((0, lexeme) for lexeme in lexemes_of(whole.surface, whole.normalized))
    for place, piece in enumerate(pieces):
        lexemes |= dict.fromkeys((place, lexeme) for lexeme in lexemes_of(piece.surface, piece.normalized))
        if place and pieces[place - 1].is_nominal and piece.is_nominal:
            pair = pair_of(pieces[place - 1], piece)
            lexemes |= dict.fromkeys((place - 1, lexeme) for lexeme in lexemes_of(*pair))
    return Word(whole.surface, whole.normalized, tuple(pieces), tuple(lexemes))


def pair_of(first: Unit, second: Unit) -> tuple[str, str]:
    """The surface and the normalized form of two units side by side."""
    return first.surface + second.surface, first.normalized + second.normalized


def lexemes_of(surface: str, normalized: str) -> tuple[str, ...]:
    """What the index holds of a word, a unit or a pair."""
    if not surface:
        return ()
    return (surface,) if normalized == surface else (surface, NORMALIZED + normalized)


def _unit(morpheme: Morpheme, surface: str) -> Unit:
    part_of_speech = morpheme.part_of_speech()[0]
    if part_of_speech in _NO_LEXEME or not surface[:1].isalnum():
        return Unit("", "", len(surface))
    normalized = fold_text(morpheme.normalized_form()) or surface
    is_nominal = part_of_speech in _NOMINAL
    return Unit(surface[:LONGEST_LEXEME], normalized[:LONGEST_LEXEME], len(surface), is_nominal)
