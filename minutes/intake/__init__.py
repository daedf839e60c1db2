"""Files and folders on their way in: what was sent, what is packed in it, and what one item holds once it is read.

`apart` alone lets strangers' files be read, within the site's limits; `items` reads one meeting's minutes with their source, `sent_files` and `unpacking` take apart what people send,
`upload_limits` bounds one request, `request_bodies` says which views take large ones.
"""

from minutes.documents import DocumentError
from minutes.intake import upload_limits
from minutes.intake.apart import draw_page, explain_text, page_shapes, parse_file, read_file
from minutes.intake.items import (
    READ_FIELDS,
    Incoming,
    IntakeError,
    Item,
    SeveralMeetings,
    explain_again,
    items_of,
    new_source,
    parse_again,
    parse_document,
    parse_item,
    read_today,
)
from minutes.intake.request_bodies import largest_body, takes_body_of
from minutes.intake.sent_files import Refused, holds_files, members_of
from minutes.intake.unpacking import Member, is_left_by_system, megabytes

__all__ = [
    "READ_FIELDS",
    "DocumentError",
    "Incoming",
    "IntakeError",
    "Item",
    "Member",
    "Refused",
    "SeveralMeetings",
    "draw_page",
    "explain_again",
    "explain_text",
    "holds_files",
    "is_left_by_system",
    "items_of",
    "largest_body",
    "megabytes",
    "members_of",
    "new_source",
    "page_shapes",
    "parse_again",
    "parse_document",
    "parse_file",
    "parse_item",
    "read_file",
    "read_today",
    "takes_body_of",
    "upload_limits",
]
