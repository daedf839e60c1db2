"""Cross-checks of a parsed document: what a person should look at."""

from __future__ import annotations

from minutes.parsing.ledger import Ledger
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import PrintedLine
from minutes.wording import clock_minutes

_TOLERANCE = 15


def check_end_time(ends_at: str | None, adjourned: tuple[str, PrintedLine] | None, ledger: Ledger) -> None:
    """The header's end and the closing line differ by more than 15 minutes."""
    if ends_at is None or adjourned is None:
        return
    clock, row = adjourned
    if abs(clock_minutes(ends_at) - clock_minutes(clock)) > _TOLERANCE:
        ledger.warn(
            "end-time-mismatch", f"終了時刻が、冒頭の記載では{ends_at}、末尾の記載では{clock}です。", row.number
        )


def check_discussed(agenda: list[AgendaItem], discussed: set[int], lines: dict[int, int], ledger: Ledger) -> None:
    """A listed item that no heading opens, in minutes whose headings open others. A bare その他 is not missed."""
    if not discussed:
        return
    for index, item in enumerate(agenda):
        if index not in discussed and item.title != "その他":
            name = f"{item.category or ''}{item.number or ''} {item.title}".strip()
            ledger.warn("agenda-not-discussed", f"本文に見出しのない議題です：{name}", lines.get(index))
