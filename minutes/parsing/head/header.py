"""The head's fields: title, body, number, date, times, place, office, whether public. Each reader takes a section's rows and leaves
to the ledger what of them it could not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minutes.parsing.head.access import AccessReader, access_in_words, access_of_parts, has_boxes
from minutes.parsing.head.layout import Section
from minutes.parsing.head.titles import (
    Titles,
    beside_title,
    body_of,
    is_cut_name,
    is_record_heading,
    is_title,
    names_no_body,
    number_of,
    unknown_in,
    without_year_and_number,
)
from minutes.parsing.head.web_frame import body_in_path, title_in_path
from minutes.parsing.ledger import Ledger
from minutes.parsing.model import Access
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, close_letters, cut_out, flat, fold, squeeze, tidy_title
from minutes.parsing.words.labels import is_place
from minutes.parsing.words.records import event_line, is_closing
from minutes.wording import (
    FoundDate,
    FoundTime,
    find_date,
    find_fiscal_year,
    find_times,
    find_year,
    fiscal_year,
    format_era_date,
    format_fiscal_year,
)

# 総務部 総務課 on a line of its own beside the title
_OFFICE_LINE = re.compile(
    r"[^\s、。:()0-9]{1,14}(?:部|局|室)\s?[^\s、。:()0-9]{1,14}(?:課|室|係|担当)(?<!会議室)(?<!委員会室)(?<!集会室)(?<!研修室)(?<!応接室)"
)
# 2024/11/05 1:34 会議録表示: the day on which the page was shown or printed
_OTHER_DAY = re.compile(
    r"会議録表示|印刷日|更新日|掲載日|公開日|作成日|出力日?|登録日|アクセス|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}\s+[0-9]{1,2}:[0-9]{2}\s+\S"
)
# 労働基準局; （甲本部事務局） right below the title: who keeps the minutes
_PUBLISHER = re.compile(r"\(?(?P<name>[^\s、。:()0-9]{1,20}(?:局|省|庁|本部|課|室)(?<!会議室)(?<!委員会室))\)?")
_POSTS = re.compile(r"[部課室局会校係館]長|委員|議員|主査|主任|主事|教授")
# 多目的ホール, ホワイエ, （Web会議併用): what a narrow column leaves of a place for the next row
_ENDS_PLACE = re.compile(
    r"[^\s、。:0-9]{2,10}(?:ホール|室|館|ホワイエ|ロビー|センター|階|会場|フロア|ルーム)|[(（](?=.{0,30}(?:併用|オンライン|[Ww]eb|WEB|Ｗｅｂ|所在|[階室]))[^()（）]{2,40}[)）]|ホワイエ|ロビー"
)
# The rows of a date, its times and its place
_WHEN_ROWS = 6
# What stands between a date and the place behind it
_EDGES = re.compile(r"^[\s、,・:：（(）)~〜～-]*(?:開会|開催|から|より)?[\s、,・:：]*")
# 於 市役所; 於、市役所
_AT = re.compile(r"[(\[]?\s?(?:於|おいて)\s?[:、]?\s*(?P<place>[^\s].*?)\s*[)\]]?$")
# 霞浜地方整備局: an office where people meet
_BUREAU = re.compile(r"[^、。:\s]{2,}(?:局|署|本部|省|庁|財団|商工会)$")
_LONGEST_PLACE = 60
_COUNT_ALONE = re.compile(r"(?:計|全)?[0-9一二三四五六七八九十]{1,3}[名人]|なし|無し|無|いない|おりません|0")
_NOTHING = re.compile(r"[(\[]?(?:特に)?(?:なし|無し|ありません)[)\]]?。?")
_STATED_PLACE = re.compile(
    r"(?P<place>[^、。を]{2,40}?)(?:(?:において|にて|で)(?:[、\s]|から|より|に)*(?:[^、。をは]{3,40}を、?)?(?:開催|開会|開いた|開かれ|招集)|に招集)"
)
# 午後2時から霞浜市役所 between the day and において
_FROM = re.compile(r"(?:から|より|に|は|が|の|[\s、])+")
# …を市役所において開催した。
_STATES = re.compile(r"において|にて|開催した|開会した|開催しました|招集")
# A row that the page's width cut in the middle of such a sentence; so many rows, each no longer than the first by so much
_IN_SENTENCE = re.compile(r"を|は[、\s0-9平令昭]|において|にて|から|より|に、")
_STATEMENT_ROWS, _RAGGED = 4, 2
_STATED_BODY = re.compile(r"(?P<body>[^、。\s]{3,60}?)(?:を|は)[^。]{0,60}?(?:開催|開会|開いた|招集)")
_CONNECTORS = re.compile(
    r"から|まで|より|開会|閉会|開議|散会|閉議|開始|終了|及び|自|至|~|-|～|、|,|。|\(|\)|曜日|:|\s|・|\[|\]|\n|/"
)
_PARTS = {"会議": "meeting", "会議録": "minutes", "議事録": "minutes"}


@dataclass(slots=True)
class Head:
    """What the head of one document says, before the record completes it."""

    title: str | None = None
    body: str | None = None
    number: int | None = None
    fiscal_year: int | None = None
    office: str | None = None
    held_on: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    venue: str | None = None
    meeting_access: Access = field(default_factory=Access)
    minutes_access: Access = field(default_factory=Access)
    # Other lines that may be the title, and facts from places that are not their own
    others: list[tuple[PrintedLine, str]] = field(default_factory=list)
    weak: list[tuple[str, str, PrintedLine | None]] = field(default_factory=list)


def read_head(sections: list[Section], ledger: Ledger, path: tuple[str, ...] = ()) -> Head:
    """The fields of the head's sections; attendance, agenda and attachments are read elsewhere.

    The `path` to a web page names the meeting where no section does, and the body where the title does not.
    """
    reader = _HeadReader(ledger, any(_holds_date(section) for section in sections), path)
    for section in sections:
        reader.read(section)
    return reader.finish()


def _holds_date(section: Section) -> bool:
    """日時：令和5年3月1日: the meeting's date, whatever other dates (of publication, of an update) stand about."""
    return section.kind == "when" and any(find_date(" ".join(values)) for _, values in section.rows[:6])


