"""What addresses and forms of the pages may hold: numbers and choices that come from outside.

Two kinds stand elsewhere: pairs that the desk joins itself (12:3, views/desk.py, views/publishing.py), and filters of lists.

What does not fit is as if it had not been given: a form is asked for `cleaned_data` by `given`, which leaves it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest

from minutes import access
from minutes.dialogue import CATEGORY_CHOICES
from minutes.drafts import ChoiceError, speakers
from minutes.models import Audience, Body, Ground, Passage, Topic, TopicLink
from minutes.passages import PassageError, Terms, Wish, grounds_proposed
from minutes.personal_data import KIND_LABELS

_LARGEST_KEY = 2**31 - 1
_LONGEST_REASON = 1_000
_LONGEST_WORDS = 5_000


def whole_number(**options: Any) -> forms.IntegerField:
    """A field for a number of a row or a page; not required."""
    return forms.IntegerField(min_value=0, max_value=_LARGEST_KEY, required=False, **options)


def given(form: forms.Form) -> dict[str, Any]:
    """The values that fit; None or nothing in place of the others."""
    form.full_clean()
    return {name: form.cleaned_data.get(name) for name in form.fields}


class VersionPair(forms.Form):
    """?from= and ?to= of a comparison: numbers of versions."""

    to = whole_number()

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["from"] = whole_number()

    def numbers(self) -> tuple[int, int] | None:
        """The older and the newer one; None where one is missing."""
        values = given(self)
        if values["from"] is None or values["to"] is None:
            return None
        return min(values["from"], values["to"]), max(values["from"], values["to"])


class ShownUtterance(forms.Form):
    """?u=, the permanent number of an utterance to be shown."""

    u = whole_number()


class PaperPlace(forms.Form):
    """?paper=12-3: the third page of paper 12."""

    paper = forms.CharField(required=False, validators=[RegexValidator(r"\A[0-9]{1,9}-[0-9]{1,9}\Z")])

    def place(self) -> tuple[int, int] | None:
        """Paper and page."""
        text = given(self)["paper"]
        if not text:
            return None
        paper, _, page = text.partition("-")
        return int(paper), int(page)


class PictureWidth(forms.Form):
    """?w=, the width of a page's picture in pixels."""

    w = forms.IntegerField(min_value=1, max_value=99_999, required=False)


class RowKey(forms.Form):
    """The number of a row that a button names."""

    key = whole_number()

    @classmethod
    def of(cls, text: str) -> int:
        """The number; 0, which no row has, where there is none."""
        return given(cls({"key": text}))["key"] or 0


class ChosenBody(forms.Form):
    """Which registered body a name means, and what the name is to it."""

    body = forms.ModelChoiceField(Body.objects.all())

    @classmethod
    def of(cls, request: HttpRequest) -> Body:
        """Raises ChoiceError where none was chosen."""
        form = cls(request.POST)
        if not form.is_valid():
            raise ChoiceError("会議体を選んでください。")
        body: Body = form.cleaned_data["body"]
        return body


