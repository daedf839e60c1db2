"""A page that is a picture -> its signs, by Tesseract, where it is installed. Never required."""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, Remark
from minutes.documents.page import Ink, Sign
from minutes.documents.processor_time import helpers_seconds, limit_processor_time

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_DOTS_AN_INCH = 300
_MOST_DOTS = 5000  # along one side of a page
_DOUBTFUL = 75  # per cent; a page below it is named
_GUESSED_GAP = 0.8  # in sizes of the type
_LINE, _WORD = "4", "5"  # levels of Tesseract's table


@cache
def is_installed() -> bool:
    """Whether Tesseract and its Japanese data are there."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return "jpn" in listed.stdout.split()


class Recogniser:
    """Reads pictures of one document within its time, and tells how sure it is."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.ocr_seconds
        self._patience = limits.patience
        self._ends = helpers_seconds() + limits.ocr_seconds
        self._confidence: dict[int, float] = {}
        self._weight: dict[int, int] = {}

    def read(self, page: pdfium.PdfPage, number: int) -> Ink:
        """The signs of a page. Raises DocumentError `ocr-timeout`, or `ocr-failed`."""
        width, height = page.get_size()
        scale = min(_DOTS_AN_INCH / 72, _MOST_DOTS / max(width, height, 1))
        words = self._recognise(_picture(page, scale))
        signs = _in_line([sign for word in words for sign in word.signs(scale)])
        self._weight[number] = sum(len(word.text) for word in words)
        total = sum(word.confidence * len(word.text) for word in words)
        self._confidence[number] = total / self._weight[number] if words else 0.0
        return Ink(number, width, height, signs, [])

    @property
    def certainty(self) -> float | None:
        """How sure it is of what it read, 0 to 1, long pages counting for more; None where it read nothing."""
        read = sum(self._weight.values())
        if not read:
            return None
        return sum(self._confidence[number] * weight for number, weight in self._weight.items()) / read / 100

    def remarks(self, pages: Sequence[int]) -> list[Remark]:
        """What to tell of the pages that were recognised; `pages` are those of the source text's lines."""
        if self.certainty is None:
            return []
        found = [
            Remark(
                "recognised-text",
                f"画像を文字認識（OCR）で読み取りました。確からしさは平均{100 * self.certainty:.0f}％です。原本と見比べて確かめてください。",
            )
        ]
        for number, weight in self._weight.items():
            if weight and self._confidence[number] < _DOUBTFUL and number in pages:
                message = f"{number}ページの文字認識の確からしさは{self._confidence[number]:.0f}％です。"
                found.append(Remark("recognised-text", message, pages.index(number) + 1))
        return found

    def _recognise(self, picture: bytes) -> list[_Word]:
        left = math.ceil(self._ends - helpers_seconds())
        command = [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", "jpn", "--psm", "3", "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            if left <= 0:
                raise subprocess.TimeoutExpired(command, self._seconds)
            done = subprocess.run(
                command,
                input=picture,
                capture_output=True,
                timeout=left * self._patience,
                env=environment,
                preexec_fn=partial(limit_processor_time, left),
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            timed_out = isinstance(error, subprocess.TimeoutExpired)
            if timed_out or getattr(error, "returncode", 0) in (-signal.SIGXCPU, -signal.SIGKILL):
                raise DocumentError(
                    "ocr-timeout",
                    f"画像の文字認識（OCR）が{self._seconds}秒で終わりませんでした。ページを分けて送ってください。",
                ) from error
            raise DocumentError(
                "ocr-failed",
                "画像の文字認識（OCR）ができませんでした。元の文書（Wordなど）を送るか、システムの管理者に知らせてください。",
            ) from error
        return list(_words(done.stdout.decode("utf-8", "replace")))


@dataclass(frozen=True, slots=True)
class _Word:
    """What Tesseract took for a word, with its place in dots, the place of its line, and how sure it is, in per cent."""

    text: str
    left: float
    width: float
    line_top: float
    line_height: float
    confidence: float

    def signs(self, scale: float) -> Iterator[Sign]:
        """The word's characters, each as wide as its type."""
        em = self.line_height / scale
        base = (self.line_top + self.line_height) / scale - 0.12 * em
        step = self.width / len(self.text) / scale
        for index, char in enumerate(self.text):
            middle = self.left / scale + (index + 0.5) * step
            half = em / 4 if char.isascii() else em / 2
            yield Sign(char, middle - half, middle + half, base, em, middle)


def _in_line(signs: list[Sign]) -> list[Sign]:
    """The signs in the order in which they were recognised, without the small gaps of places that are guessed."""
    placed: list[Sign] = []
    for sign in signs:
        before = placed[-1] if placed else None
        if before is not None and before.base == sign.base and sign.left > before.left - 2 * sign.em:
            if sign.left - before.right < _GUESSED_GAP * sign.em:
                placed[-1] = replace(before, right=max(before.left, sign.left))
            sign = replace(sign, ink=max(sign.ink, before.ink + 0.01))
        placed.append(sign)
    return placed


def _words(table: str) -> Iterator[_Word]:
    """The words of Tesseract's table: level, four numbers, left, top, width, height, confidence and text in a row."""
    line_top = line_height = 0.0
    for row in table.splitlines():
        fields = row.split("\t")
        if len(fields) < 12 or not fields[0].isdecimal():
            continue
        left, top, width, height, confidence = map(float, fields[6:11])
        if fields[0] == _LINE:
            line_top, line_height = top, height
        text = "".join(fields[11].split())
        if fields[0] == _WORD and text:
            yield _Word(text, left, width, line_top, max(line_height, 1.0), max(confidence, 0.0))


def _picture(page: pdfium.PdfPage, scale: float) -> bytes:
    """The page as a grey picture in the portable graymap format."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = bytes(bitmap.buffer)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    finally:
        bitmap.close()
    dots = b"".join(rows[row * stride : row * stride + width] for row in range(height))
    return b"P5 %d %d 255\n" % (width, height) + dots
