"""What a line of an agenda list is, after docs/parsed-minutes.md: a printed class is the category (議案第3号 -> 議案, 3); a class word
on a line of its own is the category of what follows; a parent whose children are numbered one level deeper is their
category and no item itself; 開会, あいさつ and 閉会 are no items; a line without number goes on with the title above it.

The first rule that takes a line decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.agenda.list_lines import FRAMES, ListLine
from minutes.parsing.agenda.list_reader import OPENERS, ListReader, Run, heads_a_run, is_next, is_parent, opens_group
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.text import flat, squeeze, tidy_title
from minutes.parsing.words.ceremonies import is_ceremony, is_greeting
from minutes.parsing.words.item_classes import (
    HEADS_ONLY,
    category_alone,
    is_class_heading,
    is_part,
    is_whole_title,
    names_part,
    only_heads,
)
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.list_furniture import furniture_of, is_preface
from minutes.parsing.words.numbering import CLASS_WORDS

# Labels of other fields that columns of a table left in the list.
_OTHER_FIELDS = frozenset(["office", "when", "venue", "attendees", "title", "time"])
_OWNER = re.compile(r"[(][^()]{1,20}(?:[部局課室所]|センター|委員会|[、・])[)]")
_OTHER_WITH_TITLE = re.compile(r"その他(?:\s+|\s?[:：]\s?)(?P<title>[^\s(（].*)")


@dataclass(frozen=True, slots=True)
class ListRule:
    """A rule takes a line, given the line below it, or leaves it to the next rule. In `example`, / parts lines; the line in
    question is the one between guillemets where there are several."""

    name: str
    example: str
    take: Callable[[ListReader, ListLine, ListLine | None], bool]


def read_line(reader: ListReader, line: ListLine, following: ListLine | None) -> ListRule:
    """Have the first rule that fits take a line; which it was."""
    rule = next(rule for rule in RULES if rule.take(reader, line, following))
    reader.pass_over(line)
    return rule


# Lines of any kind.


def _preface(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    """What stands above the items of a schedule."""
    if not reader.is_schedule or reader.entries or line.numbered is not None or not is_preface(line.printed):
        return False
    reader.leave(line, line.printed)
    return True


def _furniture(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if furniture_of(line.title, line.printed, numbered=line.numbered is not None) is None:
        return False
    reader.leave(line, line.printed)
    return True


# Lines without number.


def _owner(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    """Whose business the item above is, set in below its title."""
    if line.numbered is not None or not reader.entries or not _OWNER.fullmatch(flat(line.printed)):
        return False
    reader.go_on(line.printed)
    return True


def _other_field(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None or LABELS.get(squeeze(flat(line.title))) not in _OTHER_FIELDS:
        return False
    reader.leave(line, line.title)
    return True


def _class_word(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    alone = category_alone(line.title) if line.numbered is None else None
    if alone is None or not _heads_group(line.title, alone, following):
        return False
    reader.head(alone)
    if alone not in CLASS_WORDS and (following is None or following.numbered is None):
        reader.leave(line, line.title)
    return True


def _stage(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None or not is_ceremony(line.title):
        return False
    reader.last = None
    return True


def _other_business(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None or category_alone(line.title) != "その他" or not reader.entries:
        return False
    # 《その他》 beside 《報告事項》 is no item of that class
    reader.add(line, None if line.printed[:1] in FRAMES else reader.above())
    return True


def _parent_without_number(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None or not opens_group(following):
        return False
    if reader.last is not None and not names_part(line.printed, line.title):
        return False
    reader.parents = []
    reader.descend(line, tidy_title(line.title))
    return True


def _part_of_meeting(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None or reader.is_numbered or following is None:
        return False
    if not is_part(line.printed, following.printed):
        return False
    reader.parents, reader.group = [], tidy_title(line.title)
    return True


def _rest_of_title(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    """A line without number in a numbered list: the title above goes on, unless both are whole titles, or the one above
    ends far from the edge of a schedule."""
    if line.numbered is not None or not reader.is_numbered or not reader.entries or reader.last is None:
        return False
    if reader.begins_anew(line):
        reader.last = None
        reader.add(line, None)
    elif is_whole_title(reader.pieces()[-1]) and is_whole_title(line.title):
        reader.add(line, reader.entries[-1].item.category)
    elif reader.is_title_whole() and line.printed[:1] not in OPENERS:
        # 原案どおり可決; 午後1時28分開会; the page's head: nothing of the title
        reader.leave(line, line.printed)
    else:
        reader.go_on(line.printed)
    return True


def _title_alone(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None:
        return False
    reader.add(line, reader.group)
    return True


# Lines whose number has a class: 議案第3号.


def _classed(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is None or line.numbered.klass is None:
        return False
    reader.last = line.numbered
    if line.title or not is_parent(line, following):
        reader.add(line, line.numbered.klass)
    if line.numbered.klass in CLASS_WORDS and "号" not in line.printed[: line.numbered.start]:
        reader.group = line.numbered.klass
    return True


# Lines with a plain number. The first of these rules only sets the standing right and takes nothing.


def _level(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.numbered is not None:
        reader.step_to(line, line.numbered)
    return False


def _parent(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if not is_parent(line, following):
        return False
    alone = category_alone(line.title)
    reader.descend(line, alone if alone is not None and is_class_heading(line.title) else tidy_title(line.title))
    return True


def _head_of_run(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    if line.rank not in reader.runs or not heads_a_run(line) or not is_next(line, following):
        return False
    reader.run = Run(line.rank, category_alone(line.title) or "")
    return True


def _no_item(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    empty = category_alone(line.title) in HEADS_ONLY or not line.title
    if not (empty or is_ceremony(line.title) or is_greeting(line.title)):
        return False
    reader.last = None
    return True


def _named_other_business(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    named = _OTHER_WITH_TITLE.match(line.title)
    if named is None:
        return False
    reader.entries.append(AgendaEntry(AgendaItem("その他", None, tidy_title(named["title"])), line.row))
    return True


def _item_of_run(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    run = reader.run
    if run is None or run.rank != line.rank or category_alone(line.title) is not None:
        return False
    reader.add(line, run.klass)
    return True


def _numbered(reader: ListReader, line: ListLine, following: ListLine | None) -> bool:
    reader.add_numbered(line)
    return True


def _heads_group(title: str, alone: str, following: ListLine | None) -> bool:
    """Whether a class word without number heads what follows. 報告事項について does, 質問について is an item itself."""
    if opens_group(following):
        return is_class_heading(title)
    return alone != "その他" and is_class_heading(title) and (following is not None or only_heads(alone))


RULES: tuple[ListRule, ...] = (
    ListRule("preface of a schedule", "«（第1号）» / 日程第1 会期の決定", _preface),
    ListRule("furniture", "別紙のとおり", _furniture),
    ListRule("owner", "(1) 乗車券の改定について / «（交通局）»", _owner),
    ListRule("other field", "場所", _other_field),
    ListRule("class word", "«報告事項» / 1 甲について", _class_word),
    ListRule("stage", "開会", _stage),
    ListRule("other business", "1 甲について / «その他»", _other_business),
    ListRule("parent without number", "«陳情の審査» / (1) 甲に関する陳情", _parent_without_number),
    ListRule("part of the meeting", "«港湾局» / ※甲について", _part_of_meeting),
    ListRule("rest of a title", "1 甲の設置及び / «運営について»", _rest_of_title),
    ListRule("title alone", "甲の改定について", _title_alone),
    ListRule("number with a class", "議案第3号 甲について", _classed),
    ListRule("level", "", _level),
    ListRule("parent", "«3 議事» / (1) 甲について", _parent),
    ListRule("head of a run", "«2 報告事項» / 3 甲について / 4 協議事項 / 5 乙について", _head_of_run),
    ListRule("no item", "1 開会", _no_item),
    ListRule("named other business", "5 その他　甲について", _named_other_business),
    ListRule("item of a run", "2 報告事項 / «3 甲について» / 4 協議事項 / 5 乙について", _item_of_run),
    ListRule("numbered", "1 甲について", _numbered),
)
