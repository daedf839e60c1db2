"""Every table of the minutes in the administration pages.

What documents say is corrected on the staff pages, where each change becomes a version: here it is
only looked at. Status, audience, the catalogue of bodies and the topics are changed here, and whoever
keeps copies is told in the same transaction.
"""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minutes import access
from minutes.bin import publish, withdraw
from minutes.models import (
    AccessClass,
    AgendaItem,
    Attachment,
    AttachmentPage,
    Attendee,
    AudienceField,
    BinEntry,
    Body,
    BodyLesson,
    BodyName,
    Circle,
    DeclinedProposal,
    DraftEdit,
    DraftPresence,
    Ground,
    Meeting,
    MeetingVersion,
    OpeningRequest,
    Paper,
    Passage,
    PublicationRequest,
    Rereading,
    SourceDocument,
    SpeakerAssignment,
    Topic,
    TopicLink,
    Upload,
    UploadBatch,
    Utterance,
    WatchedFile,
)
from minutes.record import ASKED, agreed, bodies, find_topic, renew_dialogue, suggest_topics
from minutes.signals import meeting_changed, meetings_relabelled
from minutes.wording import name_key, visible_text

# The types of Django know which model an administration page is for, Django itself does not.
if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
    BodyModelForm = forms.ModelForm[Body]
    BodyNameModelForm = forms.ModelForm[BodyName]
    BodyNameInline = admin.TabularInline[BodyName, Body]
    TopicModelForm = forms.ModelForm[Topic]
    TopicLinkInline = admin.TabularInline[TopicLink, AgendaItem]
else:
    BaseAdmin = admin.ModelAdmin
    BodyModelForm = BodyNameModelForm = TopicModelForm = forms.ModelForm
    BodyNameInline = TopicLinkInline = admin.TabularInline

admin.site.site_header = "会議録アーカイブ 管理画面"
admin.site.site_title = "会議録アーカイブ"
admin.site.index_title = "管理メニュー"


