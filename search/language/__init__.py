"""The language of queries: text to a tree, the tree in words, and what each word stands for. No Django."""

from search.language.categories import PART_NAMES
from search.language.dates import is_end_of_month, read_day, read_ends
from search.language.expansion import KnownSynonym, dictionary_forms, expand, terms_of, wanted_words
from search.language.query import LONGEST_QUERY, MOST_TERMS, Query, narrowed, parse, positive, wider, write
from search.language.question import NO_FILTERS, Filters, Grouping, Key, Question, Scope, Sort
from search.language.references import PageAddress, Reference, compact, read_address, read_reference
from search.language.sentences import Loose, loosened
from search.language.signs import FIELD_NAMES, plain_words
from search.language.tree import (
    And,
    Atom,
    Dates,
    Field,
    FieldName,
    Form,
    FormKind,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    SpokenAs,
    Term,
    Wanted,
    Years,
)
from search.language.wording import describe

__all__ = [
    "FIELD_NAMES",
    "LONGEST_QUERY",
    "MOST_TERMS",
    "NO_FILTERS",
    "PART_NAMES",
    "And",
    "Atom",
    "Dates",
    "Field",
    "FieldName",
    "Filters",
    "Form",
    "FormKind",
    "Grouping",
    "Key",
    "KnownSynonym",
    "Loose",
    "Near",
    "Node",
    "Not",
    "Or",
    "PageAddress",
    "Phrase",
    "Prefix",
    "Query",
    "Question",
    "Reference",
    "Scope",
    "Sort",
    "SpokenAs",
    "Term",
    "Wanted",
    "Years",
    "compact",
    "describe",
    "dictionary_forms",
    "expand",
    "is_end_of_month",
    "loosened",
    "narrowed",
    "parse",
    "plain_words",
    "positive",
    "read_address",
    "read_day",
    "read_ends",
    "read_reference",
    "terms_of",
    "wanted_words",
    "wider",
    "write",
]
