"""Literal strings -> tsqueries on the character bigrams that the database's search_grams makes. No Django.

A bigram is GRAM and two characters, after the last character of a text END in place of the second. One
character is asked for as the beginning of a bigram, so that nothing is too short to be found.
"""

from itertools import pairwise

from search.vector import quote

GRAM = "\x02"
END = "\x03"
# Strings of so many characters are proven by their bigrams alone.
PROVEN = 2


def literal_query(folded: str) -> str:
    """The tsquery of texts that may hold `folded` somewhere, and do if it has no more than PROVEN characters."""
    if len(folded) < PROVEN:
        return f"{quote(GRAM + folded)}:*"
    grams = dict.fromkeys(first + second for first, second in pairwise(folded))
    return " & ".join(quote(GRAM + gram) for gram in grams)
