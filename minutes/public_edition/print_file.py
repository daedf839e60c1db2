"""An edition as PDF: printed by LibreOffice from the Word file where it is installed, else written by reportlab.

LibreOffice's file is tagged for screen readers and holds its fonts. The other one names the two Japanese fonts that every PDF
viewer knows, and holds none; what those lack in signs is printed as 〓.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus import Table as PrintedTable

from minutes.documents import Limits, limit_processor_time
from minutes.documents.office import print_word
from minutes.public_edition.model import PrintError
from minutes.public_edition.outline import Heading, Outline, Pieces, Table, number_of
from minutes.public_edition.word_file import write_word

_MINCHO, _GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
# The first of each that the server has; a name that it lacks would take the digits from some other font.
_PRINT_FONTS = (
    "Noto Serif CJK JP;IPAexMincho;IPAMincho;Yu Mincho;MS Mincho",
    "Noto Sans CJK JP;IPAexGothic;IPAGothic;Yu Gothic;MS Gothic",
)
_MARGIN = 25 * mm
_LABEL_WIDTH = 37 * mm
_DAY = "D:20000101000000Z"
_MISSING = "〓"
# What LibreOffice writes of the hour and of itself; the same length, so that the file's table of places stays right.
_DATES = re.compile(rb"/(?:CreationDate|ModDate)\(D:[^)]*\)")
_IDENTITY = re.compile(rb"/ID \[ ?<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)> ?\]")
_CHECKSUM = re.compile(rb"/DocChecksum /([0-9A-Fa-f]+)")


# What the process that prints does; it gets the folder of the code, and the outline on its standard input.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from minutes.public_edition.print_file import main; main()"


def write_pdf(outline: Outline, limits: Limits | None = None) -> bytes:
    """The bytes of a PDF file with title, language and bookmarks; it bears no author and no date of its making.

    Raises PrintError where that takes longer than the limits allow.
    """
    limits = limits or Limits()
    printed = print_word(write_word(outline, _PRINT_FONTS), limits)
    return without_hour(printed) if printed is not None else _written_apart(outline, limits)


def main() -> None:
    """Writes the outline that comes on standard input to standard output."""
    # Of the process that started this one: nobody else's words are unpacked here.
    outline = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(write_pdf_alone(outline))


def _written_apart(outline: Outline, limits: Limits) -> bytes:
    """What write_pdf_alone gives, by a process of its own: seconds of Python in this one would slow down all that it does."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM, str(Path(__file__).resolve().parents[2])],
            input=pickle.dumps(outline),
            capture_output=True,
            env={"PATH": os.environ.get("PATH", "")},
            timeout=limits.longest_seconds,
            preexec_fn=partial(_stand_back, limits.total_seconds),
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintError(type(error).__name__) from None
    return done.stdout


def _stand_back(seconds: int) -> None:
    """In the new process: its processor time, and the site goes before it."""
    limit_processor_time(seconds)
    os.nice(5)


def without_hour(data: bytes) -> bytes:
    """A PDF file of LibreOffice without the hour it was made at and the numbers that follow from it."""
    data = _DATES.sub(lambda found: _refilled(found[0]), data)
    data = _IDENTITY.sub(lambda found: _zeroed(found[0], found[1], found[2]), data)
    return _CHECKSUM.sub(lambda found: _zeroed(found[0], found[1]), data)


def _refilled(entry: bytes) -> bytes:
    name, _, value = entry.partition(b"(")
    day = _DAY.encode()[: len(value) - 1]
    return name + b"(" + day + b")" + b" " * (len(value) - 1 - len(day))


def _zeroed(entry: bytes, *numbers: bytes) -> bytes:
    for number in numbers:
        entry = entry.replace(number, b"0" * len(number))
    return entry


