"""The head's fields: title, body, number, date, times, place, office, whether public.

Imports sections.py, text.py, model.py and minutes/dates.py. Each reader takes a section's rows and leaves
to the ledger what of them it could not read.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from minutes.dates import (
    DateError,
    FoundDate,
    FoundTime,
    find_date,
    find_fiscal_year,
    find_times,
    fiscal_year,
    format_era_date,
    parse_number,
)
from minutes.parsing.ledger import Ledger
from minutes.parsing.lines import Row
from minutes.parsing.model import Access
from minutes.parsing.sections import Section
from minutes.parsing.text import BULLETS, close_letters, flat, fold, squeeze, tidy, tidy_title

_LONGEST_TITLE = 300
_RECORD_WORDS = r"(?:会議録|議事録|会議要録|会議概要|会議要旨|議事要旨|議事概要|議事要録|会議記録|議事次第|会議次第|式次第|次第|会議結果(?:報告書?|概要)?|開催結果|審議結果|概要|要旨|要点記録|会議の概要|議事の概要|発言録|記録|摘録|結果概要)"
_TRAILING = re.compile(
    rf"(?:の?{_RECORD_WORDS}|[(\[【<](?:要旨|概要|要点|案|確定稿?|公開用|未定稿|全文|抜粋|抄|{_RECORD_WORDS})[)\]】>]|について|\s)+$"
)
_NUMBER = re.compile(r"第\s?([0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s?回")
_YEAR = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[HRS](?=[0-9]))\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})|[12][0-9]{3})\s?年\s?度?"
)
_MONTH = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[0-9]{1,2}日)?(?=定例|臨時|の)")
_EMPTY_BRACKETS = re.compile(
    r"[(\[【<]\s*(?:[0-9]{1,2}月)?\s*(?:定例会?|臨時会?|書面開催|オンライン|要旨|概要|案)?\s*[)\]】>]"
)
_TITLE = re.compile(
    rf"第\s?[0-9一二三四五六七八九十百]{{1,5}}\s?回|(?:{_RECORD_WORDS})[)）\]】]?(?:[(（].{{0,30}}[)）])?$|(?:委員会|審議会|協議会|部会|会議|本部|検討会|懇談会|研究会|懇話会|調査会|分科会|推進会|委員会議|審査会|総会|定例会|臨時会|連絡会|協議体)(?:[(（].{{0,20}}[)）])?$"
)
_PLACE = re.compile(
    r"(?:室|館|ホール|庁舎|会場|センター|棟|階|官邸|会議場|公会堂|議場|プラザ|会議所|役所|役場|オンライン|学校|園)(?:[(（].{0,30}[)）])?$"
)
_STATED_PLACE = re.compile(
    r"[、。]?(?:を|は)?、?(?P<place>[^、。を]{2,30}?)(?:において|にて|で)(?:、)?(?:開催|開会|開いた|招集)"
)
_STATED_BODY = re.compile(r"(?P<body>[^、。\s]{3,60}?)(?:を|は)[^。]{0,60}?(?:開催|開会|開いた|招集)")
_OPENING_SPEECH = re.compile(
    r"(?:令和|平成|昭和|[12][0-9]{3}年)?[^。、]{0,12}?第\s?(?P<number>[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})\s?回(?:目の)?[「『]?(?P<body>[^。、」』()（）「」]{2,30}?)[」』]?\s?(?:を|の会議を|を、)?(?:ただいまから|これより)?(?:開催|開会|始め|開始|開きます|執り行)"
)
_CONNECTORS = re.compile(r"から|まで|より|開会|閉会|開始|終了|及び|自|至|~|-|～|、|,|。|\(|\)|曜日|:|\s|・|\[|\]|\n|/")
_REASON = re.compile(
    r"(?:[・、(（]?(?:一部)?非公開(?:又は|または|・|及び)?){0,3}(?:と(?:した|する)|の場合は?、?|にした|である)?(?:場合は?、?)?(?:の?その|の)?理由\s?[)）]?\s?(?:[::]|は、?|\s|$)"
)
_CHECKED = "■☑☒✓✔◉⦿▣●◎レ"
_UNCHECKED = "□☐○◯"
_BOX = re.compile(rf"(?P<box>[{_CHECKED}{_UNCHECKED}])\s?(?P<word>(?:全部|一部|原則)?(?:非?公開)|可|不可)(?![のと])")
_LEVELS = {
    "公開": "open",
    "全部公開": "open",
    "原則公開": "open",
    "可": "open",
    "非公開": "closed",
    "全部非公開": "closed",
    "不可": "closed",
    "一部非公開": "partial",
    "一部公開": "partial",
}
_PLAIN_LEVEL = re.compile(r"[\s:・]*(?P<word>(?:全部|一部|原則)?非?公開)(?P<rest>.*)", re.DOTALL)
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


def read_head(sections: list[Section], ledger: Ledger) -> Head:
    """The fields of the head's sections; attendance, agenda and attachments are read elsewhere."""
    reader = _HeadReader(ledger)
    for section in sections:
        reader.read(section)
    return reader.finish()


