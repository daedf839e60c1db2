"""Bounds for one request that sends files: what is beyond them is read and dropped, and the page can say so.

Refusing such a request before it is read would show people a broken connection instead of a message.
"""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

from minutes.intake.unpacking import megabytes


class WholeRequest(FileUploadHandler):
    """First of the upload handlers: of a request that is too large no file is kept, else those up to the number.

    What is dropped is among the request's files without its content, and costs neither memory nor disk. (Django's
    SkipFile would close the file before it.)
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.is_too_large = content_length > largest_request()
        self.sent = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.sent += 1
        if self._is_dropped:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if self._is_dropped else raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return SimpleUploadedFile(self.file_name or "-", b"") if self._is_dropped else None

    @property
    def _is_dropped(self) -> bool:
        return self.is_too_large or self.sent > settings.UPLOAD_MAX_FILES


def kept_files(request: HttpRequest, name: str) -> "list[UploadedFile[bytes]]":
    """The files of this field that were not dropped."""
    files = request.FILES.getlist(name)
    return [] if _is_too_large(request) else files[: settings.UPLOAD_MAX_FILES]


def problem_of(request: HttpRequest, name: str) -> str:
    """Why files of this field were dropped, in Japanese; empty where none was."""
    sent, most = len(request.FILES.getlist(name)), settings.UPLOAD_MAX_FILES
    if _is_too_large(request):
        total = megabytes(settings.UPLOAD_TOTAL_MAX_BYTES)
        return f"一度に送る合計が大きすぎるため、受け取れませんでした。合計{total}までに分けて送ってください。"
    if sent > most:
        return f"一度に送れるのは{most:,}件までです。{sent:,}件のうち、初めの{most:,}件だけを受け取りました。"
    return ""


def _is_too_large(request: HttpRequest) -> bool:
    return int(request.META.get("CONTENT_LENGTH") or 0) > largest_request()


def largest_request() -> int:
    """The files and what is sent around them."""
    return settings.UPLOAD_TOTAL_MAX_BYTES + 1024 * 1024
