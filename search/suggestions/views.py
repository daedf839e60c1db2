"""The suggestions under a search box, as JSON for static/js/suggest.js."""

from dataclasses import asdict

from django import forms
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minutes.views.forms import given, whole_number
from search.budget import RETRY_AFTER, SearchBusy, limited
from search.language import read_ends
from search.suggestions.suggesting import BoxFilters, suggest


class BoxForm(forms.Form):
    """The hidden filters of a search box; what is none is passed over, as by the search itself."""

    body = whole_number()
    topic = whole_number()
    year_from = whole_number()
    year_to = whole_number()


def _none(request: HttpRequest, error: SearchBusy) -> JsonResponse:
    return JsonResponse({"suggestions": []}, status=429, headers={"Retry-After": str(RETRY_AFTER)})


@never_cache
@require_safe
@limited(_none, "suggest")
def suggestions(request: HttpRequest) -> JsonResponse:
    """{"suggestions": [{"label", "text", "url", "fill"}]} for what stands in the box (`q`) and its hidden filters."""
    first, last = read_ends(request.GET.get("date_from", ""), request.GET.get("date_to", ""))
    filters = BoxFilters(**given(BoxForm(request.GET)), date_from=first, date_to=last)
    found = suggest(request.GET.get("q", ""), request.user, filters)
    return JsonResponse({"suggestions": [asdict(proposal) for proposal in found]})
