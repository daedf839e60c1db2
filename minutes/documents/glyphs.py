"""The signs of a PDF page in the file's own coordinates, and the page turned upright. By pypdfium2."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from minutes.documents.direction import is_vertical
from minutes.documents.page import Sign
from minutes.documents.signs import BROKEN, meant
from minutes.documents.visibility import Box

_SOUND = 0.9  # of the names
_KANA_SHARE = 0.1  # names that are no text hold no kana
_JAPANESE = re.compile("[ぁ-んァ-ヴー々一-龥Ａ-Ｚａ-ｚA-Za-z]")
_KANA = re.compile("[ぁ-んァ-ヴー]")
_STROKES = frozenset("一ーｰ1lI|丨")  # of one colour where they stand


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign in the file's own coordinates: its origin, how far it advances, where its ink is along the line, the size
    of its type, and the direction of its line in degrees; its number in the page's text, and the box of its ink, None of
    spaces and strokes; and whether the library doubts its name."""

    text: str
    x: float
    y: float
    advance: float
    ink: float
    em: float
    angle: int
    index: int = 0
    box: Box | None = None
    doubted: bool = False


def read_glyphs(text: pdfium.PdfTextPage) -> list[Glyph]:
    """The signs of a page in the file's order; what the file does not name is BROKEN.

    Fonts that hold no shapes, which reading programs lay under pictures, are reported as if they named nothing, though
    their names are sound: so names that are reported are looked at as a whole.
    """
    glyphs = list(_glyphs(text))
    doubted = [glyph for glyph in glyphs if glyph.doubted]
    if not doubted or _are_sound(text, doubted):
        return glyphs
    return [replace(glyph, text=BROKEN, box=None) if glyph.doubted else glyph for glyph in glyphs]


def _are_sound(text: pdfium.PdfTextPage, glyphs: list[Glyph]) -> bool:
    """Whether these names read as Japanese; of a layer without ink, as anything that people write."""
    letters = [glyph.text for glyph in glyphs if glyph.text.isalpha()]
    japanese = len(_JAPANESE.findall("".join(letters)))
    kana = len(_KANA.findall("".join(letters)))
    if letters and japanese >= _SOUND * len(letters) and kana >= _KANA_SHARE * len(letters):
        return True
    written = sum(unicodedata.category(glyph.text[0])[0] in "LNPSZ" for glyph in glyphs)
    return written >= _SOUND * len(glyphs) and all(_has_no_ink(text, glyph) for glyph in glyphs)


def _has_no_ink(text: pdfium.PdfTextPage, glyph: Glyph) -> bool:
    item = pdfium_c.FPDFText_GetTextObject(text.raw, glyph.index)
    return bool(item) and pdfium_c.FPDFTextObj_GetTextRenderMode(item) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph]:
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
        char = meant(chr(code)) if 0 < code < 0x110000 else BROKEN
        doubted = pdfium_c.FPDFText_HasUnicodeMapError(raw, index) == 1
        char = char or (BROKEN if doubted else "")
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
            inked = char.isalnum() and char not in _STROKES
            ink_box = (ink_left.value, ink_low.value, ink_right.value, ink_high.value) if inked else None
            yield Glyph(char, x.value, y.value, max(0.0, min(far, 4 * em)), ink, em, angle, index, ink_box, doubted)


def direction_of(glyphs: list[Glyph]) -> int:
    """The direction in which most signs stand upright: 0, 90, 180 or 270 degrees."""
    counts = dict.fromkeys((0, 90, 180, 270), 0)
    for glyph in glyphs:
        nearest = round(glyph.angle / 90) % 4 * 90
        counts[nearest] += 1
    return max(counts, key=lambda angle: (counts[angle], -angle))


@dataclass(frozen=True, slots=True)
class Frame:
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

    def place(self, glyphs: list[Glyph]) -> tuple[list[Sign], list[str]]:
        """The signs of the page's own direction, and the texts that lie across it."""
        signs: list[Sign] = []
        stray: list[str] = []
        previous: Glyph | None = None
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
