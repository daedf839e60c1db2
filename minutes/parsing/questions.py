"""Questions and answers that the minutes number or head instead of marking speakers: 問１（青野自治会） above a question, 答１ above
its answer; two columns 意見・質問 and 回答. Who asks is named in brackets, or nowhere.
"""

from __future__ import annotations

import re

from minutes.parsing.lines import PrintedLine
from minutes.parsing.marks import ASKED, Mark, Marks
from minutes.parsing.text import flat, squeeze

_WORDS = "質問|回答|質疑|答弁|応答|意見|要望|提案|補足|問|答|Q|A"
_ALONE = re.compile(
    rf"\s*[・○◯●◇◆■]?\s?(?P<open>[(【\[<])?\s?(?P<word>{_WORDS})\s?[0-9]{{0,3}}\s?(?(open)[)】\]>])\s?"
    r"(?:\((?P<who>[^()。、]{2,24}(?:\([^()]{1,10}\))?)\))?\s?:?\s*"
)
_LONGEST = 44
# So many lines make numbered questions the document's own way, of two kinds at least.
_ENOUGH, _KINDS = 3, 2
_ASKED_COLUMN = re.compile(r"(?:委員(?:から)?の?)?(?:(?:意見|質問|質疑|指摘)[・、及び]*)+(?:等|事項|内容)?")
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
        else:
            match = _ALONE.fullmatch(row.flat) if len(row.text) <= _LONGEST and len(row.cells) == 1 else None
            said = ""
        if match is not None:
            words.add(match["word"])
            found[row.key] = Mark(ASKED, squeeze(row.text[slice(*match.span("who"))]) if match["who"] else "", said)
    return found if len(found) >= _ENOUGH and len(words) >= _KINDS else {}


_CELLS = ("質問", "回答")


def with_columns_in_turn(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, those of a table 意見・質問 | 回答 with the question above its answer."""
    turned: list[PrintedLine] = []
    within = False
    for row in rows:
        cells = [cell.strip() for cell in row.cells]
        if len(cells) == 2 and _ASKED_COLUMN.fullmatch(squeeze(flat(cells[0]))):
            within = _ANSWER_COLUMN.fullmatch(squeeze(flat(cells[1]))) is not None
            if within:
                continue
        if within and len(cells) == 2 and all(cells):
            turned.extend(row.with_cells(pair) for pair in zip(_CELLS, cells, strict=True))
        else:
            within = within and len(cells) <= 2
            turned.append(row)
    return turned
