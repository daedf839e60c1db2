"""Topics and what is filed under them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from minutes.admin.base import ModelAdmin, leads_to
from minutes.models import AgendaItem, Meeting, Topic, TopicLink
from minutes.record import find_topic, suggest_topics
from minutes.signals import meetings_relabelled

# The types of Django know which model a form is for, Django itself does not.
if TYPE_CHECKING:
    TopicModelForm = forms.ModelForm[Topic]
else:
    TopicModelForm = forms.ModelForm


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
            if leads_to(self.instance, parent, "parent"):
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
