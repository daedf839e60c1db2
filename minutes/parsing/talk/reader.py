"""One record being read: its rows, how it is set, what is open, and what has been read. The rules (rules.py) use it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from minutes.parsing.agenda.headings import HeadingReader
from minutes.parsing.attachments import AttachmentReader
from minutes.parsing.ledger import Ledger
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.marks import Mark
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.model import Utterance
from minutes.parsing.rows.joining import in_pieces, join_rows
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, is_sentence, squeeze, tidy
from minutes.parsing.talk.bullets import BULLETS, unbulleted
from minutes.parsing.talk.setting import setting_of
from minutes.parsing.talk.state import OpenText, State
from minutes.parsing.talk.telling import POLITE, SHORTEST_BROKEN, Teller
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import is_role
from minutes.parsing.words.prose import goes_on, group_of_talk
from minutes.parsing.words.records import (
    OPENING_BRACKETS,
    Record,
    clock_in,
    dashed,
    decision_line,
    event_line,
    is_closing,
    tells_explanation,
)

# A heading is no longer, nor is more of a speech without a mark quoted in a warning.
_LONGEST_HEADING, _QUOTED = 100, 40
_HEADS = frozenset("《<〈【[")
# A text in so many pieces is no longer one speech.
_LEAST_PIECES = 2
# The signs of points; so many speeches of one point each are the document's way.
_SAID, _USUAL = frozenset(["speech", "explanation"]), 2
_POINT_SIGNS = ("・", "･", "•", "⇒")
_GREETING = re.compile(r"(?:開会|閉会)?の?(?:御|ご)?(?:あいさつ|挨拶)。?")
# So many rows a record of what was done may take.
_ROWS_OF_PARAGRAPH = 8


class Rule(ABC):
    """One way of reading rows of a record: its `name` as an editor is told it, and an `example` with a line that it takes."""

    name: ClassVar[str]
    example: ClassVar[str]

    @abstractmethod
    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        """Read the row at `index`, and maybe some below it; how many it took, 0 where the rule does not apply."""


class RecordReader:
    """What is read of one record, row by row."""

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
        self.rows = rows
        self.marks = marks
        self.headings = headings
        self.ledger = ledger
        self.taught = taught or LessonMatches((), [])
        self.points = points
        self.setting = setting_of(rows, marks, headings, points)
        self.state = State(items=opened)
        self.utterances: list[Utterance] = []
        self.papers = AttachmentReader()
        self.discussed: set[int] = set(opened)
        self.adjourned: tuple[str, PrintedLine] | None = None
        self.teller = Teller(self.marks.found)

    def read(self, rules: Sequence[Rule]) -> None:
        """Read all rows, each by the first of the rules that takes it; the last one takes any."""
        index = 0
        while index < len(self.rows):
            row = self.rows[index]
            # A letter alone opens nothing.
            tried = rules if len(row.text) > 1 or self.state.papers else rules[-1:]
            size, rule = next((size, rule) for rule in tried if (size := rule.take(self, index, row)))
            refused = rule is rules[-1]
            for taken in self.rows[index : index + size]:
                refusal = self.marks.refusal(taken) if refused else None
                self.ledger.because(taken, f"{rule.name}。{refusal}" if refusal else rule.name)
            index += size
        self.close()
        self.forget_heading()
        self._free_single_points()

    def _free_single_points(self) -> None:
        """赤井委員 / ・甲を望む。: where most speeches are one point each, its bullet is no list's."""
        said = [row for row in self.utterances if row.kind in _SAID and row.speaker and row.text[:1] in _POINT_SIGNS]
        single = {id(row) for row in said if "\n" not in row.text}
        if len(single) >= _USUAL and 2 * len(single) > len(said):
            self.utterances = [
                replace(row, text=unbulleted(row.text)) if id(row) in single else row for row in self.utterances
            ]

    # What stands round a row

    def after(self, index: int) -> PrintedLine | None:
        """The row below, None at the end."""
        return self.rows[index + 1] if index + 1 < len(self.rows) else None

    def has_speech_below(self, index: int) -> bool:
        """Whether a row stands below that no mark opens."""
        after = self.after(index)
        return after is not None and self.marks.match(after) is None

    def has_points_below(self, index: int, bullets: str = "・･•") -> bool:
        """Whether points stand below a row that no mark opens: 【緑化課長説明】 / ・今年は96本である。"""
        after = self.after(index)
        return after is not None and after.text[0] in bullets and self.marks.match(after) is None

    def ends_item(self, index: int) -> bool:
        """Whether what follows a row is no more of the same text: a mark, a heading, a record, the end."""
        after = self.after(index)
        if after is None:
            return True
        return (
            self.marks.match(after) is not None
            or read_numbered(after.flat) is not None
            or after.flat[0] in OPENING_BRACKETS
            or event_line(after.text) is not None
            or decision_line(after.text) is not None
            or dashed(after.text) is not None
            or after.text[0] == "※"
            or (len(after.text) <= _LONGEST_HEADING and self.headings.read(after.text) is not None)
        )

    def paragraph(self, index: int) -> list[PrintedLine]:
        """The rows from `index` on to the end of a sentence, none that begins something of its own among them."""
        rows = [self.rows[index]]
        if len(rows[0].text) < SHORTEST_BROKEN:
            # A line far from the edge that ends in no sentence is a heading or a record of its own.
            return rows
        for row in self.rows[index + 1 : index + _ROWS_OF_PARAGRAPH]:
            if ends_sentence(rows[-1].text) or self.marks.match(row) is not None or read_numbered(row.flat) is not None:
                break
            if row.text[0] in BULLETS or row.flat[0] in OPENING_BRACKETS or not is_sentence(row.text):
                break
            rows.append(row)
        return rows

    def printed(self, rows: list[PrintedLine]) -> str:
        """The text of several rows, broken lines joined."""
        return join_rows([(row, row.text.replace("\t", " ")) for row in rows], self.setting.measure)

    # What is open

    @property
    def is_complete(self) -> bool:
        """Whether the text above could end here."""
        opened = self.state.opened
        return opened is None or not opened.parts or ends_sentence(opened.parts[-1][1])

    @property
    def has_said(self) -> bool:
        """Whether the open speech holds something; below a mark alone stands what that speaker says: （赤井委員） / 異議なし。"""
        return self.state.opened is None or bool(self.state.opened.parts)

    @property
    def is_unsigned(self) -> bool:
        """Whether the open text is a speech that nobody has been named for."""
        return self.state.opened is not None and self.state.opened.is_unsigned

    @property
    def last_kind(self) -> str | None:
        """The kind of the utterance above the open one."""
        return self.utterances[-1].kind if self.utterances else None

    def begin(self, kind: str, speaker: str | None, row: PrintedLine, text: str) -> OpenText:
        """A new utterance begins."""
        self.close()
        state = self.state
        if state.heading_speaker is not None and state.heading_speaker != speaker:
            self.forget_heading()
        state.heading_speaker = None
        opened = state.opened = OpenText(kind, speaker, state.items, row)
        if text.strip():
            opened.parts.append((row, text))
        self.ledger.take(row)
        return opened

    def start_speech(self, row: PrintedLine, mark: Mark) -> None:
        """A mark begins a speech."""
        state = self.state
        state.group = None
        self.begin("speech", mark.name or None, row, mark.speech).quoted = mark.quoted or self.setting.quoted
        state.speaker = mark.name or None
        state.marked = True
        state.closed = False

    def close(self) -> None:
        """The open utterance is complete."""
        opened, self.state.opened = self.state.opened, None
        if opened is None:
            return
        pieces = in_pieces(opened.parts) if opened.is_unsigned and not self.marks.found else []
        if len(pieces) < _LEAST_PIECES:
            self._close(opened)
            return
        for parts in pieces:
            self._close(replace(opened, row=parts[0][0], parts=parts))

    def _close(self, opened: OpenText) -> None:
        text = join_rows(opened.parts, self.setting.measure)
        if opened.quoted and text[:1] in "「『" and text[-1:] in "」』" and text.count(text[0]) == text.count(text[-1]):
            text = text[1:-1]
        if not text:
            self.ledger.leave(opened.row, opened.row.text)
            return
        # A speech that runs on into a page's right column ends above where it began.
        first, last = opened.row, max((row for row, _ in opened.parts), key=lambda row: row.number)
        kind, speaker = opened.kind, opened.speaker
        if opened.is_unsigned and not opened.point and len(opened.parts) > 1:
            kind = "note" if self.teller.is_inside(opened.parts[0][1]) and self.is_told(text) else kind
        if kind == "speech" and speaker is None:
            text, speaker = self._signer(text, first)
        elif kind == "speech" and not opened.point:
            kind = _kind_of_told(text)
        self.append(Utterance(kind, speaker, text, opened.agenda, first.number, first.page, last.number))

    def _signer(self, text: str, row: PrintedLine) -> tuple[str, str | None]:
        """A speech that no mark opens: what is said, and the speaker where it is signed."""
        signed = self.setting.signed.split(text)
        if signed is not None:
            self.state.marked = True
            return signed[0].lstrip(BULLETS + "⇒ 　"), signed[1]
        self.ledger.warn("unknown-speaker", f"発言者の表示がない発言です：{text[:_QUOTED]}", row.number)
        return unbulleted(text), None

    def is_told(self, text: str) -> bool:
        """Whether a line tells what happened where nobody is speaking."""
        state = self.state
        return self.teller.tells(text, marked=state.marked, talks=bool(state.items) or state.opinions)

    def append(self, utterance: Utterance) -> None:
        """An utterance that says something is complete."""
        if utterance.text:
            self.utterances.append(utterance)

    # What the minutes record

    def record(self, record: Record, row: PrintedLine, last: PrintedLine | None = None) -> None:
        """A record line; it may go on to the row `last`."""
        state = self.state
        if record.kind == "explanation" and record.speaker is None and state.opened is not None and not self.has_said:
            # 【事務局】 / 〔「甲」を説明〕: the mark above names who explained
            record = Record(record.kind, state.opened.speaker, record.text)
            state.opened = None
        self.close()
        self.ledger.take(row)
        heading = state.heading_row
        if state.heading_speaker is not None and heading is not None and heading.flat[:1] == row.flat[:1] in _HEADS:
            # 《部長挨拶》 / 《議事録確認》: the next heading set alike
            self.forget_heading()
        if record.kind == "structure":
            state.speaker = None
            self.expect_points(record.text)
            return
        text = tidy(record.text).strip("※・ ")
        if record.kind == "note" and is_closing(text):
            state.items, state.closed = (), True
            if (clock := clock_in(text)) is not None:
                self.adjourned = (clock, row)
        if record.kind in ("explanation", "decision"):
            state.speaker = None
        end = (last or row).number
        self.append(Utterance(record.kind, record.speaker, text, state.items, row.number, row.page, end))

    def tell(self, kind: str, text: str, rows: list[PrintedLine]) -> None:
        """A record of what was done; a paragraph that only goes on with the note above is part of it."""
        first, last = rows[0], rows[-1]
        self.ledger.take_all(rows)
        above = self.utterances[-1] if self.utterances else None
        if above is not None and above.kind == "note" == kind and above.agenda == self.state.items and goes_on(text):
            self.utterances[-1] = replace(above, text=f"{above.text}\n{text}", end_line=last.number)
            return
        self.append(Utterance(kind, None, text, self.state.items, first.number, first.page, last.number))

    def expect_points(self, heading: str) -> None:
        """Opinions follow, whoever's they are; a heading may name whose."""
        self.state.opinions = True
        self.state.group = group_of_talk(heading)

    # Headings that name somebody

    def expect_speaker(self, speaker: str | None, row: PrintedLine) -> None:
        """A heading may name who speaks below it."""
        self.state.heading_speaker = squeeze(speaker) if speaker else None
        self.state.heading_row = row

    def forget_heading(self) -> None:
        """A heading named somebody who then says nothing: the name is left, to be seen."""
        speaker, row = self.state.heading_speaker, self.state.heading_row
        if speaker is None or row is None:
            return
        self.state.heading_speaker = None
        if is_role(speaker):
            return
        if read_numbered(row.flat) is None:
            # 緑化推進部長挨拶 on a line of its own is the record of it
            text = unbulleted(tidy(row.text))
            self.append(Utterance("note", None, text, self.state.items, row.number, row.page, row.number))
        else:
            self.ledger.leave(row, speaker)

    # Doubt

    def doubt(self, index: int, row: PrintedLine) -> None:
        """Show what may be a mark that the document does not bear out; it stays text."""
        if not self.is_complete:
            return
        mark = self.marks.doubted(row, self.after(index))
        if mark is not None and row.key not in self.taught.no_marks:
            message = f"発言者の表示かもしれません（本文として読みました）：{mark.name}"
            self.ledger.warn("doubted-mark", message, row.number, mark.name)


def _kind_of_told(text: str) -> str:
    """The kind of what stands behind a mark: 資料1により改定の考え方を説明, あいさつ; a speech where it says something."""
    if len(text) > _LONGEST_HEADING or "。" in text.rstrip("。") or POLITE.search(text) is not None:
        return "speech"
    if _GREETING.fullmatch(text) is not None:
        return "note"
    return "explanation" if tells_explanation(text) else "speech"
