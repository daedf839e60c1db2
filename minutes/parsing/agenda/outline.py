"""The agenda from the headings of the text, where the head lists none."""

from __future__ import annotations

import itertools
from dataclasses import replace

from minutes.parsing.agenda.agenda import read_agenda
from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.agenda.headings import HeadingReader, split_together
from minutes.parsing.agenda.headlines import Headline, headlines, reads_as_title
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat, fold, tidy_title
from minutes.parsing.words.item_classes import category_alone
from minutes.parsing.words.numbering import Numbered, read_numbered
from minutes.parsing.words.prose import is_told

_LONGEST = 120
# So many titles make an outline.
_LEAST_OUTLINE = 3
# Classes that may stand in the record alone, with so many items.
_FURTHER = frozenset(
    ["報告", "報告事項", "協議", "協議事項", "審議", "審議事項", "議案", "議題", "連絡事項", "協議案件", "報告案件"]
)
_LEAST_FURTHER = 2
# A title goes on over so many lines.
_LONGEST_REST = 2
_MOST_MISSING, _FURTHEST = 3, 400
_DECORATION = BULLETS + "【】[]［］〔〕<>＜＞《》〈〉「」『』 　"

Printed = list[tuple[PrintedLine, str]]


def agenda_from_text(rows: list[PrintedLine], marks: SpeakerMarks, first: int = 1) -> list[AgendaEntry]:
    """The items that headings in the record open, each once, in order; the first number of a class is `first` or 1."""
    found = headlines(rows, marks)
    classed = [headline for headline in found if headline.sort == "classed"]
    grouped = _under_classes(found)
    if classed:
        printed = _merged([*_parts_of(classed), *_rests(classed, rows, marks)], grouped)
    else:
        numbered = [(line.row, line.text) for line in found if line.sort == "numbered"]
        doubtful = {line.row.number: (line.row, line.text) for line in found if line.sort == "doubtful"}
        printed = _merged(_filled(numbered, doubtful), grouped)
    entries = read_agenda(printed, None, [])
    if not classed and not _counts_up(entries, first):
        return []
    seen: set[tuple[str | None, int | None, str]] = set()
    unique = []
    for entry in entries:
        key = (entry.item.category, entry.item.number, "" if classed and entry.item.number else entry.item.title)
        if key not in seen:
            seen.add(key)
            unique.append(entry)
    return unique


def _parts_of(classed: list[Headline]) -> Printed:
    """Headings that take items together, cut before each."""
    return [(headline.row, part) for headline in classed for part in split_together(headline.text)]


def _rests(classed: list[Headline], rows: list[PrintedLine], marks: SpeakerMarks) -> Printed:
    """The rest of titles that the width broke: short lines between two headings that nothing else stands between."""
    places = {row.key: index for index, row in enumerate(rows)}
    rests: Printed = []
    for headline, following in itertools.pairwise(classed):
        between = rows[places[headline.row.key] + 1 : places[following.row.key]]
        if 0 < len(between) <= _LONGEST_REST and all(_is_rest(row, marks) for row in between):
            rests.extend((row, row.text) for row in between)
    return rests


def _is_rest(row: PrintedLine, marks: SpeakerMarks) -> bool:
    unmarked = marks.match(row) is None and read_numbered(row.flat) is None
    return unmarked and len(row.text) <= _LONGEST and "。" not in row.text


def _merged(some: Printed, others: Printed) -> Printed:
    """The rows of both, in the order of the record, each once."""
    known = {row.key for row, _ in some}
    return sorted(
        [*some, *((row, text) for row, text in others if row.key not in known)], key=lambda printed: printed[0].number
    )


def _under_classes(found: list[Headline]) -> Printed:
    """Class words alone and titles in brackets that head numbered items, with those items: ○協議案件 / 1 甲の辞任 / … / 2 乙の互選;
    《館長報告》 / 1. 甲について. Where brackets head items, 《その他》 is one itself."""
    grouped: Printed = []
    run: Printed = []
    expected = 0
    others: Printed = []
    for headline in found:
        if headline.sort in ("class", "framed"):
            grouped.extend(run if len(run) > 1 else [])
            run, expected = [(headline.row, headline.text)], 1
        elif headline.sort == "other":
            others.append((headline.row, headline.text))
        elif headline.sort == "numbered" and run and _number_of(headline) == expected:
            run.append((headline.row, headline.text))
            expected += 1
    grouped.extend(run if len(run) > 1 else [])
    return _merged(grouped, others) if grouped else []


def _number_of(headline: Headline) -> int | None:
    return headline.numbered.number if headline.numbered is not None else None


def _filled(
    plain: list[tuple[PrintedLine, str]], doubtful: dict[int, tuple[PrintedLine, str]]
) -> list[tuple[PrintedLine, str]]:
    """The headings with those between them that the numbers demand, whatever their wording: 1 開会, 2 自己紹介, 3 甲の選任."""
    filled: list[tuple[PrintedLine, str]] = []
    above: dict[int, tuple[int, int]] = {}
    for row, text in plain:
        numbered = read_numbered(row.flat)
        if numbered is None or numbered.number is None:
            filled.append((row, text))
            continue
        last, line = above.get(numbered.rank, (0, 0))
        if numbered.number > last + 1 and (last or numbered.number == 2):
            filled.extend(_between(doubtful, numbered, last, line, row.number))
        above[numbered.rank] = (numbered.number, row.number)
        filled.append((row, text))
    return sorted(filled, key=lambda entry: entry[0].number)


