"""Files and folders -> parsed minutes with their source documents, ready for the importer.

One item is one meeting's minutes: a document, a JSON file, or one line of a JSON-lines file.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from minutes import documents
from minutes.documents import READER_VERSION, DocumentError, Limits
from minutes.file_errors import reason_of
from minutes.models import SourceDocument
from minutes.parsing import PARSER_VERSION
from minutes.parsing.lessons import Lesson
from minutes.parsing.model import ParsedMinutes, ParsedMinutesError
from minutes.sandbox import parse_apart
from minutes.sandbox.wire import places_to_json

LINES_SUFFIXES = (".jsonl", ".jsonl.gz")
# The fields of a source document that reading it fills.
READ_FIELDS = (
    "media_type",
    "encoding",
    "text",
    "line_pages",
    "places",
    "page_count",
    "recognised",
    "reader_version",
    "parser_version",
    "warnings",
)
SUFFIXES = (*documents.SUFFIXES, *documents.CONVERTED_SUFFIXES, *LINES_SUFFIXES, ".json")


class IntakeError(Exception):
    """An item that cannot be read; the message is Japanese and says what to do."""


@dataclass(frozen=True)
class Item:
    """The bytes of one meeting's minutes. `name` is the file's name, with :LINE for a line of a file."""

    name: str
    data: bytes
    is_json: bool = False
    problem: str = ""

    @property
    def filename(self) -> str:
        """What the original is called when it is downloaded: minutes.jsonl.gz:12 -> minutes-12.json."""
        stem, separator, line = self.name.rpartition(":")
        return f"{stem.removesuffix('.gz').removesuffix('.jsonl')}-{line}.json" if separator else self.name


def items_of(paths: Iterable[Path]) -> Iterator[Item]:
    """The items of files and folders, folders in the order of their paths.

    A file named explicitly is always read; in folders only files with the suffixes of minutes, and
    no README. A file that cannot be opened gives an item with a `problem`.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and not hidden and is_minutes_name(file.name):
                    yield from _items_of_file(file)
        else:
            yield from _items_of_file(path)


def is_minutes_name(name: str) -> bool:
    """Whether a file of this name in a folder is taken for minutes."""
    lowered = name.lower()
    return lowered.endswith(SUFFIXES) and not lowered.startswith("readme.")


def _items_of_file(path: Path) -> Iterator[Item]:
    lowered = path.name.lower()
    try:
        if lowered.endswith(LINES_SUFFIXES):
            yield from _lines_of(path)
        else:
            yield Item(path.name, path.read_bytes(), is_json=lowered.endswith(".json"))
    except FileNotFoundError:
        yield Item(path.name, b"", problem=f"ファイルがありません: {path}")
    except (OSError, EOFError, zlib.error) as error:
        reason = reason_of(error) if isinstance(error, OSError) and error.errno else "ファイルが壊れています"
        yield Item(path.name, b"", problem=f"ファイルを読めません（{reason}）: {path}")


def _lines_of(path: Path) -> Iterator[Item]:
    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield Item(f"{path.name}:{number}", line.strip(), is_json=True)


def parse_item(item: Item) -> tuple[ParsedMinutes, SourceDocument]:
    """The item's minutes and its source document, not saved. Raises IntakeError."""
    if item.problem:
        raise IntakeError(item.problem)
    try:
        return _parse_json(item) if item.is_json else parse_document(item.data, item.name)
    except DocumentError as error:
        raise IntakeError(error.message) from error


def parse_document(data: bytes, filename: str, lessons: Sequence[Lesson] = ()) -> tuple[ParsedMinutes, SourceDocument]:
    """A document's minutes and its source document, not saved. Raises DocumentError.

    It is read and parsed in a process of its own within the site's limits.
    """
    source_text, parsed = parse_apart(data, filename, read_limits(), lessons)
    source = new_source(data, filename)
    source.media_type = source_text.media_type
    source.encoding = source_text.encoding
    source.text = source_text.text
    source.line_pages = list(source_text.pages)
    source.places = places_to_json(source_text.places)
    source.page_count = source_text.page_count
    source.recognised = source_text.recognised
    source.reader_version = READER_VERSION
    source.parser_version = PARSER_VERSION
    source.warnings = parsed.to_json()["warnings"]
    return parsed, source


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


def new_source(data: bytes, filename: str, media_type: str = "application/octet-stream") -> SourceDocument:
    """A source document of these bytes, not saved, nothing read from it yet."""
    return SourceDocument(
        filename=filename,
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
    )


def _parse_json(item: Item) -> tuple[ParsedMinutes, SourceDocument]:
    try:
        parsed = ParsedMinutes.from_json(json.loads(item.data))
    except ParsedMinutesError as error:
        raise IntakeError(f"会議録の JSON として読めません（{error}）。") from error
    except (ValueError, RecursionError) as error:
        raise IntakeError(f"JSON として読めません（{type(error).__name__}）。") from error
    return parsed, new_source(item.data, item.filename, "application/json")
