"""Operations on a draft and their JSON.

`read_operation` takes what a browser sent and trusts nothing of it. `stored_operation` takes what the archive itself
has stored: inverses hold more than a browser may say (whole rows, certainties, places of warnings).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minutes.editing import fields
from minutes.editing.draft import Row
from minutes.editing.errors import EditError

MOST_OPERATIONS = 5_000


class _Absent:
    """Stands for a value that an operation does not speak of, where null is one."""


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class Set:
    """One field of a row, or of the head where `id` is None. `certainty` is what the row had before, for an inverse."""

    table: str
    id: str | None
    field: str
    before: Any
    after: Any
    certainty: Any = ABSENT

    def to_json(self) -> Row:
        result: Row = {"op": "set", "table": self.table}
        if self.id is not None:
            result["id"] = self.id
        result |= {"field": self.field, "before": self.before, "after": self.after}
        return result if self.certainty is ABSENT else {**result, "certainty": self.certainty}


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row behind row `after`, at the top where that is None.

    In an inverse `row` has its id, and `refs` says at which place of which rows' agenda the item stood.
    """

    table: str
    after: str | None
    row: Row
    refs: dict[str, dict[str, int]] | None = None

    def to_json(self) -> Row:
        result: Row = {"op": "insert", "table": self.table, "after": self.after, "row": self.row}
        return {**result, "refs": self.refs} if self.refs else result


@dataclass(frozen=True, slots=True)
class Delete:
    """A row goes. In an inverse `row` is what it must still say."""

    table: str
    id: str
    row: Row | None = None

    def to_json(self) -> Row:
        result: Row = {"op": "delete", "table": self.table, "id": self.id}
        return {**result, "row": self.row} if self.row is not None else result


@dataclass(frozen=True, slots=True)
class Move:
    """A row goes behind row `after`, to the top where that is None."""

    table: str
    id: str
    after: str | None

    def to_json(self) -> Row:
        return {"op": "move", "table": self.table, "id": self.id, "after": self.after}


@dataclass(frozen=True, slots=True)
class Split:
    """An utterance becomes two at a place counted in code points of `before`, its text."""

    id: str
    at: int
    before: str
    speaker: Any = ABSENT
    kind: str | None = None

    def to_json(self) -> Row:
        result: Row = {"op": "split", "id": self.id, "at": self.at, "before": self.before}
        if self.speaker is not ABSENT:
            result["speaker"] = self.speaker
        return {**result, "kind": self.kind} if self.kind is not None else result


@dataclass(frozen=True, slots=True)
class Merge:
    """Utterance `other`, the next one, is added to utterance `id`."""

    id: str
    other: str

    def to_json(self) -> Row:
        return {"op": "merge", "id": self.id, "with": self.other}


@dataclass(frozen=True, slots=True)
class Take:
    """Text that no rule took, told by a warning on `line`, becomes an utterance behind row `after`."""

    line: int | None
    text: str
    after: str | None
    kind: str
    speaker: str | None

    def to_json(self) -> Row:
        return {
            "op": "take",
            "line": self.line,
            "text": self.text,
            "after": self.after,
            "kind": self.kind,
            "speaker": self.speaker,
        }


@dataclass(frozen=True, slots=True)
class Rename:
    """A speaker is called otherwise in every utterance."""

    source: str
    target: str

    def to_json(self) -> Row:
        return {"op": "rename", "from": self.source, "to": self.target}


@dataclass(frozen=True, slots=True)
class Dismiss:
    """A warning was looked at and goes."""

    code: str
    line: int | None
    text: str | None

    def to_json(self) -> Row:
        return {"op": "dismiss", "code": self.code, "line": self.line, "text": self.text}


@dataclass(frozen=True, slots=True)
class Check:
    """An utterance was looked at and is right as it stands: it is certain. In an inverse `certainty` is what it had."""

    id: str
    certainty: Any = ABSENT

    def to_json(self) -> Row:
        result: Row = {"op": "check", "id": self.id}
        return result if self.certainty is ABSENT else {**result, "certainty": self.certainty}


@dataclass(frozen=True, slots=True)
class Many:
    """Several operations in one step; all are done or none."""

    ops: tuple[Operation, ...]
    label: str

    def to_json(self) -> Row:
        return {"op": "many", "ops": [op.to_json() for op in self.ops], "label": self.label}


@dataclass(frozen=True, slots=True)
class Restore:
    """Inverse of split and merge: rows from `id` on that say what `found` says become the rows `rows`.

    Both lists begin with the same id. Fields of the first row that are the same in both are left as they are.
    """

    found: tuple[Row, ...]
    rows: tuple[Row, ...]

    def to_json(self) -> Row:
        return {"op": "restore", "found": list(self.found), "rows": list(self.rows)}


@dataclass(frozen=True, slots=True)
class Warn:
    """Inverse of dismiss: a warning stands again at its place in the list."""

    index: int
    warning: Row

    def to_json(self) -> Row:
        return {"op": "warn", "index": self.index, "warning": self.warning}


Operation = Set | Insert | Delete | Move | Split | Merge | Take | Rename | Dismiss | Check | Many | Restore | Warn


def read_operation(data: Any) -> Operation:
    """The operation that a browser sent. Raises EditError with what is wrong with it."""
    return _read(data, deep=True)


