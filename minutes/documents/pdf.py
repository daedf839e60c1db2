"""PDF -> SourceText, by pypdfium2: the signs of each page with their places, read by layout.py and paging.py.

Pages that are pictures are handed to ocr.py where the limits allow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from minutes.documents import ocr
from minutes.documents.drawn import Drawing
from minutes.documents.glyphs import Frame, Glyph, direction_of, read_glyphs
from minutes.documents.layout import SheetReader
from minutes.documents.left_out import hidden_text, running_text, struck_text
from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, Remark, SourceText
from minutes.documents.page import Ink, Sheet
from minutes.documents.paging import text_of
from minutes.documents.signs import COVERED, is_unreadable
from minutes.documents.strikes import without_struck
from minutes.documents.textlayer import layer_signs
from minutes.documents.visibility import Box, PlacedSign, Seen, what_is_seen

MEDIA_TYPE = "application/pdf"
_READ_AGAIN = 3  # first pages
_STAMPED = 20  # signs
_UNREADABLE_SHARE = 0.3
_SMALLEST = 2.0  # points; nobody reads smaller type
_READABLE_EM = 5.0  # of a page whose measure is points
_NO_COVERS = frozenset((pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP, pdfium_c.FPDF_ANNOT_WIDGET,
                        pdfium_c.FPDF_ANNOT_TEXT))  # fmt: skip
_SHOWN_FIELDS = {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT}


@dataclass(slots=True)
class _Page:
    """A page as the file gives it. `recognised`: its text is an invisible layer that a scanner laid under a picture.
    `unseen` counts the signs that nobody sees, `struck` holds the words that lines strike out: both are left out."""

    ink: Ink
    has_picture: bool = False
    is_scan: bool = False
    recognised: bool = False
    stray: list[str] = field(default_factory=list)
    unseen: int = 0
    struck: list[str] = field(default_factory=list)


def read_pdf(data: bytes, limits: Limits) -> SourceText:
    """The text of a PDF file, its tables as rows, with the page of every line.

    Raises DocumentError: `encrypted`, `damaged`, `too-many-pages`, `image-only` (no text, only pictures), `garbled`
    (text whose characters the file does not name).
    """
    document = open_pdf(data)
    try:
        if len(document) > limits.pages:
            raise DocumentError(
                "too-many-pages",
                f"ページが多すぎます（{len(document):,}ページ）。{limits.pages:,}ページまでのファイルに分けて送ってください。",
            )
        return _read(document, limits)
    finally:
        document.close()


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The file opened. Raises DocumentError `encrypted`, `damaged`."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = pdfium_c.FPDF_GetLastError()
        if reason in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise DocumentError(
                "encrypted",
                "パスワードなどで保護されたPDFです。保護を外して保存し直すか、元の文書（Wordなど）を送ってください。",
            ) from error
        raise damaged() from error


def damaged() -> DocumentError:
    return DocumentError(
        "damaged",
        "PDFが壊れていて開けません。途中で切れていないか確かめ、元の文書から作り直したものを送ってください。",
    )


def _read(document: pdfium.PdfDocument, limits: Limits) -> SourceText:
    reader = SheetReader()
    recogniser = ocr.Recogniser(limits) if limits.ocr and ocr.is_installed() else None
    sheets: list[Sheet] = []
    first: list[Ink] = []
    remarks: list[Remark] = []
    unread: list[int] = []
    pictures: list[int] = []
    recognised: list[int] = []
    readable = unreadable = 0
    stray: dict[str, None] = {}
    struck_words: dict[str, None] = {}
    unseen: dict[int, int] = {}
    for number in range(1, len(document) + 1):
        try:
            page = _page(document, number)
        except pdfium.PdfiumError:
            unread.append(number)
            continue
        broken = sum(is_unreadable(sign.text) for sign in page.ink.signs)
        inked = sum(not sign.text.isspace() for sign in page.ink.signs)
        # A stamp or a page number on a scan is not what the page says.
        blank = inked == 0 or (page.is_scan and not page.recognised and inked <= _STAMPED)
        if recogniser and ((blank and page.has_picture) or 2 * broken > len(page.ink.signs)):
            page = _Page(recogniser.read(document[number - 1], number))
            broken = 0
        elif blank and page.has_picture:
            pictures.append(number)
        if page.recognised:
            recognised.append(number)
        unreadable += broken
        readable += len(page.ink.signs) - broken
        stray.update(dict.fromkeys(page.stray))
        struck_words.update(dict.fromkeys(page.struck))
        if page.unseen:
            unseen[number] = page.unseen
        sheets.append(reader.read(page.ink))
        if len(sheets) <= _READ_AGAIN:
            first.append(page.ink)
    if len(unread) == len(document):
        raise damaged()
    if unreadable > _UNREADABLE_SHARE * (readable + unreadable):
        raise DocumentError(
            "garbled",
            "このPDFには文字の情報が正しく入っていないため、文字化けして読み取れません。元の文書（Wordなど）を送ってください。",
        )
    if pictures and not readable:
        raise _pictures_only(limits)
    if len(sheets) > 1:
        # What sets columns, spaces and margins is often shown only by the pages after a form.
        sheets[: len(first)] = [reader.read(ink) for ink in first]
    lines, left_out = text_of(sheets)
    pages = tuple(line.page for line in lines)
    remarks = [
        *_page_remarks(unread, pictures, recognised),
        *left_out,
        *([running_text("斜めに重ねて印刷された文字", stray)] if stray else []),
        *_hidden_remarks(unseen, struck_words),
        *(
            [Remark("running-text", "余白に印刷された行番号は、本文に入れていません。")]
            if reader.left_out_numbers
            else []
        ),
        *(recogniser.remarks(pages) if recogniser else []),
    ]
    return SourceText(
        tuple(line.text for line in lines),
        MEDIA_TYPE,
        "",
        pages,
        tuple(remarks),
        tuple(line.places for line in lines),
        len(document),
        recogniser.certainty if recogniser else None,
    )


def _pictures_only(limits: Limits) -> DocumentError:
    wanted = "文字認識（OCR）のプログラムが見つからないため、" if limits.ocr else ""
    return DocumentError(
        "image-only",
        f"紙を読み取った画像だけのPDFです。{wanted}文字を取り出せません。元の文書（Wordなど）を送るか、"
        "文字認識（OCR）をしたPDFを送ってください。",
    )


def _page_remarks(unread: list[int], pictures: list[int], recognised: list[int]) -> Iterator[Remark]:
    if unread:
        yield Remark("damaged-page", f"壊れていて読めないページがあります：{_listed(unread)}ページ")
    if pictures:
        yield Remark("image-page", f"画像だけのページがあり、その文字は読み取っていません：{_listed(pictures)}ページ")
    if recognised:
        yield Remark(
            "recognised-text",
            f"スキャンした画像の文字認識（OCR）による文字です。原本と見比べて確かめてください：{_listed(recognised)}ページ",
        )


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:20]))
    return f"{shown}ほか計{len(numbers)}" if len(numbers) > 20 else shown


def _hidden_remarks(unseen: dict[int, int], struck_words: dict[str, None]) -> Iterator[Remark]:
    if unseen:
        count = f"{sum(unseen.values()):,}字、{_listed(list(unseen))}ページ"
        yield hidden_text(f"画面にも印刷にも見えない文字がPDFの中にあり（{count}）")
    if struck_words:
        yield struck_text(struck_words)


# One page


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    """The signs and rules of a page. Raises PdfiumError where it cannot be read."""
    page = document[number - 1]
    try:
        if _has_shown_fields(page) and pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == 1:
            page.close()
            page = document[number - 1]
        return _read_page(page, number)
    finally:
        page.close()


def _has_shown_fields(page: pdfium.PdfPage) -> bool:
    """Whether text stands in fields of a form or in notes written onto the page, beside the page's own text."""
    for index in range(min(1000, pdfium_c.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if kind in _SHOWN_FIELDS:
            return True
    return False


def _read_page(page: pdfium.PdfPage, number: int) -> _Page:
    left, low, right, high = page.get_bbox()
    text = page.get_textpage()
    try:
        glyphs = read_glyphs(text)
        frame = Frame(left, high, right - left, high - low, direction_of(glyphs))
        drawing = Drawing(frame)
        drawing.read_page(page)
        drawing.covers.extend(_covering_notes(page))
        recognised = drawing.is_scan_with_text
        kept, unseen = _seen(page, text, glyphs, drawing, recognised)
    finally:
        text.close()
    turns = (page.get_rotation() - frame.angle) // 90 % 4
    signs, stray = frame.place(kept)
    if recognised:
        signs = layer_signs(signs)
    words, signs, rules = without_struck(signs, drawing.rules)
    return _Page(
        Ink(number, frame.width, frame.height, signs, rules, turns),
        has_picture=drawing.pictures > 0,
        is_scan=drawing.is_filled,
        recognised=bool(signs) and recognised,
        stray=stray,
        unseen=unseen,
        struck=words,
    )


def _seen(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, glyphs: list[Glyph], drawing: Drawing, recognised: bool
) -> tuple[list[Glyph], int]:
    """The glyphs that somebody sees, those under a box as COVERED; and how many nobody sees.

    The layer of a scan is seen as its picture: there only boxes drawn over it matter.
    """
    sizes = sorted(glyph.em for glyph in glyphs)
    smallest = _SMALLEST if sizes and sizes[len(sizes) // 2] >= _READABLE_EM else 0.0
    if not glyphs or (recognised and not drawing.covers):
        return glyphs, 0
    shown = what_is_seen(page, text, [PlacedSign(glyph.index, glyph.box) for glyph in glyphs], drawing.covers)
    kept: list[Glyph] = []
    unseen = 0
    for glyph, seen in zip(glyphs, shown, strict=True):
        if seen is Seen.COVERED:
            kept.append(glyph if glyph.text.isspace() else replace(glyph, text=COVERED))
        elif (seen is Seen.NOTHING and not recognised) or glyph.em < smallest:
            unseen += not glyph.text.isspace()
            if kept and kept[-1].angle == glyph.angle == 0 and kept[-1].y == glyph.y:
                # No gap stays where it stood.
                kept[-1] = replace(kept[-1], advance=max(kept[-1].advance, glyph.x + glyph.advance - kept[-1].x))
        else:
            kept.append(glyph)
    return kept, unseen


def _covering_notes(page: pdfium.PdfPage) -> Iterator[Box]:
    """The places of notes that may lie over the text: black boxes drawn with a viewer's pen."""
    for index in range(min(1000, pdfium_c.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        box = pdfium_c.FS_RECTF()
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if kind not in _NO_COVERS and pdfium_c.FPDFAnnot_GetRect(annotation, box):
            yield box.left, box.bottom, box.right, box.top
        pdfium_c.FPDFPage_CloseAnnot(annotation)
