"""Which format a file has, from its first bytes and its name. Stdlib only."""

from __future__ import annotations

import re
import struct
import zipfile
from io import BytesIO
from pathlib import PurePath

from minutes.documents.encoding import decode
from minutes.documents.mail import MAIL_TYPE, PAGE_TYPE, mime_kind
from minutes.documents.model import DocumentError

# What the bytes of a binary format begin with -> our name of the format.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"MZ\x90\x00", "program"),
    (b"\x7fELF", "program"),
    (b"ID3\x03", "media"),
    (b"ID3\x04", "media"),
    (b"OggS", "media"),
)

# Names of streams in the container of Office 97, as its directory spells them -> our name of the format.
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("JSRV_SegmentInformation", "ichitaro"),
    ("DocumentText", "ichitaro"),
    ("__substg1.0_", "mail"),
)

_OFFICE_FOLDERS = {"word": "word", "xl": "excel", "ppt": "powerpoint"}

# What the name promises.
_SUFFIX_KINDS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".vtt": "text",
    ".srt": "text",
    ".sbv": "text",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".doc": "doc",
    ".docx": "word",
    ".docm": "word",
    ".rtf": "rtf",
    ".odt": "odt",
    ".jtd": "ichitaro",
    ".jtt": "ichitaro",
    ".jtdc": "ichitaro",
    ".jttc": "ichitaro",
    ".pages": "iwork",
    ".numbers": "iwork",
    ".key": "iwork",
    ".xls": "xls",
    ".xlsx": "excel",
    ".ppt": "ppt",
    ".pptx": "powerpoint",
    ".mht": "page",
    ".mhtml": "page",
    ".msg": "mail",
    ".eml": "mail",
    ".zip": "zip",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".gif": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
    ".webp": "image",
    ".mp3": "media",
    ".mp4": "media",
    ".wav": "media",
}

KINDS: dict[str, str] = {
    "text": "テキスト",
    "csv": "CSVの表",
    "page": "保存されたWebページ",
    "html": "HTML",
    "pdf": "PDF",
    "word": "Word文書",
    "doc": "Word文書",
    "rtf": "リッチテキスト文書",
    "odt": "OpenDocument文書",
    "ichitaro": "一太郎の文書",
    "excel": "Excelの表",
    "xls": "Excelの表",
    "powerpoint": "PowerPointの資料",
    "ppt": "PowerPointの資料",
    "iwork": "Pages・Numbers・Keynoteの文書",
    "office-xml": "XML形式で保存された文書",
    "mail": "メール",
    "zip": "圧縮ファイル",
    "archive": "圧縮ファイル",
    "image": "画像",
    "media": "音声・動画",
    "program": "プログラム",
}

# Media types of the binary formats that have a reader.
_READABLE: dict[str, str] = {
    "pdf": "application/pdf",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "powerpoint": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ppt": "application/vnd.ms-powerpoint",
}
# Known, and without a reader: the code of the refusal, and what helps.
_WAYS_OUT: dict[str, tuple[str, str]] = {
    "ichitaro": (
        "unsupported-type",
        "一太郎で開き、Word形式（.docx）またはPDFとして保存し直したものを送ってください。",
    ),
    "iwork": ("unsupported-type", "Word形式（.docx）またはPDFとして書き出したものを送ってください。"),
    "office-xml": ("unsupported-type", "Word形式（.docx）またはPDFとして保存し直したものを送ってください。"),
    "mail": ("unknown-type", "メールに付いているファイルを保存して、そのファイルを送ってください。"),
}
# Programs save one of these under the name of another.
_OFFICE = frozenset(("word", "doc", "rtf", "odt", "excel", "xls", "csv", "powerpoint", "ppt", "ichitaro"))
# Names under which programs save tables and pages as text, for Excel or Word to open.
_SAVED_FOR_OFFICE = frozenset(("word", "doc", "excel", "xls"))
_TABLE_LINES = 20  # looked at for the delimiter of a table

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*){0,5}<(?:!doctype\s+html|html\b)", re.I | re.S
)
# Word's and LibreOffice's files as one piece of XML.
_OFFICE_XML = re.compile(
    r"\s*<\?xml[^>]{0,200}\?>\s*(?:<!--(?:(?!-->).){0,2000}-->\s*)?(?:<\?mso-application\b|<(?:pkg:package|w:wordDocument|office:document)\b)",
    re.S,
)
_ANY_TAG = re.compile(
    r"</?(?:html|head|body|meta|title|div|p|br|h[1-6]|table|tr|td|th|ul|ol|li|dl|dt|dd|span|font|b|strong|em|a"
    r"|center|section|article|main|pre|hr|ruby|img|input)\b[^<>]*>",
    re.I,
)
_LOOK_AT = 65_536  # characters searched for a tag in a file named .html