class _HeadReader:
    def __init__(self, ledger: Ledger, dated: bool, path: tuple[str, ...]) -> None:
        self._dated = dated
        self._path = path
        self._ledger = ledger
        self._head = Head()
        self._titles = Titles(ledger, path)
        self._title_row: PrintedLine | None = None
        self._office_line: tuple[PrintedLine, str] | None = None
        self._statements: list[tuple[PrintedLine, str]] = []
        self._date: FoundDate | None = None
        self._date_row: PrintedLine | None = None
        # Dates on lines of their own beside the labelled one
        self._dates_alone: list[tuple[PrintedLine, FoundDate]] = []
        # A place without a label of its own, beside or below the date
        self._place: tuple[PrintedLine, str] | None = None
        self._after_date = False
        self._meeting = AccessReader()
        # The lines of an agenda whose label says that each prints whether it is public.
        self._parts: list[str] = []
        # What a sentence says of it, wherever it stands
        self._told: str | None = None
        self._minutes = AccessReader()
        self._asked: AccessReader | None = None

    def read(self, section: Section) -> None:
        """One section; kinds read elsewhere are passed over."""
        self._read_words_of_access(section)
        if section.kind == "agenda" and "公開" in section.row.flat:
            self._parts = [row.text for row, _ in section.rows[1:]]
        if section.kind in ("void", "attendees", "agenda", "attachments", "other", "audience"):
            if section.kind == "void":
                for row, values in section.rows[:1]:
                    if is_record_heading(row.text):
                        self._titles.add_record_word(row, row.text)
                        continue
                    self._ledger.leave(row, " ".join(values))
                self._free(section.rows[1:])
            elif section.kind == "agenda" and not self._dated:
                self._dated_schedule(section)
            elif section.kind == "audience":
                self._audience(section)
            elif section.kind == "other":
                self._nothing(section)
            return
        readers = {"free": self._free_section, "title": self._title, "office": self._office, "venue": self._venue}
        if section.kind in readers:
            readers[section.kind](section)
        elif section.kind in ("when", "time", "opens", "closes"):
            self._when(section)
        else:
            self._access(section)

    def finish(self) -> Head:
        """Choose the title among the free lines; derive body, number and fiscal year."""
        head = self._head
        head.title = head.title or self._titles.choose() or title_in_path(self._path)
        if head.title:
            head.body = self._body(head.title)
            head.number = number_of(head.title)
            head.fiscal_year = find_fiscal_year(flat(head.title))
        if self._date is None:
            dated = self._titles.dates(head.fiscal_year)
            if not dated and self._title_row is not None and (in_title := find_date(head.title or "")) is not None:
                # 会議名：民生委員会　令和5年6月13日（火）
                dated = [(self._title_row, in_title)]
            for row, found in dated[:1]:
                self._note_date(row, found)
                self._doubt_date(row, found)
        head.others = self._titles.rest()
        for row, text in head.others:
            self._second_title(row, text)
        self._read_statements()
        if self._place is not None and head.venue is None:
            head.venue = tidy_title(self._place[1])
        elif self._place is not None and fold(self._place[1]) != fold(head.venue or ""):
            self._ledger.leave(*self._place)
        if self._office_line is not None and head.office is None:
            head.office = tidy_title(self._office_line[1])
            self._ledger.take(self._office_line[0])
        self._ledger.take_all(row for row, found in self._dates_alone if self._date and found.day == self._date.day)
        if self._date is not None:
            head.held_on = self._date.day.isoformat()
            self._check_year(head.title or "", self._date)
            if head.fiscal_year is None:
                head.fiscal_year = fiscal_year(self._date.day)
        head.meeting_access = self._meeting.access()
        if head.meeting_access.level is None and self._parts:
            head.meeting_access = Access(access_of_parts(self._parts), head.meeting_access.reason)
        if head.meeting_access.level is None and self._told is not None:
            head.meeting_access = Access(self._told, head.meeting_access.reason)
        head.minutes_access = self._minutes.access()
        return head

    def _body(self, title: str) -> str | None:
        """The body of a title; where that says only which of its meetings it was (総会), the one that the page's path names."""
        body = body_of(title)
        if body is not None and not names_no_body(body):
            return body
        named = body_in_path(self._path)
        return named + (body or "") if named is not None else body

    def _doubt_date(self, row: PrintedLine, found: FoundDate) -> None:
        """A day that only a title line prints may be that of the paper or the page, where another line has another day."""
        others = [other.day for _, other in (*self._dates_alone, *self._titles.dates(self._head.fiscal_year))]
        if any(day != found.day for day in others):
            told = f"開催日（{format_era_date(found.day)}）は、会議名の行から読み取りました。ほかの行に別の日付があります。"
            self._head.weak.append(("held_on", told, row))

    def _check_year(self, title: str, found: FoundDate) -> None:
        """The year that the title prints, 年度 or 年, is not that of the meeting's day: one of the two is a slip."""
        printed = find_date(title)
        plain = flat(title if printed is None else title[: printed.start] + title[printed.end :])
        fiscal, year = find_fiscal_year(plain), find_year(plain)
        if fiscal is not None:
            agrees, named = fiscal == fiscal_year(found.day), format_fiscal_year(fiscal)
        else:
            agrees, named = year in (None, found.day.year), f"{year}年"
        if not agrees:
            self._ledger.warn(
                "year-mismatch",
                f"会議名の年（{named}）と開催日（{format_era_date(found.day)}）が合いません。",
                self._date_row.number if self._date_row is not None else None,
            )

    # Titles

    def _free_section(self, section: Section) -> None:
        self._free(section.rows)

    def _free(self, rows: list[tuple[PrintedLine, tuple[str, ...]]]) -> None:
        broken = _broken_statements(rows)
        for row, values in rows:
            if row.key in broken:
                # Its first row holds the sentence, the others are of it.
                if (sentence := broken[row.key]) is not None:
                    self._statements.append((row, sentence))
                self._ledger.take(row)
                continue
            text = close_letters(" ".join(value for value in values if value)).lstrip(BULLETS + " 　")
            if (beside := beside_title(text)) is not None:
                # The other column's line, read across
                self._ledger.leave(row, text[beside:])
                text = text[:beside].rstrip()
            plain = flat(text)
            if not text or len(text) > 400:
                continue
            found = None if _OTHER_DAY.search(plain) and len(plain) <= 60 else find_date(text)
            if found and _STATES.search(text):
                self._statements.append((row, text))
            elif found and self._dated and not plain[: found.start].strip() and not plain[found.end :].strip():
                self._dates_alone.append((row, found))
            elif is_record_heading(text):
                # 会　議　録（要点記録）
                self._titles.add_record_word(row, text)
            elif self._titles.add_sheet(row, text) or self._titles.add_beginning(row, text):
                continue
            elif is_title(text):
                self._titles.add(row, text)
            elif found is None and (event := event_line(text)) is not None and (times := find_times(event)):
                # 午前10時00分 開議 / 6月13日 / 午前10時40分 閉会
                if is_closing(event):
                    self._head.ends_at = self._head.ends_at or times[-1].clock
                else:
                    self._head.starts_at = self._head.starts_at or times[0].clock
                self._ledger.take(row)
                continue
            elif found and len(text) <= 80 and not self._dated:
                self._take_when(row, text)
                self._after_date = True
                continue
            elif self._after_date and find_times(text) and len(text) <= 40:
                self._take_when(row, text)
                continue
            elif self._place is not None and row.number - self._place[0].number <= 2 and _is_note_of_place(plain):
                self._place = row, f"{self._place[1]}{text}"
                self._ledger.take(row)
                continue
            elif (named := place_in(text, at_only=not self._after_date)) is not None:
                if self._take_place(row, named):
                    continue
            elif self._office_line is None and _OFFICE_LINE.fullmatch(plain):
                self._office_line = (row, text)
            elif (
                self._office_line is None and self._titles.is_right_above(row) and (own := _PUBLISHER.fullmatch(plain))
            ):
                self._office_line = (row, text[slice(*own.span("name"))])
            self._after_date = False

    def _title(self, section: Section) -> None:
        text = _value(section, self._ledger, wraps=True)
        if text and self._head.title is None:
            self._head.title, self._title_row = tidy_title(text), section.row
        elif text:
            self._ledger.leave(section.row, text)

    def _second_title(self, row: PrintedLine, text: str) -> None:
        head = self._head
        if head.number is None and (number := number_of(text)) is not None:
            head.number = number
        if head.fiscal_year is None:
            head.fiscal_year = find_fiscal_year(flat(text))
        told = fold(head.title or "") + fold(head.body or "")
        unknown = unknown_in(text, told, self._date.day if self._date else None)
        if unknown:
            body = body_of(text) or ""
            self._ledger.leave(row, text if body and fold(body) not in told else unknown)
        elif head.number == (number_of(text) or head.number):
            self._ledger.take(row)

    def _read_statements(self) -> None:
        """平成…年…月…日、…会議を…室において開催した。"""
        head = self._head
        for row, text in self._statements:
            rest = text
            found = find_date(text)
            if found and self._date is None:
                self._note_date(row, found)
            if found:
                rest = rest[: found.start] + "、" + rest[found.end :]
            times = find_times(rest)
            if times and head.starts_at in (None, times[0].clock):
                self._take_times(times)
                rest = _without(rest, times, "、")
            place = stated_place(rest)
            if place is not None and head.venue is None:
                head.venue = tidy_title(place)
            if place is not None and fold(place) == fold(head.venue or ""):
                rest = rest.replace(place, "、", 1)
            named = _STATED_BODY.search(rest)
            if named and head.body is None:
                head.body, head.number = body_of(named["body"]), number_of(named["body"])
            elif named and head.number is None and fold(body_of(named["body"]) or "") == fold(head.body or ""):
                head.number = number_of(named["body"])
            kept = re.sub(
                r"(?:を|は|が)?、?(?:において|にて|で|に)?、?(?:開催|開会|招集)(?:した|しました|された)?。?|(?:(?<=、)|^)(?:から|まで|より|において|にて|に|で)(?=、|$)|(?:(?<=、)|^)(?:において|にて)",
                "",
                without_year_and_number(rest),
            )
            for part in re.findall(r"[^\s、。]+[、。]?", kept):
                known = fold((head.title or "") + (head.body or ""))
                named_part = part.rstrip("。、をは")
                body = body_of(named_part)
                if fold(named_part) not in known and not (body and fold(body) in known):
                    self._ledger.leave(row, part)
            self._ledger.take(row)

    # Date, times, place, office

    def _when(self, section: Section) -> None:
        for index, (row, values) in enumerate(section.rows):
            text = " ".join(value for value in values if value)
            if not text:
                self._ledger.take(row)
            elif index < _WHEN_ROWS and (find_date(text) or find_times(text)):
                self._take_when(row, text, section.kind)
            elif 0 < index < _WHEN_ROWS and len(row.cells) == 1 and (named := place_in(text)) is not None:
                self._take_place(row, named)
            elif index == 0:
                self._ledger.leave(row, text)

    def _take_when(self, row: PrintedLine, text: str, kind: str = "when") -> None:
        found = find_date(text)
        rest = text
        if found:
            rest = text[: found.start] + " " + text[found.end :]
            if self._date is None:
                self._note_date(row, found)
            elif found.day != self._date.day:
                rest = text
        times = find_times(rest)
        rest = _without(rest, times)
        if kind == "closes" and times:
            self._head.ends_at = self._head.ends_at or times[0].clock
        else:
            self._take_times(times)
        beside = _EDGES.sub("", rest)
        if (named := place_in(beside)) is not None and len(_CONNECTORS.sub("", flat(beside))) > 2:
            self._take_place(row, named)
            return
        self._ledger.leave(row, rest if re.sub(r"\s", "", _CONNECTORS.sub("", flat(rest))) else "")

    def _take_place(self, row: PrintedLine, place: str) -> bool:
        """Keep a place that no label of its own heads, the first one."""
        if self._place is not None:
            return False
        self._place = row, place
        self._ledger.take(row)
        return True

    def _note_date(self, row: PrintedLine, found: FoundDate) -> None:
        self._date, self._date_row = found, row
        if not found.weekday_matches:
            printed = "月火水木金土日"[found.weekday or 0]
            self._ledger.warn(
                "weekday-mismatch",
                f"曜日が「{printed}」と印刷されていますが、暦では{format_era_date(found.day, weekday=True)}です。",
                row.number,
            )

    def _take_times(self, times: list[FoundTime]) -> None:
        if times and self._head.starts_at is None:
            self._head.starts_at = times[0].clock
            if len(times) > 1:
                self._head.ends_at = times[-1].clock
        elif times and self._head.ends_at is None and times[-1].clock != self._head.starts_at:
            # The hour of the opening stands twice where the schedule prints it too.
            self._head.ends_at = times[-1].clock

    def _venue(self, section: Section) -> None:
        text = _value(section, self._ledger, wraps=True)
        if text and self._head.venue is None:
            self._head.venue = tidy_title(text)
        elif text:
            self._ledger.leave(section.row, text)

    def _office(self, section: Section) -> None:
        text = _value(section, self._ledger, wraps=False)
        if text and self._head.office is None:
            self._head.office = tidy_title(text)
        elif text:
            self._ledger.leave(section.row, text)

    def _dated_schedule(self, section: Section) -> None:
        """議事日程第3号 / 令和6年6月12日（水）午前10時開議: the day stands above the items."""
        for row, values in section.rows[:3]:
            text = " ".join(value for value in values if value) or row.text
            found = find_date(text)
            if found is not None and self._date is None and len(text) <= 50 and not flat(text[: found.start]).strip():
                self._take_when(row, text)

    def _audience(self, section: Section) -> None:
        """Who listened has no field: the text stays to be seen. The form's own row 傍聴者の数 needs none for its count."""
        word = section.label.word if section.label else ""
        row, values = section.rows[0]
        if "可否" in word and any(value.strip() in ("可", "不可") for value in values):
            # 傍聴の可否　可
            self._meeting.read(next(value for value in values if value.strip() in ("可", "不可")))
            self._ledger.take(row)
            return
        if has_boxes(" ".join(values)):
            # 傍聴の可否　□可　□不可　■一部不可
            self._meeting.read(next(value for value in values if has_boxes(value)))
            values = tuple(value for value in values if not has_boxes(value))
        text = " ".join(value for value in values if value)
        if word.endswith("数") and _is_count(text):
            self._ledger.take(row)
        elif word.endswith("数") and not text and len(section.rows) > 1 and _is_count(" ".join(section.rows[1][1])):
            self._ledger.take_all([row, section.rows[1][0]])
        else:
            self._ledger.set_aside(row, f"{word} {text}".strip())
            for further, cells in section.rows[1:]:
                if _is_count(" ".join(cells)):
                    self._ledger.set_aside(further, " ".join(cells))

    def _nothing(self, section: Section) -> None:
        """特記事項 なし: a field of the form with nothing in it."""
        rows = section.rows[:2]
        value = " ".join(text for index, (_, values) in enumerate(rows) for text in values if index or section.label)
        if section.label is not None and _NOTHING.fullmatch(squeeze(flat(value))):
            self._ledger.take_all(row for row, _ in rows)

    # Access

    def _read_words_of_access(self, section: Section) -> None:
        """本会議は、公開にて行われた。 in any section; the page's width may have broken the sentence."""
        rows = [row for row, _ in section.rows]
        for index, row in enumerate(rows):
            if self._told is not None or "は" not in row.text:
                continue
            broken = rows[index : index + 2] if "。" not in row.text else [row]
            self._told = access_in_words(row.text) or access_in_words("".join(part.text for part in broken))
            if self._told is not None and section.kind not in ("agenda", "attendees"):
                for part in broken if access_in_words(row.text) is None else [row]:
                    self._ledger.set_aside(part, part.text)

    def _access(self, section: Section) -> None:
        target = (
            self._minutes
            if section.kind == "minutes_access" or (section.label and section.label.word in ("会議録", "議事録"))
            else self._meeting
        )
        if section.kind == "reason":
            # Of the field above, be it the meeting's or the minutes'
            target = self._asked or self._meeting
            target.expect_reason()
        for index, (row, values) in enumerate(section.rows):
            texts = [value for value in values if value]
            if index == 0 and section.label and not section.label.values:
                texts = [text for text in texts if text not in values] if len(row.cells) == 1 else []
            for text in texts:
                part = _PARTS.get(squeeze(text))
                if part:
                    target = self._minutes if part == "minutes" else self._meeting
                else:
                    target.read(text)
            self._ledger.take(row)
        self._asked = target