class ChosenTopic(forms.Form):
    """`choose` holds a topic's number and the state it gets: 12:confirmed; the number alone confirms it."""

    topic = forms.ModelChoiceField(Topic.objects.all())
    state = forms.CharField(required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> tuple[Topic, str]:
        """Raises ChoiceError where none was chosen."""
        number, _, state = request.POST.get("choose", "").partition(":")
        form = cls({"topic": number, "state": state})
        if not form.is_valid():
            raise ChoiceError("分類を選んでください。")
        return form.cleaned_data["topic"], form.cleaned_data["state"] or str(TopicLink.State.CONFIRMED)


class SpeakerCategories(forms.Form):
    """`speaker`, `category` and `was` of each row of a list of speakers, in its order."""

    speaker = forms.CharField(strip=False)
    category = forms.ChoiceField(choices=CATEGORY_CHOICES, required=False)
    was = forms.ChoiceField(choices=CATEGORY_CHOICES, required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> list[speakers.Wished]:
        """Raises ChoiceError where a row is not whole or names no category."""
        columns = [request.POST.getlist(name) for name in ("speaker", "category", "was")]
        rows = [cls(dict(zip(("speaker", "category", "was"), row, strict=True))) for row in zip(*columns, strict=False)]
        if len({len(column) for column in columns}) != 1 or not all(row.is_valid() for row in rows):
            raise ChoiceError("区分を読み取れないため、保存していません。画面を開き直してください。")
        return [speakers.Wished(**row.cleaned_data) for row in rows]


class Reason(forms.Form):
    """Why something is withdrawn, discarded or removed; whoever needs one asks for it."""

    reason = forms.CharField(required=False, max_length=_LONGEST_REASON)

    @classmethod
    def of(cls, request: HttpRequest) -> str:
        """What was typed, cut to what is kept."""
        return given(cls({"reason": request.POST.get("reason", "")[:_LONGEST_REASON]}))["reason"] or ""


@dataclass(frozen=True, slots=True)
class ErasureWish:
    """What is to be erased, on what ground and why, as it was typed."""

    words: str = field(repr=False)
    ground: Ground | None
    reason: str = field(repr=False)


class ErasureTerms(forms.Form):
    """`words`, a line for each; `ground`; `reason`."""

    words = forms.CharField(required=False, max_length=_LONGEST_WORDS)
    ground = forms.ModelChoiceField(Ground.objects.filter(is_active=True), required=False)
    reason = forms.CharField(required=False, max_length=_LONGEST_REASON)

    def terms(self) -> ErasureWish:
        """What fits of it."""
        values = given(self)
        return ErasureWish(values["words"] or "", values["ground"], values["reason"] or "")


class MarkedPlace(forms.Form):
    """`part` and `row`: the row of minutes in which something is to be withheld."""

    part = forms.ChoiceField(choices=Passage.Part.choices, required=False)
    row = whole_number()

    def place(self) -> tuple[str, int] | None:
        """Both; None where one is missing."""
        values = given(self)
        return (values["part"], values["row"]) if values["part"] and values["row"] is not None else None


class DraftPlace(forms.Form):
    """`part` and `row`: the row of a draft, by its id, in which something is to be withheld."""

    part = forms.ChoiceField(choices=Passage.Part.choices, required=False)
    row = forms.CharField(required=False, max_length=60)

    def place(self) -> tuple[str, str] | None:
        """Both; None where one is missing."""
        values = given(self)
        return (values["part"], values["row"]) if values["part"] and values["row"] else None


NO_GROUNDS = "選べる根拠がまだありません。管理者が管理画面の「非公開の根拠」に登録すると、選べるようになります。"


class PassageTerms(forms.Form):
    """On what ground words are withheld, who may read them all the same, and a note for the office."""

    ground = forms.ModelChoiceField(
        Ground.objects.filter(is_active=True), required=False, label="根拠", empty_label="選んでください"
    )
    audience = forms.TypedChoiceField(coerce=int, label="読める人")
    note = forms.CharField(required=False, max_length=_LONGEST_REASON, label="備考（閲覧者には表示しません）")

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        narrow = [(number, name) for number, name in access.choices() if access.is_restricted(number)]
        audience = self.fields["audience"]
        assert isinstance(audience, forms.ChoiceField)
        audience.choices, audience.initial = narrow, int(Audience.EDITORS)
        ground = self.fields["ground"]
        ground.required = Ground.objects.filter(is_active=True).exists()
        ground.help_text = "" if ground.required else NO_GROUNDS
        for one in self.fields.values():
            one.widget.attrs["class"] = "input"

    def terms(self) -> Terms:
        """Of a form that is valid."""
        values = self.cleaned_data
        return Terms(values["audience"], values["ground"], values["note"])


class ProposalTerms(PassageTerms):
    """The same for places of several kinds of personal data: a ground for each kind, proposed from the office's list."""

    def __init__(self, kinds: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        """`kinds` are those on the page, with their names."""
        super().__init__(data)
        self._kinds = list(kinds)
        common = self.fields.pop("ground")
        assert isinstance(common, forms.ModelChoiceField)
        proposed = grounds_proposed(kinds)
        for kind, name in kinds.items():
            field = forms.ModelChoiceField(
                common.queryset,
                required=common.required,
                label=f"根拠（{name}）",
                help_text=common.help_text,
                empty_label="選んでください",
                initial=proposed[kind],
            )
            field.widget.attrs["class"] = "input"
            self.fields[f"ground-{kind}"] = field

    @classmethod
    def sent(cls, data: Mapping[str, Any]) -> "ProposalTerms":
        """The form as it was sent, for the kinds that its page showed."""
        return cls({kind: name for kind, name in KIND_LABELS.items() if f"ground-{kind}" in data}, data)

    def ground_field(self, kind: str) -> forms.BoundField:
        """The field of a kind's ground."""
        return self[f"ground-{kind}"]

    def terms_of(self) -> dict[str, Terms]:
        """Of a form that is valid: the terms of each kind."""
        values = self.cleaned_data
        return {kind: Terms(values["audience"], values[f"ground-{kind}"], values["note"]) for kind in self._kinds}


class ChosenAudience(forms.Form):
    """`audience` of the minutes that are to be published."""

    audience = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = access.choices()

    def chosen(self) -> int | None:
        """None where none is named that there is."""
        audience: int | None = given(self)["audience"]
        return audience


class WishedAudience(forms.Form):
    """`row`, `audience` and, as the page showed it, `shown` of each row of a list, in its order."""

    row = forms.CharField()
    audience = forms.TypedChoiceField(coerce=int)
    shown = forms.IntegerField(required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> dict[str, Wish]:
        """The wishes by the keys of the rows. Raises PassageError where a row is not whole, or names no audience."""
        choices, wishes = access.choices(), {}
        lists = (request.POST.getlist(name) for name in cls.base_fields)
        for row, audience, shown in zip_longest(*lists):
            form = cls({"row": row, "audience": audience, "shown": shown})
            field = form.fields["audience"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            if not form.is_valid():
                raise PassageError("閲覧範囲を一覧から選んでください。")
            wishes[form.cleaned_data["row"]] = Wish(form.cleaned_data["audience"], form.cleaned_data["shown"])
        return wishes
