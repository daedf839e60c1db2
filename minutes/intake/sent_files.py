"""Files as they are sent: each one, those packed in .zip files, and those that mails carry."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from minutes.documents import MAIL_SUFFIX, DocumentError, attached_files
from minutes.intake.unpacking import Member, Packing, UnpackingError, is_zip, megabytes, unpack


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    reason: str


def members_of(file: "UploadedFile[bytes]") -> Iterator[Member]:
    """The file itself, or what is packed in it, or what the mail carries."""
    name = file.name or "名称なし"
    limit = settings.UPLOAD_MAX_BYTES
    if is_zip(name):
        yield from _unpacked(file, name)
    elif is_mail(name) and 0 < (file.size or 0) <= limit:
        yield from _carried(file.read(), name)
    elif not file.size:
        yield Member(name, problem="ファイルが空です。内容のあるファイルを選んでください。")
    elif file.size > limit:
        sizes = f"（{megabytes(file.size)}）。{megabytes(limit)}まで"
        yield Member(name, problem=f"ファイルが大きすぎます{sizes}のファイルを選んでください。")
    else:
        yield Member(name, file.read())


def holds_files(name: str) -> bool:
    """Whether a file of this name is a package of files or a mail that may carry some."""
    return is_zip(name) or is_mail(name)


def is_mail(name: str) -> bool:
    return name.lower().endswith(MAIL_SUFFIX)


def _unpacked(file: IO[bytes], name: str) -> Iterator[Member]:
    limit = settings.UPLOAD_MAX_BYTES
    packing = Packing(settings.UPLOAD_MAX_FILES, limit, settings.UPLOAD_TOTAL_MAX_BYTES)
    try:
        yield from unpack(file, packing)
    except UnpackingError as error:
        yield Member(name, problem=str(error))


def _carried(data: bytes, name: str) -> Iterator[Member]:
    """The files that a mail carries; the mail itself where it carries none or cannot be opened."""
    try:
        files = attached_files(data)
    except DocumentError:
        files = []
    for file in files[: settings.UPLOAD_MAX_FILES]:
        if is_zip(file.name):
            yield from _unpacked(BytesIO(file.data), file.name)
        elif file.data:
            yield Member(file.name, file.data)
        else:
            yield Member(file.name, problem="ファイルが空です。")
    if not files:
        yield Member(name, data)
