"""What is known of a query's words: their spellings in the index, their synonyms, and words written nearly so."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db import connection

from minutes.access import VISITOR, Clearance, sql
from search.language import KnownSynonym, Term, dictionary_forms
from search.models import Synonym, SynonymGroup
from search.words import fold_text, guessed_spellings, normalized_form, reading_of, tokenize

Origin = SynonymGroup.Origin

# Parameters: folded terms, their dictionary's forms. The office's synonyms first; of the others the spellings and
# abbreviations of the same word first.
_SYNONYMS = """
    SELECT source.folded, source.normalized, target.text, target.folded, grouped.origin, grouped.note
    FROM search_synonym source
    JOIN search_synonymgroup grouped ON grouped.id = source.group_id AND grouped.is_active
    JOIN search_synonym target ON target.group_id = source.group_id AND target.id <> source.id
    WHERE (source.folded = ANY(%s) OR source.normalized = ANY(%s))
      AND source.direction = ANY(%s) AND target.direction = ANY(%s)
    ORDER BY grouped.origin <> 'office', target.lexeme <> source.lexeme, grouped.id, target."order", target.id
"""
# Parameters: normalized forms, clearance, surfaces, clearance.
_WORDS = f"""
    SELECT surface, normalized FROM search_word WHERE normalized = ANY(%s) AND {sql.readable("audience")}
    UNION
    SELECT surface, normalized FROM search_word WHERE surface = ANY(%s) AND {sql.readable("audience")}
"""
# Parameters: readings, clearance.
_SAME_READING = f"SELECT surface, reading FROM search_word WHERE reading = ANY(%s) AND {sql.readable('audience')}"
# One edit leaves one half of a word as it was, or exchanges the two signs in its middle.
# Parameters: shortest and longest, what words may begin with, what they may end with, other spellings, clearance.
_SAME_HALF = f"""
    SELECT surface FROM search_word
    WHERE length(surface) BETWEEN %s AND %s AND (surface LIKE ANY(%s) OR surface LIKE ANY(%s) OR surface = ANY(%s))
      AND {sql.readable("audience")}
