"""Mail (.eml) and pages saved with all that they hold (.mht) -> what is read of them. Stdlib only.

Both are MIME: a page is the first HTML of a multipart/related, a mail is read for the files that it carries. Which of the
two a file is, its head tells.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from pathlib import PurePath

from minutes.documents.html import read_html
from minutes.documents.model import DocumentError, SourceText

PAGE_TYPE, MAIL_TYPE = "multipart/related", "message/rfc822"
_HEAD = 16_384  # bytes that are looked at for the head
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type):", re.I | re.M)
_OF_MAIL = re.compile(rb"^(?:Received|Return-Path|To|Message-ID|Delivered-To|X-Mailer|Reply-To):", re.I | re.M)
_OF_PAGE = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Location):|^From:[^\r\n]{0,40}Saved by|^Content-Type:\s*multipart/related",
    re.I | re.M,
)
_RAW_NAME = re.compile(r'filename\s*=\s*"?([^";\r\n]+)', re.I)
_LEAST_LINES = 5  # of a mail that holds the minutes themselves


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that a mail carries."""

    name: str
    data: bytes


def mime_kind(data: bytes) -> str | None:
    """ "mail" or "page" where the bytes begin with the head of a mail or of a saved page, else None."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ")
    place = 0
    while (field := _FIELD.match(head, place)) is not None:
        place = field.end()
    fields = head[:place]
    if not _MIME.search(fields):
        return None
    if _OF_PAGE.search(fields) and not _OF_MAIL.search(fields):
        return "page"
    return "mail" if re.search(rb"^(?:From|Subject|Date):", fields, re.I | re.M) else None


def read_page(data: bytes) -> SourceText:
    """The page in a file that a browser or Word saved as one (.mht). Raises DocumentError `damaged`."""
    pages = [
        part for part in _message(data).walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    for part in pages:
        source = read_html(_bytes(part), part.get_content_charset() or "")
        if any(line.strip() for line in source.lines):
            return replace(source, media_type=PAGE_TYPE)
    raise DocumentError(
        "damaged",
        "保存されたWebページ（.mht）の中に、読み取れるページがありません。ページを開き、HTML（.html）またはPDFとして保存し直したものを送ってください。",
    )


def attached_files(data: bytes) -> list[AttachedFile]:
    """The files that a mail carries, those of forwarded mails too; pictures set into its text are none.

    Raises DocumentError `damaged`.
    """
    return list(_attached(_message(data)))


def mail_text(data: bytes) -> bytes | None:
    """The words of a mail that carries no file, where they are long enough to be minutes; as UTF-8."""
    for part in _message(data).walk():
        if part.get_content_type() == "text/plain" and not part.is_multipart():
            charset = part.get_content_charset() or "utf-8"
            try:
                text = _bytes(part).decode(charset)
            except (LookupError, UnicodeDecodeError):
                return _bytes(part)
            return text.encode() if sum(bool(line.strip()) for line in text.splitlines()) >= _LEAST_LINES else None
    return None


def _attached(message: Message) -> Iterator[AttachedFile]:
    for number, part in enumerate(message.walk(), start=1):
        if part.is_multipart():
            continue
        name = _name(part)
        inline = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
        if not name or (inline and part.get_content_maintype() == "image"):
            continue
        yield AttachedFile(PurePath(name.replace("\\", "/")).name or f"添付{number}", _bytes(part))


def _message(data: bytes) -> Message:
    try:
        return email.message_from_bytes(data, policy=policy.compat32)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise DocumentError(
            "damaged", "壊れていて開けません。メールに付いているファイルやページを保存し、それを送ってください。"
        ) from error


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: Message) -> str:
    """The file name of a part, however it is encoded; empty where it has none."""
    name = part.get_filename() or ""
    if "\ufffd" in name:
        # Written without any encoding: the library gives it up.
        heads = "\n".join(value for field, value in part.raw_items() if field.lower() == "content-disposition")
        raw = _RAW_NAME.search(heads)
        return _decoded(raw[1].encode("utf-8", "surrogateescape"), None) if raw else name
    if "=?" in name:
        return "".join(_decoded(piece, charset) for piece, charset in decode_header(name.replace('"', "")))
    return name


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    for encoding in (*((charset,) if charset else ()), "utf-8", "cp932", "iso2022_jp_ext"):
        try:
            return piece.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return piece.decode("utf-8", "replace")
