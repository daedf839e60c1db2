"""Strangers' files within the limits that the site sets: read, parsed and drawn in a process of their own.

Whoever has such a file asks here, not the sandbox. Every function raises DocumentError.
"""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from minutes import sandbox
from minutes.documents import Limits, SourceText
from minutes.parsing import Explained, Lesson, ParsedMinutes

# The secret, the embedded database, and the socket of another one on this machine; what waits to be taken in.
sandbox.hide(settings.VAR_DIR)
if settings.WATCH_FOLDER:
    sandbox.hide(settings.WATCH_FOLDER)
if str(settings.DATABASES["default"].get("HOST", "")).startswith("/"):
    sandbox.hide(Path(settings.DATABASES["default"]["HOST"]))


def read_file(data: bytes, filename: str) -> SourceText:
    """The text of a file."""
    return sandbox.read_apart(data, filename, read_limits())


def parse_file(data: bytes, filename: str, lessons: Sequence[Lesson] = ()) -> tuple[SourceText, ParsedMinutes]:
    """The text of a file, and the minutes that stand in it."""
    return sandbox.parse_apart(data, filename, read_limits(), lessons)


def parse_text(source: SourceText, lessons: Sequence[Lesson] = ()) -> ParsedMinutes:
    """The minutes that stand in a text that was read before."""
    return sandbox.parse_text_apart(source, read_limits(), lessons)


def explain_text(source: SourceText, lessons: Sequence[Lesson] = ()) -> list[Explained]:
    """Why each line of a text that was read before is read as it is."""
    return sandbox.explain_text_apart(source, read_limits(), lessons)


def draw_page(data: bytes, page: int, width: int) -> bytes:
    """A page of a PDF file, counted from 1, as a PNG picture `width` dots wide."""
    return sandbox.draw_page(data, page, width, read_limits())


def page_shapes(data: bytes) -> list[float]:
    """Width by height of every page of a PDF file."""
    return sandbox.page_shapes(data, read_limits())


def read_limits() -> Limits:
    """What the site's settings allow for one file."""
    return Limits(
        seconds=settings.READ_SECONDS,
        memory_mb=settings.READ_MEMORY_MB,
        pages=settings.READ_PAGES,
        unpacked_mb=settings.READ_UNPACKED_MB,
        ocr=settings.OCR,
        ocr_seconds=settings.OCR_SECONDS,
    )
