"""Rules: minutes that tell what was done. Who explained, what somebody did between two speeches, what a 要旨 sums up, and
opinions counted up."""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.talk.bullets import BULLETS, bare
from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.talk.telling import NEXT, POLITE
from minutes.parsing.words.people import is_person
from minutes.parsing.words.prose import announces_talk, explains, only_explains
from minutes.parsing.words.records import narrated, summary_start

# A shorter point is none.
_SHORTEST_POINT = 8
_LONGEST_ACT = 120
_CONFIRMED = re.compile("(?:確認|了承|承認|可決|決定)された。?$|が(?:行われ|なされ)た。?$")
_ENDED = re.compile("(?:た|こととする)。?$")
# これに対し、 above points, which the sentence goes on behind
_BEGINS_POINTS = re.compile(
    r"(?:これ|それ|この件|本件|説明|報告)(?:に対し|について|に関し)て?(?:は)?、|(?:各)?委員(?:から|より)(?:は)?、"
)
_ACT = re.compile(
    r"(?P<who>(?!皆|みな|各位)[^、。はがより\s「」]{2,14})(?:、|が|は|より|から)(?P<rest>[^「」]{2,100}?(?:[うくすつぬむるただ]|席|室|場|挨拶|あいさつ|説明|報告|起立|交代|休憩)。?(?:\([^()]{1,16}\))?)"
)
# What only the minutes tell, though those who speak speak plainly too.
_PROCEDURE = re.compile(
    "宣(?:する|し|言|告)|退席|着席|入室|退室|入場|退場|登壇|礼を述べ|挨拶|あいさつ|休憩|採決|諮(?:る|り|っ)|指名|朗読|起立|交代|閉会|開会"
)


class Summary(Rule):
    """【要旨】: what was explained, by whoever explained it."""

    name = "要旨"
    example = "〔事務局：資料1を説明〕\n【要旨】使用料を据え置く。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        start = summary_start(row.text)
        if start is None:
            return 0
        speaker = reader.utterances[-1].speaker if reader.last_kind == "explanation" else reader.state.speaker
        reader.begin("summary", speaker, row, row.text[start:])
        return 1


class Told(Rule):
    """事務局から資料1により説明。 その後、次のような意見があった。: who explained, and that the talk follows."""

    name = "説明や意見の記録"
    example = "事務局から資料1により説明があった。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        if not reader.is_complete or reader.state.heading_speaker is not None:
            return 0
        opened = reader.state.opened
        spoken = opened is not None and opened.kind == "speech" and opened.speaker is not None
        if spoken and not reader.has_said:
            return 0
        rows = reader.paragraph(index)
        text = bare(reader.printed(rows))
        explained = explains(text) or narrated(text) == "explanation"
        announced = announces_talk(text) or (
            _BEGINS_POINTS.fullmatch(text) is not None and reader.has_points_below(index)
        )
        if not (explained or announced):
            return 0
        if spoken and not (only_explains(text) and reader.ends_item(index + len(rows) - 1)):
            return 0
        reader.close()
        reader.tell("explanation" if explained else "note", text, rows)
        if announced:
            reader.expect_points("")
        reader.state.speaker = None
        return len(rows)


class Narrated(Rule):
    """教育長、所用のため退席。 between two speeches is what the minutes tell; so is all that stands outside the quotation marks
    where speeches stand in them."""

    name = "地の文の記録"
    example = "青野会長　それでは始めます。\n赤井委員、所用のため退席する。\n青野会長　では続けます。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        state = reader.state
        if state.heading_speaker is not None or state.closed or not reader.is_complete or not reader.has_said:
            return 0
        rows = reader.paragraph(index)
        text = reader.printed(rows)
        last = index + len(rows) - 1
        if not (_is_outside_quotes(reader, text) or _acts(reader, text, last) or _closes(reader, text, last)):
            return 0
        kind = narrated(text) or ("explanation" if explains(text) else "note")
        speaker = state.speaker
        reader.close()
        reader.tell(kind, bare(text), rows)
        state.speaker = speaker
        return len(rows)


def _is_outside_quotes(reader: RecordReader, text: str) -> bool:
    """Whether a text stands behind the closed quotation marks of what is said."""
    opened = reader.state.opened
    if not reader.setting.quoted or text[0] in "「『" or opened is None or opened.speaker is None:
        return False
    said = "".join(part for _, part in opened.parts).strip()
    return said[:1] in "「『" and said[-1:] in "」』" and said.count("「") == said.count("」")


def _closes(reader: RecordReader, text: str, last: int) -> bool:
    """次回の会合は、5月13日に開催する旨、事務局より連絡があった。 behind the last speech."""
    return (
        NEXT.match(text) is not None
        and _ENDED.search(text) is not None
        and POLITE.search(text) is None
        and reader.ends_item(last)
    )


def _acts(reader: RecordReader, text: str, last: int) -> bool:
    """Whether a text tells what somebody who is present did, and nothing of it is said: 座長、休憩を宣する。"""
    opened = reader.state.opened
    unnamed = opened is not None and opened.speaker is None
    if unnamed or len(text) > _LONGEST_ACT or POLITE.search(text) is not None:
        return False
    match = _ACT.fullmatch(flat(text))
    if match is None or not (is_person(squeeze(match["who"])) or reader.marks.knows(match["who"])):
        return False
    return (reader.setting.polite or _PROCEDURE.search(match["rest"]) is not None) and reader.ends_item(last)


class Point(Rule):
    """・甲を望む。 below 主な意見: one of several opinions, by nobody known or by the group that the heading names."""

    name = "発言者の示されない意見"
    example = "主な意見\n・緑地を増やしてほしい。"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        state, setting = reader.state, reader.setting
        if not state.opinions or row.text[0] not in BULLETS + "-" or len(row.text) < _SHORTEST_POINT:
            return 0
        if state.group is None and (setting.signed.usual or setting.answered):
            return 0
        opened = state.opened
        if opened is None and state.speaker is not None:
            return 0
        if opened is not None and (not reader.is_complete or not (opened.point or opened.is_unsigned)):
            return 0
        if state.heading_speaker is not None or NEXT.match(row.text) is not None:
            return 0
        if state.group is None and _CONFIRMED.search(row.text) is not None:
            # ・字句の訂正を行い確認された。
            return 0
        reader.doubt(index, row)
        reader.begin("speech", state.group, row, bare(row.text.replace("\t", " "))).point = True
        return 1
