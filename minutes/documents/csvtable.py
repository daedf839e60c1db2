"""Tables as text (CSV) -> SourceText: a row a line, its cells parted by tabs, as tables of other formats come. Stdlib only.

A table of a recording, which has a column of times, keeps its text: those who read it need it as it was written
(minutes.transcripts).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from minutes.documents.model import SourceText
from minutes.documents.rows import row_lines
from minutes.documents.text import read_text

MEDIA_TYPE = "text/csv"
_DELIMITERS = (",", "\t", ";")
_EVEN = 0.8  # of the rows have as many cells as most
_TIME = re.compile(r"\s*[0-9０-９]{1,3}\s*[:：][0-9０-９]{2}|[0-9]+(?:\.[0-9]+)?\s*$|\s*[0-9]{1,2}時[0-9]{1,2}分")
_TIMED = 0.5


def read_csv(data: bytes) -> SourceText:
    """The rows of a table as text. Raises DocumentError where the bytes are no text."""
    source = read_text(data)
    rows = _rows(source.text)
    if not rows or _is_timed(rows):
        return source
    lines = [
        line for row in rows for line, _ in row_lines([[(part, None) for part in cell.split("\n")] for cell in row])
    ]
    return replace(source, lines=tuple(lines), pages=(), page_count=0, media_type=MEDIA_TYPE)


def _rows(text: str) -> list[list[str]]:
    """The rows with the cells that most rows have, in the way of writing that gives the most; none where none does."""
    best: list[list[str]] = []
    for delimiter in _DELIMITERS:
        try:
            rows = [
                row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if any(row)
            ]
        except csv.Error:
            continue
        counts = [len(row) for row in rows]
        usual = max(set(counts), key=counts.count, default=0)
        if usual > 1 and counts.count(usual) >= _EVEN * len(counts) and usual > max(map(len, best), default=0):
            best = rows
    return best


def _is_timed(rows: list[list[str]]) -> bool:
    columns = max(map(len, rows))
    for column in range(columns):
        cells = [row[column] for row in rows[1:] if column < len(row) and row[column].strip()]
        if cells and sum(_TIME.match(cell) is not None for cell in cells) >= _TIMED * len(cells):
            return True
    return False
