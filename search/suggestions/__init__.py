"""What a search box suggests while a person types, and the texts that it takes them from."""

from search.suggestions.index import LONGEST, on_meeting_changed, on_meeting_deleted, on_meetings_relabelled, refresh
from search.suggestions.names import names_read
from search.suggestions.suggesting import suggest
from search.suggestions.views import suggestions

__all__ = [
    "LONGEST",
    "names_read",
    "on_meeting_changed",
    "on_meeting_deleted",
    "on_meetings_relabelled",
    "refresh",
    "suggest",
    "suggestions",
]
