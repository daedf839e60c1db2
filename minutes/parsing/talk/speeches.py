"""Rules: who speaks. A mark before what is said, a name behind it, what a person taught, what is read aloud, and text that
goes on."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.parsing.marks.marks import LEARNT, Mark, is_speaker
from minutes.parsing.model import Utterance
from minutes.parsing.rows.joining import LIST_ITEM
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, is_sentence, squeeze, tidy
from minutes.parsing.talk.bullets import BULLETS, bare, unbulleted, unnumbered
from minutes.parsing.talk.headings import opens_item
from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import is_person
from minutes.parsing.words.prose import announces_list
from minutes.parsing.words.records import (
    Record,
    assent_line,
    bracketed,
    event_line,
    is_movement,
    narrated,
    read_record,
    tells_explanation,
)

_SIGNED_SIGNS = "○◯〇●・◆◇→"
_SIGNED = re.compile(
    r"[○◯〇●・◆◇→]\s*(?P<text>.+?)\s*\((?P<name>[^()。、]{1,20}(?:\([^()。、]{1,12}\)[^()。、]{0,10})?)\)\s*"
)
_READ_ALOUD = re.compile(r"[(（\[［〔](?:[^()（）]{0,20}[をの])?朗読(?:する|した)?[)）\]］〕]")
_LONGEST_SIGNED = 5000
_SET_OFF_BY_SPACE = frozenset(["space", "alone"])
_BARE_BRACKETS = re.compile("[(（〔［]")
# A point of a list above a mark, and the first line of a name above a mark alone.
_LONGEST_POINT, _LONGEST_STUMP = 40, 12
# So many signs are the first line of a sentence.
_LINE = 16


class TaughtMark(Rule):
    """A mark that a person taught goes before every other reading of its line."""

    name = "教えられた発言者の表示"
    example = "青野会長　それでは始めます。\n［赤井］高すぎませんか。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        taught = reader.taught
        if (mark := taught.signed.get(row.key)) is not None and mark.speech:
            reader.begin("speech", mark.name, row, mark.speech)
            reader.close()
            reader.state.marked = True
            return 1
        if reader.is_unsigned and reader.is_complete and reader.setting.signed.is_signature(row.text):
            return _take_signature(reader, row)
        if row.key not in taught.marks or reader.state.papers:
            return 0
        return take_mark(reader, index, row)


def _take_signature(reader: RecordReader, row: PrintedLine) -> int:
    """（甲野委員） alone below what is said."""
    if (opened := reader.state.opened) is not None:
        last, said = opened.parts[-1]
        opened.parts[-1] = (last, said + row.text.replace("\t", " "))
        reader.ledger.take(row)
        reader.close()
    return 1


class ReadingAloud(Rule):
    """What is read aloud is its reader's speech up to the next mark, with all its headings and 以上: ○書記　（朗読）."""

    name = "朗読された文書"
    example = "○青野会長　書記に朗読させます。\n○書記　（朗読）\n１　公園の使用料を据え置くこと。\n○書記　以上です。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        opened = reader.state.opened
        if opened is None or opened.speaker is None or not opened.parts or reader.marks.match(row) is not None:
            return 0
        if _READ_ALOUD.fullmatch(squeeze(opened.parts[0][1])) is None or bracketed(row.text) is not None:
            return 0
        opened.parts.append((row, row.text.replace("\t", " ")))
        reader.ledger.take(row)
        return 1


class SpeakerMark(Rule):
    """A mark with what is said behind or below it."""

    name = "発言者の表示"
    example = "青野会長　それでは始めます。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        return take_mark(reader, index, row)


