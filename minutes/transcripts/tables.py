"""Tables of what was said: a row a speech, with its time, its speaker and its words in columns of any name and order.

The columns are told by the words above them (roles), and where those say nothing by what stands in them: times that
rise, names that return, the longest text. Cells are parted by tabs (Excel and Word as read) or are those of CSV. A
table without times is one only where its columns are named, and nothing but a table stands in the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from minutes.transcripts.model import HeadLine, Untaken, Words
from minutes.transcripts.names import looks_like_name
from minutes.transcripts.roles import Role, role_of
from minutes.transcripts.rolling import Caption
from minutes.transcripts.times import FASTEST, are_from_start, day_of, plain, rise, seconds_of

_DELIMITERS = ("\t", ",", ";")
# A quotation mark that nothing closes must not swallow the rest of a file.
_MOST_LINES = 100
_TIMED, _NAMED, _COVERED = 0.7, 0.7, 0.7
# Where the columns are named, the rows above them may hold much of a short file.
_COVERED_BELOW_HEADS = 0.3
_SPOKEN_LENGTH = 8
_LONGEST_HEAD = 20
_MOST_ABOVE = 60
_MOST_COLUMNS = 60
_MILLISECONDS = re.compile(r"ms\b|ミリ秒|msec", re.I)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")
_FULL_DAYS = re.compile(r"((?:2[4-9]|[3-9]\d|\d{3}):\d\d):00")
# Whisper's tables tell milliseconds under "start": nobody says so few signs in a second.
_SLOWEST = 0.2
_IN_BRACKETS = re.compile(r"[(（\[［〔【<＜〈].*[)）\]］〕】>＞〉]", re.S)
# The label under which a head prints what a column says of the whole meeting.
_LABELS = {Role.MEETING: "会議名", Role.DAY: "開催日", Role.VENUE: "場所"}


def _are_minutes_as_hours(times: Sequence[str]) -> bool:
    """Whether a spreadsheet took minutes for hours, and wrote those beyond a day out: 23:10, 24:15:00."""
    full = [match for time in times if (match := _FULL_DAYS.fullmatch(time))]
    short = [time for time in times if re.fullmatch(r"[01]?\d:\d\d|2[0-3]:\d\d", time)]
    return bool(full) and len(full) + len(short) == sum(seconds_of(time) is not None for time in times)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the 1-based lines of the source that it stands on."""

    cells: tuple[str, ...]
    line: int
    end_line: int

    def cell(self, column: int | None) -> str:
        return self.cells[column].strip() if column is not None and column < len(self.cells) else ""

    @property
    def filled(self) -> list[str]:
        return [text for cell in self.cells if (text := cell.strip())]


@dataclass(slots=True)
class Table:
    """The rows of a transcript as captions, and what stands above and beside them.

    `above` are the rows above the table, their cells parted by tabs; `head` is what its columns say of the meeting;
    `items` is the word above the column that tells what is talked of.
    """

    captions: list[Caption]
    above: list[Untaken]
    head: list[HeadLine]
    untaken: list[Untaken]
    items: str | None
    has_speakers: bool


def read_table(lines: Sequence[str], is_all_table: bool = False) -> Table | None:
    """The table of what was said that these lines are; None where they are none.

    `is_all_table` says that the file can hold nothing but a table: then it needs no times.
    """
    for delimiter in _DELIMITERS:
        parted = [line for line in lines if delimiter in line]
        if len(parted) * 2 < sum(bool(line.strip()) for line in lines):
            continue
        found = _Columns(list(_rows(lines, delimiter)))
        if found.are_of_recording() or (is_all_table and found.are_of_speeches()):
            return found.table(delimiter)
    return None


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[Row]:
    """The rows; line breaks within quotation marks are kept."""
    place = 0
    while place < len(lines):
        end = place + 1
        if delimiter != "\t":
            while sum(line.count('"') for line in lines[place:end]) % 2 and end < min(len(lines), place + _MOST_LINES):
                end += 1
            if sum(line.count('"') for line in lines[place:end]) % 2:
                end = place + 1
        text = "\n".join(lines[place:end])
        cells = text.split("\t") if delimiter == "\t" else _cells(text, delimiter)
        if any(cell.strip() for cell in cells):
            yield Row(tuple(cells), place + 1, end)
        place = end


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error:
        return text.split(delimiter)


