"""Literal strings -> tsqueries on the character bigrams that the database's search_grams makes. No Django.

A bigram is GRAM and two characters, after the last character of a text END in place of the second. One
character is asked for as the beginning of a bigram, so that nothing is too short to be found. Where two
characters stand as a word, the word is in their place.
"""

from itertools import pairwise

from search.words.tokens import SIGNS
from search.words.vector import LONGEST_PROOF, quote

GRAM = "\x02"
END = "\x03"
# Strings of so many characters are proven by their bigrams alone.
LONGEST_PROVEN = 2


def literal_query(folded: str) -> str:
    """The tsquery of texts that may hold `folded` somewhere, and do if it has no more than LONGEST_PROVEN characters."""
    if len(folded) < LONGEST_PROVEN:
        begun = f"{quote(GRAM + folded)}:*"
        # A word of two characters that begins so has no bigram of its own.
        return f"({begun} | {quote(folded)}:*)" if may_be_word(folded) else begun
    return " & ".join(map(_gram, dict.fromkeys(first + second for first, second in pairwise(folded))))


def may_be_word(folded: str) -> bool:
    """Whether the index can hold `folded` as a word as it stands: words begin with a letter or digit, or are
    a sign that holds a lexeme."""
    return (folded[:1].isalnum() or folded[:1] in SIGNS) and len(folded) <= LONGEST_PROOF


def _gram(gram: str) -> str:
    marked = quote(GRAM + gram)
    return f"({marked} | {quote(gram)})" if may_be_word(gram) else marked
