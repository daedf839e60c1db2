"""Signs of a source text that stand for what could not be read or is covered: where they are is told, line by line.
Stdlib only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from minutes.documents.model import Remark, SourceText
from minutes.documents.signs import BROKEN, COVERED, COVERED_PRINTED, UNNAMED, UNNAMED_PRINTED, is_unreadable

_MOST_LINES = 20
_MOST_LISTED = 200
_AROUND = 12  # signs shown on either side
# Tried where the encodings that every program writes do not fit, so what only they hold is a guess.
_GUESSED = {"shift_jis_2004": "Shift_JIS-2004", "euc_jis_2004": "EUC-JIS-2004"}
_SUSPECT = re.compile(f"[{BROKEN}{UNNAMED}\ue000-\uf8ff\U000f0000-\U0010ffef]")
# What a lost byte leaves in Shift_JIS, where every byte fits another: half a sign between two whole ones. Letters that
# stand for numbers and units among kanji (第n回) are none.
_HALF_SIGN = re.compile(
    r"(?<=[ぁ-んァ-ヴー々一-龥])(?:[\uff66-\uff9f](?![\uff61-\uff9f])|[abd-fhijo-suvwyz@`{}|^_\[\]])(?=[ぁ-んァ-ヴー々一-龥])"
)
_MOST_HALF_SIGNS = 5  # more of them are the writer's


def tell_unreadable(source: SourceText) -> SourceText:
    """The text with a remark for every line in which signs could not be read or lie under a filled box.

    Pictures of unnamed signs are 〓, covered signs ■.
    """
    lines = dict(enumerate(source.lines, start=1))
    found = {
        number: f"{number}行目に、{_what(line)}。原本で確かめて直してください：{_shown(line, _SUSPECT)}"
        for number, line in lines.items()
        if _SUSPECT.search(line)
    }
    if source.encoding in _GUESSED:
        found = _guessed(lines, _GUESSED[source.encoding]) | found
    elif source.encoding == "cp932":
        found = _half_signs(lines) | found
    covered = [number for number, line in lines.items() if COVERED in line]
    if not found and not covered:
        return source
    printed = tuple(map(_printed, source.lines))
    return replace(source, lines=printed, remarks=(*source.remarks, *_remarks(found), *_of_covered(covered)))


def _printed(line: str) -> str:
    return line.replace(UNNAMED, UNNAMED_PRINTED).replace(COVERED, COVERED_PRINTED)


def _of_covered(numbers: list[int]) -> Iterator[Remark]:
    more = len(numbers) - _MOST_LINES
    for number in numbers[:_MOST_LINES]:
        others = f"（ほかに{more}行）" if more > 0 and number == numbers[_MOST_LINES - 1] else ""
        yield Remark(
            "covered-text",
            f"{number}行目に、塗りつぶしの下に隠れた文字があります{others}。本文では{COVERED_PRINTED}としましたが、原本のファイルの中には"
            "残っていて、公開すると読み取られます（個人情報など）。文字を取り除いたファイルを作り直してください。",
            number,
        )


def _remarks(found: dict[int, str]) -> Iterator[Remark]:
    numbers = sorted(found)
    for number in numbers[:_MOST_LINES]:
        yield Remark("unreadable-sign", found[number], number)
    others = numbers[_MOST_LINES:]
    if others:
        listed = "、".join(map(str, others[:_MOST_LISTED])) + ("ほか" if len(others) > _MOST_LISTED else "")
        yield Remark(
            "unreadable-sign", f"ほかの{len(others)}行にも、読み取れない文字があります：{listed}行目", others[0]
        )


def _what(line: str) -> str:
    if UNNAMED in line:
        return f"代替文字のない外字の画像があり、「{UNNAMED_PRINTED}」としました"
    if BROKEN in line:
        return f"読み取れない文字が{line.count(BROKEN)}字あります（{BROKEN}）"
    return f"外字が{sum(map(is_unreadable, line))}字あります（作った機器のほかでは正しく表示されません）"


def _guessed(lines: dict[int, str], encoding: str) -> dict[int, str]:
    """The lines with signs of JIS X 0213 that were read because nothing else fitted, and what to tell of them."""
    signs = {number: _beyond_windows(line) for number, line in lines.items()}
    return {
        number: f"{number}行目の{found}は、JIS X 0213（{encoding}）の文字として読み取りました。原本と見比べて確かめてください。"
        for number, found in signs.items()
        if found
    }


def _beyond_windows(line: str) -> str:
    """The letters and kanji of a line that Windows' own Shift_JIS does not hold: 「𠮟」「俱」."""
    found = dict.fromkeys(char for char in line if char.isalpha() and not char.encode("cp932", "ignore"))
    return "".join(f"「{char}」" for char in found)


def _half_signs(lines: dict[int, str]) -> dict[int, str]:
    """The lines in which a byte seems to be lost, where they are few."""
    found = {
        number: f"{number}行目の文字が壊れているかもしれません。原本で確かめてください：{_shown(line, _HALF_SIGN)}"
        for number, line in lines.items()
        if not line.isascii() and _HALF_SIGN.search(line)
    }
    return found if len(found) <= _MOST_HALF_SIGNS else {}


def _shown(line: str, sign: re.Pattern[str]) -> str:
    """The words round the first of the signs."""
    first = sign.search(line)
    place = first.start() if first else 0
    start, end = max(0, place - _AROUND), place + _AROUND + 1
    shown = _printed(line[start:end]).replace("\t", " ").strip()
    return f"{'…' if start else ''}{shown}{'…' if end < len(line) else ''}"
