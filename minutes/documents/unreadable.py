"""Signs of a source text that stand for what could not be read: where they are is told, line by line. Stdlib only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from minutes.documents.model import Remark, SourceText
from minutes.documents.signs import BROKEN, UNNAMED, UNNAMED_PRINTED, is_unreadable

_MOST_LINES = 20
_AROUND = 12  # signs shown on either side
_SUSPECT = re.compile(f"[{BROKEN}{UNNAMED}\ue000-\uf8ff\U000f0000-\U0010ffff]")


def tell_unreadable(source: SourceText) -> SourceText:
    """The text with a remark for every line in which signs could not be read; pictures of unnamed signs are 〓."""
    found = {number: line for number, line in enumerate(source.lines, start=1) if _SUSPECT.search(line)}
    if not found:
        return source
    lines = tuple(line.replace(UNNAMED, UNNAMED_PRINTED) for line in source.lines)
    return replace(source, lines=lines, remarks=(*source.remarks, *_remarks(found)))


def _remarks(found: dict[int, str]) -> Iterator[Remark]:
    for number, line in list(found.items())[:_MOST_LINES]:
        yield Remark(
            "unreadable-sign", f"{number}行目に、{_what(line)}。原本で確かめて直してください：{_shown(line)}", number
        )
    others = list(found)[_MOST_LINES:]
    if others:
        listed = "、".join(map(str, others[:200])) + ("ほか" if len(others) > 200 else "")
        yield Remark(
            "unreadable-sign", f"ほかの{len(others)}行にも、読み取れない文字があります：{listed}行目", others[0]
        )


def _what(line: str) -> str:
    if UNNAMED in line:
        return f"名前（代替文字）のない外字の画像があり、「{UNNAMED_PRINTED}」としました"
    if BROKEN in line:
        return f"読み取れない文字が{line.count(BROKEN)}字あります（{BROKEN}）"
    return f"外字が{sum(map(is_unreadable, line))}字あります（作った機器のほかでは正しく表示されません）"


def _shown(line: str) -> str:
    """The words round the first of the signs."""
    first = _SUSPECT.search(line)
    place = first.start() if first else 0
    start, end = max(0, place - _AROUND), place + _AROUND + 1
    shown = line[start:end].replace(UNNAMED, UNNAMED_PRINTED).replace("\t", " ").strip()
    return f"{'…' if start else ''}{shown}{'…' if end < len(line) else ''}"
