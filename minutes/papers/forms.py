"""The form in which files are given to papers, and papers to agenda items."""

from collections.abc import Mapping
from typing import Any

from django import forms

from minutes import access
from minutes.papers.desk import PaperDesk, PaperError
from minutes.papers.receiving import RowWish, Wish


class ArrangementForm(forms.Form):
    """Fields for what lies on the desk: file-12 says which row the file 12 belongs to, label-12 and title-12 what a new
    row is called, item-r1 and audience-r1 the agenda item and the audience of the row r1. shown-file-12, shown-item-r1,
    shown-audience-r1 and shown-paper-r1 (the file of the row) are what the page showed.
    """

    def __init__(self, data: Mapping[str, Any], desk: PaperDesk) -> None:
        super().__init__(data)
        self._files = [paper.pk for paper in desk.papers]
        self._rows = desk.row_keys()
        for key in self._files:
            for name in ("file", "label", "title", "shown-file"):
                self.fields[f"{name}-{key}"] = forms.CharField(required=False)
        for row in self._rows:
            self.fields[f"item-{row}"] = forms.CharField(required=False)
            self.fields[f"audience-{row}"] = AudienceField()
            self.fields[f"shown-audience-{row}"] = AudienceField()
            for name in ("shown-item", "shown-paper"):
                self.fields[f"{name}-{row}"] = forms.CharField(required=False)

    def wishes(self) -> tuple[dict[int, Wish], dict[str, RowWish]]:
        """What was chosen for files and for rows that were posted. Raises PaperError."""
        if not self.is_valid():
            raise PaperError(next(iter(self.errors.values()))[0])
        values = self.cleaned_data
        files = {
            key: Wish(
                values[f"file-{key}"],
                values[f"label-{key}"],
                values[f"title-{key}"],
                self._posted(f"shown-file-{key}"),
            )
            for key in self._files
            if f"file-{key}" in self.data
        }
        rows = {
            row: RowWish(
                self._posted(f"item-{row}"),
                values[f"audience-{row}"],
                self._posted(f"shown-item-{row}"),
                values[f"shown-audience-{row}"],
                self._posted(f"shown-paper-{row}"),
            )
            for row in self._rows
        }
        return files, rows

    def _posted(self, name: str) -> str | None:
        """The text of a field; None where the page did not send it."""
        return str(self.cleaned_data[name]) if name in self.data else None


class AudienceField(forms.TypedChoiceField):
    """Who may read; None where it stays as it is."""

    def __init__(self) -> None:
        super().__init__(
            choices=access.choices,
            coerce=int,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": "閲覧範囲を選び直してください。"},
        )


class SendingForm(forms.Form):
    """What goes with files that are sent: who may read them."""

    audience = AudienceField()

    def chosen(self) -> int | None:
        """Raises PaperError."""
        if not self.is_valid():
            raise PaperError(next(iter(self.errors.values()))[0])
        audience: int | None = self.cleaned_data["audience"]
        return audience
