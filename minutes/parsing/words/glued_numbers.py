"""Numbers glued to their titles -> set apart: ア甲について / イ乙について. One ア may begin a word; a run of ア, イ, ウ counts."""

from __future__ import annotations

from minutes.parsing.rows.lines import PrintedLine

_KANA = "アイウエオカキクケコサシスセソタチツテト"
_LONGEST = 120


def with_numbers_apart(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, the kana that count the lines of a run set apart from their titles, in the run and wherever a line of it
    is printed again."""
    glued: set[str] = set()
    first = 0
    while first < len(rows):
        count = 0
        while count < len(_KANA) and first + count < len(rows) and _is_glued(rows[first + count].text, _KANA[count]):
            count += 1
        if count > 1:
            glued.update(row.text for row in rows[first : first + count])
        first += max(1, count)
    return [_apart(row) if row.text in glued else row for row in rows] if glued else rows


def _is_glued(text: str, kana: str) -> bool:
    """Whether a title follows a kana at once; a further katakana makes it a word."""
    return text[:1] == kana and 3 < len(text) <= _LONGEST and not ("ァ" <= text[1] <= "ー") and text[1].isalnum()


def _apart(row: PrintedLine) -> PrintedLine:
    return row.reworded(f"{row.text[0]}　{row.text[1:]}") if len(row.cells) == 1 else row
