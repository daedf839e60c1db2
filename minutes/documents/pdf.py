"""PDF -> SourceText, by pypdfium2: the signs of each page with their places, read by layout.py and paging.py.

Pages that are pictures are handed to ocr.py where the limits allow it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from minutes.documents import ocr
from minutes.documents.direction import is_vertical
from minutes.documents.layout import SheetReader
from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, Remark, SourceText
from minutes.documents.page import Ink, Rule, Sheet, Sign
from minutes.documents.paging import text_of
from minutes.documents.signs import BROKEN, is_unreadable, meant

MEDIA_TYPE = "application/pdf"
_MOST_OBJECTS = 50_000  # of one page; more are a drawing
_READ_AGAIN = 3  # first pages
_DEEPEST = 8  # forms within forms
_THIN = 3.0  # a rectangle that is thinner is a rule
_UNREADABLE_SHARE = 0.3
_SHOWN_FIELDS = {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT}


@dataclass(slots=True)
class _Page:
    """A page as the file gives it. `recognised`: its text is an invisible layer that a scanner laid under a picture."""

    ink: Ink
    has_picture: bool = False
    recognised: bool = False
    stray: list[str] = field(default_factory=list)


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
    for number in range(1, len(document) + 1):
        try:
            page = _page(document, number)
        except pdfium.PdfiumError:
            unread.append(number)
            continue
        broken = sum(is_unreadable(sign.text) for sign in page.ink.signs)
        blank = not any(not sign.text.isspace() for sign in page.ink.signs)
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
        *([_stray_remark(stray)] if stray else []),
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


def _stray_remark(stray: dict[str, None]) -> Remark:
    return Remark("running-text", f"斜めに重ねて印刷された文字は、本文に入れていません：{'／'.join(stray)[:2000]}")


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
        glyphs = list(_glyphs(text))
    finally:
        text.close()
    frame = _Frame(left, high, right - left, high - low, _direction(glyphs))
    turns = (page.get_rotation() - frame.angle) // 90 % 4
    drawing = _Drawing(frame)
    drawing.read_page(page)
    signs, stray = frame.place(glyphs)
    return _Page(
        Ink(number, frame.width, frame.height, signs, drawing.rules, turns),
        has_picture=drawing.pictures > 0,
        recognised=bool(signs) and drawing.pictures > 0 and drawing.texts > 0 and drawing.invisible == drawing.texts,
        stray=stray,
    )


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A sign in the file's own coordinates: its origin, how far it advances, where its ink is along the line, the size
    of its type, and the direction of its line in degrees."""

    text: str
    x: float
    y: float
    advance: float
    ink: float
    em: float
    angle: int


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[_Glyph]:
    raw = text.raw
    box, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    ink_left, ink_right, ink_low, ink_high = (ctypes.c_double() for _ in range(4))
    lead = 0
    for index in range(pdfium_c.FPDFText_CountChars(raw)):
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1:
            continue
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000 and lead:
            code = 0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00)
        lead = 0
        known = 0 < code < 0x110000 and pdfium_c.FPDFText_HasUnicodeMapError(raw, index) != 1
        char = meant(chr(code)) if known else BROKEN
        if not char or not pdfium_c.FPDFText_GetCharOrigin(raw, index, x, y):
            continue
        pdfium_c.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium_c.FPDFText_GetCharBox(raw, index, ink_left, ink_right, ink_low, ink_high)
        pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
        em = abs(pdfium_c.FPDFText_GetFontSize(raw, index)) * math.hypot(matrix.c, matrix.d)
        ink_x, ink_y = (ink_left.value + ink_right.value) / 2, (ink_low.value + ink_high.value) / 2
        if matrix.b == 0 and matrix.a > 0:
            # Nearly every sign of nearly every file.
            angle, far, ink = 0, max(box.left, box.right) - x.value, ink_x - x.value
        else:
            angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            corners = [(bx - x.value, by - y.value) for bx in (box.left, box.right) for by in (box.bottom, box.top)]
            far = max(bx * dx + by * dy for bx, by in corners)
            ink = (ink_x - x.value) * dx + (ink_y - y.value) * dy
        if em > 0 and math.isfinite(em + x.value + y.value + far + ink):
            yield _Glyph(char, x.value, y.value, max(0.0, min(far, 4 * em)), ink, em, angle)


