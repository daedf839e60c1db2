"""What each word of a query stands for: itself, its other spellings, its synonyms. No Django.

A tree of search.query is expanded before it is searched: every Term becomes a Wanted, which lists the
forms that match in its place. The page shows them, and each can be switched off by its text.
"""

from search.tree import Form, FormKind, Wanted

__all__ = ["Form", "FormKind", "Wanted"]
