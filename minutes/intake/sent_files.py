"""Files as they are sent: each one, and those packed in .zip files."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from minutes.intake.unpacking import Member, Packing, UnpackingError, is_zip, megabytes, unpack


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    reason: str


def members_of(file: "UploadedFile[bytes]") -> Iterator[Member]:
    """The file itself, or what is packed in it."""
    name = file.name or "名称なし"
    limit = settings.UPLOAD_MAX_BYTES
    if is_zip(name):
        packing = Packing(settings.UPLOAD_MAX_FILES, limit, settings.UPLOAD_TOTAL_MAX_BYTES)
        try:
            yield from unpack(file, packing)
        except UnpackingError as error:
            yield Member(name, problem=str(error))
    elif not file.size:
        yield Member(name, problem="ファイルが空です。内容のあるファイルを選んでください。")
    elif file.size > limit:
        sizes = f"（{megabytes(file.size)}）。{megabytes(limit)}まで"
        yield Member(name, problem=f"ファイルが大きすぎます{sizes}のファイルを選んでください。")
    else:
        yield Member(name, file.read())
