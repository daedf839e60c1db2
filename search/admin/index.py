"""The search index in the administration pages: to look at, never to change."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from search.models import IndexedMeeting, SearchEntry

if TYPE_CHECKING:
    EntryAdmin = admin.ModelAdmin[SearchEntry]
    MeetingAdmin = admin.ModelAdmin[IndexedMeeting]
else:
    EntryAdmin = MeetingAdmin = admin.ModelAdmin


class ToLookAt:
    """Nothing here is written by hand: the index follows the minutes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SearchEntry)
class SearchEntryAdmin(ToLookAt, EntryAdmin):
    list_display = ["id", "meeting", "order", "profile", "access"]
    list_filter = ["access", "profile__kind", "profile__fiscal_year"]
    list_select_related = ["meeting", "profile__body"]
    search_fields = ["meeting__title"]
    show_full_result_count = False
    # The vector itself is thousands of words with numbers; the folded text says the same to a reader.
    fields = ["utterance", "page", "meeting", "order", "profile", "access", "folded"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("vector")


@admin.register(IndexedMeeting)
class IndexedMeetingAdmin(ToLookAt, MeetingAdmin):
    list_display = ["meeting", "entries", "analyzer", "indexed_at"]
    list_filter = ["analyzer"]
    list_select_related = ["meeting"]
    search_fields = ["meeting__title"]
    show_full_result_count = False
