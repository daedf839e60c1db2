"""Pages of lines and table rows -> the lines of a source text: running heads and feet out, wrapped lines joined. A line goes on in the next one where what stands there would not have fitted
at its end. Joining is left undone where a sentence ends with the line, or where the next line looks like an entry of
a list: the parser knows better then.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from minutes.documents.left_out import running_text
from minutes.documents.model import Place, Remark
from minutes.documents.page import Cell, Line, PageRow, Sheet
from minutes.documents.rows import find_record, record_lines, row_lines

_MARGIN = 0.12  # of a page's height: heads and feet stand in it
_MOST_HEADS = 3  # lines of a running head
_SENTENCE_END = re.compile(r"[。．！？!?][」』）)】〕”]*$")
_ENTRY = re.compile(
    r"[・•●○〇◯◎◆◇■□▲△▼▽★☆※→⇒【〔［\[<＜《①-⒇Ⅰ-Ⅻ]"
    r"|[(（]?\s?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[ア-ンa-zA-Z])\s?[)）.．、]"
    r"|第\s?[0-9０-９一二三四五六七八九十]{1,3}\s?[号回条章]|(?:議案|報告|議題|資料|別紙)"
)
_LABEL = r"(?:参考)?(?:資料|別紙)(?:[0-9０-９]+(?:[-‐－―の][0-9０-９]+)*)"
_LAST_LABEL = re.compile(rf"[ \u3000]{_LABEL}$")
_LABEL_APART = re.compile(rf"[ \u3000]*{_LABEL}[ \u3000]\S")
_BRACKETS = dict(zip("〔［【（[(「『―—", "〕］】）])」』―—", strict=True))
_PAGE_NUMBER = re.compile(
    r"[-(~pP.]*(?:page|ページ)?([0-9]{1,4})(?:/[0-9]{1,4})?(?:頁|ページ)?[-)~]*(?:/[0-9]{1,4}(?:頁|ページ)?)?"
)
_DATE = re.compile(
    "(?:(?:明治|大正|昭和|平成|令和)(?:[0-9]+|元|[一二三四五六七八九十]+)|[0-9]{4})年?[./-]?[0-9一二三四五六七八九十]+[月./-][0-9一二三四五六七八九十]+日?"
)
_NUMBERED_FOOT = re.compile(r".{1,40}?[-(/p]([0-9]{1,4})(?:頁|ページ)?[-)]?")
_PADDING = 8.0
_LONG = 15  # signs; so many lines as long as each other are wrapped, whatever the margin


@dataclass(slots=True)
class _Paragraph:
    """Printed lines joined. `last` is the last of them, `edges` the left and right edge that they are set between.

    `step` is how far apart the lines of such text stand, from baseline to baseline, at the most; `start` is where the
    first line begins, `hang` how much further right the others do. `places` are those of the lines.
    """

    text: str
    page: int
    last: Line
    edges: tuple[float, float]
    step: float
    in_cell: bool = False
    start: float = 0.0
    hang: float = 0.0
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Record:
    """A row of a table: the paragraphs of its cells by the column in which they stand."""

    columns: int
    cells: dict[int, list[_Paragraph]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the source text, the page that it begins on, and where what it was joined from is printed."""

    text: str
    page: int
    places: tuple[Place, ...]


def text_of(sheets: Sequence[Sheet]) -> tuple[list[Printed], list[Remark]]:
    """The lines of all pages, and what was left out. Changes the sheets."""
    remarks = _drop_running_lines(sheets)
    measures = _measures(sheets)
    items: list[_Paragraph | _Record] = []
    for sheet in sheets:
        _append(items, sheet, measures)
    lines: list[Printed] = []
    for is_table, group in groupby(items, lambda item: isinstance(item, _Record)):
        if is_table:
            lines.extend(_table_lines([item for item in group if isinstance(item, _Record)]))
        else:
            lines.extend(_printed(item.text, [item]) for item in group if isinstance(item, _Paragraph))
    return lines, remarks


def _table_lines(records: list[_Record]) -> Iterator[Printed]:
    rows = [[record.cells.get(column, []) for column in range(record.columns)] for record in records]
    whole = find_record([[[paragraph.text for paragraph in cell] for cell in row] for row in rows])
    for place, row in enumerate(rows):
        cells = [[(paragraph.text, paragraph) for paragraph in cell] for cell in row]
        for text, paragraphs in record_lines(cells) if place == whole else row_lines(cells):
            yield _printed(text, paragraphs)


def _printed(text: str, paragraphs: list[_Paragraph]) -> Printed:
    return Printed(text, paragraphs[0].page, tuple(place for paragraph in paragraphs for place in paragraph.places))


# Running heads and feet


