"""Who speaks in which part, and which answer belongs to which question. Stdlib only, from values to values."""

from minutes.dialogue.attendance import Present
from minutes.dialogue.categories import CATEGORY_CHOICES, CATEGORY_LABELS, SHORT_LABELS, SpeakerCategory
from minutes.dialogue.inquiries import Place, Reading, inquiries_as_read, inquiries_of
from minutes.dialogue.posts import role_of
from minutes.dialogue.speakers import Said, Setting, categories_of

__all__ = [
    "CATEGORY_CHOICES",
    "CATEGORY_LABELS",
    "SHORT_LABELS",
    "Place",
    "Present",
    "Reading",
    "Said",
    "Setting",
    "SpeakerCategory",
    "categories_of",
    "inquiries_as_read",
    "inquiries_of",
    "role_of",
]
