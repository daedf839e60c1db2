"""What a page is told of a draft that has changed: the parts that were touched, as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minutes.editing.applying import Touched
from minutes.editing.draft import TABLES, Draft


def changes_of(draft: Draft, touched: Iterable[Touched]) -> dict[str, Any]:
    """`changes` of docs/editing.md: what the touched parts of the draft say now."""
    result = no_changes()
    rows = dict.fromkeys(touched)
    for table in TABLES:
        wanted = {name for of, name in rows if of == table and name is not None}
        found = {row["id"]: row for row in draft.tables[table] if row["id"] in wanted} if wanted else {}
        order = [row["id"] for row in draft.tables[table]] if (table, None) in rows else None
        result[table] = {"rows": found, "order": order, "removed": sorted(wanted - set(found))}
    head = {name: draft.head[name] for of, name in rows if of == "head" and name is not None}
    result["head"] = head or None
    result["warnings"] = draft.warnings if ("warnings", None) in rows else None
    return result


def no_changes() -> dict[str, Any]:
    """The same where nothing was touched."""
    tables: dict[str, Any] = {table: {"rows": {}, "order": None, "removed": []} for table in TABLES}
    return {"head": None, "warnings": None, **tables}
