"""Plain text -> SourceText. Stdlib only."""

from __future__ import annotations

import re

from minutes.documents.encoding import decode
from minutes.documents.markdown import shown_markdown
from minutes.documents.model import SourceText
from minutes.documents.signs import mended

# A form feed ends its line together with the newline before it, and turns the page.
_LINE_END = re.compile("((?:\r\n|[\n\r])?\f|\r\n|[\n\r\v\x85\u2028\u2029])")


def read_text(data: bytes) -> SourceText:
    """The lines of a text file as printed; `pages` numbers them where form feeds part the pages.

    NUL characters are dropped, nothing else is; signs named by their shape are the signs meant, Markdown reads as what it
    shows. Raises DocumentError where the bytes are no text.
    """
    text, encoding = decode(data)
    lines, pages = split_lines(mended(text))
    return shown_markdown(SourceText(lines, "text/plain", encoding, pages, page_count=max(pages, default=0)))


def split_lines(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The lines of `text`, and each line's 1-based page: empty where no form feed stands in the text.

    A line ends at \\r\\n, \\n, \\r, \\v, \\f, U+0085, U+2028 or U+2029; the last end opens no empty line.
    """
    parts = _LINE_END.split(text.replace("\x00", ""))
    lines = parts[::2]
    ends = parts[1::2]
    pages = []
    page = 1
    for end in (*ends, ""):
        pages.append(page)
        page += end.endswith("\f")
    if ends and not lines[-1]:
        lines.pop()
        pages.pop()
    return tuple(lines), tuple(pages) if page > 1 else ()
