"""What is known of a query's words: their spellings in the index, and their synonyms."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from minutes.access import VISITOR, Clearance, sql
from search.language import KnownSynonym, Term, dictionary_forms
from search.models import Synonym, SynonymGroup
from search.words import fold_text, guessed_spellings, normalized_form, tokenize

Origin = SynonymGroup.Origin

# Of Sudachi's groups only spellings and abbreviations of one word are searched for unasked: what else stands in them
# is near, not the same (ウオーター, 水).
# Parameters: folded terms, their dictionary's forms. The office's synonyms first, then those that come along; of each
# the spellings and abbreviations of the same word first.
_SYNONYMS = f"""
    SELECT source.folded, source.normalized, target.text, target.folded, grouped.origin, grouped.note,
           grouped.is_offered OR (grouped.origin = '{Origin.SUDACHI}' AND target.lexeme <> source.lexeme)
    FROM search_synonym source
    JOIN search_synonymgroup grouped ON grouped.id = source.group_id AND grouped.is_active
    JOIN search_synonym target ON target.group_id = source.group_id AND target.id <> source.id
    WHERE (source.folded = ANY(%s) OR source.normalized = ANY(%s))
      AND source.direction = ANY(%s) AND target.direction = ANY(%s)
    ORDER BY array_position(ARRAY['{Origin.OFFICE}', '{Origin.STANDARD}', '{Origin.SUDACHI}'], grouped.origin),
             target.lexeme <> source.lexeme, grouped.id, target."order", target.id
"""
# Parameters: normalized forms, clearance, surfaces, clearance.
_WORDS = f"""
    SELECT surface, normalized FROM search_word WHERE normalized = ANY(%s) AND {sql.readable_somewhere("access")}
    UNION
    SELECT surface, normalized FROM search_word WHERE surface = ANY(%s) AND {sql.readable_somewhere("access")}
"""


@dataclass(slots=True)
class StoredLexicon:
    """The part of vocabulary and synonyms that some terms need, read in two queries."""

    words_by_form: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    surfaces: set[str] = field(default_factory=set)
    synonym_rows: list[tuple[str, str, str, str, str, str, bool]] = field(default_factory=list)

    def spellings(self, normalized: str) -> Collection[str]:
        return self.words_by_form.get(normalized, set())

    def occurs(self, surface: str) -> bool:
        return surface in self.surfaces

    def synonyms(self, folded: str) -> Sequence[KnownSynonym]:
        normalized = normalized_form(folded)
        return [
            KnownSynonym(text, _note(origin, note), is_offered)
            for source, form, text, target, origin, note, is_offered in self.synonym_rows
            if (source == folded or form == normalized) and (origin == Origin.OFFICE or self._may_occur(target))
        ]

    def _may_occur(self, folded: str) -> bool:
        """Whether the index holds all the words of a text: of thousands of synonyms that come along or are imported the
        others only would fill the page."""
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
            for _, _, _, target, *_ in lexicon.synonym_rows:
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
