"""A draft as operations work on it: the parsed-minutes JSON, its rows with ids and agenda items named by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minutes.editing.ids import fill_ids
from minutes.parsing import HEAD

Row = dict[str, Any]
TABLES = ("attendees", "agenda", "utterances", "attachments")
# Keys that a row leaves out where they are null (minutes.parsing.model).
OPTIONAL = {"utterances": ("line", "page", "end_line", "certainty", "at"), "attachments": ("agenda",)}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft. Nothing in it is changed in place: what an operation leaves alone, the next draft shares.

    `rest` holds what no operation changes (source_id, certainty …).
    """

    head: Row
    tables: dict[str, list[Row]]
    warnings: list[Row]
    rest: Row

    @classmethod
    def of(cls, data: dict[str, Any]) -> Draft:
        """The draft of a valid parsed-minutes JSON object. Rows without an id get one, always the same."""
        tables = {table: fill_ids(table, data.get(table) or []) for table in TABLES}
        names = [row["id"] for row in tables["agenda"]]
        tables["utterances"] = [
            {**row, "agenda": [names[index] for index in dict.fromkeys(row["agenda"])]}
            if row.get("agenda")
            else row
            if "agenda" in row
            else {**row, "agenda": []}
            for row in tables["utterances"]
        ]
        tables["attachments"] = [
            row if row.get("agenda") is None else {**row, "agenda": names[row["agenda"]]}
            for row in tables["attachments"]
        ]
        head = {name: data.get(name) for name in HEAD}
        for name in ("meeting_access", "minutes_access"):
            head[name] = head[name] or {"level": None, "reason": None}
        rest = {name: value for name, value in data.items() if name not in _PARTS}
        return cls(head, tables, data.get("warnings") or [], rest)

    def to_json(self) -> dict[str, Any]:
        """The parsed-minutes JSON object to store: agenda items by index."""
        index_of = {row["id"]: index for index, row in enumerate(self.tables["agenda"])}
        utterances = [
            {**row, "agenda": [index_of[name] for name in row["agenda"]]} if row["agenda"] else row
            for row in self.tables["utterances"]
        ]
        attachments = [
            {**row, "agenda": index_of[row["agenda"]]} if row.get("agenda") is not None else row
            for row in self.tables["attachments"]
        ]
        return {**self.view(), "utterances": utterances, "attachments": attachments}

    def view(self) -> dict[str, Any]:
        """The same object with agenda items by id, as the checking page works with it."""
        return {**self.head, **self.tables, "warnings": self.warnings, **self.rest}


_PARTS = frozenset([*HEAD, *TABLES, "warnings"])
