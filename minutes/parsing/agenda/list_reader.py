"""What is known while the lines of an agenda list are read one by one: the class and the parents that stand above, the items so
far, and the text that is none. What a line does with it, the rules of `list_rules` say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.agenda.list_lines import ListLine
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, tidy, tidy_title
from minutes.parsing.words.ceremonies import is_ceremony, is_procedure
from minutes.parsing.words.item_classes import category_alone, is_class_heading, is_whole_title, only_heads
from minutes.parsing.words.numbering import CLASS_WORDS, Numbered, place_in_schedule

# Further class words that head the items numbered after them in the same run.
_HEADS_A_RUN = frozenset(["報告", "協議", "審議"])
_LEAST_HEADS = 2
# What opens a remark that goes on with a whole title
OPENERS = tuple("(（〔［[「『【・")
# A line this much shorter than the widest ended before the edge.
_SHORT = 0.8


@dataclass(slots=True)
class Parent:
    """A line whose title is the category of the lines below it; `used` once an item has it."""

    rank: int
    title: str
    row: PrintedLine
    used: bool = False


@dataclass(slots=True)
class Run:
    """A numbered class word and the level of its number, whose neighbours are its items: 2 報告事項, 3 甲について."""

    rank: int
    klass: str


class ListReader:
    """The standing of one list. `category` is the class that the list's own label prints; `label`, that label's number."""

    def __init__(self, lines: list[ListLine], category: str | None, label: Numbered | None) -> None:
        self.is_numbered = any(line.numbered for line in lines)
        # 2 報告事項, 3 甲について, 4 協議事項, 5 乙について: class words numbered in the same run as their items
        heads = Counter(line.rank for line in lines if heads_a_run(line))
        self.runs = frozenset(rank for rank, count in heads.items() if count >= _LEAST_HEADS)
        self.is_schedule = any(place_in_schedule(flat(line.printed)) is not None for line in lines)
        self._widest = max((line.row.width for line in lines), default=0)
        self._row_above: PrintedLine | None = None
        self._label = label
        self.group = category
        self.run: Run | None = None
        self.parents: list[Parent] = []
        self._all_parents: list[Parent] = []
        # The number above that a line without one may go on below
        self.last: Numbered | None = None
        self.left: list[tuple[PrintedLine, str]] = []
        self.entries: list[AgendaEntry] = []
        # Items of no class by the level of their number.
        self._plain: dict[int, int] = {}
        self._place: int | None = None
        self._wrapped: dict[int, list[str]] = {}

    # What a rule does with a line.

    def leave(self, line: ListLine, text: str) -> None:
        """The line is no item; its text is told."""
        self.left.append((line.row, text))

    def head(self, klass: str) -> None:
        """A class word on a line of its own heads what follows."""
        self.group, self.parents, self.last, self.run = klass, [], None, None

    def descend(self, line: ListLine, title: str) -> None:
        """The lines below, numbered one level deeper, are this line's children."""
        parent = Parent(line.rank, title, line.row)
        self.parents.append(parent)
        self._all_parents.append(parent)

    def step_to(self, line: ListLine, numbered: Numbered) -> None:
        """A numbered line ends the parents and the run that stand deeper than it, or beside it."""
        if self._label is not None and self._counts_on_from(self._label, numbered):
            self.group, self._label = None, numbered
        self.last = numbered
        while self.parents and self.parents[-1].rank >= line.rank:
            self.parents.pop()
        if self.run is not None and line.rank < self.run.rank:
            self.run = None

    def pass_over(self, line: ListLine) -> None:
        """The line is read; the next one stands below it."""
        self._row_above = line.row
        if line.outcome:
            self.left.append((line.row, line.outcome))

    def above(self) -> str | None:
        """The category of what stands here: the nearest parent's title, else the class above."""
        if not self.parents:
            return self.group
        self.parents[-1].used = True
        return self.parents[-1].title

    def add(self, line: ListLine, category: str | None) -> None:
        """The line is an item of this category."""
        number = line.numbered.number if line.numbered else None
        place = place_in_schedule(flat(line.printed))
        if place is None and (line.numbered is None or line.numbered.klass is not None):
            # 日程第4 議案第1号 甲 / 議案第2号 乙
            place = self._place
        self._place = place
        title = _unquoted(line.title) if line.numbered and line.numbered.klass else line.title
        self.entries.append(AgendaEntry(AgendaItem(category, number, tidy_title(title)), line.row, place))

    def add_numbered(self, line: ListLine) -> None:
        """The line is an item of what stands above it; without anything above, it may be a procedure."""
        if not self.parents and self.group is None:
            self._plain[len(self.entries)] = line.rank
        self.add(line, self.above())

    def go_on(self, text: str) -> None:
        """The title above goes on with this text."""
        self._wrapped.setdefault(len(self.entries) - 1, []).append(text)

    # What a rule asks.

    def pieces(self) -> list[str]:
        """The title above and what it went on with."""
        index = len(self.entries) - 1
        return [self.entries[index].item.title, *self._wrapped.get(index, [])]

    def is_title_whole(self) -> bool:
        """Whether the title above ends as titles do, or is その他."""
        above = "".join(self.pieces())
        return is_whole_title(above) or category_alone(above) == "その他"

    def begins_anew(self, line: ListLine) -> bool:
        """Whether a line without number in a schedule is an item of its own: the whole title above ended far from the edge."""
        return (
            self.is_schedule
            and is_whole_title("".join(self.pieces()))
            and line.printed[:1] not in OPENERS
            and self._row_above is not None
            and self._row_above.width < _SHORT * self._widest
        )

    def finish(self) -> list[AgendaEntry]:
        """The items, their titles whole."""
        for index, texts in self._wrapped.items():
            self.entries[index] = _continued(self.entries[index], texts)
        for index in self._procedures():
            self.entries[index] = replace(self.entries[index], procedure=True)
        for parent in self._all_parents:
            known = is_class_heading(parent.title) and category_alone(parent.title) in CLASS_WORDS
            if not parent.used and not known:
                self.left.append((parent.row, parent.title))
        # 委員会報告第11号 above 議案第67号 甲について: the report has no name of its own
        nameless = [entry for entry in self.entries if not entry.item.title]
        self.left.extend((entry.row, entry.row.text) for entry in nameless)
        return [entry for entry in self.entries if entry.item.title]

    def _procedures(self) -> list[int]:
        """What a programme does before its business: 2 委嘱状の交付, 3 委員紹介 beside 4 議題 / (1) 甲について."""
        levels = {parent.rank for parent in self._all_parents if parent.used and is_class_heading(parent.title)}
        return [
            index
            for index, rank in self._plain.items()
            if rank in levels and is_procedure(self.entries[index].item.title)
        ]

    def _counts_on_from(self, label: Numbered, numbered: Numbered) -> bool:
        """Whether a line is the label's next neighbour, not the next of the items under it."""
        if numbered.rank != label.rank or numbered.number != (label.number or 0) + 1:
            return False
        return self.last is not None and (self.last.rank != numbered.rank or self.last is label)


