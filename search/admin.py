"""The search index in the administration pages: to look at, never to change."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from search.models import SearchEntry

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[SearchEntry]
else:
    ModelAdmin = admin.ModelAdmin

# The vector itself is thousands of words with numbers; the folded text says the same to a reader.
_SHOWN = (
    "utterance",
    "meeting",
    "order",
    "held_on",
    "fiscal_year",
    "body",
    "speaker",
    "kind",
    "topics",
    "audience",
    "folded",
    "analyzer",
)


@admin.register(SearchEntry)
class SearchEntryAdmin(ModelAdmin):
    list_display = ["utterance_id", "meeting", "order", "held_on", "body", "speaker", "kind", "audience", "analyzer"]
    list_filter = ["analyzer", "kind", "audience", "fiscal_year"]
    list_select_related = ["meeting", "body"]
    search_fields = ["folded"]
    show_full_result_count = False
    fields = _SHOWN
    readonly_fields = _SHOWN

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("vector")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SearchEntry | None = None) -> bool:
        return False
