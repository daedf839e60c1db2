"""What reading one file may cost, and who may help. Stdlib only; the site's settings fill it in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds for one file.

    `seconds` of processor time and `memory_mb` MiB of address space are held by the process it is read in
    (minutes/sandbox); `pages` and `unpacked_mb`, the size of what a packed file holds, by the readers. `ocr` lets
    Tesseract read pages that are pictures, in at most `ocr_seconds` of processor time for the whole file.

    A machine that is busy with other things gives a process a small part of its time. So by the clock it may take
    `patience` times as long: only what waits for ever is given up by it.
    """

    seconds: int = 60
    memory_mb: int = 1024
    pages: int = 1000
    unpacked_mb: int = 200
    ocr: bool = False
    ocr_seconds: int = 600
    patience: int = 10

    @property
    def total_seconds(self) -> int:
        """The processor time that the process may take: pages that are pictures take longer."""
        return self.seconds + (self.ocr_seconds if self.ocr else 0)

    @property
    def longest_seconds(self) -> int:
        """The time by the clock after which the process is given up."""
        return self.total_seconds * self.patience
