"""消去: words are found everywhere in the archive, and removed from it for ever as one action."""

from minutes.erasure.erasing import CHANGED, NO_REASON, Decision, Fate, erase, left_over, look_through
from minutes.erasure.fields import unsettled
from minutes.erasure.finding import ErasureError, File, Found, Place, Wanted
from minutes.erasure.listing import Listing, erasures_of, listed_files, listed_places, listing

__all__ = [
    "CHANGED",
    "NO_REASON",
    "Decision",
    "ErasureError",
    "Fate",
    "File",
    "Found",
    "Listing",
    "Place",
    "Wanted",
    "erase",
    "erasures_of",
    "left_over",
    "listed_files",
    "listed_places",
    "listing",
    "look_through",
    "unsettled",
]