def stored_operation(data: Row) -> Operation:
    """The operation of a stored correction or its inverse."""
    match data["op"]:
        case "set":
            certainty = data.get("certainty", ABSENT)
            return Set(data["table"], data.get("id"), data["field"], data["before"], data["after"], certainty)
        case "insert":
            return Insert(data["table"], data["after"], data["row"], data.get("refs"))
        case "delete":
            return Delete(data["table"], data["id"], data.get("row"))
        case "check":
            return Check(data["id"], data.get("certainty", ABSENT))
        case "many":
            return Many(tuple(stored_operation(op) for op in data["ops"]), data.get("label") or "")
        case "restore":
            return Restore(tuple(data["found"]), tuple(data["rows"]))
        case "warn":
            return Warn(data["index"], data["warning"])
    return _read(data, deep=False)


def _read(data: Any, deep: bool) -> Operation:
    if not isinstance(data, dict):
        raise EditError("訂正の内容を読み取れません。画面を読み込み直してください。")
    name = data.get("op")
    if name == "many" and deep:
        return _many(data)
    reader = _READERS.get(name) if isinstance(name, str) else None
    if reader is None:
        raise EditError("この訂正は行えません。画面を読み込み直してください。")
    return reader(data)


def _many(data: Row) -> Many:
    ops = data.get("ops")
    if not isinstance(ops, list) or not 0 < len(ops) <= MOST_OPERATIONS:
        raise EditError(f"一度に行える訂正は1件から{MOST_OPERATIONS:,}件までです。")
    return Many(tuple(_read(op, deep=False) for op in ops), fields.required_line(data.get("label", ""), "名前"))


def _table(data: Row) -> str:
    table = data.get("table")
    if not isinstance(table, str) or table not in fields.ROW_FIELDS:
        raise EditError("訂正する表が正しくありません。")
    return table


def _set(data: Row) -> Set:
    if data.get("table") == "head":
        row_id, known = None, fields.HEAD_FIELDS
    else:
        row_id, known = fields.identifier(data.get("id")), fields.ROW_FIELDS[_table(data)]
    name = data.get("field")
    if not isinstance(name, str) or name not in known:
        raise EditError("訂正する項目が正しくありません。")
    label, check = known[name]
    if "before" not in data or "after" not in data:
        raise EditError(f"「{label}」の訂正前と訂正後を送ってください。")
    # What stood there before is compared, never stored: it need not be what the field may hold.
    return Set(data["table"], row_id, name, data["before"], check(data["after"], label))


def _insert(data: Row) -> Insert:
    table = _table(data)
    given = data.get("row") or {}
    if not isinstance(given, dict):
        raise EditError("加える行の形が正しくありません。")
    row = dict(fields.NEW_ROWS[table])
    for name, (label, check) in fields.ROW_FIELDS[table].items():
        if name in given:
            row[name] = check(given[name], label)
    if row.get("agenda", ABSENT) is None:
        del row["agenda"]
    return Insert(table, _after(data), row)


def _after(data: Row) -> str | None:
    return None if data.get("after") is None else fields.identifier(data["after"])


def _delete(data: Row) -> Delete:
    return Delete(_table(data), fields.identifier(data.get("id")))


def _move(data: Row) -> Move:
    return Move(_table(data), fields.identifier(data.get("id")), _after(data))


def _split(data: Row) -> Split:
    before = data.get("before")
    if not isinstance(before, str):
        raise EditError("分ける発言の本文を送ってください。")
    # Compared as it is, because `at` counts in it; what is stored is the draft's own text.
    at = fields.position(data.get("at"), "分ける位置")
    speaker = fields.line(data["speaker"], "発言者") if "speaker" in data else ABSENT
    kind = None if data.get("kind") is None else fields.kind(data["kind"], "種類")
    if not before[:at].strip() or not before[at:].strip():
        raise EditError("分ける位置は、本文の途中にしてください。")
    return Split(fields.identifier(data.get("id")), at, before, speaker, kind)


def _merge(data: Row) -> Merge:
    kept, other = fields.identifier(data.get("id")), fields.identifier(data.get("with"))
    if kept == other:
        raise EditError("つなげる発言は、別の発言にしてください。")
    return Merge(kept, other)


def _take(data: Row) -> Take:
    return Take(
        _line(data),
        fields.plain(data.get("text"), "本文"),
        _after(data),
        fields.kind(data.get("kind", "speech"), "種類"),
        fields.line(data.get("speaker"), "発言者"),
    )


def _rename(data: Row) -> Rename:
    source = fields.plain(data.get("from"), "元の発言者", fields.LONGEST_LINE)
    target = fields.required_line(data.get("to"), "発言者")
    if not source or not target:
        raise EditError("発言者の名前を入力してください。")
    return Rename(source, target)


def _dismiss(data: Row) -> Dismiss:
    text = data.get("text")
    return Dismiss(
        fields.plain(data.get("code"), "種類", fields.LONGEST_LINE),
        _line(data),
        None if text is None else fields.plain(text, "本文"),
    )


def _check(data: Row) -> Check:
    return Check(fields.identifier(data.get("id")))


def _line(data: Row) -> int | None:
    return None if data.get("line") is None else fields.position(data["line"], "行")


_READERS: dict[str, Callable[[Row], Operation]] = {
    "set": _set,
    "insert": _insert,
    "delete": _delete,
    "move": _move,
    "split": _split,
    "merge": _merge,
    "take": _take,
    "rename": _rename,
    "dismiss": _dismiss,
    "check": _check,
}
