"""Meetings, their versions and the bin."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from minutes.admin.base import ModelAdmin, ReadOnlyAdmin, agreed_now, keep_closed
from minutes.bin import publish, withdraw
from minutes.models import BinEntry, Meeting, MeetingVersion, SourceDocument
from minutes.record import ASKED
from minutes.signals import meeting_changed
from minutes.wording import visible_text


@admin.register(Meeting)
class MeetingAdmin(ModelAdmin):
    list_display = ["title", "body", "held_on", "fiscal_year", "number", "status", "audience"]
    list_filter = ["status", "audience", "fiscal_year", "body"]
    search_fields = ["title", "key", "source_id", "body__name", "venue"]
    list_select_related = ["body"]
    date_hierarchy = "held_on"
    list_per_page = 50
    actions = ["make_published", "make_withdrawn"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name not in ("id", "audience")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Minutes are withdrawn, and removed for ever from the bin alone."""
        return False

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        keep_closed(self, request, obj, form)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        meeting_changed.send(sender=Meeting, meeting=form.instance)

    @admin.action(description="選んだ会議を公開する", permissions=["change"])
    def make_published(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> HttpResponse | None:
        return self._set_status(request, queryset, Meeting.Status.PUBLISHED, "make_published")

    @admin.action(description="選んだ会議を取り下げる", permissions=["change"])
    def make_withdrawn(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> HttpResponse | None:
        return self._set_status(request, queryset, Meeting.Status.WITHDRAWN, "make_withdrawn")

    def _set_status(
        self, request: HttpRequest, queryset: QuerySet[Meeting], status: Meeting.Status, action: str
    ) -> HttpResponse | None:
        """Asks once, with the list, where several would change, and why where they are withdrawn."""
        others = queryset.exclude(status=status)
        withdraws, reason = status == Meeting.Status.WITHDRAWN, request.POST.get("reason", "")
        asks = others.count() > 1 or (withdraws and others.exists())
        if (asks and "confirm" not in request.POST) or (withdraws and asks and not visible_text(reason)):
            return self._ask(request, list(others.select_related("body")), status, action)
        with transaction.atomic():
            changed = list(queryset.select_for_update(of=("self",)).exclude(status=status))
            if not withdraws:
                wished = len(changed)
                changed = [
                    meeting
                    for meeting in changed
                    if agreed_now(request, meeting, "status", str(status), since=meeting.status)
                ]
                if len(changed) < wished:
                    self.message_user(request, ASKED, messages.WARNING)
            for meeting in changed:
                if withdraws:
                    withdraw(meeting=meeting, user=cast(User, request.user), reason=reason)
                else:
                    publish(meeting=meeting)
                self.log_change(request, meeting, f"状態を「{status.label}」にした。")
        if not changed:
            return None
        self.message_user(request, f"{len(changed)}件の会議を「{status.label}」にしました。", messages.SUCCESS)
        return None

    def _ask(self, request: HttpRequest, meetings: list[Meeting], status: Meeting.Status, action: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "状態の変更の確認",
            "opts": self.opts,
            "meetings": meetings,
            "status": status,
            "action": action,
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/minutes/meeting/set_status.html", context)


@admin.register(BinEntry)
class BinEntryAdmin(ReadOnlyAdmin):
    """What was withdrawn or discarded, and why; it comes back, and goes for ever, on the staff page ごみ箱."""

    list_display = ["__str__", "was", "reason", "created_by", "created_at"]
    search_fields = ["reason", "meeting__title", "upload__source__filename"]
    list_select_related = ["meeting", "created_by"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[BinEntry]:
        return super().get_queryset(request).prefetch_related("upload__source")


@admin.register(MeetingVersion)
class MeetingVersionAdmin(ReadOnlyAdmin):
    list_display = ["meeting", "number", "source", "edited", "reason", "created_at", "created_by"]
    list_filter = ["edited", "created_at"]
    search_fields = ["meeting__title", "meeting__key", "reason", "source__filename"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[MeetingVersion]:
        versions = super().get_queryset(request).select_related("meeting", "source", "created_by")
        return versions.defer("snapshot", *(f"source__{name}" for name in SourceDocument.LARGE))
