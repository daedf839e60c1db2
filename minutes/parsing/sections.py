"""Where the head of a document ends and which of its rows belong to which field.

The head is a run of labelled sections; the record begins at its label (会議内容), at the first line that somebody
surely says, at the opening event, or where headings of the agenda are printed a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from minutes.parsing.attachments import names_file
from minutes.parsing.ceremonies import is_ceremony, is_greeting, opens_or_closes
from minutes.parsing.headings import greeting_speaker
from minutes.parsing.item_classes import category_alone, is_part, tells_what_was_done
from minutes.parsing.label_words import composed_field
from minutes.parsing.labels import LABELS, Label, find_label, is_place
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.lines import PrintedLine
from minutes.parsing.numbering import Numbered, place_in_schedule, read_numbered
from minutes.parsing.people import group_of, is_person
from minutes.parsing.prose import is_told, is_told_item
from minutes.parsing.records import bracketed, event_line, is_opening, is_record_heading, read_record
from minutes.parsing.speakers import SpeakerMarks
from minutes.parsing.text import BULLETS, flat, fold, squeeze, title_overlap
from minutes.wording import find_date, find_times

_CHECKBOXES = "■□☑☒✓✔◉⦿▣☐●○◯◎レ"
ACCESS_BOXES = re.compile(rf"[{_CHECKBOXES}]\s?(?:全部|一部)?(?:公開|非公開)")
ACCESS_PARTS = frozenset(["会議", "会議録", "議事録"])
_UNKNOWN_LABEL = re.compile(r"[【\[<■◆●○◎・]\s?[^】\]>。、]{1,24}[】\]>]\s?[::]?|[^\s。、::]{1,16}\s?[::](?!\d)")
_STATEMENT = re.compile(
    r"において.{0,20}(?:開催|開会|開いた|招集)|に招集(?:された|した)|を開催し(?:た|ました)。|開催した。|開会した。"
)
# What a form says its record should hold: 審議内容（発言者、発言内容、審議経過、決定事項等）.
_FORM_NOTE = re.compile(
    r"\((?:(?:主な)?(?:発言者?|発言内容|審議経過|経過|決定事項|結論|結果|質疑|質疑応答|質疑内容|意見|内容|議事|審議|会議|要旨|概要|要点|記録|及び|等|の|[、・])+)\)"
)
_TITLE_ROWS = 4
# So far below a page's heading the date of the meeting may stand.
_HEAD_BELOW = 12
# An entry of an attendance list is hardly longer.
_LONG_NAME = 40
# The lines of a page are as long, and a sentence takes no more of them.
_FULL_LINE, _LONGEST_SENTENCE = 30, 12
_DAY = re.compile(r"[0-9０-９]\s?日")
_CLOSES = re.compile("閉会|散会|終了|閉議")
_ONLY_TIME = re.compile(r"[0-9一二三四五六七八九十年月日時分半午前後正令和平成昭元:()曜火水木金土~\s-]+")
_KEEPS_SENTENCES = frozenset(["access", "minutes_access", "reason", "audience"])
_PRESENT = frozenset(["出席委員", "出席者", "出席議員"])
_HEAD_ONLY = frozenset(["access", "minutes_access", "when", "venue", "office"])
# The heading of a list of an assembly's officers, that many rows above at most
_OFFICERS = re.compile("(?:議会事務局|議会局|事務局(?:出席)?(?:職員)?|出席職員|書記等?|職務のため.{0,20})$")
_FEW_ROWS = 8
# Labels of a list that prints the items of the schedule above once more
SECOND_LIST = re.compile(r"(?:会議に付|付議)(?:した|された|すべき).{0,6}$")
_LISTS = frozenset(["agenda", "attachments"])


# What the value of a composed label looks like, field by field.
_FITTING: dict[str, Callable[[str], bool]] = {
    "access": lambda value: re.search(r"公開|[■□☑☐可否]", value[:40]) is not None and len(value) <= 200,
    "minutes_access": lambda value: re.search(r"公開|[■□☑☐可否]", value[:40]) is not None and len(value) <= 200,
    "audience": lambda value: re.search(r"な\s?し|無|[0-9０-９]\s?[名人]|いない", value[:60]) is not None,
    "when": lambda value: find_date(value[:200]) is not None or bool(find_times(value[:80])),
    "venue": lambda value: len(value) <= 60 and "。" not in value,
    "office": lambda value: re.search(r"[課室部局係所館]|センター|担当", value[:60]) is not None and "。" not in value,
    "title": lambda value: len(value) <= 100 and "。" not in value,
}


# 所管課　文化課長ほか2名: who was there
_SOMEBODY = re.compile(r"長(?:[\s、(]|ほか|外|他|$)|[0-9]\s?[名人]$")
# What the signs before the speeches mean.
_LEGEND = re.compile(r"[◎○●◇◆□■△▲]\s?[)）」]?\s?(?:は|[:：=＝]|…)\s?[一-龥]")


@dataclass(slots=True)
class Section:
    """Rows of one field. `values` pairs each row with the texts that belong to the field, one a cell."""

    kind: str
    label: Label | None = None
    rows: list[tuple[PrintedLine, tuple[str, ...]]] = field(default_factory=list)

    @property
    def row(self) -> PrintedLine:
        """The first row."""
        return self.rows[0][0]


@dataclass(frozen=True, slots=True)
class Layout:
    """The head's sections and the rows of the record."""

    sections: list[Section]
    record: list[PrintedLine]

    @property
    def ceremonies(self) -> list[str]:
        """The lines of the agenda lists that are no items: 開会, 閉会."""
        rows = [row for section in self.sections if section.kind == "agenda" for row, _ in section.rows]
        titles = [row.text[numbered.start :] for row in rows if (numbered := read_numbered(row.flat)) is not None]
        return [title for title in titles if is_ceremony(title)]


