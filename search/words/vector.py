"""Words of a text -> the text form of a Postgres tsvector. No Django.

A position is the number of a unit, from 1; that of a whole dictionary word is labelled WHOLE. Beside each
lexeme that a text says much of stands the same one marked with its impact (IMPACT and a level, without positions):
cheap lists of the entries where a word matters most, the best first. The impact is the saturated, length-normalised
term frequency of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework), cut into LEVELS: tiered
indexes, as in Manning et al., Introduction to Information Retrieval, 7.2. The words of the agenda items' titles are marked TITLE, those of the papers'
PAPER. A text too long for all its bigrams to be indexed holds LONG.

What Postgres does not take is left out, and only this is lost: of a very long utterance, positions after
the 16,383rd unit (about 28,000 characters) and after the 255th occurrence of one lexeme, so that compounds of
three units or more standing only there are not found while single words are; and lexemes once a vector holds
LARGEST_VECTOR bytes (some 35,000 different words in one utterance). Literal searches lose nothing.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from minutes.digests import digest_of
from search.words import tokens
from search.words.folding import without_dots
from search.words.tokens import Token, Unit

IMPACT = "^"
# The least impact of each level; a lower one, and that of a single occurrence, is not written.
LEVELS = (0.6, 0.7, 0.8, 0.88)
TITLE = "@"
PAPER = "#"
WHOLE = "A"
LONG = "\x04"
# As many characters of a text become bigrams (the database's search_grams).
LONGEST_GRAMS = 30_000
# A lexeme of at most so many characters is a piece of its text; longer ones are cut.
LONGEST_PROOF = tokens.LONGEST_LEXEME
# BM25: how fast occurrences saturate, how much a text's length counts; the length, in units, that counts as average,
# and that below which texts count as equally short. They are part of what the index holds, and no archive's own.
SATURATION, LENGTH_SHARE, AVERAGE_LENGTH, SHORTEST_LENGTH = 1.2, 0.75, 180, 30
LAST_POSITION = 16_383
MOST_POSITIONS = 255
# Postgres: 1,048,575 bytes of lexemes and positions together, those of the bigrams included.
LARGEST_VECTOR = 580_000
# What takes more than quotes around it.
_QUOTED = re.compile(r"['\\]")
# As positions are written; those of whole words are counted from the end.
_PLACES = [str(place) for place in range(LAST_POSITION + 1)]
_PLACES += [f"{place}{WHOLE}" for place in range(LAST_POSITION, 0, -1)]
# A title of more words is cut.
MOST_MARKS = 4_000
# Texts of fewer characters cannot reach that.
LONG_TEXT = 10_000


def analyzer_version() -> str:
    """Names the folding, the rules of cutting and writing, the tokenizer and the dictionary: entries of another are stale."""
    return digest_of("search.words.vector", ("SudachiDict-core",))


def vector_of(folded: str, words: Iterable[tuple[int, Token]]) -> str:
    """The tsvector of a folded text of any length and its words, as `'防災':1A,4 '訓練':2`."""
    # Places of whole words are kept as negative numbers until they are written.
    places: defaultdict[str, list[int]] = defaultdict(list)
    position = 1
    before: Unit | None = None
    for _, word in words:
        for lexeme in word.wholes:
            places[lexeme].append(-position)
        if word.parts:
            for offset, lexeme in word.parts:
                places[lexeme].append(position + offset)
        if before is not None and word.head is not None:
            for lexeme in tokens.lexemes_of(*tokens.pair_of(before, word.head)):
                places[lexeme].append(position - 1)
        before = word.tail
        position += word.size
    written = _literal(_within_size(places) if len(folded) > LONG_TEXT else places, position)
    return f"{written} {quote(LONG)}" if len(folded) > LONGEST_GRAMS else written


def marks_of(mark: str, folded: str) -> str:
    """The words of a title, each with its mark, to stand behind a vector: ` '@防災' '@計画'`. Loanwords that dots
    hold apart are those of the compound as well."""
    lexemes: set[str] = set()
    for text in {folded, without_dots(folded)}:
        lexemes.update(lexeme for _, word in tokens.tokenize(text) for _, lexeme in word.lexemes)
        for (_, first), (_, second) in pairwise(tokens.units_of(text)):
            if first.is_nominal and second.is_nominal:
                lexemes.update(tokens.lexemes_of(*tokens.pair_of(first, second)))
    return "".join(f" {quote(mark + lexeme)}" for lexeme in sorted(lexemes)[:MOST_MARKS])


def _literal(places: Mapping[str, list[int]], end: int) -> str:
    """`end`: the position after the last, to tell the many texts in which every position is good."""
    is_short = end <= LAST_POSITION
    marks = _marks_of_counts(max(end, SHORTEST_LENGTH))
    is_plain = not _QUOTED.search("".join(places))
    parts = []
    for lexeme, positions in places.items():
        quoted = f"'{lexeme}'" if is_plain else quote(lexeme)
        if len(positions) == 1 and is_short:
            parts.append(f"{quoted}:{_PLACES[positions[0]]}")
            continue
        kept = ",".join([_PLACES[place] for place in positions[:MOST_POSITIONS] if abs(place) <= LAST_POSITION])
        parts.append(f"{quoted}:{kept}" if kept else quoted)
        mark = marks[min(len(positions), MOST_POSITIONS)]
        if mark:
            parts.append("'" + mark + quoted[1:])
    return " ".join(parts)


@lru_cache(maxsize=2_000)
def _marks_of_counts(length: int) -> tuple[str, ...]:
    """For each number of occurrences in a text of `length` units, the mark of its level; none where it says little."""
    slowness = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / AVERAGE_LENGTH)
    impacts = [count / (count + slowness) if count > 1 else 0 for count in range(MOST_POSITIONS + 1)]
    levels = [bisect_right(LEVELS, impact) for impact in impacts]
    return tuple(f"{IMPACT}{level}" if level else "" for level in levels)


def _within_size(places: Mapping[str, list[int]]) -> dict[str, list[int]]:
    kept, size = {}, 0
    for lexeme, positions in places.items():
        # The lexeme twice (once marked with its impact), alignment, a count and two bytes a position.
        size += 2 * len(lexeme.encode()) + 8 + 2 * min(len(positions), MOST_POSITIONS)
        if size > LARGEST_VECTOR:
            break
        kept[lexeme] = positions
    return kept


def quote(lexeme: str) -> str:
    """A lexeme as tsvector and tsquery literals write it."""
    if "'" in lexeme or "\\" in lexeme:
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}'"