def take_mark(reader: RecordReader, index: int, row: PrintedLine) -> int:
    """Read a mark, if the row opens with one."""
    mark = reader.marks.match(row)
    if mark is None and reader.is_complete:
        mark = reader.marks.match_glued(row)
    if mark is None:
        return 0
    if not reader.is_complete and not _breaks_in(reader, mark):
        return 0
    if not mark.speech and not reader.has_speech_below(index):
        set_off = mark.style.startswith(("bullet", "bracket"))
        if index + 1 < len(reader.rows) or not set_off or not reader.is_complete:
            return 0
        # The record breaks off behind a mark: it is left, to be seen, and is no part of the speech above.
        reader.close()
        return 1
    if bracketed(row.text) is not None and mark.speech:
        return 0
    if mark.style in _SET_OFF_BY_SPACE and mark.speech and is_movement(mark.speech, mark.name):
        # 日出委員　退席（午後三時）
        return 0
    if (note := _noted(mark)) is not None:
        reader.record(note, row)
        reader.state.speaker = mark.name
        return 1
    told = bracketed(mark.speech)
    if told is not None and (record := read_record(told)).kind == "explanation":
        # 事務局　（資料1を説明）
        reader.record(Record("explanation", mark.name, told), row)
        reader.state.speaker = record.speaker or mark.name
        return 1
    if mark.style == "cell" and opens_item(reader, index, mark.speech):
        mark = replace(mark, speech="")
    reader.start_speech(row, mark)
    return 1


def _noted(mark: Mark) -> Record | None:
    """What somebody's mark tells of him instead of words: 各委員　（異議なし）."""
    inner = bracketed(mark.speech)
    if inner is None or not (assent_line(inner) or event_line(inner)) or _BARE_BRACKETS.match(mark.speech) is None:
        return None
    return Record("note", mark.name, inner)


def _breaks_in(reader: RecordReader, mark: Mark) -> bool:
    """Whether a mark is read even where the text above it does not end a sentence."""
    if mark.style == LEARNT:
        return False
    above = reader.state.opened.parts[-1][1] if reader.state.opened is not None else ""
    if mark.style == "space":
        # The last point of a list ends without a full stop.
        counted = LIST_ITEM.match(above) is not None or read_numbered(flat(above)) is not None
        said = is_sentence(mark.speech) or len(mark.speech) >= _LINE
        listed = counted and len(above) <= _LONGEST_POINT and said
        return listed or reader.marks.is_repeated(mark)
    if mark.style != "alone":
        return True
    # Where no width breaks lines, one that ends in no sentence is whole.
    whole = reader.setting.measure.full == 0 or tells_explanation(above)
    if whole and is_speaker(mark.name):
        return True
    return reader.marks.is_repeated(mark) and (len(above) < _LONGEST_STUMP or whole)


class SignedPoint(Rule):
    """An opinion listed with the speaker in brackets behind it."""

    name = "発言者の名が後ろにある発言"
    example = "○緑地を増やすべきである。（赤井委員）"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        if row.key in reader.taught.no_signed or row.text[0] not in _SIGNED_SIGNS or len(row.text) >= _LONGEST_SIGNED:
            return 0
        match = _SIGNED.fullmatch(row.flat)
        if match is None or not is_person(match["name"]) or "。" not in match["text"]:
            return 0
        name, said = (row.text[slice(*match.span(part))] for part in ("name", "text"))
        reader.begin("speech", squeeze(name), row, said)
        reader.close()
        reader.state.marked = True
        return 1


