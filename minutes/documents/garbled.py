"""Text that was garbled before it came here (文字化け): saved after it had been opened in a wrong encoding. Stdlib only.

Such a file is sound and says nothing: 莨夊ｭｰ is 会議 in UTF-8 that was opened as Shift_JIS, ‰ï‹c the same in Shift_JIS
that was opened as a Western encoding. Turned back, it is Japanese again; ordinary text turned back so is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from minutes.documents.encoding import garbled_text, weight
from minutes.documents.model import Remark, SourceText

_MOST_LINES = 20
_LEAST = 4  # letters beyond ASCII that can be judged
# A kanji costs 3 in encoding.weight, a kana 1: below this nothing is garbled.
_PLAIN = 2.4
_CHEAPER = 0.75
_HALF = 0.5
_LEAST_LOST = 20
_QUESTION_SHARE = 0.3
# Most lines of minutes have a hiragana in eight signs, and of the signs that garbled text is made of none.
_SPEECH_SHARE = 8
_HIRAGANA = re.compile("[ぁ-ん]")
_TELLING = re.compile("[\u0080-\u036f｡-ﾟ縺繧繝荳莉譛隱蜷蜿螳驛蟶骭]")
_KANA = re.compile("[ぁ-んァ-ヴー]")
_COMMON = re.compile("[ぁ-んァ-ヴー々一-龥、。（）「」・　０-９]")
# ISO-2022-JP whose escape signs were lost: $B2q5D(B
_JIS_WITHOUT_ESCAPES = re.compile(r"\$[B@](?:[!-~]{2})+\([BJ]")
_QUESTIONS = re.compile(r"[?？]{2,}")
_NAMES = {"utf-8": "UTF-8", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "western": "欧文の文字コード"}
# What it was, and as what it was opened.
_WAYS = (
    ("utf-8", "cp932"),
    ("utf-8", "western"),
    ("cp932", "western"),
    ("euc_jp", "western"),
    ("euc_jp", "cp932"),
    ("utf-8", "euc_jp"),
    ("cp932", "euc_jp"),
)


@dataclass(frozen=True, slots=True)
class _Garbled:
    """A garbled line: what its text was and as what it was opened, in words, where that can be told."""

    line: str
    way: str = ""


def check_garbled(source: SourceText) -> SourceText:
    """The text, with a remark for every garbled line. Raises DocumentError `garbled` where most of it is."""
    found: dict[int, _Garbled] = {}
    for number, line in enumerate(source.lines, start=1):
        garbled = _judged(line)
        if garbled is not None:
            found[number] = garbled
    if not found:
        return source
    lost = sum(len(garbled.line) for garbled in found.values())
    held = sum(len(line) for number, line in enumerate(source.lines, start=1) if number in found or not line.isascii())
    if lost > _HALF * held and lost >= _LEAST_LOST:
        raise garbled_text(next((garbled.way for garbled in found.values() if garbled.way), ""))
    return replace(source, remarks=(*source.remarks, *_remarks(found)))


def _remarks(found: dict[int, _Garbled]) -> Iterator[Remark]:
    for number, garbled in list(found.items())[:_MOST_LINES]:
        message = f"{number}行目が文字化けしています。元の文書で確かめて直してください：{garbled.line.strip()[:40]}"
        yield Remark("garbled-text", message, number)
    others = list(found)[_MOST_LINES:]
    if others:
        listed = "、".join(map(str, others[:200]))
        yield Remark("garbled-text", f"ほかの{len(others)}行も文字化けしています：{listed}行目", others[0])


def _judged(line: str) -> _Garbled | None:
    if line.isascii():
        lost = _JIS_WITHOUT_ESCAPES.search(line)
        if lost is not None and len(lost[0]) >= 2 * _LEAST:
            return _Garbled(line, "メールなどのJISコードの切り替えの印が失われています")
    questions = sum(len(run) for run in _QUESTIONS.findall(line))
    if questions >= 3 * _LEAST and questions > _QUESTION_SHARE * len(line):
        return _Garbled(line)
    if len(_HIRAGANA.findall(line)) * _SPEECH_SHARE > len(line) and len(_TELLING.findall(line)) < _LEAST:
        return None
    foreign = [char for char in line if not char.isascii()]
    if len(foreign) < _LEAST:
        return None
    cost = weight(line)
    if cost < _PLAIN * len(foreign):
        return None
    for was, opened in _WAYS:
        text = _turned_back(line, was, opened)
        if text and _is_japanese(text) and weight(text) < _CHEAPER * cost:
            return _Garbled(line, f"{_NAMES[was]}の文書を{_NAMES[opened]}として開き、保存し直したもののようです")
    return None


def _turned_back(line: str, was: str, opened: str) -> str:
    data = _western(line) if opened == "western" else line.encode(opened, "ignore")
    return data.decode(was, "ignore")


def _western(line: str) -> bytes:
    """The bytes that a Western encoding shows as this line; what it cannot show is left out."""
    out = bytearray()
    for char in line:
        code = char.encode("cp1252", "ignore")
        out += code or (bytes((ord(char),)) if ord(char) < 0x100 else b"")
    return bytes(out)


def _is_japanese(text: str) -> bool:
    """Whether a text turned back is mostly common signs, and some of them kana or many."""
    foreign = [char for char in text if not char.isascii()]
    common = len(_COMMON.findall(text))
    if len(foreign) < 2 or common < 0.8 * len(foreign):
        return False
    return _KANA.search(text) is not None or weight(text) <= 3.2 * len(foreign)