def _drop_running_lines(sheets: Sequence[Sheet]) -> list[Remark]:
    """Takes out page numbers and what stands at the same place of several pages.

    A head that stands on the first page stays there, unless the text below repeats it: it may be the only place with
    the title. Any other text that is left out is named by a remark.
    """
    left_out: dict[str, None] = {}
    for at_top in (True, False):
        for _ in range(_MOST_HEADS):
            outermost = {index: line for index, sheet in enumerate(sheets) if (line := _outermost(sheet, at_top))}
            running = _running(sheets, outermost, at_top)
            if not running:
                break
            for index, is_number in running.items():
                line = outermost[index]
                if at_top and index == 0 and not is_number and not _stands_below(sheets[0], line):
                    continue
                sheets[index].items.remove(line)
                if not is_number and not (at_top and 0 in running and _same(line.text, outermost[0].text)):
                    left_out.setdefault(line.text)
            if at_top and 0 in running and not running[0]:
                # The head that stays hides the lines below it from the next turn.
                break
    if not left_out:
        return []
    return [running_text("ページごとに繰り返される欄外の文字", left_out)]


def _stands_below(sheet: Sheet, line: Line) -> bool:
    """Whether the rest of a page repeats a head, or, of a head that is a date alone, names a date too."""
    text = _masked(line.text).removesuffix("0").rstrip("-(p").strip("-")
    others = [other for other in _lines_of(sheet) if other is not line]
    if _DATE.fullmatch(_plain(line.text)):
        return any(_DATE.search(_plain(other.text)) for other in others)
    return any(text in _masked(other.text) for other in others)


def _lines_of(sheet: Sheet) -> Iterator[Line]:
    for item in sheet.items:
        if isinstance(item, Line):
            yield item
        else:
            yield from (line for cell in item.cells for line in cell.lines)


def _outermost(sheet: Sheet, at_top: bool) -> Line | None:
    """The first or last line of a page where it stands in the margin."""
    if not sheet.items:
        return None
    line = sheet.items[0] if at_top else sheet.items[-1]
    if isinstance(line, Line) and line.margin == ("head" if at_top else "foot"):
        return line
    text = [item for item in sheet.items if not (isinstance(item, Line) and item.margin)]
    if not text:
        return None
    line = text[0] if at_top else max(text, key=lambda item: item.bottom)
    if not isinstance(line, Line):
        return None
    inside = line.bottom <= sheet.height * _MARGIN if at_top else line.top >= sheet.height * (1 - _MARGIN)
    return line if inside else None


def _running(sheets: Sequence[Sheet], lines: dict[int, Line], at_top: bool) -> dict[int, bool]:
    """The pages whose outermost line is a running one, and whether it is a page number alone."""
    numbers = {index: number for index, line in lines.items() if (number := _page_number(line.text)) is not None}
    steps = Counter(number - index for index, number in numbers.items())
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    found = {
        index: True for index, number in numbers.items() if number - index == step and (count > 1 or len(sheets) == 1)
    }
    if not at_top:
        found |= dict.fromkeys(_numbered_feet(sheets, lines), False)
    for indexes in _alike_lines({index: line.text for index, line in lines.items() if index not in found}):
        places = [lines[index].left if lines[index].margin else lines[index].top for index in indexes]
        if len(indexes) < 2 or 2 * len(indexes) < len(sheets) - 1 or max(places) - min(places) > 6:
            continue
        apart = sum(_is_apart(sheets[index], lines[index]) for index in indexes)
        # Two pages may begin with the same words by chance.
        if len(indexes) > 2 or 2 * apart >= len(indexes):
            found.update(dict.fromkeys(indexes, False))
    return found


def _numbered_feet(sheets: Sequence[Sheet], lines: dict[int, Line]) -> list[int]:
    """All pages, where each ends with a line that stands apart and closes with the page's number after a dash."""
    for index, sheet in enumerate(sheets):
        line = lines.get(index)
        match = _NUMBERED_FOOT.fullmatch(_dashed(line.text)) if line else None
        if line is None or match is None or int(match[1]) != index + 1 or not _is_apart(sheet, line):
            return []
    return list(lines)


def _alike_lines(texts: dict[int, str]) -> Iterator[list[int]]:
    """The pages with the same text, whatever the page number that it holds; other numbers must be the same."""
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, text in texts.items():
        groups[(_masked(text),)].append(index)
    for indexes in groups.values():
        numbers = {
            index: [int(number[:9]) for number in re.findall("[0-9]+", _plain(texts[index]))] for index in indexes
        }
        columns = list(zip(*numbers.values(), strict=True))
        counts = [len(set(column)) > 1 and _counts(column, indexes) for column in columns]
        same: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for index in indexes:
            same[tuple(n for n, counting in zip(numbers[index], counts, strict=True) if not counting)].append(index)
        yield from same.values()


