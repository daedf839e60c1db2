"""The bin (ごみ箱): withdrawn minutes and discarded uploads, why they are there, how they come back or go for ever."""

from minutes.bin.contents import Binned, binned_meetings, binned_uploads, note_discarded, note_taken_back
from minutes.bin.removal import Holdings, holdings_of_meeting, holdings_of_upload, remove_meeting, remove_upload
from minutes.bin.withdrawal import BinError, publish, restore, withdraw

__all__ = [
    "BinError",
    "Binned",
    "Holdings",
    "binned_meetings",
    "binned_uploads",
    "holdings_of_meeting",
    "holdings_of_upload",
    "note_discarded",
    "note_taken_back",
    "publish",
    "remove_meeting",
    "remove_upload",
    "restore",
    "withdraw",
]