def lay_out(rows: list[PrintedLine], marks: SpeakerMarks, taught: LessonMatches) -> Layout:
    """Part the rows of a document into the sections of its head and its record."""
    walker = _Walker(rows, marks, taught)
    start = walker.walk()
    return Layout(walker.sections, rows[start:])


def lay_out_head(
    rows: list[PrintedLine], marks: SpeakerMarks, taught: LessonMatches, listed: Label | None = None
) -> list[Section]:
    """The sections of rows that are all of the head; with `listed`, all of one list, which that label heads."""
    walker = _Walker(rows, marks, taught, head_only=True, listed=listed)
    walker.walk()
    return [section for section in walker.sections if section.rows]


class _Walker:
    def __init__(
        self,
        rows: list[PrintedLine],
        marks: SpeakerMarks,
        taught: LessonMatches,
        *,
        head_only: bool = False,
        listed: Label | None = None,
    ) -> None:
        self._rows = rows
        self._head_only = head_only
        self._listed_field = listed.field if listed else None
        self._marks = marks
        self._taught = taught
        self.sections = [Section(listed.field, listed) if listed else Section("free")]
        self._agenda_seen = False
        self._labels = 0
        self._listed: set[str] = set()
        # Of these the ones of the field that the rows belong to
        self._listed_here: set[str] = set()
        self._listed_numbers: dict[tuple[str | None, int, int | None], str] = {}
        self._numbered = False
        self._dated = False
        # Looking ahead for a list is costly; a head needs it a few times.
        self._lookaheads = 100

    @property
    def _now(self) -> Section:
        return self.sections[-1]

    def walk(self) -> int:
        """Fill `sections`; the result is the index of the record's first row."""
        index = 0
        while index < len(self._rows):
            row = self._rows[index]
            if len(row.text) == 1:
                # One sign alone is no label, mark or heading.
                self._append(row, row.cells)
                index += 1
                continue
            after = self._rows[index + 1] if index + 1 < len(self._rows) else None
            label = self._label(index) if row.key not in self._taught.marks else None
            if self._listed_field and label is not None and label.field != self._listed_field:
                label = None
            if label is None and not self._head_only and self._begins_record(index, row, after):
                return index
            if label is not None and label.field == "record":
                values = tuple(value for value in label.values if _FORM_NOTE.fullmatch(squeeze(flat(value))) is None)
                self._open(index, Label("void", label.word, values, label.rows))
                if not self._head_only:
                    return index + label.rows
                index += label.rows
                continue
            if label is not None:
                self._open(index, label)
                index += label.rows
                continue
            if not self._head_only and self._repeats_title(index, row):
                self.sections.append(Section("free"))
                self._append(row, row.cells)
                return index + 1
            if self._listed_field:
                pass
            elif self._is_date_behind_name(row):
                self.sections.append(Section("free"))
            elif self._starts_other(row):
                self.sections.append(Section("other"))
            elif self._now.kind != "agenda" and self._starts_unlabelled_agenda(index):
                self.sections.append(Section("agenda", Label("agenda", "", (), rows=0)))
                self._agenda_seen = True
            self._append(row, row.cells)
            index += 1
        return index

    def _append(self, row: PrintedLine, values: tuple[str, ...]) -> None:
        self._now.rows.append((row, values))
        if not self._dated and self._now.kind in ("free", "when"):
            self._dated = find_date(row.text[:200]) is not None
        if self._now.kind == "agenda":
            self._listed.add(_item_key(row))
            self._listed_here.add(_item_key(row))
            if (numbered := read_numbered(row.flat)) is not None:
                key = (numbered.klass, numbered.rank, numbered.number)
                self._listed_numbers.setdefault(key, row.text[numbered.start : 200])
            self._numbered = self._numbered or read_numbered(row.flat) is not None

    def _open(self, index: int, label: Label) -> None:
        self._labels += 1
        if label.field == "agenda":
            self._agenda_seen = True
        self._listed_here = set()
        self.sections.append(Section(label.field, label))
        for offset in range(label.rows):
            self._append(self._rows[index + offset], label.values if offset == 0 else ())

    def _label(self, index: int) -> Label | None:
        row = self._rows[index]
        if self._is_access_part(index):
            if self._now.kind == "access":
                return None
            first, *others = [cell for cell in row.cells if cell]
            return Label("access", squeeze(flat(first)), tuple(others))
        label = find_label(self._rows, index)
        if label is None and self._heads_members(index):
            return Label("attendees", squeeze(row.flat), ())
        if label is None:
            headed = self._labels > 0 and self._now.kind not in _KEEPS_SENTENCES and is_record_heading(row.flat)
            return Label("record", squeeze(row.flat), ()) if headed else None
        return self._confirmed(index, row, label)

    def _heads_members(self, index: int) -> bool:
        """分科会委員 on a line of its own right above names: a list that no other label heads."""
        row = self._rows[index]
        if self._now.kind == "attendees" or len(row.text) > 12 or len(row.cells) > 1 or index + 1 >= len(self._rows):
            return False
        group = group_of(row.text)
        if group is None or not group.endswith(("委員", "構成員")):
            return False
        names = re.split("[、,]", self._rows[index + 1].flat.strip("、 "))
        return len(names) > 1 and all(is_person(name.strip()) for name in names)

    def _confirmed(self, index: int, row: PrintedLine, label: Label) -> Label | None:
        """A label's word is a label only in a fitting place."""
        kind = self._now.kind
        after = self._rows[index + 1] if index + 1 < len(self._rows) else None
        if label.word not in LABELS and not self._fits_composed(row, label, after):
            return None
        if label.field == "office" and _SOMEBODY.search(flat("".join(label.values))):
            return None
        if label.field == "office" and label.word in ("事務局", "担当", "庶務", "所属"):
            value = "".join(label.values)
            if (
                kind == "attendees"
                or not re.search(r"(?:課|室|部|局|係|担当|センター|館|所)(?:[\s(（].*)?$", value)
                or "、" in value
            ):
                return None
        if label.field == "attendees":
            return self._confirmed_attendees(row, label, kind)
        if (
            label.field == "agenda"
            and kind == "agenda"
            and (read_numbered(row.flat) or category_alone(row.text))
            and self._now.rows
        ):
            return None if not label.marked or read_numbered(row.flat) or not label.values else label
        if label.field in ("opens", "closes"):
            return self._confirmed_times(index, label)
        if label.field == "record" and not label.values and self._is_dated_below(index):
            return Label("void", label.word, label.values, label.rows)
        if label.field == "record":
            if kind == "access" and label.word in ACCESS_PARTS:
                return None
            if not self._labels and kind == "free" and not (self._dated and after is not None):
                return (
                    Label("void", label.word, label.values)
                    if label.word
                    in ("会議録", "議事録", "会議の概要", "議事概要", "議事要旨", "会議要旨", "会議結果", "会議の結果")
                    else label
                )
            if not self._dated and after is not None and self._head_label(index + label.rows):
                # 議事概要 / 日時: what the page is called, above its head
                return Label("void", label.word, label.values, label.rows)
            if (
                label.word in ("会議結果", "会議の結果", "内容", "会議の概要")
                and after is not None
                and find_label(self._rows, index + 1)
            ):
                return Label("void", label.word, label.values)
        if label.field == "attachments" and kind == "attachments":
            # 参考資料 alone may be the last paper of the list
            last = after is None or find_label(self._rows, index + 1) is not None
            if label.values or (last and label.word in ("参考資料", "当日資料", "追加資料")):
                return None
        if label.field == "agenda" and label.values and _LEGEND.search(label.values[0][:60]):
            # 議事（◎は委員長、○は委員の発言）: the talk itself
            return Label("record", label.word, label.values, label.rows)
        if label.field == "agenda" and kind == "attachments" and self._is_paper(row, label):
            return None
        if label.field == "void" and self._labels > 1 and label.marked and label.word == "概要":
            return Label("record", label.word, label.values, label.rows)
        if label.field == "void" and kind == "agenda":
            return None
        if label.field == "other" and kind == "agenda" and label.word.startswith("次回"):
            # 3 次回日程: an item
            return None
        return label

    def _head_label(self, index: int) -> bool:
        """Whether a row is a label of the head: when, where, who."""
        label = find_label(self._rows, index) if index < len(self._rows) else None
        return label is not None and label.field in ("title", "when", "venue", "attendees")

    def _is_dated_below(self, index: int) -> bool:
        """本文 / 甲審議会開催結果 / 1 日時 …: a page's heading above the head is not that of the record."""
        if self._labels > 1 or any(section.kind == "when" for section in self.sections):
            return False
        below = range(index + 1, min(index + _HEAD_BELOW, len(self._rows)))
        labels = (find_label(self._rows, position) for position in below)
        return any(label is not None and label.field == "when" and bool(label.values) for label in labels)

    def _is_paper(self, row: PrintedLine, label: Label) -> bool:
        """Whether a label of the agenda names one of the papers handed out: 次第, ・議案, 議案.pdf."""
        if names_file(row.text) or (not label.values and row.text[0] in "・•‣･·"):
            return True
        return self._agenda_seen and not label.marked and label.word.endswith("次第")

    def _fits_composed(self, row: PrintedLine, label: Label, after: PrintedLine | None) -> bool:
        """Whether a label that only its vocabulary makes has what its field holds: 公開の状況 / 公開; no item of a list."""
        if label.field == "record" and not (self._labels and not label.values):
            return False
        if label.field == "other" and self._now.kind in _LISTS and not label.marked:
            # その他必要な事項 may be the last item of a list
            return False
        if self._now.kind in _LISTS and self._now.label is not None:
            own, above = read_numbered(row.flat), read_numbered(self._now.row.flat)
            if own is not None and not (above is not None and self._counts_on(above, own)):
                return False
            if own is None and row.text[:1] in "・•○":
                return False
        value = " ".join(label.values) or (after.text if after is not None else "")
        fitting = _FITTING.get(label.field)
        return bool(value) and (fitting is None or fitting(value))

    def _counts_on(self, above: Numbered, own: Numbered) -> bool:
        """Whether a label has the number after that of the label above its list; or the same, as in 1 日時, 1 場所, 1 議題."""
        last = read_numbered(self._now.rows[-1][0].flat)
        deeper = last is not None and last.rank > own.rank
        return own.rank == above.rank and own.number in (
            [(above.number or 0) + 1, above.number] if deeper else [(above.number or 0) + 1]
        )

    def _confirmed_attendees(self, row: PrintedLine, label: Label, kind: str) -> Label | None:
        if (
            label.word in ("委員", "参考人", "説明員", "関係者", "オブザーバー", "説明者", "構成員")
            and kind != "attendees"
        ):
            # A group's label heads a list of its own only where its names follow it.
            return label if label.marked and label.values else (label if len(row.cells) > 1 else None)
        if kind == "attendees" and label.word == "書記" and len(label.values) == 1 and self._lists_officers():
            # 議会事務局 / 事務局長 青野一郎 / 書記 赤井花子: a post of the list
            return None
        if kind == "attendees" and label.word in (
            "委員",
            "参考人",
            "説明員",
            "関係者",
            "オブザーバー",
            "説明者",
            "構成員",
            "欠席",
            "出席",
            "執行機関",
        ):
            return label if label.marked and label.word in ("欠席", "出席") else None
        return label

    def _confirmed_times(self, index: int, label: Label) -> Label | None:
        """開会 and its like head a time of the head only where the closing time follows, or the date came before."""
        own = self._times_at(index, label.rows, label.values)
        if not own:
            return None
        if label.word in ("開会", "開議", "開始", "閉会", "散会", "終了"):
            pair = any(
                _CLOSES.search(squeeze(row.flat[:20])) and self._times_at(index + offset, 0, ())
                for offset, row in enumerate(self._rows[index + 1 : index + 5], start=1)
            )
            if not (pair or self._now.kind in ("opens", "when", "time", "closes")):
                return None
        return label

    def _times_at(self, index: int, own: int, values: tuple[str, ...]) -> bool:
        """Whether a time stands in a label's values or, where it has none, in the two rows below: 【開会】 / 3月7日 / 10時."""
        value = " ".join(values)
        if value or not own:
            value = value or self._rows[index].text
            if find_times(value[:80]) and len(value) <= 40:
                return True
            if own:
                return False
        below = self._rows[index + 1 : index + 3]
        return any(len(row.text) <= 30 and find_times(row.text) and _ONLY_TIME.fullmatch(row.flat) for row in below)

    def _is_access_part(self, index: int) -> bool:
        """会議 or 会議録 on its own above the boxes □公開 ■非公開, or with them in the next cell."""
        row = self._rows[index]
        cells = [cell for cell in row.cells if cell]
        if not cells:
            return False
        if squeeze(cells[0]) in ACCESS_PARTS:
            if len(cells) > 1:
                return ACCESS_BOXES.search(" ".join(cells[1:])[:200]) is not None
            return index + 1 < len(self._rows) and ACCESS_BOXES.search(self._rows[index + 1].text[:200]) is not None
        return False

    def _begins_record(self, index: int, row: PrintedLine, after: PrintedLine | None) -> bool:
        kind = self._now.kind
        if self._marks.opens_speech(row, after) and (kind != "attendees" or self._is_said(row, after)):
            return not self._label_below(index, row)
        if self._is_opening_event(index, row) and not self._attendance_follows(index):
            return True
        if kind == "attendees" and self._tells_behind_names(row, after):
            return True
        if kind == "agenda" and self._begins_paragraph(index):
            return True
        if kind == "agenda" and ((self._numbered and tells_what_was_done(row.text)) or is_told_item(row.text)):
            return True
        inner = bracketed(row.text)
        if inner is not None and read_record(inner).kind == "explanation" and kind not in ("access", "attendees"):
            return True
        if self._is_heading(index, row, after):
            return not self._head_goes_on(index)
        if self._labels and kind != "agenda" and (is_ceremony(row.text) or greeting_speaker(row.text) is not None):
            # • 地域代表あいさつ / • 市長あいさつ: lines of a programme
            listed = after is not None and row.text[0] in BULLETS and after.text[0] == row.text[0]
            return read_numbered(row.flat) is None and not listed
        return self._is_narrative(row, kind) and not self._is_dated_below(index)

    def _tells_behind_names(self, row: PrintedLine, after: PrintedLine | None) -> bool:
        """Whether what was done is told behind the last of the names, below its heading: 1. 甲について / 事務局から説明があった。"""
        if len(row.cells) > 1 or len(self._now.rows) < 2:
            return False
        if read_numbered(row.flat) is not None and after is not None and not row.text.endswith("。"):
            return len(after.text) > _LONG_NAME and is_told(after.text) and len(row.text) <= 100
        return len(row.text) > _LONG_NAME and is_told(row.text)

    def _begins_paragraph(self, index: int) -> bool:
        """Whether running text begins behind a list, set off from it: full lines, at last of which a sentence ends."""
        row = self._rows[index]
        if not self._now.rows or row.number - self._now.rows[-1][0].number < 2:
            return False
        text = ""
        for line in self._rows[index : index + _LONGEST_SENTENCE]:
            full = len(line.text) >= _FULL_LINE and len(line.cells) == 1 and read_numbered(line.flat) is None
            text += line.text
            if "。" in line.text:
                # Titles hold few signs of the syllabary.
                return text != line.text and 10 * sum("ぁ" <= sign <= "ん" for sign in text) >= 3 * len(text)
            if not full:
                return False
        return False

    def _label_below(self, index: int, row: PrintedLine) -> bool:
        """総務課 / 出席した者（傍聴人を除く。）: what looks like a name above what it says is a value above a label."""
        mark = self._marks.match(row)
        if mark is None or mark.speech or index + 1 >= len(self._rows) or self._now.kind == "attendees":
            return False
        if self._now.kind == "free" and not (self._dated and is_place(row.flat)):
            return False
        after = self._rows[index + 1]
        if self._now.kind == "agenda" and read_numbered(after.flat) is not None and not after.text.endswith("。"):
            # ●港湾局 / 1.甲について: the part of the meeting that the items below belong to
            return True
        if self._now.kind == "agenda" and is_part(row.text, after.text):
            return True
        below = find_label(self._rows, index + 1)
        return below is not None and below.field not in ("record", "void", "opens", "closes")

    def _head_goes_on(self, index: int) -> bool:
        """Whether fields that stand in heads only follow before anybody speaks: an item printed again above its papers."""
        if self._lookaheads <= 0:
            return False
        self._lookaheads -= 1
        for position in range(index + 1, min(index + 25, len(self._rows))):
            row = self._rows[position]
            after = self._rows[position + 1] if position + 1 < len(self._rows) else None
            if self._marks.opens_speech(row, after) or (len(row.text) > 40 and "。" in row.text):
                return False
            label = find_label(self._rows, position)
            if label is not None and label.field in _HEAD_ONLY and (label.marked or len(row.cells) > 1):
                return True
            if label is not None and label.field == "record":
                return False
        return False

    def _is_said(self, row: PrintedLine, after: PrintedLine | None) -> bool:
        """In an attendance list a mark opens the record only where a full sentence follows it."""
        mark = self._marks.match(row)
        if (mark is None or not mark.speech) and after is not None:
            # 乙野 二君 / ○委員長（甲野一君） 始めます。: the last name of the list, then who speaks first
            following = self._marks.match(after)
            if following is not None and following.speech:
                return False
        said = mark.speech if mark is not None and mark.speech else after.text if after is not None else ""
        return re.search("[。？?]", said) is not None

    def _is_opening_event(self, index: int, row: PrintedLine) -> bool:
        if len(row.text) > 60:
            return False
        text = bracketed(row.text) or event_line(row.text)
        if self._now.kind == "agenda" and self._schedule_follows(index):
            return False
        if self._now.kind == "agenda" and opens_or_closes(row.text) and read_numbered(row.flat) is None:
            # 開　　会（午前10時） behind the list, not in it
            return squeeze(row.text).startswith("開")
        if text is None or len(row.cells) > 1 or not is_opening(text):
            return False
        if not self._dated and _DAY.search(text) is not None:
            # 3月7日（火）午前10時開会 where no date stands above it is the meeting's own
            return False
        return (
            bracketed(row.text) is not None
            or bool(find_times(text))
            or (self._labels > 0 and self._now.kind != "agenda" and read_numbered(row.flat) is None)
        )

    def _schedule_follows(self, index: int) -> bool:
        """議事日程 / 午前10時開議 / 第1 …: the hour above the items of a schedule is none of the record's."""
        own = self._now.rows[self._now.label.rows if self._now.label is not None else 0 :]
        below = self._rows[index + 1 : index + 4]
        return not any(read_numbered(row.flat) for row, _ in own) and any(place_in_schedule(row.flat) for row in below)

    def _attendance_follows(self, index: int) -> bool:
        """午前十時開議 / 出席委員 十名: an opening line above the list of those present belongs to the head."""
        if self._labels or self._now.kind != "free":
            return False
        return any(
            (label := find_label(self._rows, position)) is not None
            and label.field == "attendees"
            and label.word in _PRESENT
            for position in range(index + 1, min(index + 3, len(self._rows)))
        ) or self._list_follows(index)

    def _list_follows(self, index: int) -> bool:
        """Whether those present are listed below, before anybody speaks: an assembly prints the opening with the date."""
        for position in range(index + 1, min(index + 80, len(self._rows))):
            row = self._rows[position]
            after = self._rows[position + 1] if position + 1 < len(self._rows) else None
            if self._marks.opens_speech(row, after) or (position > index + 1 and self._is_opening_event(position, row)):
                return False
            label = find_label(self._rows, position)
            if (
                label is not None
                and label.field == "attendees"
                and label.word.startswith(("会議に", "出席", "本日の出席"))
            ):
                return True
            if label is not None and label.field == "agenda" and label.word == "議事日程":
                return True
        return False

    def _is_heading(self, index: int, row: PrintedLine, after: PrintedLine | None) -> bool:
        kind = self._now.kind
        if row.key in self._taught.no_headings:
            return False
        numbered = read_numbered(row.flat)
        if kind == "agenda":
            return len(self._now.rows) > 1 and len(squeeze(row.text)) > 2 and self._is_listed(row, numbered, after)
        if (
            numbered is None
            or kind in ("access", "minutes_access", "reason")
            or len(row.text) > 160
            or row.text.endswith("。")
        ):
            return False
        if kind == "attachments" and row.text[0] in "・•":
            return False
        if self._agenda_seen and _item_key(row) in self._listed:
            return True
        title = row.text[numbered.start :]
        if numbered.klass is not None and self._agenda_seen and title:
            return True
        if numbered.klass is not None and after is not None:
            return (
                kind != "attachments"
                and read_numbered(after.flat) is None
                and not self._agenda_seen
                and find_label(self._rows, index + 1) is None
            )
        opens = numbered.number == 1 and (is_ceremony(title) or opens_or_closes(title))
        if opens or (kind != "attendees" and (is_ceremony(title) or greeting_speaker(row.text) is not None)):
            return not self._starts_unlabelled_agenda(index)
        return False

    def _is_listed(self, row: PrintedLine, numbered: Numbered | None, after: PrintedLine | None) -> bool:
        """Whether a line behind a list opens one of its items: word for word, by its number alone (議題１), or worded
        otherwise right above what somebody says."""
        if self._is_second_list() and _item_key(row) not in self._listed_here:
            return False
        if _item_key(row) in self._listed:
            return numbered is not None or not self._ends_title(row, after)
        if numbered is None:
            return False
        listed = self._listed_numbers.get((numbered.klass, numbered.rank, numbered.number))
        title = row.text[numbered.start :].strip()
        if listed is None or (numbered.klass is not None and not title):
            return listed is not None
        alike = numbered.number == 1 and title_overlap(title, listed) >= 0.6
        return alike and after is not None and self._marks.opens_speech(after, None)

    def _lists_officers(self) -> bool:
        """Whether the rows are those of an office's people, listed below its label."""
        label = self._now.label
        heads = [] if label is None or label.values else [label.word]
        heads += [squeeze(row.flat) for row, _ in self._now.rows[-_FEW_ROWS:] if len(row.text) <= 20]
        return any(_OFFICERS.search(head) is not None for head in heads)

    def _ends_title(self, row: PrintedLine, after: PrintedLine | None) -> bool:
        """4回）について: the end of a title that the width broke, which other titles of the list have too."""
        above = self._now.rows[-1][0].flat
        if above.count("(") > above.count(")") and row.flat.count(")") > row.flat.count("("):
            return True
        return self._numbered and after is not None and read_numbered(after.flat) is not None

    def _is_second_list(self) -> bool:
        """Whether the rows are still those of 会議に付した事件, which prints the schedule's items again."""
        label = self._now.label
        return label is not None and label.rows > 0 and SECOND_LIST.search(label.word) is not None

    def _starts_unlabelled_agenda(self, index: int) -> bool:
        """A run of numbered lines that no label heads: three or more, or repeated further down."""
        if self._now.kind in ("attachments", "access", "reason", "minutes_access"):
            return False
        first = read_numbered(self._rows[index].flat)
        if self._agenda_seen and (
            self._numbered or first is None or not _is_programme(self._rows[index].text[first.start :])
        ):
            return False
        if self._now.kind == "attendees" and (
            first is None or not _is_programme(self._rows[index].text[first.start :])
        ):
            return False
        if first is None or first.number != 1 or self._lookaheads <= 0:
            return False
        self._lookaheads -= 1
        run, position = [], index
        while position < len(self._rows) and position < index + 60:
            row = self._rows[position]
            label = find_label(self._rows, position)
            if label is not None and (label.values or label.field not in ("opens", "closes")):
                break
            if read_numbered(row.flat) is None or row.text.endswith("。"):
                break
            run.append(_item_key(row))
            position += 1
        if len(run) >= 3 or (len(run) == 2 and _is_programme(self._rows[index].text[first.start :])):
            return True
        return len(run) == 2 and run[0] in {
            _item_key(row) for row in self._rows[position : position + 2000] if len(row.text) <= 200
        }

    def _is_narrative(self, row: PrintedLine, kind: str) -> bool:
        """The first full sentence behind the labelled fields, in minutes that mark no speakers."""
        if kind in _KEEPS_SENTENCES or kind == "attendees" or (not self._labels and kind == "free" and not self._dated):
            return False
        if "。" not in row.text or row.text[:1] in "※(（注" or len(row.cells) > 1 or _STATEMENT.search(row.text):
            return False
        return kind != "other" or len(row.text) > 40

    def _is_date_behind_name(self, row: PrintedLine) -> bool:
        """会議名　霞浜市環境審議会 / 令和5年6月13日　午後2時～4時 / 市役所: date and place without labels behind the name."""
        if self._now.kind not in ("title", "office") or self._dated or len(row.text) > 80:
            return False
        found = find_date(row.text)
        return found is not None and not row.flat[: found.start].strip() and _names_nothing(row.flat[found.end :])

    def _repeats_title(self, index: int, row: PrintedLine) -> bool:
        """Whether the title stands once more behind those present, above the talk: 第2回霞浜市農業委員会総会議事録."""
        if self._now.kind != "attendees" or not 8 <= len(row.text) <= 120:
            return False
        below = range(index + 1, min(index + 6, len(self._rows)))
        if any(find_label(self._rows, position) is not None for position in below):
            return False
        return any(fold(above.text) == fold(row.text) for above in self._rows[: min(index, _TITLE_ROWS)])

    def _starts_other(self, row: PrintedLine) -> bool:
        """A label that no rule knows ends the field above it, so that its text is not taken for that field's."""
        kind = self._now.kind
        if kind in _LISTS and len(row.cells) > 1 and self._now.label is not None and len(self._now.row.cells) > 1:
            # 議題 | … / 審議結果の概要 | …: the next row of a form
            return composed_field(squeeze(flat(row.cells[0]))) is not None
        if kind in ("free", "attendees", "access", "minutes_access", "reason") or kind in _LISTS:
            return False
        return len(row.cells) == 1 and _UNKNOWN_LABEL.match(row.flat) is not None and group_of(row.text) is None


def _names_nothing(rest: str) -> bool:
    """Whether what stands behind a date is at most a weekday and times."""
    return (
        not rest.strip()
        or _ONLY_TIME.fullmatch(re.sub("開会|閉会|から|まで|より|開議|開始|終了", "", rest)) is not None
    )


def _is_programme(title: str) -> bool:
    """Whether a list's first title begins a programme: 1 開会, 1 開会（午後2時）."""
    return is_ceremony(title) or opens_or_closes(title) or is_greeting(title)


def _item_key(row: PrintedLine) -> str:
    """A listed item and its heading in the text, alike however the number is set off: 1. 甲について, 1　甲について."""
    numbered = read_numbered(row.flat)
    if numbered is None:
        return fold(row.text[:200])
    return f"{numbered.klass or ''} {numbered.rank} {numbered.number} {fold(row.text[numbered.start : 200])}"


__all__ = ["ACCESS_BOXES", "ACCESS_PARTS", "SECOND_LIST", "Layout", "Section", "lay_out", "lay_out_head"]
