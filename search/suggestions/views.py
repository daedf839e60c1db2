"""The suggestions under a search box, as JSON for static/js/suggest.js."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.suggestions.suggesting import BoxFilters, suggest


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """{"suggestions": [{"label", "text", "url", "fill"}]} for what stands in the box (`q`) and its hidden filters."""
    names = ("body", "topic", "year_from", "year_to")
    scope = BoxFilters(**{name: _number(request.GET.get(name, "")) for name in names})
    found = suggest(request.GET.get("q", ""), request.user, scope)
    return JsonResponse({"suggestions": [asdict(proposal) for proposal in found]})


def _number(text: str) -> int | None:
    """A row's number or a year; None for what is none, as the search itself passes it over."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