class _HeadReader:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._head = Head()
        self._titles: list[tuple[Row, str]] = []
        self._statements: list[tuple[Row, str]] = []
        self._places: list[tuple[Row, str]] = []
        self._date: FoundDate | None = None
        self._after_date = False
        self._meeting = _AccessReader()
        self._minutes = _AccessReader()

    def read(self, section: Section) -> None:
        """One section; kinds read elsewhere are passed over."""
        if section.kind in ("void", "attendees", "agenda", "attachments", "other", "audience"):
            if section.kind == "void":
                for row, values in section.rows[:1]:
                    self._ledger.leave(row, " ".join(values))
                self._free(section.rows[1:])
            elif section.kind == "audience":
                self._audience(section)
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
        self._choose_title()
        if head.title:
            head.body = body_of(head.title)
            head.number = number_of(head.title)
            head.fiscal_year = find_fiscal_year(flat(head.title[:_LONGEST_TITLE]))
        for row, text in self._titles:
            self._second_title(row, text)
        self._read_statements()
        if self._date is not None:
            head.held_on = self._date.day.isoformat()
            if head.fiscal_year is None:
                head.fiscal_year = fiscal_year(self._date.day)
        head.meeting_access = self._meeting.access()
        head.minutes_access = self._minutes.access()
        return head

    # Titles

    def _free_section(self, section: Section) -> None:
        self._free(section.rows)

    def _free(self, rows: list[tuple[Row, tuple[str, ...]]]) -> None:
        for row, values in rows:
            text = close_letters(" ".join(value for value in values if value))
            plain = flat(text)
            if not text or len(text) > 400:
                continue
            found = find_date(text)
            if found and re.search(r"において|にて|開催した|開会した|開催しました|招集", text):
                self._statements.append((row, text))
            elif _TITLE.search(plain.strip()) and "。" not in text and len(text) <= 120:
                self._add_title(row, text.lstrip(BULLETS + " 　"))
            elif found and len(text) <= 80:
                self._take_when(row, text)
                self._after_date = True
                continue
            elif self._after_date and find_times(text) and len(text) <= 40:
                self._take_when(row, text)
                continue
            elif self._after_date and self._head.venue is None and _PLACE.search(plain) and len(text) <= 60:
                self._head.venue = tidy_title(text)
                self._ledger.take(row)
            elif (
                self._head.title is None and not self._titles and _RECORD_HEADING.fullmatch(squeeze(plain))
            ) or _RECORD_HEADING.fullmatch(squeeze(plain)):
                self._ledger.take(row)
            self._after_date = False

    def _add_title(self, row: Row, text: str) -> None:
        """A title line; year and number on a line of their own go with the name on the next."""
        if self._titles and body_of(self._titles[-1][1]) is None and number_of(text) is None:
            above = self._titles.pop()
            self._ledger.take(row)
            self._titles.append((above[0], f"{above[1]} {text}"))
        else:
            self._titles.append((row, text))

    def _title(self, section: Section) -> None:
        text = _value(section, self._ledger, wraps=True)
        if text and self._head.title is None:
            self._head.title = tidy_title(text)
        elif text:
            self._ledger.leave(section.row, text)

    def _choose_title(self) -> None:
        if self._head.title is not None or not self._titles:
            return
        # The fullest title is the one that names the body most fully: with its city or ward.
        row, text = max(
            self._titles,
            key=lambda title: (number_of(title[1]) is not None, len(body_of(title[1]) or ""), -title[0].number),
        )
        self._head.title = tidy_title(text)
        self._ledger.take(row)

    def _second_title(self, row: Row, text: str) -> None:
        head = self._head
        if head.number is None and (number := number_of(text)) is not None:
            head.number = number
        if head.fiscal_year is None:
            head.fiscal_year = find_fiscal_year(flat(text))
        told = fold(head.title or "") + fold(head.body or "")
        body = body_of(text) or ""
        rest = _TRAILING.sub("", _NUMBER.sub(" ", _YEAR.sub(" ", flat(text))))
        unknown = [part for part in re.split(r"[\s()\[\]【】「」]+", rest) if part and fold(part) not in told]
        if unknown:
            self._ledger.leave(row, text if body and fold(body) not in told else " ".join(unknown))
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
                rest = rest[: found.start] + " " + rest[found.end :]
            place = _STATED_PLACE.search(rest)
            if place and head.venue is None:
                head.venue = tidy_title(place["place"])
            if place and head.venue and fold(place["place"]) == fold(head.venue):
                rest = rest[: place.start("place")] + rest[place.end("place") :]
            times = find_times(rest)
            if times and head.starts_at is None:
                self._take_times(times)
                rest = _without(rest, times)
            named = _STATED_BODY.search(rest)
            if named and head.body is None:
                head.body, head.number = body_of(named["body"]), number_of(named["body"])
            kept = re.sub(
                r"(?:を|は|が)?、?(?:において|にて|で)?、?(?:開催|開会|招集)(?:した|しました|された)?。?",
                "",
                _YEAR.sub("", _NUMBER.sub("", rest)),
            )
            for part in re.findall(r"[^\s、。]+[、。]?", kept):
                known = fold((head.title or "") + (head.body or ""))
                body = body_of(part)
                if fold(part).rstrip("。、") not in known and not (body and fold(body) in known):
                    self._ledger.leave(row, part)
            self._ledger.take(row)

    # Date, times, place, office

    def _when(self, section: Section) -> None:
        for index, (row, values) in enumerate(section.rows):
            text = " ".join(value for value in values if value)
            if not text:
                self._ledger.take(row)
            elif index < 6 and (find_date(text) or find_times(text)):
                self._take_when(row, text, section.kind)
            elif index == 0:
                self._ledger.leave(row, text)

    def _take_when(self, row: Row, text: str, kind: str = "when") -> None:
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
        self._ledger.leave(row, rest if re.sub(r"\s", "", _CONNECTORS.sub("", flat(rest))) else "")

    def _note_date(self, row: Row, found: FoundDate) -> None:
        self._date = found
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
        elif times and self._head.ends_at is None:
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

    def _audience(self, section: Section) -> None:
        """Who listened has no field: the text stays to be seen."""
        word = section.label.word if section.label else ""
        for index, (row, values) in enumerate(section.rows):
            text = " ".join(value for value in values if value)
            if index == 0:
                self._ledger.leave(row, f"{word} {text}" if text or len(section.rows) == 1 else word)

    # Access

    def _access(self, section: Section) -> None:
        target = (
            self._minutes
            if section.kind == "minutes_access" or (section.label and section.label.word in ("会議録", "議事録"))
            else self._meeting
        )
        if section.kind == "reason":
            target = self._meeting
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


