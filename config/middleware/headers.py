"""What browsers may do with an answer, and who may keep it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]
# What a page loads and where its forms lead is named; the rest is forbidden. No inline script, no inline style.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Nothing of what a browser could hand to a page is of use here.
_UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _UNUSED)


def content_policy() -> str:
    """The policy of every page: all comes from this server; forms may lead to settings.FORM_ORIGINS besides."""
    rules = {**_POLICY, "form-action": " ".join([_POLICY["form-action"], *settings.FORM_ORIGINS])}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class SecurityHeaders:
    """Tells browsers with every answer, static files too, what they must not do; a view may be stricter."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in (
            ("Content-Security-Policy", content_policy()),
            ("Permissions-Policy", PERMISSIONS),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            response.headers.setdefault(name, value)
        return response


class KeepNothing:
    """Whatever somebody who has signed in is shown is kept nowhere: no Back and no proxy shows it to the next person.

    Pages for visitors are asked for anew each time, and kept by no cache that several people share. Static files come
    before this, and keep their own rules.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        else:
            response.headers.setdefault("Cache-Control", "no-cache, private")
        if was_signed_in and not request.user.is_authenticated:
            # Pages that the browser holds in memory to go back to go as well.
            response.headers["Clear-Site-Data"] = '"cache"'
        patch_vary_headers(response, ["Cookie"])
        return response
