"""Drafts and what is done with them before they are published.

`edits` stores corrections one at a time, `teaching` reads a document again as an editor taught, `lessons` keeps what was
taught for a body, `settling` which body and topics a draft has, `gaps` what it still lacks, `page_pictures` its pages.
"""

from minutes.drafts import edits, gaps, page_pictures, settling, teaching
from minutes.drafts.lessons import lessons_for
from minutes.drafts.settling import BodyChoice, ChoiceError, DraftTopics

__all__ = [
    "BodyChoice",
    "ChoiceError",
    "DraftTopics",
    "edits",
    "gaps",
    "lessons_for",
    "page_pictures",
    "settling",
    "teaching",
]
