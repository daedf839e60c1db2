"""How large a request's body may be: small for everybody, larger for pages that say so and for those who may use them.

The view that was found decides (minutes.intake.request_bodies), never an address. The server asks before it reads the
body; behind another server the middleware refuses by the length that is told, before Django reads anything.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from minutes.intake import largest_body


def allowance(environ: dict[str, Any]) -> int:
    """The most bytes that this request may bring, by its address and whose session its cookie tells."""
    request = WSGIRequest(environ)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(
        request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    )
    try:
        view = resolve(request.path_info).func
    except Http404:
        return settings.FORM_MAX_BYTES
    return largest_body(view, auth.get_user(request))


class BodyLimit:
    """Before anything reads the body: a request that tells a larger one than its view takes is refused (413)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        told = request.META.get("CONTENT_LENGTH") or "0"
        length = int(told) if told.isdecimal() else 0
        if length > settings.FORM_MAX_BYTES and length > largest_body(view, request.user):
            raise RequestDataTooBig
