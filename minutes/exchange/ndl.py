"""Answers of the National Diet Library's search API (国会会議録検索システム 検索用API) -> parsed minutes. No Django.

The form is that of 会議単位出力 (`/api/meeting`, recordPacking=json): an object with `meetingRecord`, a list; each record
is one meeting with all its `speechRecord`s. The other two forms hold no whole meeting and are refused by name.
Field names and meanings: https://kokkai.ndl.go.jp/api.html
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minutes.exchange.ndl_head import Head, is_rule, read_head
from minutes.parsing import (
    Attendee,
    ParsedMinutes,
    Utterance,
    Warning,
    bracketed,
    clock_in,
    event_line,
    is_closing,
    squeeze,
    tidy,
)
from minutes.wording import DateError, fiscal_year, parse_number

NOT_JSON = (
    "国会会議録検索システムの XML です。検索の条件に recordPacking=json を加えて、JSON の形で取得し直してください。"
)
_LIST_ONLY = (
    "国会会議録検索システムの会議単位簡易出力（meeting_list）です。発言の本文が入っていないので取り込めません。"
    "会議単位出力（meeting）で取得し直してください。"
)
_SPEECHES_ONLY = (
    "国会会議録検索システムの発言単位出力（speech）です。会議の一部の発言しか入っていないので取り込めません。"
    "会議単位出力（meeting）で取得し直してください。"
)
HEAD_SPEAKER = "会議録情報"
_MINUTES = "会議録"
# ○山田（太）委員　, ○内閣総理大臣（甲野太郎君）　, ○政府参考人（財務省主計局次長　甲野太郎君）
_MARK = re.compile(r"[○◯〇●◎](?P<mark>(?:（[^）]{1,80}）|\([^)]{1,80}\)|[^\s（(。、]){1,60})(?:[ \t　]+|\Z)")
_ISSUE = re.compile(r"第?\s*([0-9〇一二三四五六七八九十百]+)\s*号")
_TURN = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")


class RecordError(Exception):
    """An answer that holds no meeting to import; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class Read:
    """A record's minutes and the text they were read from: its lines with their pages, empty where not every page is known."""

    parsed: ParsedMinutes
    lines: tuple[str, ...]
    pages: tuple[int, ...]


def is_answer(value: Any) -> bool:
    """Whether a JSON value is an answer of the search API, of any of its forms, an error included."""
    if not isinstance(value, dict):
        return False
    return "meetingRecord" in value or "numberOfRecords" in value or _is_speech_answer(value) or _is_error(value)


def is_record(value: Any) -> bool:
    """Whether a JSON value is one record out of such an answer."""
    return isinstance(value, dict) and "issueID" in value and ("speechRecord" in value or "nameOfMeeting" in value)


def records_of(value: dict[str, Any]) -> list[Any]:
    """The meeting records of an answer; empty where it has none (then `complaint` says why)."""
    found = value.get("meetingRecord")
    return found if isinstance(found, list) else [] if found is None else [found]


def complaint(value: dict[str, Any]) -> str:
    """Why an answer gives no meetings, in Japanese."""
    if _is_error(value):
        details = value.get("details")
        told = "、".join(map(str, details if isinstance(details, list) else [value["message"]]))
        return f"国会会議録検索システムのエラーの応答です（{told[:200]}）。検索の条件を直して取得し直してください。"
    if _is_speech_answer(value):
        return _SPEECHES_ONLY
    return "国会会議録検索システムの検索結果が0件です。検索の条件を変えて取得し直してください。"


