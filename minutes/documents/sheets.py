"""Excel's .xlsx -> SourceText: a row a line, its cells parted by tabs, a sheet a page. Stdlib only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from minutes.documents.left_out import hidden_text
from minutes.documents.limits import Limits
from minutes.documents.model import Remark, SourceText
from minutes.documents.package import Element, Package, damaged, too_many
from minutes.documents.rows import row_lines
from minutes.documents.signs import meant

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "xl/workbook.xml"
_MOST_COLUMNS = 500  # what stands further right stands behind one tab
_FIRST_DAY = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
# Numbers of the formats for dates and times that every file knows without naming them.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# Of those the ones that tell seconds, and those that go on counting where a day is full. A format of one's own that does
# so counts in brackets: [h]:mm:ss.
_SECONDS = frozenset((19, 21, 45, 46, 47))
_COUNTS = frozenset((45, 46, 47))
_COUNTING = re.compile(r"\[(?:h+|m+|s+)\]", re.I)


def read_sheets(data: bytes, limits: Limits) -> SourceText:
    """The text of a .xlsx file: what its cells show, dates as 2024-03-25. Sheets, rows and columns that are
    hidden are left out and told.

    Raises DocumentError: `damaged`, `encrypted`, `too-large`, `too-many-pages`, `unsafe`.
    """
    package = Package(data, limits)
    root = package.xml(_MAIN)
    if root is None:
        raise damaged()
    targets = {relation.id: relation for relation in package.relations(_MAIN)}
    sheets = list(root.iter(".sheet"))
    shown = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    if len(shown) > limits.pages:
        raise too_many(len(shown), limits.pages)
    parts = {relation.kind: relation.target for relation in targets.values()}
    strings = package.xml(parts["sharedStrings"]) if "sharedStrings" in parts else None
    cells = _Cells(
        [_string(item) for item in strings] if strings is not None else [],
        _formats(package.xml(parts["styles"]) if "styles" in parts else None),
        any(properties.get("date1904") in ("1", "true") for properties in root.iter(".workbookPr")),
    )
    lines: list[tuple[str, int]] = []
    for number, sheet in enumerate(shown, start=1):
        relation = targets.get(sheet.get("r-id", ""))
        content = package.xml(relation.target) if relation else None
        if content is not None:
            lines.extend((line, number) for line in cells.lines(content))
    unseen = {"シート": len(sheets) - len(shown), "行": cells.unseen_rows, "列": cells.unseen_columns}
    remarks = tuple(_hidden_remarks(unseen))
    pages = tuple(page for _, page in lines)
    return SourceText(tuple(line for line, _ in lines), MEDIA_TYPE, "", pages, remarks, page_count=len(shown))


def _hidden_remarks(unseen: dict[str, int]) -> Iterator[Remark]:
    parts = "、".join(f"{kind}{count:,}" for kind, count in unseen.items() if count)
    if parts:
        yield hidden_text(f"表示されない部分（{parts}）があり")


def _string(item: Element) -> str:
    """The text of a string with its runs; its readings (ruby) go."""
    return "".join(
        text.text or ""
        for part in item
        for text in ([part] if part.tag == ".t" else part.iter(".t"))
        if part.tag != ".rPh"
    )


def _formats(root: Element | None) -> list[str]:
    """For each number of a cell's style: "date", "date-seconds", "count" (of hours), "percent" or nothing."""
    if root is None:
        return []
    codes = {own.get("numFmtId", ""): own.get("formatCode", "") for own in root.iter(".numFmt")}
    found = []
    for style in (style for styles in root.iter(".cellXfs") for style in styles):
        key = style.get("numFmtId", "0")
        found.append(_format(codes[key]) if key in codes else _known_format(int(key) if key.isdecimal() else 0))
    return found


def _format(code: str) -> str:
    """What a format that the file names shows."""
    bare = _QUOTED.sub("", code)
    if _COUNTING.search(code):
        return "count"
    if re.search("[ymdhs]", bare, re.I):
        return "date-seconds" if re.search("s", bare, re.I) else "date"
    return "percent" if "%" in bare else ""


