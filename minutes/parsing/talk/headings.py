"""Rules: headings. What opens an item of the agenda, a part of it or nothing of the list, and what only says that talk follows."""

from __future__ import annotations

import re

from minutes.parsing.agenda.headings import Heading
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, is_sentence, squeeze
from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.numbering import Numbered, read_numbered
from minutes.parsing.words.people import is_person
from minutes.parsing.words.records import (
    OPENING_BRACKETS,
    Record,
    bracketed,
    event_line,
    is_record_heading,
    narrated,
)

# A line of a text is so long, and a title that is read out.
_FULL_LINE, _SHORTEST_READ_OUT = 20, 10
_LONGEST_HEADING, _LONGEST_PART, _LONGEST_CELL = 200, 50, 100
# A title that the agenda does not list has so many signs.
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 40
# The ranks of ア and of (1).
_LETTERED, _BRACKETED = 4, 2
# What ends a line that goes on with a speech rather than heading the next one.
_PROSE = re.compile(r"[。、，,：:）)」]$|^[・○◯〇●※＊*（(「]|以上|^記$")
# A line that ends within a sentence, not as titles do
_BROKEN_OFF = re.compile(r"[ぁ-ん](?<!について)(?<!こと)(?<!まで)(?<!もの)(?<!ほか)(?<!など)$")
# 日程第1、会議録署名議員の指名を…: the chair's words, or the line of them that the width broke
_ANNOUNCED = re.compile(r"\s*(?:追加)?日程\s?第?\s?[0-9一二三四五六七八九十]{1,3}\s?、")
_PRESENTER = re.compile(r"[^()\s]\s?\((?P<who>[^()]{2,14})\)\s*$")
_POINTS = "・･•-○◯●"
_OPINIONS_OF = re.compile(
    r"(?P<name>[^。、()]{2,16}?)(?:からの?|の)?(?:主な)?(?:御|ご)?(?:意見|発言|質問|質疑|要望|見解)(?:等|要旨|の?概要|の?要旨)?"
)
_NOBODYS = re.compile(
    r"(?:主な|その他の?|個別の?|自由|全体|総括|一般|前回|今後|質疑|意見|事前|議題|議案|参考|会議|議事|審議|追加|出された|いただいた).*|.*(?:について|関する|への|に対する)"
)


class ItemHeading(Rule):
    """A heading of an item that the agenda lists, or set as the document's headings are."""

    name = "議題の見出し"
    example = "青野会長　それでは始めます。\n1 公園の使用料について"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        if row.key in reader.taught.no_headings or row.key in reader.points:
            return 0
        numbered = read_numbered(row.flat)
        if row.key not in reader.taught.headings and not _may_head(reader, index, row, numbered):
            return 0
        heading = _placed(reader, row) or _unlisted(reader, index, row)
        if heading is None or (not reader.is_complete and heading.items is None):
            return 0
        if numbered is None and (reader.marks.match(row) is not None or _is_read_out(reader, index, row, heading)):
            return 0
        reader.close()
        reader.forget_heading()
        if heading.speaker is not None:
            _drop_name_above(reader, heading.speaker)
        if heading.items is not None:
            _open_items(reader, heading.items if index >= reader.setting.opened_at else ())
        reader.state.speaker = reader.state.group = None
        reader.expect_speaker(heading.speaker or _presenter(reader, index, row), row)
        if heading.extra:
            reader.ledger.leave(row, heading.extra)
        reader.ledger.take(row)
        return 1


def _presenter(reader: RecordReader, index: int, row: PrintedLine) -> str | None:
    """Who says what stands right below: （2）学校経営の状況について（校長）."""
    match = _PRESENTER.search(row.flat)
    after = reader.after(index)
    if match is None or not is_person(match["who"]) or after is None or not is_sentence(after.text):
        return None
    if reader.marks.match(after) is not None or after.flat[0] in OPENING_BRACKETS or read_numbered(after.flat):
        return None
    return None if narrated(after.text) is not None else match["who"]


