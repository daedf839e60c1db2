"""The corrections of a draft placed on a new reading of its document. No Django.

Three drafts come together: the reading that was corrected (`base`), what it was corrected to (`corrected`) and the new
reading. No correction is lost: it stands in the result, or it is told as unplaced. What no correction touched is as
the new reading has it.

Head fields and rows of the lists are compared value by value. The record is cut at the lines where neither the
corrected utterances nor the new ones run on. In each piece (`_Piece`):
- nothing was corrected: the new utterances stand;
- only values were corrected (speaker, kind, words, agenda items): they are put into the new utterances, words by the
  words around them;
- boundaries were corrected (split, merged, deleted, taken up): the corrected utterances stand.
Rows that a person wrote or moved stand behind the row that they stood behind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from minutes.editing.applying import CERTAIN
from minutes.editing.draft import Draft, Row
from minutes.editing.fields import HEAD_FIELDS, ROW_FIELDS
from minutes.editing.finding import carry
from minutes.editing.ids import fresh
from minutes.editing.operations import Insert, Many, Merge, Operation, Split

_UNPARSED = "unparsed-text"
_STEMS = {"agenda": "a", "attendees": "p", "attachments": "r"}
# What makes two rows of a list the same entry, from the most telling on.
_SAME: dict[str, tuple[tuple[str, ...], ...]] = {
    "agenda": (("category", "number", "title"), ("title",), ("category", "number")),
    "attendees": (("group", "name"), ("name",)),
    "attachments": (("label", "title"), ("label",), ("title",)),
}
# What an entry that a person added shares with the same one found by the reader afterwards.
_TWINS = {"agenda": ("title",), "attendees": ("group", "name"), "attachments": ("label", "title")}
_Key = tuple[str, ...] | None
# Before the ids of the new reading's utterances, until they are settled: both readings call them after their lines.
_NEW = "~"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A correction that has no place in the new reading: of which row and field it was, and what it said."""

    table: str
    id: str
    field: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """`draft` is the new reading with the corrections; `base` the new reading, its rows named as in the draft."""

    base: Draft
    draft: Draft
    unplaced: tuple[Unplaced, ...]


def place(
    base: Draft,
    corrected: Draft,
    reading: Draft,
    *,
    written: Collection[str] = (),
    renames: Sequence[tuple[str, str]] = (),
    pinned: Collection[str] = (),
) -> Placed:
    """The corrections that made `base` into `corrected`, on the new `reading`.

    `written` are ids of utterances that a person wrote, that is, that come from no line of the source; `renames` the
    speakers that were renamed throughout, in order; `pinned` ids of attachments that must stay, because files hang on
    them.
    """
    reading, again = _named_alike(base, corrected, reading)
    renamed, base = _renamed(reading, renames), _renamed(base, renames)
    record = _Record(base, corrected, renamed, frozenset(written))
    record.read()
    tables = {
        "agenda": _list("agenda", base, corrected, renamed, record.items_chosen),
        "attendees": _list("attendees", base, corrected, renamed, ()),
        "attachments": _list("attachments", base, corrected, renamed, pinned),
    }
    known = {row["id"] for row in tables["agenda"]}
    tables["utterances"] = [_with_items(row, known, again) for row in record.rows]
    tables["attachments"] = [
        row
        if row.get("agenda") is None or row["agenda"] in known
        else {name: value for name, value in row.items() if name != "agenda"}
        for row in tables["attachments"]
    ]
    head = {
        name: corrected.head[name] if corrected.head[name] != base.head[name] else renamed.head[name]
        for name in HEAD_FIELDS
    }
    named = replace(reading, tables={**reading.tables, "utterances": record.base_rows(reading)})
    return Placed(named, Draft(head, tables, record.warnings, reading.rest), tuple(record.unplaced))


def named_as(base: Draft, other: Draft) -> Draft:
    """Another state of the same minutes, the entries of its lists named as the same ones are in `base`.

    For states that were stored as rows, whose entries are named after their places.
    """
    return _named_alike(base, base, other)[0]


def written_by(corrections: Iterable[tuple[int, Operation]]) -> set[str]:
    """Ids of the utterances that a person wrote and did not merge with what the source says.

    `corrections` are numbers and operations as they were done, in order.
    """
    written: set[str] = set()
    for number, operation in corrections:
        for op in operation.ops if isinstance(operation, Many) else (operation,):
            name = f"n{number}"
            if isinstance(op, Insert) and op.table == "utterances" and op.row["id"].partition(".")[0] == name:
                written.add(op.row["id"])
            elif isinstance(op, Split) and op.id in written and op is operation:
                written.add(name)
            elif isinstance(op, Merge) and op.other not in written:
                written.discard(op.id)
    return written


