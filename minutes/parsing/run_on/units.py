"""What stood on lines of its own between speeches of a page that became one line: headings, events, rules, page numbers.

Marks and sentences have been cut apart; behind the last sentence of a speech the next heading or event still stands:
…してほしい。 （委員1名到着） / …してほしい。 (2) 統合校の位置の比較について.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from minutes.parsing.marks.marks import read_mark
from minutes.parsing.rows.lines import PrintedLine, is_furniture
from minutes.parsing.rows.text import flat, is_sentence, squeeze, width
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import GROUPS, is_person
from minutes.parsing.words.records import bracketed, dashed, event_line

# A line that was cut into so many pieces held a page.
_MANY = 6
_LONGEST, _LONGEST_EVENT = 80, 60
# Behind what ends a sentence or a bracket, or where the gap is wide, a line may have begun.
_BOUNDARY = re.compile(
    r"(?<=[。！？!?」』)）〕］】＞>─━])\s+|(?<=[0-9０-９上][-－−―])\s+|(?<=[0-9０-９上] [-－−―])\s+|(?<=[^\s\d][―])\s+|\s{3,}|\s+(?=※\s?\S)"
    r"|(?<=[。」』)）])(?=[-－−―]\s?(?:[0-9０-９]{1,3}|以上)\s?[-－−―])"
)
# (1), (事務局), 議長): what ends so has something behind it.
_OPEN_END = re.compile(r"\([0-9]{1,2}\)$|\((?P<name>[^()]{1,16})\)$")
_HALF = re.compile(r"^[^()]{1,16}\)")
# The heads of the columns again, where the next page begins.
_COLUMNS = re.compile(r"(?:[0-9]{1,3}\s)?発\s?言\s?者\s+(?:発言)?(?:要旨|内容)\s+(?=\S)")
_RULE = re.compile(r"[─━―]{4,}")
_LONE = re.compile(r"[-－−―]?\s?(?:[0-9０-９]{1,4}|以上)\s?[-－−―]?")
_SIGN = re.compile(r"[◎△▲◇◆■]\s?\S")
# How those end who could speak behind a bracket.
_SPEAKER = re.compile(r".{0,14}(?:代理|代行|[員長官監役事幹査任師士氏君局課部室側])")
_INNER_NUMBER = re.compile(r"\s+(?=[(（][0-9０-９]{1,2}[)）]\s?\S)")
# Page numbers within a sentence
_WITHIN = re.compile(r"(?<=\S)\s*[-－−―]\s[0-9０-９]{1,3}\s[-－−―](?:\s+(?=\S)|\s*$)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a line, from `start` to `end`: a heading or event, or words of a speech, which may be the first ones."""

    start: int
    end: int
    unit: bool
    begins: bool = False


def with_units_apart(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows; of lines that held a page, from the first speech on, headings and events stand apart."""
    counts = Counter(row.number for row in rows)
    names = _names(row for row in rows if counts[row.number] >= _MANY)
    if names is None:
        return rows
    talking = False
    apart: list[PrintedLine] = []
    for row in rows:
        talking = talking or (counts[row.number] >= _MANY and _speaks(row))
        apart.extend(_units(row, names) if talking and len(row.cells) == 1 else (row,))
    return apart


def _names(rows: Iterator[PrintedLine]) -> re.Pattern[str] | None:
    """Those who speak, as a pattern of what stands before their words; None where nobody is marked."""
    found = {mark.name for row in rows if _speaks(row) and (mark := read_mark(row)) is not None}
    if not found:
        return None
    words = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    return re.compile(rf"\s(?=[○◯〇●(（【\[]?(?:{words})[)）】\]:： 　])")


def _speaks(row: PrintedLine) -> bool:
    mark = read_mark(row)
    return mark is not None and (is_person(mark.name) or mark.name in GROUPS) and is_sentence(mark.speech)


def _units(row: PrintedLine, names: re.Pattern[str]) -> Iterator[PrintedLine]:
    text = _WITHIN.sub("", row.text)
    if (heads := _COLUMNS.match(flat(text))) is not None:
        text = text[heads.end() :]
    spans: list[tuple[int, int]] = []
    goes_on = False
    for chunk in _chunks(text):
        for part in _parts(text, *chunk, names):
            if goes_on and not part.unit and not part.begins:
                spans[-1] = (spans[-1][0], part.end)
            else:
                spans.append((part.start, part.end))
            goes_on = not part.unit
    for start, end in spans:
        piece = text[start:end].strip()
        if piece and not is_furniture(flat(piece)):
            yield row if piece == row.text else row.reworded(piece, width=width(piece))


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        before = flat(text[start : boundary.start()])
        if start == 0:
            # 議長) at the start of the row closes nothing.
            before = _HALF.sub("", before)
        end = _OPEN_END.search(before)
        open_end = end is not None and (end["name"] is None or _SPEAKER.fullmatch(squeeze(end["name"])) is not None)
        if not before.strip() or open_end or before.count(")") > before.count("("):
            continue
        if boundary.end() > start:
            yield start, boundary.start()
            start = boundary.end()
    yield start, len(text)


def _parts(text: str, start: int, end: int, names: re.Pattern[str]) -> Iterator[_Part]:
    """The units that a chunk of a text holds, and what is said."""
    chunk = text[start:end]
    mark = names.search(chunk, 0, _LONGEST)
    heading = chunk[: mark.start()] if mark is not None and not _is_unit(chunk) else chunk
    if not _is_unit(heading):
        yield _Part(start, end, unit=False, begins=names.match(f" {chunk}") is not None)
        return
    numbers = _INNER_NUMBER.finditer(heading) if read_numbered(flat(heading)) is not None else ()
    last = 0
    for number in numbers:
        yield _Part(start + last, start + number.start(), unit=True)
        last = number.end()
    yield _Part(start + last, start + len(heading), unit=True)
    if len(heading) < len(chunk):
        yield _Part(start + len(heading), end, unit=False, begins=True)


def _is_unit(chunk: str) -> bool:
    text = chunk.strip()
    if text[:1] == "※" and text.endswith("。") and len(text) <= 2 * _LONGEST:
        return True
    if not text or len(text) > _LONGEST:
        return False
    if _RULE.fullmatch(text) or _LONE.fullmatch(text):
        return True
    if dashed(text) is not None:
        return True
    inner = bracketed(text)
    if inner is not None:
        return len(inner) > 1 and not inner.isdecimal() and _SPEAKER.fullmatch(squeeze(inner)) is None
    if len(text) <= _LONGEST_EVENT and event_line(text) is not None:
        return True
    if "。" in text or is_sentence(text):
        return False
    return _SIGN.match(text) is not None or read_numbered(flat(text)) is not None
