"""How an amount may be written otherwise: 1234千円 -> 1234000円, 123万4000円, 123万4千円. No Django.

Commas of thousands are gone from folded text, and the dictionary reads a number of digits and kanji as a whole.
"""

import re
from collections.abc import Iterator

from search.words import tokens

_LARGE_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
_SMALL_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_KANJI_DIGITS = "〇一二三四五六七八九"
# What is counted in thousands and more. Years and numbers of articles are none: they are written in one way alone.
_COUNTED = re.compile(
    "円|人|名|世帯|戸|件|票|部|冊|枚|本|台|個|食|棟|社|団体|m2|平方メートル|立方メートル|ha|ヘクタール|トン|t|キロ"
)
_SMALLEST = 1_000
_LARGEST = 10**16
_MOST_DECIMALS = 2


def amounts(folded: str) -> Iterator[str]:
    """A folded term with its amounts written otherwise, each in every way that its value allows."""
    found = _amounts_of(folded)
    if found:
        for way in _WAYS:
            texts = [(start, end, way(value)) for start, end, value in found]
            if any(text for _, _, text in texts):
                yield _replaced(folded, texts)


def _amounts_of(folded: str) -> list[tuple[int, int, int]]:
    """Where numbers stand that may be written otherwise, and their values."""
    words = tokens.tokenize(folded)
    found = []
    for place, (start, word) in enumerate(words):
        end = words[place + 1][0] if place + 1 < len(words) else len(folded)
        if word.is_numeral and word.normalized.isdecimal() and _COUNTED.match(folded, end):
            value = int(word.normalized)
            if _SMALLEST <= value < _LARGEST:
                found.append((start, end, value))
    return found


def _in_digits(value: int) -> str:
    return str(value)


def _in_thousands(value: int) -> str:
    return f"{value // 1000}千" if value % 1000 == 0 else ""


def _in_ten_thousands(value: int) -> str:
    return f"{value // 10**4}万" if value % 10**4 == 0 else ""


def _in_parts(value: int) -> str:
    """1億2000万, 123万4000."""
    return "".join(f"{part}{unit}" for part, unit in _parts(value)) if value >= 10**4 else ""


def _in_short_parts(value: int) -> str:
    """1億2千万, 123万4千."""
    parts = _parts(value)
    if all(part % 1000 for part, _ in parts):
        return ""
    return "".join(f"{part // 1000}千{unit}" if part % 1000 == 0 else f"{part}{unit}" for part, unit in parts)


def _in_decimals(value: int) -> str:
    """1.2億, 123.4万; whole 億 and 万 are parts."""
    worth, unit = next(((worth, unit) for worth, unit in _LARGE_UNITS if value >= worth), (1, ""))
    decimals = f"{value % worth:0{len(str(worth)) - 1}d}".rstrip("0")
    return f"{value // worth}.{decimals}{unit}" if unit and 0 < len(decimals) <= _MOST_DECIMALS else ""


def _in_millions(value: int) -> str:
    return f"{value // 10**6}百万" if value % 10**6 == 0 else ""


def _in_kanji(value: int) -> str:
    """一億二千万, 百二十三万四千."""
    return "".join(_kanji(part) + unit for part, unit in _parts(value))


# The likeliest first.
_WAYS = (
    _in_digits,
    _in_thousands,
    _in_parts,
    _in_ten_thousands,
    _in_short_parts,
    _in_decimals,
    _in_millions,
    _in_kanji,
)


def _parts(value: int) -> list[tuple[int, str]]:
    """120000000 -> (1, 億) (2000, 万); those of nothing are left out."""
    parts = []
    for worth, unit in (*_LARGE_UNITS, (1, "")):
        if value // worth:
            parts.append((value // worth, unit))
            value %= worth
    return parts


def _kanji(value: int) -> str:
    text = ""
    for worth, unit in _SMALL_UNITS:
        count = value // worth % 10
        if count:
            text += (_KANJI_DIGITS[count] if count > 1 else "") + unit
    return text + (_KANJI_DIGITS[value % 10] if value % 10 else "")


def _replaced(folded: str, texts: list[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, text in texts:
        parts += [folded[done:start], text or folded[start:end]]
        done = end
    return "".join([*parts, folded[done:]])
