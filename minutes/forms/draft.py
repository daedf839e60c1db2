"""One page of a draft as forms: all rows bound together, and back to parsed minutes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseForm, BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from minutes import drafts
from minutes.forms.rows import (
    AgendaItemForm,
    AttachmentForm,
    AttendeeForm,
    BlockField,
    HeaderForm,
    UtteranceForm,
)
from minutes.parsing.model import AgendaItem, ParsedMinutes, Utterance

# The types of Django know of the forms in a formset, Django itself does not.
if TYPE_CHECKING:
    FormSet = BaseFormSet[Any]
else:
    FormSet = BaseFormSet
# More rows than this are no meeting; Django's own limit of 1,000 would cut long lists off.
MOST_ROWS = 5_000
SHORT_LABEL = 14


class Rows(FormSet):
    """A formset whose rows can be marked for deletion."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "削除"
        if self.can_order:
            form.fields["ORDER"].label = "順"
            form.fields["ORDER"].widget.attrs = {"class": "input input--order"}


AttendeeRows = formset_factory(AttendeeForm, formset=Rows, extra=2, can_delete=True, max_num=MOST_ROWS)
AgendaRows = formset_factory(AgendaItemForm, formset=Rows, extra=2, can_delete=True, can_order=True, max_num=MOST_ROWS)
AttachmentRows = formset_factory(AttachmentForm, formset=Rows, extra=2, can_delete=True, max_num=MOST_ROWS)
UtteranceRows = formset_factory(
    UtteranceForm,
    formset=Rows,
    extra=0,
    can_delete=True,
    max_num=drafts.PAGE_SIZE,
    absolute_max=drafts.PAGE_SIZE,
)


class StateForm(forms.Form):
    """Which state of the draft the page was made from."""

    page = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    outline = forms.CharField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why published minutes are changed."""

    reason = BlockField("訂正の理由", rows=2, help_text="会議録の版の一覧に残ります。")


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One line of the error summary: the field's id, what it is called, what is wrong with it."""

    id: str
    label: str
    message: str


