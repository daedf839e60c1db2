"""SourceText -> ParsedMinutes. No Django, no I/O.

`parse` reads one document's lines by small named rules, one module a subject: lines (page furniture), labels and
sections (the head's fields), header, attendees, agenda, attachments, speakers (marks), headings, records (what is
between brackets), utterances, joining (broken lines), checks (warnings), certainty. What a person taught is in
lessons, shapes and lesson_matches. The ledger sees that no text is lost.
"""

from minutes.digests import digest_of
from minutes.parsing.explanation import Explained
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
from minutes.parsing.parser import explain, parse
from minutes.parsing.rows.text import flat, squeeze, tidy, width
from minutes.parsing.words.records import bracketed, clock_in, event_line, is_closing, is_opening

__all__ = [
    "ACCESS_LEVELS",
    "CODES",
    "HEAD",
    "HEAD_LABELS",
    "KINDS",
    "LESSON_KINDS",
    "Access",
    "AgendaItem",
    "Attachment",
    "Attendee",
    "Explained",
    "Lesson",
    "ParsedMinutes",
    "ParsedMinutesError",
    "Utterance",
    "Warning",
    "bracketed",
    "clock_in",
    "event_line",
    "explain",
    "flat",
    "is_closing",
    "is_opening",
    "parse",
    "parser_version",
    "squeeze",
    "tidy",
    "width",
]


def parser_version() -> str:
    """Names the rules: stored with all minutes; where it is another one, the same text may be parsed otherwise.

    A digest of the code and the words of the parser (minutes.digests).
    """
    return digest_of("minutes.parsing.parser")