def write_pdf_alone(outline: Outline) -> bytes:
    """The same without LibreOffice, by reportlab."""
    for font in (_MINCHO, _GOTHIC):
        if font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(font))
    buffer = io.BytesIO()
    document = _Document(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=outline.name,
        author="",
        subject="",
        creator="",
        lang="ja-JP",
        displayDocTitle=True,
        invariant=1,
    )
    document.multiBuild(_flowables(outline), canvasmaker=_Pages)
    return buffer.getvalue()


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Pages of A4 with one frame; headings become bookmarks."""

    def __init__(self, file: io.BytesIO, **settings: Any) -> None:
        super().__init__(file, **settings)
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame]))

    def afterFlowable(self, flowable: Flowable) -> None:
        level = getattr(flowable, "outline_level", None)
        if level is not None:
            key = f"heading{self.seq.nextf('heading')}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level)


class _Pages(Canvas):  # type: ignore[misc]
    """Writes 1/12 at the foot of each page, once all are known."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for state in self._kept:
            self.__dict__.update(state)
            self.setFont(_MINCHO, 9)
            self.drawCentredString(A4[0] / 2, 12 * mm, f"{self._pageNumber}/{len(self._kept)}")
            super().showPage()
        super().save()


def _style(name: str, font: str, size: float, **settings: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.55, wordWrap="CJK", **settings)


_STYLES = {
    "title": _style("title", _GOTHIC, 16, alignment=TA_CENTER, spaceAfter=14),
    "heading1": _style("heading1", _GOTHIC, 13, spaceBefore=16, spaceAfter=5, keepWithNext=1),
    "heading2": _style("heading2", _GOTHIC, 11, spaceBefore=12, spaceAfter=5, keepWithNext=1),
    "goes_on": _style("goes_on", _MINCHO, 10.5, leftIndent=10.5, firstLineIndent=10.5, spaceAfter=3),
    "speech": _style("speech", _MINCHO, 10.5, leftIndent=10.5, firstLineIndent=-10.5, spaceAfter=3),
    "note": _style("note", _MINCHO, 10.5, leftIndent=10.5, spaceAfter=3),
    "plain": _style("plain", _MINCHO, 10.5, spaceAfter=3),
    "cell": _style("cell", _MINCHO, 10.5),
}


def _flowables(outline: Outline) -> list[Flowable]:
    found: list[Flowable] = [_printed(outline.title, "title", outline)]
    for block in outline.blocks:
        if isinstance(block, Table):
            found += [_table(block, outline), Spacer(1, 6)]
        elif isinstance(block, Heading):
            heading = _printed(block.pieces, f"heading{block.level}", outline)
            heading.outline_level = block.level - 1
            found.append(heading)
        else:
            style = (
                "note" if block.is_note else "goes_on" if block.goes_on else "speech" if block.is_speech else "plain"
            )
            found.append(_printed(block.pieces, style, outline))
    return found


def _table(table: Table, outline: Outline) -> Flowable:
    rows = [[_printed(label, "cell", outline), _printed(value, "cell", outline)] for label, value in table.rows]
    look: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "#808080"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    if table.head is not None:
        rows.insert(0, [Printed(_words(name, is_bold=True), _STYLES["cell"]) for name in table.head])
        look.append(("BACKGROUND", (0, 0), (-1, 0), "#eef1f5"))
    else:
        look.append(("BACKGROUND", (0, 0), (0, -1), "#eef1f5"))
    width = A4[0] - 2 * _MARGIN
    return PrintedTable(rows, [_LABEL_WIDTH, width - _LABEL_WIDTH], repeatRows=int(table.head is not None), style=look)


def _printed(pieces: Pieces, style: str, outline: Outline) -> Any:
    words = ""
    for piece in pieces:
        words += _words(piece.text, is_bold=piece.is_bold)
        if piece.ground is not None and outline.has_numbers:
            words += f"<super>{number_of(piece.ground)}</super>"
    return Printed(words, _STYLES[style])


def _words(text: str, *, is_bold: bool = False) -> str:
    # reportlab takes the ideographic space for one that may shrink.
    shown = escape("".join(sign if _is_printable(sign) else _MISSING for sign in text).replace("　", "\xa0"))
    return f'<font name="{_GOTHIC}">{shown}</font>' if is_bold and shown else shown


def _is_printable(sign: str) -> bool:
    """Whether the fonts' table of signs (UniJIS-UCS2-H) has a place for it: those outside the first plane have none."""
    return sign >= " " and ord(sign) <= 0xFFFF and not 0xD800 <= ord(sign) <= 0xDFFF
