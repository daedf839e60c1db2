"""A page of a PDF file -> its picture, by pypdfium2 and Pillow."""

from __future__ import annotations

import io
import math

import pypdfium2 as pdfium

from minutes.documents.model import DocumentError
from minutes.documents.pdf import damaged, open_pdf

_MOST_DOTS = 12_000_000  # of one picture; of longer pages it is narrower


def draw_pdf_page(data: bytes, page: int, width: int) -> bytes:
    """A page, counted from 1, upright as a viewer shows it, as a PNG picture `width` dots wide.

    Raises DocumentError: `encrypted`, `damaged`, `no-page`.
    """
    document = open_pdf(data)
    try:
        if not 1 <= page <= len(document):
            raise DocumentError("no-page", f"{page}ページはありません（全{len(document):,}ページ）。")
        document.init_forms()
        return _png(document[page - 1], width)
    except pdfium.PdfiumError as error:
        raise damaged() from error
    finally:
        document.close()


def pdf_page_shapes(data: bytes) -> list[float]:
    """Width by height of every page, upright as a viewer shows it. Raises DocumentError: `encrypted`, `damaged`."""
    document = open_pdf(data)
    try:
        sizes = [document.get_page_size(index) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise damaged() from error
    finally:
        document.close()
    return [max(1.0, wide) / max(1.0, high) for wide, high in sizes]


def _png(page: pdfium.PdfPage, width: int) -> bytes:
    wide, high = (max(1.0, size) for size in page.get_size())
    dots = max(1.0, min(width, math.sqrt(_MOST_DOTS * wide / high)))
    bitmap = page.render(scale=dots / wide)
    picture = bitmap.to_pil()
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