def _with_items(row: Row, known: Collection[str], again: dict[str, str]) -> Row:
    names = list(dict.fromkeys(again.get(name, name) for name in row["agenda"]))
    names = [name for name in names if name in known]
    return row if names == row["agenda"] else {**row, "agenda": names}


def _renamed(draft: Draft, renames: Sequence[tuple[str, str]]) -> Draft:
    def speaker(row: Row) -> Row:
        name = row.get("speaker")
        for source, target in renames:
            name = target if name == source else name
        return row if name == row.get("speaker") else {**row, "speaker": name, "certainty": CERTAIN}

    if not renames:
        return draft
    return replace(draft, tables={**draft.tables, "utterances": [speaker(row) for row in draft.tables["utterances"]]})


# Lists: agenda, attendees, attachments


def _named_alike(base: Draft, corrected: Draft, reading: Draft) -> tuple[Draft, dict[str, str]]:
    """The reading with the ids that its entries had in the reading before, and new ones for new entries.

    Also gives, for agenda items that a person added before the reader found them, their id there: new -> a person's.
    """
    names = {table: _names(table, base, corrected, reading) for table in _STEMS}
    tables = dict(reading.tables)
    for table in _STEMS:
        tables[table] = [{**row, "id": names[table][row["id"]]} for row in reading.tables[table]]
    items = names["agenda"]
    tables["utterances"] = [
        {**row, "agenda": [items[name] for name in row["agenda"]]} if row["agenda"] else row
        for row in reading.tables["utterances"]
    ]
    tables["attachments"] = [
        row if row.get("agenda") is None else {**row, "agenda": items[row["agenda"]]} for row in tables["attachments"]
    ]
    added = _added("agenda", base, corrected)
    old = {row["id"] for row in base.tables["agenda"]}
    new = [row for row in tables["agenda"] if row["id"] not in old]
    again = {row["id"]: twin for row in new if (twin := added.get(_key(row, _TWINS["agenda"]))) is not None}
    return replace(reading, tables=tables), again


def _names(table: str, base: Draft, corrected: Draft, reading: Draft) -> dict[str, str]:
    """For each id of the reading the id of the same entry in the reading before, else one that was not used."""
    left = {row["id"]: row for row in base.tables[table]}
    names: dict[str, str] = {}
    for keys in _SAME[table]:
        by_key: dict[_Key, list[str]] = {}
        for name, row in left.items():
            by_key.setdefault(_key(row, keys), []).append(name)
        for row in reading.tables[table]:
            twins = by_key.get(_key(row, keys), []) if _key(row, keys) else []
            if row["id"] not in names and twins:
                names[row["id"]] = twins.pop(0)
                del left[names[row["id"]]]
    taken = {row["id"] for draft in (base, corrected) for row in draft.tables[table]}
    for count, row in enumerate(reading.tables[table], start=1):
        if row["id"] not in names:
            names[row["id"]] = fresh(f"{_STEMS[table]}{count}", taken)
            taken.add(names[row["id"]])
    return names


def _added(table: str, base: Draft, corrected: Draft) -> dict[_Key, str]:
    """Entries that a person added, by what they say."""
    old = {row["id"] for row in base.tables[table]}
    added = {_key(row, _TWINS[table]): row["id"] for row in corrected.tables[table] if row["id"] not in old}
    return {key: name for key, name in added.items() if key is not None}


def _key(row: Row, keys: tuple[str, ...]) -> _Key:
    """What an entry says, without white space; None where the last of the keys says nothing."""
    found = tuple("".join(str(each).split()) if (each := row.get(name)) is not None else "" for name in keys)
    return found if found[-1] else None


