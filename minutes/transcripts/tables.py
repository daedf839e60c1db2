"""Tables of a recording: a row a speech, with its time, its speaker and its words in columns of any name and order.

The columns are told by what stands in them: times that rise, names that return, the longest text. Cells are parted by
tabs (Excel and Word as read) or are those of CSV.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from minutes.transcripts.model import Untaken, Words
from minutes.transcripts.names import looks_like_name
from minutes.transcripts.rolling import Caption
from minutes.transcripts.times import FASTEST, are_from_start, plain, rise, seconds_of

_DELIMITERS = ("\t", ",", ";")
# A quotation mark that nothing closes must not swallow the rest of a file.
_MOST_LINES = 100
_TIMED, _NAMED, _COVERED = 0.7, 0.7, 0.7
_SPOKEN_LENGTH = 8
_LONGEST_HEAD = 20
_TIME_WORD = re.compile(r"時間|時刻|タイム|time|start|begin|開始|再生|位置|秒", re.I)
_SPEAKER_WORD = re.compile(r"話者|発言者|発話者|氏名|名前|話し手|参加者|委員|speaker|name|who|user", re.I)
_TEXT_WORD = re.compile(r"発言|発話|内容|テキスト|文字|本文|字幕|text|transcript|content|utterance|caption", re.I)
_MILLISECONDS = re.compile(r"ms\b|ミリ秒|msec", re.I)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")
_FULL_DAYS = re.compile(r"((?:2[4-9]|[3-9]\d|\d{3}):\d\d):00")
# Whisper's tables tell milliseconds under "start": nobody says so few signs in a second.
_SLOWEST = 0.2


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


@dataclass(slots=True)
class Table:
    """The rows of a transcript as captions, and what stands above and beside them."""

    captions: list[Caption]
    untaken: list[Untaken]
    has_speakers: bool
    time_texts: list[str]


def read_table(lines: Sequence[str]) -> Table | None:
    """The table of a recording that these lines are; None where they are none."""
    for delimiter in _DELIMITERS:
        if sum(delimiter in line for line in lines) * 2 < len([line for line in lines if line.strip()]):
            continue
        found = _Columns(list(_rows(lines, delimiter)))
        if found.are_of_transcript():
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
        self._time: int | None = None
        self._speaker: int | None = None
        self._text: int | None = None
        self._unit = 1.0
        self._minutes_as_hours = False
        self._are_hours = False
        self._first = 0
        count = max((len(row.cells) for row in rows), default=0)
        for column in range(min(count, 60)):
            if self._time is None and self._is_time(column):
                self._time = column
        if self._time is None:
            return
        self._minutes_as_hours = _are_minutes_as_hours([plain(row.cell(self._time)) for row in rows])
        self._first = next(place for place, row in enumerate(rows) if self._seconds(row) is not None)
        others = [column for column in range(count) if column != self._time and not self._is_of_numbers(column)]
        self._text = max(others, key=self._text_evidence, default=None)
        named = [column for column in range(count) if column not in (self._time, self._text) and self._names(column)]
        self._speaker = max(named, key=self._speaker_evidence, default=None)
        if self._unit == 1.0 and self._is_too_slow():
            self._unit = 0.001
        self._are_hours = self._is_too_fast()

    @cached_property
    def _data(self) -> list[Row]:
        return self._rows[self._first :]

    def are_of_transcript(self) -> bool:
        """Whether the rows are those of a recording and not of a programme, and hardly anything stands beside them."""
        if self._time is None or self._text is None:
            return False
        timed = [row for row in self._data if self._seconds(row) is not None]
        words = [row.cell(self._text) for row in timed]
        heads = self._heads
        named = sum(1 for pattern in (_TIME_WORD, _SPEAKER_WORD, _TEXT_WORD) if any(map(pattern.search, heads)))
        times = [seconds for row in timed if (seconds := self._seconds(row)) is not None]
        from_start = are_from_start(times, [row.cell(self._time) for row in timed])
        sentences = sum(not looks_like_name(text) for text in words)
        spoken = sum(map(len, words)) >= _SPOKEN_LENGTH * len(words) or 2 * sentences > len(words) or named == 3
        covered = sum(len(text) for row in self._data for text in row.cells)
        whole = sum(len(text) for row in self._rows for text in row.cells)
        enough = len(timed) > 1 or (len(timed) == 1 and named == 3)
        return enough and spoken and (from_start or named == 3) and covered >= _COVERED * whole

    def table(self, delimiter: str) -> Table:
        """The rows as captions. Whoever has no time goes on with the row above, unless somebody is named."""
        captions: list[Caption] = []
        untaken = [
            Untaken(" ".join(cell.strip() for cell in row.cells if cell.strip()), row.line) for row in self._above()
        ]
        for row in self._data:
            seconds, speaker = self._seconds(row), row.cell(self._speaker).rstrip(":： ")
            if self._text is not None and len(row.cells) <= self._text:
                # A row that was torn: what is left of it is words all the same.
                rest = [cell for cell in row.cells if cell.strip() and seconds_of(cell) is None]
                speaker, words = "", [Words(delimiter.join(rest), row.line)] if rest else []
            else:
                words = self._words(row, delimiter, speaker or None)
            if seconds is None and not speaker and captions:
                captions[-1].said += words
            else:
                captions.append(Caption(seconds, None, words))
        untaken += self._beside()
        texts = [row.cell(self._time) for row in self._data if self._seconds(row) is not None]
        return Table([caption for caption in captions if caption.said], untaken, self._speaker is not None, texts)

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
        """The words above the columns, where a row stands above the first one with a time."""
        cells = [cell.strip() for cell in self._rows[self._first - 1].cells] if self._first else []
        are_words = all(len(cell) <= _LONGEST_HEAD and "。" not in cell for cell in cells)
        return cells if len(cells) > 1 and are_words else []

    def _above(self) -> list[Row]:
        """The rows above the table, its head left out."""
        return self._rows[: self._first - 1 if self._heads else self._first]

    def _beside(self) -> list[Untaken]:
        """The texts of columns that are none of the three, told once each."""
        told = []
        heads = self._heads
        count = max(len(row.cells) for row in self._data)
        # What stands beyond the last column is said, with commas that nobody quoted.
        beyond = self._width if self._text == self._width - 1 else count
        for column in range(min(count, beyond)):
            if column in (self._time, self._speaker, self._text) or self._is_of_numbers(column):
                continue
            values = list(dict.fromkeys(cell for row in self._data if (cell := row.cell(column))))
            if values and not all(seconds_of(value) is not None for value in values):
                head = heads[column] if column < len(heads) else ""
                line = next(row.line for row in self._data if row.cell(column))
                told.append(Untaken("、".join([head, *values]).lstrip("、"), line))
        return told

    def _is_time(self, column: int) -> bool:
        cells = [(place, cell) for place, row in enumerate(self._rows) if (cell := row.cell(column))]
        times = [(place, seconds) for place, cell in cells if (seconds := seconds_of(cell)) is not None]
        heads = max(1, sum(place < times[0][0] for place, _ in cells)) if times else 1
        if times and len(times) >= _TIMED * (len(cells) - min(heads, 20)):
            return len(times) == 1 or rise([seconds for _, seconds in times])
        return self._is_count_of_seconds(column, cells)

    def _is_count_of_seconds(self, column: int, cells: list[tuple[int, str]]) -> bool:
        """3.25 under 開始（秒）, 3250 under "start"."""
        head = cells[0][1] if cells else ""
        numbers = [plain(cell) for _, cell in cells[1:]]
        if not _TIME_WORD.search(head) or not numbers or not all(map(_NUMBER.fullmatch, numbers)):
            return False
        self._unit = 0.001 if _MILLISECONDS.search(head) else 1.0
        return len(numbers) == 1 or rise([float(number) for number in numbers if not number.endswith("%")])

    def _seconds(self, row: Row) -> float | None:
        cell = row.cell(self._time)
        if self._minutes_as_hours and (match := _FULL_DAYS.fullmatch(plain(cell))):
            cell = match[1]
        seconds = seconds_of(cell)
        if seconds is None and re.fullmatch(r"\d+(?:\.\d+)?", plain(cell)):
            return round(float(plain(cell)) * self._unit, 3)
        return seconds * 60 if seconds is not None and self._are_hours else seconds

    def _is_too_fast(self) -> bool:
        """Whether so much would be said in the time that its two numbers must be hours and minutes."""
        timed = [row for row in self._data if self._seconds(row) is not None]
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
        cells = [plain(cell) for row in self._data if (cell := row.cell(column))]
        return all(_NUMBER.fullmatch(cell) or seconds_of(cell) is not None for cell in cells)

    def _text_evidence(self, column: int) -> tuple[int, int, int]:
        cells = [cell for row in self._data if (cell := row.cell(column))]
        return sum(not looks_like_name(cell) for cell in cells), sum(map(len, cells)), column

    def _names(self, column: int) -> bool:
        """Whether a column may name the speakers; by their numbers only where its head says so."""
        cells = [cell for row in self._data if (cell := row.cell(column))]
        if not cells or self._is_of_numbers(column):
            return bool(cells) and column < len(self._heads) and _SPEAKER_WORD.search(self._heads[column]) is not None
        return sum(map(looks_like_name, cells)) >= _NAMED * len(cells)

    def _speaker_evidence(self, column: int) -> tuple[bool, bool, int, int]:
        cells = [cell for row in self._data if (cell := row.cell(column))]
        heads = self._heads
        known = column < len(heads) and _SPEAKER_WORD.search(heads[column]) is not None
        return known, len(set(cells)) < len(cells), len(set(cells)), -column
