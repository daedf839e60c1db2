"""Whole documents, pages or cells on one line -> the lines that they probably had, told by evidence from all of them together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import squeeze, width
from minutes.parsing.run_on.copy import Copy, Cuts
from minutes.parsing.run_on.fields import HEADING
from minutes.parsing.run_on.head import Field, cut_head, fields_in, item_cuts
from minutes.parsing.run_on.marks import first_speech, lone_marks, marks_in, stand_behind
from minutes.parsing.run_on.record import cut_record, points_in
from minutes.parsing.words.numbering import read_numbered

# A printed line, or a paragraph without marks in it, is seldom longer.
_LONG = 160
# A row of a table is longer where its cells are.
_LONG_ROW = 600
# A head is not longer than this; behind it no labels are looked for.
_LONGEST_HEAD = 6000
# So many lines must be found again inside those that were joined.
_ENOUGH = 3
_MARKED = re.compile(r"[○◯〇◎●◇◆(【]?\s?(?P<name>[^\s()。、]{1,18}(?:\([^()]{1,24}\))?)[)】]?(?=\s)")
_OPENING = re.compile(
    r"(?<=\s)(?:[0-9]{1,2}\s?[.．、]?\s?)?(?:[◎○◯〇△◇●■]\s?)?(?:開\s?会|開\s?議|会議の?(?:開会|概要|経過))[^。]{0,40}$"
    r"|(?:(?<=\s)|(?<=[─━)）]))(?:午[前後]\s?[0-9一二三四五六七八九十]{1,3}時\s?(?:[0-9一二三四五六七八九十]{1,3}分)?\s*(?:開\s?[会議始]))[^。]{0,40}$"
)
# 。 outside brackets
_SENTENCE_END = re.compile(r"(?<=[たすいるんだ])。(?!\))")
_HEAD_OF_RECORD = re.compile(
    r"(?<=\s)(?=【[^【】]{1,20}】|[■◆◎△◇▽●]\s?\S|(?:議案|報告|日程)\s?第|[(\[]1[)\]]|1\s?[.．、]?\s?\S|[一Ⅰ]\s?[.．、]|開\s?会\s)"
)
_SHORTEST_SENTENCE = 12
_RULE = re.compile(r"[─━―—－-]{4,}")
_HEADING = re.compile(r"(?:(?<=\s)|(?<=[─━]))(?=[◎△◇▽■◆●]\s?[^\s。]{2,40}\s*$)")


def with_lines_found(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, those on which several lines stood cut into these."""
    found: list[PrintedLine] = []
    for run in _runs(rows):
        found.extend(_found(run) if _is_long(run[0]) else run)
    return found


def _is_long(row: PrintedLine) -> bool:
    return len(row.text) >= (_LONG if len(row.cells) == 1 else _LONG_ROW)


def _runs(rows: list[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Rows one below the other, long ones together."""
    run: list[PrintedLine] = []
    for row in rows:
        if run and (_is_long(run[0]) != _is_long(row) or len(row.cells) > 1 or len(run[0].cells) > 1):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _found(rows: list[PrintedLine]) -> list[PrintedLine]:
    copy = Copy(tuple(rows))
    plain = copy.plain
    marks = marks_in(plain)
    spoken = marks[first_speech(plain, marks) :]
    points = points_in(plain)
    if points and stand_behind(plain, spoken, points):
        # 甲はどうか。（青野委員） ・乙は…
        ends, spoken = [mark.end for mark in spoken], []
    else:
        ends = []
    limit = spoken[0].start if spoken else points[0] if points else len(plain)
    fields = fields_in(plain, min(limit, _LONGEST_HEAD))
    starts = set(copy.starts)
    label = next((row for row in reversed(fields) if row.kind == "record" and (not spoken or row is fields[-1])), None)
    if label is not None and not ends:
        first = lone_marks(plain, label.end, {mark.name for mark in spoken})
        spoken = [*(mark for mark in first if not spoken or mark.end <= spoken[0].start), *spoken]
    inner = [
        place for place in (*(mark.start for mark in spoken), *(row.start for row in fields)) if place not in starts
    ]
    if len(inner) < _ENOUGH and not points:
        return rows
    record = _record_start(plain, fields, limit)
    cuts = Cuts()
    if fields or record:
        cut_head(copy, [row for row in fields if row.start < record], record, cuts)
    cuts.opening.add(record)
    cut_record(copy, record, spoken, _titles(plain, fields, record), cuts)
    if ends:
        cuts.opening.difference_update(mark.start for mark in marks)
        cuts.going_on.difference_update(mark.start for mark in marks)
        cuts.opening.update(ends)
    cuts.opening.update(starts)
    found = list(copy.pieces(cuts))
    if spoken:
        found = list(_with_headings_above(found, {mark.name for mark in spoken}))
    return found


def _with_headings_above(rows: list[PrintedLine], names: set[str]) -> Iterator[PrintedLine]:
    """事務局(総務課長) 1 開会 それでは…: the heading of the cell that the mark stood beside, above the mark."""
    for row in rows:
        match = _MARKED.match(row.flat) if len(row.cells) == 1 else None
        heading = (
            HEADING.match(row.flat, match.end()) if match is not None and squeeze(match["name"]) in names else None
        )
        if match is None or heading is None or heading.end() >= len(row.flat):
            yield row
            continue
        head, rest = row.text[slice(*heading.span("heading"))], row.text[heading.end() :]
        yield row.reworded(head, width=width(head))
        text = f"{squeeze(row.text[: match.end()])}　{rest}"
        yield row.reworded(text, width=width(text))


def _record_start(plain: str, fields: list[Field], limit: int) -> int:
    """Where the record begins: at its label, or before the first mark at the opening and heading above it."""
    if fields and fields[-1].kind == "record":
        return fields[-1].start
    floor = fields[-1].end if fields else 0
    before = plain[floor:limit]
    if (sentence := _SENTENCE_END.search(before)) is not None:
        if fields and fields[-1].kind == "agenda":
            return fields[-1].start
        heads = [match.start() for match in _HEAD_OF_RECORD.finditer(before, 0, sentence.start())]
        return floor + (heads[-1] if heads else _start_of_sentence(before, sentence.start()))
    if limit >= len(plain):
        return limit
    place = limit
    if (opening := _OPENING.search(plain, floor, limit)) is not None:
        place = opening.start()
    elif (heading := _HEADING.search(plain, floor, limit)) is not None:
        place = heading.start()
    elif (rule := list(_RULE.finditer(before))) and limit - floor - rule[-1].start() < 120:
        place = floor + rule[-1].start()
    return place


def _start_of_sentence(text: str, end: int) -> int:
    """Where the sentence that ends at a place begins: behind the last space before its first comma or particle."""
    spaces = [index for index in range(max(0, end - 160), end) if text[index].isspace()]
    long = [index for index in spaces if len(text[index:end]) >= _SHORTEST_SENTENCE]
    return long[-1] if long else 0


def _titles(plain: str, fields: list[Field], record: int) -> frozenset[str]:
    """The items of the head's list, squeezed, without their numbers."""
    titles: set[str] = set()
    for index, row in enumerate(fields):
        if row.kind != "agenda":
            continue
        end = fields[index + 1].start if index + 1 < len(fields) else record
        places = [*item_cuts(plain, row.end, end), end]
        for left, right in itertools.pairwise(places):
            numbered = read_numbered(plain[left : left + 60])
            title = squeeze(plain[left + (numbered.start if numbered is not None else 0) : right])
            if len(title) >= 3:
                titles.add(title)
    return frozenset(titles)
