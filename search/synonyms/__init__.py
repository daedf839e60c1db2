"""What is looked for in a word's place: synonyms that are kept and imported, and the words that the index knows."""

from search.synonyms.files import BadLine, SynonymSet, SynonymWord, office_rows, read_office, read_sudachi
from search.synonyms.keeping import (
    NoSynonymsError,
    add_standard,
    import_office,
    office_sets,
    problems_of,
    replace_sudachi,
)
from search.synonyms.lexicon import load_lexicon
from search.synonyms.nearness import Likeness, NearWord, likelihood, near_words
from search.synonyms.understanding import expanded, loosen, understand

__all__ = [
    "BadLine",
    "Likeness",
    "NearWord",
    "NoSynonymsError",
    "SynonymSet",
    "SynonymWord",
    "add_standard",
    "expanded",
    "import_office",
    "likelihood",
    "load_lexicon",
    "loosen",
    "near_words",
    "office_rows",
    "office_sets",
    "problems_of",
    "read_office",
    "read_sudachi",
    "replace_sudachi",
    "understand",
]
