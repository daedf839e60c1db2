"""One folding for the index and the query: spellings that mean the same become the same characters.

NFKC (full-width letters, half-width kana, ligatures such as ㈱), lower case, old and variant kanji
(國→国, 髙→高), dashes, long-vowel signs; combining marks, variation selectors and control signs go.
What only Japanese words tell apart (取組/取り組み, サーバ/サーバー) is left to search.words.tokens.
Imports yosina's tables, nothing of Django.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from yosina.transliterators.kanji_old_new import KANJI_OLD_NEW_MAPPINGS

# Reviewed by hand: variants in names that neither NFKC nor yosina's old-new table joins.
# 斎/齋 and 斉/齊 stay two groups; 籠 keeps its everyday form, which the dictionary knows.
_VARIANTS = {
    **dict(zip("髙﨑嵜㟢邉栁桺槗𣘺𠮷曻舘桒嶋嶌", "高崎崎崎辺柳柳橋橋吉昇館桑島島", strict=True)),
    **dict(zip("冨濵渕淵舩埜穐龝曾峯頴昻蘓籠桧", "富浜淵淵船野秋秋曽峰穎昂蘇籠檜", strict=True)),
    "檜": "檜",
}
_DASHES = "‐‑‒–—―−﹘﹣－─━˗⁃"
_SIGNS = {**dict.fromkeys(_DASHES, "-"), "…": "・", "‥": "・", "〜": "~", "\t": " ", "\r": "\n", "\n": "\n"}
# Stands for a character that does not fold to exactly one, until its cluster is folded by itself.
_ODD = "\ufffe"
_ODD_CLUSTER = re.compile(f"[^{_ODD}]?{_ODD}+", re.DOTALL)
_HALF_WIDTH_MARKS = "ﾞﾟ"
_DROPPED = frozenset({"Mn", "Me", "Cc", "Cf", "Cs", "Co", "Cn"})

# A single dash after katakana is a long vowel (サ－バ－); a long vowel after no kana is a dash (０３ー３９８１).
_DASH_AS_VOWEL = re.compile("-(?<=[ァ-ヺ]-)(?!-)")
_VOWEL_AS_DASH = re.compile("ー(?<![ぁ-ゖァ-ヺー]ー)ー*")


def _kanji_table() -> dict[str, str]:
    table = {
        old[0]: new[0] for old, new in KANJI_OLD_NEW_MAPPINGS.items() if old[0] != new[0] and old[0] not in _VARIANTS
    }
    table |= _VARIANTS
    return {old: table.get(new, new) for old, new in table.items()}


class _Characters(dict[int, str]):
    """Code point -> its folded form where that is one character, else _ODD; filled as texts need it."""

    kanji = _kanji_table()

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = self.kanji.get(sign) or _SIGNS.get(sign) or _fold_sign(sign)
        is_odd = len(folded) != 1 or sign in _HALF_WIDTH_MARKS
        self[code] = _ODD if is_odd else folded
        return self[code]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where it came from.

    `shifts` is empty where folded and original offsets are the same. Otherwise it lists, in order,
    (folded start, original start, folded length, original length) of each cluster that changed length.
    """

    text: str
    shifts: tuple[tuple[int, int, int, int], ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folded to [start, end); a cluster counts whole."""
        if not self.shifts or start >= end:
            return start, max(start, end)
        return self._original(start)[0], self._original(end - 1)[1]

    def _original(self, offset: int) -> tuple[int, int]:
        """The original (start, end) of one folded character; marks that fold to nothing stay with the sign before."""
        index = bisect_right(self.shifts, offset, key=lambda shift: shift[0]) - 1
        if index < 0:
            return offset, offset + 1
        folded_start, original_start, folded_length, original_length = self.shifts[index]
        behind = offset - folded_start - folded_length
        if behind < 0:
            return original_start, original_start + original_length
        start = original_start + original_length + behind
        return start, start + 1


_CHARACTERS = _Characters()


def fold(text: str) -> Folded:
    """Folds `text` and remembers the offsets, for highlights."""
    folded = text.translate(_CHARACTERS)
    shifts: list[tuple[int, int, int, int]] = []
    if _ODD in folded:
        parts: list[str] = []
        length = done = 0
        for match in _ODD_CLUSTER.finditer(folded):
            parts.append(folded[done : match.start()])
            length += match.start() - done
            done = match.end()
            for start, end in _clusters(text, match.start(), match.end()):
                part = _fold_cluster(text[start:end])
                if len(part) != end - start or len(part) > 1:
                    shifts.append((length, start, len(part), end - start))
                parts.append(part)
                length += len(part)
        parts.append(folded[done:])
        folded = "".join(parts)
    return Folded(_settle_dashes(folded), tuple(shifts))


def fold_text(text: str) -> str:
    """The folded text alone."""
    return fold(text).text


def fold_piece(text: str) -> tuple[str, ...]:
    """What `text` may fold to as a piece of a longer text: how the dashes and long-vowel signs at its beginning
    fold depends on what stands before them there (ーバー in サーバー)."""
    folded = fold_text(text)
    rest = folded.lstrip("-ー")
    signs = len(folded) - len(rest)
    return tuple(dict.fromkeys((folded, "ー" * signs + rest, "-" * signs + rest)))


def _settle_dashes(text: str) -> str:
    if "-" in text:
        text = _DASH_AS_VOWEL.sub("ー", text)
    if "ー" in text:
        text = _VOWEL_AS_DASH.sub(lambda match: "-" * len(match[0]), text)
    return text


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts [start, end) before every sign that does not join the one before it."""
    starts = [start] + [at for at in range(start + 1, end) if not _joins(text[at])]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _joins(sign: str) -> bool:
    return sign in _HALF_WIDTH_MARKS or unicodedata.category(sign) in ("Mn", "Me", "Cf")


def _fold_cluster(cluster: str) -> str:
    """A base character with the marks that follow it; composed first (か + ゛ -> が)."""
    if len(cluster) == 1:
        return _fold_sign(cluster)
    composed = unicodedata.normalize("NFKC", cluster)
    return "".join(_fold_sign(sign) for sign in composed)


def _fold_sign(sign: str) -> str:
    """Any number of characters for one; repeated, since lower case and NFKC can undo each other."""
    for _ in range(4):
        composed = unicodedata.normalize("NFKC", sign).lower()
        folded = "".join(
            _SIGNS.get(part) or _Characters.kanji.get(part, part)
            for part in composed
            if part in _SIGNS or unicodedata.category(part) not in _DROPPED
        )
        if folded == sign:
            break
        sign = folded
    return sign
