"""Pages for reading."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def fiscal_years(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")


def fiscal_year(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")


def bodies(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")


def body(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")


def topics(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")


def topic(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "minutes/home.html")