def _list(table: str, base: Draft, corrected: Draft, reading: Draft, pinned: Collection[str]) -> list[Row]:
    """The entries of a list: those of the reading with a person's values, without those that a person deleted."""
    before = {row["id"]: row for row in base.tables[table]}
    now = {row["id"]: row for row in corrected.tables[table]}
    fields = ROW_FIELDS[table]
    added = _added(table, base, corrected)
    rows: dict[str, Row] = {}
    for row in reading.tables[table]:
        name = row["id"]
        if name in before and name in now:
            rows[name] = _valued(row, before[name], now[name], fields)
        elif name not in before and _key(row, _TWINS[table]) not in added:
            rows[name] = row
    for name, row in now.items():
        kept = name not in before or any(row.get(each) != before[name].get(each) for each in fields)
        if name not in rows and (kept or name in pinned):
            rows[name] = row
    mine = [name for name in now if name in before]
    moved = mine != [name for name in before if name in now]
    if moved:
        return _in_order(rows, [*now], [row["id"] for row in reading.tables[table]])
    return _in_order(rows, [row["id"] for row in reading.tables[table]], [*now])


def _valued(row: Row, before: Row, now: Row, fields: Iterable[str]) -> Row:
    """The row with the values that a person gave."""
    result = dict(row)
    for name in fields:
        if now.get(name) != before.get(name):
            result[name] = now.get(name)
    if result.get("agenda", "") is None:
        del result["agenda"]
    return result


def _in_order(rows: dict[str, Row], first: list[str], second: list[str]) -> list[Row]:
    """The rows in the order of the first list; those that are in the second alone behind what they follow there."""
    order = [name for name in first if name in rows]
    for place_, name in enumerate(second):
        if name in rows and name not in order:
            above = next((other for other in reversed(second[:place_]) if other in order), None)
            order.insert(order.index(above) + 1 if above is not None else 0, name)
    return [rows[name] for name in order]


# The record


@dataclass(slots=True)
class _Piece:
    """Lines of the source on which no utterance of either side runs on into the next piece."""

    first: int
    last: int
    corrected: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    before: list[Row] = field(default_factory=list)


