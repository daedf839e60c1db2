"""Who reads the minutes of a new meeting unless a person says otherwise: what its body says, and no more than is printed."""

from dataclasses import dataclass

from minutes import access
from minutes.models import AccessLevel, Audience, Body
from minutes.parsing import ParsedMinutes


@dataclass(frozen=True, slots=True)
class FirstAudience:
    """`is_closed` says that the minutes are printed as 非公開 as a whole, `is_partial` that a part of them is."""

    audience: int
    is_closed: bool
    is_partial: bool


def first_audience(parsed: ParsedMinutes, body: Body | None) -> FirstAudience:
    """What 公開の可否 of the minutes, else of the meeting, leads to. What a body's new meetings get holds whatever is printed."""
    of_body = body.audience if body else int(Audience.EVERYONE)
    level = parsed.minutes_access.level or parsed.meeting_access.level
    is_closed = level == AccessLevel.CLOSED
    closed = int(Audience.STAFF) if is_closed and not access.is_restricted(of_body) else of_body
    return FirstAudience(closed, is_closed, level == AccessLevel.PARTIAL)
