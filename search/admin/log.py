"""The record of searches in the administration pages: two lists, a file of each, and words to be forgotten."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from minutes import access
from minutes.exchange import csv_bytes
from minutes.views.files import file_response
from minutes.views.forms import given
from search import log
from search.log import DEFAULT_PERIOD, MOST_IN_FILE, MOST_SHOWN, PERIODS, Listing, Searched
from search.models import LoggedSearch

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[LoggedSearch]
else:
    ModelAdmin = admin.ModelAdmin

LABELS = {Listing.NOTHING: "見つからなかった検索", Listing.FREQUENT: "多い検索"}


class ReportForm(forms.Form):
    """Which list, of how many days; what is none is as if it were not given."""

    list = forms.TypedChoiceField(choices=[(one.value, one.value) for one in Listing], coerce=Listing, required=False)
    days = forms.TypedChoiceField(choices=[(days, days) for days in PERIODS], coerce=int, required=False)


@admin.register(LoggedSearch)
class LoggedSearchAdmin(ModelAdmin):
    """Rows are written by search.log and read as lists: no page of their own."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.report), name="search_loggedsearch_changelist"),
            path("file/", view(self.file), name="search_loggedsearch_file"),
            path("forget/", view(require_POST(self.forget)), name="search_loggedsearch_forget"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LoggedSearch | None = None) -> bool:
        return False

    def report(self, request: HttpRequest) -> HttpResponse:
        listing, days = self._asked(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "検索の記録",
            "opts": self.opts,
            "rows": [
                {"searched": row, "again": _again(row), "synonym": _synonym(request, row)}
                for row in log.searched(listing, days)
            ],
            "listing": listing.value,
            "listings": [
                {"label": label, "url": _address(days=days, list=one.value), "is_current": one is listing}
                for one, label in LABELS.items()
            ],
            "label": LABELS[listing],
            "days": days,
            "periods": [
                {"days": one, "url": _address(days=one, list=listing.value), "is_current": one == days}
                for one in PERIODS
            ],
            "file_url": f"{reverse('admin:search_loggedsearch_file')}?{urlencode({'days': days, 'list': listing.value})}",
            "most_shown": MOST_SHOWN,
            "kept_days": settings.SEARCH_LOG_DAYS,
            "with_people": settings.SEARCH_LOG_USERS,
            "may_forget": self.has_delete_permission(request),
        }
        return render(request, "admin/search/loggedsearch/report.html", context)

    def file(self, request: HttpRequest) -> HttpResponse:
        listing, days = self._asked(request)
        name = f"searches-{listing.value}-{days}.csv"
        rows = log.searched(listing, days, limit=MOST_IN_FILE)
        table = log.table_of(rows, with_people=settings.SEARCH_LOG_USERS)
        return file_response(csv_bytes(table), name, "text/csv; charset=utf-8")

    def forget(self, request: HttpRequest) -> HttpResponse:
        """Removes every row of some words: what somebody typed by mistake need not be kept."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        text = request.POST.get("folded")
        if text is not None and LoggedSearch.objects.filter(folded=text).delete()[0]:
            self.message_user(request, f"「{text}」を記録から消しました。", messages.SUCCESS)
        listing, days = self._asked(request)
        return HttpResponseRedirect(_address(days=days, list=listing.value))

    def _asked(self, request: HttpRequest) -> tuple[Listing, int]:
        """The list and the period that the address names, or the usual ones. Refuses who may not see any."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = given(ReportForm(request.GET))
        return chosen["list"] or Listing.NOTHING, chosen["days"] or DEFAULT_PERIOD


def _address(**parameters: Any) -> str:
    return f"{reverse('admin:search_loggedsearch_changelist')}?{urlencode(parameters)}"


def _again(row: Searched) -> str:
    return f"{reverse('search:results')}?{urlencode({'q': row.text})}"


def _synonym(request: HttpRequest, row: Searched) -> str:
    """The form for a new group of synonyms with these words in it; nothing for who may not add one."""
    if not access.can_keep_synonyms(request.user):
        return ""
    return f"{reverse('admin:search_synonymgroup_add')}?{urlencode({'words': row.text})}"
