"""The results page: one view for the page and, asked by htmx, for the part of it that changes."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from minutes.access import visible_utterances
from minutes.views.forms import given, whole_number
from minutes.views.http import HtmxHttpRequest
from search import log
from search.budget import RETRY_AFTER, SearchBusy, limited
from search.language import Sort
from search.models import KnownItem
from search.page.address import read_address
from search.page.composition import build_page
from search.page.surroundings import said_around
from search.page.titles import build_titles_page

SORT_COOKIE = "search_sort"
ONE_YEAR = 365 * 24 * 3600


class TitlesForm(forms.Form):
    """?of= and ?page= of the list of titles."""

    of = forms.ChoiceField(choices=KnownItem.Kind.choices, required=False)
    page = whole_number()


def _busy(request: HttpRequest, error: SearchBusy) -> HttpResponse:
    """Says that too many searches run, before anything was looked for; asked by htmx, in the place of the results."""
    is_fragment = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    template = "search/_busy.html" if is_fragment else "search/busy.html"
    return _told_to_wait(render(request, template, {"message": str(error), "address": request.get_full_path()}))


def _told_to_wait(response: HttpResponse) -> HttpResponse:
    response.status_code = 429
    response.headers["Retry-After"] = str(RETRY_AFTER)
    patch_cache_control(response, no_store=True)
    return response


@require_safe
@limited(_busy)
def results(request: HtmxHttpRequest) -> HttpResponse:
    """The address holds the whole search; only a sort that it leaves open is remembered from the last one."""
    asked = request.GET.get("sort", "")
    sort = _sort_of(request.COOKIES.get(SORT_COOKIE, "")) or Sort.RELEVANCE
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    template = "search/_search.html" if is_fragment else "search/results.html"
    page = build_page(request, sort)
    if not page.timed_out:
        log.record(request, text=page.text, total=page.found, is_filtered=page.is_narrowed)
    response = render(request, template, {"page": page, "is_fragment": is_fragment})
    if page.is_busy:
        _told_to_wait(response)
    if is_fragment and "after" not in request.GET:
        # A form sends its empty fields too: the address is shown without them.
        push_url(response, page.own_url)
    if _sort_of(asked):
        response.set_cookie(
            SORT_COOKIE, asked, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
    return response


@require_safe
@limited(_busy)
def titles(request: HttpRequest) -> HttpResponse:
    """All meetings, agenda items and papers of which the titles hold the words of a search, page by page."""
    address = read_address(request, sort=Sort.NEWEST, limit=0)
    asked = given(TitlesForm(request.GET))
    kind = KnownItem.Kind(asked["of"]) if asked["of"] else None
    page = build_titles_page(address, request.user, kind, asked["page"] or 1)
    return render(request, "search/titles.html", {"page": page})


@require_safe
def around(request: HttpRequest, key: str, ref: int) -> HttpResponse:
    """What was said before and after an utterance, to be shown under it."""
    utterance = get_object_or_404(visible_utterances(request.user).select_related("meeting"), meeting__key=key, ref=ref)
    return render(request, "search/_around.html", {"around": said_around(utterance, request.user)})


def _sort_of(text: str) -> Sort | None:
    return Sort(text) if text in set(Sort) else None