def _value(section: Section, ledger: Ledger, *, wraps: bool) -> str:
    """The text of a one-line field: in the label's row or, where that has none, in the next; with an indented
    second line where the field may wrap. Rows behind it are not touched."""
    parts: list[str] = []
    for index, (row, values) in enumerate(section.rows):
        text = " ".join(value.replace("\n", " ") for value in values if value)
        if section.label and index < section.label.rows:
            ledger.take(row)
            if text and section.label.values:
                parts.append(text)
        elif not parts:
            if text:
                parts.append(text)
            ledger.take(row)
        elif wraps and index <= section.own_rows + 1 and _goes_on(section, index, row, text, parts[-1]):
            parts.append(text)
            ledger.take(row)
        else:
            break
    return ("" if section.kind == "title" and len(parts) > 1 and is_cut_name(*parts[-2:]) else " ").join(parts)


def _goes_on(section: Section, index: int, row: PrintedLine, text: str, above: str) -> bool:
    """Whether a field's value goes on in the row below: set in, in brackets, or cut by a narrow column."""
    last = index == len(section.rows) - 1 and len(row.cells) == 1
    set_in = row.indent >= 4 or (len(row.cells) > 1 and not row.cells[0]) or text.startswith(("(", "（"))
    if section.kind == "venue":
        return (set_in and not _names_people(text)) or (last and _ENDS_PLACE.fullmatch(flat(text)) is not None)
    return set_in or (last and is_cut_name(above, text))


