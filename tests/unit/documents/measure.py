"""How alike two parses of the same minutes are."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from minutes.documents import SourceText
from minutes.documents.text import split_lines
from minutes.parsing import parse
from minutes.parsing.rows.text import fold

_LISTED = ("category", "number", "title", "group", "name", "role", "affiliation", "proxy", "label")
HEADER = (
    "title",
    "body",
    "fiscal_year",
    "number",
    "office",
    "held_on",
    "starts_at",
    "ends_at",
    "adjourned_at",
    "venue",
)


def parsed_text(text: str) -> dict[str, Any]:
    """The parsed-minutes object of a text; form feeds part its pages."""
    lines, pages = split_lines(text)
    return parse(SourceText(lines, pages=pages)).to_json()


def utterances(expected: dict[str, Any], found: dict[str, Any]) -> float:
    """F1 of the utterances, 0 to 1: those with the same kind, speaker, agenda and text, in the same order."""
    return _f1(_said(expected, with_text=True), _said(found, with_text=True))


def speakers(expected: dict[str, Any], found: dict[str, Any]) -> float:
    """F1 of kinds and speakers, 0 to 1."""
    return _f1(_said(expected, with_text=False), _said(found, with_text=False))


def header(expected: dict[str, Any], found: dict[str, Any]) -> float:
    """The share of the header's fields that are the same."""
    same = [name for name in HEADER if _folded(expected[name]) == _folded(found[name])]
    return len(same) / len(HEADER)


def lists(expected: dict[str, Any], found: dict[str, Any]) -> float:
    """The lowest F1 of agenda, attendees and attachments, 0 to 1."""
    return min(_f1(_listed(expected[name]), _listed(found[name])) for name in ("agenda", "attendees", "attachments"))


def _listed(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(_folded(row.get(key)) for key in _LISTED if key in row) for row in rows]


def _said(parsed: dict[str, Any], with_text: bool) -> list[tuple[Any, ...]]:
    names = ("kind", "speaker", "agenda", "text") if with_text else ("kind", "speaker")
    return [tuple(_folded(row[name]) for name in names) for row in parsed["utterances"]]


def _folded(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _f1(expected: list[tuple[Any, ...]], found: list[tuple[Any, ...]]) -> float:
    if not expected and not found:
        return 1.0
    blocks = SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / (len(expected) + len(found))
