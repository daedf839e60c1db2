"""A file's bytes -> SourceText: the readers of uploaded documents. No Django, no file access.

`read_document` finds the type from the content, checks it against the name, and hands the bytes to
the reader registered for that type. A new format is one more entry in `READERS` and in `KINDS` of
sniffing.py.
"""

from __future__ import annotations

from collections.abc import Callable

from minutes.documents.html import read_html
from minutes.documents.model import DocumentError, SourceText
from minutes.documents.sniffing import sniff
from minutes.documents.text import read_text

# Raised whenever a reader gives other lines for the same bytes: stored texts are then stale.
READER_VERSION = "1"

READERS: dict[str, Callable[[bytes], SourceText]] = {
    "text/plain": read_text,
    "text/html": read_html,
}

# For the accept attribute of the upload form, and for what a folder's files are taken for.
MEDIA_TYPES: tuple[str, ...] = tuple(READERS)
SUFFIXES: tuple[str, ...] = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")

__all__ = ["MEDIA_TYPES", "READERS", "READER_VERSION", "SUFFIXES", "DocumentError", "SourceText", "read_document"]


def read_document(data: bytes, filename: str) -> SourceText:
    """The text of one uploaded file, line by line.

    `filename` is the name the file came with; only its suffix is looked at. The same bytes under the
    same suffix always give the same answer.

    Raises DocumentError, its message ready to be shown, with one of the codes
    `empty`            nothing but white space in it;
    `type-mismatch`    the name promises another format than the bytes hold;
    `unsupported-type` a PDF or Word document: known, but no reader yet;
    `unknown-type`     an image, an archive or other binary data;
    `undecodable`      text, but in none of the encodings known here.
    """
    source = READERS[sniff(data, filename)](data)
    if not any(line.strip() for line in source.lines):
        raise DocumentError("empty", "文字が見つかりません。本文のあるファイルかどうかを確かめてください。")
    return source
