"""Who may read when the office closes its archive."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class SignInToRead(LoginRequiredMiddleware):
    """With LOGIN_REQUIRED_TO_READ, sends everybody who has not signed in to the sign-in page.

    The view that was found decides, never the address or a header: every view is closed unless it is marked by
    `login_not_required`, because signing in needs it or because it asks for a sign-in in a way of its own.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not settings.LOGIN_REQUIRED_TO_READ:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
