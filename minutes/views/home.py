"""The home page: search, the newest meetings, fiscal years × bodies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutes.reading_room import browsing


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    everything = browsing.matrix_of(request.user)
    matrix = everything.cut(years=browsing.HOME_YEARS, bodies=browsing.HOME_BODIES)
    context = {
        "matrix": matrix,
        "is_cut": len(matrix.years) < len(everything.years) or len(matrix.rows) < len(everything.rows),
        "meetings": browsing.listed_meetings(request.user)[: browsing.NEWEST],
    }
    return render(request, "minutes/home.html", context)
