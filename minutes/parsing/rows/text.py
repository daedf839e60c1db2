"""Signs of Japanese print: folding that keeps offsets, tidy white space, the overlap of titles. Stdlib only.

`flat` maps one character to one character, so that a span found in the flat text is the same span
of the printed text; every rule of this package matches flat text and keeps what was printed.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

BULLETS = "○◯〇●◎◆◇■□△▲▽▼★☆・･·•‣▪※*"
SPEECH_BULLETS = "○◯〇●◎◆◇△▲・･·•■□→⇒"
DASHES = "‐‑‒–—―−─━－-"
SENTENCE_ENDS = "。．！？!?"
CLOSERS = "」』）)〕］]】》〉”"

_CJK = "ぁ-んァ-ヴー々〆一-鿿豈-﫿、。・"
_SPACES_IN_JAPANESE = re.compile(rf"(?<=[{_CJK}])[ \t]+(?=[{_CJK}])")
_SPACES_AT_DIGITS = re.compile(rf"(?<=[{_CJK}]) +(?=[0-9０-９])|(?<=[0-9０-９]) +(?=[{_CJK}])")
_SPACE_RUN = re.compile(r"\s+")
_LETTER_SPACED = re.compile(rf"(?<![^\s])[{_CJK}](?:\s[{_CJK}](?![^\s]))+")


def _flat_table() -> dict[int, str]:
    table = {}
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0)
    for sign in DASHES:
        table[ord(sign)] = "-"
    for signs, flat_sign in (("〔［", "["), ("〕］", "]"), ("～〜∼", "~"), ("　\xa0\u2002\u2003\u2009\u202f\t", " ")):
        for sign in signs:
            table[ord(sign)] = flat_sign
    table[ord("︰")] = ":"
    return table


_FLAT = _flat_table()


# Rules ask the same of a line, and of those beside it, one after another; longer texts are few, and would be kept.
_LONGEST_KEPT = 400
_KEPT = 4096


def flat(text: str) -> str:
    """The text with full-width ASCII, dashes, brackets and spaces made plain, character for character."""
    return _kept_flat(text) if len(text) <= _LONGEST_KEPT else text.translate(_FLAT)


@lru_cache(maxsize=_KEPT)
def _kept_flat(text: str) -> str:
    return text.translate(_FLAT)


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def fold(text: str) -> str:
    """The text for comparison: NFKC, no white space, dashes alike."""
    return _kept_fold(text) if len(text) <= _LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", text)).translate(_FLAT)


_kept_fold = lru_cache(maxsize=_KEPT)(_folded)


def close_letters(text: str) -> str:
    """Letter-spaced words closed: 出　席　者 is 出席者. Wider gaps stay, they part words."""
    return _LETTER_SPACED.sub(lambda match: squeeze(match[0]), text)


def tidy(text: str) -> str:
    """Running text: white space runs are one space, full-width where one was printed; half-width space inside
    Japanese words, left by a column's width, is dropped."""
    return _SPACES_IN_JAPANESE.sub("", _SPACE_RUN.sub(_one_space, text)).strip()


def _one_space(match: re.Match[str]) -> str:
    return "　" if "　" in match[0] else " "


def tidy_title(text: str) -> str:
    """A title or place: white space runs are one space, none beside digits; spaces between words stay."""
    return _SPACES_AT_DIGITS.sub("", _SPACE_RUN.sub(" ", text)).strip()


_WIDE = re.compile("[^\x00-\xff\uff61-\uffdc]")


def width(text: str) -> int:
    """The printed width in half-width columns."""
    return len(text) + len(_WIDE.findall(text))


_LONGEST_REMARK = 40
_REMARK = re.compile(r"[(（〔［][^()（）〔〕［］]+[)）〕］]\s*$")


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence does, closing brackets after the full stop included."""
    return _kept_ends(text) if len(text) <= _LONGEST_KEPT else _ends(text)


def _ends(text: str) -> bool:
    bare = text.rstrip().rstrip(CLOSERS)
    if not bare:
        return bool(text.strip())
    if bare[-1] in SENTENCE_ENDS:
        return True
    # 開会します。（午前10時）; （あいさつ）（拍手）
    while text.rstrip()[-1:] in tuple(")）〕］"):
        remark = _REMARK.search(text, max(0, len(text) - _LONGEST_REMARK))
        if remark is None:
            return False
        text = text[: remark.start()]
        before = text.rstrip().rstrip(CLOSERS)
        if not before or before[-1] in SENTENCE_ENDS:
            return True
    return False


_kept_ends = lru_cache(maxsize=_KEPT)(_ends)


_SENTENCE = re.compile(
    r"。|[？?]\s*$|(?:です|ます|ました|ません|でした|ください|下さい|である|ですか|ますか|よろしいか|なし|ございます|ありがとう|はい)"
)


def is_sentence(text: str) -> bool:
    """Whether a text reads as something said rather than as a name, a title or a list."""
    return _SENTENCE.search(text, 0, 400) is not None


def title_overlap(left: str, right: str) -> float:
    """How alike two titles are, 0 to 1: Dice's coefficient over character pairs of the folded texts."""
    one, other = fold(left)[:300], fold(right)[:300]
    if one == other:
        return 1.0
    pairs, others = _pairs(one), _pairs(other)
    total = len(pairs) + len(others)
    return 2 * len(pairs & others) / total if total else 0.0


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}


def cut_out(text: str, spans: list[tuple[int, int]], instead: str = " ") -> str:
    """The text with a space, or what is to stand `instead`, where each of the spans, in order, was."""
    bounds = [(0, 0), *spans, (len(text), len(text))]
    return instead.join(text[left[1] : right[0]] for left, right in itertools.pairwise(bounds)) if spans else text
