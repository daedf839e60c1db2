"""Programs that help the readers and are not on every machine: tests that need one skip without it.

REQUIRE_OFFICE=1, REQUIRE_OCR=1 and REQUIRE_BROWSER=1 make that a failure; the gate sets them.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from fixtures.document_files import drawn
from minutes.documents import ocr, office

_OFFICE = "LibreOffice がありません。入れるには: sudo apt-get install libreoffice-writer-nogui"
_OCR = "Tesseract（日本語）がありません。入れるには: sudo apt-get install tesseract-ocr tesseract-ocr-jpn"


def need_office() -> None:
    """Skips the test, or fails it, where LibreOffice is missing."""
    _need(office.is_installed(), "REQUIRE_OFFICE", _OFFICE)


def need_ocr() -> None:
    """Skips the test, or fails it, where Tesseract or its Japanese data are missing."""
    _need(ocr.is_installed(), "REQUIRE_OCR", _OCR)


def convert(folder: Path, kind: str, *files: Path) -> None:
    """Converts files by LibreOffice; the results stand in `folder` under the names of the files."""
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )


def scanned(data: bytes) -> bytes:
    """The pages of a PDF file as pictures, as a scanner gives them."""
    document = pdfium.PdfDocument(data)

    def draw(canvas: Any) -> None:
        for number in range(len(document)):
            image = document[number].render(scale=200 / 72, grayscale=True).to_pil()
            stream = io.BytesIO()
            image.save(stream, "PNG")
            canvas.drawImage(ImageReader(stream), 0, 0, *A4)
            canvas.showPage()

    return drawn(draw)


def _need(there: bool, variable: str, message: str) -> None:
    if there:
        return
    if os.environ.get(variable) == "1":
        pytest.fail(message)
    pytest.skip(message)
