"""Who may read what: circles, grounds, passages, and what waits for a second person."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from minutes import access
from minutes.admin.base import ModelAdmin, ReadOnlyAdmin
from minutes.models import AccessClass, Circle, DeclinedProposal, Ground, OpeningRequest, Passage, PublicationRequest


@admin.register(Circle)
class CircleAdmin(ModelAdmin):
    """Who is in a circle. One that is in use is not removed: what bears it would be read by nobody but editors."""

    list_display = ["name"]
    filter_horizontal = ["groups"]
    search_fields = ["name"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not access.is_in_use(obj.pk)


@admin.register(Ground)
class GroundAdmin(ModelAdmin):
    """The kept list of grounds. One that is in use is switched off, not removed."""

    list_display = ["text", "note", "order", "is_active"]
    list_editable = ["order", "is_active"]
    search_fields = ["text", "note"]


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    """To look at: passages are marked on the page of their minutes."""

    list_display = ["__str__", "meeting", "upload", "part", "ground", "placed", "created_at"]
    list_filter = ["part", "placed", "ground"]
    list_select_related = ["meeting", "upload__source", "ground"]
    show_full_result_count = False


@admin.register(DeclinedProposal)
class DeclinedProposalAdmin(ReadOnlyAdmin):
    """To look at: proposals are answered on the page of their minutes."""

    list_display = ["__str__", "declined_by"]
    list_select_related = ["meeting", "upload__source", "declined_by"]


@admin.register(AccessClass)
class AccessClassAdmin(ReadOnlyAdmin):
    list_display = ["id", "needs", "lacks"]


@admin.register(PublicationRequest)
class PublicationRequestAdmin(ReadOnlyAdmin):
    """Who asked for which draft to be published, or why it was given back; decided on the desk."""

    list_display = ["upload", "asked_by", "asked_at", "given_back_by", "why"]
    search_fields = ["upload__source__filename", "why"]
    list_select_related = ["upload__source", "asked_by", "given_back_by"]


@admin.register(OpeningRequest)
class OpeningRequestAdmin(ReadOnlyAdmin):
    """What somebody wants to show to more people; done when a second person does the same."""

    list_display = ["label", "asked_by", "asked_at"]
    search_fields = ["label"]
    list_select_related = ["asked_by"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A request that nobody wants any more is thrown away."""
        return access.can_publish(request.user)
