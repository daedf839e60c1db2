"""Questions and answers that the minutes number instead of marking speakers: 問１（青野自治会） above a question, 答１ above its
answer. Who asks is named in brackets, or nowhere.
"""

from __future__ import annotations

import re

from minutes.parsing.lines import PrintedLine
from minutes.parsing.marks import ASKED, Mark, Marks
from minutes.parsing.text import squeeze

_ALONE = re.compile(
    r"\s*[・○◯●◇◆■]?\s?(?P<word>質問|回答|質疑|答弁|応答|意見|要望|提案|補足|問|答|Q|A)\s?[0-9]{0,3}\s?"
    r"(?:\((?P<who>[^()。、]{2,24}(?:\([^()]{1,10}\))?)\))?\s?:?\s*"
)
_LONGEST = 44
# So many lines make numbered questions the document's own way, of two kinds at least.
_ENOUGH, _KINDS = 3, 2


def question_marks(rows: list[PrintedLine]) -> Marks:
    """The marks of the lines that only number a question or an answer; the name is empty where none is told."""
    found: Marks = {}
    words: set[str] = set()
    for row in rows:
        match = _ALONE.fullmatch(row.flat) if len(row.text) <= _LONGEST and len(row.cells) == 1 else None
        if match is not None:
            words.add(match["word"])
            found[row.key] = Mark(ASKED, squeeze(row.text[slice(*match.span("who"))]) if match["who"] else "", "")
    return found if len(found) >= _ENOUGH and len(words) >= _KINDS else {}
