"""Error pages in the site's own clothes; the server error's page needs no database."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": "このページを開く権限がありません"}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In a closed archive nobody learns without signing in which addresses exist: all lead to the sign-in page."""
    if settings.LOGIN_REQUIRED_TO_READ and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "error.html", {"heading": "ページが見つかりません"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.render_to_string("server_error.html"), status=500)
