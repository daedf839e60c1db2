"""Signed cookies: what the site keeps in a browser and believes when it comes back, though no script can read it."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


def keep(response: HttpResponse, name: str, value: Any, max_age: int | None = None) -> None:
    """Keeps what JSON can hold for `max_age` seconds, or until the browser is closed."""
    response.set_cookie(
        _full(name),
        signing.dumps(value, salt=_salt(name)),
        max_age=max_age,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def kept(request: HttpRequest, name: str, max_age: int | None = None) -> Any:
    """What was kept, at most `max_age` seconds ago; None where there is nothing of this site's own."""
    try:
        return signing.loads(request.COOKIES.get(_full(name), ""), salt=_salt(name), max_age=max_age)
    except signing.BadSignature:
        return None


def _full(name: str) -> str:
    """Where TLS is, the prefix that keeps other hosts of the domain from setting it, as the session's cookie has it."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def _salt(name: str) -> str:
    return f"accounts.{name}"
