"""The zone of each row of a document, worked out from its answer: the parsed minutes as somebody wrote them by hand.

What is said stands in the answer in the order of the document. The longest chain of rows whose text is found there, each
behind the one before, is the record; what stands above it belongs to the list whose entries it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from minutes.parsing.agenda.headings import greeting_speaker
from minutes.parsing.learning.chains import Place, find_all, heaviest_chain
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.weighing.zones import FIELDS, ITEMS, PAPERS, PEOPLE, RECORD
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.labels import find_label
from minutes.parsing.words.numbering import read_numbered

# So many signs of a row are looked for in what is said, from so many places at its start (a mark stands before).
_PROBE, _LEAST, _LONGEST_MARK = 30, 5, 40
_MOST_PLACES = 6
# A row counts in the chain by its length up to this.
_HEAVIEST = 60
# Rows so short, so far above the rest, stand in the answer by chance.
_CHANCE, _APART = 20, 6
_GAP = 4
_LISTS = ((PEOPLE, "attendees"), (ITEMS, "agenda"), (PAPERS, "attachments"))
_SIGNS_OF_MARKS = "○◯〇●◎【】[]()（）:：・■◆ "


def zones_by_answer(rows: Sequence[PrintedLine], answer: dict[str, Any]) -> list[str]:
    """The zone of each row, by the answer in the form of docs/parsed-minutes.md."""
    texts = [_bare(row.text) for row in rows]
    chain = _without_chance(heaviest_chain(list(_places(texts, _bare("".join(_said(answer)))))))
    zones = [FIELDS] * len(rows)
    start = chain[0].row if chain else len(rows)
    if 0 < start < len(rows) and texts[start - 1].strip(_SIGNS_OF_MARKS) in _speakers(answer):
        start -= 1
    entries = _entries(answer)
    for index in range(start):
        zones[index] = _listed(texts[index], entries)
    start = _with_headings(rows, texts, zones, start)
    zones[start:] = [RECORD] * (len(rows) - start)
    labels = [find_label(list(rows[max(0, index) : index + 2]), 0) for index in range(start)]
    for zone, field in _LISTS:
        for index in range(1, start):
            label = labels[index - 1]
            if zones[index] == zone != zones[index - 1] and label is not None and label.field == field:
                zones[index - 1] = zone
        _fill(zones, zone, start)
    return zones


def _bare(text: str) -> str:
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub("[‐‑‒–—―−ｰ-]", "-", folded)


def _said(answer: dict[str, Any]) -> Iterator[str]:
    return (row["text"] for row in answer["utterances"])


def _speakers(answer: dict[str, Any]) -> set[str]:
    return {_bare(row["speaker"]) for row in answer["utterances"] if row["speaker"]}


def _entries(answer: dict[str, Any]) -> dict[str, list[str]]:
    papers = [paper[key] for paper in answer["attachments"] for key in ("title", "label") if paper[key]]
    return {
        PEOPLE: [_bare(attendee["name"]) for attendee in answer["attendees"]],
        ITEMS: [_bare(item["title"]) for item in answer["agenda"]],
        PAPERS: [_bare(paper) for paper in papers],
    }


def _listed(text: str, entries: dict[str, list[str]]) -> str:
    """The list that a row of the head is an entry of, or a part of one."""
    if any(len(name) > 1 and (name in text or (len(text) > 1 and text in name)) for name in entries[PEOPLE]):
        return PEOPLE
    if any(len(title) > 2 and (title in text or (len(text) > 3 and text in title)) for title in entries[ITEMS]):
        return ITEMS
    if any(len(paper) > 2 and paper in text for paper in entries[PAPERS]):
        return PAPERS
    return FIELDS


def _places(texts: Sequence[str], said: str) -> Iterator[Place]:
    for row, text in enumerate(texts):
        for cut in range(min(len(text) - _LEAST + 1, _LONGEST_MARK)):
            found = list(find_all(said, text[cut : cut + _PROBE], _MOST_PLACES))
            if found:
                size = len(text) - cut
                weight = min(size, _HEAVIEST) - 0.1 * cut
                yield from (Place(row, start, min(start + size, len(said)), weight) for start in found)
                break


def _without_chance(chain: list[Place]) -> list[Place]:
    while len(chain) > 1 and chain[0].end - chain[0].start < _CHANCE and chain[1].row - chain[0].row > _APART:
        chain = chain[1:]
    return chain


def _with_headings(rows: Sequence[PrintedLine], texts: Sequence[str], zones: Sequence[str], start: int) -> int:
    """The first row of the record, with the headings right above it: 1 開会, an item of the list once more."""
    first = start
    for index in range(start - 1, max(-1, start - 8), -1):
        numbered = read_numbered(rows[index].flat)
        title = rows[index].text[numbered.start :] if numbered else rows[index].text
        bare = _bare(title)
        above = range(max(0, index - 60), index)
        again = len(bare) > 3 and any(zones[other] == ITEMS and bare in texts[other] for other in above)
        opens = len(title) < 40 and (is_ceremony(title) or greeting_speaker(rows[index].text) is not None)
        if not (again or opens):
            break
        first = index
    if first < start and first > 0 and zones[first - 1] == ITEMS and not _repeats(texts, zones, first):
        return start
    return first


def _repeats(texts: Sequence[str], zones: Sequence[str], first: int) -> bool:
    return any(zones[other] == ITEMS and texts[first] in texts[other] for other in range(max(0, first - 60), first))


def _fill(zones: list[str], zone: str, end: int) -> None:
    """Groups and headings between entries of one list belong to it."""
    held = [index for index in range(end) if zones[index] == zone]
    for left, right in pairwise(held):
        if right - left <= _GAP and all(zones[index] == FIELDS for index in range(left + 1, right)):
            zones[left + 1 : right] = [zone] * (right - left - 1)
