"""A draft and an operation -> the next draft, the operation that undoes it, and what it touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from minutes.editing.draft import OPTIONAL, TABLES, Draft, Row
from minutes.editing.errors import Conflict, EditError
from minutes.editing.fields import HEAD_FIELDS, LONGEST_TEXT, MOST_ROWS, ROW_FIELDS
from minutes.editing.operations import (
    ABSENT,
    Check,
    Delete,
    Dismiss,
    Insert,
    Many,
    Merge,
    Move,
    Operation,
    Rename,
    Restore,
    Set,
    Split,
    Take,
    Warn,
)
from minutes.editing.texts import joined, merged_text, parted, place_in

DELETED = "ほかの人が削除しました。"
# What a person has corrected is certain.
CERTAIN = 1.0
Touched = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of an operation.

    `operation` is what was really done: where somebody else had changed another part of the same text, it holds the
    text with both changes. `touched` names rows (table, id), changed orders (table, None), fields of the head
    ("head", name) and ("warnings", None); it is empty where the draft already said what the operation says.
    """

    draft: Draft
    operation: Operation
    inverse: Operation
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of the source text and, where it has pages, the page of each: they tell where a parted text stands."""

    lines: Sequence[str] = ()
    pages: Sequence[int] = ()

    def page_of(self, line: int | None) -> int | None:
        """The 1-based page of a 1-based line."""
        return self.pages[line - 1] if line and line <= len(self.pages) else None


def apply(draft: Draft, operation: Operation, number: int, source: Source = Source()) -> Applied:
    """Does `operation` as correction `number`, after which new rows are called n{number}, n{number}.2 …

    Raises EditError for what cannot be done, Conflict where it was made on another state of the draft. `draft` stays
    as it is in any case.
    """
    work = _Work(draft, number, source)
    done, inverse = work.do(operation)
    return Applied(work.draft(), done, inverse, tuple(dict.fromkeys(work.touched)))


class _Work:
    """A draft while an operation is done on it. Rows are replaced, never changed; lists are copied when first written."""

    def __init__(self, draft: Draft, number: int, source: Source) -> None:
        self._before = draft
        self._head = draft.head
        self._tables = dict(draft.tables)
        self._warnings = draft.warnings
        self._own: set[str] = set()
        self._places: dict[str, dict[str, int]] = {}
        self._number = number
        self._made = 0
        self._source = source
        self.touched: list[Touched] = []

    def draft(self) -> Draft:
        return Draft(self._head, self._tables, self._warnings, self._before.rest)

    def do(self, operation: Operation) -> tuple[Operation, Operation]:
        """Does one operation; gives what was done and its inverse."""
        rules: dict[type, Callable[[Any], tuple[Operation, Operation]]] = {
            Set: self._set,
            Insert: self._insert,
            Delete: self._delete,
            Move: self._move,
            Split: self._split,
            Merge: self._merge,
            Take: self._take,
            Rename: self._rename,
            Dismiss: self._dismiss,
            Check: self._check,
            Many: self._many,
            Restore: self._restore,
            Warn: self._warn,
        }
        return rules[type(operation)](operation)

    # One rule an operation

    def _set(self, op: Set) -> tuple[Operation, Operation]:
        if op.id is None:
            return self._set_head(op)
        row = self._row(op.table, op.id, op.after)
        current = row.get(op.field)
        after = self._agreed(op, current, ROW_FIELDS[op.table][op.field][0])
        if op.field == "agenda":
            self._check_items([after] if isinstance(after, str) else after or [])
        if _same(current, after):
            return op, Set(op.table, op.id, op.field, after, current)
        certainty = row.get("certainty") if op.table == "utterances" else ABSENT
        changed = _with(op.table, row, {op.field: after})
        if op.table == "utterances":
            certain = CERTAIN if op.certainty is ABSENT else op.certainty
            changed = _with(op.table, changed, {"certainty": certain})
        self._put(op.table, op.id, changed)
        done = Set(op.table, op.id, op.field, current, after, op.certainty)
        return done, Set(op.table, op.id, op.field, after, current, certainty)

    def _set_head(self, op: Set) -> tuple[Operation, Operation]:
        current = self._head.get(op.field)
        after = self._agreed(op, current, HEAD_FIELDS[op.field][0])
        if not _same(current, after):
            self._head = {**self._head, op.field: after}
            self.touched.append(("head", op.field))
        return Set("head", None, op.field, current, after), Set("head", None, op.field, after, current)

    def _agreed(self, op: Set, current: Any, name: str) -> Any:
        """The value to put in place of `current`; Conflict where somebody else put another one there."""
        if _same(current, op.before) or _same(current, op.after):
            return op.after
        if op.table == "utterances" and op.field == "text" and isinstance(op.before, str):
            both = merged_text(op.before, current, op.after)
            if both is not None and len(both) <= LONGEST_TEXT:
                return both
        if op.id is None and isinstance(op.after, dict) and isinstance(op.before, dict | None):
            parts = _merged_parts(op.before or {}, current or {}, op.after)
            if parts is not None:
                return parts
        raise Conflict(f"ほかの人が先に「{name}」を変更しました。", current, op.after)

    def _insert(self, op: Insert) -> tuple[Operation, Operation]:
        place = self._place_after(op.table, op.after, op.row)
        rows = self._list(op.table)
        if len(rows) >= MOST_ROWS:
            raise EditError(f"行が多すぎます（{MOST_ROWS:,}行まで）。")
        row = dict(op.row)
        if "id" not in row:
            row["id"] = self._new_id()
            if op.table == "utterances":
                row |= {"certainty": CERTAIN, **_place_of(rows[place - 1] if place else None)}
            self._check_items(_items_of(op.table, row))
        elif row["id"] in self._index(op.table):
            raise Conflict("すでに元に戻っています。", None, None)
        else:
            row = self._without_lost_items(op.table, row)
        self._put_in(op.table, place, row)
        self._give_back(row["id"], op.refs or {})
        return Insert(op.table, op.after, row, op.refs), Delete(op.table, row["id"], row)

    def _delete(self, op: Delete) -> tuple[Operation, Operation]:
        row = self._row(op.table, op.id)
        if op.row is not None and op.row != row:
            raise Conflict("ほかの人がこの行を訂正しました。", row, None)
        after = self._id_before(op.table, op.id)
        refs = self._take_back(op.id) if op.table == "agenda" else {}
        self._take_out(op.table, op.id)
        return op, Insert(op.table, after, row, refs or None)

    def _move(self, op: Move) -> tuple[Operation, Operation]:
        row = self._row(op.table, op.id)
        if op.after == op.id:
            raise EditError("移す先は、別の行にしてください。")
        back = self._id_before(op.table, op.id)
        self._place_after(op.table, op.after, row)
        if back != op.after:
            rows = self._own_list(op.table)
            del rows[self._index(op.table)[op.id]]
            self._places.pop(op.table, None)
            rows.insert(self._place_after(op.table, op.after, row), row)
            self._places.pop(op.table, None)
            self.touched += [(op.table, op.id), (op.table, None)]
        return op, Move(op.table, op.id, back)

    def _split(self, op: Split) -> tuple[Operation, Operation]:
        row = self._row("utterances", op.id, op.before)
        at: int | None = op.at
        if row["text"] != op.before:
            at = place_in(op.before, row["text"], op.at)
        if at is None:
            raise Conflict("ほかの人が先に「本文」を変更しました。", row["text"], op.before)
        texts = parted(row["text"], at)
        if not all(texts):
            raise EditError("分ける位置は、本文の途中にしてください。")
        places = _parted_places(row, texts, self._source)
        first = _with("utterances", row, {"text": texts[0], "certainty": CERTAIN, **places[0]})
        # When in the recording the second part begins, nobody told.
        second = {"text": texts[1], "certainty": CERTAIN, "id": self._new_id(), "at": None, **places[1]}
        if op.speaker is not ABSENT:
            second["speaker"] = op.speaker
        if op.kind is not None:
            second["kind"] = op.kind
        second = _with("utterances", row, second)
        self._put("utterances", op.id, first)
        self._put_in("utterances", self._index("utterances")[op.id] + 1, second)
        done = Split(op.id, at, row["text"], op.speaker, op.kind)
        return done, Restore((first, second), (row,))

    def _merge(self, op: Merge) -> tuple[Operation, Operation]:
        kept, other = self._row("utterances", op.id), self._row("utterances", op.other)
        index = self._index("utterances")
        if index[op.other] != index[op.id] + 1:
            raise Conflict("つなげる発言は、すぐ次の発言にしてください。", None, None)
        merged = _with("utterances", kept, _merged(kept, other))
        if len(merged["text"]) > LONGEST_TEXT:
            raise EditError(f"つなげた発言が長すぎます（{LONGEST_TEXT:,}字まで）。")
        self._put("utterances", op.id, merged)
        self._take_out("utterances", op.other)
        return op, Restore((merged,), (kept, other))

    def _take(self, op: Take) -> tuple[Operation, Operation]:
        place = self._find_warning("unparsed-text", op.line, op.text)
        above = None if op.after is None else self._row("utterances", op.after, op.text)
        text = op.text.strip("\n")
        if not text.strip():
            raise EditError("本文がありません。")
        row: Row = {"kind": op.kind, "speaker": op.speaker, "text": text, "agenda": above["agenda"] if above else []}
        row = _with("utterances", row, {**self._taken_place(op.line, text, above), "certainty": CERTAIN})
        row["id"] = self._new_id()
        self._put_in("utterances", self._place_after("utterances", op.after, row), row)
        warning = self._take_warning(place)
        back = (Delete("utterances", row["id"], row), Warn(place, warning))
        return op, Many(back, "")

    def _taken_place(self, line: int | None, text: str, above: Row | None) -> Row:
        if line is None:
            return _place_of(above)
        end = line + text.count("\n")
        page = self._source.page_of(line) or (above or {}).get("page")
        return {"line": line, "end_line": end, "page": page}

    def _rename(self, op: Rename) -> tuple[Operation, Operation]:
        named = [row for row in self._list("utterances") if row.get("speaker") == op.source]
        if not named:
            raise Conflict("この発言者の発言は、もうありません。", None, op.target)
        if op.source == op.target:
            return op, op
        back = [self._set(Set("utterances", row["id"], "speaker", op.source, op.target))[1] for row in named]
        return op, Many(tuple(back), "")

    def _dismiss(self, op: Dismiss) -> tuple[Operation, Operation]:
        place = self._find_warning(op.code, op.line, op.text)
        return op, Warn(place, self._take_warning(place))

    def _check(self, op: Check) -> tuple[Operation, Operation]:
        row = self._row("utterances", op.id)
        known = row.get("certainty")
        certain = CERTAIN if op.certainty is ABSENT else op.certainty
        if certain != known:
            self._put("utterances", op.id, _with("utterances", row, {"certainty": certain}))
        return op, Check(op.id, known)

    def _warn(self, op: Warn) -> tuple[Operation, Operation]:
        place = min(op.index, len(self._warnings))
        self._warnings = [*self._warnings[:place], op.warning, *self._warnings[place:]]
        self.touched.append(("warnings", None))
        return op, Dismiss(op.warning["code"], op.warning.get("line"), _text_of(op.warning))

    def _many(self, op: Many) -> tuple[Operation, Operation]:
        done = [self.do(one) for one in op.ops]
        back = tuple(inverse for _, inverse in reversed(done))
        return Many(tuple(one for one, _ in done), op.label), Many(back, op.label)

    def _restore(self, op: Restore) -> tuple[Operation, Operation]:
        wanted, first = op.rows[0], op.found[0]
        row = self._row("utterances", first["id"])
        changes = {name: wanted.get(name) for name in {**wanted, **first} if wanted.get(name) != first.get(name)}
        place = self._index("utterances")[first["id"]]
        following = self._list("utterances")[place + 1 : place + len(op.found)]
        if any(row.get(name) != first.get(name) for name in changes) or list(op.found[1:]) != following:
            raise Conflict("ほかの人がこの発言を訂正しました。", row, None)
        added = [self._without_lost_items("utterances", given) for given in op.rows[1:]]
        if any(given["id"] in self._index("utterances") for given in added):
            raise Conflict("すでに元に戻っています。", None, None)
        changed = self._without_lost_items("utterances", _with("utterances", row, changes))
        for gone in following:
            self._take_out("utterances", gone["id"])
        self._put("utterances", row["id"], changed)
        for offset, given in enumerate(added, start=1):
            self._put_in("utterances", place + offset, given)
        return op, Restore((changed, *added), (row, *following))

    # Rows

    def _list(self, table: str) -> list[Row]:
        return self._tables[table]

    def _own_list(self, table: str) -> list[Row]:
        if table not in self._own:
            self._tables[table] = list(self._tables[table])
            self._own.add(table)
        return self._tables[table]

    def _index(self, table: str) -> dict[str, int]:
        if table not in self._places:
            self._places[table] = {row["id"]: place for place, row in enumerate(self._tables[table])}
        return self._places[table]

    def _row(self, table: str, row_id: str, yours: Any = None) -> Row:
        place = self._index(table).get(row_id)
        if place is None:
            raise Conflict(DELETED, None, yours)
        return self._tables[table][place]

    def _id_before(self, table: str, row_id: str) -> str | None:
        place = self._index(table)[row_id]
        before: str | None = self._tables[table][place - 1]["id"] if place else None
        return before

    def _place_after(self, table: str, row_id: str | None, yours: Any) -> int:
        if row_id is None:
            return 0
        self._row(table, row_id, yours)
        return self._index(table)[row_id] + 1

    def _put(self, table: str, row_id: str, row: Row) -> None:
        self._own_list(table)[self._index(table)[row_id]] = row
        self.touched.append((table, row_id))

    def _put_in(self, table: str, place: int, row: Row) -> None:
        self._own_list(table).insert(place, row)
        self._places.pop(table, None)
        self.touched += [(table, row["id"]), (table, None)]

    def _take_out(self, table: str, row_id: str) -> None:
        del self._own_list(table)[self._index(table)[row_id]]
        self._places.pop(table, None)
        self.touched += [(table, row_id), (table, None)]

    def _new_id(self) -> str:
        while True:
            self._made += 1
            name = f"n{self._number}" + (f".{self._made}" if self._made > 1 else "")
            if not any(name in self._index(table) for table in TABLES):
                return name

    # Agenda items that rows name

    def _check_items(self, names: Sequence[str]) -> None:
        if any(name not in self._index("agenda") for name in names):
            raise Conflict("選んだ議題は、ほかの人が削除しました。", None, list(names))

    def _without_lost_items(self, table: str, row: Row) -> Row:
        known = self._index("agenda")
        names = _items_of(table, row)
        left = [name for name in names if name in known]
        if left == names:
            return row
        return _with(table, row, {"agenda": left if table == "utterances" else None})

    def _take_back(self, item: str) -> dict[str, dict[str, int]]:
        """Takes a reference to an item from every row; gives where it stood."""
        refs: dict[str, dict[str, int]] = {}
        for table in ("utterances", "attachments"):
            for row in [row for row in self._list(table) if item in _items_of(table, row)]:
                refs.setdefault(table, {})[row["id"]] = _items_of(table, row).index(item)
                left = [name for name in _items_of(table, row) if name != item]
                self._put(table, row["id"], _with(table, row, {"agenda": left if table == "utterances" else None}))
        return refs

    def _give_back(self, item: str, refs: dict[str, dict[str, int]]) -> None:
        for table, places in refs.items():
            for row_id, place in places.items():
                index = self._index(table).get(row_id)
                row = self._list(table)[index] if index is not None else None
                if row is None or item in _items_of(table, row):
                    continue
                names = _items_of(table, row)
                if table == "utterances":
                    self._put(table, row_id, {**row, "agenda": [*names[:place], item, *names[place:]]})
                elif not names:
                    self._put(table, row_id, {**row, "agenda": item})

    # Warnings

    def _find_warning(self, code: str, line: int | None, text: str | None) -> int:
        for place, warning in enumerate(self._warnings):
            if warning["code"] != code or warning.get("line") != line:
                continue
            if text is None or text == _text_of(warning):
                return place
        raise Conflict("この箇所は、ほかの人がすでに確かめました。", None, text)

    def _take_warning(self, place: int) -> Row:
        warning = self._warnings[place]
        self._warnings = [*self._warnings[:place], *self._warnings[place + 1 :]]
        self.touched.append(("warnings", None))
        return warning


def _same(one: Any, two: Any) -> bool:
    """Whether two values of a field say the same: nothing, an empty text and an empty list are alike."""
    if type(one) is bool or type(two) is bool:
        return bool(one) == bool(two)
    return one == two or (one in (None, "", []) and two in (None, "", []))


def _merged_parts(before: Row, current: Row, after: Row) -> Row | None:
    """Both changes of a value of several parts (level and reason of access); None where they change the same part."""
    result = dict(current)
    for name, value in after.items():
        if _same(value, before.get(name)) or _same(value, current.get(name)):
            continue
        if not _same(current.get(name), before.get(name)):
            return None
        result[name] = value
    return result


def _with(table: str, row: Row, changes: Row) -> Row:
    """The row with these values; keys that are optional go where they are null."""
    result = {**row, **changes}
    for name in OPTIONAL.get(table, ()):
        if result.get(name, 0) is None:
            del result[name]
    return result


def _items_of(table: str, row: Row) -> list[str]:
    """The agenda items that a row names."""
    names = row.get("agenda") if table in ("utterances", "attachments") else None
    if names is None:
        return []
    return [names] if isinstance(names, str) else names


def _text_of(warning: Row) -> str:
    """What a warning is about, as the page sends it back: its text, else its message."""
    return warning.get("text") or warning.get("message") or ""


def _place_of(above: Row | None) -> Row:
    """Where a row without a place of its own stands in the source: where the one above it ends."""
    if above is None or above.get("line") is None:
        return {}
    line = above.get("end_line") or above["line"]
    return {"line": line, "end_line": line, **({"page": above["page"]} if above.get("page") else {})}


def _merged(kept: Row, other: Row) -> Row:
    """What a row says when the next one is added to it. A speaker that would be lost stands in the text."""
    text, speaker = other["text"], other.get("speaker")
    changes: Row = {"certainty": CERTAIN, "agenda": list(dict.fromkeys([*kept["agenda"], *other["agenda"]]))}
    if speaker and not kept.get("speaker"):
        changes["speaker"] = speaker
    elif speaker and speaker != kept["speaker"]:
        text = f"{speaker}　{text}"
    changes["text"] = joined(kept["text"], text)
    placed = [row for row in (kept, other) if row.get("line") is not None]
    if placed:
        first = min(placed, key=lambda row: int(row["line"]))
        changes |= {"line": first["line"], "page": first.get("page")}
        changes["end_line"] = max(row.get("end_line") or row["line"] for row in placed)
    return changes


def _parted_places(row: Row, texts: tuple[str, str], source: Source) -> tuple[Row, Row]:
    """The lines and pages of the two parts of a row: as the source has them, else in proportion to the text."""
    line, end = row.get("line"), row.get("end_line")
    if line is None:
        return {}, {}
    if end is None or end <= line:
        return {}, {}
    begins, shared = _line_of(texts, line, end, source)
    first_end = begins if shared else max(line, begins - 1)
    return {"end_line": first_end}, {"line": begins, "page": source.page_of(begins) or row.get("page")}


def _line_of(texts: tuple[str, str], line: int, end: int, source: Source) -> tuple[int, bool]:
    """The line on which the second text begins, and whether the first ends on it too."""
    lines = source.lines[line - 1 : end]
    if len(lines) == end - line + 1:
        wanted = "".join(texts[1].split())[:12]
        before, printed = len("".join(texts[0].split())), "".join("".join(text.split()) for text in lines)
        places = [place for place in range(len(printed)) if printed.startswith(wanted, place)]
        if places:
            place = min(places, key=lambda found: abs(found - before))
            for offset, text in enumerate(lines):
                length = len("".join(text.split()))
                if place < length:
                    return line + offset, place > 0
                place -= length
    share = len(texts[0]) / (len(texts[0]) + len(texts[1]))
    begins = min(end, max(line, line + round(share * (end - line + 1))))
    return begins, begins == line
