"""Who does something in a request: told to the audit trail with all that the request writes, and its number to the log."""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

import trail
from config.client_address import client_address

HEADER = "X-Request-ID"
_NONE = "-"
_KEPT = "_number_of_occasion"
# Addresses may be long, and whoever asks for them is not to fill the disk.
_LONGEST_LINE = 2_000
# What ends a line or moves the cursor of whoever reads it.
_NO_SIGN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]")
_number: ContextVar[str] = ContextVar("number", default=_NONE)


class RequestOccasions:
    """Gives each request a number of this site's own, which stands in the trail, the log and the answer.

    A number that the client sends is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        token = _number.set(number)
        # Django tells of some refusals when all this is over.
        setattr(request, _KEPT, number)
        try:
            with trail.during(lambda: occasion_of(request, number)):
                response = self.get_response(request)
        finally:
            _number.reset(token)
        response.headers[HEADER] = number
        return response


def occasion_of(request: HttpRequest, number: str) -> trail.Occasion:
    """Who asks, as far as that is known by now: signing in makes it known while the request is answered."""
    # Who has yet to show the second factor is a visitor, and what he sets up is his all the same.
    user = getattr(request, "half_signed_in", None) or getattr(request, "user", None)
    known = user if user is not None and user.is_authenticated else None
    return trail.Occasion(
        person=known.pk if known else None,
        name=known.get_username() if known else "",
        address=client_address(request),
        request=number,
        what=f"{request.method} {request.path}",
    )


class LogLine(logging.Formatter):
    """One line for one thing told, whatever was typed into it, at a time with its distance from UTC. Only what comes
    with an error (a traceback) has lines of its own below."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        if len(line) > _LONGEST_LINE:
            line = f"{line[:_LONGEST_LINE]}… ({len(line)})"
        return _NO_SIGN.sub(lambda sign: ascii(sign[0])[1:-1], line)


class RequestNumber(logging.Filter):
    """Has each line of the log tell in which request it was written."""

    def filter(self, record: logging.LogRecord) -> bool:
        number = _number.get()
        if number == _NONE:
            number = getattr(getattr(record, "request", None), _KEPT, _NONE)
        record.request_number = number
        return True
