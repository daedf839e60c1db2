"""SourceText -> ParsedMinutes. No Django, no I/O.

`parse` reads one document's lines by small named rules, one module a subject: lines (page furniture), labels and
sections (the head's fields), header, attendees, agenda, attachments, speakers (marks), headings, records (what is
between brackets), utterances, joining (broken lines), checks (warnings), certainty. What a person taught is in
lessons, shapes and lesson_matches. The ledger sees that no text is lost.
"""

from minutes.parsing.ledger import CODES
from minutes.parsing.lessons import LESSON_KINDS, Lesson
from minutes.parsing.model import (
    ACCESS_LEVELS,
    HEAD,
    HEAD_LABELS,
    KINDS,
    Access,
    AgendaItem,
    Attachment,
    Attendee,
    ParsedMinutes,
    ParsedMinutesError,
    Utterance,
    Warning,
)
from minutes.parsing.parser import parse
from minutes.parsing.records import bracketed, clock_in, event_line, is_closing, is_opening
from minutes.parsing.text import flat, squeeze, tidy, width

# Raised whenever a rule changes what some document gives: stored results are then stale.
PARSER_VERSION = "2"

__all__ = [
    "ACCESS_LEVELS",
    "CODES",
    "HEAD",
    "HEAD_LABELS",
    "KINDS",
    "LESSON_KINDS",
    "PARSER_VERSION",
    "Access",
    "AgendaItem",
    "Attachment",
    "Attendee",
    "Lesson",
    "ParsedMinutes",
    "ParsedMinutesError",
    "Utterance",
    "Warning",
    "bracketed",
    "clock_in",
    "event_line",
    "flat",
    "is_closing",
    "is_opening",
    "parse",
    "squeeze",
    "tidy",
    "width",
]
