"""What readers are shown: lists, the text of a meeting, corrections and old versions. Every row comes through minutes.access.

`browsing` gives lists and counts, `meeting_text` the text page by page, `dialogue` what answers what, `corrections` what a version changed to this reader,
`changes_page` and `old_minutes` the pages of versions, `edition` and `printed_editions` the edition for everybody (公開用会議録).
"""

from minutes.reading_room import browsing
from minutes.reading_room.browsing import standing_links
from minutes.reading_room.changes_page import PAGE_CHANGES, ChangesPage, ShownRow
from minutes.reading_room.corrections import Corrections, compare, compare_states
from minutes.reading_room.dialogue import Counterparts, counterparts_of, inquiries_of, links_between
from minutes.reading_room.edition import public_edition_of
from minutes.reading_room.meeting_text import MeetingText, dropped_utterance
from minutes.reading_room.old_minutes import OldMinutes
from minutes.reading_room.printed_editions import PrinterBusy, forget_printed, on_meeting_changed, printed_edition

__all__ = [
    "PAGE_CHANGES",
    "ChangesPage",
    "Corrections",
    "Counterparts",
    "MeetingText",
    "OldMinutes",
    "PrinterBusy",
    "ShownRow",
    "browsing",
    "compare",
    "compare_states",
    "counterparts_of",
    "dropped_utterance",
    "forget_printed",
    "inquiries_of",
    "links_between",
    "on_meeting_changed",
    "printed_edition",
    "public_edition_of",
    "standing_links",
]
