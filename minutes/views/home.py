"""Pages for reading."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")
