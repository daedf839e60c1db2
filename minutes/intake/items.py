"""Files and folders -> parsed minutes with their source documents, ready for the importer.

One item is one meeting's minutes: a document, a JSON file, or one line of a JSON-lines file.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from minutes import documents
from minutes.documents import DocumentError, Place, Remark, SourceText, read_document, reader_version
from minutes.exchange import ArchivePart, adapters
from minutes.intake.apart import explain_text, parse_file, parse_text, read_limits
from minutes.models import SourceDocument
from minutes.parsing import Explained, Lesson, ParsedMinutes, parse, parser_version
from minutes.sandbox import places_to_json
from minutes.wording import reason_of

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
# Tables in a folder are papers more often than transcripts.
SUFFIXES = (
    *documents.SUFFIXES,
    *documents.CONVERTED_SUFFIXES,
    documents.MAIL_SUFFIX,
    ".vtt",
    ".srt",
    ".sbv",
    *LINES_SUFFIXES,
    ".json",
)


class IntakeError(Exception):
    """An item that cannot be read; the message is Japanese and says what to do."""


class SeveralMeetings(DocumentError):
    """A structured file of several meetings: the name and the bytes of each, to be taken in one by one."""

    def __init__(self, parts: list[tuple[str, bytes]]) -> None:
        super().__init__("several-meetings", f"{len(parts)}件の会議録に分けて取り込みました。")
        self.parts = parts


@dataclass(frozen=True)
class Item:
    """The bytes of one meeting's minutes. `name` is the file's name, with :LINE for one of several in a file.

    `is_json` says that they are data (minutes.exchange), `is_catalogue` that they list bodies and topics instead.
    """

    name: str
    data: bytes
    is_json: bool = False
    problem: str = ""
    is_catalogue: bool = False

    @property
    def filename(self) -> str:
        """What the original is called when it is downloaded: minutes.jsonl.gz:12 -> minutes-12.json."""
        stem, separator, line = self.name.rpartition(":")
        bare = stem.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".json")
        return f"{bare}-{line}.json" if separator else self.name


@dataclass(frozen=True)
class Incoming:
    """One item as read: its minutes, its source document (not saved), and what the archive it came from knew of it."""

    parsed: ParsedMinutes
    source: SourceDocument
    archive: ArchivePart | None = None


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
            yield from _parts_of(path.name, path.read_bytes())
    except FileNotFoundError:
        yield Item(path.name, b"", problem=f"ファイルがありません: {path}")
    except (OSError, EOFError, zlib.error) as error:
        reason = reason_of(error) if isinstance(error, OSError) and error.errno else "ファイルが壊れています"
        yield Item(path.name, b"", problem=f"ファイルを読めません（{reason}）: {path}")


def _lines_of(path: Path) -> Iterator[Item]:
    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                name = f"{path.name}:{number}"
                yield Item(name, line.strip(), is_json=True, is_catalogue=adapters.is_catalogue(line))


def _parts_of(name: str, data: bytes) -> Iterator[Item]:
    """A document as one item; each meeting of a structured file as an item of its own."""
    try:
        parts = adapters.split(data, name)
    except adapters.StructuredError as error:
        yield Item(name, b"", problem=error.message)
        return
    if parts is None:
        yield Item(name, data)
        return
    for number, part in enumerate(parts, start=1):
        part_name = f"{name}:{number}" if len(parts) > 1 else name
        yield Item(part_name, part, is_json=True, is_catalogue=adapters.is_catalogue(part))


def parse_item(item: Item, apart: bool = True) -> Incoming:
    """What the item holds. Raises IntakeError. `apart` as in parse_document."""
    if item.problem:
        raise IntakeError(item.problem)
    try:
        return (
            parse_structured(item.data, item.filename)
            if item.is_json
            else Incoming(*parse_document(item.data, item.name, apart=apart))
        )
    except DocumentError as error:
        raise IntakeError(error.message) from error


def parse_document(
    data: bytes, filename: str, lessons: Sequence[Lesson] = (), apart: bool = True
) -> tuple[ParsedMinutes, SourceDocument]:
    """A document's minutes and its source document, not saved. Raises DocumentError.

    It is read and parsed in a process of its own within the site's limits; `apart` false reads a document of our own
    here, where the start of a process would take longer than the reading. Structured files (minutes.exchange) are
    taken as they are: no layout, no lessons. Raises SeveralMeetings for one of several meetings.
    """
    parts = adapters.split(data, filename, settings.READ_UNPACKED_MB * 1024 * 1024)
    if parts is not None:
        return _one_of_desk(parts, filename)
    if apart:
        source_text, parsed = parse_file(data, filename, lessons)
    else:
        source_text = read_document(data, filename, read_limits())
        parsed = parse(source_text, lessons)
    source = new_source(data, filename)
    source.media_type = source_text.media_type
    source.encoding = source_text.encoding
    source.text = source_text.text
    source.line_pages = list(source_text.pages)
    source.places = places_to_json(source_text.places)
    source.page_count = source_text.page_count
    source.recognised = source_text.recognised
    for field, version in read_today().items():
        setattr(source, field, version)
    source.warnings = parsed.to_json()["warnings"]
    return parsed, source


def parse_again(source: SourceDocument, lessons: Sequence[Lesson], remarks: Sequence[Remark] = ()) -> ParsedMinutes:
    """The minutes of a document that was read before, from its stored text. Raises DocumentError."""
    return parse_text(_stored_text(source, remarks), lessons)


def explain_again(source: SourceDocument, lessons: Sequence[Lesson]) -> list[Explained]:
    """Why each line of a document that was read before is read as it is. Raises DocumentError."""
    return explain_text(_stored_text(source), lessons)


def _stored_text(source: SourceDocument, remarks: Sequence[Remark] = ()) -> SourceText:
    return SourceText(
        tuple(source.text.split("\n")),
        source.media_type,
        source.encoding,
        tuple(source.line_pages),
        tuple(remarks),
        tuple(tuple(Place(*place) for place in line) for line in source.places),
        source.page_count,
        source.recognised,
        source.filename,
    )


def read_today() -> dict[str, str]:
    """The digests of today's readers and rules, by the names of the source document's fields that hold them."""
    return {"reader_version": reader_version(), "parser_version": parser_version()}


def new_source(data: bytes, filename: str, media_type: str = "application/octet-stream") -> SourceDocument:
    """A source document of these bytes, not saved, nothing read from it yet."""
    return SourceDocument(
        filename=filename,
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
    )


def _one_of_desk(parts: list[bytes], filename: str) -> tuple[ParsedMinutes, SourceDocument]:
    """The minutes of a structured file that came to the desk. Its catalogue is not registered unasked."""
    meetings = [(number, part) for number, part in enumerate(parts, start=1) if not adapters.is_catalogue(part)]
    if len(meetings) > 1:
        raise SeveralMeetings([(Item(f"{filename}:{number}", part).filename, part) for number, part in meetings])
    adapters.check_for_desk(parts)
    incoming = parse_structured(meetings[0][1], filename)
    return incoming.parsed, incoming.source


def parse_structured(data: bytes, filename: str) -> Incoming:
    """One meeting of a structured file (a part that adapters.split gives). Raises DocumentError."""
    read = adapters.read_one(data)
    source = new_source(data, filename, "application/json")
    source.text, source.line_pages = "\n".join(read.lines), list(read.pages)
    return Incoming(read.parsed, source, read.archive)