def _counts(numbers: tuple[int, ...], pages: list[int]) -> bool:
    """Whether a number grows with the pages."""
    return len({number - page for number, page in zip(numbers, pages, strict=True)}) == 1


def _page_number(text: str) -> int | None:
    match = _PAGE_NUMBER.fullmatch(_dashed(text))
    return int(match[1]) if match else None


def _dashed(text: str) -> str:
    return re.sub("[‐‑‒–—―−─ー]", "-", _plain(text))


def _masked(text: str) -> str:
    return re.sub("[0-9]+", "0", _plain(text))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _same(one: str, other: str) -> bool:
    return _masked(one) == _masked(other)


def _is_apart(sheet: Sheet, line: Line) -> bool:
    """Whether a line is set in other type than the others, or further from them than they are from each other."""
    others = [item for item in sheet.items if item is not line]
    if not others or line.margin:
        return True
    distance = min(max(item.top - line.bottom, line.top - item.bottom) for item in others)
    inner = [item for item in others if isinstance(item, Line)]
    if inner and abs(sorted(item.em for item in inner)[len(inner) // 2] - line.em) > 0.05 * line.em:
        return True
    steps = sorted(after.top - before.bottom for before, after in pairwise(inner))
    usual = max(0.0, steps[len(steps) // 5]) if steps else line.em
    return distance > usual + 0.4 * line.em


# Edges


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the running text of pages of one size is set: its left and right edge, and the distance of its lines."""

    edges: tuple[float, float]
    step: float


def _measures(sheets: Sequence[Sheet]) -> dict[tuple[int, int], _Measure]:
    """The measure of the pages of each size, tables left aside."""
    lines: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    steps: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for sheet in sheets:
        free = [item for item in sheet.items if isinstance(item, Line)]
        lines[_size(sheet)].extend(free)
        steps[_size(sheet)].extend(_steps(free))
    return {
        size: _Measure(_edges([line for line in found if line.column is None] or found, size[0]), _usual(steps[size]))
        for size, found in lines.items()
        if found
    }


def _size(sheet: Sheet) -> tuple[int, int]:
    return round(sheet.width), round(sheet.height)


def _steps(lines: list[Line]) -> list[float]:
    """The distances from line to line, in sizes of their type."""
    return [
        (after.bottom - before.bottom) / after.em
        for before, after in pairwise(lines)
        if 0.9 * after.em < after.bottom - before.bottom < 4 * after.em
    ]


def _usual(steps: list[float]) -> float:
    """The distance that lines of one paragraph keep, a little more than the smallest that is common."""
    steps = sorted(steps)
    return 1.25 * steps[len(steps) // 5] if steps else 2.0


def _edges(lines: list[Line], width: float) -> tuple[float, float]:
    """The left and right edge of running text.

    The right edge is where three of the longest lines end; a single line reaches it only where the margin there would
    be as wide as that on the left. Without such evidence it is as far from the paper's edge as the left one.
    """
    left = min(line.left for line in lines)
    ends = sorted((line.edge for line in lines), reverse=True)
    em = sorted(line.em for line in lines)[len(lines) // 2]
    for position, end in enumerate(ends):
        near = sum(end - other <= em for other in ends[position:])
        margin = width - end
        wrapped = sum(line.edge > end - em and line.edge - line.left > _LONG * em for line in lines if line.edge <= end)
        if (near >= 3 and margin <= left + 5 * em) or wrapped >= 4 or abs(margin - left) <= 1.5 * em:
            return left, end
    return left, width - left


# Paragraphs


def _append(items: list[_Paragraph | _Record], sheet: Sheet, measures: dict[tuple[int, int], _Measure]) -> None:
    """The sheet's lines and rows, the first joined with the last of the page before where it goes on."""
    first = True
    for item in sheet.items:
        if isinstance(item, Line):
            measure = measures[_size(sheet)]
            edges = item.column or measure.edges
            before = items[-1] if items else None
            if isinstance(before, _Paragraph) and _goes_on(before, item, edges):
                _join(before, item, sheet)
            else:
                text = _indent(item, edges[0]) + item.text
                above = before if isinstance(before, _Paragraph) else None
                items.append(_begun(text, sheet, item, edges, measure.step, above))
        else:
            _append_row(items, item, sheet, first)
        first = False


def _append_row(items: list[_Paragraph | _Record], row: PageRow, sheet: Sheet, first: bool) -> None:
    padding = _padding(row)
    cells = {cell.column: _paragraphs(cell, padding, sheet) for cell in row.cells if cell.lines}
    before = items[-1] if items else None
    if first and isinstance(before, _Record) and len(cells) == 1:
        column, paragraphs = next(iter(cells.items()))
        above = before.cells.get(column)
        if above and _alike(above[-1].edges, paragraphs[0].edges):
            # A cell that the page broke.
            head = next(cell.lines[0] for cell in row.cells if cell.lines)
            if _goes_on(above[-1], head, paragraphs[0].edges):
                above[-1].text += _glue(above[-1], paragraphs[0].text) + paragraphs[0].text
                above[-1].last = paragraphs[0].last
                above[-1].places.extend(paragraphs[0].places)
                paragraphs = paragraphs[1:]
            above.extend(paragraphs)
            return
    if row.columns == 1:
        items.extend(paragraph for paragraphs in cells.values() for paragraph in paragraphs)
    else:
        items.append(_Record(row.columns, cells))


def _padding(row: PageRow) -> float:
    """How far the text of a row's cells stands from their edges."""
    spaces = [min(line.left for line in cell.lines) - cell.left for cell in row.cells if cell.lines]
    return max(0.0, min(_PADDING, *spaces))


def _paragraphs(cell: Cell, padding: float, sheet: Sheet) -> list[_Paragraph]:
    edges = (cell.left + padding, cell.right - padding)
    step = _usual(_steps(cell.lines))
    paragraphs: list[_Paragraph] = []
    for line in cell.lines:
        if paragraphs and _goes_on(paragraphs[-1], line, edges):
            _join(paragraphs[-1], line, sheet)
        else:
            above = paragraphs[-1] if paragraphs else None
            paragraphs.append(replace(_begun(line.text, sheet, line, edges, step, above), in_cell=True))
    return paragraphs


def _begun(
    text: str, sheet: Sheet, line: Line, edges: tuple[float, float], step: float, above: _Paragraph | None
) -> _Paragraph:
    """A new paragraph; it hangs as the one above it does where it begins below that one's beginning."""
    alike = above is not None and _alike(above.edges, edges) and abs(above.start - line.left) < 0.3 * line.em
    hang = above.hang if above and alike else 0.0
    return _Paragraph(text, sheet.number, line, edges, step, start=line.left, hang=hang, places=[sheet.place(line)])


def _goes_on(before: _Paragraph, line: Line, edges: tuple[float, float]) -> bool:
    """Whether a line is what did not fit at the end of the paragraph above it."""
    if not _alike(before.edges, edges) or abs(before.last.em - line.em) > 0.2 * line.em:
        return False
    if line.bottom - before.last.bottom > before.step * line.em:
        return False
    room = edges[1] - before.last.right
    if _is_complete(before.text):
        # Below a first line that stands further left, the next paragraph would begin where that did.
        hangs = before.hang > 0.5 * line.em and abs(line.left - before.start - before.hang) < 0.3 * line.em
        return hangs and room < line.head and not _ENTRY.match(line.text)
    if _ENTRY.match(line.text):
        # Entries of a list in a cell are told apart by their numbers, however they are joined.
        return before.in_cell and room < line.head - 0.1 * line.em
    # A space that was broken at leaves no sign; it is about as wide as the tolerance.
    return room < line.head + 0.3 * line.em


def _is_complete(text: str) -> bool:
    """Whether a text ends with a sentence, or with the bracket that closes the one it began with."""
    text = text.strip()
    return _SENTENCE_END.search(text) is not None or _BRACKETS.get(text[:1]) == text[-1:]


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) <= 4 and abs(one[1] - other[1]) <= 4


def _join(paragraph: _Paragraph, line: Line, sheet: Sheet) -> None:
    paragraph.text += _glue(paragraph, line.text) + line.text
    paragraph.hang = line.left - paragraph.start
    paragraph.last = line
    paragraph.places.append(sheet.place(line))


def _glue(before: _Paragraph, after: str) -> str:
    """A space between Latin words, before an entry of a list, and after a paper's label; else nothing."""
    ends = before.text[-1:] + after[:1]
    if ends.isascii() and ends.isalnum():
        return " "
    parted = before.in_cell and (_ENTRY.match(after) or _ends_with_label(before.text))
    return " " if parted else ""


def _ends_with_label(text: str) -> bool:
    """Whether a list of papers breaks off between a label and its title, and sets a space there elsewhere."""
    return _LAST_LABEL.search(text) is not None and _LABEL_APART.match(text) is not None


def _indent(line: Line, left: float) -> str:
    """The white space before a line that begins further right, at most ten signs."""
    halves = min(20, round((line.left - left) / line.em * 2))
    return "\u3000" * (halves // 2) + " " * (halves % 2) if halves > 0 else ""