class _Record:
    """The utterances and warnings of the three drafts, put together."""

    def __init__(self, base: Draft, corrected: Draft, reading: Draft, written: frozenset[str]) -> None:
        self._before = {row["id"]: row for row in base.tables["utterances"]}
        self._corrected = corrected.tables["utterances"]
        self._reading = [{**row, "id": _NEW + row["id"]} for row in reading.tables["utterances"]]
        self._items = {row["id"] for row in corrected.tables["agenda"]}
        moved = _moved([*self._before], [row["id"] for row in self._corrected])
        # Rows whose place in the record a person chose.
        self._free = {
            row["id"]
            for row in self._corrected
            if (row["id"] in written and row["id"] not in self._before) or row["id"] in moved or row.get("line") is None
        }
        self._standing = {row["id"]: row for row in self._corrected if row["id"] not in self._free}
        self._dismissed = _without(base.warnings, corrected.warnings)
        self._warned, self._told = corrected.warnings, reading.warnings
        self._follows: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.rows: list[Row] = []
        self.warnings: list[Row] = []
        self.unplaced: list[Unplaced] = []

    def read(self) -> None:
        kept: list[_Piece] = []
        for piece in self._pieces([*self._standing.values()]):
            rows = self._resolved(piece)
            if rows is None:
                kept.append(piece)
                rows = self._as_corrected(piece)
            self.rows.extend(rows)
        self._put_free()
        self._name_once()
        self._warn(kept)

    @property
    def items_chosen(self) -> set[str]:
        """Agenda items that a person has chosen for an utterance."""
        by_id = {row["id"]: row for row in self._corrected}
        chosen = [row for name, row in by_id.items() if name not in self._before or self._chose_items(row)]
        return {item for row in chosen for item in row["agenda"]}

    def base_rows(self, reading: Draft) -> list[Row]:
        """The utterances of the reading, with the ids that they have in the result."""
        taken: set[str] = set()
        rows = []
        for row in reading.tables["utterances"]:
            given: str = row["id"]
            name = fresh(self._names.get(_NEW + given, given), taken)
            taken.add(name)
            rows.append({**row, "id": name})
        return rows

    # Pieces

    def _pieces(self, placed: list[Row]) -> list[_Piece]:
        spans = [(row["line"], _end(row)) for row in [*placed, *self._reading]]
        spans += [(_line(told), _end_of_warning(told)) for told in [*self._warned, *self._told] if _is_left(told)]
        pieces: list[_Piece] = []
        for first, last in sorted(spans):
            if pieces and first <= pieces[-1].last:
                pieces[-1].last = max(pieces[-1].last, last)
            else:
                pieces.append(_Piece(first, last))
        lasts = [piece.last for piece in pieces]
        for row in placed:
            pieces[bisect_left(lasts, row["line"])].corrected.append(row)
        for row in self._reading:
            pieces[bisect_left(lasts, row["line"])].new.append(row)
        for row in self._before.values():
            if row.get("line") is not None:
                for piece in pieces[bisect_left(lasts, row["line"]) :]:
                    if piece.first > _end(row):
                        break
                    piece.before.append(row)
        return pieces

    def _resolved(self, piece: _Piece) -> list[Row] | None:
        """The utterances of a piece; None where the corrected ones stand as they are."""
        gone = self._gone(piece)
        whole = all(self._same_place(row) for row in piece.corrected)
        if gone and not piece.corrected:
            return self._deleted(piece, gone)
        if gone and whole and self._is_as_before(piece):
            deleted = {(row["line"], _squeezed(row)) for row in gone}
            piece.new = [row for row in piece.new if (row["line"], _squeezed(row)) not in deleted]
            return self._patched(piece, [(row, self._before[row["id"]]) for row in piece.corrected])
        if gone:
            return None
        if whole and [row["id"] for row in piece.corrected] == [row["id"] for row in piece.before]:
            return self._patched(piece, [(row, self._before[row["id"]]) for row in piece.corrected])
        return self._resolved_part(piece, piece.corrected[0]) if len(piece.corrected) == 1 else None

    def _resolved_part(self, piece: _Piece, row: Row) -> list[Row] | None:
        """A piece that holds one utterance made by splitting, or by taking up text that was left."""
        if not piece.before:
            left = [
                _squeezed_text(told.get("text") or "") for told in self._dismissed if told.get("line") == row["line"]
            ]
            if piece.new and row.get("speaker") is None and _squeezed(row) in left:
                self._follows[row["id"]] = piece.new[-1]["id"]
                return piece.new
            return None
        if len(piece.before) == 1:
            before = piece.before[0]
            if row["line"] < before["line"] or _end(row) > _end(before):
                return None
            text = _part_of(before["text"], row["text"])
            opens = bool(piece.new) and piece.new[0]["line"] == row["line"]
            # All that is read here now must be of this part: what was cut off from it may have been deleted.
            if text is not None and opens and all(_squeezed(new) in _squeezed_text(text) for new in piece.new):
                return self._patched(piece, [(row, {**before, "text": text, "line": row["line"]})])
        return None

    def _gone(self, piece: _Piece) -> list[Row]:
        """Utterances of the reading before that a person deleted or moved away from here."""
        missing = [row for row in piece.before if row["id"] not in self._standing]
        if not missing:
            return []
        first, last = missing[0]["line"], max(_end(row) for row in missing)
        near = [row for row in self._standing.values() if row["line"] <= last and _end(row) >= first]
        return [row for row in missing if not any(_swallowed(row, other) for other in near)]

    def _is_as_before(self, piece: _Piece) -> bool:
        """Whether the new reading has the same utterances here as the one before."""
        before = [(row["line"], _squeezed(row)) for row in piece.before]
        return before == [(row["line"], _squeezed(row)) for row in piece.new]

    def _same_place(self, row: Row) -> bool:
        before = self._before.get(row["id"])
        return before is not None and (row["line"], _end(row)) == (before["line"], _end(before))

    def _deleted(self, piece: _Piece, gone: list[Row]) -> list[Row]:
        """What is left of the new utterances where all of the ones before were deleted or moved."""
        lines = {line for row in gone for line in range(row["line"], _end(row) + 1)}
        rows = [row for row in piece.new if not set(range(row["line"], _end(row) + 1)) <= lines]
        for row in gone:
            if any(piece_row["line"] <= _end(row) and _end(piece_row) >= row["line"] for piece_row in rows):
                self.unplaced.append(Unplaced("utterances", row["id"], None, row["text"]))
        return rows

    # Values

    def _chose_items(self, row: Row, before: Row | None = None) -> bool:
        """Whether a person chose other agenda items; those of a deleted item are gone by themselves."""
        names = (before or self._before[row["id"]])["agenda"]
        return bool([name for name in names if name in self._items] != row["agenda"])

    def _patched(self, piece: _Piece, pairs: list[tuple[Row, Row]]) -> list[Row]:
        """The new utterances of a piece with the values that a person gave to the ones before."""
        rows = {row["id"]: row for row in piece.new}
        named: set[str] = set()
        for now, before in pairs:
            here = [row["id"] for row in piece.new if row["line"] <= _end(now) and _end(row) >= now["line"]]
            opening = [name for name in here if rows[name]["line"] == now["line"] and name not in named]
            if here:
                self._follows[now["id"]] = here[-1]
            if opening:
                named.add(opening[0])
                self._names[opening[0]] = now["id"]
            self._put_words(rows, here, now, before)
            for name in ("speaker", "kind"):
                if now.get(name) != before.get(name):
                    self._put_value(rows, opening or here, name, now, bool(opening))
            if self._chose_items(now, before):
                inside = [name for name in here if rows[name]["line"] >= now["line"]] or here
                for name in inside:
                    rows[name] = {**rows[name], "agenda": now["agenda"], "certainty": CERTAIN}
                if not inside:
                    self.unplaced.append(Unplaced("utterances", now["id"], "agenda", now["text"]))
            for name in opening[:1]:
                if _was_checked(now, before) and _says_the_same(rows[name], now):
                    rows[name] = {**rows[name], "certainty": CERTAIN}
        return list(rows.values())

    def _put_words(self, rows: dict[str, Row], here: list[str], now: Row, before: Row) -> None:
        if now["text"] == before["text"]:
            return
        carried = carry(before["text"], now["text"], [rows[name]["text"] for name in here])
        alone = len(here) == 1 and rows[here[0]]["line"] == now["line"] and _end(rows[here[0]]) == _end(now)
        if carried.lost and alone:
            # The same lines as before: a person's text stands whole.
            carried = carry(before["text"], now["text"], [before["text"]])
        for name, text in zip(here, carried.texts, strict=True):
            if text != rows[name]["text"]:
                rows[name] = {**rows[name], "text": text, "certainty": CERTAIN}
        self.unplaced += [Unplaced("utterances", now["id"], "text", text) for text in carried.lost]

    def _put_value(self, rows: dict[str, Row], here: list[str], name: str, now: Row, opens: bool) -> None:
        if not here or (not opens and rows[here[0]].get(name) != now.get(name)):
            self.unplaced.append(Unplaced("utterances", now["id"], name, str(now.get(name) or "")))
        else:
            rows[here[0]] = {**rows[here[0]], name: now.get(name), "certainty": CERTAIN}

    def _as_corrected(self, piece: _Piece) -> list[Row]:
        """The corrected utterances of a piece; agenda items that nobody chose are those of the new reading."""
        rows = []
        for row in piece.corrected:
            over = next((new for new in piece.new if new["line"] <= row["line"] <= _end(new)), None)
            before = next((old for old in piece.before if old["line"] <= row["line"] <= _end(old)), None)
            kept = {item for item in (before or {"agenda": []})["agenda"] if item in self._items}
            unchosen = before is not None and over is not None and kept == set(row["agenda"])
            rows.append({**row, "agenda": over["agenda"]} if unchosen and over is not None else row)
        return rows

    # All together

    def _put_free(self) -> None:
        """Puts the rows whose place a person chose behind the ones that they stood behind."""
        astray = self._astray()
        for count, row in enumerate(self._corrected):
            if row["id"] in astray:
                row = self.rows.pop(self._place_of(row))
            elif row["id"] not in self._free:
                continue
            at = next((at for above in reversed(self._corrected[:count]) if (at := self._place_of(above)) >= 0), -1)
            self.rows.insert(at + 1, row)

    def _astray(self) -> set[str]:
        """Rows that a person made and that do not stand in the order of the source."""
        made = {name for name in self._standing if name not in self._before}
        found, line = set(), 0
        for name, row in self._standing.items():
            if row["line"] < line:
                found.add(name)
            line = max(line, row["line"])
        for name, row in reversed(self._standing.items()):
            if row["line"] > line:
                found.add(name)
            line = min(line, row["line"])
        standing = {row["id"] for row in self.rows}
        return {name for name in found & made if self._follows.get(name, name) in standing}

    def _place_of(self, above: Row) -> int:
        """Where in the result the utterance stands, or the last of those that it became; -1 where it is gone."""
        last = self._follows.get(above["id"], above["id"])
        return next((at for at, row in enumerate(self.rows) if row["id"] == last), -1)

    def _name_once(self) -> None:
        """Gives utterances that go on in new boundaries their old ids, and no id twice."""
        taken = {row["id"] for row in self.rows if not row["id"].startswith(_NEW)}
        new: list[str] = [row["id"] for row in self.rows if row["id"].startswith(_NEW)]
        # Old ids first: an utterance that begins where none did takes what they leave.
        for name in sorted(new, key=lambda each: each not in self._names):
            free = fresh(self._names.get(name, name.removeprefix(_NEW)), taken)
            self._names[name] = free
            taken.add(free)
        self.rows = [{**row, "id": self._names.get(row["id"], row["id"])} for row in self.rows]

    def _warn(self, kept: list[_Piece]) -> None:
        """The warnings of the new reading that nobody dismissed; in pieces that stand as corrected, theirs."""
        told = [warning for warning in _left_of(self._told, self._dismissed) if not _lies_in(warning, kept)]
        elsewhere = [row for name, row in self._before.items() if name not in self._standing and row.get("line")]
        told = [left for warning in told if (left := _without_rows(warning, elsewhere)) is not None]
        told += [warning for warning in self._warned if _lies_in(warning, kept)]
        self.warnings = sorted(told, key=lambda warning: (warning.get("line") or 0, warning["code"]))


