"""The language of queries: text to a tree, the tree in words, and what each word stands for. No Django."""

from search.language.expansion import KnownSynonym, dictionary_forms, expand, terms_of, wanted_words
from search.language.query import LONGEST_QUERY, MOST_TERMS, Query, parse, positive, wider, write
from search.language.tree import (
    And,
    Atom,
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
    Term,
    Wanted,
    Years,
)
from search.language.wording import describe

__all__ = [
    "LONGEST_QUERY",
    "MOST_TERMS",
    "And",
    "Atom",
    "Field",
    "FieldName",
    "Form",
    "FormKind",
    "KnownSynonym",
    "Near",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Term",
    "Wanted",
    "Years",
    "describe",
    "dictionary_forms",
    "expand",
    "parse",
    "positive",
    "terms_of",
    "wanted_words",
    "wider",
    "write",
]
