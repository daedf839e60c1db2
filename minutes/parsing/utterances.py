"""The record: its rows -> utterances, and the papers listed behind it.

PrintedLine by row the first rule that takes it decides: a list of papers, 要旨, a heading, a mark, a record between
brackets or dashes, an event line; what none takes goes on with the text above it, or is said by nobody known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from minutes.parsing.attachments import AttachmentReader, begins_attachments
from minutes.parsing.ceremonies import is_ceremony
from minutes.parsing.explanation import RULE, explain_row
from minutes.parsing.heading_ways import HeadingWays
from minutes.parsing.headings import Heading, HeadingReader
from minutes.parsing.joining import LIST_ITEM, Measure, join_rows
from minutes.parsing.labels import LABELS, find_label
from minutes.parsing.ledger import Ledger
from minutes.parsing.legend import is_legend
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.lines import PrintedLine
from minutes.parsing.list_furniture import is_reference
from minutes.parsing.marks import LEARNT, Mark
from minutes.parsing.model import Utterance
from minutes.parsing.numbering import Numbered, read_numbered
from minutes.parsing.people import is_person, is_role
from minutes.parsing.prose import (
    announces_list,
    announces_talk,
    explains,
    goes_on,
    group_of_talk,
    only_explains,
    tells_politely,
)
from minutes.parsing.records import (
    OPENING_BRACKETS,
    Record,
    assent_line,
    bracketed,
    clock_in,
    closes_bracket,
    dashed,
    decision_line,
    event_line,
    is_closing,
    is_record_heading,
    is_settled,
    narrated,
    opens_bracket,
    read_record,
    settled_start,
    summary_start,
)
from minutes.parsing.signatures import SignedSpeeches
from minutes.parsing.speakers import SpeakerMarks
from minutes.parsing.text import ends_sentence, flat, is_sentence, squeeze, tidy

_LONGEST_BRACKET = 8
_SIGNED = re.compile(
    r"[○◯〇●・◆◇→]\s*(?P<text>.+?)\s*\((?P<name>[^()。、]{1,20}(?:\([^()。、]{1,12}\)[^()。、]{0,10})?)\)\s*"
)
_LONGEST_FOOT = 20
# So many rows a record of what was done may take, and so short a point is none.
_LONGEST_TOLD, _SHORTEST_POINT, _SHORTEST_BROKEN = 8, 8, 24
# So many speeches are the document's way.
_USUAL = 3
# Who signs the minutes stands below them.
_SIGNATURES = re.compile(r"[※○◯〇●◎■◆]?(?:会議録|議事録)?署名(?:人|委員|者|議員)?(?:[:(].*|[^。、]{0,20})")
_LONGEST_REMARK, _LONGEST_PART = 200, 50
# The ranks of ア and of (1).
_LETTERED, _BRACKETED = 4, 2
_FOOT_LABELS = frozenset(
    [
        "問い合わせ先",
        "問合せ先",
        "問合先",
        "お問い合わせ先",
        "お問い合わせ",
        "お問合せ先",
        "連絡先",
        "この記事に関するお問い合わせ先",
        "このページに関するお問い合わせ",
        "関連ファイル",
        "関連資料",
        "関連情報",
        "関連リンク",
        "添付ファイル",
    ]
)
# What pages print below their text: the program that shows files, questions about the page, a counter of visits.
_FOOT = re.compile(
    r"[\s【\[<■◆●○・]*(?:(?:Adobe|Get\s?Adobe|Acrobat)|PDF(?:形式の)?ファイルを(?:ご覧|開く|見る)|この(?:ページ|記事|情報)(?:に|の|は)|ページの(?:先頭|トップ)|より(?:良|よ)いウェブサイト"
    r"|.{0,12}(?:年.{1,3}月.{1,3}日)\s?(?:掲載|更新|公開)|あなたは.{0,12}人目|お?問い?合わ?せ|(?:皆様の)?ご意見をお聞かせ|ご意見は.{1,30}まで)"
)
_BULLETS = "○◯〇●・･•◆◇→"
# The bullet of a point; two circles stand for a name that is not told.
_BULLET = re.compile(r"\s*[○◯〇●・･•◆◇■※→]\s*(?![○◯〇●△□◆])")
# What ends a line that goes on with a speech rather than heading the next one.
_PROSE = re.compile(r"[。、，,：:）)」]$|^[・○◯〇●※＊*（(「]|以上|^記$")
_DONE = re.compile(r"(?:された|なった|した|する|行う|決定|承認|可決|了承)(?:\([^()]{1,20}\))?。?$")
# →甲を可とする答申を行う。
_RESOLVED = re.compile(r"(?:こと(?:と|に)|答申を?|もの(?:と)|として)?(?:する|行う|決定する|求める)。?$")
_POINTS = "・･•-○◯●"
_OPINIONS_OF = re.compile(
    r"(?P<name>[^。、()]{2,16}?)(?:からの?|の)?(?:主な)?(?:御|ご)?(?:意見|発言|質問|質疑|要望|見解)(?:等|要旨|の?概要|の?要旨)?"
)
_NOBODYS = re.compile(
    r"(?:主な|その他の?|個別の?|自由|全体|総括|一般|前回|今後|質疑|意見|事前|議題|議案|参考|会議|議事|審議|追加|出された|いただいた).*|.*(?:について|関する|への|に対する)"
)
_WORDS_OF = re.compile(r"(?P<name>[^\s。、]{2,16}?)(?:の|から|より)?(?:ご)?(?:説明|報告|あいさつ|挨拶)")
_RESULT = re.compile("(?:採点|採決|表決|投票|審議|審査|協議|選考|評価|互選|抽選|検討)の結果、")
_READ_ALOUD = re.compile(r"[(（\[［〔](?:[^()（）]{0,20}[をの])?朗読(?:する|した)?[)）\]］〕]")
# A line that ends within a sentence, not as titles do
_BROKEN_OFF = re.compile(r"[ぁ-ん](?<!について)(?<!こと)(?<!まで)(?<!もの)(?<!ほか)(?<!など)$")
# 日程第1、会議録署名議員の指名を…: the chair's words, or the line of them that the width broke
_ANNOUNCED = re.compile(r"\s*(?:追加)?日程\s?第?\s?[0-9一二三四五六七八九十]{1,3}\s?、")
_PAPER_SIGNS = re.compile("[資配提添書]")
_TOLD = re.compile(
    r"(?:した|けた|えた|めた|れた|あった|なった|行った|った|いた|である|する|なし|説明|報告|承認|了承|決定|可決)。?$"
)
# A line that the page broke: 会長より / 指名がありました。
_INSIDE = re.compile(r"(?:[はがをにとへ、，]|より|及び|並びに)$")
# ・次回は3月の予定。
_NEXT = re.compile(r"[・○◯●※ 　]*次回(?:の(?:会議|開催|日程|審議会|委員会))?(?:は|の予定|開催)")
_NARRATED = re.compile(
    r"[^。、]{1,20}(?:より|から)[^。]{0,120}(?:説明|報告|回答|挨拶|あいさつ|発言)(?:した|があった|がなされた|が行われた|を行った|を受けた)?。?"
)
# 触れてはどうか。 書くべきである。 is somebody's opinion, whoever it was
_OPINION = re.compile(
    r"(?:べき(?:である|だ|ではないか)?|ではないか|(?:はどう|どうなの|のではない|いかがなもの|だろう)か|ほしい|欲しい|望ましい|と?思う|と考える|と感じる|必要(?:がある|だ|である|ではないか)|(?:が|も)[良よ]い)。?$"
)
_POLITE = re.compile(r"です|ます|ました|ません|ください|でしょう|か。|ね。|よ。")


@dataclass(slots=True)
class _Open:
    """The utterance that rows are still being added to."""

    kind: str
    speaker: str | None
    agenda: tuple[int, ...]
    row: PrintedLine
    parts: list[tuple[PrintedLine, str]] = field(default_factory=list)
    quoted: bool = False
    point: bool = False


class RecordReader:
    """Reads the rows of one record."""

    def __init__(
        self,
        rows: list[PrintedLine],
        marks: SpeakerMarks,
        headings: HeadingReader,
        ledger: Ledger,
        opened: tuple[int, ...] = (),
        taught: LessonMatches | None = None,
        points: frozenset[int] = frozenset(),
    ) -> None:
        """`opened` are the items that a heading right above the first row opened; `points` are the keys of rows that
        somebody counts up in a speech."""
        self._points = points
        self._taught = taught or LessonMatches((), [])
        self._rows = rows
        self._marks = marks
        self._headings = headings
        self._ways = HeadingWays(rows, marks, headings)
        self._ledger = ledger
        self._measure = Measure(rows)
        self._signed = SignedSpeeches(rows)
        self._answered = sum(row.text[0] in "→⇒" and not _is_outcome(row.text) for row in rows) >= 2
        self._quoted = _are_quoted(rows, marks)
        self._spaced, self._hangs = _spacing(rows, marks)
        self._open: _Open | None = None
        self._items: tuple[int, ...] = opened
        self._speaker: str | None = None
        self._heading_speaker: str | None = None
        # Whose opinions the points below a heading are: （委員の主な意見）.
        self._heading_row: PrintedLine | None = None
        self._papers = False
        self._closed = False
        self._marked = False
        self._opinions = False
        # Whose the opinions are that a heading announced.
        self._group: str | None = None
        self.utterances: list[Utterance] = []
        self.papers = AttachmentReader()
        self.discussed: set[int] = set(opened)
        self.adjourned: tuple[str, PrintedLine] | None = None
        self.opening: PrintedLine | None = None

    def read(self) -> None:
        """Read all rows."""
        rules: tuple[Callable[[int, PrintedLine], int], ...] = (
            self._take_taught,
            self._take_reading,
            self._take_foot,
            self._take_papers,
            self._take_summary,
            self._take_legend,
            self._take_heading,
            self._take_points_heading,
            self._take_record_heading,
            self._take_mark,
            self._take_signed,
            self._take_bracketed,
            self._take_dashed,
            self._take_outcome,
            self._take_unlisted,
            self._take_event,
            self._take_remark,
            self._take_told,
            self._take_point,
            self._take_text,
        )
        index = 0
        while index < len(self._rows):
            row = self._rows[index]
            tried = rules if len(row.text) > 1 or self._papers else (self._take_text,)
            size, rule = next((size, rule) for rule in tried if (size := rule(index, row)))
            name = rule.__name__.removeprefix(RULE)
            for taken in self._rows[index : index + size]:
                self._ledger.because(taken, explain_row(name, taken, self._marks))
            index += size
        self._close()
        self._forget_heading()

    # Rules: each gives the number of rows it took, 0 where it does not apply.

    def _take_taught(self, index: int, row: PrintedLine) -> int:
        """A mark that a person taught goes before every other reading of its line."""
        if (mark := self._taught.signed.get(row.key)) is not None and mark.speech:
            self._begin("speech", mark.name, row, mark.speech)
            self._close()
            self._marked = True
            return 1
        if self._is_unsigned() and self._complete() and self._signed.is_signature(row.text):
            return self._take_text(index, row, signature=True)
        if row.key not in self._taught.marks or self._papers:
            return 0
        return self._take_mark(index, row)

    def _take_reading(self, index: int, row: PrintedLine) -> int:
        """What is read aloud is its reader's speech up to the next mark, with all its headings and 以上: ○書記　（朗読）."""
        opened = self._open
        if opened is None or opened.speaker is None or not opened.parts or self._marks.match(row) is not None:
            return 0
        if _READ_ALOUD.fullmatch(squeeze(opened.parts[0][1])) is None or bracketed(row.text) is not None:
            return 0
        opened.parts.append((row, row.text.replace("\t", " ")))
        self._ledger.take(row)
        return 1

    def _take_foot(self, index: int, row: PrintedLine) -> int:
        """What a web page prints below the minutes: whom to ask, files, links. It is left, to be seen."""
        if len(self._rows) - index > _LONGEST_FOOT or len(row.text) > 60 or not self._complete():
            return 0
        if _SIGNATURES.fullmatch(squeeze(row.flat)) and not any(
            is_sentence(later.text) for later in self._rows[index:]
        ):
            self._close()
            return len(self._rows) - index
        label = find_label(self._rows, index)
        own = label.word if label is not None else squeeze(row.flat).strip("■◆●○◎・#【】[]<>:")
        if (own not in _FOOT_LABELS and _FOOT.match(row.flat) is None) or self._marks.match(row) is not None:
            return 0
        if any(self._marks.match(later) is not None for later in self._rows[index:]):
            return 0
        self._close()
        return len(self._rows) - index

    def _take_papers(self, index: int, row: PrintedLine) -> int:
        """The list of papers behind the record, and what follows it."""
        text = row.text
        label = find_label(self._rows, index) if _PAPER_SIGNS.search(row.flat, 0, 40) else None
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        if label is not None and label.field == "attachments":
            value = " ".join(label.values)
            listed = begins_attachments(value) or (
                not value and after is not None and (begins_attachments(after.text) or self._closed)
            )
            if self._papers or self._closed or listed:
                self._start_papers()
                self._ledger.take(row)
                if value:
                    self._read_paper(row, value)
                return label.rows
        if self._papers:
            if self._marks.match(row) and is_sentence(text) and not begins_attachments(text):
                self._papers = False
                return 0
            self._read_paper(row, text.replace("\t", " "))
            return 1
        if self._closed and begins_attachments(text):
            self._start_papers()
            self._read_paper(row, text.replace("\t", " "))
            return 1
        return 0

    def _take_summary(self, index: int, row: PrintedLine) -> int:
        start = summary_start(row.text)
        if start is None:
            return 0
        speaker = self.utterances[-1].speaker if self._last_kind() == "explanation" else self._speaker
        self._begin("summary", speaker, row, row.text[start:])
        return 1

    def _take_legend(self, index: int, row: PrintedLine) -> int:
        """（○は委員、●は事務局の発言）: what the signs before the speeches stand for."""
        if not (row.flat[0] in OPENING_BRACKETS or row.text.startswith(("凡例", "※"))) or not is_legend(row.text):
            return 0
        self._ledger.set_aside(row, row.text)
        return 1

    def _take_heading(self, index: int, row: PrintedLine) -> int:
        if row.key in self._taught.no_headings or row.key in self._points:
            return 0
        numbered = read_numbered(row.flat)
        if row.key not in self._taught.headings and not self._may_head(index, row, numbered):
            return 0
        heading = self._headings.read(row.text.replace("\t", " ")) or self._unlisted(index, row)
        if heading is None or (not self._complete() and heading.items is None):
            return 0
        if numbered is None and self._marks.match(row) is not None:
            return 0
        self._close()
        self._forget_heading()
        if heading.speaker is not None:
            self._drop_name_above(heading.speaker)
        if heading.items is not None:
            self._items = heading.items
            self.discussed.update(heading.items)
        self._speaker = None
        self._group = None
        self._heading_speaker = squeeze(heading.speaker) if heading.speaker else None
        self._heading_row = row
        if heading.extra:
            self._ledger.leave(row, heading.extra)
        self._ledger.take(row)
        return 1

    def _unlisted(self, index: int, row: PrintedLine) -> Heading | None:
        """A line set as the document's headings are that opens no item of the list: △諸般の報告."""
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        if not self._complete():
            return None
        if self._ways.is_heading(row, after):
            self._ledger.set_aside(row, row.text)
            return Heading(())
        if self._items and self._is_part(index, row):
            self._ledger.set_aside(row, row.text)
            return Heading(None)
        return None

    def _is_part(self, index: int, row: PrintedLine) -> bool:
        """Whether a row is the heading of a part of the open item: (1) 実施機関の意見の聴取 right above a mark, or above the next."""
        numbered = read_numbered(row.flat) if len(row.text) <= _LONGEST_PART else None
        if numbered is None or numbered.klass is not None or is_sentence(row.text) or len(row.cells) > 1:
            return False
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        if after is None:
            return False
        if numbered.rank == _LETTERED:
            told = narrated(after.text) is not None or after.flat[0] in OPENING_BRACKETS
            return told or self._marks.match(after) is not None
        if numbered.number is None or numbered.rank != _BRACKETED:
            return False
        below = read_numbered(after.flat)
        counts_on = below is not None and below.rank == numbered.rank and below.number == numbered.number + 1
        return self._marks.match(after) is not None or (counts_on and row.flat.endswith(")"))

    def _take_points_heading(self, index: int, row: PrintedLine) -> int:
        """（委員の主な意見） above ・甲を望む。 and ・乙も必要だ。: each point is said by one of those."""
        inner = bracketed(row.text) if len(row.text) <= _LONGEST_PART else None
        group = _points_of(flat(inner)) if inner is not None and self._complete() else None
        if group is None or not self._has_points_below(index, _POINTS):
            return 0
        self._close()
        self._forget_heading()
        self._opinions, self._group, self._speaker = True, group, None
        self._ledger.take(row)
        return 1

    def _take_record_heading(self, index: int, row: PrintedLine) -> int:
        """主な意見, 発言要旨: the talk on the open item follows."""
        headed = is_record_heading(row.flat) or LABELS.get(squeeze(row.flat).strip("【】[]<>〈〉《》")) == "record"
        if not self._complete() or not headed or self._marks.match(row) is not None:
            return 0
        self._close()
        self._speaker = None
        self._expect_points(row.text)
        self._ledger.take(row)
        return 1

    def _take_mark(self, index: int, row: PrintedLine) -> int:
        mark = self._marks.match(row)
        if mark is None and self._complete():
            mark = self._marks.match_glued(row)
        if mark is None:
            return 0
        if not self._complete() and not self._breaks_in(mark):
            return 0
        if not mark.speech and not self._has_speech_below(index):
            if index + 1 < len(self._rows) or not mark.style.startswith(("bullet", "bracket")) or not self._complete():
                return 0
            # The record breaks off behind a mark: it is left, to be seen, and is no part of the speech above.
            self._close()
            return 1
        inner = bracketed(row.text)
        if inner is not None and mark.speech:
            return 0
        told = bracketed(mark.speech)
        if told is not None and (record := read_record(told)).kind == "explanation":
            # 事務局　（資料1を説明）
            self._record(Record("explanation", mark.name, told), row)
            self._speaker = record.speaker or mark.name
            return 1
        if mark.style == "cell" and self._opens_item(index, mark.speech):
            mark = replace(mark, speech="")
        self._start_speech(row, mark)
        return 1

    def _opens_item(self, index: int, text: str) -> bool:
        """Whether a cell of what is said holds a heading alone, and the speech goes on below it."""
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        if len(text) > 100 or is_sentence(text) or after is None or self._marks.match(after) is not None:
            return False
        heading = self._headings.read(text)
        if heading is None or not heading.items or heading.extra:
            return False
        self._close()
        self._items = heading.items
        self.discussed.update(heading.items)
        return True

    def _take_signed(self, index: int, row: PrintedLine) -> int:
        """○ An opinion listed with the speaker in brackets behind it. （甲野委員）"""
        if row.key in self._taught.no_signed:
            return 0
        match = _SIGNED.fullmatch(row.flat) if len(row.text) < 5000 and row.text[0] in "○◯〇●・◆◇→" else None
        if match is None or not is_person(match["name"]) or "。" not in match["text"]:
            return 0
        self._begin("speech", squeeze(row.text[slice(*match.span("name"))]), row, row.text[slice(*match.span("text"))])
        self._close()
        self._marked = True
        return 1

    def _take_bracketed(self, index: int, row: PrintedLine) -> int:
        if row.flat[0] not in OPENING_BRACKETS:
            return 0
        inner = bracketed(row.text) if sum(map(bool, row.cells)) == 1 else None
        if inner is not None and (speaker := _heads_words_of(flat(inner))) and self._has_points_below(index):
            self._close()
            self._forget_heading()
            self._speaker, self._heading_speaker, self._heading_row = None, squeeze(speaker), row
            self._ledger.take(row)
            return 1
        if inner is not None:
            self._record(read_record(inner), row)
            return 1
        if len(row.text) > 2000 or not opens_bracket(row.flat):
            return 0
        for size in range(1, _LONGEST_BRACKET):
            if index + size >= len(self._rows):
                break
            if closes_bracket(row.flat, self._rows[index + size].flat):
                rows = self._rows[index : index + size + 1]
                inner = bracketed("".join(part.text for part in rows))
                if inner is None:
                    return 0
                self._record(read_record(inner), row, rows[-1])
                self._ledger.take_all(rows)
                return size + 1
        if index == len(self._rows) - 1:
            self._record(read_record(row.text[1:].strip()), row)
            return 1
        return 0

    def _take_dashed(self, index: int, row: PrintedLine) -> int:
        inner = dashed(row.text)
        if inner is None:
            return 0
        self._record(read_record(inner, in_dashes=True), row)
        return 1

    def _take_outcome(self, index: int, row: PrintedLine) -> int:
        """⇒ 原案のとおり承認された。 behind an arrow stands what came of it; 原案どおり可決 on a line of its own says it too."""
        told = row.text.endswith("。") and not self._marked
        ended = not told and self._has_said() and self._complete() and self._ends_item(index)
        own = decision_line(row.text) if ended else None
        if own is not None:
            self._record(Record("decision", None, own), row)
            return 1
        if not self._complete() and not (row.text[0] in "⇒→＝=" and _is_outcome(row.text)):
            return 0
        if (start := settled_start(row.text)) is not None:
            self._record(Record("decision", None, row.text[start:].replace("\t", " ").strip()), row)
            return 1
        if (
            (ended or _RESULT.match(row.text))
            and (row.text[0] in "○◯●◎■◆◇※⇒→＝=" or _RESULT.match(row.text))
            and is_settled(row.text)
        ):
            self._record(Record("decision", None, _unbulleted(row.text.lstrip("＝= 　"))), row)
            return 1
        if row.text[0] not in "⇒→＝=" or len(row.text) > 60:
            return 0
        text = row.text[1:].strip()
        record = read_record(text) if text else None
        if record is None or _DONE.search(flat(text)) is None:
            return 0
        if record.kind != "decision" and (self._answered or _RESOLVED.search(text) is None):
            return 0
        self._record(Record("decision", None, record.text), row)
        return 1

    def _take_unlisted(self, index: int, row: PrintedLine) -> int:
        """A title between two speeches that the agenda does not list: it is set off, and somebody speaks below it."""
        if self._open is None or not self._open.parts or self._open.kind != "speech" or not self._complete():
            return 0
        text = row.text
        if not 4 <= len(text) <= 40 or len(row.cells) > 1 or _PROSE.search(text) or is_sentence(text):
            return 0
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        if after is None or self._marks.match(after) is None or self._marks.doubted(row, after) is not None:
            return 0
        above = self._open.parts[-1][0]
        apart = row.number - above.number > 1 and not self._spaced
        if not (apart or (self._hangs and row.indent == 0)):
            return 0
        self._record(Record("note", None, text), row)
        self._speaker = None
        return 1

    def _take_event(self, index: int, row: PrintedLine) -> int:
        text = event_line(row.text) or (assent_line(row.text) if self._has_said() else None)
        if text is None or not self._complete():
            return 0
        ends = squeeze(text).strip("()（）") in ("以上", "了")
        # 以上 says only that nothing follows.
        self._record(Record("structure" if ends else "note", None, text), row)
        return 1

    def _take_remark(self, index: int, row: PrintedLine) -> int:
        """※ 傍聴を許可した。 between two speeches is a remark of whoever wrote the minutes."""
        if row.text[0] not in "※" or self._open is None or not self._open.parts or not self._complete():
            return 0
        if len(row.text) > _LONGEST_REMARK or _POLITE.search(row.text) is not None or not self._ends_item(index):
            return 0
        self._record(Record("note", None, _unbulleted(row.text)), row)
        return 1

    def _take_told(self, index: int, row: PrintedLine) -> int:
        """事務局から資料1により説明。 その後、次のような意見があった。: who explained, and that the talk follows."""
        if not self._complete() or self._heading_speaker is not None:
            return 0
        opened = self._open
        spoken = opened is not None and opened.kind == "speech" and opened.speaker is not None
        if spoken and opened is not None and not opened.parts:
            return 0
        rows = self._paragraph(index)
        text = _bare(join_rows([(part, part.text.replace("\t", " ")) for part in rows], self._measure))
        explained, announced = explains(text) or narrated(text) == "explanation", announces_talk(text)
        if not (explained or announced):
            return 0
        if spoken and not (only_explains(text) and self._ends_item(index + len(rows) - 1)):
            return 0
        self._close()
        self._tell("explanation" if explained else "note", text, rows)
        if announced:
            self._expect_points("")
        self._speaker = None
        return len(rows)

    def _take_point(self, index: int, row: PrintedLine) -> int:
        """・甲を望む。 below 主な意見: one of several opinions, by nobody known or by the group that the heading names."""
        if not self._opinions or row.text[0] not in _BULLETS + "-":
            return 0
        if self._group is None and (self._signed.usual or self._answered):
            return 0
        opened = self._open
        if opened is not None and (not self._complete() or not (opened.point or self._is_unsigned())):
            return 0
        if len(row.text) < _SHORTEST_POINT or (opened is None and self._speaker is not None):
            return 0
        if self._heading_speaker is not None or _NEXT.match(row.text) is not None:
            return 0
        self._doubt(index, row)
        self._begin("speech", self._group, row, _bare(row.text.replace("\t", " ")))
        if self._open is not None:
            self._open.point = True
        return 1

    def _take_text(self, index: int, row: PrintedLine, *, signature: bool = False) -> int:
        text = row.text.replace("\t", " ")
        if signature and self._open is not None:
            last, said = self._open.parts[-1]
            self._open.parts[-1] = (last, said + text)
            self._ledger.take(row)
            self._close()
            return 1
        self._doubt(index, row)
        if self._is_unsigned() and self._is_next_point(row):
            self._close()
        if self._answered and row.text[0] in "・･•" and self._complete():
            # ・甲ではないか。 →（事務局）検討する。 ・乙も必要だ。
            self._close()
            self._speaker = None
        behind = self._open is not None and self._open.point and self._complete()
        if behind and (narrated(text) is not None or self._is_told(text)):
            # 継続とした。 behind the last of the points
            self._close()
        if self._open is not None:
            self._open.parts.append((row, text))
            self._ledger.take(row)
        elif self._heading_speaker is not None:
            self._begin("speech", self._heading_speaker, row, text)
        elif self._closed:
            return 1
        elif self._speaker is not None and self._last_kind() == "note":
            self._begin("speech", self._speaker, row, text)
        elif (told := narrated(text)) is not None and not (self._signed.usual and row.text[0] in _BULLETS):
            self._record(Record(told, None, _unbulleted(text)), row)
        elif self._is_told(text) and not (self._signed.usual and row.text[0] in _BULLETS):
            self._record_told(row, text)
        else:
            self._begin("speech", None, row, text)
        if self._is_unsigned() and self._ends_signed():
            self._close()
        return 1

    # Helpers

    def _expect_points(self, heading: str) -> None:
        """Opinions follow, whoever's they are; a heading may name whose."""
        self._opinions = True
        self._group = group_of_talk(heading)

    def _paragraph(self, index: int) -> list[PrintedLine]:
        """The rows from `index` on to the end of a sentence, none that begins something of its own among them."""
        rows = [self._rows[index]]
        if len(rows[0].text) < _SHORTEST_BROKEN:
            # A line far from the edge that ends in no sentence is a heading or a record of its own.
            return rows
        for row in self._rows[index + 1 : index + _LONGEST_TOLD]:
            if (
                ends_sentence(rows[-1].text)
                or self._marks.match(row) is not None
                or read_numbered(row.flat) is not None
            ):
                break
            if row.text[0] in _BULLETS or row.flat[0] in OPENING_BRACKETS or not is_sentence(row.text):
                break
            rows.append(row)
        return rows

    def _tell(self, kind: str, text: str, rows: list[PrintedLine]) -> None:
        """A record of what was done; a paragraph that only goes on with the note above is part of it."""
        first, last = rows[0], rows[-1]
        self._ledger.take_all(rows)
        above = self.utterances[-1] if self.utterances else None
        if above is not None and above.kind == "note" == kind and above.agenda == self._items and goes_on(text):
            self.utterances[-1] = replace(above, text=f"{above.text}\n{text}", end_line=last.number)
            return
        self._append(Utterance(kind, None, text, self._items, first.number, first.page, last.number))

    def _record_told(self, row: PrintedLine, text: str) -> None:
        above = self.utterances[-1] if self.utterances else None
        listed = text[0] in _BULLETS and above is not None and above.kind in ("note", "explanation")
        if listed and above is not None and above.agenda == self._items and announces_list(above.text):
            # 次の点について説明を行いました。 / ・甲 / ・乙
            self._ledger.take(row)
            self.utterances[-1] = replace(above, text=f"{above.text}\n{tidy(text)}", end_line=row.number)
        elif is_sentence(text):
            self._tell("note", tidy(_bare(text)), [row])
        else:
            self._record(Record("note", None, _unbulleted(text)), row)

    def _is_unsigned(self) -> bool:
        """Whether the open text is a speech that nobody has been named for."""
        return self._open is not None and self._open.kind == "speech" and self._open.speaker is None

    def _is_next_point(self, row: PrintedLine) -> bool:
        """Whether a row is the next of several points by nobody known: ○甲を望む。 / ○乙も必要だ。"""
        if self._open is None or row.text[0] not in _BULLETS:
            return False
        return self._signed.usual or (
            self._complete() and bool(self._open.parts) and self._open.parts[0][1][:1] == row.text[0]
        )

    def _ends_signed(self) -> bool:
        """Whether the open text ends with who said it; the width may have broken the name."""
        if self._open is None or not self._signed.usual:
            return False
        return self._signed.split("".join(text for _, text in self._open.parts[-2:])) is not None

    def _drop_name_above(self, speaker: str) -> None:
        """会長 / 開会 会長あいさつ: the name above the heading that gives it too is no note."""
        if self._last_kind() == "note" and squeeze(self.utterances[-1].text) == squeeze(speaker):
            self.utterances.pop()

    def _doubt(self, index: int, row: PrintedLine) -> None:
        """Show what may be a mark that the document does not bear out; it stays text."""
        if not self._complete():
            return
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        mark = self._marks.doubted(row, after)
        if mark is not None and row.key not in self._taught.no_marks:
            message = f"発言者の表示かもしれません（本文として読みました）：{mark.name}"
            self._ledger.warn("doubted-mark", message, row.number, mark.name)

    def _breaks_in(self, mark: Mark) -> bool:
        """Whether a mark is read even where the text above it does not end a sentence."""
        if mark.style == LEARNT:
            return False
        above = self._open.parts[-1][1] if self._open is not None else ""
        if mark.style == "space":
            # The last point of a list ends without a full stop.
            listed = LIST_ITEM.match(above) is not None and len(above) <= 40 and is_sentence(mark.speech)
            return listed or self._marks.is_repeated(mark)
        return mark.style != "alone" or (self._marks.is_repeated(mark) and len(above) < 12)

    def _may_head(self, index: int, row: PrintedLine, numbered: Numbered | None) -> bool:
        """Whether a row stands as headings do: short, no sentence, not in the middle of one."""
        if len(row.text) > 200 or row.text.endswith("。"):
            return False
        if numbered is None and row.flat[0] in "([" and row.flat[-1] in ")]":
            return False
        if row.flat[0] in "<《〈" and (inner := bracketed(row.text)) is not None and event_line(inner) is not None:
            return False
        if self._open is None:
            return True
        if self._open.kind == "speech" and self._is_inside_speech(index, row, numbered):
            return False
        if not self._complete() and numbered is not None and numbered.klass is None:
            return is_ceremony(row.text[numbered.start :])
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        # 議案第3号… / を議題といたします: the chair's own words
        return after is None or not after.text.startswith(("を", "について", "につき"))

    def _is_inside_speech(self, index: int, row: PrintedLine, numbered: Numbered | None) -> bool:
        """Whether a row that reads as a heading is what somebody says: right below the mark alone, 日程第1、…, or without the
        sign that the document's headings have."""
        if self._open is not None and not self._open.parts and self._open.speaker is not None:
            return True
        if numbered is not None and _ANNOUNCED.match(row.flat) is not None:
            return True
        plain = numbered is not None and numbered.klass is None
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        classed = numbered is not None and numbered.klass is not None and row.text[0] not in self._ways.signs
        said_below = after is not None and self._marks.match(after) is None and "。" in after.text
        if classed and said_below and _BROKEN_OFF.search(row.text) is not None:
            # 報告第4号 専決処分については、本会議で審議することにいたし / ました。
            return True
        return bool(self._ways.signs) and row.text[0] not in self._ways.signs and not plain

    def _is_told(self, text: str) -> bool:
        """A line that tells what happened, or a short line without a sentence, where nobody is speaking."""
        if is_reference(text):
            return True
        if not is_sentence(text) and len(text) <= 60 and not text.endswith("。"):
            return not self._is_inside(text)
        if len(text) <= 200 and (_NARRATED.fullmatch(text) or (_NEXT.match(text) and not _POLITE.search(text))):
            return True
        if not self._marks.found and tells_politely(text):
            return True
        if self._marked or _POLITE.search(text) is not None or _OPINION.search(text) is not None:
            return False
        # ・過半数の出席を確認: before the first of the marked speeches
        before_talk = self._marks.found and not self._items and not self._opinions
        return _TOLD.search(text) is not None or (before_talk and len(text) <= 200 and text[0] in "・※")

    def _is_inside(self, text: str) -> bool:
        """Whether a line ends inside a sentence that the page's width broke; without marks every full line is prose."""
        if _INSIDE.search(text) is not None:
            return True
        prose = not self._marks.found and len(text) >= _SHORTEST_BROKEN and not ends_sentence(text)
        return prose and 10 * sum("ぁ" <= sign <= "ん" for sign in text) >= 3 * len(text)

    def _has_said(self) -> bool:
        """Whether the open speech holds something; below a mark alone stands what that speaker says: （赤井委員） / 異議なし。"""
        return self._open is None or bool(self._open.parts)

    def _ends_item(self, index: int) -> bool:
        """Whether what follows a row is no more of the same text: a mark, a heading, a record, the end."""
        if index + 1 >= len(self._rows):
            return True
        after = self._rows[index + 1]
        return (
            self._marks.match(after) is not None
            or read_numbered(after.flat) is not None
            or after.flat[0] in OPENING_BRACKETS
            or event_line(after.text) is not None
            or decision_line(after.text) is not None
            or dashed(after.text) is not None
            or after.text[0] == "※"
            or (len(after.text) <= 100 and self._headings.read(after.text) is not None)
        )

    def _has_points_below(self, index: int, bullets: str = "・･•") -> bool:
        """Whether points stand below a row that no mark opens: 【緑化課長説明】 / ・今年は96本である。"""
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        return after is not None and after.text[0] in bullets and self._marks.match(after) is None

    def _has_speech_below(self, index: int) -> bool:
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        return after is not None and self._marks.match(after) is None

    def _start_speech(self, row: PrintedLine, mark: Mark) -> None:
        self._group = None
        self._begin("speech", mark.name or None, row, mark.speech)
        if self._open is not None:
            self._open.quoted = mark.quoted or self._quoted
        self._speaker = mark.name or None
        self._marked = True
        self._closed = False

    def _begin(self, kind: str, speaker: str | None, row: PrintedLine, text: str) -> None:
        self._close()
        if self._heading_speaker is not None and self._heading_speaker != speaker:
            self._forget_heading()
        self._heading_speaker = None
        self._open = _Open(kind, speaker, self._items, row)
        if text.strip():
            self._open.parts.append((row, text))
        self._ledger.take(row)

    def _forget_heading(self) -> None:
        """A heading named somebody who then says nothing: the name is left, to be seen."""
        if self._heading_speaker is not None and self._heading_row is not None:
            row = self._heading_row
            if read_numbered(row.flat) is None and not is_role(self._heading_speaker):
                # 緑化推進部長挨拶 on a line of its own is the record of it
                text = _unbulleted(tidy(row.text))
                self._append(Utterance("note", None, text, self._items, row.number, row.page, row.number))
            elif not is_role(self._heading_speaker):
                self._ledger.leave(row, self._heading_speaker)
            self._heading_speaker = None

    def _record(self, record: Record, row: PrintedLine, last: PrintedLine | None = None) -> None:
        if record.kind == "explanation" and record.speaker is None and self._open is not None and not self._open.parts:
            # 【事務局】 / 〔「甲」を説明〕: the mark above names who explained
            record = Record(record.kind, self._open.speaker, record.text)
            self._open = None
        self._close()
        self._ledger.take(row)
        if record.kind == "structure":
            self._speaker = None
            self._expect_points(record.text)
            return
        text = tidy(record.text).strip("※・ ")
        closing = record.kind == "note" and is_closing(text)
        if closing:
            self._items, self._closed = (), True
            if (clock := clock_in(text)) is not None:
                self.adjourned = (clock, row)
        if record.kind in ("explanation", "decision"):
            self._speaker = None
        end = (last or row).number
        self._append(Utterance(record.kind, record.speaker, text, self._items, row.number, row.page, end))

    def _close(self) -> None:
        """The open utterance is complete."""
        if self._open is None:
            return
        opened, self._open = self._open, None
        text = join_rows(opened.parts, self._measure)
        if opened.quoted and text[:1] in "「『" and text[-1:] in "」』" and text.count(text[0]) == text.count(text[-1]):
            text = text[1:-1]
        if text:
            # A speech that runs on into a page's right column ends above where it began.
            first, last = opened.row, max((row for row, _ in opened.parts), key=lambda row: row.number)
            speaker = opened.speaker
            kind = opened.kind
            if kind == "speech" and speaker is None and not opened.point and len(opened.parts) > 1:
                kind = "note" if self._is_inside(opened.parts[0][1]) and self._is_told(text) else kind
            if kind == "speech" and speaker is None:
                text, speaker = self._signer(text, first)
            self._append(Utterance(kind, speaker, text, opened.agenda, first.number, first.page, last.number))
        else:
            self._ledger.leave(opened.row, opened.row.text)

    def _signer(self, text: str, row: PrintedLine) -> tuple[str, str | None]:
        """A speech that no mark opens: what is said, and the speaker where it is signed."""
        signed = self._signed.split(text)
        if signed is not None:
            self._marked = True
            return signed[0].lstrip(_BULLETS + "⇒ 　"), signed[1]
        self._ledger.warn("unknown-speaker", f"発言者の表示がない発言です：{text[:40]}", row.number)
        return _unbulleted(text), None

    def _append(self, utterance: Utterance) -> None:
        if utterance.text:
            self.utterances.append(utterance)

    def _complete(self) -> bool:
        """Whether the text above could end here."""
        if self._open is None or not self._open.parts:
            return True
        return ends_sentence(self._open.parts[-1][1])

    def _last_kind(self) -> str | None:
        return self.utterances[-1].kind if self.utterances else None

    def _start_papers(self) -> None:
        self._close()
        self._papers = True

    def _read_paper(self, row: PrintedLine, text: str) -> None:
        self._ledger.take(row)
        before = len(self.papers.left)
        self.papers.read(row, text)
        for left_row, left in self.papers.left[before:]:
            self._ledger.leave(left_row, left)