class DraftForms:
    """The forms of one page of `draft`: up to drafts.PAGE_SIZE utterances, on page 1 also the meeting's fields.

    Positions of rows in the forms are positions in `draft`; `fits` says whether posted forms were made
    from a draft with the same rows.
    """

    def __init__(
        self,
        draft: ParsedMinutes,
        *,
        page: int,
        revision: int,
        reason: str = "",
        data: QueryDict | MultiValueDict[str, Any] | None = None,
    ) -> None:
        self.draft = draft
        self.page = page
        self.start = (page - 1) * drafts.PAGE_SIZE
        self.rows = draft.utterances[self.start : self.start + drafts.PAGE_SIZE]
        state = {"page": page, "revision": revision, "outline": drafts.outline(draft)}
        self.state = StateForm(initial=state)
        self.posted_state = StateForm(data) if data is not None else None
        self.reason = ReasonForm(data, initial={"reason": reason})
        self.header = HeaderForm(data, prefix="header", initial=HeaderForm.initial_of(draft)) if page == 1 else None
        self.agenda = self.attendees = self.attachments = None
        if page == 1:
            self.agenda = AgendaRows(data, prefix="agenda", initial=[*map(AgendaItemForm.initial_of, draft.agenda)])
            self.attendees = AttendeeRows(
                data, prefix="attendees", initial=[*map(AttendeeForm.initial_of, draft.attendees)]
            )
            self.attachments = AttachmentRows(
                data, prefix="attachments", initial=[*map(AttachmentForm.initial_of, draft.attachments)]
            )
        self.utterances = UtteranceRows(
            data,
            prefix="utterances",
            initial=[*map(UtteranceForm.initial_of, self.rows)],
            form_kwargs={"agenda": [_choice(index, item) for index, item in enumerate(draft.agenda)]},
        )
        self.inserted_at: int | None = None

    @property
    def fits(self) -> bool:
        """Whether the posted rows can be laid over the draft's."""
        state = self.posted_state
        if state is None or not state.is_valid() or state.cleaned_data["outline"] != drafts.outline(self.draft):
            return False
        if self.header and (self.agenda is None or self.agenda.total_form_count() < len(self.draft.agenda)):
            return False
        return self.utterances.total_form_count() == len(self.rows)

    @property
    def posted_revision(self) -> int | None:
        """The revision that the posted page was made from."""
        state = self.posted_state
        return state.cleaned_data["revision"] if state and state.is_valid() else None

    @property
    def numbered_utterances(self) -> list[tuple[int, Utterance | None, Any]]:
        """Each utterance of the page: its 1-based number in the draft, itself, its form."""
        rows = [*self.rows, *[None] * max(0, len(self.utterances.forms) - len(self.rows))]
        return list(zip(count(self.start + 1), rows, self.utterances.forms, strict=False))

    def is_valid(self) -> bool:
        """Whether everything posted can be saved in a draft; what is still missing does not matter here."""
        return all(part.is_valid() for part in self._parts())

    def parsed(self, insert_after: int | None = None) -> ParsedMinutes:
        """The draft with what was posted, and with a blank utterance after row `insert_after` of the page.

        Row -1 stands before the first. `inserted_at` is then the blank one's index in the draft.
        """
        result, moved = self.draft, {index: index for index in range(len(self.draft.agenda))}
        if self.header and self.agenda and self.attendees and self.attachments:
            result = self.header.applied_to(result)
            items, moved = self._agenda_as_posted(self.agenda)
            attendees = _applied(self.attendees, self.draft.attendees)
            attachments = _applied(self.attachments, self.draft.attachments)
            result = replace(result, agenda=items, attendees=attendees, attachments=attachments)
        before, after = result.utterances[: self.start], result.utterances[self.start + len(self.rows) :]
        said = [*before, *self._utterances_as_posted(insert_after), *after]
        return replace(result, utterances=tuple(_moved(row, moved) for row in said))

    def checked(self, missing: Iterable[drafts.Gap]) -> "DraftForms":
        """These forms bound to the draft's own values, with each gap of this page as an error at its field."""
        state = self.state.initial
        bound = DraftForms(
            self.draft, page=self.page, revision=state["revision"], data=_data_of([self.state, *self._forms()])
        )
        bound.is_valid()
        for gap in missing:
            if gap.page == bound.page:
                bound.form_of(gap).add_error(gap.field, gap.message)
        return bound

    def form_of(self, gap: drafts.Gap) -> BaseForm:
        """The form that holds the gap's field."""
        if gap.utterance is not None:
            form: BaseForm = self.utterances.forms[gap.utterance - self.start]
            return form
        return self.header if self.header and gap.field in self.header.fields else self.reason

    def problems(self) -> list[FormProblem]:
        """Everything that is wrong, in the order of the page."""
        parts: list[tuple[str, Any]] = [("", self.reason)]
        parts += [("", self.header)] if self.header else []
        named = (("議題", self.agenda), ("出席者", self.attendees), ("資料", self.attachments))
        for name, rows in named:
            parts += [(f"{name}{number}の", form) for number, form in enumerate(rows.forms if rows else (), start=1)]
        parts += [(f"発言{number}の", form) for number, _, form in self.numbered_utterances]
        return [problem for label, form in parts for problem in _problems_of(label, form)]

    def _parts(self) -> Iterator[Any]:
        yield self.reason
        for part in (self.header, self.agenda, self.attendees, self.attachments, self.utterances):
            if part is not None:
                yield part

    def _forms(self) -> Iterator[Any]:
        for part in self._parts():
            if isinstance(part, BaseFormSet):
                yield part.management_form
                yield from part.forms
            else:
                yield part

    def _agenda_as_posted(self, rows: FormSet) -> tuple[tuple[AgendaItem, ...], dict[int, int]]:
        """The items in the posted order, and where each item of the draft went."""
        ranked = []
        for index, form in enumerate(rows.forms):
            old = self.draft.agenda[index] if index < len(self.draft.agenda) else None
            item = form.applied_to(old) if _counts(form) else None
            if item is not None:
                ranked.append((*_rank(form.cleaned_data.get("ORDER"), None if old is None else index), index, item))
        ranked.sort(key=lambda entry: entry[:3])
        moved = {index: place for place, (_, _, index, _) in enumerate(ranked)}
        return tuple(item for _, _, _, item in ranked), moved

    def _utterances_as_posted(self, insert_after: int | None) -> list[Utterance]:
        said: list[Utterance] = []
        if insert_after == -1:
            self.inserted_at = self.start
            said.append(drafts.blank_after(None))
        for index, (row, form) in enumerate(zip(self.rows, self.utterances.forms, strict=True)):
            if _counts(form):
                said.append(form.applied_to(row))
            if index == insert_after:
                self.inserted_at = self.start + len(said)
                said.append(drafts.blank_after(row))
        return said


def _choice(index: int, item: AgendaItem) -> tuple[int, str, str]:
    label = drafts.agenda_label(item)
    short = label if len(label) <= SHORT_LABEL else label[: SHORT_LABEL - 1] + "…"
    return index, label, short


def _counts(form: Any) -> bool:
    """Whether a posted row holds anything and is not marked for deletion."""
    return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")


def _rank(order: int | None, index: int | None) -> tuple[float, int]:
    """Where a row sorts: at a place that two rows claim, the one that moved there goes first, but last from above."""
    if order is None:
        return float("inf"), 0
    place = None if index is None else index + 1
    return order, 0 if place is None or place > order else 1 if place == order else 2


def _applied(rows: FormSet, before: tuple[Any, ...]) -> tuple[Any, ...]:
    pairs = ((form, before[index] if index < len(before) else None) for index, form in enumerate(rows.forms))
    applied = (form.applied_to(row) for form, row in pairs if _counts(form))
    return tuple(row for row in applied if row is not None)


def _moved(row: Utterance, moved: dict[int, int]) -> Utterance:
    agenda = tuple(moved[index] for index in row.agenda if index in moved)
    return row if agenda == row.agenda else replace(row, agenda=tuple(sorted(agenda)))


def _problems_of(label: str, form: Any) -> Iterator[FormProblem]:
    if not form.is_bound or getattr(form, "cleaned_data", {}).get("DELETE"):
        return
    for name, errors in form.errors.items():
        for message in errors:
            yield FormProblem(form[name].auto_id, f"{label}{form[name].label}", message)


def _data_of(parts: Iterable[Any]) -> MultiValueDict[str, Any]:
    """What a browser would send if nobody touched these forms."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for form in parts:
        for field in form:
            value = field.value()
            if isinstance(value, list):
                data.setlist(field.html_name, [str(entry) for entry in value])
            elif isinstance(value, bool):
                data.setlist(field.html_name, ["on"] if value else [])
            elif value is not None:
                data[field.html_name] = str(value)
    return data
