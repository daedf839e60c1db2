"""What operations are called in the list of corrections (訂正の記録)."""

from __future__ import annotations

from typing import Any

from minutes.editing.draft import Draft
from minutes.editing.fields import HEAD_FIELDS, ROW_FIELDS, TABLE_NAMES
from minutes.editing.operations import (
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

_SHORT = 20
_KINDS = {"speech": "発言", "explanation": "説明", "summary": "要旨", "decision": "決定", "note": "記録"}


def label_of(draft: Draft, operation: Operation) -> str:
    """The operation in words, as it stands to the draft that it is done on: 発言12の発言者を「会長」に変更."""
    match operation:
        case Set(table="head"):
            return f"{HEAD_FIELDS[operation.field][0]}を{_to(operation)}"
        case Set():
            name = ROW_FIELDS[operation.table][operation.field][0]
            return f"{_row(draft, operation.table, operation.id)}の{name}を{_to(operation)}"
        case Insert():
            return f"{TABLE_NAMES[operation.table]}を追加"
        case Delete():
            return f"{_row(draft, operation.table, operation.id)}を削除"
        case Move():
            return f"{_row(draft, operation.table, operation.id)}を移動"
        case Split():
            return f"{_row(draft, 'utterances', operation.id)}を分割"
        case Merge():
            return f"{_row(draft, 'utterances', operation.id)}に次の発言を結合"
        case Take():
            return f"読み取れなかった部分「{_short(operation.text)}」を発言に追加"
        case Rename():
            return f"発言者「{_short(operation.source)}」をすべて「{_short(operation.target)}」に変更"
        case Dismiss() | Warn():
            return "確かめる箇所を確認済みに変更"
        case Check():
            return f"{_row(draft, 'utterances', operation.id)}を確認済みに変更"
        case Restore():
            return f"{_row(draft, 'utterances', operation.found[0]['id'])}を元の形に変更"
        case Many():
            return operation.label or (label_of(draft, operation.ops[0]) if operation.ops else "訂正")


def _row(draft: Draft, table: str, row_id: str | None) -> str:
    """発言12: what a row is called, with its place."""
    places = (place for place, row in enumerate(draft.tables[table], start=1) if row["id"] == row_id)
    return f"{TABLE_NAMES[table]}{next(places, '')}"


def _to(operation: Set) -> str:
    after = operation.after
    if operation.field in ("text", "agenda", "meeting_access", "minutes_access", "proxy"):
        return "変更"
    if after is None or after == "":
        return "空に変更"
    return f"「{_short(_KINDS.get(after, after) if operation.field == 'kind' else after)}」に変更"


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
