"""Reading and comparing parsed minutes in tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from minutes.documents.model import SourceText
from minutes.parsing import parse
from minutes.parsing.model import ParsedMinutes
from minutes.parsing.rows.text import fold


def parse_text(text: str) -> ParsedMinutes:
    """The minutes that a text holds."""
    return parse(SourceText(tuple(text.split("\n"))))


def told_in(text: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and text of what minutes hold."""
    return [(row.kind, row.speaker, row.text) for row in parse_text(text).utterances]


def comparable(parsed: dict[str, Any]) -> dict[str, Any]:
    """A parsed-minutes object as docs/parsed-minutes.md compares it: folded, of a warning its code and line."""
    apart = ("warnings", "source_id", "source_url", "certainty")
    result = {key: _folded(value) for key, value in parsed.items() if key not in apart}
    for row in result["utterances"]:
        for key in ("line", "end_line", "page", "certainty"):
            row.pop(key, None)
    result["warnings"] = [[row["code"], row["line"]] for row in parsed["warnings"]]
    return result


def load_json(path: Path) -> dict[str, Any]:
    """A gold object."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_folded(item) for item in value]
    return value
