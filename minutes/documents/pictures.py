"""Pictures of signs: a character that no font held (外字) set into a text as a small picture. Stdlib only."""

from __future__ import annotations

import re
import unicodedata

from minutes.documents.signs import UNNAMED

_CODE = re.compile(r"U\+?([0-9A-F]{4,6})", re.I)
_NAMED = (
    # 外字「髙」; 異体字：髙
    re.compile(r"(?:外字|異体字|旧字体?|旧漢字|漢字|文字|字)\s?[:：「『]?\s?(?P<sign>[^\s「『:：（(])[」』]?"),
    # 「髙」の外字
    re.compile(r"[「『](?P<sign>[^」』])[」』](?:の?(?:外字|異体字|旧字体?|旧漢字|字|画像))?"),
    # 髙（はしごだか）
    re.compile(r"(?P<sign>\S)\s?[（(][^（）()]{1,20}[)）](?:の外字)?"),
    re.compile(r"(?P<sign>\S)の(?:外字|異体字|旧字体?|旧漢字)"),
)


def sign_named(alternative: str) -> str | None:
    """The one sign that the alternative text of a picture names (髙, 外字「髙」, U+9AD9), None where it names none."""
    text = "".join(alternative.split())
    if _is_one_sign(text):
        return text
    code = _CODE.fullmatch(text)
    if code is not None:
        value = int(code[1], 16)
        return chr(value) if 0x20 < value < 0x110000 and not 0xD800 <= value < 0xE000 else None
    base = "".join(char for char in text if not _is_selector(char))
    match = next((match for pattern in _NAMED if (match := pattern.fullmatch(base))), None)
    if match is None:
        return None
    after = text[text.find(match["sign"]) + 1 :][:1]
    return match["sign"] + (after if after and _is_selector(after) else "")


def sign_in_text(alternative: str | None) -> str:
    """What stands in a line for a small picture among its words: the sign that is named, or UNNAMED."""
    return (sign_named(alternative) if alternative else None) or UNNAMED


def _is_one_sign(text: str) -> bool:
    bare = [char for char in text if not (_is_selector(char) or unicodedata.combining(char))]
    return len(bare) == 1 and not bare[0].isspace()


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
