"""Drafts and what is done with them before they are published.

`edits` stores corrections one at a time, `teaching` reads a document again as an editor taught, `lessons` keeps what was
taught for a body, `settling` which body, meeting and topics a draft has, `meetings` which meetings it may be of, `speakers` in which part those of a body speak, `gaps` what it still lacks, `page_pictures` its pages.
"""

from minutes.drafts import edits, gaps, meetings, page_pictures, settling, speakers, teaching
from minutes.drafts.lessons import lessons_for
from minutes.drafts.meetings import DraftMeeting, DraftMeetings
from minutes.drafts.settling import BodyChoice, ChoiceError, DraftTopics

__all__ = [
    "BodyChoice",
    "ChoiceError",
    "DraftMeeting",
    "DraftMeetings",
    "DraftTopics",
    "edits",
    "gaps",
    "lessons_for",
    "meetings",
    "page_pictures",
    "settling",
    "speakers",
    "teaching",
]