def _placed(reader: RecordReader, row: PrintedLine) -> Heading | None:
    """The heading that a row is by itself, or by its place among the others."""
    text = row.text.replace("\t", " ")
    heading = reader.headings.read(text)
    items = reader.setting.placed.get(row.key)
    if items is None or (heading is not None and heading.items):
        return heading
    return reader.headings.at(text, items)


def opens_item(reader: RecordReader, index: int, text: str) -> bool:
    """Open the item whose heading alone a cell of what is said holds, the speech going on below it; whether it did."""
    after = reader.after(index)
    if len(text) > _LONGEST_CELL or is_sentence(text) or after is None or reader.marks.match(after) is not None:
        return False
    heading = reader.headings.read(text)
    if heading is None or not heading.items or heading.extra:
        return False
    reader.close()
    _open_items(reader, heading.items)
    return True


def _open_items(reader: RecordReader, items: tuple[int, ...]) -> None:
    reader.state.items = items
    reader.discussed.update(items)


def _drop_name_above(reader: RecordReader, speaker: str) -> None:
    """会長 / 開会 会長あいさつ: the name above the heading that gives it too is no note."""
    if reader.last_kind == "note" and squeeze(reader.utterances[-1].text) == squeeze(speaker):
        reader.utterances.pop()


def _unlisted(reader: RecordReader, index: int, row: PrintedLine) -> Heading | None:
    """A line set as the document's headings are that opens no item of the list: △諸般の報告."""
    if not reader.is_complete:
        return None
    if reader.setting.ways.is_heading(row, reader.after(index)):
        reader.ledger.set_aside(row, row.text)
        return Heading(())
    if reader.state.items and _is_part(reader, index, row):
        reader.ledger.set_aside(row, row.text)
        return Heading(None)
    return None


def _is_part(reader: RecordReader, index: int, row: PrintedLine) -> bool:
    """Whether a row is the heading of a part of the open item: (1) 実施機関の意見の聴取 right above a mark, or above the next."""
    numbered = read_numbered(row.flat) if len(row.text) <= _LONGEST_PART else None
    if numbered is None or numbered.klass is not None or is_sentence(row.text) or len(row.cells) > 1:
        return False
    after = reader.after(index)
    if after is None:
        return False
    if numbered.rank == _LETTERED:
        told = narrated(after.text) is not None or after.flat[0] in OPENING_BRACKETS
        return told or reader.marks.match(after) is not None
    if numbered.number is None or numbered.rank != _BRACKETED:
        return False
    below = read_numbered(after.flat)
    counts_on = below is not None and below.rank == numbered.rank and below.number == numbered.number + 1
    return reader.marks.match(after) is not None or (counts_on and row.flat.endswith(")"))


def _may_head(reader: RecordReader, index: int, row: PrintedLine, numbered: Numbered | None) -> bool:
    """Whether a row stands as headings do: short, no sentence, not in the middle of one."""
    if len(row.text) > _LONGEST_HEADING or row.text.endswith("。"):
        return False
    if numbered is None and row.flat[0] in "([" and row.flat[-1] in ")]":
        return False
    if row.flat[0] in "<《〈" and (inner := bracketed(row.text)) is not None and event_line(inner) is not None:
        return False
    if reader.state.opened is None:
        return True
    if reader.state.opened.kind == "speech" and _is_inside_speech(reader, index, row, numbered):
        return False
    if not reader.is_complete and numbered is not None and numbered.klass is None:
        return is_ceremony(row.text[numbered.start :])
    after = reader.after(index)
    # 議案第3号… / を議題といたします: the chair's own words
    return after is None or not after.text.startswith(("を", "について", "につき"))


