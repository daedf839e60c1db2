"""Which signs of a PDF page nobody sees: the page is drawn, and where a sign stands nothing is. By pypdfium2.

Whatever hides a sign (a filled box or a picture over it, the paper's colour, a layer that is switched off, a clip, no ink
at all), its place on the drawn page is of one colour. A sign that could not be drawn for want of its font looks the same:
so where the font does not come with the file, a reason why nothing is seen must be found too.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# left, low, right, high in the file's own coordinates
Box = tuple[float, float, float, float]

_COARSE, _FINE = 1.0, 3.0  # dots a point: most pages need the first drawing only
_LEAST_DOTS = 3  # along one side; less can be of one colour by chance
_EDGE = 0.12  # of a sign's box, on each side
_CONTRAST = 12  # of 255
_PAPER = 244  # lighter is paper
_MOST_DOTS = 40_000_000  # of one drawing
# More of a page that nobody sees without a reason is a page that could not be drawn.
_MOST_UNREASONED = 0.3
_PALE = 200  # of 255; ink that is lighter may not be seen
_FAINT = 40  # of 255; ink that is more transparent
_NO_INK = frozenset((pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP))


class Seen(Enum):
    """What is seen at a sign's place."""

    PRINTED = "printed"
    COVERED = "covered"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PlacedSign:
    """A sign's number in the page's text, and its box; None for a space or a stroke, which go with the signs beside."""

    index: int
    box: Box | None


def what_is_seen(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, signs: Sequence[PlacedSign], covers: Sequence[Box]
) -> list[Seen]:
    """For each sign what the drawn page shows at its place. `covers` are the boxes and pictures drawn after text."""
    judged = _judged(page, [sign.box for sign in signs], _COARSE)
    if any(seen in (Seen.NOTHING, Seen.COVERED) for seen in judged):
        judged = _judged(page, [sign.box for sign in signs], _FINE)
    unseen = [place for place, seen in enumerate(judged) if seen in (Seen.NOTHING, Seen.COVERED)]
    few = len(unseen) <= _MOST_UNREASONED * len(signs)
    paper: Box = page.get_bbox()
    for place in unseen:
        box = signs[place].box
        covered = box is not None and any(_holds(cover, box) for cover in covers)
        off_page = box is not None and not _meet(paper, box)
        if not (covered or off_page or _may_be_unseen(text, signs[place].index, few)):
            judged[place] = Seen.PRINTED
    return _with_small_ones(judged) if unseen else [Seen.PRINTED] * len(signs)


def _holds(cover: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cover[0] <= x <= cover[2] and cover[1] <= y <= cover[3]


def _meet(paper: Box, box: Box) -> bool:
    """Whether a part of a box is on the paper."""
    return box[2] > paper[0] and box[0] < paper[2] and box[3] > paper[1] and box[1] < paper[3]


def _may_be_unseen(text: pdfium.PdfTextPage, index: int, few: bool) -> bool:
    """Whether a sign has no ink, or pale or faint one; or comes with its font, so that it would be seen if it could."""
    item = pdfium_c.FPDFText_GetTextObject(text.raw, index)
    if not item:
        return False
    if pdfium_c.FPDFTextObj_GetTextRenderMode(item) in _NO_INK:
        return True
    red, green, blue, ink = (ctypes.c_uint() for _ in range(4))
    if pdfium_c.FPDFPageObj_GetFillColor(item, red, green, blue, ink):
        shade = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
        if shade >= _PALE or ink.value <= _FAINT:
            return True
    return few and bool(pdfium_c.FPDFFont_GetIsEmbedded(pdfium_c.FPDFTextObj_GetFont(item)) == 1)


def _judged(page: pdfium.PdfPage, boxes: Sequence[Box | None], scale: float) -> list[Seen | None]:
    """None where a place is too small to tell."""
    drawing = _Drawn(page, scale)
    return [drawing.seen(box) if box is not None else None for box in boxes]


def _with_small_ones(judged: list[Seen | None]) -> list[Seen]:
    """Points, strokes and spaces are what the signs on both sides are, where these are alike."""
    before: list[Seen] = []
    last = Seen.PRINTED
    for seen in judged:
        last = seen or last
        before.append(last)
    after = Seen.PRINTED
    result: list[Seen] = []
    for seen, left in zip(reversed(judged), reversed(before), strict=True):
        after = seen or after
        result.append(seen or (left if left is after else Seen.PRINTED))
    return result[::-1]


def _inner(box: Box) -> Box:
    """A box without its edges, where the edge of what covers it may be seen."""
    wide, high = _EDGE * (box[2] - box[0]), _EDGE * (box[3] - box[1])
    return box[0] + wide, box[1] + high, box[2] - wide, box[3] - high


@dataclass(slots=True)
class _Dots:
    values: bytes
    width: int
    height: int
    stride: int


class _Drawn:
    """A page as it is seen, upright in the file's own coordinates, in grey."""

    def __init__(self, page: pdfium.PdfPage, scale: float) -> None:
        self._page: Box = page.get_bbox()
        left, low, right, high = self._page
        area = max(1.0, (right - left) * (high - low))
        self._scale = min(scale, math.sqrt(_MOST_DOTS / area))
        self._left, self._high = left, high
        bitmap = page.render(scale=self._scale, grayscale=True, rotation=-page.get_rotation() % 360)
        try:
            self._dots = _Dots(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        finally:
            bitmap.close()

    def seen(self, box: Box) -> Seen | None:
        left, low, right, high = _inner(box)
        dots = self._dots
        from_x, to_x = math.floor((left - self._left) * self._scale), math.ceil((right - self._left) * self._scale)
        from_y, to_y = math.floor((self._high - high) * self._scale), math.ceil((self._high - low) * self._scale)
        if not _meet(self._page, box):
            return Seen.NOTHING
        if to_x - from_x < _LEAST_DOTS or to_y - from_y < _LEAST_DOTS:
            return None
        from_x, to_x = max(0, from_x), min(dots.width, to_x)
        darkest, lightest = 255, 0
        for y in range(max(0, from_y), min(dots.height, to_y)):
            row = dots.values[y * dots.stride + from_x : y * dots.stride + to_x]
            darkest, lightest = min(darkest, *row), max(lightest, *row)
            if lightest - darkest >= _CONTRAST:
                return Seen.PRINTED
        return Seen.NOTHING if darkest >= _PAPER else Seen.COVERED
