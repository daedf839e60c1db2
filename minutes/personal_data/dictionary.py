"""What the dictionary knows of words: family names, given names, places, common words. The only module here that knows SudachiPy.

A text is read in words; a single word is looked up without reading. Both are pure: no network, no database.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
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
    """The words of a text in order: where each begins and ends, and what it is there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[str] = []
        tokenizer = _tokenizers().tokenizer
        for start, end in _pieces(text):
            morphemes = tokenizer.tokenize(text[start:end])
            self.starts += [start + each.begin() for each in morphemes]
            self.ends += [start + each.end() for each in morphemes]
            self.kinds += [_kind_of(each.part_of_speech_id()) for each in morphemes]
        self._indexes = {start: index for index, start in enumerate(self.starts)}

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, first: int, last: int | None = None) -> str:
        """What is printed from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[first if last is None else last]]

    def index_at(self, place: int) -> int | None:
        """The word that begins at a place, None where none does."""
        return self._indexes.get(place)

    def kinds_within(self, start: int, end: int) -> list[str] | None:
        """What the words of a stretch are, None where the stretch cuts one."""
        first = self._indexes.get(start)
        if first is None:
            return None
        last = first
        while self.ends[last] < end:
            last += 1
        return self.kinds[first : last + 1] if self.ends[last] == end else None


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


@cache
def _kind_of(part_of_speech: int) -> str:
    main, kind, second, third = _dictionary().pos_of(part_of_speech)[:4]
    if kind == "固有名詞":
        if second == "人名":
            return {"姓": FAMILY, "名": GIVEN}.get(third, PERSON)
        return PLACE if second == "地名" else PROPER
    if kind == "数詞":
        return NUMERAL
    return {"名詞": NOUN, "接尾辞": SUFFIX}.get(main, OTHER)


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
    return frozenset(_kind_of(each.part_of_speech_id()) for each in _dictionary().lookup(word))
