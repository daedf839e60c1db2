"""The form that sends in documents."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from minutes.documents import CONVERTED_SUFFIXES, MAIL_SUFFIX, MEDIA_TYPES, SUFFIXES, TRANSCRIPT_SUFFIXES
from minutes.documents.office import is_installed as office_is_installed
from minutes.intake import megabytes

_FORMATS = "PDF、Word、テキスト、HTML"
_OTHERS = (".zip", MAIL_SUFFIX, ".json", ".jsonl")


class ManyFiles(forms.FileInput):
    """A file button that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or many. Each is looked at when it is stored (minutes.uploads.receiving): one that is wrong stops no other."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(data)


class UploadForm(forms.Form):
    """The files to send in.

    Whether they can be read is found out after they are kept (minutes.uploads.reading).
    """

    file = FilesField(
        label="会議録のファイル",
        widget=ManyFiles(attrs={"class": "input input--file"}),
        error_messages={"required": "ファイルを選んでください。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suffixes = (*SUFFIXES, *(CONVERTED_SUFFIXES if office_is_installed() else ()))
        field = self.fields["file"]
        field.widget.attrs |= {
            "accept": ",".join((*suffixes, *TRANSCRIPT_SUFFIXES, *_OTHERS, *MEDIA_TYPES)),
            "data-most-files": settings.UPLOAD_MAX_FILES,
            "data-most-bytes": settings.UPLOAD_MAX_BYTES,
            "data-most-total": settings.UPLOAD_TOTAL_MAX_BYTES,
        }
        field.help_text = (
            f"読み取れる形式：{_FORMATS}（{'、'.join(suffixes)}）、会議の文字起こし（{'、'.join(TRANSCRIPT_SUFFIXES)}、Word）、それらをまとめた .zip と、それらを付けたメール（.eml）。"
            f"1つのファイルは{megabytes(settings.UPLOAD_MAX_BYTES)}まで、"
            f"一度に{settings.UPLOAD_MAX_FILES:,}件、合計{megabytes(settings.UPLOAD_TOTAL_MAX_BYTES)}まで。"
        )
