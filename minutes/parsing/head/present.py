"""Who was there: the attendance lists of a head, read and told to the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.parsing.head.layout import Layout
from minutes.parsing.ledger import Ledger
from minutes.parsing.model import Attendee
from minutes.parsing.roster.attendees import AttendanceReader
from minutes.parsing.roster.entries import with_chairs_of_parties
from minutes.parsing.roster.readings import Reading, by_lines
from minutes.parsing.roster.seats import Rows
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.words.names import names_only_people

# Fields whose rows may hold a list that no label heads.
_PLAIN_FIELDS = frozenset(["free", "when", "venue", "title"])


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """A list of people in the head: its heading's word and first row, and its rows with their texts, the heading's own left out."""

    label: str
    row: PrintedLine
    printed: Rows


@dataclass(frozen=True, slots=True)
class Present:
    """Who was there: the lists, what was read of them and how; rows without a label where no list names anybody."""

    lists: list[AttendanceList]
    reader: AttendanceReader
    readings: list[Reading]
    unlabelled: list[PrintedLine]
    attendees: list[Attendee]


def lists_of(layout: Layout) -> list[AttendanceList]:
    """The lists of people that labels head."""
    return [
        AttendanceList(section.label.word, section.row, section.printed())
        for section in layout.sections
        if section.kind == "attendees" and section.label is not None
    ]


def present_of(layout: Layout) -> Present:
    """Reads the lists; where none names anybody, rows that only name people though no label says so."""
    reader = AttendanceReader()
    lists = lists_of(layout)
    readings = [reader.read_list(one.label, one.row, one.printed) for one in lists]
    unlabelled = [] if reader.attendees else _unlabelled_rosters(layout)
    for row in unlabelled:
        reader.read(row, [row.text])
        reader.close()
    return Present(lists, reader, readings, unlabelled, with_chairs_of_parties(reader.attendees))


def note_present(present: Present, ledger: Ledger) -> None:
    """Tell the ledger which rows name who was there, and what on them does not."""
    for one, reading in zip(present.lists, present.readings, strict=True):
        ledger.take_all(row for row, _ in one.printed)
        for row, _ in one.printed if reading.take is not by_lines else ():
            ledger.because(row, f"名簿の読み方：{reading.name}（例：{reading.example}）")
    for row in present.unlabelled:
        ledger.take(row)
    for row, text in present.reader.left:
        keep = ledger.set_aside if (row.key, text) in present.reader.understood else ledger.leave
        keep(row, text)


def _unlabelled_rosters(layout: Layout) -> list[PrintedLine]:
    """Lines of a head that only name people, though no label says so: 青野委員、赤井委員、白川委員（名簿順）."""
    rows = [row for section in layout.sections if section.kind in _PLAIN_FIELDS for row, _ in section.rows]
    return [row for row in rows if names_only_people(row.text)]