def read_record(record: Any) -> Read:
    """The minutes of one meeting record. Raises RecordError where it is none with its text."""
    if not isinstance(record, dict):
        raise RecordError("国会会議録検索システムの会議録として読めません（meetingRecord が会議の形ではありません）。")
    if "speech" in record and "speechRecord" not in record:
        raise RecordError(_SPEECHES_ONLY)
    issue_id = _text(record, "issueID")
    kind = _text(record, "imageKind") or _MINUTES
    if kind != _MINUTES:
        raise RecordError(f"会議録ではなく「{kind}」です（{issue_id}）。取り込むのは会議録だけです。")
    speeches = _speeches(record)
    reader = _Reader(_day(record))
    for speech in speeches:
        reader.read(speech)
    return Read(_minutes(record, reader), tuple(reader.lines), reader.line_pages())


def _minutes(record: dict[str, Any], reader: _Reader) -> ParsedMinutes:
    head, day = reader.head, reader.day
    house, meeting = _text(record, "nameOfHouse"), _text(record, "nameOfMeeting")
    body = meeting if meeting.startswith(house) else house + meeting
    session, issue = record.get("session"), _text(record, "issue")
    closing = "（閉会中）" if record.get("closing") in (True, "true") else ""
    title = " ".join(part for part in (f"第{session}回国会" if session else "", body, issue) if part) + closing
    return ParsedMinutes(
        title=title or None,
        body=body or None,
        fiscal_year=fiscal_year(day),
        number=_issue_number(issue),
        held_on=day.isoformat(),
        starts_at=head.starts_at,
        adjourned_at=reader.adjourned_at,
        attendees=(*head.attendees, *reader.unlisted()),
        agenda=head.agenda,
        utterances=tuple(reader.utterances),
        warnings=tuple(reader.warnings),
        source_id=_text(record, "issueID") or None,
        source_url=_text(record, "meetingURL") or None,
        certainty=1.0,
    )


def _speeches(record: dict[str, Any]) -> list[dict[str, Any]]:
    found = record.get("speechRecord")
    rows = found if isinstance(found, list) else [] if found is None else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise RecordError(f"国会会議録検索システムの会議録に発言がありません（{_text(record, 'issueID')}）。")
    if not any("speech" in row for row in rows):
        raise RecordError(_LIST_ONLY)
    if any(not isinstance(row.get("speech"), str) for row in rows):
        raise RecordError(f"本文のない発言があります（{_text(record, 'issueID')}）。取得し直してください。")
    # An order that is not given for all is that of the file.
    orders = [row.get("speechOrder") for row in rows]
    if all(isinstance(order, int) or (isinstance(order, str) and order.isdecimal()) for order in orders):
        return sorted(rows, key=lambda row: int(row["speechOrder"]))
    return rows


@dataclass(slots=True)
class _Speaker:
    """What the records say of one speaker; the minutes have no place for it but the list of attendees."""

    name: str
    position: str | None
    group: str | None