def heads_a_run(line: ListLine) -> bool:
    """A numbered class word that can only head items: 2 報告事項."""
    if line.numbered is None or line.numbered.klass is not None:
        return False
    alone = category_alone(line.title)
    return alone is not None and is_class_heading(line.title) and (alone in _HEADS_A_RUN or only_heads(alone))


def is_next(line: ListLine, following: ListLine | None) -> bool:
    """Whether the line below is a titled item, the next number of the same run."""
    if following is None or following.numbered is None or line.numbered is None or following.rank != line.rank:
        return False
    counts_on = following.numbered.number == (line.numbered.number or 0) + 1
    return counts_on and category_alone(following.title) is None and not is_ceremony(following.title)


def is_parent(line: ListLine, following: ListLine | None) -> bool:
    """Whether the line below is numbered one level deeper."""
    if following is None or following.numbered is None or line.numbered is None:
        return False
    if following.numbered.klass is not None:
        return line.numbered.klass is None and is_class_heading(line.title)
    if line.numbered.klass is not None:
        return following.numbered.rank > 1
    return following.rank > line.rank


def opens_group(following: ListLine | None) -> bool:
    """Whether the line below is the first of several."""
    return following is not None and following.numbered is not None and following.numbered.number == 1


def _unquoted(title: str) -> str:
    """The title of 諮問第3号「甲に対する異議申立て」 without the signs round it."""
    whole = title[:1] == "「" and title[-1:] == "」" and title.count("「") == 1
    return title[1:-1] if whole else title


def _continued(entry: AgendaEntry, texts: list[str]) -> AgendaEntry:
    """The item whose title goes on over further lines."""
    item = entry.item
    pieces = [item.title]
    for text in texts:
        pieces.append((" " if pieces[-1][-1:].isascii() and text[:1].isascii() else "") + tidy(text))
    return replace(entry, item=replace(item, title="".join(pieces)))