class FurtherText(Rule):
    """What no other rule takes goes on with the text above it, or is said by nobody known."""

    name = "前の行からの続き、または発言者の分からない文"
    example = "青野会長　それでは始めます。\n資料をご覧ください。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        text = row.text.replace("\t", " ")
        reader.doubt(index, row)
        self._part(reader, row, text)
        if _counts_on(reader, row):
            _note_heading(reader)
        state, signed = reader.state, reader.setting.signed
        signs = signed.usual and row.text[0] in BULLETS
        if state.opened is not None:
            state.opened.parts.append((row, text))
            reader.ledger.take(row)
        elif state.heading_speaker is not None:
            reader.begin("speech", state.heading_speaker, row, text)
        elif state.closed:
            return 1
        elif state.speaker is not None and reader.last_kind == "note":
            reader.begin("speech", state.speaker, row, text)
        elif not signs and (told := narrated(text)) is not None:
            reader.record(Record(told, None, unbulleted(text)), row)
        elif not signs and reader.is_told(text):
            _record_told(reader, row, text)
        else:
            reader.begin("speech", None, row, text)
        if reader.is_unsigned and _ends_signed(reader):
            reader.close()
        return 1

    def _part(self, reader: RecordReader, row: PrintedLine, text: str) -> None:
        """End the open text where a row begins something new."""
        if reader.is_unsigned and _is_next_point(reader, row):
            reader.close()
        if _is_across(reader, row):
            reader.close()
        if reader.setting.answered and row.text[0] in "・･•" and reader.is_complete:
            # ・甲ではないか。 →（事務局）検討する。 ・乙も必要だ。
            reader.close()
            reader.state.speaker = None
        behind = reader.state.opened is not None and reader.state.opened.point and reader.is_complete
        if behind and (narrated(text) is not None or reader.is_told(text)):
            # 継続とした。 behind the last of the points
            reader.close()


def _counts_on(reader: RecordReader, row: PrintedLine) -> bool:
    """Whether a row is the next of numbered lines, the last of which named somebody: 2) 会長あいさつ / 3) 会長代理の指名."""
    heading = reader.state.heading_row
    if reader.state.heading_speaker is None or reader.state.opened is not None or heading is None:
        return False
    above, own = read_numbered(heading.flat), read_numbered(row.flat)
    if above is None or own is None or above.number is None:
        return False
    return (above.rank, above.number + 1) == (own.rank, own.number)


def _note_heading(reader: RecordReader) -> None:
    """A heading that names somebody is the record of what he did."""
    state = reader.state
    if (row := state.heading_row) is not None:
        state.heading_speaker = None
        reader.append(
            Utterance("note", None, unnumbered(bare(tidy(row.text))), state.items, row.number, row.page, row.number)
        )


def _is_across(reader: RecordReader, row: PrintedLine) -> bool:
    """Whether a row stands across a table of questions and answers, whose last cell is open."""
    opened = reader.state.opened
    if opened is None or opened.speaker is not None or row.number == opened.row.number:
        return False
    return len(opened.row.cells) > 1 and len(row.cells) == 1 and reader.is_complete


def _record_told(reader: RecordReader, row: PrintedLine, text: str) -> None:
    above = reader.utterances[-1] if reader.utterances else None
    listed = text[0] in BULLETS and above is not None and above.kind in ("note", "explanation")
    if listed and above is not None and above.agenda == reader.state.items and announces_list(above.text):
        # 次の点について説明を行いました。 / ・甲 / ・乙
        reader.ledger.take(row)
        reader.utterances[-1] = replace(above, text=f"{above.text}\n{tidy(text)}", end_line=row.number)
    elif is_sentence(text):
        reader.tell("note", tidy(bare(text)), [row])
    else:
        reader.record(Record("note", None, unnumbered(unbulleted(text))), row)


def _is_next_point(reader: RecordReader, row: PrintedLine) -> bool:
    """Whether a row is the next of several points by nobody known: ○甲を望む。 / ○乙も必要だ。"""
    opened = reader.state.opened
    if opened is None or row.text[0] not in BULLETS:
        return False
    alike = bool(opened.parts) and opened.parts[0][1][:1] == row.text[0]
    return reader.setting.signed.usual or (reader.is_complete and alike)


def _ends_signed(reader: RecordReader) -> bool:
    """Whether the open text ends with who said it; the width may have broken the name."""
    opened, signed = reader.state.opened, reader.setting.signed
    if opened is None or not signed.usual:
        return False
    return signed.split("".join(text for _, text in opened.parts[-2:])) is not None
