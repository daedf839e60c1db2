"""Who does something in a request: told to the audit trail with all that the request writes, and its number to the log."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

import trail
from config.client_address import client_address

HEADER = "X-Request-ID"
_number: ContextVar[str] = ContextVar("number", default="-")


class RequestOccasions:
    """Gives each request a number of this site's own, which stands in the trail, the log and the answer.

    A number that the client sends is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        token = _number.set(number)
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


class RequestNumber(logging.Filter):
    """Has each line of the log tell in which request it was written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = _number.get()
        return True