def sniff(data: bytes, filename: str) -> str:
    """The media type whose reader takes these bytes.

    A name that ends in .html needs one known tag, any other name a document that opens with
    <!DOCTYPE html> or <html>: a .txt file that quotes some tags stays text.
    Raises DocumentError (empty, type-mismatch, encrypted, unsupported-type, unknown-type, undecodable).
    """
    if not data.strip(b"\x00\t\n\v\f\r "):
        raise DocumentError("empty", "ファイルが空です。内容のあるファイルを選び直してください。")
    promised = _SUFFIX_KINDS.get(PurePath(filename).suffix.lower())
    found = binary_kind(data)
    mime = mime_kind(data) if found is None else None
    if mime is not None and promised in (None, "page", "mail", "html", "text", *_SAVED_FOR_OFFICE):
        return MAIL_TYPE if mime == "mail" or promised == "mail" else PAGE_TYPE
    if promised in _WAYS_OUT and (
        found in (None, "zip") or (found == "doc" and not _names_stream(data, "WordDocument"))
    ):
        # In a container that other programs use too, or in none; nobody else saves under these names.
        raise _without_reader(promised)
    if found is not None:
        return _binary_type(found, promised)
    text, _ = decode(data)
    if _OFFICE_XML.match(text):
        raise _without_reader("office-xml")
    is_html = _HTML_START.match(text) or (promised in ("html", "page") and _ANY_TAG.search(text[:_LOOK_AT]))
    saved_for_office = promised in _SAVED_FOR_OFFICE and (is_html or _is_table(text))
    if promised not in (None, "text", "csv", "html", "page") and not saved_for_office:
        raise _mismatch("html" if is_html else "csv" if _is_table(text) else "text", promised)
    if is_html:
        return "text/html"
    return "text/csv" if promised == "csv" or saved_for_office else "text/plain"


def _is_table(text: str) -> bool:
    """Whether every one of the first lines holds the same commas or tabs, quoted ones aside: a table as text (CSV)."""
    bare = re.sub('"[^"]*"', "", text[:_LOOK_AT])
    lines = [line for line in bare.splitlines()[:_TABLE_LINES] if line.strip()]
    return len(lines) > 1 and any(min(line.count(sign) for line in lines) > 0 for sign in ",\t;")


def binary_kind(data: bytes) -> str | None:
    """The binary format that the first bytes name (a key of KINDS, or "locked"), None where they name none."""
    head = data[:16]
    if head[4:8] == b"ftyp":
        return "media"
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "image" if head[8:12] == b"WEBP" else "media"
    if head[:2] == b"BM" and b"\x00\x00\x00\x00" in head:
        return "image"
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if kind == "zip":
        if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
            return "odt"
        return _office_kind(data)
    if kind == "ole":
        return next((found for name, found in _STREAMS if _names_stream(data, name)), "doc")
    return kind


def _names_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _office_kind(data: bytes) -> str:
    """Which program's file a zip archive is: its entries live in a folder named for the program."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.endswith(".iwa") for name in names):
                return "iwork"
            folders = {name.partition("/")[0] for name in names}
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError):
        # Damaged: what is left of it may still tell.
        folders = {folder for folder in _OFFICE_FOLDERS if f"{folder}/".encode() in data}
    return next((kind for folder, kind in _OFFICE_FOLDERS.items() if folder in folders), "zip")


def _binary_type(found: str, promised: str | None) -> str:
    if found == "locked":
        raise DocumentError(
            "encrypted", "パスワードで保護された文書です。保護を外して保存し直したものを送ってください。"
        )
    if found == "zip" and promised in ("word", "odt"):
        # Cut off before the name that tells what it is; the reader says what is wrong with it.
        return _READABLE["word"]
    if promised not in (None, found) and not {found, promised} <= _OFFICE:
        raise _mismatch(found, promised)
    if found in _READABLE:
        return _READABLE[found]
    if found in _WAYS_OUT:
        raise _without_reader(found)
    raise DocumentError(
        "unknown-type",
        f"{KINDS[found]}は会議録として読み取れません。PDF、Word、テキスト、HTMLのどれかの形式のファイルを選んでください。",
    )


def _without_reader(kind: str) -> DocumentError:
    code, way_out = _WAYS_OUT[kind]
    return DocumentError(code, f"{KINDS[kind]}は読み取れません。{way_out}")


def _mismatch(found: str, promised: str) -> DocumentError:
    return DocumentError(
        "type-mismatch",
        f"ファイル名は{KINDS[promised]}ですが、中身は{KINDS[found]}です。正しいファイルかどうかを確かめて、選び直してください。",
    )
