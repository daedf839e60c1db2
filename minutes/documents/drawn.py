"""What a PDF page draws beside its text: the rules of tables and frames, pictures, and what lies over text. By pypdfium2."""

from __future__ import annotations

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from minutes.documents.glyphs import Frame
from minutes.documents.page import Rule
from minutes.documents.visibility import Box

_MOST_OBJECTS = 50_000  # of one page; more are a drawing
_DEEPEST = 8  # forms within forms
_THIN = 3.0  # a rectangle that is thinner is a rule
_SCAN_SHARE = 0.5  # of a page that pictures fill


class Drawing:
    """The rules of a page, how many pictures and texts it holds, and what is drawn over text."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._left = _MOST_OBJECTS
        self.rules: list[Rule] = []
        self.covers: list[Box] = []
        self.pictures = self.texts = self.invisible = 0
        self._picture_area = self._late_area = 0.0

    @property
    def is_filled(self) -> bool:
        """Whether pictures fill the page."""
        return self._picture_area >= max(1.0, self._frame.wide * self._frame.high) * _SCAN_SHARE

    @property
    def is_scan_with_text(self) -> bool:
        """Whether pictures fill the page, and its text is without ink or lies under them."""
        area = max(1.0, self._frame.wide * self._frame.high) * _SCAN_SHARE
        without_ink = self.is_filled and 2 * self.invisible > self.texts
        return self.texts > 0 and (without_ink or self._late_area >= area)

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
            self._read_picture(_times(_matrix(item), outer))
        elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            self.texts += 1
            self.invisible += pdfium_c.FPDFTextObj_GetTextRenderMode(item) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(item), outer)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
                self._read(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _read_picture(self, matrix: tuple[float, ...]) -> None:
        corners = [_moved(x, y, matrix) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        box = _box_of(corners)
        area = (box[2] - box[0]) * (box[3] - box[1])
        if not math.isfinite(area):
            return
        self._picture_area += area
        if self.texts:
            self._late_area += area
            if area < _SCAN_SHARE * self._frame.wide * self._frame.high:
                self.covers.append(box)

    def _read_path(self, item: object, matrix: tuple[float, ...]) -> None:
        """The straight lines of a path: its strokes, and the thin rectangles that are filled to look like lines."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        corners: list[tuple[float, float]] = []
        drawn: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(min(_MOST_OBJECTS, pdfium_c.FPDFPath_CountSegments(item))):
            segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            moved = _moved(x.value, y.value, matrix)
            drawn.append(moved)
            point = self._frame.point(*moved)
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
        if fill.value and self.texts and drawn:
            box = _box_of(drawn)
            if min(box[2] - box[0], box[3] - box[1]) > _THIN:
                self.covers.append(box)

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


def _box_of(points: list[tuple[float, float]]) -> Box:
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


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
