"""What was sent in: files of papers, documents, uploads and their drafts."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minutes.admin.base import ReadOnlyAdmin
from minutes.models import DraftEdit, DraftPresence, Paper, Rereading, SourceDocument, Upload, UploadBatch, WatchedFile


@admin.register(Paper)
class PaperAdmin(ReadOnlyAdmin):
    list_display = ["source", "label", "state", "upload", "meeting", "attachment", "created_by", "created_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["source__filename", "label", "title", "meeting__title", "error"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        papers = super().get_queryset(request)
        return papers.prefetch_related("source", "upload__source", "meeting", "attachment", "created_by")


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyAdmin):
    list_display = ["filename", "media_type", "encoding", "size", "created_at", "created_by"]
    list_filter = ["media_type", "encoding", "created_at"]
    search_fields = ["filename", "sha256"]
    list_select_related = ["created_by"]
    exclude = ["content"]
    list_per_page = 50


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["source", "state", "meeting", "revision", "created_by", "created_at", "staff_page"]
    list_filter = ["state", "created_at"]
    search_fields = ["source__filename", "meeting__title", "error", "reason"]
    exclude = ["parsed"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        uploads = super().get_queryset(request).select_related("source", "meeting", "created_by", "updated_by")
        return uploads.defer("parsed", "source__content", "source__text")

    @admin.display(description="取込みの画面")
    def staff_page(self, upload: Upload) -> SafeString:
        return format_html('<a href="{}">開く</a>', upload.get_absolute_url())


@admin.register(Rereading)
class RereadingAdmin(ReadOnlyAdmin):
    list_display = ["source", "state", "changes", "losses", "unplaced", "read_at"]
    list_filter = ["state", "read_at"]
    search_fields = ["source__filename", "error"]
    # As long as the minutes and their document.
    exclude = ["parsed", "read"]
    list_select_related = ["source"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rereading]:
        found = super().get_queryset(request).select_related("source").defer("parsed", "read")
        return found.defer("source__content", "source__text", "source__line_pages", "source__places")


@admin.register(UploadBatch)
class UploadBatchAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "created_by", "created_at"]
    list_filter = ["created_at"]
    search_fields = ["name"]
    list_select_related = ["created_by"]
    list_per_page = 50


@admin.register(WatchedFile)
class WatchedFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "outcome", "taken_at"]
    list_filter = ["outcome", "taken_at"]
    search_fields = ["name"]
    list_per_page = 50


@admin.register(DraftEdit)
class DraftEditAdmin(ReadOnlyAdmin):
    list_display = ["upload", "number", "label", "user", "created_at", "unplaced"]
    list_filter = ["unplaced", "created_at"]
    search_fields = ["upload__source__filename", "user__username"]
    # A reading that was replaced is as long as the minutes.
    exclude = ["inverse"]
    raw_id_fields = ["undoes"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[DraftEdit]:
        edits = super().get_queryset(request).select_related("upload__source", "user").defer("inverse")
        return edits.defer("upload__parsed", "upload__base", "upload__source__content", "upload__source__text")

    @admin.display(description="内容")
    def label(self, edit: DraftEdit) -> str:
        return str(edit.operation.get("label", ""))


@admin.register(DraftPresence)
class DraftPresenceAdmin(ReadOnlyAdmin):
    list_display = ["upload", "user", "seen_at"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[DraftPresence]:
        seen = super().get_queryset(request).select_related("upload__source", "user")
        return seen.defer("upload__parsed", "upload__base", "upload__source__content", "upload__source__text")
