"""The administration pages of the search; Django looks for them here."""

from search.admin import index, log, synonyms

__all__ = ["index", "log", "synonyms"]