def _known_format(number: int) -> str:
    """What a format that every file knows shows."""
    if number in _COUNTS:
        return "count"
    if number in _DATES:
        return "date-seconds" if number in _SECONDS else "date"
    return "percent" if number in (9, 10) else ""


class _Cells:
    """What the cells of one file show, and how many rows and columns with text they do not show."""

    def __init__(self, strings: list[str], formats: list[str], from_1904: bool) -> None:
        self._strings, self._formats = strings, formats
        self._first_day = _FIRST_DAY[from_1904]
        self.unseen_rows = 0
        self.unseen_columns = 0

    def lines(self, sheet: Element) -> Iterator[str]:
        """The rows of a sheet that hold text and are shown, without the columns that are not."""
        hidden = [_columns_of(column) for column in sheet.iter(".col") if _is_hidden(column)]
        left_out: set[int] = set()
        for row in sheet.iter(".row"):
            texts = self._texts(row)
            if _is_hidden(row):
                self.unseen_rows += bool(texts)
                continue
            unseen = {column for column, _ in texts if any(column in columns for columns in hidden)}
            left_out |= unseen
            yield from _lines([(column, text) for column, text in texts if column not in unseen])
        self.unseen_columns += len(left_out)

    def _texts(self, row: Element) -> list[tuple[int, list[str]]]:
        """The paragraphs of a row's cells with their 0-based columns."""
        texts: list[tuple[int, list[str]]] = []
        for place, cell in enumerate(cell for cell in row if cell.tag == ".c"):
            lines = self._text(cell).splitlines()
            paragraphs = [text for line in lines if (text := " ".join(meant(part) for part in line.split()))]
            if paragraphs:
                texts.append((_column(cell.get("r", ""), place), paragraphs))
        return texts

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_string(part) for part in cell if part.tag == ".is")
        value = next((part.text or "" for part in cell if part.tag == ".v"), "")
        if kind == "s":
            return self._strings[int(value)] if value.isdecimal() and int(value) < len(self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        return self._number(value, cell.get("s", "")) if kind == "n" else value

    def _number(self, value: str, style: str) -> str:
        known = style.isdecimal() and int(style) < len(self._formats)
        shown = self._formats[int(style)] if known else ""
        try:
            number = float(value)
            if shown == "count" or (shown == "date-seconds" and 0 <= number < 1):
                return _clock(number)
            if shown.startswith("date"):
                return _day(self._first_day + timedelta(seconds=round(number * 86400)), number)
            return f"{100 * number:.10g}%" if shown == "percent" else f"{number:.15g}"
        except (ValueError, OverflowError):
            return value


def _is_hidden(part: Element) -> bool:
    return part.get("hidden") in ("1", "true")


def _lines(texts: list[tuple[int, list[str]]]) -> Iterator[str]:
    """The cells of a row in their columns, line breaks within them kept; nothing where none holds text."""
    cells: list[list[tuple[str, None]]] = []
    for column, paragraphs in texts:
        cells.extend([] for _ in range(min(column, _MOST_COLUMNS) - len(cells)))
        cells.append([(paragraph, None) for paragraph in paragraphs])
    yield from (line for line, _ in row_lines(cells))


def _columns_of(column: Element) -> range:
    """The 0-based columns that one element tells of."""
    first, last = column.get("min", ""), column.get("max", "")
    return range(int(first) - 1, int(last)) if first.isdecimal() and last.isdecimal() else range(0)


def _clock(days: float) -> str:
    """A time with its seconds, and what a recording's time has of them; hours go on beyond a day."""
    thousandths = round(days * 86_400_000)
    seconds, part = divmod(thousandths, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{part:03}" if part else clock


def _day(moment: datetime, number: float) -> str:
    if 0 <= number < 1:
        return f"{moment:%H:%M}"
    if number == int(number):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def _column(reference: str, place: int) -> int:
    """The 0-based column of AB12; `place` where a cell does not tell it."""
    letters = re.match("[A-Z]{1,3}", reference)
    if letters is None:
        return place
    column = 0
    for letter in letters[0]:
        column = 26 * column + ord(letter) - 64
    return column - 1
