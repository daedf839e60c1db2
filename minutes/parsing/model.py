"""The parsed-minutes object: what the parser gives, the preview shows and the importer stores.

Frozen dataclasses and their JSON form, stdlib only. Field names and meanings are those of
docs/parsed-minutes.md; lists of the JSON are tuples here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

KINDS = ("speech", "explanation", "summary", "decision", "note")
ACCESS_LEVELS = ("open", "closed", "partial")
# The fields of the meeting itself in the order in which they are shown, and what people call them.
HEAD_LABELS = {
    "title": "会議名",
    "body": "会議体",
    "fiscal_year": "年度",
    "number": "回",
    "office": "事務局",
    "held_on": "開催日",
    "starts_at": "開始",
    "ends_at": "終了予定",
    "adjourned_at": "閉会",
    "venue": "場所",
    "meeting_access": "会議の公開",
    "minutes_access": "会議録の公開",
}
HEAD = tuple(HEAD_LABELS)
_LONGEST_RECORDING = 1000 * 3600  # seconds; times of three digits of hours are read


class ParsedMinutesError(ValueError):
    """A JSON object that is no parsed-minutes object; the message names the field."""


@dataclass(frozen=True, slots=True)
class Access:
    """Whether a meeting or its minutes are public; both null where the document does not say."""

    level: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One entry of the attendance list, as printed."""

    group: str | None
    name: str
    role: str | None = None
    affiliation: str | None = None
    proxy: bool = False
    id: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of the agenda, in order of discussion."""

    category: str | None
    number: int | None
    title: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said or recorded. `agenda` holds 0-based indexes into ParsedMinutes.agenda.

    `line` and `end_line` are the 1-based source lines that it begins and ends on, `page` that of its first line;
    `certainty`, 0 to 1, is how sure the parser is of its boundaries and speaker. `at` is when it begins, in seconds from
    the start of the recording, where a transcript tells it.
    """

    kind: str
    speaker: str | None
    text: str
    agenda: tuple[int, ...] = ()
    line: int | None = None
    page: int | None = None
    end_line: int | None = None
    certainty: float | None = None
    id: str | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A paper handed out: its label (資料1-1) and title; either may be null, not both.

    `agenda` is the 0-based index of the item that it was handed out for, null where nobody has said.
    """

    label: str | None
    title: str | None
    agenda: int | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """What a person should look at. `line` is 1-based in the source text, null where there is none.

    `text` is what the warning is about, as printed: the whole text that no rule took, a doubted mark. A `minor` one
    names text that is understood but has no field, as the number of listeners: it is told, and nobody need look.
    """

    code: str
    message: str
    line: int | None = None
    text: str | None = None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class ParsedMinutes:
    """The minutes of one meeting as read from one document.

    Dates are ISO (2024-03-25), times 24-hour (13:00), years Gregorian integers. `certainty`, 0 to 1, is how sure
    the parser is of the whole. The `id` of a row names it while a draft is corrected; the parser gives none.
    """

    title: str | None = None
    body: str | None = None
    fiscal_year: int | None = None
    number: int | None = None
    office: str | None = None
    held_on: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    adjourned_at: str | None = None
    venue: str | None = None
    meeting_access: Access = field(default_factory=Access)
    minutes_access: Access = field(default_factory=Access)
    attendees: tuple[Attendee, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[Warning, ...] = ()
    source_id: str | None = None
    source_url: str | None = None
    certainty: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of docs/parsed-minutes.md, ready for json.dumps.

        Keys that are optional there (source_id, an utterance's line …) are left out where they are null.
        """
        result: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in _OPTIONAL and value is None:
                continue
            if isinstance(value, tuple):
                value = [_row_to_json(row) for row in value]
            elif isinstance(value, Access):
                value = {"level": value.level, "reason": value.reason}
            result[item.name] = value
        return result

    @classmethod
    def from_json(cls, data: Any) -> ParsedMinutes:
        """The dataclass from such an object; missing keys take their defaults, unknown keys are ignored.

        Raises ParsedMinutesError where a value has the wrong type or is out of range.
        """
        if not isinstance(data, dict):
            raise ParsedMinutesError("parsed minutes: not a JSON object")
        agenda = _rows(data, "agenda", _agenda_item)
        result = cls(
            title=_text(data, "title"),
            body=_text(data, "body"),
            fiscal_year=_int(data, "fiscal_year"),
            number=_int(data, "number"),
            office=_text(data, "office"),
            held_on=_iso_date(data, "held_on"),
            starts_at=_clock(data, "starts_at"),
            ends_at=_clock(data, "ends_at"),
            adjourned_at=_clock(data, "adjourned_at"),
            venue=_text(data, "venue"),
            meeting_access=_access(data, "meeting_access"),
            minutes_access=_access(data, "minutes_access"),
            attendees=_rows(data, "attendees", _attendee),
            agenda=agenda,
            utterances=_rows(data, "utterances", _utterance),
            attachments=_rows(data, "attachments", _attachment),
            warnings=_rows(data, "warnings", _warning),
            source_id=_text(data, "source_id"),
            source_url=_text(data, "source_url"),
            certainty=_share(data, "certainty"),
        )
        for order, utterance in enumerate(result.utterances):
            if any(not 0 <= index < len(agenda) for index in utterance.agenda):
                raise ParsedMinutesError(f"utterances[{order}].agenda: no such agenda item")
        for order, paper in enumerate(result.attachments):
            if paper.agenda is not None and not 0 <= paper.agenda < len(agenda):
                raise ParsedMinutesError(f"attachments[{order}].agenda: no such agenda item")
        return result


