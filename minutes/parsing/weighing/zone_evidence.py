"""What speaks for the zone of a row: shapes and words of the row itself and of its neighbours, and what the rules hold.

A piece of evidence is a short name (`label=attendees`, `name`, `-1mark`), with `-2` to `+2` before it where a neighbour
shows it. None of them quotes the document, so that weights can be learnt from documents that nobody may pass on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from minutes.parsing.marks.marks import Mark, Marks
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import fold, squeeze
from minutes.parsing.weighing.kinds import kind_of, step_of
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.labels import find_label, is_place
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import group_of, has_seat, is_person, is_role
from minutes.parsing.words.records import bracketed, event_line, is_closing, is_opening, is_record_heading
from minutes.wording import find_date, find_times

# So many signs make a row of the next length.
_LENGTHS = (4, 9, 17, 31, 60, 150)
_DEPTHS = (1, 4, 15, 60)
_LOOKED_AT = 120
# A row as long is no event, place or person.
_SHORT = 60
_SHAPES = {
    "polite": re.compile("です|ます|ました|ません|でしょう|ください"),
    "gap": re.compile("  |\u3000"),
    # 霞　花　子, 青野 一郎君
    "name": re.compile(
        r"[一-龥々ヶァ-ヴーぁ-ん]{1,3}[ \u3000]+[一-龥々ぁ-んァ-ヴー]{1,3}(?:[ \u3000]+[一-龥々ぁ-んァ-ヴー]{1,2}){0,3}(?:君|氏|委員|議員)?$"
    ),
    # 緑化推進課長　青野　一郎
    "postname": re.compile(r"[長員事監官師士授][ \u3000\t:：]+[一-龥々ぁ-んァ-ヴー \u3000]{2,10}$"),
    "item": re.compile(r"(?:について|の件|に関すること|状況|案|報告|\))$"),
}
_FLAT_SHAPES = {
    "colon": re.compile(r"[^:。]{1,14}:"),
    "bill": re.compile(r"(?:第[0-9一二三四五六七八九十]+)?(?:議案|報告|議題|協議|陳情|請願|認定|日程)"),
    "paper": re.compile(r".{0,9}(?:資料|参考|別紙)"),
    "attendance": re.compile(r".{0,17}(?:出席|欠席|委員名|構成員|傍聴)"),
    "seat": re.compile(r".{0,7}[0-9]番"),
}
_TITLE_WORD = re.compile("会議録|議事録|議事概要|議事要旨|会議概要|要点記録|次第")
_POST_AT_END = re.compile(r"(?:委員|議員|部長|課長|係長|主査|主任|教授|会長|理事|室長|次長|君|氏|名)$")
# The evidence that also tells of the rows beside.
_OF_NEIGHBOURS = (
    "length", "stop", "label=", "number", "name", "postname", "mark", "opens", "polite", "rules=", "group",
    "attendance", "post", "date", "bill", "possible=", "event", "cells",
)  # fmt: skip
_REACH = (-2, -1, 1, 2)


def evidence_of(
    rows: list[PrintedLine], possible: Marks, marks: SpeakerMarks, by_rules: Mapping[int, str]
) -> list[list[str]]:
    """The evidence of each row; `by_rules` is the zone that the rules alone gave each, by row key."""
    printed = Counter(fold(row.text[:_LOOKED_AT]) for row in rows)
    own = [
        {
            *_of_text(row, index, len(rows), printed),
            *_of_label(rows, index),
            *_of_mark(row, rows[index + 1] if index + 1 < len(rows) else None, possible.get(row.key), marks),
            f"rules={by_rules[row.key]}",
        }
        for index, row in enumerate(rows)
    ]
    shared = [[name for name in names if name.startswith(_OF_NEIGHBOURS)] for names in own]
    return [sorted(names | set(_beside(shared, index))) for index, names in enumerate(own)]


def _beside(shared: list[list[str]], index: int) -> Iterator[str]:
    for reach in _REACH:
        if 0 <= index + reach < len(shared):
            yield from (f"{reach:+d}{name}" for name in shared[index + reach])
        else:
            yield f"{reach:+d}edge"


def _of_text(row: PrintedLine, index: int, count: int, printed: Counter[str]) -> Iterator[str]:
    text, plain = row.text, row.flat
    yield f"length={step_of(len(text), _LENGTHS)}"
    yield f"depth={step_of(index, _DEPTHS)}"
    yield f"place={10 * index // count}" if count > 30 else "place=short"
    yield f"cells={min(len(row.cells), 4)}"
    yield f"first={kind_of(plain[0])}"
    yield f"start={''.join(map(kind_of, plain[:2]))}"
    yield f"last={kind_of(text[-1])}"
    yield f"hiragana={5 * sum('ぁ' <= sign <= 'ん' for sign in text) // len(text)}"
    if row.indent >= 2:
        yield "indented"
    if stops := text.count("。"):
        yield "stop"
        if stops > 1:
            yield "stops"
    if "、" in text:
        yield "comma"
    yield from (name for name, shape in _SHAPES.items() if shape.search(text))
    yield from (name for name, shape in _FLAT_SHAPES.items() if shape.match(plain))
    if _TITLE_WORD.search(plain):
        yield "title word"
    if _POST_AT_END.search(squeeze(plain)):
        yield "post at end"
    if printed[fold(text[:_LOOKED_AT])] > 1:
        yield "again"
    if find_date(plain[:_LOOKED_AT]):
        yield "date"
    if find_times(plain[:_LOOKED_AT]):
        yield "time"
    if bracketed(text) is not None:
        yield "bracketed"
    if len(text) <= _SHORT:
        yield from _of_short(text, plain)


def _of_short(text: str, plain: str) -> Iterator[str]:
    if event_line(text) is not None:
        yield "event"
    if is_opening(text):
        yield "opening"
    if is_closing(text):
        yield "closing"
    if is_ceremony(text):
        yield "ceremony"
    if is_record_heading(plain):
        yield "record heading"
    if is_place(plain):
        yield "venue"
    if group_of(text):
        yield "group"
    if is_person(squeeze(text)):
        yield "person"


def _of_label(rows: list[PrintedLine], index: int) -> Iterator[str]:
    numbered = read_numbered(rows[index].flat)
    if numbered is not None:
        yield "number"
        yield f"number={numbered.rank}"
        yield "number with class" if numbered.klass else "number alone"
        if numbered.number == 1:
            yield "number one"
    label = find_label(rows, index)
    if label is not None:
        yield f"label={label.field}"
        yield f"label={label.field} {'set off' if label.marked else 'bare'}"
        yield "label with value" if label.values else "label alone"


def _of_mark(row: PrintedLine, after: PrintedLine | None, mark: Mark | None, marks: SpeakerMarks) -> Iterator[str]:
    if mark is not None:
        yield f"possible={mark.style}"
        yield "possible person" if is_person(mark.name) else "possible word"
        yield "possible with speech" if mark.speech else "possible alone"
        if is_role(mark.name) or has_seat(mark.name):
            yield "possible role"
    if (known := marks.match(row)) is not None:
        yield "mark"
        yield "mark with speech" if known.speech else "mark alone"
    if marks.opens_speech(row, after):
        yield "opens speech"