def _moved(before: list[str], now: list[str]) -> set[str]:
    """Which names a person moved: the fewest without which both lists have one order."""
    places = {name: place_ for place_, name in enumerate(before)}
    common = [name for name in now if name in places]
    best: list[list[str]] = []
    for name in common:
        # Patience sorting: best[n] is the run of length n + 1 that ends earliest.
        low, high = 0, len(best)
        while low < high:
            middle = (low + high) // 2
            if places[best[middle][-1]] < places[name]:
                low = middle + 1
            else:
                high = middle
        run = [*best[low - 1], name] if low else [name]
        best[low : low + 1] = [run]
    return set(common) - set(best[-1] if best else ())


def _was_checked(now: Row, before: Row) -> bool:
    """Whether a person looked at the utterance."""
    return bool(now.get("certainty") == CERTAIN and before.get("certainty") != CERTAIN)


def _says_the_same(one: Row, other: Row) -> bool:
    return all(one.get(name) == other.get(name) for name in ("speaker", "kind", "text"))


def _part_of(whole: str, part: str) -> str | None:
    """What of an utterance's text a part of it said before its words were corrected; None where that cannot be told."""
    if part in whole:
        return part
    for length in (16, 8, 4):
        start, end = whole.find(part[:length]), whole.rfind(part[-length:])
        if 0 <= start <= end:
            return whole[start : end + length]
    return None


