"""The home page: search, the newest meetings, fiscal years × bodies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutes import reading


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    everything = reading.matrix_of(request.user)
    matrix = everything.cut(years=reading.HOME_YEARS, bodies=reading.HOME_BODIES)
    context = {
        "matrix": matrix,
        "is_cut": len(matrix.years) < len(everything.years) or len(matrix.rows) < len(everything.rows),
        "meetings": reading.listed_meetings(request.user)[: reading.NEWEST],
    }
    return render(request, "minutes/home.html", context)