def _direction(glyphs: list[_Glyph]) -> int:
    """The direction in which most signs stand upright: 0, 90, 180 or 270 degrees."""
    counts = dict.fromkeys((0, 90, 180, 270), 0)
    for glyph in glyphs:
        nearest = round(glyph.angle / 90) % 4 * 90
        counts[nearest] += 1
    return max(counts, key=lambda angle: (counts[angle], -angle))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The page turned upright: x runs to the right and y down from its top left corner."""

    left: float
    top: float
    wide: float
    high: float
    angle: int

    @property
    def width(self) -> float:
        return self.high if self.angle in (90, 270) else self.wide

    @property
    def height(self) -> float:
        return self.wide if self.angle in (90, 270) else self.high

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, self.top - y
        if self.angle == 90:
            return self.high - y, x
        if self.angle == 180:
            return self.wide - x, self.high - y
        if self.angle == 270:
            return y, self.wide - x
        return x, y

    def place(self, glyphs: list[_Glyph]) -> tuple[list[Sign], list[str]]:
        """The signs of the page's own direction, and the texts that lie across it."""
        signs: list[Sign] = []
        stray: list[str] = []
        previous: _Glyph | None = None
        for glyph in glyphs:
            x, y = self.point(glyph.x, glyph.y)
            angle = (glyph.angle - self.angle) % 360
            if min(angle, 360 - angle) <= 10:
                signs.append(Sign(glyph.text, x, x + glyph.advance, y, glyph.em, x + glyph.ink))
            elif abs(angle - 270) <= 10:
                # On its side, as in vertical writing: what runs down is kept as left and right.
                signs.append(Sign(glyph.text, y, y + glyph.advance, x, glyph.em, y + glyph.ink, turned=True))
            elif previous is not None and previous.angle == glyph.angle and stray:
                stray[-1] += glyph.text
            else:
                stray.append(glyph.text)
            previous = glyph
        if any(sign.turned for sign in signs) and not is_vertical(signs):
            stray.append("".join(sign.text for sign in signs if sign.turned))
            signs = [sign for sign in signs if not sign.turned]
        return signs, [text.strip() for text in stray if text.strip()]


class _Drawing:
    """The rules of a page, and how many pictures and texts it holds."""

    def __init__(self, frame: _Frame) -> None:
        self._frame = frame
        self._left = _MOST_OBJECTS
        self.rules: list[Rule] = []
        self.pictures = self.texts = self.invisible = 0

    def read_page(self, page: pdfium.PdfPage) -> None:
        for index in range(pdfium_c.FPDFPage_CountObjects(page)):
            self._read(pdfium_c.FPDFPage_GetObject(page, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)

    def _read(self, item: object, outer: tuple[float, ...], depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            self.rules.clear()
            return
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._read_path(item, _times(_matrix(item), outer))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self.pictures += 1
        elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            self.texts += 1
            self.invisible += pdfium_c.FPDFTextObj_GetTextRenderMode(item) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(item), outer)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
                self._read(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _read_path(self, item: object, matrix: tuple[float, ...]) -> None:
        """The straight lines of a path: its strokes, and the thin rectangles that are filled to look like lines."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        corners: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(min(_MOST_OBJECTS, pdfium_c.FPDFPath_CountSegments(item))):
            segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._frame.point(*_moved(x.value, y.value, matrix))
            kind = pdfium_c.FPDFPathSegment_GetType(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                self._add(corners, bool(stroke.value))
                corners = [point]
            elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
                corners.append(point)
            else:
                # A curve is no rule; what comes after it may be one.
                self._add(corners, bool(stroke.value))
                corners = [point]
        self._add(corners, bool(stroke.value))

    def _add(self, corners: list[tuple[float, float]], stroked: bool) -> None:
        if len(corners) < 2 or not all(math.isfinite(value) for corner in corners for value in corner):
            return
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        top, low = min(y for _, y in corners), max(y for _, y in corners)
        if low - top <= _THIN or right - left <= _THIN:
            if low - top <= _THIN:
                self.rules.append(Rule(True, (top + low) / 2, left, right))
            if right - left <= _THIN:
                self.rules.append(Rule(False, (left + right) / 2, top, low))
        elif stroked:
            for (x, y), (to_x, to_y) in zip(corners, [*corners[1:], corners[0]], strict=True):
                if abs(y - to_y) <= 0.5:
                    self.rules.append(Rule(True, y, min(x, to_x), max(x, to_x)))
                elif abs(x - to_x) <= 0.5:
                    self.rules.append(Rule(False, x, min(y, to_y), max(y, to_y)))


def _matrix(item: object) -> tuple[float, ...]:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: tuple[float, ...]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
