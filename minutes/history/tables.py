"""The records as tables for spreadsheets: piece by piece, as long as they are."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from minutes.exchange import csv_bytes
from minutes.history.filters import kind_label
from minutes.history.pages import Row, pieces
from trail.models import Access, Change

_MARK = "\ufeff".encode()
_WHO = ("番号", "日時", "利用者", "利用者の番号", "接続元", "要求の番号", "操作")
_CHANGE = ("種類", "対象", "対象の番号", "会議の番号", "件数", "内容の保存先", "変更前", "変更後", "消去日時")
_ACCESS = ("種類", "対象", "対象の番号", "会議の番号", "応答", "内容")


def change_table(found: QuerySet[Change]) -> Iterator[bytes]:
    """The changes as CSV (UTF-8 with its mark): a heading, then a line each, the newest first; piece by piece."""

    def cells(row: Change) -> tuple[Any, ...]:
        what = (row.get_action_display(), kind_label(row.kind), row.key, row.meeting, row.rows, row.kept)
        return (*_who(row), *what, _json(row.before), _json(row.after), _moment(row.forgotten_at))

    return _table((*_WHO, *_CHANGE), found, cells)


def access_table(found: QuerySet[Access]) -> Iterator[bytes]:
    """The record of access in the same form."""

    def cells(row: Access) -> tuple[Any, ...]:
        what = (row.get_event_display(), kind_label(row.kind), row.key, row.meeting, row.status, row.detail)
        return (*_who(row), *what)

    return _table((*_WHO, *_ACCESS), found, cells)


def _table(heads: Sequence[str], found: QuerySet[Row], cells: Callable[[Row], tuple[Any, ...]]) -> Iterator[bytes]:
    yield csv_bytes([heads])
    for rows in pieces(found):
        lines = [["" if cell is None else str(cell) for cell in cells(row)] for row in rows]
        # The mark stands at the beginning alone.
        yield csv_bytes(lines).removeprefix(_MARK)


def _who(row: Change | Access) -> tuple[Any, ...]:
    return row.pk, _moment(row.at), row.name, row.person, row.address, row.request, row.what


def _json(told: Any) -> str:
    return "" if told is None else json.dumps(told, ensure_ascii=False)


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""
