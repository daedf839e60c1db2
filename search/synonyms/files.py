"""Synonyms as files hold them: the SudachiDict source, and the office's own CSV.

SudachiDict writes one word a line: group, noun or verb, expansion flag, lexeme number in the group, form, abbreviation,
spelling, domain, word, two reserved columns (SudachiDict, docs/synonyms.md). Of the expansion flags 0 is a word that
leads to the others and is led to, 1 one that is led to alone, 2 one that takes no part.

The office's file has a header (グループ, 語, 向き, メモ, 使う) and one word a line; words of one group bear the same
group number. 使う says はい, いいえ, or 候補 for words that are only offered. A spreadsheet writes it in UTF-8 or in
Shift_JIS. The list that comes along, standard.csv, is such a file: words of municipal minutes that mean the same, and as
候補 those that also mean something else. Its numbers are never given to another group.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from minutes.exchange import CsvFault, csv_rows
from search.models import LONGEST_WORD, Synonym

_STANDARD = Path(__file__).with_name("standard.csv")
BOTH, FROM, TO = Synonym.Direction.values
OFFICE_HEADER = ("グループ", "語", "向き", "メモ", "使う")
_OFFERED = "候補"
_DIRECTIONS = {"双方向": BOTH, "検索語": FROM, "探す語": TO}
_DIRECTION_NAMES = {value: name for name, value in _DIRECTIONS.items()}
_SUDACHI_DIRECTIONS = {"0": BOTH, "1": TO, "2": ""}
_SUDACHI_COLUMNS = 9
# A word of several lexemes, 1/2, stands beside the first.
_LEXEMES = re.compile("[0-9]{1,4}(?:/[0-9]{1,4})*")


@dataclass(frozen=True, slots=True)
class SynonymWord:
    """One word: `direction` is BOTH, FROM (it leads to the others) or TO (the others lead to it)."""

    text: str
    direction: str = BOTH
    lexeme: int = 0


@dataclass(slots=True)
class SynonymSet:
    """The words of one group; `number` is the file's own."""

    number: str
    words: list[SynonymWord] = field(default_factory=list)
    note: str = ""
    is_active: bool = True
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read, counted from 1, and why, in Japanese."""

    number: int
    reason: str


def read_sudachi(lines: Iterable[str]) -> Iterator[SynonymSet | BadLine]:
    """The groups of a SudachiDict synonym source, and the lines that are none of its kind, as they come."""
    group: SynonymSet | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        columns = line.strip().split(",")
        reason = _sudachi_problem(columns)
        if reason:
            yield BadLine(number, reason)
            continue
        if group is None or group.number != columns[0]:
            if group is not None:
                yield group
            group = SynonymSet(columns[0])
        direction = _SUDACHI_DIRECTIONS[columns[2]]
        if direction:
            group.words.append(SynonymWord(columns[8].strip(), direction, int(columns[3].split("/")[0])))
    if group is not None:
        yield group


def _sudachi_problem(columns: list[str]) -> str:
    if len(columns) < _SUDACHI_COLUMNS:
        return f"列が足りません（{len(columns)} 列）。"
    if not (columns[0].isascii() and columns[0].isdigit() and len(columns[0]) <= 9):
        return f"グループ番号が数字ではありません（{columns[0][:20]}）。"
    if columns[2] not in _SUDACHI_DIRECTIONS:
        return f"展開の指定が 0、1、2 のどれでもありません（{columns[2][:20]}）。"
    if not _LEXEMES.fullmatch(columns[3]):
        return f"語の番号が数字ではありません（{columns[3][:20]}）。"
    return _word_problem(columns[8].strip())


def _word_problem(word: str) -> str:
    if not word:
        return "語がありません。"
    if len(word) > LONGEST_WORD:
        return f"語が {LONGEST_WORD} 文字を超えています。"
    return "語に使えない文字があります。" if "\0" in word else ""


def read_office(text: str) -> Iterator[SynonymSet | BadLine]:
    """The groups of the office's file, and the lines that cannot be read; the bad lines first."""
    groups: dict[str, SynonymSet] = {}
    for row in csv_rows(text):
        if isinstance(row, CsvFault):
            yield BadLine(row.line, row.reason)
            continue
        # A cell of several lines is one text here.
        cells = [" ".join(cell.splitlines()).strip() for cell in row.cells] + [""] * len(OFFICE_HEADER)
        if not any(cells) or (row.line == 1 and cells[0] == OFFICE_HEADER[0]):
            continue
        key, word, direction, note, active = cells[: len(OFFICE_HEADER)]
        reason = _word_problem(word) or ("" if key else "グループがありません。")
        if direction and direction not in _DIRECTIONS:
            reason = reason or f"向きは「双方向」「検索語」「探す語」のどれかを書いてください（{direction[:20]}）。"
        if reason:
            yield BadLine(row.line, reason)
            continue
        group = groups.setdefault(key, SynonymSet(key))
        group.words.append(SynonymWord(word, _DIRECTIONS[direction or "双方向"]))
        group.note = group.note or note[:200]
        group.is_active = group.is_active and active not in ("いいえ", "0", "×")
        group.is_offered = group.is_offered or active == _OFFERED
    yield from groups.values()


def read_standard() -> Iterator[SynonymSet]:
    """The groups of the list that comes along."""
    for group in read_office(_STANDARD.read_text("utf-8")):
        if isinstance(group, BadLine):
            raise ValueError(f"{_STANDARD.name}: {group.number}: {group.reason}")
        yield group


def office_rows(groups: Iterable[SynonymSet]) -> Iterator[tuple[str, ...]]:
    """The lines of an office's file, header included."""
    yield OFFICE_HEADER
    for group in groups:
        for word in group.words:
            active = "いいえ" if not group.is_active else _OFFERED if group.is_offered else "はい"
            yield group.number, word.text, _DIRECTION_NAMES[word.direction], group.note, active
