"""What a text may have been meant to be, by how it is read: whole words of the index, or several side by side.

Kana, Latin letters and kanji of another word (ほいくえん, hoikuen, 自動館) are read, and the vocabulary is asked for what is
read so. Several words together count where two and two of them stand side by side in some entry.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from minutes.access import Clearance, sql
from search.words import is_kana, pair_of, units_of

# In how many entries words, or two words side by side, stand; those that stand nowhere are left out.
Frequencies = Callable[[Collection[str]], Mapping[str, int]]

MOST_PIECES = 4
LONGEST_PIECE = 12
# Beyond these, what is read so is too much to be meant.
MOST_SURFACES = 40
MOST_PAIRS = 800
MOST_COMPOUNDS = 8
# May stand between two words.
LINK = "の"
# Parameters: readings, clearance.
_READ_SO = f"""
    SELECT DISTINCT surface, reading FROM search_word
    WHERE reading = ANY(%s) AND {sql.readable_somewhere("access")} ORDER BY surface
"""


@dataclass(frozen=True, slots=True)
class Compound:
    """Words side by side that are read so, and in how many entries the rarest two of them stand together."""

    pieces: tuple[str, ...]
    frequency: int

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def words_read(readings: Sequence[str], clearance: Clearance) -> list[str]:
    """The words of the index that are read in one of these ways."""
    return [surface for surface, _ in _vocabulary(readings, clearance)]


def compounds_read(readings: Sequence[str], clearance: Clearance, frequencies: Frequencies) -> list[Compound]:
    """Of 2 to MOST_PIECES words side by side, as few as there are, those that are read in one of these ways.

    At most MOST_COMPOUNDS, the most frequent first.
    """
    pieces = {
        reading[start:end]
        for reading in readings
        for start in range(len(reading))
        for end in range(start + 1, min(len(reading), start + LONGEST_PIECE) + 1)
        if end - start < len(reading)
    }
    surfaces: defaultdict[str, list[str]] = defaultdict(list)
    for surface, reading in _vocabulary(pieces, clearance):
        if len(reading) > 1 or not is_kana(surface):
            surfaces[reading].append(surface)
    surfaces[LINK] = [LINK]
    for number in range(2, MOST_PIECES + 1):
        cuts = [cut for reading in readings for cut in _cuts(reading, number, surfaces)]
        found = _compounds(cuts, surfaces, frequencies)
        if found:
            return sorted(found, key=lambda compound: (-compound.frequency, compound.text))[:MOST_COMPOUNDS]
    return []


def _vocabulary(readings: Iterable[str], clearance: Clearance) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_READ_SO, [list(readings), sql.parameter(clearance)])
        rows: list[tuple[str, str]] = cursor.fetchall()
        return rows


def _cuts(
    reading: str, number: int, surfaces: Mapping[str, Sequence[str]], *, is_first: bool = True
) -> Iterable[tuple[str, ...]]:
    """The ways to cut a reading into so many pieces of which each is a word's, or の between two of them."""
    if number == 1:
        if reading in surfaces and reading != LINK:
            yield (reading,)
        return
    for end in range(1, len(reading) - number + 2):
        if reading[:end] in surfaces and (reading[:end] != LINK or not is_first):
            for rest in _cuts(reading[end:], number - 1, surfaces, is_first=False):
                yield (reading[:end], *rest)


def _compounds(
    cuts: Sequence[tuple[str, ...]], surfaces: Mapping[str, Sequence[str]], frequencies: Frequencies
) -> list[Compound]:
    pairs: dict[tuple[str, str], str] = {}
    for cut in cuts:
        for first, second in pairwise(cut):
            for left in surfaces[first][:MOST_SURFACES]:
                for right in surfaces[second][:MOST_SURFACES]:
                    if len(pairs) < MOST_PAIRS:
                        pairs.setdefault((left, right), _evidence(left, right))
    known = frequencies([lexeme for lexeme in pairs.values() if lexeme])
    weights = {pair: known[lexeme] for pair, lexeme in pairs.items() if lexeme in known}
    following: defaultdict[str, list[str]] = defaultdict(list)
    for left, right in weights:
        following[left].append(right)
    found: dict[str, Compound] = {}
    for cut in cuts:
        chains: list[tuple[str, ...]] = [(surface,) for surface in surfaces[cut[0]]]
        for reading in cut[1:]:
            allowed = set(surfaces[reading])
            chains = [(*chain, right) for chain in chains for right in following[chain[-1]] if right in allowed]
        for chain in chains:
            compound = Compound(chain, min(weights[pair] for pair in pairwise(chain)))
            if compound.frequency > (found[compound.text].frequency if compound.text in found else 0):
                found[compound.text] = compound
    return list(found.values())


def _evidence(left: str, right: str) -> str:
    """The lexeme that stands where the two words stand side by side; beside の the word alone."""
    if LINK in (left, right):
        return right if left == LINK else left
    return pair_at(left, right)


def pair_at(left: str, right: str) -> str:
    """The lexeme of the two units that meet where two words stand side by side; empty where they form none."""
    *_, (_, before) = units_of(left)
    _, after = next(iter(units_of(right)))
    return pair_of(before, after)[0] if before.is_nominal and after.is_nominal else ""