_RECORD_HEADING = re.compile(rf"[(\[【<]?{_RECORD_WORDS}[)\]】>]?")


class _AccessReader:
    """Boxes and reasons of one access field, row by row."""

    def __init__(self) -> None:
        self._level: str | None = None
        self._reason: list[str] = []
        self._reasoning = False

    def expect_reason(self) -> None:
        """What comes next is the reason."""
        self._reasoning = True

    def read(self, text: str) -> None:
        """One cell or line."""
        plain = flat(text)
        boxes = list(_BOX.finditer(plain))
        rest = text
        if boxes:
            checked = [box["word"] for box in boxes if box["box"] in _CHECKED]
            if not checked and len(boxes) == 1:
                checked = [boxes[0]["word"]] if boxes[0]["box"] in "○◯" else []
            elif not checked and sum(box["box"] in "○◯" for box in boxes) == 1:
                checked = [box["word"] for box in boxes if box["box"] in "○◯"]
            if len(checked) == 1 and self._level is None:
                self._level = _LEVELS.get(checked[0])
            rest = _cut(text, [box.span() for box in boxes])
        elif self._level is None and not self._reasoning:
            match = _PLAIN_LEVEL.fullmatch(plain)
            if match and not re.match(r"\s?[・/]\s?(?:一部)?非?公開", match["rest"]):
                self._level = _LEVELS.get(match["word"])
                rest = text[match.start("rest") :]
        label = _REASON.search(flat(rest)[:200])
        if label:
            rest = rest[: label.start()] + rest[label.end() :]
            self._reasoning = True
        rest = rest.strip(" 　:：・\n")
        if rest:
            self._reason.append(rest)

    def access(self) -> Access:
        """The level and the reason, lines that the page's width broke joined again."""
        reason = tidy("".join(_unwrapped(self._reason)))
        if reason.startswith(("(", "（")) and reason.endswith((")", "）")):
            reason = reason[1:-1].strip()
        return Access(self._level, reason or None)


