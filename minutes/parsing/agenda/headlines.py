"""Rows of a record that may be headings, by how they stand: with a number that has a class (議案第3号 甲), with a plain number, as a
class word alone, between brackets (《館長報告》). What is said is none, nor is what a sentence goes on with.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, replace

from minutes.parsing.agenda.headings import greeting_speaker
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, ends_sentence, flat, is_sentence
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.item_classes import category_alone, is_class_heading
from minutes.parsing.words.numbering import Numbered, read_numbered
from minutes.parsing.words.prose import is_told
from minutes.parsing.words.records import OPENING_BRACKETS, bracketed, narrated

_LONGEST = 120
# Lines whose wording does not tell that they are headings, where only their number does.
_LONGEST_DOUBTFUL = 40
_LONGEST_FRAMED = 40
_TITLE_END = re.compile(
    r"(?:について|の件|に関すること|に関する件|その他|報告|状況|結果|計画|予算|決算|条例|選任|選出|概要|方針|\)案?|案)[」』)\]】>]?$"
)
# Brackets that set headings off; what stands in round ones is an event.
_FRAMES = {"【": "】", "<": ">", "《": "》", "〈": "〉", "[": "]"}
_BULLETED = tuple(BULLETS)


@dataclass(frozen=True, slots=True)
class Headline:
    """A row that may be a heading. `sort`: "classed" (議案第3号 甲), "numbered", "doubtful" (numbered, worded as anything),
    "class" (報告事項), "framed" (《館長報告》), "other" (《その他》)."""

    row: PrintedLine
    text: str
    sort: str
    numbered: Numbered | None


def headlines(rows: list[PrintedLine], marks: SpeakerMarks) -> list[Headline]:
    """The rows of a record that may be headings, in order. Doubtful ones that count up, each above what was said or done on
    it, are numbered headings like others."""
    found: list[Headline] = []
    complete = True
    for row in rows:
        text = row.text.replace("\t", " ")
        if len(text) <= _LONGEST and not text.endswith(("。", "、")) and marks.match(row) is None:
            numbered = read_numbered(row.flat)
            sort = _sort(row, text, numbered, complete=complete)
            if sort is not None:
                found.append(Headline(row, text, sort, numbered))
        complete = ends_sentence(text) or len(text) <= 40
    return _with_runs(found, rows, marks)


def _sort(row: PrintedLine, text: str, numbered: Numbered | None, *, complete: bool) -> str | None:
    if numbered is None:
        if not complete:
            return None
        if category_alone(text) == "その他":
            return "other" if row.flat[0] in _FRAMES else None
        if category_alone(text) is not None and is_class_heading(text):
            return "class"
        return "framed" if _is_framed(row) else None
    title = text[numbered.start :]
    if numbered.klass is not None and title:
        return "classed"
    if not complete:
        return None
    if reads_as_title(title) and greeting_speaker(text) is None:
        return "numbered"
    return "doubtful" if 0 < len(title) <= _LONGEST_DOUBTFUL and not is_sentence(title) else None


def _is_framed(row: PrintedLine) -> bool:
    """Whether a row is a title between brackets that set headings off."""
    plain = row.flat.strip(" ")
    if not 4 <= len(plain) <= _LONGEST_FRAMED or _FRAMES.get(plain[0]) != plain[-1] or plain.count(plain[0]) > 1:
        return False
    return not is_sentence(plain) and not is_ceremony(plain[1:-1])


def reads_as_title(title: str) -> bool:
    """Whether a title ends as titles of items do, or is a class word or a stage of a meeting."""
    return bool(title) and bool(_TITLE_END.search(flat(title)) or category_alone(title) or is_ceremony(title))


def _with_runs(found: list[Headline], rows: list[PrintedLine], marks: SpeakerMarks) -> list[Headline]:
    """The headlines, the doubtful ones of a run 1, 2, 3 numbered where each stands above what was said or done on it."""
    below = {row.key: after for row, after in itertools.pairwise(rows)}
    runs: dict[tuple[int, str, int], list[list[int]]] = defaultdict(list)
    for index, headline in enumerate(found):
        numbered = headline.numbered
        if headline.sort not in ("numbered", "doubtful") or numbered is None or numbered.number is None:
            continue
        of_kind = runs[numbered.rank, headline.row.flat.lstrip()[:1] if numbered.rank > 1 else "", headline.row.indent]
        if numbered.number == 1:
            of_kind.append([index])
        elif of_kind and len(of_kind[-1]) + 1 == numbered.number:
            of_kind[-1].append(index)
    sure: set[int] = set()
    for run in itertools.chain.from_iterable(runs.values()):
        if len(run) > 1 and all(_is_discussed(found[index], below.get(found[index].row.key), marks) for index in run):
            sure.update(run)
    return [replace(headline, sort="numbered") if index in sure else headline for index, headline in enumerate(found)]


def _is_discussed(headline: Headline, after: PrintedLine | None, marks: SpeakerMarks) -> bool:
    """Whether the row below a headline is what was said or done on it, or the first of its parts."""
    if after is None:
        return False
    numbered = read_numbered(after.flat)
    if numbered is not None and headline.numbered is not None and numbered.rank > headline.numbered.rank:
        return numbered.number == 1
    if marks.match(after) is not None or narrated(after.text) is not None or is_told(after.text):
        return True
    return after.flat[0] in OPENING_BRACKETS and bracketed(after.text) is not None
