"""Personal data in minutes, proposed for withholding: names of private persons, addresses, numbers. No Django, no I/O.

Each finding is a proposal: a person confirms it. What is found and what is not: docs/personal-data.md.
"""

from minutes.personal_data.finding import (
    Text,
    find,
    find_in_text,
    find_in_texts,
    is_private_person,
    office_holders_of,
    texts_of,
)
from minutes.personal_data.model import GROUND_HINTS, KIND_LABELS, Finding

__all__ = [
    "GROUND_HINTS",
    "KIND_LABELS",
    "Finding",
    "Text",
    "find",
    "find_in_text",
    "find_in_texts",
    "is_private_person",
    "office_holders_of",
    "texts_of",
]