def _swallowed(row: Row, other: Row) -> bool:
    """Whether one utterance was merged into another."""
    within = other["line"] <= row["line"] and _end(other) >= _end(row)
    return bool(within and other["id"] != row["id"] and _squeezed(row) in _squeezed(other))


def _end(row: Row) -> int:
    end: int = max(row.get("end_line") or 0, row["line"])
    return end


def _squeezed(row: Row) -> str:
    return _squeezed_text(row["text"])


def _squeezed_text(text: str) -> str:
    return "".join(text.split())


def _is_left(warning: Row) -> bool:
    return bool(warning["code"] == _UNPARSED and warning.get("line"))


def _line(warning: Row) -> int:
    line: int = warning["line"]
    return line


def _end_of_warning(warning: Row) -> int:
    return _line(warning) + str(warning.get("text") or "").count("\n")


def _lies_in(warning: Row, pieces: list[_Piece]) -> bool:
    line = warning.get("line")
    return line is not None and any(piece.first <= line <= piece.last for piece in pieces)


def _without_rows(warning: Row, rows: list[Row]) -> Row | None:
    """A warning of text left over without the lines of utterances that a person deleted or moved; None if all are."""
    if not _is_left(warning) or not warning.get("text"):
        return warning
    over = [row for row in rows if row["line"] <= _end_of_warning(warning) and _end(row) >= warning["line"]]
    lines = warning["text"].split("\n")
    left = [line for line in lines if not any(_squeezed_text(line) in _squeezed(row) for row in over)]
    if len(left) == len(lines):
        return warning
    text = "\n".join(left)
    return {**warning, "text": text, "message": f"読み取れなかった部分があります：{text}"} if text.strip() else None


def _sign(warning: Row) -> tuple[Any, ...]:
    return warning["code"], warning.get("line"), warning.get("text") or warning.get("message")


def _without(warnings: list[Row], others: list[Row]) -> list[Row]:
    """The warnings that stand in the first list and not in the second."""
    known = {_sign(warning) for warning in others}
    return [warning for warning in warnings if _sign(warning) not in known]


def _left_of(warnings: list[Row], dismissed: list[Row]) -> list[Row]:
    known = {_sign(warning) for warning in dismissed}
    return [warning for warning in warnings if _sign(warning) not in known]
