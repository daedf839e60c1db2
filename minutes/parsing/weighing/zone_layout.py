"""The layout that a path of zones gives: which rows are fields, lists of people, of items, of papers, and the record.

The rows of each list stand together under their labels; what is left of the head is read by its labels alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from minutes.parsing.explanation import Explained
from minutes.parsing.head.layout import Layout, Section
from minutes.parsing.head.sections import lay_out, lay_out_head
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.marks import Marks
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.weighing.evidence_words import strongest_in_words
from minutes.parsing.weighing.zone_evidence import evidence_of
from minutes.parsing.weighing.zones import FIELDS, ITEMS, PAPERS, PEOPLE, RECORD, learnt_weights
from minutes.parsing.words.labels import Label

# The head of a document ends within so many rows.
_LONGEST_HEAD = 800
# Weights overrule the rules only where they speak clearly and of several rows, and where the rules' reading is not sure.
_LEAST_GAIN, _LEAST_ROWS, SURE = 9.0, 5, 0.95
# The label of a list that prints none.
_UNLABELLED = {
    PEOPLE: Label("attendees", "出席者", (), rows=0),
    ITEMS: Label("agenda", "", (), rows=0),
    PAPERS: Label("attachments", "資料", (), rows=0),
}
ZONE_NAMES = {FIELDS: "欄", PEOPLE: "出席者", ITEMS: "議題", PAPERS: "資料", RECORD: "本文"}
_ZONES = {"attendees": PEOPLE, "agenda": ITEMS, "attachments": PAPERS}


@dataclass(frozen=True, slots=True)
class WeighedPath:
    """The zones of a document's rows on the path of the greatest weight, by how much they outweigh the rules' own path
    (`gain`, in nats), and of how many rows they think otherwise (`differ`)."""

    zones: list[str]
    gain: float
    differ: int
    evidence: list[list[str]]

    def overrules(self, certainty: float) -> bool:
        """Whether to try this path in place of the rules', which are exact where they fit; `certainty` is how sure the
        rules' reading is."""
        return certainty < SURE and self.gain >= _LEAST_GAIN and self.differ >= _LEAST_ROWS


def weighed_path(rows: list[PrintedLine], possible: Marks, taught: LessonMatches) -> WeighedPath:
    """The path of the greatest weight through the rows of a document."""
    evidence, by_rules = seen_zones(rows, possible, taught)
    weights = learnt_weights()
    zones = weights.best_path(evidence)
    gain = weights.weight_of(zones, evidence) - weights.weight_of(by_rules, evidence)
    differ = sum(zone != other for zone, other in zip(zones, by_rules, strict=True))
    return WeighedPath(zones + zones[-1:] * (len(rows) - len(zones)), gain, differ, evidence)


def explain_path(rows: list[PrintedLine], path: WeighedPath) -> tuple[Explained, ...]:
    """Why the head was parted by weights: what speaks for the zone of each row that begins one."""
    weights = learnt_weights()
    told = [
        Explained(
            0, "", f"様式の規則よりも、行の並びの重みによる区切りをとりました（差 {path.gain:.1f}、{path.differ}行）"
        )
    ]
    for index, (row, names, zone) in enumerate(zip(rows, path.evidence, path.zones, strict=False)):
        if index == 0 or zone != path.zones[index - 1]:
            strongest = strongest_in_words(weights, names, zone)
            told.append(Explained(row.number, row.text, f"ここから{ZONE_NAMES[zone]}（{strongest}）"))
    return tuple(told)


def seen_zones(rows: list[PrintedLine], possible: Marks, taught: LessonMatches) -> tuple[list[list[str]], list[str]]:
    """Of the rows that may be the head: their evidence, and the zones that the rules give them."""
    rows = rows[:_LONGEST_HEAD]
    marks = SpeakerMarks(rows, possible)
    zones = zones_of(lay_out(rows, marks, taught))
    return evidence_of(rows, possible, marks, zones), [zones[row.key] for row in rows]


def lay_out_zones(rows: list[PrintedLine], path: Sequence[str], marks: SpeakerMarks, taught: LessonMatches) -> Layout:
    """The layout of a document's rows, each in the zone of the same place of the path."""
    start = next((index for index, zone in enumerate(path) if zone == RECORD), len(rows))
    sections: list[Section] = []
    position = 0
    for zone, run in groupby(path[:start]):
        size = len(list(run))
        sections.extend(lay_out_head(rows[position : position + size], marks, taught, _UNLABELLED.get(zone)))
        position += size
    return Layout(sections or [Section("free")], rows[start:])


def zones_of(layout: Layout) -> dict[int, str]:
    """The zone of each row of a layout, by row key."""
    zones = {row.key: _ZONES.get(section.kind, FIELDS) for section in layout.sections for row, _ in section.rows}
    return zones | {row.key: RECORD for row in layout.record}
