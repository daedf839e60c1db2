"""The synonyms in the administration pages, for editors and administrators."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from search.models import Synonym, SynonymGroup
from search.synonyms import SynonymWord, problems_of

if TYPE_CHECKING:
    GroupAdmin = admin.ModelAdmin[SynonymGroup]
    WordInline = admin.TabularInline[Synonym, SynonymGroup]
    WordFormSet = BaseInlineFormSet[Synonym, SynonymGroup, forms.ModelForm[Synonym]]
else:
    GroupAdmin, WordInline, WordFormSet = admin.ModelAdmin, admin.TabularInline, BaseInlineFormSet


class SynonymFormSet(WordFormSet):
    """Checks the words of a group together."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or _is_imported(self.instance):
            return
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        words = [SynonymWord(data["text"], data["direction"]) for data in filled if not data.get("DELETE")]
        problems = problems_of(words)
        if problems:
            raise ValidationError(problems)

    def validate_unique(self) -> None:
        """Left to problems_of(), which names the words."""


class SynonymInline(WordInline):
    model = Synonym
    formset = SynonymFormSet
    extra = 3
    fields = ["text", "direction"]

    def get_extra(self, request: HttpRequest, obj: SynonymGroup | None = None, **kwargs: Any) -> int:
        return self.extra if obj is None else 1

    def has_add_permission(self, request: HttpRequest, obj: SynonymGroup | None = None) -> bool:
        return not _is_imported(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: SynonymGroup | None = None) -> bool:
        return not _is_imported(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: SynonymGroup | None = None) -> bool:
        return not _is_imported(obj) and super().has_delete_permission(request, obj)


@admin.register(SynonymGroup)
class SynonymGroupAdmin(GroupAdmin):
    """What Sudachi brought can be switched off here, but not changed: the next import would undo it."""

    list_display = ["words_shown", "origin", "is_active", "is_offered", "note", "word_count"]
    list_filter = ["origin", "is_active", "is_offered"]
    search_fields = ["words__text", "words__folded", "note"]
    inlines = [SynonymInline]
    fields = ["origin", "is_active", "is_offered", "note"]
    actions = ["switch_on", "switch_off"]
    list_per_page = 50
    ordering = ["origin", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SynonymGroup]:
        return super().get_queryset(request).prefetch_related("words").annotate(count=Count("words"))

    def get_readonly_fields(self, request: HttpRequest, obj: SynonymGroup | None = None) -> list[str]:
        return ["origin", "is_offered", "note"] if _is_imported(obj) else ["origin"]

    def get_formset_kwargs(self, request: HttpRequest, obj: SynonymGroup, inline: Any, prefix: str) -> dict[str, Any]:
        """The empty form begins with the word that its address names: the record of searches links so."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        word = request.GET.get("words", "").strip()
        if word and request.method == "GET" and obj.pk is None:
            kwargs["initial"] = [{"text": word}]
        return kwargs

    @admin.display(description="語")
    def words_shown(self, group: SynonymGroup) -> str:
        return "、".join(word.text for word in group.words.all())[:100]

    @admin.display(description="語の数", ordering="count")
    def word_count(self, group: Any) -> int:
        return int(group.count)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What came along and is changed here is the office's own from then on: it goes along in its file."""
        super().save_related(request, form, formsets, change)
        is_changed = set(form.changed_data) - {"is_active"} or any(each.has_changed() for each in formsets)
        if is_changed and form.instance.origin == SynonymGroup.Origin.STANDARD:
            SynonymGroup.objects.filter(pk=form.instance.pk).update(origin=SynonymGroup.Origin.OFFICE, number=None)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Writes the words anew, in the order of the page: two that change places would stand in each other's way."""
        formset.save(commit=False)
        if _is_imported(formset.instance):
            return
        kept = [each.instance for each in formset.forms if each.instance.text and each not in formset.deleted_forms]
        formset.instance.words.all().delete()
        for order, word in enumerate(kept):
            word.pk, word.order = None, order
            word.save(force_insert=True)

    @admin.action(description="選んだ同義語を検索に使う", permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[SynonymGroup]) -> None:
        self._switch(request, queryset, True)

    @admin.action(description="選んだ同義語を検索に使わない", permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[SynonymGroup]) -> None:
        self._switch(request, queryset, False)

    def _switch(self, request: HttpRequest, queryset: QuerySet[SynonymGroup], is_active: bool) -> None:
        chosen = SynonymGroup.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        count = chosen.update(is_active=is_active)
        self.message_user(request, f"{count}件の同義語を検索に{'使います' if is_active else '使いません'}。")


def _is_imported(group: SynonymGroup | None) -> bool:
    return group is not None and group.origin == SynonymGroup.Origin.SUDACHI
