"""Rows of a form that lost their cells -> rows with cells: 公開の可否　会議　□公開 ■非公開.

Copies of a form as text, and Word and PDF files made of such a copy, part its columns by tab stops, which come as white
space. What the columns are is told by the form's own words: the field, its part (会議, 会議録; 部員, 事務局), the value.
"""

from __future__ import annotations

import re

from minutes.parsing.head.label_rules import ACCESS_BOXES, ACCESS_PARTS
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.labels import field_of
from minutes.parsing.words.people import group_of

# Forms stand at the head of a document.
_DEEPEST = 80
_WORD = re.compile(r"\S+\s*")
_MOST_WORDS = 6  # a label's letters may be set apart: 公 開 の 可 否
_LIST = re.compile(r"[^、。]{2,40}、[^、。]{2,}")


def read_form_rows(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, those of a form without cells parted into its field, the part of the field, and the value.

    Whether a document is such a form, its boxes for what is public tell; lists of those present are parted only then.
    """
    parted = [_access(row) if index < _DEEPEST else row for index, row in enumerate(rows)]
    if all(new is old for new, old in zip(parted, rows, strict=True)):
        return rows
    in_list = False
    for index, row in enumerate(parted[:_DEEPEST]):
        opened = _attendance(row)
        goes_on = _group(row) if in_list else None
        if (opened or goes_on) is not None:
            parted[index] = opened or goes_on or row
        in_list = opened is not None or goes_on is not None
    return parted


def _access(row: PrintedLine) -> PrintedLine:
    """A row of the field 公開の可否: with its label, or a further part of it (会議録)."""
    boxes = ACCESS_BOXES.search(row.text) if len(row.cells) == 1 else None
    if boxes is None:
        return row
    before, value = row.text[: boxes.start()], row.text[boxes.start() :]
    words = [squeeze(word) for word in _WORD.findall(before)]
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        part = "".join(words[-count:])
        label = "".join(words[:-count])
        if part in ACCESS_PARTS and (not label or field_of(squeeze(flat(label))) == "access"):
            return row.with_cells((label, part, value) if label else ("", part, value))
    return row


def _attendance(row: PrintedLine) -> PrintedLine | None:
    """出席者　部員　副区長、総務部長: the label of those present, and the first group beside it."""
    if len(row.cells) > 1:
        return None
    words = list(_WORD.finditer(row.text))
    for count in range(1, min(len(words), _MOST_WORDS)):
        label = squeeze(row.text[: words[count].start()])
        if field_of(flat(label)) == "attendees":
            found = _named(row, words[count].start())
            if found is not None:
                return row.with_cells((label, *found))
    return None


def _group(row: PrintedLine) -> PrintedLine | None:
    """事務局　課長、係長: a further group below the first, set as far in as that."""
    if len(row.cells) > 1 or row.indent < 2:
        return None
    found = _named(row, 0)
    return row.with_cells(("", *found)) if found is not None else None


def _named(row: PrintedLine, start: int) -> tuple[str, str] | None:
    """The group and its list, where both stand from `start` on."""
    words = list(_WORD.finditer(row.text, start))
    for count in range(1, min(len(words), _MOST_WORDS)):
        at = words[count].start()
        group = squeeze(row.text[start:at])
        if group_of(group) is not None and _LIST.match(row.text, at):
            return group, row.text[at:]
    return None
