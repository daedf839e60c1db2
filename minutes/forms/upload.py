"""The form that sends in a document."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from minutes.documents import CONVERTED_SUFFIXES, MEDIA_TYPES, SUFFIXES
from minutes.documents.office import is_installed as office_is_installed

_FORMATS = "PDF、Word、テキスト、HTML"


class UploadForm(forms.Form):
    """One file. Refuses what is not worth keeping: nothing at all, and more than the site's limit.

    Whether the file can be read is found out after it is kept (minutes.uploading).
    """

    file = forms.FileField(
        label="会議録のファイル",
        widget=forms.FileInput(attrs={"class": "input input--file"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "invalid": "ファイルを受け取れませんでした。もう一度選んでください。",
            "empty": "ファイルが空です。内容のあるファイルを選んでください。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suffixes = (*SUFFIXES, *(CONVERTED_SUFFIXES if office_is_installed() else ()))
        field = self.fields["file"]
        field.widget.attrs["accept"] = ",".join((*suffixes, *MEDIA_TYPES))
        field.help_text = f"読み取れる形式：{_FORMATS}（{'、'.join(suffixes)}）。大きさは{_megabytes(settings.UPLOAD_MAX_BYTES)}まで。"

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                f"ファイルが大きすぎます（{_megabytes(file.size)}）。"
                f"{_megabytes(settings.UPLOAD_MAX_BYTES)}までのファイルを選んでください。",
                code="too-large",
            )
        return file


def _megabytes(size: int) -> str:
    """20 MB, 20.1 MB: rounded up, so that a file over the limit never looks as large as the limit."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''} MB"
