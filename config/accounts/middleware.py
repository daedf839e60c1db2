"""Two rules for everybody who has signed in: for how long, and that a password that was given is changed first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from config.accounts import devices, passwords, sessions, signing_in

Handler = Callable[[HttpRequest], HttpResponse]
SIGNED_OUT = (
    "しばらく操作がなかったか、ログインから長い時間がたったため、ログアウトしました。もう一度ログインしてください。"
)


class LimitedSessions:
    """Ends sessions that have lasted or rested too long, and those whose user may not sign in any more."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and sessions.is_over(request):
            sessions.end(request)
            messages.info(request, SIGNED_OUT)
        elif SESSION_KEY in request.session and not request.user.is_authenticated:
            sessions.end(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            sessions.note(request, response)
        name = getattr(request, signing_in.SIGNED_IN, "")
        if name:
            devices.remember(request, response, name)
        return response


class GivenPasswordFirst:
    """Leads everybody whose password somebody else gave to the page that changes it, from wherever he wants to go."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Decided by the view that was found, never by the address: every view but these is behind the change."""
        match = request.resolver_match
        if match is None or match.view_name in ("logout", "password_change") or not passwords.must_change(request.user):
            return None
        is_page = request.method in ("GET", "HEAD") and "HX-Request" not in request.headers
        page = reverse("password_change")
        if is_page and "text/html" in request.headers.get("Accept", "text/html"):
            return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
        return render(request, "accounts/password_first.html", status=403)
