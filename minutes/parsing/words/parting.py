"""Rows put right before they are read: two fields on one line parted, a column of labels joined with its column of
values.

Minutes print several fields side by side to save a line, and copies of a table's text lose the table: first all
its labels, then all its values. Afterwards every row opens at most one field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.labels import LABELS, field_of, find_label
from minutes.parsing.words.numbering import read_numbered
from minutes.wording import find_date, find_times

# Fields of one value each: several of them fit on a line.
_SHORT = frozenset(["title", "office", "when", "time", "opens", "closes", "venue"])
_SECOND = re.compile(r"(?<=\s)(?P<label>[^\s:、。][^:、。]{0,16}?)\s?:")
# Fields and columns lie in the head; far down the text nobody looks for them.
_DEEPEST = 60
_MOST = 12
_HELD = re.compile(r"(?:招集|開催|開会)(?:された|した|しました)。$")
_SIGNS = "○◯〇●◎◆◇■□・※→⇒【（(［[〔<＜「"
_TITLE_END = re.compile(
    r"(?:について|の件|に関すること|に関する件|(?:条例|予算|決算|計画|協定|契約)(?:\([^()]{1,12}\))?)$"
)


def join_statement(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, the sentence that says what was held when and where on one row: 令和5年9月25日第9回甲総会は、市役 / 所に招集された。"""
    for index, row in enumerate(rows[:8]):
        below = rows[index + 1] if index + 1 < len(rows) else None
        if below is None or "。" in row.text or "は、" not in row.text or find_date(row.text) is None:
            continue
        if below.text.endswith("。") and len(below.text) <= 60 and _HELD.search(below.text):
            return [*rows[:index], row.with_cells((row.text + below.text,)), *rows[index + 2 :]]
    return rows


def join_titles(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, a class and number alone joined with the title on the line below: 議案第1号 / 令和4年度決算について."""
    joined: list[PrintedLine] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is not None and _is_number_alone(above) and _is_title(row):
            joined[-1] = replace(above.with_cells((f"{above.text}　{row.text}",)), indent=above.indent)
        else:
            joined.append(row)
    return joined


def _is_number_alone(row: PrintedLine) -> bool:
    if len(row.text) > 16 or len(row.cells) > 1 or not any(sign in row.flat for sign in "号題件第"):
        return False
    numbered = read_numbered(row.flat)
    return numbered is not None and numbered.number is not None and numbered.start == len(row.flat)


def _is_title(row: PrintedLine) -> bool:
    if len(row.cells) > 1 or len(row.text) > 100 or "。" in row.text or ":" in row.flat:
        return False
    if read_numbered(row.flat) is not None or _word(row.text) in LABELS or row.text[0] in _SIGNS:
        return False
    return _TITLE_END.search(row.flat) is not None


def part_fields(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows with one field each."""
    parted: list[PrintedLine] = []
    position = 0
    while position < len(rows):
        if position < _DEEPEST and (joined := _columns(rows, position)):
            parted.extend(joined)
            position += 2 * len(joined)
            continue
        row = rows[position]
        fields = _fields(row) if position < _DEEPEST else (row,)
        parted.extend(fields)
        position += 1
    return parted


def _fields(row: PrintedLine) -> Iterator[PrintedLine]:
    """日時：3月1日　場所：議場 -> two rows; 日時 | 3月1日 | 場所 | 議場 -> two rows."""
    if len(row.cells) > 3:
        yield from _cells(row)
    elif len(row.cells) == 1 and ":" in row.flat and len(row.text) <= 200:
        yield from _text(row)
    else:
        yield row


def _cells(row: PrintedLine) -> Iterator[PrintedLine]:
    if not _is_short(_word(row.cells[0])):
        yield row
        return
    start = 0
    for position in range(2, len(row.cells) - 1):
        if _is_short(_word(row.cells[position])) and row.cells[position + 1] and position - start >= 2:
            yield row.with_cells(row.cells[start:position])
            start = position
    yield row if start == 0 else row.with_cells(row.cells[start:])


def _text(row: PrintedLine) -> Iterator[PrintedLine]:
    first = find_label([row], 0)
    if first is None or first.field not in _SHORT or not first.marked:
        yield row
        return
    start = 0
    for match in _SECOND.finditer(row.flat):
        # The label is the run of letters before the colon that is a known word: 午後7時～ 場 所：
        words = match["label"].split()
        for count in range(len(words), 0, -1):
            label = "".join(words[-count:])
            if _is_short(label):
                begin = _start_of(row.flat, match.end("label"), len(label))
                if begin > start and row.flat[start:begin].strip(" 0123456789.()"):
                    yield row.with_cells((row.text[start:begin].strip(),))
                    start = begin
                break
    yield row if start == 0 else row.with_cells((row.text[start:].strip(),))


def _start_of(plain: str, end: int, letters: int) -> int:
    """Where the last `letters` signs before `end` begin, white space not counted."""
    while letters and end:
        end -= 1
        letters -= not plain[end].isspace()
    return end


def _columns(rows: list[PrintedLine], position: int) -> list[PrintedLine]:
    """開催日 / 場所 / 開会 / 3月1日 / 議場 / 午後2時: the labels in a column, then their values in the same order.

    Both are of the same length, at least three long; dates and times must stand where their labels say.
    """
    count = 0
    while count < _MOST and position + count < len(rows) and _is_bare(rows, position + count):
        count += 1
    for length in range(count, 2, -1):
        labels, values = rows[position : position + length], rows[position + length : position + 2 * length]
        kinds = [LABELS.get(_word(row.text)) for row in labels]
        if len(values) < length or "when" not in kinds or sum(kind in _SHORT for kind in kinds) < length - 1:
            continue
        if all(_fits(kind, row) for kind, row in zip(kinds, values, strict=True)):
            return [
                value.reworded(f"{label.text}\t{value.text}", (label.text, value.text))
                for label, value in zip(labels, values, strict=True)
            ]
    return []


def _is_bare(rows: list[PrintedLine], position: int) -> bool:
    """Whether a row is a word alone that could be a label."""
    row = rows[position]
    return (
        len(row.cells) == 1
        and 2 <= len(squeeze(row.text)) <= 12
        and find_date(row.text) is None
        and not find_times(row.text)
    )


def _fits(kind: str | None, value: PrintedLine) -> bool:
    if len(value.cells) > 1 or len(value.text) > 80 or _word(value.text) in LABELS:
        return False
    if kind == "when":
        return find_date(value.text) is not None
    if kind in ("time", "opens", "closes"):
        return bool(find_times(value.text))
    return True


def _word(text: str) -> str:
    return squeeze(flat(text[:40])).strip("【】[]<>○◯〇●■◆・:()")


def _is_short(word: str) -> bool:
    return field_of(word) in _SHORT
