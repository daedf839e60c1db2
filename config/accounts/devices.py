"""Browsers that somebody has signed in from before: each keeps a signed cookie with the names, and an own number.

Whoever guesses somebody's password elsewhere has no such cookie, and locks nobody out who has one.
"""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from config.accounts import cookies

COOKIE = "known"
_A_YEAR = 365 * 24 * 60 * 60
# A shared machine at a counter has this many people at most; who signed in longest ago is forgotten.
_MOST_NAMES = 20


def of(request: HttpRequest, username: str) -> str:
    """The browser's own number, where the account has signed in from it before; else nothing."""
    kept = _kept(request)
    return kept["number"] if _name(username) in kept["names"] else ""


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Keeps in the browser that the account has signed in from it."""
    kept = _kept(request)
    names = [_name(username), *(name for name in kept["names"] if name != _name(username))]
    cookies.keep(response, COOKIE, {"number": kept["number"], "names": names[:_MOST_NAMES]}, _A_YEAR)


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] | None = cookies.kept(request, COOKIE, _A_YEAR)
    return kept or {"number": secrets.token_hex(8), "names": []}


def _name(username: str) -> str:
    """The name as the cookie holds it: nobody reads from a machine who works there."""
    return salted_hmac("accounts.devices", username, algorithm="sha256").hexdigest()[:16]
