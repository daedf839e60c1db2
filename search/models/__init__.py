"""What is stored: the index, its suggestions, synonyms, and the record of searches."""

from search.models.index import IndexedMeeting, Profile, SearchEntry, Word, new_revision
from search.models.known_items import KnownItem
from search.models.log import LoggedSearch, Narrowing
from search.models.suggestions import Suggestion, SuggestionSource
from search.models.synonyms import LONGEST_WORD, StandardGroup, Synonym, SynonymGroup

__all__ = [
    "LONGEST_WORD",
    "IndexedMeeting",
    "KnownItem",
    "LoggedSearch",
    "Narrowing",
    "Profile",
    "SearchEntry",
    "StandardGroup",
    "Suggestion",
    "SuggestionSource",
    "Synonym",
    "SynonymGroup",
    "Word",
    "new_revision",
]
