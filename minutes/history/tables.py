"""The records as tables for spreadsheets: line by line, as long as they are."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from minutes.exchange import csv_bytes, no_formula
from minutes.history.filters import kind_label
from minutes.history.pages import all_rows
from trail.models import Access, Change

_MARK = "\ufeff".encode()
_WHO = ("番号", "日時", "利用者", "利用者の番号", "接続元", "要求の番号", "操作")
_CHANGE = ("種類", "対象", "対象の番号", "会議の番号", "件数", "内容の保存先", "変更前", "変更後", "消去日時")
_ACCESS = ("種類", "対象", "対象の番号", "会議の番号", "応答", "内容")


def change_table(found: QuerySet[Change]) -> Iterator[bytes]:
    """The changes as CSV (UTF-8 with its mark): a heading, then a line each, the newest first."""
    yield _line((*_WHO, *_CHANGE), first=True)
    for row in all_rows(found):
        what = (row.get_action_display(), kind_label(row.kind), row.key, row.meeting, row.rows, row.kept)
        yield _line((*_who(row), *what, _json(row.before), _json(row.after), _moment(row.forgotten_at)))


def access_table(found: QuerySet[Access]) -> Iterator[bytes]:
    """The record of access in the same form."""
    yield _line((*_WHO, *_ACCESS), first=True)
    for row in all_rows(found):
        what = (row.get_event_display(), kind_label(row.kind), row.key, row.meeting, row.status, row.detail)
        yield _line((*_who(row), *what))


def _who(row: Change | Access) -> tuple[Any, ...]:
    return row.pk, _moment(row.at), row.name, row.person, row.address, row.request, row.what


def _line(cells: tuple[Any, ...], first: bool = False) -> bytes:
    line = csv_bytes([[no_formula("" if cell is None else str(cell)) for cell in cells]])
    return line if first else line.removeprefix(_MARK)


def _json(told: Any) -> str:
    return "" if told is None else json.dumps(told, ensure_ascii=False)


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""
