"""Lists of people that stand behind where the record seemed to begin: they belong to the head, whatever stands before them."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.parsing.head.layout import Layout, Section
from minutes.parsing.roster.people import people_of_region
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, is_sentence, squeeze
from minutes.parsing.words.labels import Label, find_label
from minutes.parsing.words.people import group_of, is_person
from minutes.parsing.words.records import is_opening

# So far into the record a list may still be one of the head.
_ROWS = 150
# So many of its rows at least list people, where its heading has nobody behind it.
_LEAST = 2
_LONGEST_NAME, _LONGEST_GROUP = 24, 16
_PARTS = re.compile(r"[、，,・／/]|\s{2,}|　")
_NOBODY = re.compile(r"[(\[]?(?:な\s?し|(?:計|以上)?\s?[0-9一二三四五六七八九十]{1,3}\s?[名人])[)\]]?")
# What the heading of such a list says, unless it stands right below another list; elsewhere 参考人 may speak or come in.
_TELLING = re.compile("出席|欠席|応招|出欠|参加者")
_EVENT = re.compile("(?:入|退)[室場]|[着離]席|登壇|退席")
_CLOCK = re.compile(r"[0-9一二三四五六七八九十]\s?時")


def with_rosters_of_record(layout: Layout) -> Layout:
    """The layout, lists of those present in the first rows of its record as sections of the head."""
    rows = layout.record
    kept: list[PrintedLine] = []
    found: list[Section] = []
    index = 0
    while index < len(rows):
        label = find_label(rows, index) if index < _ROWS else None
        goes_on = bool(found) and rows[index - 1] is found[-1].rows[-1][0]
        heads = label is not None and label.field == "attendees" and (goes_on or _TELLING.search(label.word))
        size = _size(rows, index, label) if label is not None and heads else 0
        if size:
            listed = rows[index : index + size]
            found.append(Section("attendees", label, [(row, row.cells) for row in listed]))
            index += size
            continue
        kept.append(rows[index])
        index += 1
    return replace(layout, sections=[*layout.sections, *found], record=kept) if found else layout


def _size(rows: list[PrintedLine], index: int, label: Label) -> int:
    """How many rows from a label on are a list of people, 0 where it heads none."""
    end = index + label.rows
    behind = "　".join(label.values)
    if is_sentence(behind):
        return 0
    listing = 1 if behind and _lists(behind) else 0
    while end < len(rows) and find_label(rows, end) is None and _is_listed(rows[end]):
        listing += _names_somebody(rows[end])
        end += 1
    absent = label.word.startswith(("欠席", "不応招"))
    return end - index if listing >= _LEAST or absent or (behind and listing) else 0


def _is_listed(row: PrintedLine) -> bool:
    """Whether a row may stand in a list of people: it names some, or is a group or how many they are."""
    plain = row.flat.strip()
    if is_sentence(row.text) or is_opening(row.text) or _CLOCK.search(plain) or _EVENT.search(plain):
        return False
    group = len(squeeze(plain)) <= _LONGEST_GROUP and group_of(plain.strip("()[]【】<> :")) is not None
    return group or _NOBODY.fullmatch(plain) is not None or _names_somebody(row)


def _names_somebody(row: PrintedLine) -> bool:
    return people_of_region([(row, [cell for cell in row.cells if cell])])[0] is not None or _lists(row.text)


def _lists(text: str) -> bool:
    """Whether a text is a list of people with seats, posts or titles of respect: most of its parts end so."""
    parts = [squeeze(part) for part in _PARTS.split(flat(text)) if part and part.strip()]
    named = sum(len(part) <= _LONGEST_NAME and is_person(part) for part in parts)
    return bool(parts) and 2 * named > len(parts)
