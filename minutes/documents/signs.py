"""Characters that a file names by the shape of their print -> the characters that are meant. Stdlib only.

Printing programs give a glyph's first code point back: 目黒 comes as two radicals, a bracket of vertical writing as
its upright form, a bullet of a symbol font as a private number. Left so, no search would find them.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

BROKEN = "\ufffd"  # what could not be read keeps its place
# A picture of a sign that nothing names: inside the readers a number that no text uses, in the text the printers' 〓.
UNNAMED = "\U0010fff0"
UNNAMED_PRINTED = "〓"
# A sign under a filled box, in the same way.
COVERED = "\U0010fff2"
COVERED_PRINTED = "■"

# Radicals whose usual character in Japan is not the one that Unicode names as their equivalent.
_RADICALS = str.maketrans(
    "⼾⾭⿈⿊⺎⺒⺓⺝⺟⺠⺩⺫⺬⻁⻄⻆⻑⻗⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲",
    "戸青黄黒兀巳幺月母民王罒示虎西角長雨青食骨鬼麦黄斉歯竜亀",
)
_VERTICAL = str.maketrans(
    "︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈︱", "，、。：；！？（）｛｝〔〕【】《》〈〉「」『』［］―"
)
# Wingdings and Symbol as Word and PDF files number their signs.
_SYMBOLS = {
    0xF06C: "●", 0xF06D: "○", 0xF06E: "■", 0xF06F: "□", 0xF070: "□", 0xF071: "□", 0xF072: "□", 0xF074: "◆", 0xF075: "◆",
    0xF076: "◆", 0xF077: "◆", 0xF0A1: "○", 0xF0A4: "◎", 0xF0A7: "▪", 0xF0A8: "□", 0xF0B2: "☆", 0xF0AB: "★", 0xF0B7: "・",
    0xF0D8: "➢", 0xF0E0: "→", 0xF0E8: "⇒", 0xF0F0: "⇒", 0xF0FB: "☒", 0xF0FC: "✓", 0xF0FD: "☒", 0xF0FE: "☑", 0xF09F: "・",
    0xF09E: "・", 0xF0A3: "□", 0xF052: "☑", 0xF053: "☒", 0xF054: "☒",
}  # fmt: skip


# Kana whose mark is a sign of its own, as some systems write them.
_APART = re.compile("[\u3041-\u30ff][\u3099\u309a]")


def _is_japanese(char: str) -> bool:
    """Whether a character is one of the sets that Japanese text is written in: 髙, 﨑 and 神 are."""
    for encoding in ("cp932", "euc_jis_2004"):
        with suppress(UnicodeEncodeError):
            char.encode(encoding)
            return True
    return False


def _shapes() -> dict[int, str]:
    """Characters of a shape -> the characters meant: radicals, doubles kept for Korean and Taiwanese sets (令), forms of
    vertical writing, ligatures, signs of symbol fonts."""
    codes = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), *range(0xFB00, 0xFB07), *range(0x2F800, 0x2FA1E))
    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    table = {code: meant for code, meant in plain.items() if meant != chr(code) and not _is_japanese(chr(code))}
    return table | {code: chr(meant) for code, meant in {**_RADICALS, **_VERTICAL}.items()} | _SYMBOLS


_SHAPES = _shapes()
_SHAPED = re.compile(f"[{''.join(map(chr, _SHAPES))}\u3099\u309a]")


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(32), 127, 173, 65279, 8203, 8206, 8207, 8288))
    table |= _SHAPES
    table |= dict.fromkeys((*range(55296, 57344), 65534, 65535), BROKEN)
    table |= {0x09: " ", 0xA0: " ", 0x02: "-", 0x00: BROKEN}
    return table


_MEANT = _table()


def meant(text: str) -> str:
    """The text with every character as it is meant; control characters go, what is no character is U+FFFD."""
    return _together(text.translate(_MEANT))


def mended(text: str) -> str:
    """The text with characters of a shape as they are meant, everything else as it is: tabs and controls too."""
    return _together(text.translate(_SHAPES)) if _SHAPED.search(text) else text


def _together(text: str) -> str:
    """Kana and their marks as one character each."""
    return _APART.sub(lambda kana: unicodedata.normalize("NFC", kana[0]), text) if _APART.search(text) else text


def is_unreadable(char: str) -> bool:
    """Whether a character stands for a sign whose meaning the file does not tell."""
    return char == BROKEN or "\ue000" <= char <= "\uf8ff" or "\U000f0000" <= char < COVERED