_OPTIONAL = ("source_id", "source_url", "certainty")
_OPTIONAL_OF: dict[type, tuple[str, ...]] = {
    Attendee: ("id",),
    AgendaItem: ("id",),
    Utterance: ("line", "page", "end_line", "certainty", "id", "at"),
    Attachment: ("agenda", "id"),
    Warning: ("text", "minor"),
}


def _row_to_json(row: Any) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for item in fields(row):
        value = getattr(row, item.name)
        if (value is None or value is False) and item.name in _OPTIONAL_OF.get(type(row), ()):
            continue
        result[item.name] = list(value) if isinstance(value, tuple) else value
    return result


def _share(data: dict[str, Any], key: str) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ParsedMinutesError(f"{key}: a number from 0 to 1 expected")
    return float(value)


def _seconds(data: dict[str, Any], key: str) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _LONGEST_RECORDING:
        raise ParsedMinutesError(f"{key}: seconds from the start of a recording expected")
    return float(value)


def _typed(data: dict[str, Any], key: str, kind: type, name: str) -> Any:
    value = data.get(key)
    if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise ParsedMinutesError(f"{key}: {name} expected, not {type(value).__name__}")
    return value


def _text(data: dict[str, Any], key: str) -> str | None:
    value: str | None = _typed(data, key, str, "text")
    return value.replace("\x00", "") if value else value


def _required_text(data: dict[str, Any], key: str) -> str:
    value = _text(data, key)
    if value is None:
        raise ParsedMinutesError(f"{key}: text expected")
    return value


def _int(data: dict[str, Any], key: str) -> int | None:
    value: int | None = _typed(data, key, int, "an integer")
    if value is not None and not -(2**31) <= value < 2**31:
        raise ParsedMinutesError(f"{key}: {value} is out of range")
    return value


def _iso_date(data: dict[str, Any], key: str) -> str | None:
    value = _text(data, key)
    if value is not None:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise ParsedMinutesError(f"{key}: {value!r} is no ISO date") from error
    return value


def _clock(data: dict[str, Any], key: str) -> str | None:
    value = _text(data, key)
    if value is not None:
        hours, separator, minutes = value.partition(":")
        good = separator and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2
        if not good or int(hours) > 23 or int(minutes) > 59:
            raise ParsedMinutesError(f"{key}: {value!r} is no 24-hour time")
    return value


def _rows(data: dict[str, Any], key: str, read: Any) -> tuple[Any, ...]:
    rows = _typed(data, key, list, "a list") or []
    result = []
    for index, row in enumerate(rows):
        if not isinstance(row, dict):
            raise ParsedMinutesError(f"{key}[{index}]: an object expected")
        try:
            result.append(read(row))
        except ParsedMinutesError as error:
            raise ParsedMinutesError(f"{key}[{index}].{error}") from error
    return tuple(result)


def _access(data: dict[str, Any], key: str) -> Access:
    value = _typed(data, key, dict, "an object") or {}
    level = _text(value, "level")
    if level is not None and level not in ACCESS_LEVELS:
        raise ParsedMinutesError(f"{key}.level: {level!r} is not one of {', '.join(ACCESS_LEVELS)}")
    return Access(level, _text(value, "reason"))


def _attendee(row: dict[str, Any]) -> Attendee:
    return Attendee(
        _text(row, "group"),
        _required_text(row, "name"),
        _text(row, "role"),
        _text(row, "affiliation"),
        bool(row.get("proxy")),
        _text(row, "id"),
    )


def _agenda_item(row: dict[str, Any]) -> AgendaItem:
    return AgendaItem(_text(row, "category"), _int(row, "number"), _required_text(row, "title"), _text(row, "id"))


def _utterance(row: dict[str, Any]) -> Utterance:
    kind = _required_text(row, "kind")
    if kind not in KINDS:
        raise ParsedMinutesError(f"kind: {kind!r} is not one of {', '.join(KINDS)}")
    indexes = _typed(row, "agenda", list, "a list") or []
    if any(not isinstance(index, int) or isinstance(index, bool) for index in indexes):
        raise ParsedMinutesError("agenda: a list of integers expected")
    return Utterance(
        kind,
        _text(row, "speaker"),
        _required_text(row, "text"),
        tuple(indexes),
        _int(row, "line"),
        _int(row, "page"),
        _int(row, "end_line"),
        _share(row, "certainty"),
        _text(row, "id"),
        _seconds(row, "at"),
    )


def _attachment(row: dict[str, Any]) -> Attachment:
    return Attachment(_text(row, "label"), _text(row, "title"), _int(row, "agenda"), _text(row, "id"))


def _warning(row: dict[str, Any]) -> Warning:
    return Warning(
        _required_text(row, "code"),
        _text(row, "message") or "",
        _int(row, "line"),
        _text(row, "text"),
        row.get("minor") is True,
    )
