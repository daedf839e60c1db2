"""The audit trail: who changed what, and who looked at what is not public. Administrators only."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from minutes import access
from minutes.history import AccessFilter, ChangeFilter, access_table, change_table, entries_of, key_page, seen_of
from minutes.views.files import file_in_parts


def trail_readers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sends visitors to the sign-in page; whoever signed in without the right gets the 403 page."""

    @wraps(view)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not access.reads_trail(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return login_not_required(checked)


@trail_readers_only
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The changes, the newest first; every filter stands in the address."""
    form = ChangeFilter(request.GET)
    page = key_page(form.found(), form.below_key)
    context = {"form": form, "entries": entries_of(page.rows), **_links(request, page.older)}
    return render(request, "minutes/staff/trail.html", context)


@trail_readers_only
@require_safe
def changes_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All changes that the filters find, as a table."""
    return _file("changes", change_table(ChangeFilter(request.GET).found()))


@trail_readers_only
@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """The record of access, the newest first."""
    form = AccessFilter(request.GET)
    page = key_page(form.found(), form.below_key)
    context = {"form": form, "looks": seen_of(page.rows), **_links(request, page.older)}
    return render(request, "minutes/staff/access_log.html", context)


@trail_readers_only
@require_safe
def accesses_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All of the record of access that the filters find, as a table."""
    return _file("access", access_table(AccessFilter(request.GET).found()))


def _links(request: HttpRequest, older: int | None) -> dict[str, str]:
    """The same list as a file, from its beginning, and its next page."""
    given = {name: str(value) for name, value in request.GET.items() if value and name != "below"}
    return {
        "query": urlencode(given),
        "older": urlencode({**given, "below": str(older)}) if older else "",
        "is_later": request.GET.get("below", ""),
    }


def _file(name: str, table: Iterator[bytes]) -> StreamingHttpResponse:
    today = timezone.localdate()
    return file_in_parts(table, f"{name}-{today:%Y%m%d}.csv", "text/csv; charset=utf-8")
