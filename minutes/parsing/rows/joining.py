"""Lines that a page or column width broke -> running text.

A line that ends inside a sentence goes on in the next. A line that ends with a sentence does so too where it
is as wide as the lines the width broke; otherwise the next line is a new paragraph. Lines that a file keeps as
paragraphs of their own stay so, unless the document as a whole was broken by hand.
"""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, tidy

LIST_ITEM = re.compile(r"[・•●○◆◇■□※①-⑳]|[(（]?[0-9０-９]{1,2}[)）.．、]|[アイウエオ][.．、)）]")


# A short line that ends with a noun, in nothing that goes on.
_SHORT_LINE = re.compile(r"[一-龥々ァ-ヴー０-９0-9)）」』]$")
_WIDE = 72
_NARROWEST = 40
# Of the lines that end inside a sentence, so many end at one edge, within so many columns, where a width broke them.
_EVEN_SHARE = 0.6
_EVEN_WITHIN = 4
# Narrower than any page's lines, in half-width columns.
_NARROW = 36
# So many signs are a piece of a text that no mark parts.
_PIECE = 400


class Measure:
    """The widths of one document's record: where its lines are broken, if they are."""

    def __init__(self, rows: list[PrintedLine]) -> None:
        broken = sorted(row.width for row in rows if len(row.cells) == 1 and not ends_sentence(row.text))
        self.widest = max((row.width for row in rows), default=0)
        self.full = broken[len(broken) * 9 // 10] if len(broken) >= max(5, len(rows) // 6) else 0
        even = sum(abs(width - self.full) <= _EVEN_WITHIN for width in broken)
        self.broke_all = self.full >= _NARROWEST and even >= _EVEN_SHARE * len(broken)

    def broke(self, row: PrintedLine, widest: int) -> bool:
        """Whether the page's width ended this row, a sentence's end though it may be.

        `widest` is the widest row of the same text that surely was broken, 0 where none was.
        """
        limit = widest or self.full
        return self.full >= _NARROWEST and row.width >= limit - 2


def join_rows(parts: list[tuple[PrintedLine, str]], measure: Measure) -> str:
    """The text of one utterance from the rows it stands on."""
    paragraphs: list[list[str]] = []
    widest = max((row.width for row, text in parts[:-1] if not ends_sentence(text)), default=0)
    broadest = max((row.width for row, _ in parts), default=0)
    previous: tuple[PrintedLine, str] | None = None
    for row, text in parts:
        for piece in text.split("\n"):
            words = tidy(piece)
            if not words:
                continue
            if previous is None or not _goes_on(previous, row, words, measure, widest, broadest):
                paragraphs.append([words])
            else:
                last = paragraphs[-1][-1]
                if last[-1].isascii() and words[0].isascii() and last[-1].isalpha() and words[0].isalpha():
                    words = " " + words
                paragraphs[-1].append(words)
            previous = (row, words)
    return "\n".join("".join(words) for words in paragraphs)


def in_pieces(parts: list[tuple[PrintedLine, str]]) -> list[list[tuple[PrintedLine, str]]]:
    """The rows of a long text that no mark parts, cut where a row ends a sentence and enough has been said."""
    pieces: list[list[tuple[PrintedLine, str]]] = [[]]
    said = 0
    for row, text in parts:
        if said >= _PIECE and ends_sentence(pieces[-1][-1][1]):
            pieces.append([])
            said = 0
        pieces[-1].append((row, text))
        said += len(text)
    return pieces


def _goes_on(
    previous: tuple[PrintedLine, str], row: PrintedLine, words: str, measure: Measure, widest: int, broadest: int
) -> bool:
    before, text = previous
    if before is row or (before.whole and not measure.broke_all):
        return False
    if not ends_sentence(text):
        unbroken = measure.full == 0 and before.width < _NARROW
        if LIST_ITEM.match(text) is not None and (5 * before.width < 3 * broadest or unbroken):
            # A short point of a list ends with its line.
            return False
        if measure.full == 0 and _SHORT_LINE.search(text) and 3 * before.width < min(measure.widest, _WIDE):
            # １　目的: a line far from the edge of a document whose lines no width broke
            return False
        return LIST_ITEM.match(words) is None or measure.broke(before, widest)
    return row.indent < 2 and measure.broke(before, widest)
