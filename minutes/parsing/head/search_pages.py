"""Pages of the search systems that assemblies publish their records with: each speech stands below its number in the system,
some pages list all numbers and speakers first, and buttons stand everywhere. Of such a page only the record is kept.
"""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine

# ・12:  the number of a speech; with the speaker behind it where the page lists them
_INDEX = re.compile(r"・\s?(?P<number>[0-9]{1,4})\s?:\s?(?P<name>[○◯〇◎●◆△][^\s。、]{1,30})?")
# 12: ◯委員長　では…
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,4})\s?:\s+(?=[○◯〇◎●◆△※\s]*\S)")
_CONTROL = re.compile(
    r"検索語\s?:.{0,20}|[0-9]{1,4}\s?[.．]\s?□\s?選択|全\s?[0-9]+\s?発言\s?/\s?[0-9]+\s?発言ヒット|(?:すべて|全て)の発言(?:・|\s?)ヒット発言(?:の表示切替|のみ)?"
    r"|□?\s?(?:すべて|全て)の発言\s?□?\s?ヒット発言|[↑↓▲▼△▽]?\s?(?:発言者|本文|最初|前|次|文書|ページ)の?(?:先頭|ヒット|文書|末尾)?へ?(?:\(.{0,16}\))?"
    r"|発言者?の?(?:一覧|表示切り?替え?|折り返し(?:切り?替え?)?)\s?:?|(?:文書中の発言|ヒット発言)\s?:.{0,10}|文書(?:閲覧|情報)|パネルの開閉|(?:■|□)\s?右端で折り返す.{0,20}"
    r"|ダウンロード|テキスト形式|発言|:"
)
# So many numbered speeches in order are such a page.
_ENOUGH = 3


def without_controls(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, of a search system's page those of the record alone."""
    numbers = [int(match["number"]) for row in rows if (match := _INDEX.fullmatch(row.flat)) is not None]
    if len(numbers) < _ENOUGH or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return rows
    kept: list[PrintedLine] = []
    following = numbers[0]
    for row in rows:
        plain = row.flat.strip()
        if _INDEX.fullmatch(plain) is not None or _CONTROL.fullmatch(plain) is not None:
            continue
        numbered = _NUMBERED.match(row.flat)
        if numbered is not None and int(numbered["number"]) == following:
            following += 1
            row = row.reworded(row.text[numbered.end() :].strip())
        kept.append(row)
    return kept
