"""Attendance: the rows under 出席者 and its like -> attendees.

Rules, after docs/parsed-minutes.md: a label below the heading 出席者 is the group, 出席委員 and the like are
groups themselves; the seat in brackets or before a name is the role; 課：係長 gives the affiliation; （代理） is
a proxy; head counts, seat numbers, （出席） and ほか are dropped; the absent are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.parsing.model import Attendee
from minutes.parsing.roster.entries import attendee_of, is_absent, is_remark, names_nobody, seat_number
from minutes.parsing.roster.labels import (
    Opening,
    at_group_labels,
    heads_section,
    is_section_above,
    is_section_alone,
    opening_of,
    unbracketed,
)
from minutes.parsing.roster.lines import seats_by_sign
from minutes.parsing.roster.readings import Reading, likeliest, printed_count
from minutes.parsing.roster.seats import Rows, close_seats
from minutes.parsing.roster.standing import Standing, is_generic, tells_absent
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, close_letters, flat, squeeze, tidy
from minutes.parsing.words.label_words import composed_field
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.list_furniture import is_reference
from minutes.parsing.words.names import close_names, names_one_person, split_names
from minutes.parsing.words.people import GROUPS, group_of, is_person, seat_of
from minutes.parsing.words.roster_words import COUNT, ORDER, STARRED, STATE

_GROUP_AND_NAMES = re.compile(
    r"[\s・○-]*(?P<label>[^\s()、:]{2,12})\s?(?:[0-9]{1,3}\s?[名人])?\s?\((?P<names>[^、]{2,}、.*)\)\s*(?:[0-9]{1,3}\s?[名人])?\s*"
)
_LIST_WITH_COUNT = re.compile(r"(?P<label>[^\s()、]{1,12})\s?\((?P<names>[^()]{1,400})\)\s?[0-9]{0,3}\s?[名人]")
# The last column of a table: who was there and who was not.
_STATE = re.compile(r"(?P<entry>\S.*?)\s+(?:(?P<there>出席|出|○|〇|◯|●|途中出席|途中退席|遅参|早退)|欠席|欠|×|✕)\s*")
_SAME = re.compile(r"(?<!\S)〃\s*|^\s*(?:同|同上|々)\s+")
# ◎青野一郎　　○赤井和子　　石森健: who chairs, by a sign before the name
_SIGNED = re.compile(r"(?<=\s)[◎○〇●](?=[^\s◎○〇●])")
_LIST_DASH = re.compile(r"^\s*[-‐－]\s+")
_AFFILIATED = re.compile(r"\((?P<section>[^()]{2,16}(?:課|室|係|局|部|所|支所|センター))\)(?=[^\s、。(])")
_ABSENT_NOTE = re.compile(r"[(（][^()（）]{0,60}欠席[^()（）]{0,40}[)）]")
_ALL_OF = re.compile(r"の?各(?:委員|議員|部員|構成員|関係者|参考人)$")
_NOBODY = frozenset(["なし", "無し", "無", "（なし）", "(なし)", "該当なし"])
_SENTENCE = re.compile(r"。|ました|している|により|※")
_LEADING_COUNT = re.compile(r"\s*[(\[]\s?[0-9]{1,3}\s?[名人]\s?[)\]]\s*(?=\S)")
# As much of the line below as tells what it lists.
_LOOK_AHEAD = 200
# A line this wide may have been broken by the page's width; one set in further than this begins anew.
_FULL_LINE, _INDENT = 40, 4


class AttendanceReader:
    """Reads attendance rows in order; `attendees` holds the people, `left` what is no attendee."""

    def __init__(self, standing: Standing | None = None) -> None:
        self.attendees: list[Attendee] = []
        self.left: list[tuple[PrintedLine, str]] = []
        # Of these what is understood and has no field: who was absent, who listened, how many they were.
        self.understood: set[tuple[int, str]] = set()
        # The numbers of the seats of those present: who speaks may be called by his.
        self.seat_numbers: list[str] = []
        # The seats that signs before names stand for.
        self.signs: dict[str, str] = {}
        self._standing = standing or Standing()
        self._following = ""
        self._commas = False
        # Text of the group so far, still open to a line that the page's width broke.
        self._open: list[tuple[PrintedLine, list[str]]] = []
        self._last: PrintedLine | None = None
        # The label that opened the group, and how many had been read when it did.
        self._label_row: PrintedLine | None = None
        self._label_text = ""
        self._named = (0, 0)

    def read_list(self, label: str, row: PrintedLine, printed: Rows) -> Reading:
        """A section: its heading's word, its first row and all its rows with their texts, the heading's own left out.

        The result is the way in which it was read, of all the likeliest.
        """
        self.signs, rows = seats_by_sign(printed)
        self._standing.chaired = False
        # Of the absent none becomes an attendee: their number says nothing of those below them who came.
        count = None if tells_absent(label) else printed_count([" ".join(texts) for _, texts in rows])
        reading, rows = likeliest(rows, count, lambda rows: self._tried(label, row, rows))
        self._read_rows(label, row, rows)
        return reading

    def _tried(self, label: str, row: PrintedLine, rows: Rows) -> list[Attendee]:
        """The people that a section's rows would name."""
        reader = AttendanceReader(replace(self._standing))
        reader.signs = self.signs
        reader._read_rows(label, row, rows)
        return reader.attendees

    def _read_rows(self, label: str, row: PrintedLine, rows: Rows) -> None:
        self.heading(label, row)
        for index, (line, texts) in enumerate(rows):
            self.read(line, texts, rows[index + 1][0].text if index + 1 < len(rows) else "")
        self.close()

    def heading(self, label: str, row: PrintedLine) -> None:
        """A section heading: 出席者 (labels below it are the groups) or 出席委員, 事務局 (a group itself)."""
        self.close()
        if label not in LABELS and not is_generic(label):
            # A word of the document's own, which must stand somewhere: as a group or to be seen.
            self._watch(row, label)
        self._standing.enter_heading(label)
        self._last = None

    def read(self, row: PrintedLine, cells: list[str], following: str = "") -> None:
        """One row's cells (its label already cut off); `following` is the next row of the list."""
        self._following = flat(following[:_LOOK_AHEAD])
        # The names of letter-spaced lines are parted by commas of ours.
        self._commas = "、" in row.text or (self._last is not None and "、" in self._last.text)
        cells = [close_letters(close_names(close_seats(_LIST_DASH.sub("", cell)))) for cell in cells if cell.strip()]
        if len(cells) > 1 and STATE.fullmatch(squeeze(cells[-1])):
            self.close()
            self._read_columns(row, cells)
            return
        if (
            len(cells) > 1
            and group_of(unbracketed(cells[0])) is None
            and not any(sign in "、，" for cell in cells for sign in cell)
        ):
            self._read_columns(row, cells)
            return
        for cell in cells:
            for part in cell.split("\n"):
                for piece in at_group_labels(part):
                    self._read_text(row, piece)
        self._last = row

    def close(self) -> None:
        """The end of a group: what is open becomes attendees; a label without anybody below it stays to be seen."""
        for row, pieces in self._open:
            self._add(row, "".join(pieces))
        self._open = []
        if self._label_row is not None and self._named == (len(self.attendees), len(self.left)):
            self.left.append((self._label_row, self._label_text))
        self._label_row = None

    def _watch(self, row: PrintedLine, label: str) -> None:
        """The label stays to be seen if nobody comes below it."""
        self._label_row, self._label_text, self._named = row, label, (len(self.attendees), len(self.left))

    def _read_columns(self, row: PrintedLine, cells: list[str]) -> None:
        """A table row of one person: number, name, post, attendance."""
        self.close()
        words = [squeeze(cell) for cell in cells]
        if any(word in ("欠席", "欠", "×", "✕") for word in words):
            self.left.append((row, " ".join(cells)))
            return
        kept = [
            cell for cell, word in zip(cells, words, strict=True) if not STATE.fullmatch(word) and not word.isdecimal()
        ]
        if kept:
            self._add_entry(row, " ".join(kept))

    def _read_text(self, row: PrintedLine, text: str) -> None:
        plain = flat(text)
        if (state := _STATE.fullmatch(plain)) and not re.search("[、,]", plain):
            self._read_state(row, text[: state.end("entry")], there=state["there"] is not None)
            return
        counted = _LIST_WITH_COUNT.match(plain.strip())
        if counted is not None and group_of(counted["label"]):
            self._read_counted(row, text.strip())
            return
        bulleted = plain.lstrip()[:1] in BULLETS
        if (held := _GROUP_AND_NAMES.fullmatch(plain)) is not None and group_of(held["label"]):
            # 事務局(青野館長、赤井主事)
            label = text[slice(*held.span("label"))]
            self._start_group(group_of(label))
            self._watch(row, label.strip())
            self._extend(row, text[slice(*held.span("names"))], bulleted=True)
            return
        if (found := opening_of(text, self._following, self._standing)) is not None:
            self._enter(row, found[1], bulleted=bulleted)
            return
        if self._standing.group is not None and bulleted and is_section_above(plain, self._following):
            self.close()
            self.left.append((row, text.strip()))
            return
        if is_section_alone(plain, self._standing):
            self._enter_section(row, text)
            return
        affiliated = _AFFILIATED.match(plain)
        if affiliated and is_person(re.split("、", text[affiliated.end() :])[0]):
            self.close()
            self._standing.affiliation = tidy(text[affiliated.start("section") : affiliated.end("section")])
            text = text[affiliated.end() :]
        self._extend(row, text, bulleted)

    def _enter(self, row: PrintedLine, opening: Opening, *, bulleted: bool) -> None:
        """A label opens a group or section; what stands behind it is the section of the people below, or people."""
        if opening.below_heading:
            self._label_row = None
        self.close()
        if opening.group is not None:
            self._standing.enter_group(opening.group)
        if opening.section is not None:
            self._standing.affiliation = opening.section
        self._watch(row, opening.label.strip())
        self._last = None
        if heads_section(opening.rest, self._following, self._standing):
            self._label_row = None
            self._enter_section(row, opening.rest)
        elif opening.rest.strip():
            self._extend(row, opening.rest, bulleted)

    def _start_group(self, group: str | None) -> None:
        self.close()
        self._standing.enter_group(group)
        self._last = None

    def _enter_section(self, row: PrintedLine, text: str) -> None:
        self.close()
        self._standing.affiliation = tidy(unbracketed(text).strip(BULLETS + " 　"))
        self._watch(row, self._standing.affiliation)

    def _read_state(self, row: PrintedLine, text: str, *, there: bool) -> None:
        """委員長　青野和子　出席: one person of a table, whose first words are the seat and no group."""
        self.close()
        if not there:
            self._set_aside(row, f"{text} 欠席")
            return
        words = text.split()
        if len(words) > 2 and words[0] in GROUPS and seat_of(words[1]):
            # オブザーバー　議長　甲野太郎
            text = " ".join(words[1:])
        self._add_entry(row, text)

    def _read_counted(self, row: PrintedLine, text: str) -> None:
        """委員 (甲・乙・丙各委員)7名 (50音順) 事務局(丁部長、戊次長)4名"""
        self.close()
        plain = flat(text)
        position = 0
        rest = []
        for match in _LIST_WITH_COUNT.finditer(plain):
            rest.append(plain[position : match.start()])
            position = match.end()
            self._standing.enter_group(group_of(match["label"]) or match["label"])
            self._last = None
            names = re.sub(r"各(?:委員|議員|部員)$", "", text[match.start("names") : match.end("names")].strip())
            for name in re.split(r"[・、,，]", names):
                self._add_entry(row, name)
        rest.append(plain[position:])
        for part in rest:
            self._leave_unless_count(row, part)

    def _extend(self, row: PrintedLine, text: str, bulleted: bool) -> None:
        """A line of names: goes on with the line above it where the page's width broke that one."""
        broken = (
            self._last is not None
            and self._last.number != row.number
            and bool(self._open)
            and not bulleted
            and text.lstrip()[:1] not in ("(", "（")
            and self._last.width >= _FULL_LINE
            and row.indent < _INDENT
            and self._commas
            and not names_one_person(text)
        )
        if broken and not self._open[-1][1][-1].endswith(("、", "，")):
            self._open[-1][1].append(text.strip())
        else:
            self._open.append((row, [text.strip()]))

    def _add(self, row: PrintedLine, text: str) -> None:
        if squeeze(text) in _NOBODY and (self._label_row is None or composed_field(squeeze(self._label_text))):
            return
        if is_reference(text) or (_SENTENCE.search(flat(STARRED.sub("", text))) and not re.search(r"[、,]", text[:30])):
            self.left.append((row, f"{self._label_text} {text}" if self._label_row is not None else text))
            return
        if "欠席" in text:
            # 甲野、乙野の各委員（丙野副委員長は欠席）
            for note in _ABSENT_NOTE.findall(text):
                self._set_aside(row, note)
            text = _ABSENT_NOTE.sub("", text)
        text = _ALL_OF.sub("", text.strip())
        if (count := _LEADING_COUNT.match(flat(text))) is not None:
            text = text[count.end() :]
        parts = _SAME.split(text)
        if _SIGNED.search(text) and not re.search("[、，]", text):
            parts = [name for part in parts for name in re.split(r"\s{2,}|\s+(?=[◎○〇●])", part.strip())]
        for part in parts:
            for entry in [part] if names_one_person(part) else split_names(part):
                self._add_entry(row, entry)

    def _set_aside(self, row: PrintedLine, text: str) -> None:
        self.left.append((row, text))
        self.understood.add((row.key, text))

    def _add_entry(self, row: PrintedLine, entry: str) -> None:
        text = entry.strip().strip(BULLETS).strip()
        plain = flat(text)
        standing = self._standing
        if is_remark(plain):
            self._set_aside(row, text)
        elif standing.absent or standing.audience or is_absent(plain):
            if text:
                self._set_aside(row, f"{standing.group or ''} {text}".strip())
        elif names_nobody(plain):
            self.left.append((row, text))
        elif (attendee := attendee_of(text, self.signs.get(entry.strip()[:1]), standing)) is not None:
            self.attendees.append(attendee)
            if (number := seat_number(plain)) is not None:
                self.seat_numbers.append(number)

    def _leave_unless_count(self, row: PrintedLine, text: str) -> None:
        rest = ORDER.sub("", COUNT.sub("", text)).strip(" 、・|")
        if rest:
            self.left.append((row, rest))
