"""The forms of one row each: header, attendee, agenda item, attachment, utterance of a draft.

Each shows a part of the parsed minutes and gives it back: `applied_to(part)` is the part with what the
person changed. What was not touched stays exactly as it was read, white space included.
"""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django import forms

from minutes.models import Utterance as UtteranceRow
from minutes.models.meeting import AccessLevel
from minutes.parsing.model import Access, AgendaItem, Attachment, Attendee, ParsedMinutes, Utterance

FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = 1868, 2200
LARGEST_NUMBER = 999_999
ACCESS_CHOICES = [("", "記載なし"), *AccessLevel.choices]


class LineField(forms.CharField):
    """One line of text that may be left empty."""

    def __init__(self, label: str, help_text: str = "", **attrs: str) -> None:
        widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attrs})
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)

    def to_python(self, value: Any) -> str:
        return _one_line(super().to_python(value) or "")


class BlockField(forms.CharField):
    """Text of several lines. Browsers send \\r\\n, the archive stores \\n."""

    def __init__(self, label: str, rows: int, help_text: str = "") -> None:
        widget = forms.Textarea(attrs={"class": "input", "rows": rows})
        super().__init__(label=label, help_text=help_text, required=False, strip=False, widget=widget)

    def to_python(self, value: Any) -> str:
        return _plain_newlines(super().to_python(value) or "")


class NumberField(forms.IntegerField):
    """A whole number that may be left empty."""

    def __init__(self, label: str, help_text: str = "", smallest: int = 0, largest: int = LARGEST_NUMBER) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            min_value=smallest,
            max_value=largest,
            widget=forms.NumberInput(attrs={"class": "input input--short"}),
            error_messages={
                "invalid": "数字で入力してください。",
                "min_value": "%(limit_value)s以上の数字を入力してください。",
                "max_value": "%(limit_value)s以下の数字を入力してください。",
            },
        )


class DayField(forms.DateField):
    """A date, in the browser's own date picker."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d", "%Y/%m/%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input input--date", "type": "date"}),
            error_messages={"invalid": "2024-03-25 の形で、実際にある日付を入力してください。"},
        )


class ClockField(forms.TimeField):
    """A time of day, 24 hours."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H:%M:%S"],
            widget=forms.TimeInput(format="%H:%M", attrs={"class": "input input--date", "type": "time"}),
            error_messages={"invalid": "13:30 の形で、0:00から23:59までの時刻を入力してください。"},
        )


class HeaderForm(forms.Form):
    """What the head of the minutes says."""

    body = LineField("会議体", "年度や回を付けない名称です。", list="known-bodies")
    number = NumberField("回", "第何回か。なければ空欄にします。")
    title = LineField("会議名", "文書に書かれたとおりの名称です。")
    fiscal_year = NumberField(
        "年度（西暦）",
        "令和5年度は2023。空欄なら開催日から決めます。",
        smallest=FIRST_FISCAL_YEAR,
        largest=LAST_FISCAL_YEAR,
    )
    held_on = DayField("開催日")
    starts_at = ClockField("開始")
    ends_at = ClockField("終了予定")
    adjourned_at = ClockField("閉会")
    venue = LineField("場所")
    office = LineField("事務局（担当課）")
    meeting_access = forms.ChoiceField(
        label="会議の公開", choices=ACCESS_CHOICES, required=False, widget=forms.Select(attrs={"class": "input"})
    )
    meeting_access_reason = BlockField("会議の非公開理由", rows=2)
    minutes_access = forms.ChoiceField(
        label="会議録の公開", choices=ACCESS_CHOICES, required=False, widget=forms.Select(attrs={"class": "input"})
    )
    minutes_access_reason = BlockField("会議録の非公開理由", rows=2)

    @staticmethod
    def initial_of(parsed: ParsedMinutes) -> dict[str, Any]:
        """The form's first values."""
        return {
            "body": parsed.body,
            "number": parsed.number,
            "title": parsed.title,
            "fiscal_year": parsed.fiscal_year,
            "held_on": date.fromisoformat(parsed.held_on) if parsed.held_on else None,
            "starts_at": _clock(parsed.starts_at),
            "ends_at": _clock(parsed.ends_at),
            "adjourned_at": _clock(parsed.adjourned_at),
            "venue": parsed.venue,
            "office": parsed.office,
            "meeting_access": parsed.meeting_access.level,
            "meeting_access_reason": parsed.meeting_access.reason,
            "minutes_access": parsed.minutes_access.level,
            "minutes_access_reason": parsed.minutes_access.reason,
        }

    def applied_to(self, parsed: ParsedMinutes) -> ParsedMinutes:
        """`parsed` with these fields."""
        data, first = self.cleaned_data, self.initial_of(parsed)
        fields: dict[str, Any] = {"number": data["number"], "fiscal_year": data["fiscal_year"]}
        for name in ("body", "title", "venue", "office"):
            fields[name] = _line(getattr(parsed, name), data[name])
        for name in ("held_on", "starts_at", "ends_at", "adjourned_at"):
            if data[name] != first[name]:
                fields[name] = _written(data[name])
        for name in ("meeting_access", "minutes_access"):
            fields[name] = _access(getattr(parsed, name), data[name], data[f"{name}_reason"])
        return replace(parsed, **fields)


