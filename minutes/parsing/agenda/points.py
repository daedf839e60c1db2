"""Numbered points inside a speech: ○甲野委員　次の三点です。 / ①開館時間 / ②職員の配置. They are no headings.

Headings stand above what is said on them; a run of numbers with nothing between, which the words above announce or
whose titles no list holds, is what the speaker counts up.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.agenda.headings import greeting_speaker
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, fold
from minutes.parsing.words.ceremonies import is_ceremony, opens_or_closes
from minutes.parsing.words.item_classes import category_alone
from minutes.parsing.words.numbering import Numbered, read_numbered

_LONGEST = 120
# The ranks of numbers that count the parts of an item: ③, ア, a.
_PART = 3
_COUNTED = r"(?:[0-9一二三四五六七八九十幾数]{1,2}|いくつか)\s?(?:点|つ|項目|件|種類|段階|本柱)"
# 次の三点です。 以下のとおりです。 大きく2つあります。 理由は3点：
_ANNOUNCED = re.compile(
    rf"(?:(?:次|以下|下記|左記)の?.{{0,16}}(?:{_COUNTED}|と[おう]り|通り|よう|もの|内容)|{_COUNTED})[^。]{{0,24}}[。:、…]?\s*$"
)
# How the titles of items end, which a speaker's points seldom do.
_TITLE_END = re.compile(r"(?:について|の件|に関すること|に関する件|その他|第?[0-9]{1,3}号)[)\]】>」』]?$")


def points_in_speeches(rows: list[PrintedLine], marks: SpeakerMarks, listed: list[AgendaEntry]) -> frozenset[int]:
    """The keys of the rows that are points of a speech; `listed` is the agenda as far as known."""
    titles = {fold(entry.item.title) for entry in listed}
    ranks = {numbered.rank for entry in listed if (numbered := read_numbered(entry.row.flat)) is not None}
    found: set[int] = set()
    speaking = False
    index = 0
    while index < len(rows):
        row = rows[index]
        run = _run(rows, index, marks) if speaking else 0
        if (run > 1 and _are_points(rows, index, run, titles)) or (
            speaking and listed and _is_deeper(row, ranks, titles)
        ):
            found.update(point.key for point in rows[index : index + max(1, run)])
        if marks.match(row) is not None:
            speaking = True
        elif run == 1 and row.key not in found and len(row.text) <= _LONGEST and ends_sentence(rows[index - 1].text):
            speaking = False
        index += max(1, run)
    return frozenset(found)


def _run(rows: list[PrintedLine], first: int, marks: SpeakerMarks) -> int:
    """How many rows from `first` count up from one, all numbered alike; 0 where that row has no number."""
    above: Numbered | None = None
    count = 0
    while first + count < len(rows):
        row = rows[first + count]
        numbered = read_numbered(row.flat) if len(row.text) <= _LONGEST and marks.match(row) is None else None
        if numbered is None or numbered.klass is not None or numbered.number is None:
            break
        if above is not None and (numbered.rank != above.rank or numbered.number != (above.number or 0) + 1):
            break
        if above is None and numbered.number != 1:
            return 1
        above = numbered
        count += 1
    return count


def _is_deeper(row: PrintedLine, ranks: Collection[int], titles: Collection[str]) -> bool:
    """Whether a row has a number of a part (③, a) where the list numbers its items otherwise, and a title of its own."""
    numbered = read_numbered(row.flat) if len(row.text) <= _LONGEST else None
    if numbered is None or numbered.klass is not None or numbered.rank < _PART or numbered.rank in ranks:
        return False
    return fold(row.text[numbered.start :]) not in titles


def _are_points(rows: list[PrintedLine], first: int, count: int, titles: Collection[str]) -> bool:
    if first and _ANNOUNCED.search(rows[first - 1].flat) is not None:
        return True
    for row in rows[first : first + count]:
        numbered = read_numbered(row.flat)
        title = row.text[numbered.start :] if numbered else row.text
        if fold(title) in titles or _TITLE_END.search(row.flat) is not None or category_alone(title) is not None:
            return False
        if is_ceremony(title) or opens_or_closes(title) or greeting_speaker(row.text) is not None:
            return False
    return True
