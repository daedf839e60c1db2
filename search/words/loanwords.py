"""How a word in katakana may be written otherwise by who hears it otherwise: ファンタスチック, キヤノン, メーン. No Django.

Rules of sound, each in both directions. None of them says that such a word exists: who uses a spelling asks whether
it is written somewhere.
"""

import re
from collections.abc import Iterator

_O_ROW = "オコソトノホモヨロゴゾドボポォョ"
_E_ROW = "エケセテネヘメレゲゼデベペェ"
_U_ROW = "ウクスツヌフムユルグズブプゥュ"
_I_ROW = "イキシチニヒミリギジビピィ"
_SMALL, _LARGE = "ァィゥェォャュョッ", "アイウエオヤユヨツ"
_ENLARGED = str.maketrans(_SMALL, _LARGE)
_REDUCED = dict(zip(_LARGE, _SMALL, strict=True))
# Where a large sign may stand for a small one: キヤノン, フアイル, ネツトワーク.
_MAY_BE_SMALL = re.compile(
    "(?<=[キシチニヒミリギジビピ])[ヤユヨ]|(?<=[フヴ])[アイエオ]|(?<=[ウクグ])[イエオ]|(?<=[テデ])イ|(?<=[シジチ])エ|ツ(?=[カキクケコサシスセソタチツテトパピプペポ])"
)
_SOUNDS = tuple(
    (re.compile(one), written, re.compile(other), back)
    for one, written, other, back in (
        ("ティ", "チ", "チ(?![ァィゥェォャュョ])", "ティ"),
        ("ディ", "ジ", "ジ(?![ァィゥェォャュョ])", "ディ"),
        ("ディ", "デ", "デ(?![ァィゥェォャュョ])", "ディ"),
        ("トゥ", "ツ", "ツ(?![ァィゥェォャュョ])", "トゥ"),
        ("ドゥ", "ド", "(?!)", ""),
        ("デュ", "ジュ", "ジュ", "デュ"),
        ("テュ", "チュ", "チュ", "テュ"),
        ("ヂ", "ジ", "ジ(?![ァィゥェォャュョ])", "ヂ"),
        ("ヅ", "ズ", "ズ", "ヅ"),
        ("ヲ", "オ", "(?<=ウ)オ", "ヲ"),
        ("ウォ|ウオ", "ヲ", "ヲ", "ウォ"),
        ("ファ", "ハ", "ハ", "ファ"),
        ("フィ", "ヒ", "ヒ(?![ャュョ])", "フィ"),
        ("フェ", "ヘ", "ヘ", "フェ"),
        ("フォ", "ホ", "ホ", "フォ"),
        ("シェ", "セ", "セ", "シェ"),
        ("ジェ", "ゼ", "ゼ", "ジェ"),
        (f"(?<=[{_I_ROW}])ア", "ヤ", f"(?<=[{_I_ROW}])ヤ", "ア"),
        ("ッ", "", "(?!)", ""),
    )
)
# A long vowel written out: ケイパビリティ, ボウリング, スケジュウリング.
_LONG = tuple(
    (re.compile(f"(?<=[{row}]){vowel}(?![ァィェォ])"), "ー", re.compile(f"(?<=[{row}])ー"), vowel)
    for row, vowel in ((_E_ROW, "イ"), (_O_ROW, "ウ"), (_U_ROW, "ウ"))
)
# Of shorter words that differ so, both may be words of their own: ソウル, ソール.
_SHORTEST_LONG, _SHORTEST_SMALL = 5, 4


def heard_otherwise(word: str) -> Iterator[str]:
    """The spellings of a word in katakana, each by one rule, everywhere in the word or at one place of it."""
    for one, written, other, back in (*_SOUNDS, *_LONG):
        yield from _respelled(word, one, written)
        yield from _respelled(word, other, back)
    yield word.translate(_ENLARGED)
    yield _MAY_BE_SMALL.sub(lambda match: _REDUCED[match[0]], word)


def is_one_word(word: str, other: str) -> bool:
    """Whether two words that the dictionary has are one: with a long vowel written out, ボウリング and ボーリング, or
    with large signs for small ones, キヤノン and キャノン."""
    shortest = min(len(word), len(other))
    if shortest >= _SHORTEST_SMALL and word.translate(_ENLARGED) == other.translate(_ENLARGED):
        return True
    return shortest >= _SHORTEST_LONG and any(
        other in (*_respelled(word, one, written), *_respelled(word, long, back)) for one, written, long, back in _LONG
    )


def _respelled(word: str, pattern: re.Pattern[str], sign: str) -> Iterator[str]:
    places = [match.span() for match in pattern.finditer(word)]
    if len(places) > 1:
        yield pattern.sub(sign, word)
    for start, end in places:
        yield word[:start] + sign + word[end:]
