"""The agenda and the record as two sequences: which rows of the record open which items, where no row alone says so.

A heading may be worded otherwise than the list, print no number or only a number that several items have, or name a class whose
items have no headings of their own. Every row that may be a heading has options, each with a likeness; the best
path through all rows takes an option of some, in the order of the list where it can, one item after the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutes.parsing.agenda.headings import HeadingReader, undecorated
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, flat, fold, is_sentence, squeeze, title_overlap
from minutes.parsing.words.item_classes import category_alone
from minutes.parsing.words.numbering import Numbered, read_numbered
from minutes.parsing.words.records import OPENING_BRACKETS, bracketed, event_line, narrated

_LONGEST = 120
# Shorter titles are alike by chance.
_SHORTEST = 4
# Documents hold some hundred headings and some fifty items; these bounds keep hostile text linear.
_MOST_ITEMS, _MOST_CANDIDATES, _COMPARISONS = 200, 600, 20_000
# What an option is worth: a heading that the list's words or number tell, a class that stands for its items, likeness to a title.
_SURE, _CLASS = 3.0, 1.2
_LEAST_LIKE, _LEAST_LIKE_ALONE = 0.5, 0.7
_SAME_NUMBER, _OTHER_NUMBER = 0.3, -0.4
# Steps of the path: to the next item, over one, back.
_NEXT, _SKIPPED, _BACK = 0.2, -0.05, -1.0
# An option is taken where it is worth so much with its step.
_LEAST = 0.8
# What ends a line that the next one goes on with
_GOES_ON = re.compile(r"(?:[をにはがとでへのも,、]|(?<!つい)て)$")
_BRACKETED_BEHIND = re.compile(r"\s*[(（【\[][^()（）【】\[\]]{1,24}[)）】\]]\s*$")


@dataclass(frozen=True, slots=True)
class _Option:
    items: tuple[int, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: PrintedLine
    options: tuple[_Option, ...]


def placed_headings(
    rows: Sequence[PrintedLine],
    marks: SpeakerMarks,
    headings: HeadingReader,
    points: frozenset[int],
) -> Mapping[int, tuple[int, ...]]:
    """The items that rows open which the list alone does not tell, by the keys of the rows."""
    items = headings.items
    if not 0 < len(items) <= _MOST_ITEMS:
        return {}
    candidates = _candidates(rows, marks, headings, points)
    path = _best_path(candidates)
    return {
        candidate.row.key: option.items
        for candidate, option in zip(candidates, path, strict=True)
        if option is not None and option.worth < _SURE
    }


def _candidates(
    rows: Sequence[PrintedLine], marks: SpeakerMarks, headings: HeadingReader, points: frozenset[int]
) -> list[_Candidate]:
    compared = 0
    found: list[_Candidate] = []
    classes: list[tuple[int, PrintedLine, str]] = []
    own: set[int] = set()
    complete = True
    for position, row in enumerate(rows):
        marked = marks.match(row) is not None
        text = row.text.replace("\t", " ")
        if _may_head(row, text) and not marked and row.key not in points and len(found) < _MOST_CANDIDATES:
            after = rows[position + 1] if position + 1 < len(rows) else None
            heading = headings.read(text)
            if heading is not None and heading.items:
                own.update(heading.items)
                found.append(_Candidate(row, (_Option(heading.items, _SURE),)))
            elif complete and (klass := _class_of(text, headings.items)) is not None:
                classes.append((len(found), row, klass))
            elif heading is None and complete and compared < _COMPARISONS and _stands_apart(row, after, marks):
                compared += len(headings.items)
                options = _likely(text, headings.items)
                if options:
                    found.append(_Candidate(row, options))
        complete = marked or ends_sentence(text) or len(text) <= 40
    for position, row, klass in reversed(classes):
        under = tuple(index for index, item in enumerate(headings.items) if fold(item.category or "") == klass)
        if not own.intersection(under):
            found.insert(position, _Candidate(row, (_Option(under, _CLASS),)))
    return found


def _may_head(row: PrintedLine, text: str) -> bool:
    return 1 < len(text) <= _LONGEST and not text.endswith(("。", "、")) and len(row.cells) == 1


def _class_of(text: str, items: Sequence[AgendaItem]) -> str | None:
    """The category of items that a row names and nothing else, folded."""
    bare, numbered = undecorated(flat(text))
    title = fold(bare[numbered.start :] if numbered is not None else bare)
    klass = fold(category_alone(bare) or "")
    categories = {fold(item.category) for item in items if item.category}
    return next((name for name in (title, klass) if name and name in categories), None)


def _stands_apart(row: PrintedLine, after: PrintedLine | None, marks: SpeakerMarks) -> bool:
    """Whether a row ends as a title may, above what was said or done on it; below a numbered one may stand a sentence."""
    if after is None or _GOES_ON.search(row.flat) is not None:
        return False
    if marks.match(after) is not None or narrated(after.text) is not None or event_line(after.text) is not None:
        return True
    if after.flat[0] in OPENING_BRACKETS:
        return bracketed(after.text) is not None
    return after.text.endswith("。") and read_numbered(row.flat) is not None and read_numbered(after.flat) is None


def _likely(text: str, items: Sequence[AgendaItem]) -> tuple[_Option, ...]:
    bare, numbered = undecorated(flat(text))
    title = bare[numbered.start :] if numbered is not None else bare
    if is_sentence(title) or len(squeeze(title)) < _SHORTEST:
        return ()
    options = []
    for index, item in enumerate(items):
        like = _likeness(title, item.title)
        if like < (_LEAST_LIKE if numbered is not None else _LEAST_LIKE_ALONE):
            continue
        options.append(_Option((index,), like + _agreement(numbered, item)))
    return tuple(sorted(options, key=lambda option: -option.worth)[:5])


def _agreement(numbered: Numbered | None, item: AgendaItem) -> float:
    if numbered is None or numbered.number is None or item.number is None:
        return 0.0
    return _SAME_NUMBER if numbered.number == item.number else _OTHER_NUMBER


def _likeness(title: str, listed: str) -> float:
    """How alike a heading and a listed title are, 0 to 1; what stands in brackets behind either does not count against it."""
    one, other = (fold(_BRACKETED_BEHIND.sub("", text)) for text in (title, listed))
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST and short in long:
        return max(0.6 + 0.4 * len(short) / len(long), title_overlap(title, listed))
    return max(title_overlap(one, other), title_overlap(title, listed))


def _best_path(candidates: Sequence[_Candidate]) -> list[_Option | None]:
    """For each candidate the option taken, None where it opens nothing: the path of the greatest worth.

    A standing is the last item opened, -1 before the first.
    """
    # How a standing was reached at each candidate: from which standing, by which option.
    back: list[dict[int, tuple[int, _Option | None]]] = []
    worths: dict[int, float] = {-1: 0.0}
    for candidate in candidates:
        reached: dict[int, float] = dict(worths)
        how: dict[int, tuple[int, _Option | None]] = {standing: (standing, None) for standing in worths}
        for option in candidate.options:
            target = option.items[-1]
            for standing, worth in worths.items():
                step = _step(standing, option.items[0])
                if option.worth < _SURE and option.worth + step < _LEAST:
                    continue
                total = worth + option.worth + step
                if total > reached.get(target, float("-inf")):
                    reached[target], how[target] = total, (standing, option)
        worths = reached
        back.append(how)
    path: list[_Option | None] = []
    standing = max(worths, key=lambda name: worths[name])
    for reached_by in reversed(back):
        standing, taken = reached_by[standing]
        path.append(taken)
    path.reverse()
    return path


def _step(standing: int, first: int) -> float:
    """What it is worth to go from the last item opened to another."""
    if first == standing + 1:
        return _NEXT
    if first <= standing:
        return _BACK
    return max(_SKIPPED * (first - standing - 1), -0.5)
