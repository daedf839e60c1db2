"""The source text: what a document reader gives and the parser reads. No Django.

A reader turns the bytes of one file into lines of text; it judges nothing about minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

# Why a file cannot be read; read_document says what each means.
CODES = frozenset(
    "empty type-mismatch unsupported-type unknown-type undecodable encrypted damaged unsafe image-only garbled"
    " too-many-pages too-large too-slow ocr-timeout conversion-failed ocr-failed".split()
)
# Formats whose lines are paragraphs, not lines that a page's or a column's width broke: that of text is not known.
_BROKEN_BY_HAND = frozenset(("text/plain",))


class DocumentError(Exception):
    """A file that cannot be read. `code` is stable, one of CODES; the message is Japanese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know of how a document was read. `code` is stable, the message Japanese.

    `line` is the 1-based line of the source text that it is about, None where it is about the whole.
    The parser hands remarks on as warnings.
    """

    code: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page something is printed: a rectangle in shares of the page's width and height, from its top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one document, line by line, as printed.

    `lines[n - 1]` is line n of the source text; cells of one table row are parted by a tab.
    `pages[n - 1]` is its 1-based page where the format has pages, else the tuple is empty.
    `media_type` is the type found (text/plain, application/pdf), `encoding` the one decoded from, empty
    where the format settles it. `remarks` tell what the reader left out or is unsure of. `places[n - 1]` are the
    rectangles of the printed lines that line n was joined from, in its order; the tuple is empty where the format does
    not tell. `page_count` is 0 where it has no pages. `recognised`, 0 to 1, is how sure the recognition (OCR) of the
    text that it gave was on average, None where it gave none. `name` is the name of the file, empty where it is not known.
    """

    lines: tuple[str, ...]
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    pages: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()
    places: tuple[tuple[Place, ...], ...] = ()
    page_count: int = 0
    recognised: float | None = None
    name: str = ""

    @property
    def keeps_paragraphs(self) -> bool:
        """Whether the format tells where a paragraph ends: what a page's width broke is joined already."""
        return self.media_type not in _BROKEN_BY_HAND and self.recognised is None

    @property
    def text(self) -> str:
        """The lines joined by newlines, as stored with the source document."""
        return "\n".join(self.lines)
