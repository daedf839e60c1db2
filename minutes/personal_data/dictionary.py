"""What the dictionary knows of words: family names, given names, places, common words. The only module here that knows SudachiPy.

A text is read in words; a single word is looked up without reading. Both are pure: no network, no database.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from sudachipy import Dictionary, SplitMode, Tokenizer

# What a word is.
FAMILY = "family"
GIVEN = "given"
PERSON = "person"  # foreign names, figures of history
PLACE = "place"
PROPER = "proper"  # organisations, goods
NUMERAL = "numeral"
NOUN = "noun"
SUFFIX = "suffix"
OTHER = "other"

# One call takes at most 49,149 bytes: four bytes a character at worst.
_LONGEST_CALL = 12_000
_SENTENCE_END = re.compile("[。\n]")


class Words:
    """The words of a text in order, without gaps: where each begins and ends, and what it is there.

    Only sentences that are `worth` it are read, all of them without it; each of the others is a single word of no kind.
    """

    def __init__(self, text: str, worth: Callable[[str], bool] | None = None) -> None:
        self.text = text
        self.is_whole = True
        self.starts: list[int] = []
        self.kinds: list[str] = []
        tokenizer, kinds = _tokenizers().tokenizer, _kinds()
        for start, end in _pieces(text) if worth is None else _sentences(text):
            if worth is not None and not worth(text[start:end]):
                self.is_whole = False
                self.starts.append(start)
                self.kinds.append(OTHER)
                continue
            morphemes = tokenizer.tokenize(text[start:end])
            self.starts += [start + each.begin() for each in morphemes]
            self.kinds += [kinds[each.part_of_speech_id()] for each in morphemes]
        self.ends = [*self.starts[1:], len(text)]

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, first: int, last: int | None = None) -> str:
        """What is printed from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[first if last is None else last]]

    def index_at(self, place: int) -> int | None:
        """The word that begins at a place, None where none does."""
        index = bisect_left(self.starts, place)
        return index if index < len(self.starts) and self.starts[index] == place else None

    def within(self, start: int, end: int) -> range | None:
        """The words of a stretch, None where the stretch cuts one."""
        first = self.index_at(start)
        if first is None:
            return None
        last = bisect_left(self.ends, end, first)
        return range(first, last + 1) if last < len(self) and self.ends[last] == end else None


class _Tokenizers(threading.local):
    """A tokenizer refuses to be asked by two threads at once: one each."""

    def __init__(self) -> None:
        self.tokenizer: Tokenizer = _dictionary().tokenizer(SplitMode.C)


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


@cache
def _tokenizers() -> _Tokenizers:
    return _Tokenizers()


class _Kinds(dict[int, str]):
    """What a word of a part of speech is, by the dictionary's number of the part."""

    def __missing__(self, part_of_speech: int) -> str:
        self[part_of_speech] = kind = _kind_of(part_of_speech)
        return kind


@cache
def _kinds() -> _Kinds:
    return _Kinds()


def _kind_of(part_of_speech: int) -> str:
    main, kind, second, third = _dictionary().pos_of(part_of_speech)[:4]
    if kind == "固有名詞":
        if second == "人名":
            return {"姓": FAMILY, "名": GIVEN}.get(third, PERSON)
        return PLACE if second == "地名" else PROPER
    if kind == "数詞":
        return NUMERAL
    return {"名詞": NOUN, "接尾辞": SUFFIX}.get(main, OTHER)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield from _parts(text, start, found.end())
        start = found.end()
    if start < len(text):
        yield from _parts(text, start, len(text))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        yield start, min(end, start + _LONGEST_CALL)
        start += _LONGEST_CALL


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a text short enough to be read at once, cut at ends of sentences."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _LONGEST_CALL)
        if end < len(text):
            ends = [found.end() for found in _SENTENCE_END.finditer(text, start, end)]
            end = ends[-1] if ends else end
        yield start, end
        start = end


@lru_cache(maxsize=65536)
def kinds_of(word: str) -> frozenset[str]:
    """All that a word may be; nothing for one that the dictionary lacks."""
    return frozenset(_kinds()[each.part_of_speech_id()] for each in _dictionary().lookup(word))
