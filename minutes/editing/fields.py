"""What each field of a draft may hold. A value comes from a person's browser: every one is checked and tidied here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from minutes.editing.errors import EditError
from minutes.parsing import ACCESS_LEVELS, HEAD_LABELS, KINDS

LONGEST_LINE = 1_000
LONGEST_TEXT = 500_000
MOST_ROWS = 20_000
FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = 1868, 2200
LARGEST_NUMBER = 999_999
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_ID = re.compile(r"[a-z]\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_NEWLINES = re.compile(r"[ \t]*[\r\n\v\f\x85\u2028\u2029]+[ \t]*")
Check = Callable[[Any, str], Any]


def plain(value: Any, name: str, longest: int = LONGEST_TEXT) -> str:
    """Text that the database can hold, with \\n for every line break."""
    if not isinstance(value, str):
        raise EditError(f"「{name}」は文字で送ってください。")
    if len(value) > longest:
        raise EditError(f"「{name}」が長すぎます（{longest:,}字まで）。")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise EditError(f"「{name}」に、保存できない文字があります。入力し直してください。") from error
    return value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def line(value: Any, name: str) -> str | None:
    """One line of text; null where it is blank."""
    return None if value is None else required_line(value, name) or None


def required_line(value: Any, name: str) -> str:
    """One line of text; it may be blank, because a draft may be unfinished."""
    return _NEWLINES.sub(" ", plain(value, name, LONGEST_LINE)).strip()


def text(value: Any, name: str) -> str:
    """Text of several lines."""
    return plain(value, name)


def kind(value: Any, name: str) -> str:
    """A kind of utterance."""
    if value not in KINDS:
        raise EditError("発言の種類が正しくありません。")
    return str(value)


def identifier(value: Any, name: str = "行") -> str:
    """The id of a row."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise EditError(f"「{name}」の番号が正しくありません。")
    return value


def items(value: Any, name: str) -> list[str]:
    """Ids of agenda items, each once."""
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise EditError("議題は番号の並びで送ってください。")
    return list(dict.fromkeys(identifier(entry, name) for entry in value))


def item(value: Any, name: str) -> str | None:
    """The id of an agenda item, or null."""
    return None if value is None else identifier(value, name)


def flag(value: Any, name: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise EditError(f"「{name}」は真偽で送ってください。")
    return value


def number(value: Any, name: str) -> int | None:
    """A whole number that is not negative, or null."""
    return _whole(value, name, 0, LARGEST_NUMBER)


def year(value: Any, name: str) -> int | None:
    """A fiscal year, Gregorian, or null."""
    return _whole(value, name, FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR)


def position(value: Any, name: str) -> int:
    """A count of signs or lines."""
    found = _whole(value, name, 0, 2**31 - 1)
    if found is None:
        raise EditError(f"「{name}」を数字で送ってください。")
    return found


def day(value: Any, name: str) -> str | None:
    """An ISO date, or null."""
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise EditError(f"「{name}」の日付が正しくありません。") from error


def clock(value: Any, name: str) -> str | None:
    """A 24-hour time, or null."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise EditError(f"「{name}」の時刻が正しくありません。")
    return value


def access(value: Any, name: str) -> dict[str, str | None]:
    """{"level", "reason"} of the meeting or its minutes."""
    if not isinstance(value, dict):
        raise EditError(f"「{name}」の形が正しくありません。")
    level = value.get("level") or None
    if level is not None and level not in ACCESS_LEVELS:
        raise EditError(f"「{name}」の区分が正しくありません。")
    reason = value.get("reason")
    return {"level": level, "reason": None if reason is None else plain(reason, name, LONGEST_LINE * 4).strip() or None}


def _whole(value: Any, name: str, smallest: int, largest: int) -> int | None:
    if value is None or value == "":
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise EditError(f"「{name}」は数字で入力してください。")
    if not smallest <= value <= largest:
        raise EditError(f"「{name}」は{smallest}以上{largest}以下の数字で入力してください。")
    return value


# For each table its fields: what people call them, how they are checked, and what a new row holds.
_HEAD_CHECKS: dict[str, Check] = {
    "title": line,
    "body": line,
    "fiscal_year": year,
    "number": number,
    "office": line,
    "held_on": day,
    "starts_at": clock,
    "ends_at": clock,
    "adjourned_at": clock,
    "venue": line,
    "meeting_access": access,
    "minutes_access": access,
}
HEAD_FIELDS = {name: (label, _HEAD_CHECKS[name]) for name, label in HEAD_LABELS.items()}
ROW_FIELDS: dict[str, dict[str, tuple[str, Check]]] = {
    "utterances": {
        "kind": ("種類", kind),
        "speaker": ("発言者", line),
        "text": ("本文", text),
        "agenda": ("議題", items),
    },
    "agenda": {"category": ("区分", line), "number": ("番号", number), "title": ("件名", required_line)},
    "attendees": {
        "group": ("区分", line),
        "name": ("氏名・職名", required_line),
        "role": ("役職", line),
        "affiliation": ("所属", line),
        "proxy": ("代理", flag),
    },
    "attachments": {"label": ("番号", line), "title": ("名称", line), "agenda": ("議題", item)},
}
NEW_ROWS: dict[str, dict[str, Any]] = {
    "utterances": {"kind": "speech", "speaker": None, "text": "", "agenda": []},
    "agenda": {"category": None, "number": None, "title": ""},
    "attendees": {"group": None, "name": "", "role": None, "affiliation": None, "proxy": False},
    "attachments": {"label": None, "title": None},
}
TABLE_NAMES = {"utterances": "発言", "agenda": "議題", "attendees": "出席者", "attachments": "資料"}
