"""Rules: what the minutes record beside what is said. Brackets, dashes, events, remarks, and what signs stand for."""

from __future__ import annotations

import re

from minutes.parsing.marks.legend import is_legend
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, is_sentence, squeeze
from minutes.parsing.talk.bullets import unbulleted
from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.talk.telling import POLITE
from minutes.parsing.words.people import is_person
from minutes.parsing.words.records import (
    OPENING_BRACKETS,
    Record,
    assent_line,
    bracketed,
    closes_bracket,
    dashed,
    event_line,
    is_movement,
    opens_bracket,
    read_record,
    several_bracketed,
)

# So many rows a bracket may take, and so long a first one.
_ROWS_OF_BRACKET, _LONGEST_OPENER = 8, 2000
_LONGEST_REMARK = 200
_WORDS_OF = re.compile(
    r"(?P<name>[^\s。、]{2,16}?)(?:の|から|より)?(?:ご)?(?:説明|報告|あいさつ|挨拶|まとめ|総括|講評|所感)"
)
# 以上 says only that nothing follows.
_ENDS = frozenset(["以上", "了"])


class Legend(Rule):
    """（○は委員、●は事務局の発言）: what the signs before the speeches stand for."""

    name = "発言の記号の凡例"
    example = "（○は委員、●は事務局の発言）"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        if not (row.flat[0] in OPENING_BRACKETS or row.text.startswith(("凡例", "※"))) or not is_legend(row.text):
            return 0
        reader.ledger.set_aside(row, row.text)
        return 1


class Bracketed(Rule):
    """（質疑なし）, 〔事務局：資料1を説明〕, ［開会］; a bracket may take several rows."""

    name = "括弧の中の記録"
    example = "青野会長　それでは始めます。\n（質疑なし）"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        if row.flat[0] not in OPENING_BRACKETS:
            return 0
        inner = bracketed(row.text) if sum(map(bool, row.cells)) == 1 else None
        if inner is not None:
            speaker = _heads_words_of(flat(inner))
            if speaker is not None and (reader.has_points_below(index) or _is_summed_up_below(reader, index, inner)):
                reader.close()
                reader.forget_heading()
                reader.state.speaker = None
                reader.expect_speaker(speaker, row)
                reader.ledger.take(row)
            else:
                reader.record(read_record(inner), row)
            return 1
        several = several_bracketed(row.text) if len(row.text) <= _LONGEST_REMARK and reader.is_complete else []
        for inner in several:
            reader.record(read_record(inner), row)
        if several:
            return 1
        if len(row.text) > _LONGEST_OPENER or not opens_bracket(row.flat):
            return 0
        return self._over_rows(reader, index, row)

    def _over_rows(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        """A bracket that further rows close, or nothing to the record's end."""
        for size in range(2, _ROWS_OF_BRACKET + 1):
            rows = reader.rows[index : index + size]
            if len(rows) < size:
                break
            if closes_bracket(row.flat, rows[-1].flat):
                inner = bracketed("".join(part.text for part in rows))
                if inner is None:
                    return 0
                reader.record(read_record(inner), row, rows[-1])
                reader.ledger.take_all(rows)
                return size
        if index == len(reader.rows) - 1:
            reader.record(read_record(row.text[1:].strip()), row)
            return 1
        return 0


def _is_summed_up_below(reader: RecordReader, index: int, inner: str) -> bool:
    """Whether sentences without a mark stand below 【会長まとめ】."""
    after = reader.after(index)
    return (
        inner.endswith(("まとめ", "総括", "講評", "所感"))
        and reader.has_speech_below(index)
        and after is not None
        and is_sentence(after.text)
    )


def _heads_words_of(inner: str) -> str | None:
    """Whose explanation or greeting a heading in brackets announces: 緑化課長説明."""
    match = _WORDS_OF.fullmatch(inner)
    return match["name"] if match is not None and is_person(match["name"]) else None


class Dashed(Rule):
    """－ 案のとおり承認 －"""

    name = "罫線の間の記録"
    example = "青野会長　それでは始めます。\n― 案のとおり承認 ―"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        inner = dashed(row.text)
        if inner is None:
            return 0
        reader.record(read_record(inner, in_dashes=True), row)
        return 1


class Event(Rule):
    """午前10時 開会; 異議なし."""

    name = "出来事の記録"
    example = "青野会長　それでは始めます。\n午後3時 閉会"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        text = event_line(row.text) or (assent_line(row.text) if reader.has_said else None)
        if text is None and reader.has_said and is_movement(row.text):
            text = row.text
        if text is None or not reader.is_complete:
            return 0
        ends = squeeze(text).strip("()（）") in _ENDS
        reader.record(Record("structure" if ends else "note", None, text), row)
        return 1


class Remark(Rule):
    """※ 傍聴を許可した。 between two speeches is a remark of whoever wrote the minutes."""

    name = "注記"
    example = "青野会長　それでは始めます。\n※ 傍聴を許可した。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        opened = reader.state.opened
        if row.text[0] != "※" or opened is None or not opened.parts or not reader.is_complete:
            return 0
        if len(row.text) > _LONGEST_REMARK or POLITE.search(row.text) is not None or not reader.ends_item(index):
            return 0
        reader.record(Record("note", None, unbulleted(row.text)), row)
        return 1
