"""An item of the agenda as a list or a heading prints it."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import PrintedLine


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item, the row it was read from, and its number in the schedule, which several bills may share: 日程第4. A
    `procedure` is what a programme does before its business."""

    item: AgendaItem
    row: PrintedLine
    place: int | None = None
    procedure: bool = False