class _Columns:
    """Which column holds what."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._times: dict[str, float | None] = {}
        self._cells_of: dict[int, list[str]] = {}
        self._time: int | None = None
        self._speaker: int | None = None
        self._text: int | None = None
        self._item: int | None = None
        self._unit = 1.0
        self._minutes_as_hours = False
        self._are_hours = False
        self._count = min(max((len(row.cells) for row in rows), default=0), _MOST_COLUMNS)
        named = self._row_of_heads()
        self._first = 0 if named is None else named + 1
        self._roles: dict[int, Role] = {} if named is None else _roles(rows[named])
        self._find_time()
        if self._time is None and named is None:
            return
        if named is None:
            self._first = next(place for place, row in enumerate(rows) if self._seconds(row) is not None)
            self._roles = _roles(rows[self._first - 1]) if self._heads else {}
        self._find_text_and_speaker()
        if self._time is not None:
            self._find_unit()

    def _row_of_heads(self) -> int | None:
        """The row that names the columns: one of words and one of times or of speakers at least."""
        for place, row in enumerate(self._rows[:_MOST_ABOVE]):
            roles = set(_roles(row).values())
            if Role.TEXT in roles and roles & {Role.TIME, Role.SPEAKER} and _are_heads(row):
                return place
        return None

    def _find_time(self) -> None:
        columns = [column for column in range(self._count) if self._may_be_time(column)]
        columns.sort(key=lambda column: self._roles.get(column) is not Role.TIME)
        self._time = next((column for column in columns if self._is_time(column)), None)

    def _may_be_time(self, column: int) -> bool:
        return self._roles.get(column) in (None, Role.TIME, Role.DAY)

    def _find_text_and_speaker(self) -> None:
        roles = self._roles
        texts = [column for column in range(self._count) if roles.get(column) is Role.TEXT and self._filled(column)]
        others = [
            column
            for column in range(self._count)
            if column != self._time and roles.get(column) in (None, Role.TEXT) and not self._is_of_numbers(column)
        ]
        self._text = max(texts or others, key=self._text_evidence, default=None)
        named = [column for column in range(self._count) if roles.get(column) is Role.SPEAKER and self._filled(column)]
        if not named:
            taken = (self._time, self._text)
            named = [
                column
                for column in range(self._count)
                if column not in taken and roles.get(column) is None and self._names(column)
            ]
        self._speaker = max(named, key=self._speaker_evidence, default=None)
        items = [column for column in range(self._count) if roles.get(column) is Role.ITEM and self._filled(column)]
        self._item = next((column for column in items if column not in (self._text, self._speaker)), None)

    def _find_unit(self) -> None:
        self._minutes_as_hours = _are_minutes_as_hours([plain(row.cell(self._time)) for row in self._data])
        if self._unit == 1.0 and self._is_too_slow():
            self._unit = 0.001
        self._are_hours = self._is_too_fast()

    @cached_property
    def _data(self) -> list[Row]:
        """The rows of speeches: heads that a page or a sheet prints again are left out."""
        heads = [text for text in self._heads if text]
        return [row for row in self._rows[self._first :] if not heads or row.filled != heads]

    def _filled(self, column: int) -> list[str]:
        if column not in self._cells_of:
            self._cells_of[column] = [cell for row in self._data if (cell := row.cell(column))]
        return self._cells_of[column]

    def are_of_recording(self) -> bool:
        """Whether the rows are those of a recording and not of a programme, and hardly anything stands beside them."""
        if self._time is None or self._text is None:
            return False
        timed = [row for row in self._data if self._seconds(row) is not None]
        words = [row.cell(self._text) for row in timed]
        named = {Role.TIME, Role.SPEAKER, Role.TEXT} <= set(self._roles.values())
        times = [seconds for row in timed if (seconds := self._seconds(row)) is not None]
        from_start = are_from_start(times, [row.cell(self._time) for row in timed])
        sentences = sum(not looks_like_name(text) for text in words)
        spoken = sum(map(len, words)) >= _SPOKEN_LENGTH * len(words) or 2 * sentences > len(words) or named
        enough = len(timed) > 1 or (len(timed) == 1 and named)
        return enough and spoken and (from_start or named) and self._cover(named)

    def are_of_speeches(self) -> bool:
        """Whether columns are named for speakers and their words, and hold such."""
        if self._text is None or self._speaker is None:
            return False
        if self._roles.get(self._text) is not Role.TEXT or self._roles.get(self._speaker) is not Role.SPEAKER:
            return False
        words = self._filled(self._text)
        spoken = sum(map(len, words)) >= _SPOKEN_LENGTH * len(words)
        # Minutes have headings between the rows.
        return (
            len(words) > 1
            and len(words) == len(self._data)
            and spoken
            and self._names(self._speaker)
            and self._cover(named=True)
        )

    def _cover(self, named: bool) -> bool:
        """Whether the rows of the table hold most of the file."""
        covered = sum(len(text) for row in self._data for text in row.cells)
        whole = sum(len(text) for row in self._rows for text in row.cells)
        return covered >= (_COVERED_BELOW_HEADS if named else _COVERED) * whole

    def table(self, delimiter: str) -> Table:
        """The rows as captions. Whoever has no time goes on with the row above, unless somebody is named."""
        captions: list[Caption] = []
        untaken = self._beside()
        items = self._items()
        for row, item in zip(self._data, items, strict=True):
            seconds, speaker = self._seconds(row), row.cell(self._speaker).rstrip(":： ")
            if self._text is not None and len(row.cells) <= self._text:
                # A row that was torn: what is left of it is words all the same.
                rest = [cell for cell in row.cells if cell.strip() and seconds_of(cell) is None]
                speaker, words = "", [Words(delimiter.join(rest), row.line)] if rest else []
            else:
                words = self._words(row, delimiter, speaker or None)
            if not words and row.filled:
                known = {row.cell(self._time)} | {cell for cell in row.filled if self._is_number(cell)}
                rest = [cell for cell in row.filled if cell not in known]
                untaken += [Untaken(" ".join(rest), row.line)] if rest else []
            happened = self._speaker is not None and not speaker and _is_in_brackets(words)
            if seconds is None and not speaker and captions and not happened and not captions[-1].is_event:
                captions[-1].said += words
            else:
                captions.append(Caption(seconds, None, words, item, happened))
        above = [Untaken("\t".join(row.filled), row.line) for row in self._above() if row.filled]
        head = list(self._of_meeting())
        return Table(
            [caption for caption in captions if caption.said],
            above,
            head,
            sorted(untaken, key=lambda each: each.line),
            self._heads[self._item] if self._item is not None else None,
            self._speaker is not None,
        )

    def _items(self) -> list[str | None]:
        """What each row is about. Where every item stands once it goes on to the next; else a row without one has none."""
        cells = [row.cell(self._item) for row in self._data]
        printed = [cell for cell in cells if cell]
        goes_on = len(set(printed)) == len(printed)
        items: list[str | None] = []
        for cell in cells:
            items.append(cell or (items[-1] if goes_on and items else None))
        return items

    def _words(self, row: Row, delimiter: str, speaker: str | None) -> list[Words]:
        text = row.cell(self._text)
        if self._text == self._width - 1 and len(row.cells) > self._width:
            # Words with commas that nobody quoted.
            text = delimiter.join(row.cells[self._width - 1 :]).strip()
        parts = [part.strip() for part in text.split("\n") if part.strip()]
        last = max(row.line, row.end_line)
        return [Words(part, min(row.line + place, last), speaker) for place, part in enumerate(parts)]

    @cached_property
    def _width(self) -> int:
        """How many columns the table has: those of its head, else those that most rows have."""
        counts = [len(row.cells) for row in self._data]
        return len(self._rows[self._first - 1].cells) if self._heads else max(set(counts), key=counts.count)

    @cached_property
    def _heads(self) -> list[str]:
        """The words above the columns, where a row stands above the first one of the table."""
        row = self._rows[self._first - 1] if self._first else None
        return [cell.strip() for cell in row.cells] if row is not None and _are_heads(row) else []

    def _head(self, column: int) -> str:
        return self._heads[column] if column < len(self._heads) else ""

    def _above(self) -> list[Row]:
        """The rows above the table, its head left out."""
        return self._rows[: self._first - 1 if self._heads else self._first]

    def _of_meeting(self) -> Iterator[HeadLine]:
        """What columns that say the same in every row, and days in the column of times, say of the meeting."""
        for column, label in self._told_of_meeting().items():
            row = next(row for row in self._data if row.cell(column))
            yield HeadLine(f"{label}\t{row.cell(column)}", row.line, f"{self._head(column)}、{row.cell(column)}")
        days = {day for row in self._data if (day := day_of(row.cell(self._time))) is not None}
        if len(days) == 1:
            yield HeadLine(f"開催日\t{days.pop()}", self._data[0].line, "")

    def _told_of_meeting(self) -> dict[int, str]:
        return {
            column: _LABELS[role]
            for column, role in self._roles.items()
            if role in _LABELS and column != self._time and len(set(self._filled(column))) == 1
        }

    def _beside(self) -> list[Untaken]:
        """The texts of columns that are none of those, told once each."""
        told = []
        count = max(len(row.cells) for row in self._data)
        # What stands beyond the last column is said, with commas that nobody quoted.
        beyond = self._width if self._text == self._width - 1 else count
        known = {self._time, self._speaker, self._text, self._item, *self._told_of_meeting()}
        for column in range(min(count, beyond)):
            role = self._roles.get(column)
            if column in known or self._is_of_numbers(column):
                continue
            values = list(dict.fromkeys(self._filled(column)))
            if len(values) == 1 and role is Role.MACHINE:
                continue
            if values and not all(seconds_of(value) is not None for value in values):
                line = next(row.line for row in self._data if row.cell(column))
                text = "、".join([self._head(column), *values]).lstrip("、")
                told.append(Untaken(text, line, minor=role is Role.POST))
        return told

    def _is_time(self, column: int) -> bool:
        rows = self._data if self._first else self._rows
        cells = [(place, cell) for place, row in enumerate(rows) if (cell := row.cell(column))]
        times = [(place, seconds) for place, cell in cells if (seconds := seconds_of(cell)) is not None]
        heads = max(1, sum(place < times[0][0] for place, _ in cells)) if times else 1
        if times and len(times) >= _TIMED * (len(cells) - min(heads, 20)):
            return len(times) == 1 or rise([seconds for _, seconds in times])
        return self._is_count_of_seconds(column, [cell for _, cell in cells])

    def _is_count_of_seconds(self, column: int, cells: list[str]) -> bool:
        """3.25 under 開始（秒）, 3250 under "start"."""
        head = self._head(column) if self._first else next(iter(cells), "")
        numbers = [plain(cell) for cell in (cells if self._first else cells[1:])]
        if role_of(head) is not Role.TIME or not numbers or not all(map(_NUMBER.fullmatch, numbers)):
            return False
        self._unit = 0.001 if _MILLISECONDS.search(head) else 1.0
        return len(numbers) == 1 or rise([float(number) for number in numbers if not number.endswith("%")])

    def _seconds(self, row: Row) -> float | None:
        cell = row.cell(self._time)
        if self._minutes_as_hours and (match := _FULL_DAYS.fullmatch(plain(cell))):
            cell = match[1]
        if cell not in self._times:
            self._times[cell] = seconds_of(cell)
        seconds = self._times[cell]
        if seconds is None and re.fullmatch(r"\d+(?:\.\d+)?", plain(cell)):
            return round(float(plain(cell)) * self._unit, 3)
        return seconds * 60 if seconds is not None and self._are_hours else seconds

    def _is_too_fast(self) -> bool:
        """Whether so much would be said in the time that its two numbers must be hours and minutes."""
        timed = [row for row in self._data if self._seconds(row) is not None]
        if not timed:
            return False
        signs = sum(len(row.cell(self._text)) for row in timed[:-1])
        are_short = all(re.fullmatch(r"\d{1,2}:\d\d", plain(row.cell(self._time))) for row in timed)
        first, last = self._seconds(timed[0]) or 0, self._seconds(timed[-1]) or 0
        return are_short and len(timed) > 1 and signs > FASTEST * (last - first)

    def _is_too_slow(self) -> bool:
        """Whether so little would be said in the time that the numbers must be milliseconds."""
        times = [seconds for row in self._data if (seconds := self._seconds(row)) is not None]
        counted = all(re.fullmatch(r"\d+", plain(row.cell(self._time))) for row in self._data if row.cell(self._time))
        signs = sum(len(row.cell(self._text)) for row in self._data)
        return counted and len(times) > 1 and signs < _SLOWEST * (times[-1] - times[0])

    def _is_of_numbers(self, column: int) -> bool:
        return all(map(self._is_number, self._filled(column)))

    @staticmethod
    def _is_number(cell: str) -> bool:
        return _NUMBER.fullmatch(plain(cell)) is not None or seconds_of(cell) is not None

    def _text_evidence(self, column: int) -> tuple[int, int, int]:
        cells = self._filled(column)
        return sum(not looks_like_name(cell) for cell in cells), sum(map(len, cells)), column

    def _names(self, column: int) -> bool:
        """Whether a column may name the speakers; by their numbers only where its head says so."""
        cells = self._filled(column)
        if not cells or self._is_of_numbers(column):
            return bool(cells) and self._roles.get(column) is Role.SPEAKER
        return sum(map(looks_like_name, cells)) >= _NAMED * len(cells)

    def _speaker_evidence(self, column: int) -> tuple[bool, bool, int, int]:
        cells = self._filled(column)
        known = self._roles.get(column) is Role.SPEAKER
        return known, len(set(cells)) < len(cells), len(set(cells)), -column


def _roles(row: Row) -> dict[int, Role]:
    """What the words of a row say that the columns below them hold."""
    return {column: role for column in range(len(row.cells)) if (role := role_of(row.cell(column))) is not None}


def _are_heads(row: Row) -> bool:
    """Whether a row may name columns: several cells, and words alone."""
    cells = [cell.strip() for cell in row.cells]
    return len(cells) > 1 and all(len(cell) <= _LONGEST_HEAD and "。" not in cell for cell in cells)


def _is_in_brackets(words: Sequence[Words]) -> bool:
    return len(words) == 1 and _IN_BRACKETS.fullmatch(words[0].text) is not None
