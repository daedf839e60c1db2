"""What readers are shown: lists, the text of a meeting, corrections and old versions. Every row comes through minutes.access.

`browsing` gives lists and counts, `transcript` the text page by page, `corrections` what a version changed to this reader,
`changes_page` and `old_minutes` the pages of versions.
"""

from minutes.reading_room import browsing
from minutes.reading_room.browsing import standing_links
from minutes.reading_room.changes_page import PAGE_CHANGES, ChangesPage, ShownRow
from minutes.reading_room.corrections import Corrections, compare, compare_states
from minutes.reading_room.old_minutes import OldMinutes
from minutes.reading_room.transcript import Transcript, dropped_utterance

__all__ = [
    "PAGE_CHANGES",
    "ChangesPage",
    "Corrections",
    "OldMinutes",
    "ShownRow",
    "Transcript",
    "browsing",
    "compare",
    "compare_states",
    "dropped_utterance",
    "standing_links",
]
