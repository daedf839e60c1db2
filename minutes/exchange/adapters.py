"""Structured files of any kind -> parsed minutes, the kind recognised by content.

A file holds one meeting or several: an answer of the National Diet Library's search API, one parsed-minutes object, a
list of such, or lines of such (the archive's own export). No Django.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from minutes.documents import DocumentError
from minutes.exchange import ndl
from minutes.exchange.archive import ArchivePart
from minutes.parsing import ParsedMinutes, ParsedMinutesError

NAMES = (".json", ".jsonl", ".json.gz", ".jsonl.gz")
# Larger files are imported line by line with the command, not as one value.
MOST_UNPACKED = 512 * 1024 * 1024
_TOO_LARGE = "ファイルが大きすぎます。.jsonl の形で、import_minutes コマンドで取り込んでください。"
_A_PAGE = (
    "中身は JSON ではなく、ウェブページ（HTML）か XML です。取得に失敗したときの画面が保存されたのかもしれません。"
    "JSON の形で取得し直してください。"
)
_HALF_SIGN = re.compile(rb"\\u[dD][89a-fA-F]")
# Any of these says that an object means to be the minutes of a meeting.
_OWN_KEYS = ("utterances", "body", "held_on", "title", "attendees")


class StructuredError(DocumentError):
    """A structured file that cannot be taken; the message is Japanese and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__("structured", message)


@dataclass(frozen=True, slots=True)
class Structured:
    """One meeting of a structured file: its minutes, what an archive knew of it, and its text line by line.

    `lines` and their `pages` are what the utterances' `line` counts; both are empty for the archive's own lines.
    """

    parsed: ParsedMinutes
    archive: ArchivePart | None = None
    lines: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


def read_structured(data: bytes, filename: str) -> list[ParsedMinutes] | None:
    """The meetings of a file that came to the desk, None where it is no structured file.

    Raises StructuredError where it is one and cannot be read, and where it holds minutes that are not for every
    reader: those are imported with the command, which restores who may read them.
    """
    parts = split(data, filename)
    return None if parts is None else check_for_desk(parts)


def check_for_desk(parts: list[bytes]) -> list[ParsedMinutes]:
    """The meetings among the parts of a file. Raises StructuredError where there are none or not for every reader."""
    found = [read_one(part) for part in parts if not is_catalogue(part)]
    if not found:
        raise StructuredError("会議体と分類の一覧です。load_catalogue コマンドで登録してください。")
    if any(one.archive and one.archive.restricted for one in found):
        raise StructuredError(
            "閲覧を制限した会議録が含まれています。画面からではなく、import_minutes コマンドで取り込んでください。"
            "閲覧範囲もそのまま戻ります。"
        )
    return [one.parsed for one in found]


def split(data: bytes, filename: str, most: int = MOST_UNPACKED) -> list[bytes] | None:
    """The bytes of each meeting of a structured file, in order; None where it is none.

    A file of one meeting is given as it came; of more than `most` bytes none is taken. Raises StructuredError where the file's name or beginning says that
    it is structured and it is not readable as a whole; what is wrong with one meeting, `read_one` says.
    """
    named = filename.lower().endswith(NAMES)
    if named and data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, most)
    beginning = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<") and any(mark in beginning for mark in (b"<meetingRecord", b"<speechRecord")):
        raise StructuredError(ndl.NOT_JSON)
    if named and beginning.startswith(b"<"):
        raise StructuredError(_A_PAGE)
    if not named and beginning[:1] not in (b"{", b"["):
        return None
    if len(data) > most:
        raise StructuredError(_TOO_LARGE)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        lines = [line for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
        if len(lines) > 1 and _is_value(lines[0]):
            return lines
        if named:
            raise StructuredError(_unreadable(data, error)) from error
        return None
    if not named and not _is_ours(value):
        return None
    values = value if isinstance(value, list) else ndl.records_of(value) if ndl.is_answer(value) else [value]
    if isinstance(value, dict) and ndl.is_answer(value) and not values:
        raise StructuredError(ndl.complaint(value))
    if not values:
        raise StructuredError("会議録が1件も入っていません。")
    return [data] if len(values) == 1 else [_dumped(one) for one in values]


def read_one(data: bytes) -> Structured:
    """The one meeting that these bytes hold. Raises StructuredError."""
    try:
        value = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise StructuredError(_unreadable(data, error)) from error
    if _HALF_SIGN.search(data):
        value = json.loads(_with_whole_signs(json.dumps(value, ensure_ascii=False)))
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise StructuredError("会議録の JSON として読めません（一つの会議のオブジェクトではありません）。")
    try:
        return _from_library(value) if ndl.is_answer(value) or ndl.is_record(value) else _own(value)
    except ParsedMinutesError as error:
        raise StructuredError(f"会議録の JSON として読めません（{error}）。") from error
    except ndl.RecordError as error:
        raise StructuredError(str(error)) from error


def is_catalogue(data: bytes) -> bool:
    """Whether these bytes are the line of an export that lists bodies and topics."""
    return data.lstrip().startswith(b'{"catalogue"')


def _from_library(value: dict[str, Any]) -> Structured:
    records = ndl.records_of(value) if ndl.is_answer(value) else [value]
    if len(records) != 1:
        raise ndl.RecordError(ndl.complaint(value))
    read = ndl.read_record(records[0])
    return Structured(read.parsed, None, read.lines, read.pages)


def _own(value: dict[str, Any]) -> Structured:
    if not any(key in value for key in _OWN_KEYS):
        raise StructuredError(
            "会議録の JSON ではありません。取り込めるのは、このシステムが書き出したファイルと、"
            "国会会議録検索システムの会議単位出力（meeting）です。"
        )
    parsed = ParsedMinutes.from_json(value)
    if parsed.certainty is None:
        # Nobody guessed: the file says it.
        parsed = replace(parsed, certainty=1.0)
    part = value.get("archive")
    return Structured(parsed, None if part is None else ArchivePart.from_json(part, parsed))


def _with_whole_signs(text: str) -> str:
    """The text with a replacement character for each half of a sign (a lone surrogate), which no database stores."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_value(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_ours(value: Any) -> bool:
    """Whether a value in a file of another name is data of minutes, and not a text that happens to look like data."""
    if isinstance(value, list):
        return bool(value) and all(_is_ours(one) for one in value[:3])
    if not isinstance(value, dict):
        return False
    return "utterances" in value or "catalogue" in value or ndl.is_answer(value) or ndl.is_record(value)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _unreadable(data: bytes, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "JSON として読めません（文字コードが UTF-8 ではありません）。UTF-8 で保存し直してください。"
    where = f"{error.lineno}行目付近" if isinstance(error, json.JSONDecodeError) else type(error).__name__
    return f"JSON として読めません（{where}）。ファイルが途中で切れていないか確かめてください。"


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        with gzip.open(BytesIO(data)) as unpacking:
            result = unpacking.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise StructuredError(
            "圧縮ファイル（.gz）が壊れているか、途中で切れています。もう一度書き出してください。"
        ) from error
    if len(result) > most:
        raise StructuredError(_TOO_LARGE)
    return result
