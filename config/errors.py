"""Error pages in the site's own clothes and in Japanese; those of config.refusals and of server errors need no database."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from config import refusals

HTML = "text/html"


class PagesForErrors:
    """Gives an error that would be an empty page the words that people need; scripts' answers stay as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", HTML).startswith(HTML)
        # 401 is for scripts: the page that they stand on says what to do.
        if response.status_code < 400 or response.status_code == 401 or not is_page:
            return response
        if response.streaming and response.status_code == 405:
            # What keeps the static files answers with a file that is none.
            response = HttpResponse(status=405, headers={"Allow": response.get("Allow", "GET, HEAD")})
        if response.streaming or response.content:
            return response
        response.content = refusals.refusal(response.status_code).page()
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before or within a view: a host, a length, a number of parts, a form that is none."""
    if isinstance(exception, DisallowedHost):
        told = refusals.UNKNOWN_HOST
    elif isinstance(exception, RequestDataTooBig):
        told = refusals.too_large()
    elif isinstance(exception, (TooManyFieldsSent, TooManyFilesSent)):
        told = refusals.TOO_MANY_PARTS
    else:
        told = refusals.refusal(400)
    return HttpResponse(told.page(), status=told.status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": "このページを開く権限がありません"}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In a closed archive nobody learns without signing in which addresses exist: all lead to the sign-in page."""
    if settings.LOGIN_REQUIRED_TO_READ and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "error.html", {"heading": "ページが見つかりません"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.render_to_string("server_error.html"), status=500)
