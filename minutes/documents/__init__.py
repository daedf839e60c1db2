"""A file's bytes -> SourceText: the readers of uploaded documents. No Django.

`read_document` finds the type from the content, checks it against the name, and hands the bytes to
the reader registered for that type. A new format is one more entry in `READERS` and in `KINDS` of
sniffing.py. Files of strangers are read through minutes/sandbox, which calls it in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from minutes.digests import digest_of
from minutes.documents.csvtable import MEDIA_TYPE as CSV_TYPE
from minutes.documents.csvtable import read_csv
from minutes.documents.garbled import check_garbled
from minutes.documents.html import read_html
from minutes.documents.limits import Limits
from minutes.documents.mail import MAIL_TYPE, PAGE_TYPE, AttachedFile, attached_files, mail_text, read_page
from minutes.documents.model import CODES, DocumentError, Place, Remark, SourceText
from minutes.documents.processor_time import limit_processor_time
from minutes.documents.sniffing import sniff
from minutes.documents.text import read_text
from minutes.documents.unreadable import tell_unreadable


def _read_pdf(data: bytes, limits: Limits) -> SourceText:
    # Loaded where a PDF is read: the library takes longer to load than a text to be read.
    from minutes.documents.pdf import read_pdf

    return read_pdf(data, limits)


def _read_word(data: bytes, limits: Limits) -> SourceText:
    from minutes.documents.word import read_word

    return read_word(data, limits)


def _read_sheets(data: bytes, limits: Limits) -> SourceText:
    from minutes.documents.sheets import read_sheets

    return read_sheets(data, limits)


def _read_slides(data: bytes, limits: Limits) -> SourceText:
    from minutes.documents.slides import read_slides

    return read_slides(data, limits)


def _converted(media_type: str) -> Callable[[bytes, Limits], SourceText]:
    def read(data: bytes, limits: Limits) -> SourceText:
        from minutes.documents.office import read_office

        return read_office(data, media_type, limits)

    return read


def _read_mail(data: bytes, limits: Limits) -> SourceText:
    """The one file of minutes that a mail carries, or its own words. Raises DocumentError, the files named, where it
    carries several."""
    files = attached_files(data)
    found = [
        file for file in files if file.name.lower().endswith((*SUFFIXES, *CONVERTED_SUFFIXES, *TRANSCRIPT_SUFFIXES))
    ]
    if len(found) == 1:
        source = read_document(found[0].data, found[0].name, limits)
        told = Remark("attached-file", f"メールに付いていたファイル「{found[0].name}」を読み取りました。")
        kept = source.media_type in ("text/plain", "text/html")
        # Places on pages are of the file that the mail carries: nobody sees its pages.
        return replace(
            source, media_type=source.media_type if kept else MAIL_TYPE, places=(), remarks=(*source.remarks, told)
        )
    words = mail_text(data) if not files else None
    if words is not None:
        return read_text(words)
    if not files:
        raise DocumentError(
            "unknown-type",
            "メールに付いているファイルを保存して、そのファイルを送ってください。このメールにはファイルが付いていません。",
        )
    names = "、".join(f"「{file.name}」" for file in (found or files))
    raise DocumentError(
        "unknown-type", f"メールに付いているファイルを保存して、会議録のファイルを送ってください：{names}"
    )


READERS: dict[str, Callable[[bytes, Limits], SourceText]] = {
    "text/plain": lambda data, _: read_text(data),
    CSV_TYPE: lambda data, _: read_csv(data),
    "text/html": lambda data, _: read_html(data),
    PAGE_TYPE: lambda data, _: read_page(data),
    MAIL_TYPE: _read_mail,
    "application/pdf": _read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _read_word,
    "application/msword": _converted("application/msword"),
    "application/rtf": _converted("application/rtf"),
    "application/vnd.oasis.opendocument.text": _converted("application/vnd.oasis.opendocument.text"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _read_sheets,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _read_slides,
    "application/vnd.ms-excel": _converted("application/vnd.ms-excel"),
    "application/vnd.ms-powerpoint": _converted("application/vnd.ms-powerpoint"),
}

# Read too, but no form of minutes: papers are handed out so.
_PAPERS = frozenset(
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
    )
)
PAPER_SUFFIXES: tuple[str, ...] = (".xlsx", ".pptx")
# For the accept attribute of the upload form, and for what a folder's files are taken for.
MEDIA_TYPES: tuple[str, ...] = tuple(media_type for media_type in READERS if media_type not in _PAPERS)
SUFFIXES: tuple[str, ...] = (
    ".pdf",
    ".docx",
    ".docm",
    ".txt",
    ".text",
    ".md",
    ".html",
    ".htm",
    ".xhtml",
    ".mht",
    ".mhtml",
)
# A mail is read for the files that it carries.
MAIL_SUFFIX = ".eml"
# What transcripts of recordings come as, beside text and Word; the last two hold other tables too.
TRANSCRIPT_SUFFIXES: tuple[str, ...] = (".vtt", ".srt", ".sbv", ".csv", ".tsv", ".xlsx")
# Read where LibreOffice is installed.
CONVERTED_SUFFIXES: tuple[str, ...] = (".doc", ".odt", ".rtf")

__all__ = [
    "CODES",
    "CONVERTED_SUFFIXES",
    "MAIL_SUFFIX",
    "MEDIA_TYPES",
    "PAPER_SUFFIXES",
    "READERS",
    "SUFFIXES",
    "TRANSCRIPT_SUFFIXES",
    "AttachedFile",
    "DocumentError",
    "Limits",
    "Place",
    "Remark",
    "SourceText",
    "attached_files",
    "limit_processor_time",
    "page_texts",
    "read_document",
    "reader_version",
]


def reader_version() -> str:
    """Names the readers: stored with every text; where it is another one, the same bytes may give other lines or places.

    A digest of their code and of the libraries they use (minutes.digests). What LibreOffice and Tesseract are is no part of it.
    """
    return digest_of("minutes.documents")


def read_document(data: bytes, filename: str, limits: Limits | None = None) -> SourceText:
    """The text of one uploaded file, line by line.

    `filename` is the name the file came with; only its suffix is looked at, and the text keeps it. The same bytes under
    the same suffix always give the same lines.

    Raises DocumentError, its message ready to be shown, with one of the codes
    `empty`            nothing but white space in it;
    `type-mismatch`    the name promises another format than the bytes hold;
    `unsupported-type` a known document without a reader: Ichitaro, Pages; .doc, .xls where LibreOffice is missing;
    `unknown-type`     an image, an archive or other binary data;
    `undecodable`      text, but in none of the encodings known here;
    `encrypted`, `damaged`, `unsafe`, `image-only`, `garbled`  a document that gives no text;
    `too-many-pages`, `too-large`, `too-slow`, `ocr-timeout`   more than the limits allow;
    `conversion-failed`, `ocr-failed`                          a helping program gave up.
    """
    try:
        source = READERS[sniff(data, filename)](data, limits or Limits())
    except RecursionError as error:
        # Tables in tables in tables: no writer makes them so deep.
        raise DocumentError(
            "damaged",
            "壊れているか、特殊な作りのファイルのため、読み取れません。元のアプリケーションで保存し直したものを送ってください。",
        ) from error
    if not any(line.strip() for line in source.lines):
        raise DocumentError("empty", "文字が見つかりません。本文のあるファイルかどうかを確かめてください。")
    return tell_unreadable(check_garbled(source if source.name else replace(source, name=PurePath(filename).name)))


def page_texts(source: SourceText) -> tuple[str, ...]:
    """The text page by page, a line on the page that it begins on; one page where the format has none."""
    if not source.pages:
        return (source.text,)
    pages: list[list[str]] = [[] for _ in range(max(source.page_count, *source.pages))]
    for line, page in zip(source.lines, source.pages, strict=True):
        pages[page - 1].append(line)
    return tuple("\n".join(lines) for lines in pages)
