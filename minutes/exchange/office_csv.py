"""Tables as the office's spreadsheets write and read them: CSV, in UTF-8 or in Shift_JIS. No Django, no I/O."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# A quotation mark that nothing closes must not swallow the rest of a file.
MOST_LINES_OF_A_ROW = 100
# What a spreadsheet takes for a formula, at the beginning of a cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class CsvError(ValueError):
    """Bytes that are no text in an encoding of the office; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: the number of the line that it begins in, from 1, and its cells. Lines within a cell are kept."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class CsvFault:
    """A line that cannot be read, counted from 1, and why, in Japanese."""

    line: int
    reason: str


def csv_decoded(content: bytes) -> str:
    """The text of a file that a spreadsheet wrote. Raises CsvError."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CsvError("文字コードを判別できません。UTF-8 か Shift_JIS で保存してください")


def csv_rows(text: str) -> Iterator[CsvRow | CsvFault]:
    """The rows of a table as csv_bytes was given them, quoted line breaks and all, and the lines that are none; rows
    without a cell are left out."""
    lines = io.StringIO(text, newline="").readlines()
    at = 0
    while at < len(lines):
        taken = _Lines(lines, at)
        begin, at = at, at + 1
        try:
            cells = next(csv.reader(taken), [])
        except csv.Error:
            yield CsvFault(begin + 1, "CSV として読めません。")
            continue
        if taken.is_short:
            yield CsvFault(begin + 1, '「"」が閉じていません。')
            continue
        at = taken.at
        if cells:
            yield CsvRow(begin + 1, [cell_text(cell) for cell in cells])


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a spreadsheet opens it with a double click: the mark at its beginning says that it is UTF-8, and no
    cell is taken for a formula."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_no_formula(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def cell_text(cell: str) -> str:
    """What somebody typed, of a cell that csv_bytes may have written."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _no_formula(text: str) -> str:
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


class _Lines(Iterator[str]):
    """The lines of one row, as the reader asks for them. `is_short`: it asked for more than a row has."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self._lines = lines
        self._end = min(len(lines), at + MOST_LINES_OF_A_ROW)
        self.at = at
        self.is_short = False

    def __next__(self) -> str:
        if self.at >= self._end:
            self.is_short = True
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]
