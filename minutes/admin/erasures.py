"""What was erased for ever (消去), to look at; it is done on the staff page of that name."""

from django.contrib import admin

from minutes.admin.base import ReadOnlyAdmin
from minutes.models import ErasedRow, Erasure


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "meeting", "ground", "reason", "places", "files", "created_by"]
    search_fields = ["reason", "meeting__title"]
    list_select_related = ["meeting", "ground", "created_by"]


@admin.register(ErasedRow)
class ErasedRowAdmin(ReadOnlyAdmin):
    list_display = ["kind", "key", "meeting", "erasure"]
    search_fields = ["kind", "meeting__title"]
    list_select_related = ["meeting", "erasure"]
    list_per_page = 50
