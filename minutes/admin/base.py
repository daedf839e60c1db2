"""What the administration pages of the minutes have in common: choices of audiences, pages to look at, rows of the minutes."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from minutes import access
from minutes.models import AudienceField, Meeting
from minutes.record import ASKED, agreed, renew_dialogue
from minutes.signals import meeting_changed

# The types of Django know which model an administration page is for, Django itself does not.
if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = admin.ModelAdmin


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
        keep_closed(self, request, obj, form)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Who may read an utterance decides what it is joined to.
        renew_dialogue(form.instance.meeting)
        meeting_changed.send(sender=Meeting, meeting=form.instance.meeting)


def keep_closed(page: ModelAdmin, request: HttpRequest, row: Any, form: Any) -> None:
    """Takes back what would show the row to more people, until a second person has done the same (FOUR_EYES)."""
    if "audience" not in form.changed_data:
        return
    before, after = form.initial["audience"], row.audience
    if access.is_narrower(before, after) and not agreed_now(request, row, "audience", after, since=before):
        row.audience = before
        page.message_user(request, ASKED, messages.WARNING)


def agreed_now(request: HttpRequest, row: Any, name: str, value: Any, *, since: object) -> bool:
    """Whether the field of the row may be given that value now instead of `since`, or the first person has asked for it."""
    field = row._meta.get_field(name)
    names = dict(access.choices() if name == "audience" else field.flatchoices)
    return agreed(
        cast(User, request.user),
        f"{row._meta.model_name} {row.pk} {name} {value}",
        since=since,
        label=f"{row} の{field.verbose_name}を「{names.get(value, value)}」にする",
        address=reverse(f"admin:minutes_{row._meta.model_name}_change", args=[row.pk]),
    )


def leads_to(row: Any, start: Any, link: str) -> bool:
    """Whether following `link` from `start` comes to `row`."""
    seen = set()
    while start is not None and start.pk not in seen:
        if start.pk == row.pk:
            return True
        seen.add(start.pk)
        start = getattr(start, link)
    return False
