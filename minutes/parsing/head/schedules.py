"""What a schedule prints above its items: its day and hour, which are the meeting's (議事日程第2号 / 令和5年6月13日 午前10時開議 / 第1 …)."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.parsing.head.layout import Layout, Section
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.labels import Label
from minutes.parsing.words.numbering import read_numbered
from minutes.wording import find_date, find_times

# What may stand beside a date and a time of a schedule's head.
_BESIDE = re.compile(r"[()\[\]、,]|開会|開議|再開|招集|午[前後]|曜日?|から|より")
_DEEPEST = 6
# 6月13日 午前10時開議: the year stands above
_DAY = re.compile(r"^\s*[0-9一二三四五六七八九十]{1,3}\s?月\s?[0-9一二三四五六七八九十]{1,3}\s?日(?=\s?\S)")


def with_moments(layout: Layout) -> Layout:
    """The layout, the day and hour above a schedule's items in a section of their own."""
    sections: list[Section] = []
    for section in layout.sections:
        if section.kind == "agenda":
            sections.extend(_parted(section))
        else:
            sections.append(section)
    return replace(layout, sections=sections)


def _parted(section: Section) -> list[Section]:
    label = section.label
    own = label.rows if label is not None else 0
    moments: list[tuple[PrintedLine, tuple[str, ...]]] = []
    if label is not None and len(label.values) == 1 and is_moment(label.values[0]):
        moments.append((section.row, label.values))
        label = Label(label.field, label.word, (), label.rows, label.marked)
    kept = section.rows[:own]
    for index, (row, values) in enumerate(section.rows[own:]):
        if index >= _DEEPEST or read_numbered(row.flat) is not None:
            kept = [*kept, *section.rows[own + index :]]
            break
        if is_moment(row.text):
            moments.append((row, values))
        else:
            kept.append((row, values))
    if not moments:
        return [section]
    return [Section("when", None, moments), *([Section("agenda", label, kept)] if kept else [])]


def is_moment(text: str) -> bool:
    """Whether a text is a date, a time of day or both, and nothing else: 令和5年6月13日（火）午前10時開議; 午前10時 開議."""
    if not 4 <= len(text) <= 60:
        return False
    found = find_date(text)
    rest = text[: found.start] + text[found.end :] if found is not None else _DAY.sub("", flat(text), count=1)
    times = find_times(rest)
    if found is None and not times:
        return False
    for time in reversed(times):
        rest = rest[: time.start] + rest[time.end :]
    return not _BESIDE.sub("", squeeze(flat(rest)))
