"""What a document prints twice: an item of the head's list again, which opens the record; a second list of the same
items, which adds none.
"""

from __future__ import annotations

from dataclasses import replace

from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.head.layout import Layout, Section
from minutes.parsing.head.record_rules import SECOND_LIST
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, fold
from minutes.parsing.words.numbering import read_numbered, split_numbered

# Fields whose rows may run on into the heading that the record begins with.
_RUN_ON = frozenset(["agenda", "attendees", "audience", "attachments", "other", "void", "free", "office", "venue"])
# Papers are often titled as the items that they are about.
_DOUBTFUL = frozenset(["attachments"])


def with_record_from_repeat(layout: Layout, marks: SpeakerMarks) -> Layout:
    """The layout, its record beginning at the heading below the last field that prints an item of the list again."""
    last = layout.sections[-1]
    listed = {key for section in layout.sections[:-1] if section.kind == "agenda" for key in _keys(section)}
    if last.kind not in _RUN_ON:
        return layout
    first = last.label.rows if last.label is not None else 0
    if last.kind == "agenda" and first:
        listed.update(key for text in _own_texts(last) for key in _keys_of(text))
    if last.kind == "agenda" and last.label is not None and SECOND_LIST.search(last.label.word) is not None:
        # 会議に付した事件: what it prints again is no heading.
        listed = set()
    for index, (row, values) in enumerate(last.rows):
        if index < first:
            continue
        keys = _keys_of(row.text)
        if listed.intersection(keys) and (last.kind not in _DOUBTFUL or _is_spoken_below(last, index, layout, marks)):
            return _cut(layout, index)
        if last.kind == "agenda":
            listed.update(key for value in (values or (row.text,)) for key in _keys_of(value))
    return layout


def discussed_procedures(entries: list[AgendaEntry], record: list[PrintedLine]) -> list[AgendaEntry]:
    """The items without the procedures of a programme (委嘱状の交付, 委員紹介) that no line of the record heads."""
    if not any(entry.procedure for entry in entries):
        return entries
    heads = {fold(row.text) for row in record if len(row.text) <= 120}
    return [entry for entry in entries if not entry.procedure or any(fold(entry.item.title) in head for head in heads)]


def _own_texts(section: Section) -> tuple[str, ...]:
    return section.label.values if section.label is not None else ()


def _keys(section: Section) -> set[str]:
    texts = [*_own_texts(section)]
    first = section.label.rows if section.label is not None else 0
    texts.extend(row.text for row, _ in section.rows[first:])
    return {key for text in texts for key in _keys_of(text)}


def _keys_of(text: str) -> list[str]:
    """The numbered items that a text prints, alike however their numbers are set off."""
    keys = []
    for part in split_numbered(text.replace("\t", " ")) if len(text) < 2000 else [text]:
        numbered = read_numbered(flat(part))
        if numbered is not None and (title := fold(part[numbered.start :][:200])):
            keys.append(f"{numbered.klass or ''} {numbered.number} {title}")
    return keys


def _is_spoken_below(section: Section, index: int, layout: Layout, marks: SpeakerMarks) -> bool:
    below = [row for row, _ in section.rows[index + 1 :]] + layout.record[:1]
    return bool(below) and marks.match(below[0]) is not None


def _cut(layout: Layout, index: int) -> Layout:
    last = layout.sections[-1]
    kept = Section(last.kind, last.label, last.rows[:index])
    record: list[PrintedLine] = [row for row, _ in last.rows[index:]]
    sections = [*layout.sections[:-1], *([kept] if kept.rows else [])]
    return replace(layout, sections=sections, record=[*record, *layout.record])


def without_repeats(lists: list[list[AgendaEntry]]) -> list[AgendaEntry]:
    """The items of several lists, each once: 会議日程 and 本日の会議に付した事件 list the same items. One of the lists may print no
    numbers, which the other gives."""
    entries: list[AgendaEntry] = []
    for items in lists:
        known = {_key(entry.item): index for index, entry in reversed([*enumerate(entries)])}
        titles = {fold(entry.item.title): index for index, entry in reversed([*enumerate(entries)])}
        place = len(entries)
        added: list[tuple[int, AgendaEntry]] = []
        for entry in items:
            found = known.get(_key(entry.item))
            alike = titles.get(fold(entry.item.title))
            if found is None and alike is not None and _are_one(entries[alike].item, entry.item):
                found = alike
                number = entries[alike].item.number or entry.item.number
                item = replace(entries[alike].item, number=number)
                entries[alike] = replace(entries[alike], item=item, place=entries[alike].place or entry.place)
            if found is not None:
                place = found + 1
            else:
                # 追加日程第1 stands where it was taken.
                added.append((place, entry))
        for offset, (index, entry) in enumerate(sorted(added, key=lambda new: new[0])):
            entries.insert(index + offset, entry)
    return entries


def _are_one(above: AgendaItem, below: AgendaItem) -> bool:
    """Whether two items of the same title are one: at most one of them has a number."""
    return above.number is None or below.number is None


def _key(item: AgendaItem) -> tuple[int | None, str]:
    return item.number, fold(item.title)
