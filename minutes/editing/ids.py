"""Names of a draft's rows: an utterance after its source line (u12, u12.2), other rows after their place (a1, p1, r1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from minutes.parsing import ParsedMinutes

_LETTERS = {"agenda": "a", "attendees": "p", "attachments": "r"}


def with_ids(parsed: ParsedMinutes) -> ParsedMinutes:
    """The minutes with an id for each row; rows that have one keep it. The same minutes always get the same ids."""
    tables: dict[str, Any] = {}
    for table in ("attendees", "agenda", "utterances", "attachments"):
        rows = getattr(parsed, table)
        names = _names(table, [(row.id, getattr(row, "line", None)) for row in rows])
        tables[table] = tuple(
            row if row.id == name else replace(row, id=name) for row, name in zip(rows, names, strict=True)
        )
    return replace(parsed, **tables)


def fill_ids(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for the rows of one table in their JSON form."""
    if all("id" in row for row in rows):
        return rows
    names = _names(table, [(row.get("id"), row.get("line")) for row in rows])
    return [{**row, "id": name} for row, name in zip(rows, names, strict=True)]


def _names(table: str, rows: list[tuple[str | None, int | None]]) -> list[str]:
    taken: set[str] = set()
    kept: list[str | None] = []
    for given, _ in rows:
        kept.append(given if given and given not in taken else None)
        if given:
            taken.add(given)
    names = []
    for place, (name, (_, line)) in enumerate(zip(kept, rows, strict=True), start=1):
        if name is None:
            stem = f"u{line or 0}" if table == "utterances" else f"{_LETTERS[table]}{place}"
            name = fresh(stem, taken)
            taken.add(name)
        names.append(name)
    return names


def fresh(stem: str, taken: Iterable[str]) -> str:
    """`stem`, or `stem.2` and so on where it is taken."""
    names = taken if isinstance(taken, set | dict) else set(taken)
    name, count = stem, 1
    while name in names:
        count += 1
        name = f"{stem}.{count}"
    return name
