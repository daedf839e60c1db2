"""Two small rules for every response: what a page may load, and who may read."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]
# Everything comes from this server: no inline script, no inline style, nothing from elsewhere.
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"


class ContentSecurityPolicy:
    """Forbids browsers to load anything from other hosts, as a closed network expects."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class SignInToRead:
    """With LOGIN_REQUIRED_TO_READ, sends everybody who has not signed in to the sign-in page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LOGIN_REQUIRED_TO_READ and not request.user.is_authenticated:
            # The staff pages ask for a sign-in themselves, those that scripts call with an answer in JSON.
            open_paths = (
                reverse("login"),
                "/" + settings.STATIC_URL.lstrip("/"),
                reverse("admin:index"),
                reverse("minutes:uploads"),
            )
            if not request.path.startswith(open_paths):
                return redirect_to_login(request.get_full_path())
        return self.get_response(request)
