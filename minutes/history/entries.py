"""A recorded change in words: what it was done to, each column with what stood there before and after."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from minutes.comparing import Hunk, diffing
from minutes.history.filters import kind_label
from minutes.models import Meeting
from trail.models import Access, Change

# Longer texts are shown from their beginning and not compared: the table (CSV) has them whole.
LONGEST_COMPARED = 20_000
_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a changed row. `text` marks what was deleted and inserted; of what came or went alone, all is."""

    label: str
    text: list[Hunk]


@dataclass(frozen=True, slots=True)
class Entry:
    """A change with its columns and the meeting that it belongs to, if that is there still."""

    change: Change
    kind: str
    meeting: Meeting | None
    columns: list[Column]

    @property
    def kept(self) -> str:
        """Where the rows that are only counted say what they say: 会議録の版 12."""
        kind, _, key = self.change.kept.partition(" ")
        return f"{kind_label(kind)} {key}" if kind else ""


def entries_of(changes: Sequence[Change]) -> list[Entry]:
    """The changes in their order, in words."""
    meetings = Meeting.objects.in_bulk({change.meeting for change in changes if change.meeting})
    return [
        Entry(change, kind_label(change.kind), meetings.get(change.meeting or 0), list(_columns(change)))
        for change in changes
    ]


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of the record of access with what it names, if that is there still."""

    row: Access
    kind: str
    meeting: Meeting | None


def seen_of(rows: Sequence[Access]) -> list[Seen]:
    """The rows in their order, in words."""
    meetings = Meeting.objects.in_bulk({row.meeting for row in rows if row.meeting})
    return [Seen(row, kind_label(row.kind), meetings.get(row.meeting or 0)) for row in rows]


def _columns(change: Change) -> Iterable[Column]:
    before, after = change.before or {}, change.after or {}
    names = _labels(change.kind)
    for name in dict.fromkeys((*before, *after)):
        label, choices = names.get(name, (name, {}))
        was, came = (_told(state[name], choices) if name in state else None for state in (before, after))
        yield Column(label, _compared(was, came))


def _labels(kind: str) -> dict[str, tuple[str, dict[Any, str]]]:
    """The columns of a kind: name in words, and its choices."""
    app, _, name = kind.partition(".")
    try:
        model: type[Model] = apps.get_model(app, name)
    except (LookupError, ValueError):
        return {}
    found: dict[str, tuple[str, dict[Any, str]]] = {}
    for field in model._meta.concrete_fields:
        choices = {value: str(label) for value, label in field.flatchoices} if field.flatchoices else {}
        found[str(field.column)] = (str(field.verbose_name), choices)
    return found


def _told(value: Any, choices: dict[Any, str]) -> str:
    if value is None:
        return "（なし）"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if not isinstance(value, dict | list) and value in choices:
        return choices[value]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _compared(was: str | None, came: str | None) -> list[Hunk]:
    if was is None or came is None or max(len(was), len(came)) > LONGEST_COMPARED:
        told = ((diffing.DELETED, was), (diffing.INSERTED, came))
        return [hunk for kind, text in told if text is not None for hunk in _beginning(kind, text)]
    return diffing.in_context(diffing.hunks(was, came))


def _beginning(kind: str, text: str) -> list[Hunk]:
    shown = [Hunk(kind, text[:_SHOWN] or "（空）")]
    return [*shown, Hunk(diffing.GAP, "")] if len(text) > _SHOWN else shown
