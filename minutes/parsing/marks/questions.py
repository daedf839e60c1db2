"""Questions and answers that the minutes number or head instead of marking speakers: 問１（青野自治会） above a question, 答１ above
its answer; two columns 意見・質問 and 回答. Who asks is named in brackets, or nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.marks.marks import ASKED, Mark, Marks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze

_WORDS = "質問|回答|質疑|答弁|応答|意見|要望|提案|補足|問|答|Q|A"
_ALONE = re.compile(
    rf"\s*[・○◯●◇◆■]?\s?(?P<open>[(【\[<])?\s?(?P<word>{_WORDS})\s?[0-9]{{0,3}}\s?(?(open)[)】\]>])\s?"
    r"(?:\((?P<who>[^()。、]{2,24}(?:\([^()]{1,10}\))?)\))?\s?:?\s*"
)
_LONGEST = 44
# So many lines make numbered questions the document's own way, of two kinds at least.
_ENOUGH, _KINDS = 3, 2
_ASKED_COLUMN = re.compile(r"(?:委員(?:から)?の?)?(?:(?:意見|質問|質疑|指摘)[・、及び]*)+(?:等|事項|内容)?")
_ASKER_COLUMN = re.compile("発言者(?:名)?|発言委員|委員(?:名|氏名)?|質問者|提出者|意見者|氏名|所属")
_ANSWERER_COLUMN = re.compile("(?:回答|担当|所管|答弁)(?:課|者|部署|部局|部|課名|者名)?|課名")
_MOST_COLUMNS, _LONGEST_NAME = 6, 24
_ANSWER_COLUMN = re.compile(
    r"(?:事務局|町|市|県|区|村|国)?(?:の|からの)?(?:回答|説明|答弁|見解|考え方|対応)(?:[・、及び]*(?:回答|説明|対応))?等?"
)


def question_marks(rows: list[PrintedLine]) -> Marks:
    """The marks of the lines that only number or head a question or an answer; the name is empty where none is told."""
    found: Marks = {}
    words: set[str] = set()
    for row in rows:
        if len(row.cells) == 2 and row.cells[0] in _CELLS and row.cells[1]:
            match, said = _ALONE.fullmatch(row.cells[0]), row.cells[1]
            # A column of answers is a document's way by itself.
            words.update(_CELLS)
        else:
            match = _ALONE.fullmatch(row.flat) if len(row.text) <= _LONGEST and len(row.cells) == 1 else None
            said = ""
        if match is not None:
            words.add(match["word"])
            found[row.key] = Mark(ASKED, squeeze(row.text[slice(*match.span("who"))]) if match["who"] else "", said)
    return found if len(found) >= _ENOUGH and len(words) >= _KINDS else {}


_CELLS = ("質問", "回答")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in the rows of a table stand who asks (None where nobody is named), what is asked, who answers and the answer."""

    count: int
    asker: int | None
    asked: int
    answerer: int | None
    answer: int


def with_columns_in_turn(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, those of a table 発言者 | 意見・質問 | 担当課 | 回答 with the question above its answer, each beside who says it."""
    turned: list[PrintedLine] = []
    columns: _Columns | None = None
    asker = ""
    for row in rows:
        cells = tuple(cell.strip() for cell in row.cells)
        if (headed := _columns(cells)) is not None:
            columns, asker = headed, ""
            continue
        placed = _placed(cells, columns) if columns is not None and len(cells) > 1 else None
        if columns is None or placed is None:
            columns = columns if len(cells) == 1 or (columns is not None and len(cells) <= columns.count) else None
            turned.append(row)
            continue
        asker = _at(placed, columns.asker) or asker
        if asked := placed[columns.asked]:
            turned.append(row.with_cells((asker or _CELLS[0], asked)))
        if answer := placed[columns.answer]:
            turned.append(row.with_cells((_at(placed, columns.answerer) or _CELLS[1], answer)))
    return turned


def _columns(cells: tuple[str, ...]) -> _Columns | None:
    """The columns that a row of heads names; None where it heads no questions with their answers."""
    heads = [squeeze(flat(cell)) for cell in cells]
    if not 2 <= len(heads) <= _MOST_COLUMNS:
        return None
    asked = next((place for place, head in enumerate(heads) if _ASKED_COLUMN.fullmatch(head)), None)
    answer = next((place for place, head in enumerate(heads) if _ANSWER_COLUMN.fullmatch(head)), None)
    if asked is None or answer is None or answer <= asked:
        return None
    asker = next((place for place in range(asked) if _ASKER_COLUMN.fullmatch(heads[place])), None)
    answerer = next((place for place in range(asked + 1, answer) if _ANSWERER_COLUMN.fullmatch(heads[place])), None)
    return _Columns(len(heads), asker, asked, answerer, answer)


def _placed(cells: tuple[str, ...], columns: _Columns) -> tuple[str, ...] | None:
    """A row's cells under their heads; cells that span several rows stand in the first of those only. None where they are no
    question or answer."""
    if len(cells) > columns.count:
        return None
    placed = ("",) * (columns.count - len(cells)) + cells
    said = (placed[columns.asked], placed[columns.answer])
    names = (_at(placed, columns.asker), _at(placed, columns.answerer))
    if not any(said) or any(len(name) > _LONGEST_NAME for name in names):
        return None
    return placed if columns.count > 2 or all(said) else None


def _at(cells: tuple[str, ...], place: int | None) -> str:
    return "" if place is None else cells[place]