@dataclass(slots=True)
class _Reader:
    """Collects the speeches of one record."""

    day: date
    head: Head = field(default_factory=Head)
    utterances: list[Utterance] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    pages: list[int | None] = field(default_factory=list)
    adjourned_at: str | None = None
    closed: bool = False
    speakers: dict[str, _Speaker] = field(default_factory=dict)

    def read(self, speech: dict[str, Any]) -> None:
        first = len(self.lines) + 1
        lines = _TURN.split(speech["speech"].replace("\x00", ""))
        page = _page(speech.get("startPage"))
        self.lines += lines
        self.pages += [page] * len(lines)
        speaker = _text(speech, "speaker")
        if speaker.startswith(HEAD_SPEAKER):
            self._read_head(lines, first, page)
            return
        self._read_speech(lines, first, page, speaker)
        if speaker:
            position = _text(speech, "speakerPosition") or _text(speech, "speakerRole")
            known = self.speakers.setdefault(squeeze(speaker), _Speaker(speaker, None, None))
            known.position = known.position or position or None
            known.group = known.group or _text(speech, "speakerGroup") or None

    def line_pages(self) -> tuple[int, ...]:
        known = [page for page in self.pages if page is not None]
        return tuple(known) if len(known) == len(self.pages) else ()

    def unlisted(self) -> list[Attendee]:
        """The speakers that the list of attendees does not name, with their posts and groups."""
        listed = {squeeze(attendee.name).partition("君")[0] for attendee in self.head.attendees}
        return [
            Attendee("発言者", speaker.name, None, "・".join(filter(None, (speaker.position, speaker.group))) or None)
            for name, speaker in self.speakers.items()
            if name.partition("君")[0] not in listed
        ]

    def _read_head(self, lines: list[str], first: int, page: int | None) -> None:
        head = read_head(lines, first, self.day)
        if not self.head.attendees and not self.head.agenda:
            self.head = head
        else:
            # A second head (会議録情報追加) belongs to the record: all of it is kept as printed.
            head = read_head(lines, first, self.day, only_notes=True)
        for line, text in head.notes:
            self._note(text, line, page)

    def _read_speech(self, lines: list[str], first: int, page: int | None, named: str) -> None:
        mark = _MARK.match(lines[0])
        speaker = mark["mark"] if mark else named or None
        if mark:
            lines = [lines[0][mark.end() :], *lines[1:]]
        paragraphs: list[str] = []
        start = first
        for number, line in enumerate(lines, start=first):
            words = tidy(line)
            if not words or is_rule(words):
                continue
            note = None if number == first else _note_of(line)
            if note is None and not self.closed:
                if not paragraphs:
                    start = number
                paragraphs.append(words)
                continue
            self._say(speaker, paragraphs, start, page)
            paragraphs = []
            self._note(note or words, number, page)
            if note is not None and is_closing(note) and event_line(note):
                self.closed, self.adjourned_at = True, clock_in(note) or self.adjourned_at
        self._say(speaker, paragraphs, start, page)

    def _say(self, speaker: str | None, paragraphs: list[str], line: int, page: int | None) -> None:
        if not paragraphs:
            return
        if speaker is None:
            self.warnings.append(Warning("unknown-speaker", "発言者の表示がない発言です。", line))
        self.utterances.append(
            Utterance("speech", speaker, "\n".join(paragraphs), (), line, page, None, 1.0 if speaker else 0.5)
        )

    def _note(self, text: str, line: int, page: int | None) -> None:
        last = self.utterances[-1] if self.utterances else None
        if self.closed and last is not None and last.kind == "note" and not event_line(last.text):
            # What follows the closing line (a list of ministers, papers) is one record of many lines.
            self.utterances[-1] = Utterance(
                "note", None, f"{last.text}\n{text}", (), last.line, last.page, None, last.certainty
            )
            return
        self.utterances.append(Utterance("note", None, text, (), line, page, None, 1.0))


def _note_of(line: str) -> str | None:
    """The record that a line of a speech is: 〔議長退席〕, （拍手） alone, 午後五時散会; None where it is something said."""
    words = tidy(line)
    if words[0] in "〔［[（(":
        inner = bracketed(words)
        return inner if inner and (words[0] not in "（(" or len(words) <= 20) else None
    # Only an indented line is set apart from what is said.
    return event_line(words) if line.startswith(("　　", "    ")) else None


def _day(record: dict[str, Any]) -> date:
    printed = _text(record, "date")
    try:
        return date.fromisoformat(printed)
    except ValueError as error:
        raise RecordError(f"開催日（date）を読めません（{_text(record, 'issueID')}: {printed[:20]!r}）。") from error


def _issue_number(issue: str) -> int | None:
    found = _ISSUE.search(unicodedata.normalize("NFKC", issue))
    try:
        return (parse_number(found[1]) or None) if found else None
    except DateError:
        return None


def _page(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 9:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else None


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value.replace("\x00", "").strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _is_speech_answer(value: dict[str, Any]) -> bool:
    return "speechRecord" in value and "nameOfMeeting" not in value and "issueID" not in value


def _is_error(value: dict[str, Any]) -> bool:
    return "message" in value and "meetingRecord" not in value and set(value) <= {"message", "details"}
