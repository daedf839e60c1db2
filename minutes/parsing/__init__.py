"""SourceText -> ParsedMinutes. No Django, no I/O.

`parse` reads one document's lines by small named rules, one module a subject: lines (page furniture), labels and
sections (the head's fields), header, attendees, agenda, attachments, speakers (marks), headings, records (what is
between brackets), utterances, joining (broken lines), checks (warnings), certainty. What a person taught is in
lessons, shapes and taught. The ledger sees that no text is lost.
"""

from minutes.parsing.parser import parse

# Raised whenever a rule changes what some document gives: stored results are then stale.
PARSER_VERSION = "2"

__all__ = ["PARSER_VERSION", "parse"]
