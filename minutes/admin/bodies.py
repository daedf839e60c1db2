"""Bodies and their names, what was taught of their layout, and who speaks in which part there."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from minutes.admin.base import ModelAdmin, ReadOnlyAdmin, leads_to
from minutes.models import Body, BodyLesson, BodyName, SpeakerAssignment
from minutes.record import bodies
from minutes.wording import name_key

# The types of Django know which model a form is for, Django itself does not.
if TYPE_CHECKING:
    BodyModelForm = forms.ModelForm[Body]
    BodyNameModelForm = forms.ModelForm[BodyName]
    BodyNameInline = admin.TabularInline[BodyName, Body]
else:
    BodyModelForm = BodyNameModelForm = forms.ModelForm
    BodyNameInline = admin.TabularInline


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
            if leads_to(self.instance, successor, "successor"):
                raise forms.ValidationError("後継をたどるとこの会議体に戻ります。別の会議体を選んでください。")
            return successor

    form = BodyForm

    def save_model(self, request: HttpRequest, obj: Body, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            bodies.renamed(obj, form.initial["name"])
