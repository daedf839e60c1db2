"""Browsers that somebody has signed in from before: each keeps a signed cookie with the names, and an own number.

Whoever guesses somebody's password elsewhere has no such cookie, and locks nobody out who has one.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known"
_A_YEAR = 365 * 24 * 60 * 60
_SALT = "accounts.devices"
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
    response.set_cookie(
        COOKIE,
        signing.dumps({"number": kept["number"], "names": names[:_MOST_NAMES]}, salt=_SALT),
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_A_YEAR)
    except signing.BadSignature:
        return {"number": secrets.token_hex(8), "names": []}
    return kept


def _name(username: str) -> str:
    """The name as the cookie holds it: nobody reads from a machine who works there."""
    return salted_hmac(_SALT, username, algorithm="sha256").hexdigest()[:16]