"""
MOST_NEAR = 5
SHORTEST_EDITED = 3
SHORTEST_EDITED_KANA = 4
# Runs of words that are tried for one that was cut up because it is written wrongly.
_LONGEST_RUN = 4
_MOST_WORDS = 12
_MOST_EDITED = 4
_HAS_KANJI = re.compile("[一-鿿々]")
_LIKE_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})


@dataclass(slots=True)
class StoredLexicon:
    """The part of vocabulary and synonyms that some terms need, read in two queries."""

    words_by_form: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    surfaces: set[str] = field(default_factory=set)
    synonym_rows: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)

    def spellings(self, normalized: str) -> Collection[str]:
        return self.words_by_form.get(normalized, set())

    def occurs(self, surface: str) -> bool:
        return surface in self.surfaces

    def synonyms(self, folded: str) -> Sequence[KnownSynonym]:
        normalized = normalized_form(folded)
        return [
            KnownSynonym(text, _note(origin, note))
            for source, form, text, target, origin, note in self.synonym_rows
            if (source == folded or form == normalized) and (origin == Origin.OFFICE or self._may_occur(target))
        ]

    def _may_occur(self, folded: str) -> bool:
        """Whether the index holds all the words of a text: of thousands of imported synonyms the others only
        would fill the page."""
        return all(
            word.normalized in self.words_by_form
            or all(unit.is_gap or unit.normalized in self.words_by_form for unit in word.units)
            for _, word in tokenize(folded)
            if word.entries
        )


def load_lexicon(
    terms: Iterable[Term], *, clearance: Clearance = VISITOR, variants: bool = True, synonyms: bool = True
) -> StoredLexicon:
    """What expand() asks about these terms; spellings that a person of `clearance` may read."""
    lexicon = StoredLexicon()
    texts = [fold_text(term.text) for term in terms]
    if not texts or not (variants or synonyms):
        return lexicon
    wanted: set[str] = set()
    guessed: set[str] = set()
    with connection.cursor() as cursor:
        if synonyms:
            forms = [normalized_form(text) for text in texts]
            cursor.execute(_SYNONYMS, [texts, forms, list(Synonym.LEADING), list(Synonym.LED_TO)])
            lexicon.synonym_rows = cursor.fetchall()
            for _, _, _, target, _, _ in lexicon.synonym_rows:
                for _, word in tokenize(target):
                    wanted |= {word.normalized, *(unit.normalized for unit in word.units)}
        if variants:
            for text in texts:
                wanted |= set(dictionary_forms(text))
                guessed |= set(guessed_spellings(text).values())
        may_read = sql.parameter(clearance)
        cursor.execute(_WORDS, [list(wanted), may_read, list(guessed), may_read])
        for surface, normalized in cursor.fetchall():
            lexicon.words_by_form[normalized].add(surface)
            lexicon.surfaces.add(surface)
    return lexicon


def _note(origin: str, note: str) -> str:
    label = str(Origin(origin).label)
    return f"{label}（{note}）" if note else label


def near_words(text: str, clearance: Clearance) -> list[str]:
    """Texts like `text` of words that a person of `clearance` may read: read alike, or one sign apart; the likeliest first.

    Looks through the whole vocabulary: for searches that found nothing. At most MOST_NEAR, all folded.
    """
    folded = fold_text(text).strip()
    runs = _runs(folded)
    if not runs:
        return []
    may_read = sql.parameter(clearance)
    with connection.cursor() as cursor:
        cursor.execute(_SAME_READING, [list({reading_of(run) for _, run in runs}), may_read])
        read_alike: defaultdict[str, set[str]] = defaultdict(set)
        for surface, reading in cursor.fetchall():
            read_alike[reading].add(surface)
        known = {surface for surfaces in read_alike.values() for surface in surfaces}
        doubtful = [run for _, run in runs if run not in known and _may_be_edited(run)][:_MOST_EDITED]
        half_alike: list[str] = []
        if doubtful:
            cursor.execute(_SAME_HALF, [*_halves(doubtful), may_read])
            half_alike = [surface for (surface,) in cursor.fetchall()]
    found: dict[str, tuple[bool, bool, int, float]] = {}
    for start, run in runs:
        alike = read_alike[reading_of(run)]
        edited = {other for other in half_alike if run in doubtful and is_one_edit(run, other)}
        for other in (alike | edited) - {run}:
            spelling = folded[:start] + other + folded[start + len(run) :]
            similarity = SequenceMatcher(None, run, other, autojunk=False).ratio()
            # What the index does not hold is what is written wrongly, if anything is.
            rank = (run in known, other not in alike, -len(run), -similarity)
            found[spelling] = min(rank, found.get(spelling, rank))
    return sorted(found, key=lambda spelling: (found[spelling], spelling))[:MOST_NEAR]


def is_one_edit(one: str, other: str) -> bool:
    """Whether one sign more, less or otherwise, or two side by side exchanged, make one text the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((place for place, sign in enumerate(one) if sign != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _runs(folded: str) -> list[tuple[int, str]]:
    """Words side by side, the longest runs first, each with the offset where it starts. What is written wrongly
    is often cut into several words."""
    words = tokenize(folded)[:_MOST_WORDS]
    found: list[tuple[int, str]] = []
    for length in range(_LONGEST_RUN, 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            text = "".join(word.surface for _, word in run)
            # A single sign is read like too many others.
            if len(text) > 1 and all(word.surface for _, word in run):
                found.append((run[0][0], text))
    return found


def _may_be_edited(run: str) -> bool:
    """Of shorter words too many others are one sign away."""
    return len(run) >= (SHORTEST_EDITED if _HAS_KANJI.search(run) else SHORTEST_EDITED_KANA)


def _halves(runs: Sequence[str]) -> list[Any]:
    """The parameters of _SAME_HALF but for the clearance."""
    beginnings, ends, exchanged = [], [], []
    for run in runs:
        middle = len(run) // 2
        beginnings.append(f"{run[:middle].translate(_LIKE_SIGNS)}%")
        ends.append(f"%{run[middle:].translate(_LIKE_SIGNS)}")
        exchanged.append(run[: middle - 1] + run[middle] + run[middle - 1] + run[middle + 1 :])
    lengths = [len(run) for run in runs]
    return [min(lengths) - 1, max(lengths) + 1, beginnings, ends, exchanged]