def _bare(text: str) -> str:
    """A text of prose without the bullets and the number before it: • ○ 甲を望む。 (2)主査から説明があった。"""
    bare = text.lstrip("-‐– 　") if text[:1] in "-‐–" else text
    bare = _unbulleted(_unbulleted(bare))
    numbered = read_numbered(flat(bare))
    if numbered is not None and numbered.klass is None and is_sentence(bare) and bare[numbered.start :].strip():
        bare = bare[numbered.start :]
    return bare


def _are_quoted(rows: list[PrintedLine], marks: SpeakerMarks) -> bool:
    """Whether the document prints what is said in quotation marks: ○青野委員 「甲はどうですか。」"""
    said = [mark.speech for row in rows if (mark := marks.match(row)) is not None and mark.speech]
    quoted = sum(speech[0] in "「『" for speech in said)
    return quoted > 0 and quoted >= min(_USUAL, len(said)) and 5 * quoted >= 4 * len(said)


def _points_of(inner: str) -> str | None:
    """Whose points a heading in brackets announces: 委員の主な意見, 甲団体発言."""
    match = _OPINIONS_OF.fullmatch(squeeze(inner))
    return match["name"] if match is not None and _NOBODYS.fullmatch(match["name"]) is None else None


def _heads_words_of(inner: str) -> str | None:
    """Whose explanation or greeting a heading in brackets announces: 緑化課長説明."""
    match = _WORDS_OF.fullmatch(inner)
    return match["name"] if match is not None and is_person(match["name"]) else None


def _is_outcome(text: str) -> bool:
    """Whether a line behind an arrow tells what came of an item."""
    return len(text) <= 80 and (is_settled(text) or read_record(text[1:].strip() or text).kind == "decision")


def _unbulleted(text: str) -> str:
    """A text without the bullet before it."""
    return text[match.end() :] if (match := _BULLET.match(text)) is not None and match.end() < len(text) else text


def _spacing(rows: list[PrintedLine], marks: SpeakerMarks) -> tuple[bool, bool]:
    """How a record is set: whether a blank line stands between most of its lines, and whether what goes on is indented."""
    gaps = sum(later.number - row.number > 1 for row, later in itertools.pairwise(rows))
    further = [
        row for row in rows if row.text[0] not in "（(〔［[【" and marks.match(row) is None and ends_sentence(row.text)
    ]
    return 3 * gaps > 2 * len(rows), bool(further) and all(row.indent > 0 for row in further)