class AttendeeForm(forms.Form):
    """One entry of the attendance list."""

    group = LineField("区分")
    name = LineField("氏名・職名")
    role = LineField("役職")
    affiliation = LineField("所属")
    proxy = forms.BooleanField(label="代理", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("name") and any(data.get(name) for name in ("group", "role", "affiliation", "proxy")):
            self.add_error("name", "氏名・職名を入力してください。要らない行は「削除」に印を付けてください。")
        return data

    @staticmethod
    def initial_of(row: Attendee) -> dict[str, Any]:
        """The form's first values."""
        return {
            "group": row.group,
            "name": row.name,
            "role": row.role,
            "affiliation": row.affiliation,
            "proxy": row.proxy,
        }

    def applied_to(self, row: Attendee | None) -> Attendee | None:
        """The entry with these fields; None where all of them are empty."""
        row = row or Attendee(None, "")
        data = self.cleaned_data
        texts: dict[str, Any] = {
            name: _line(getattr(row, name), data[name]) for name in ("group", "role", "affiliation")
        }
        name = _line(row.name, data["name"]) or ""
        return Attendee(name=name, proxy=data["proxy"], **texts) if name or any(texts.values()) else None


class AgendaItemForm(forms.Form):
    """One item of the agenda."""

    category = LineField("区分")
    number = NumberField("番号")
    title = LineField("件名")

    @staticmethod
    def initial_of(row: AgendaItem) -> dict[str, Any]:
        """The form's first values."""
        return {"category": row.category, "number": row.number, "title": row.title}

    def applied_to(self, row: AgendaItem | None) -> AgendaItem | None:
        """The item with these fields; None where all of them are empty."""
        row = row or AgendaItem(None, None, "")
        data = self.cleaned_data
        category, title = _line(row.category, data["category"]), _line(row.title, data["title"]) or ""
        number: int | None = data["number"]
        return AgendaItem(category, number, title) if category or title or number is not None else None


class AttachmentForm(forms.Form):
    """One paper handed out."""

    label = LineField("番号")
    title = LineField("名称")

    @staticmethod
    def initial_of(row: Attachment) -> dict[str, Any]:
        """The form's first values."""
        return {"label": row.label, "title": row.title}

    def applied_to(self, row: Attachment | None) -> Attachment | None:
        """The paper with these fields; None where both are empty."""
        row = row or Attachment(None, None)
        label, title = _line(row.label, self.cleaned_data["label"]), _line(row.title, self.cleaned_data["title"])
        return Attachment(label, title) if label or title else None


@dataclass(frozen=True, slots=True)
class AgendaBox:
    """One checkbox of an utterance's agenda items."""

    id: str
    value: int
    label: str
    short: str
    checked: bool


class UtteranceForm(forms.Form):
    """One utterance. `agenda` holds positions in the draft's agenda as it was when the page was opened."""

    kind = forms.ChoiceField(
        label="種類", choices=UtteranceRow.Kind.choices, widget=forms.Select(attrs={"class": "input"})
    )
    speaker = LineField("発言者", list="known-speakers")
    agenda = forms.TypedMultipleChoiceField(label="議題", coerce=int, required=False)
    text = BlockField("本文", rows=4)

    def __init__(self, *args: Any, agenda: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agenda_items = agenda
        field = self.fields["agenda"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(index, label) for index, label, _ in agenda]
        # As tall as the text, within limits: long speeches are read here beside their source.
        self.fields["text"].widget.attrs["rows"] = max(2, min(14, 1 + len(self.initial.get("text") or "") // 32))

    @staticmethod
    def initial_of(row: Utterance) -> dict[str, Any]:
        """The form's first values."""
        return {"kind": row.kind, "speaker": row.speaker, "agenda": sorted(set(row.agenda)), "text": row.text}

    def boxes(self) -> list[AgendaBox]:
        """The checkboxes of the agenda, written by the template: a widget for each would be slow."""
        chosen = {str(value) for value in self["agenda"].value() or ()}
        return [
            AgendaBox(f"{self['agenda'].auto_id}_{index}", index, label, short, str(index) in chosen)
            for index, label, short in self.agenda_items
        ]

    def applied_to(self, row: Utterance) -> Utterance:
        """The utterance with these fields."""
        data = self.cleaned_data
        return replace(
            row,
            kind=data["kind"],
            speaker=_line(row.speaker, data["speaker"]),
            text=row.text if data["text"] == _plain_newlines(row.text) else data["text"],
            agenda=row.agenda if set(data["agenda"]) == set(row.agenda) else tuple(sorted(set(data["agenda"]))),
        )


def _plain_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


def _line(before: str | None, now: str) -> str | None:
    """What was entered in a one-line field: `before` itself where the browser only gave back what it can show."""
    return before if now == _one_line(before or "").strip() else now or None


def _access(before: Access, level: str, reason: str) -> Access:
    same = reason == _plain_newlines(before.reason or "")
    return Access(level or None, before.reason if same else reason.strip() or None)


def _clock(value: str | None) -> time | None:
    if not value:
        return None
    hours, minutes = value.split(":")
    return time(int(hours), int(minutes))


def _written(value: date | time | None) -> str | None:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if value else None
