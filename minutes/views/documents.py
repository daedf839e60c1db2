"""Pages for reading."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def meeting_source(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")


def meeting_versions(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")