def _names_people(text: str) -> bool:
    """Whether a row beside a label in the middle of its list names people: 会長 青野 一郎 委員 赤井 花子."""
    return text.count("、") > 1 or len(_POSTS.findall(text)) > 1


def _is_note_of_place(text: str) -> bool:
    """（Web会議システム併用）, （所在：青木2-1-1）, right below a place"""
    return text[:1] == "(" and _ENDS_PLACE.fullmatch(text) is not None


def place_in(text: str, *, at_only: bool = False) -> str | None:
    """The place that a text names which no label heads: 於 市役所; market halls and the like by their ends, unless 於 is asked
    for (`at_only`)."""
    plain = flat(text).strip()
    if not 0 < len(plain) <= _LONGEST_PLACE or "。" in plain:
        return None
    if (at := _AT.fullmatch(flat(text).rstrip())) is not None:
        return text[at.start("place") : at.end("place")]
    return None if at_only or not (is_place(plain) or _BUREAU.fullmatch(plain)) else text.strip()


def _is_count(text: str) -> bool:
    return _COUNT_ALONE.fullmatch(squeeze(flat(text))) is not None


def stated_place(text: str) -> str | None:
    """Where a sentence without its day and hours says that the meeting was held: …、霞浜市役所において、霞浜市環境審議会を開催した。"""
    found = _STATED_PLACE.search(text)
    place = found["place"] if found is not None else ""
    place = place[lead.end() :] if (lead := _FROM.match(place)) is not None else place
    return place.strip() or None


def _broken_statements(rows: list[tuple[PrintedLine, tuple[str, ...]]]) -> dict[int, str | None]:
    """Sentences that tell when and where the meeting was held and that the page's width broke: the sentence by the key of its first
    row, None by those of the others."""
    found: dict[int, str | None] = {}
    for index, (row, _) in enumerate(rows):
        if row.key in found or "。" in row.text or len(row.cells) > 1 or _IN_SENTENCE.search(flat(row.text)) is None:
            continue
        run = [row]
        for below, _ in rows[index + 1 : index + _STATEMENT_ROWS]:
            if below.number != run[-1].number + 1 or len(below.cells) > 1 or len(below.text) > len(row.text) + _RAGGED:
                break
            run.append(below)
            if "。" in below.text:
                break
        sentence = "".join(part.text.strip() for part in run)
        whole = len(run) > 1 and sentence.endswith("。") and sentence.count("。") == 1
        if whole and _STATES.search(sentence) is not None and find_date(sentence) is not None:
            found.update({part.key: None for part in run})
            found[row.key] = sentence
    return found


def _without(text: str, times: list[FoundTime], instead: str = " ") -> str:
    return cut_out(text, [(found.start, found.end) for found in times], instead)
