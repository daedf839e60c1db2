"""Lets nobody in by halves: who has not shown the second factor yet is a visitor, and is led to where it is asked for."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import auth
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config.sign_in import second_factor
from config.sign_in.second_factor import State

_PAGES = {State.CODE: "second_factor_code", State.ENROLMENT: "second_factor"}
# What somebody half signed in may open: the page that asks for what he lacks, and the ways out.
_OPEN = {"login", "logout", "oidc_begin", "oidc_return"}


class SecondFactorGate:
    """Middleware, after whatever tells who has signed in and whose session is over, before everybody who asks that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and second_factor.state(request, user) is not State.NOTHING:
            if second_factor.is_too_old(request):
                auth.logout(request)
            else:
                # Nothing after this takes him for somebody, whatever it looks at.
                second_factor.set_half(request, user)
                request.user = AnonymousUser()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = second_factor.half_signed_in(request)
        match = request.resolver_match
        if user is None or match is None:
            return None
        page = _PAGES[second_factor.state(request, user)]
        if match.view_name in _OPEN | {page}:
            return None
        if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
            return HttpResponse("認証コードを入力してください。", status=401, content_type="text/plain; charset=utf-8")
        return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def _signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    second_factor.note_sign_in(request, user)


user_logged_in.connect(_signed_in, dispatch_uid="config.sign_in.second_factor")
