"""Texts as the index holds them: folded, cut into words by the dictionary, written as vectors and bigrams. No Django.

`search.words.tokens` alone knows SudachiPy.
"""

from search.words.calendar import (
    DayOfYear,
    Period,
    Span,
    find_days_of_year,
    find_periods,
    fiscal_year_period,
    month_period,
    read_period,
)
from search.words.datings import Writing, date_spellings, date_writings
from search.words.folding import Folded, fold, fold_piece, fold_text
from search.words.grams import LONGEST_PROVEN, literal_query, may_be_word
from search.words.readings import is_kana, readings_as_typed, readings_begun
from search.words.romaji import kana_of
from search.words.tokens import (
    LONGEST_LEXEME,
    NORMALIZED,
    Token,
    Unit,
    knows,
    names_a_person,
    normalized_form,
    pair_of,
    preload_dictionary,
    reading_of,
    says_nothing,
    tokenize,
    units_of,
    vocabulary_of,
)
from search.words.variants import BILL_KINDS, guessed_spellings, spellings_by_rule
from search.words.vector import IMPACT, LEVELS, LONG, PAPER, TITLE, WHOLE, analyzer_version, marks_of, quote, vector_of

__all__ = [
    "BILL_KINDS",
    "IMPACT",
    "LEVELS",
    "LONG",
    "LONGEST_LEXEME",
    "LONGEST_PROVEN",
    "NORMALIZED",
    "PAPER",
    "TITLE",
    "WHOLE",
    "DayOfYear",
    "Folded",
    "Period",
    "Span",
    "Token",
    "Unit",
    "Writing",
    "analyzer_version",
    "date_spellings",
    "date_writings",
    "find_days_of_year",
    "find_periods",
    "fiscal_year_period",
    "fold",
    "fold_piece",
    "fold_text",
    "guessed_spellings",
    "is_kana",
    "kana_of",
    "knows",
    "literal_query",
    "marks_of",
    "may_be_word",
    "month_period",
    "names_a_person",
    "normalized_form",
    "pair_of",
    "preload_dictionary",
    "quote",
    "read_period",
    "reading_of",
    "readings_as_typed",
    "readings_begun",
    "says_nothing",
    "spellings_by_rule",
    "tokenize",
    "units_of",
    "vector_of",
    "vocabulary_of",
]