class ModelAdmin(BaseAdmin):
    """Audiences are chosen by name."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, AudienceField):
            return forms.TypedChoiceField(
                label=db_field.verbose_name,
                choices=[("", "---------"), *access.choices()] if db_field.null else access.choices,
                coerce=int,
                empty_value=None,
                required=not db_field.null,
                help_text=db_field.help_text,
                show_hidden_initial=True,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        """What is sent back as the page showed it is no choice: an audience that somebody changed meanwhile stays."""
        row = super().save_form(request, form, change)
        for name, field in form.fields.items():
            if change and field.show_hidden_initial and name not in form.changed_data:
                setattr(row, name, form.initial[name])
        return row


class ReadOnlyAdmin(ModelAdmin):
    """To look at. Rows come and go with what they belong to."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordAdmin(ModelAdmin):
    """A row of the minutes: its text is corrected on the staff pages, its audience may be set here."""

    list_per_page = 50
    list_select_related = ["meeting"]
    show_full_result_count = False
    editable: tuple[str, ...] = ("audience",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [field.name for field in (*self.opts.fields, *self.opts.many_to_many)]
        return [name for name in fields if name not in self.editable and name not in ("id", "topics")]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        _keep_closed(self, request, obj, form)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Who may read an utterance decides what it is joined to.
        renew_dialogue(form.instance.meeting)
        meeting_changed.send(sender=Meeting, meeting=form.instance.meeting)


def _keep_closed(page: ModelAdmin, request: HttpRequest, row: Any, form: Any) -> None:
    """Takes back what would show the row to more people, until a second person has done the same (FOUR_EYES)."""
    if "audience" not in form.changed_data:
        return
    before, after = form.initial["audience"], row.audience
    if access.is_narrower(before, after) and not _agreed(request, row, "audience", after):
        row.audience = before
        page.message_user(request, ASKED, messages.WARNING)


def _agreed(request: HttpRequest, row: Any, name: str, value: Any) -> bool:
    """Whether the field of the row may be given that value now, or the first person has asked for it."""
    field = row._meta.get_field(name)
    names = dict(access.choices() if name == "audience" else field.flatchoices)
    return agreed(
        cast(User, request.user),
        f"{row._meta.model_name} {row.pk} {name} {value}",
        label=f"{row} の{field.verbose_name}を「{names.get(value, value)}」にする",
        address=reverse(f"admin:minutes_{row._meta.model_name}_change", args=[row.pk]),
    )


def _leads_to(row: Any, start: Any, link: str) -> bool:
    """Whether following `link` from `start` comes to `row`."""
    seen = set()
    while start is not None and start.pk not in seen:
        if start.pk == row.pk:
            return True
        seen.add(start.pk)
        start = getattr(start, link)
    return False


class BodyNameForm(BodyNameModelForm):
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = BodyName.objects.filter(name_key=name_key(name)).exclude(pk=self.instance.pk).first()
        if same:
            raise forms.ValidationError(f"「{same.body}」の別名として登録されています。")
        return name

    def clean(self) -> dict[str, Any] | None:
        """A name that another body bears is no other spelling of this one; a former name may be its predecessor's."""
        data = super().clean()
        key = name_key(self.cleaned_data.get("name") or "")
        same = Body.objects.filter(name_key=key).first() if key else None
        if same and self.cleaned_data.get("kind") != BodyName.Kind.FORMER:
            self.add_error("name", f"会議体「{same}」の名称です。同じものなら、一覧で両方を選んで統合してください。")
        return data


class NamesOfBody(BodyNameInline):
    model = BodyName
    form = BodyNameForm
    extra = 1


@admin.register(BodyName)
class BodyNameAdmin(ModelAdmin):
    list_display = ["name", "body", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "name_key", "body__name"]
    list_select_related = ["body"]
    autocomplete_fields = ["body"]
    form = BodyNameForm


@admin.register(BodyLesson)
class BodyLessonAdmin(ModelAdmin):
    """What was taught about the layout of a body's minutes; a lesson that was a mistake is deleted here."""

    list_display = ["body_key", "kind", "text", "created_by", "created_at"]
    list_filter = ["kind"]
    search_fields = ["body_key", "text", "line"]
    list_select_related = ["created_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SpeakerAssignment)
class SpeakerAssignmentAdmin(ReadOnlyAdmin):
    """Who put which speaker of a body into which category, and when; done on the page of the body."""

    list_display = ["body", "speaker", "category", "created_by", "created_at"]
    list_filter = ["category"]
    search_fields = ["body__name", "speaker"]
    list_select_related = ["body", "created_by"]


@admin.register(Body)
class BodyAdmin(ModelAdmin):
    list_display = ["name", "kind", "office", "successor"]
    list_filter = ["kind"]
    search_fields = ["name", "name_key", "kind", "office"]
    autocomplete_fields = ["successor"]
    list_select_related = ["successor"]
    inlines = [NamesOfBody]
    actions = ["merge"]

    @admin.action(description="選んだ会議体を統合する", permissions=["change", "delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Body]) -> HttpResponse | None:
        """Asks which of the bodies stays, then makes them one."""
        chosen = list(queryset)
        if len(chosen) < 2:
            self.message_user(request, "統合する会議体を二つ以上選んでください。", messages.WARNING)
            return None
        kept = next((body for body in chosen if str(body.pk) == request.POST.get("kept")), None)
        if kept is None:
            return self._ask_which_stays(request, chosen)
        others = [body for body in chosen if body.pk != kept.pk]
        names = "、".join(f"「{body}」" for body in others)
        moved = bodies.merge(kept=kept, others=others)
        self.log_change(request, kept, f"{names}を統合した。")
        self.message_user(request, f"{names}を「{kept}」に統合しました（会議 {moved} 件を移動）。", messages.SUCCESS)
        return None

    def _ask_which_stays(self, request: HttpRequest, chosen: list[Body]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "会議体の統合",
            "opts": self.opts,
            "rows": [(body, body.meetings.count()) for body in chosen],
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/minutes/body/merge.html", context)

    class BodyForm(BodyModelForm):
        def clean_name(self) -> str:
            name: str = self.cleaned_data["name"]
            same = Body.objects.filter(name_key=name_key(name)).exclude(pk=self.instance.pk).first()
            if same:
                raise forms.ValidationError(f"同じ名称の会議体「{same}」があります。")
            other = BodyName.objects.filter(name_key=name_key(name), kind=BodyName.Kind.VARIANT).first()
            if other and other.body_id != self.instance.pk:
                raise forms.ValidationError(f"会議体「{other.body}」の別の書き方として登録されています。")
            return name

        def clean_successor(self) -> Body | None:
            successor: Body | None = self.cleaned_data["successor"]
            if _leads_to(self.instance, successor, "successor"):
                raise forms.ValidationError("後継をたどるとこの会議体に戻ります。別の会議体を選んでください。")
            return successor

    form = BodyForm

    def save_model(self, request: HttpRequest, obj: Body, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            bodies.renamed(obj, form.initial["name"])


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
        _keep_closed(self, request, obj, form)
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
                changed = [meeting for meeting in changed if _agreed(request, meeting, "status", str(status))]
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


@admin.register(Topic)
class TopicAdmin(ModelAdmin):
    list_display = ["name", "parent", "terms_shown"]
    list_filter = ["parent"]
    search_fields = ["name", "terms"]
    autocomplete_fields = ["parent"]
    list_select_related = ["parent"]

    class TopicForm(TopicModelForm):
        def clean_name(self) -> str:
            name: str = self.cleaned_data["name"]
            same = find_topic(name)
            if same and same.pk != self.instance.pk:
                raise forms.ValidationError(f"同じ名称の分類「{same}」があります。")
            return name

        def clean_parent(self) -> Topic | None:
            parent: Topic | None = self.cleaned_data["parent"]
            if _leads_to(self.instance, parent, "parent"):
                raise forms.ValidationError("上位の分類をたどるとこの分類に戻ります。別の分類を選んでください。")
            return parent

    form = TopicForm

    @admin.display(description="手がかりの語")
    def terms_shown(self, topic: Topic) -> str:
        return "、".join(topic.terms)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "terms" in form.changed_data:
            suggest_topics(AgendaItem.objects.all())
        meetings_relabelled.send(sender=Topic, meetings=_meetings_under(Topic.objects.filter(pk=obj.pk)))

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        self.delete_queryset(request, Topic.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        touched = list(_meetings_under(queryset).values_list("pk", flat=True))
        queryset.delete()
        meetings_relabelled.send(sender=Topic, meetings=Meeting.objects.filter(pk__in=touched))


@admin.register(TopicLink)
class TopicLinkAdmin(ModelAdmin):
    list_display = ["agenda_item", "topic", "state", "meeting"]
    list_filter = ["state", "topic"]
    search_fields = ["agenda_item__title", "agenda_item__meeting__title", "topic__name"]
    list_select_related = ["agenda_item__meeting", "topic"]
    raw_id_fields = ["agenda_item"]
    autocomplete_fields = ["topic"]
    list_per_page = 50
    actions = ["confirm", "refuse"]

    @admin.display(description="会議", ordering="agenda_item__meeting")
    def meeting(self, link: TopicLink) -> str:
        return str(link.agenda_item.meeting)

    @admin.action(description="選んだ分類を確定する", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[TopicLink]) -> None:
        self._set_state(request, queryset, TopicLink.State.CONFIRMED)

    @admin.action(description="選んだ分類を却下する", permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[TopicLink]) -> None:
        self._set_state(request, queryset, TopicLink.State.REFUSED)

    @transaction.atomic
    def _set_state(self, request: HttpRequest, queryset: QuerySet[TopicLink], state: TopicLink.State) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        links = TopicLink.objects.filter(pk__in=chosen)
        links.update(state=state)
        meetings_relabelled.send(sender=TopicLink, meetings=_meetings_of(links))
        self.message_user(request, f"{len(chosen)}件の分類を「{state.label}」にしました。", messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: TopicLink, form: Any, change: bool) -> None:
        touched = list(_meetings_of(TopicLink.objects.filter(pk=obj.pk)).values_list("pk", flat=True))
        super().save_model(request, obj, form, change)
        touched.append(obj.agenda_item.meeting_id)
        meetings_relabelled.send(sender=TopicLink, meetings=Meeting.objects.filter(pk__in=touched))

    def delete_model(self, request: HttpRequest, obj: TopicLink) -> None:
        self.delete_queryset(request, TopicLink.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TopicLink]) -> None:
        touched = list(_meetings_of(queryset).values_list("pk", flat=True))
        queryset.delete()
        meetings_relabelled.send(sender=TopicLink, meetings=Meeting.objects.filter(pk__in=touched))


def _meetings_under(topics: QuerySet[Topic]) -> QuerySet[Meeting]:
    return _meetings_of(TopicLink.objects.filter(topic__in=topics))


def _meetings_of(links: QuerySet[TopicLink]) -> QuerySet[Meeting]:
    return Meeting.objects.filter(pk__in=links.values("agenda_item__meeting"))


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
