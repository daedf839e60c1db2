"""What reading one file may cost, and who may help. Stdlib only; the site's settings fill it in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds for one file.

    `seconds` of time and `memory_mb` MiB of address space are held by the process it is read in (minutes/sandbox); `pages`
    and `unpacked_mb`, the size of what a packed file holds, by the readers. `ocr` lets Tesseract read pages that are
    pictures, in at most `ocr_seconds` for the whole file.
    """

    seconds: int = 60
    memory_mb: int = 1024
    pages: int = 1000
    unpacked_mb: int = 200
    ocr: bool = False
    ocr_seconds: int = 600

    @property
    def total_seconds(self) -> int:
        """The time that the process may take: pages that are pictures take longer."""
        return self.seconds + (self.ocr_seconds if self.ocr else 0)
