"""Files and folders on their way in: what was sent, what is packed in it, and what one item holds once it is read.

`items` reads one meeting's minutes with their source, `sent_files` and `unpacking` take apart what people send,
`upload_limits` bounds one request.
"""

from minutes.intake import upload_limits
from minutes.intake.items import (
    READ_FIELDS,
    Incoming,
    IntakeError,
    Item,
    SeveralMeetings,
    items_of,
    new_source,
    parse_again,
    parse_document,
    parse_item,
    read_limits,
)
from minutes.intake.sent_files import Refused, members_of
from minutes.intake.unpacking import is_left_by_system, is_zip, megabytes

__all__ = [
    "READ_FIELDS",
    "Incoming",
    "IntakeError",
    "Item",
    "Refused",
    "SeveralMeetings",
    "is_left_by_system",
    "is_zip",
    "items_of",
    "megabytes",
    "members_of",
    "new_source",
    "parse_again",
    "parse_document",
    "parse_item",
    "read_limits",
    "upload_limits",
]