def _unwrapped(lines: list[str]) -> list[str]:
    return [line + ("\n" if line.endswith("。") and index + 1 < len(lines) else "") for index, line in enumerate(lines)]


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
        elif (
            wraps
            and index <= (section.label.rows if section.label else 0) + 1
            and (row.indent >= 4 or (len(row.cells) > 1 and not row.cells[0]) or text.startswith(("(", "（")))
        ):
            parts.append(text)
            ledger.take(row)
        else:
            break
    return " ".join(parts)


def body_of(title: str) -> str | None:
    """会議体: the title without year, number, record words and brackets round them."""
    kept = title[:_LONGEST_TITLE]
    plain = flat(kept)
    for pattern in (_YEAR, _NUMBER, _MONTH):
        match = pattern.search(plain)
        while match:
            kept, plain = kept[: match.start()] + kept[match.end() :], plain[: match.start()] + plain[match.end() :]
            match = pattern.search(plain)
    for _ in range(3):
        for pattern in (_EMPTY_BRACKETS, _TRAILING):
            match = pattern.search(plain)
            if match:
                kept, plain = kept[: match.start()] + kept[match.end() :], plain[: match.start()] + plain[match.end() :]
    quoted = re.search(r"[「『](?P<body>[^」』]{3,40})[」』]", kept)
    if quoted:
        kept = quoted["body"]
    body = squeeze(kept).strip("「」『』・、。:：-ー〜~").strip()
    return body or None


def number_of(title: str) -> int | None:
    """第N回."""
    match = _NUMBER.search(flat(title[:_LONGEST_TITLE]))
    if match is None:
        return None
    try:
        return parse_number(match[1])
    except DateError:
        return None


def body_from_speech(text: str) -> tuple[str, int] | None:
    """Body and number from an opening sentence: ただいまから第3回○○審議会を開会します。"""
    match = _OPENING_SPEECH.search(flat(text)[:300])
    if match is None:
        return None
    try:
        return squeeze(match["body"]).removesuffix("会議録"), parse_number(match["number"])
    except DateError:
        return None


def _without(text: str, times: list[FoundTime]) -> str:
    return _cut(text, [(found.start, found.end) for found in times])


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with a space where each of the spans, in order, was."""
    bounds = [(0, 0), *spans, (len(text), len(text))]
    return " ".join(text[left[1] : right[0]] for left, right in itertools.pairwise(bounds)) if spans else text
