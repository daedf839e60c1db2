"""What is looked for in the records: filters of their pages, as they stand in the address."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from minutes.models import Meeting
from trail.models import Access, Change
from trail.recorded import RECORDED

_LONGEST = 200
_LARGEST = 2**63 - 1


@cache
def kind_label(kind: str) -> str:
    """minutes.meeting -> 会議; a kind that this release does not know stays as it is."""
    app, _, name = kind.partition(".")
    try:
        model = apps.get_model(app, name)
    except (LookupError, ValueError):
        return kind
    if model._meta.auto_created:
        return f"{model._meta.auto_created._meta.verbose_name}と{model._meta.get_fields()[-1].related_model._meta.verbose_name}"
    return str(model._meta.verbose_name)


class _RecordFilter(forms.Form):
    """What both records are filtered by. What does not fit is told, and nothing is found."""

    who = forms.CharField(label="利用者", required=False, max_length=_LONGEST)
    since = forms.DateField(label="日付（から）", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="日付（まで）", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    address = forms.GenericIPAddressField(label="接続元", required=False)
    request = forms.CharField(label="要求の番号", required=False, max_length=_LONGEST)
    meeting = forms.CharField(
        label="会議", required=False, max_length=_LONGEST, help_text="会議のアドレスの末尾（2024-03-25-1 など）"
    )
    below = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "input"

    def conditions(self) -> dict[str, Any] | None:
        """What the rows have to be like; None where something does not fit."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        found: dict[str, Any] = {}
        for name, column in (("who", "name"), ("address", "address"), ("request", "request")):
            if data[name]:
                found[column] = data[name]
        if data["since"]:
            found["at__gte"] = _beginning(data["since"])
        if data["until"]:
            found["at__lt"] = _beginning(data["until"] + timedelta(days=1))
        if data["meeting"]:
            found["meeting"] = meeting_key(data["meeting"])
        return found

    @property
    def below_key(self) -> int | None:
        """The key below which the page begins."""
        return self.cleaned_data.get("below") if self.is_valid() else None


def _beginning(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def meeting_key(text: str) -> int:
    """The primary key of the meeting that its permanent key or that number names; 0, which none has, for another text.

    A meeting that is gone can be named by its number alone.
    """
    stored = Meeting.objects.filter(key=text).values_list("pk", flat=True).first()
    if stored is not None:
        return stored
    return int(text) if text.isdecimal() and len(text) < 19 else 0


class ChangeFilter(_RecordFilter):
    """Filters of the changes."""

    kind = forms.ChoiceField(label="対象", required=False)
    key = forms.CharField(label="対象の番号", required=False, max_length=_LONGEST)
    action = forms.ChoiceField(label="種類", required=False, choices=[("", "すべて"), *Change.Action.choices])
    field_order = ("who", "kind", "key", "action", "since", "until", "meeting", "address", "request")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "すべて"), *((kind, kind_label(kind)) for kind in RECORDED)]  # type: ignore[attr-defined]

    def found(self) -> QuerySet[Change]:
        """The changes that are looked for, in no order."""
        conditions = self.conditions()
        if conditions is None:
            return Change.objects.none()
        for name in ("kind", "key", "action"):
            if self.cleaned_data[name]:
                conditions[name] = self.cleaned_data[name]
        return Change.objects.filter(**conditions)


class AccessFilter(_RecordFilter):
    """Filters of the record of access."""

    event = forms.ChoiceField(label="種類", required=False, choices=[("", "すべて"), *Access.Event.choices])
    field_order = ("who", "event", "since", "until", "meeting", "address", "request")

    def found(self) -> QuerySet[Access]:
        """The rows that are looked for, in no order."""
        conditions = self.conditions()
        if conditions is None:
            return Access.objects.none()
        if self.cleaned_data["event"]:
            conditions["event"] = self.cleaned_data["event"]
        return Access.objects.filter(**conditions)