def _between(
    doubtful: dict[int, tuple[PrintedLine, str]], next_one: Numbered, last: int, after: int, before: int
) -> list[tuple[PrintedLine, str]]:
    """The lines between two headings that hold the numbers between theirs, if they hold all of them in order."""
    missing = list(range(last + 1, next_one.number or 0))
    if not 0 < len(missing) <= _MOST_MISSING:
        return []
    found: list[tuple[PrintedLine, str]] = []
    for line in range(after + 1, before) if before - after < _FURTHEST else ():
        entry = doubtful.get(line)
        numbered = read_numbered(entry[0].flat) if entry else None
        if entry and numbered and numbered.rank == next_one.rank and numbered.number == missing[len(found)]:
            found.append(entry)
            if len(found) == len(missing):
                return found
    return []


def further_items(last: AgendaItem, rows: list[PrintedLine], marks: SpeakerMarks) -> list[AgendaEntry]:
    """Headings that count on from the last item above the record: 議事 (1) 甲 … talk … (2) 乙 … talk.

    Where the list was whole, the headings of the text begin with its first number again.
    """
    if last.number is None or last.category is None:
        return []
    further: list[AgendaEntry] = []
    expected = last.number + 1
    for entry in agenda_from_text(rows, marks, first=expected):
        item = entry.item
        if item.number == expected and item.category in (None, last.category) and item.title != "その他":
            further.append(AgendaEntry(replace(item, category=last.category), entry.row))
            expected += 1
        elif item.title == "その他" and further:
            # 4 その他 stands beside the label of the list, not in it
            further.append(AgendaEntry(replace(item, category=None), entry.row))
            break
        elif further and item.number is not None and item.category not in (None, last.category):
            # 議案第3号 … 報告第1号: the numbers of another class begin anew
            further.append(entry)
            last, expected = item, item.number + 1
        else:
            return []
    return further


def further_classes(items: list[AgendaItem], rows: list[PrintedLine], marks: SpeakerMarks) -> list[AgendaEntry]:
    """The items of classes that the record heads and the list does not have: 議事 / 1. 甲 in both, then 報告 / 1. 乙 / 2. 丙."""
    classes = {item.category for item in items}
    if None in classes:
        return []
    titles = {fold(item.title) for item in items}
    beyond = [
        entry
        for entry in agenda_from_text(rows, marks)
        if entry.item.category not in classes
        and entry.item.category in _FURTHER
        and entry.item.number is not None
        and reads_as_title(entry.item.title)
        and fold(entry.item.title) not in titles
    ]
    return beyond if len(beyond) >= _LEAST_FURTHER else []


def outlined_items(rows: list[PrintedLine]) -> list[AgendaEntry]:
    """Titles behind one bullet, each with what was done below: ○甲について / 説明を受け、了承した。 / ○乙について / … A class on
    a line of its own heads those that follow."""
    found: dict[str, list[AgendaEntry]] = {}
    category = None
    for row, below in itertools.pairwise(rows):
        alone = category_alone(row.text)
        if alone is not None:
            category = alone
        elif row.text[0] in BULLETS:
            title = row.text.lstrip(BULLETS + " 　")
            told = title and not title.endswith(("。", "、")) and len(title) <= _LONGEST and is_told(below.text)
            # One line behind the bullet that is no such title, and the bullet heads none.
            entries = found.setdefault(row.text[0], [])
            entries.append(AgendaEntry(AgendaItem(category, None, tidy_title(title) if told else ""), row))
    wholly = [entries for entries in found.values() if all(entry.item.title for entry in entries)]
    return max(wholly, key=len) if wholly and max(map(len, wholly)) >= _LEAST_OUTLINE else []


def taught_items(rows: list[PrintedLine], taught: LessonMatches, items: list[AgendaItem]) -> list[AgendaEntry]:
    """The headings of the record that a person pointed out and that open none of the items listed."""
    if not taught.headings:
        return []
    listed = HeadingReader(items)
    found: list[AgendaEntry] = []
    seen: set[str] = set()
    for row in rows:
        text = row.text.replace("\t", " ")
        if row.key not in taught.headings or listed.read(text) is not None:
            continue
        bare = text.strip(_DECORATION)
        numbered = read_numbered(flat(bare))
        title = tidy_title(bare[numbered.start :] if numbered else bare)
        if title and title not in seen:
            seen.add(title)
            item = AgendaItem(numbered.klass if numbered else None, numbered.number if numbered else None, title)
            found.append(AgendaEntry(item, row))
    return found


def _counts_up(entries: list[AgendaEntry], first: int) -> bool:
    """Headings of one document count up within their class; numbers that jump about belong to what somebody said."""
    last: dict[str | None, int] = {}
    above = 0
    for entry in entries:
        number = entry.item.number
        if number is None:
            continue
        before = last.get(entry.item.category, 0)
        # 2 報告事項, 3 甲, 4 協議事項, 5 乙: one run through all classes
        if not (number in (1, first) or 0 < number - before <= 3 or 0 < number - above <= 3):
            return False
        last[entry.item.category] = above = number
    # ア 甲について, イ 乙について below (2) 議事 count by letters.
    return bool(last) or (len(entries) > 1 and all(entry.item.category for entry in entries))
