"""The rows of the minutes: attendees, agenda items, utterances, papers and their pages."""

from typing import TYPE_CHECKING

from django.contrib import admin

from minutes.admin.base import ReadOnlyAdmin, RecordAdmin
from minutes.models import AgendaItem, Attachment, AttachmentPage, Attendee, TopicLink, Utterance

# The types of Django know which model a table is of, Django itself does not.
if TYPE_CHECKING:
    TopicLinkInline = admin.TabularInline[TopicLink, AgendaItem]
else:
    TopicLinkInline = admin.TabularInline


@admin.register(Attendee)
class AttendeeAdmin(ReadOnlyAdmin):
    list_display = ["name", "group", "role", "affiliation", "proxy", "meeting"]
    list_filter = ["proxy"]
    search_fields = ["name", "group", "role", "affiliation", "meeting__title"]
    list_select_related = ["meeting"]
    list_per_page = 50
    show_full_result_count = False


class TopicLinksOfItem(TopicLinkInline):
    model = TopicLink
    extra = 1
    autocomplete_fields = ["topic"]


@admin.register(AgendaItem)
class AgendaItemAdmin(RecordAdmin):
    list_display = ["title", "category", "number", "outcome", "meeting"]
    list_filter = ["category"]
    search_fields = ["title", "category", "meeting__title"]
    inlines = [TopicLinksOfItem]
    editable = ()


@admin.register(Utterance)
class UtteranceAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "meeting", "order", "audience"]
    list_filter = ["kind", "audience"]
    search_fields = ["text", "speaker", "meeting__title"]


@admin.register(Attachment)
class AttachmentAdmin(RecordAdmin):
    list_display = ["label", "title", "agenda_item", "meeting", "audience"]
    list_display_links = ["label", "title"]
    list_filter = ["audience"]
    list_select_related = ["meeting", "agenda_item"]
    search_fields = ["label", "title", "meeting__title"]


@admin.register(AttachmentPage)
class AttachmentPageAdmin(ReadOnlyAdmin):
    list_display = ["attachment", "number"]
    list_select_related = ["attachment"]
    search_fields = ["text", "attachment__title"]
