"""The office's own list of what was withheld and why: it holds the words, and is never published. Stdlib only."""

from __future__ import annotations

from collections.abc import Iterable

from minutes.exchange import csv_bytes
from minutes.public_edition.model import Withheld

COLUMNS = ("番号", "箇所", "非公開とした語句", "根拠", "備考")


def write_withheld_csv(passages: Iterable[Withheld]) -> bytes:
    """The list as a table for a spreadsheet: UTF-8 with its mark, one passage a row."""
    rows = [list(COLUMNS)]
    for number, each in enumerate(passages, start=1):
        rows.append([str(number), each.place, each.words, each.ground, each.note])
    return csv_bytes(rows)
