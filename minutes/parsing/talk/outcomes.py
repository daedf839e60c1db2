"""Rule: outcomes that stand on lines of their own."""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat
from minutes.parsing.talk.bullets import unbulleted
from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.talk.telling import POLITE
from minutes.parsing.words.records import Record, decision_line, is_settled, read_record, settled_start, tells_outcome

_LONGEST = 60
_ARROWS = "⇒→＝="
_SIGNS = f"○◯●◎■◆◇※{_ARROWS}"
_DONE = re.compile(r"(?:された|なった|した|する|行う|行われた|決定|承認|可決|了承)(?:\([^()]{1,20}\))?。?$")
# →甲を可とする答申を行う。
_RESOLVED = re.compile(
    r"(?:[承確][認]が行われた|こと(?:と|に)|答申を?|もの(?:と)|として)?(?:する|行う|決定する|求める)。?$"
)
_RESULT = re.compile("(?:採点|採決|表決|投票|審議|審査|協議|選考|評価|互選|抽選|検討)の結果、")


class Outcome(Rule):
    """⇒ 原案のとおり承認された。 behind an arrow stands what came of it; 原案どおり可決 on a line of its own says it too."""

    name = "結果"
    example = "青野会長　それでは始めます。\n⇒ 原案のとおり承認された。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        if _RESULT.match(row.text) and not row.text.endswith("。") and reader.is_complete:
            # 審議の結果、45名を適任とし、1名は / 差し戻した。
            rows = reader.paragraph(index)
            if len(rows) > 1 and is_settled(told := reader.printed(rows)):
                reader.record(Record("decision", None, told), row, rows[-1])
                reader.ledger.take_all(rows)
                return len(rows)
        text = self._outcome(reader, index, row)
        if text is None:
            return 0
        reader.record(Record("decision", None, text), row)
        return 1

    def _outcome(self, reader: RecordReader, index: int, row: PrintedLine) -> str | None:
        """The outcome that a row tells, None where it tells none."""
        told = row.text.endswith("。") and not reader.state.marked
        if self._is_said(reader, row):
            return None
        ended = not told and reader.has_said and reader.is_complete and reader.ends_item(index)
        own = decision_line(row.text) if ended else None
        if own is not None:
            return own
        if not reader.is_complete and not (row.text[0] in _ARROWS and tells_outcome(row.text)):
            return None
        if (start := settled_start(row.text)) is not None:
            return row.text[start:].replace("\t", " ").strip()
        of_vote = _RESULT.match(row.text) is not None
        if (of_vote or (ended and row.text[0] in _SIGNS)) and is_settled(row.text):
            return unbulleted(row.text.lstrip("＝= 　"))
        return self._behind_arrow(reader, row)

    def _is_said(self, reader: RecordReader, row: PrintedLine) -> bool:
        """本案は、原案のとおり可決されました。 on a line of its own: the chair goes on."""
        opened = reader.state.opened
        spoken = opened is not None and opened.kind == "speech" and opened.speaker is not None and bool(opened.parts)
        return spoken and row.text[0] not in _SIGNS and POLITE.search(row.text) is not None

    def _behind_arrow(self, reader: RecordReader, row: PrintedLine) -> str | None:
        if row.text[0] not in _ARROWS or len(row.text) > _LONGEST:
            return None
        text = row.text[1:].strip()
        record = read_record(text) if text else None
        if record is None or _DONE.search(flat(text)) is None:
            return None
        if record.kind != "decision" and (reader.setting.answered or _RESOLVED.search(text) is None):
            return None
        return record.text