def _is_inside_speech(reader: RecordReader, index: int, row: PrintedLine, numbered: Numbered | None) -> bool:
    """Whether a row that reads as a heading is what somebody says: right below the mark alone, 日程第1、…, or without the
    sign that the document's headings have."""
    opened = reader.state.opened
    if opened is not None and not opened.parts and opened.speaker is not None:
        return True
    if numbered is not None and _ANNOUNCED.match(row.flat) is not None:
        return True
    signs = reader.setting.ways.signs
    plain = numbered is not None and numbered.klass is None
    after = reader.after(index)
    classed = numbered is not None and numbered.klass is not None and row.text[0] not in signs
    said_below = after is not None and reader.marks.match(after) is None and "。" in after.text
    if classed and said_below and _BROKEN_OFF.search(row.text) is not None:
        # 報告第4号 専決処分については、本会議で審議することにいたし / ました。
        return True
    return bool(signs) and row.text[0] not in signs and not plain


def _is_read_out(reader: RecordReader, index: int, row: PrintedLine, heading: Heading) -> bool:
    """Whether a title without sign or number stands in a paper that somebody reads out: more of its text stands below it."""
    after, opened = reader.after(index), reader.state.opened
    if opened is None or opened.speaker is None or not heading.items or len(row.text) < _SHORTEST_READ_OUT:
        return False
    if after is None or not row.text[0].isalnum() or len(after.text) < _FULL_LINE:
        return False
    if reader.marks.match(after) is not None or read_numbered(after.flat) is not None:
        return False
    told = event_line(after.text) is not None or narrated(after.text) is not None
    return not told and after.flat[0] not in OPENING_BRACKETS


class PointsHeading(Rule):
    """（委員の主な意見） above ・甲を望む。 and ・乙も必要だ。: each point is said by one of those."""

    name = "意見の見出し"
    example = "（委員の主な意見）\n・緑地を増やしてほしい。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        inner = bracketed(row.text) if len(row.text) <= _LONGEST_PART else None
        group = _points_of(flat(inner)) if inner is not None and reader.is_complete else None
        if group is None or not reader.has_points_below(index, _POINTS):
            return 0
        reader.close()
        reader.forget_heading()
        reader.state.opinions, reader.state.group, reader.state.speaker = True, group, None
        reader.ledger.take(row)
        return 1


def _points_of(inner: str) -> str | None:
    """Whose points a heading in brackets announces: 委員の主な意見, 甲団体発言."""
    match = _OPINIONS_OF.fullmatch(squeeze(inner))
    return match["name"] if match is not None and _NOBODYS.fullmatch(match["name"]) is None else None


class TalkHeading(Rule):
    """主な意見, 発言要旨: the talk on the open item follows."""

    name = "本文の見出し"
    example = "青野会長　それでは始めます。\n主な意見"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        headed = is_record_heading(row.flat) or LABELS.get(squeeze(row.flat).strip("【】[]<>〈〉《》")) == "record"
        if not reader.is_complete or not headed or reader.marks.match(row) is not None:
            return 0
        reader.close()
        reader.state.speaker = None
        reader.expect_points(row.text)
        reader.ledger.take(row)
        return 1


class UnlistedTitle(Rule):
    """A title between two speeches that the agenda does not list: it is set off, and somebody speaks below it."""

    name = "一覧にない見出し"
    example = "青野会長　それでは始めます。\n\n霞浜市の緑地の現状\n赤井委員　緑地は足りていますか。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        opened = reader.state.opened
        if opened is None or not opened.parts or opened.kind != "speech" or not reader.is_complete:
            return 0
        text = row.text
        if not _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE or len(row.cells) > 1:
            return 0
        if _PROSE.search(text) or is_sentence(text):
            return 0
        after = reader.after(index)
        if after is None or reader.marks.match(after) is None or reader.marks.doubted(row, after) is not None:
            return 0
        apart = row.number - opened.parts[-1][0].number > 1 and not reader.setting.spaced
        if not (apart or (reader.setting.hangs and row.indent == 0)):
            return 0
        reader.record(Record("note", None, text), row)
        reader.state.speaker = None
        return 1
