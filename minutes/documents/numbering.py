"""Numbers of lists and headings as Word prints them.

The counting follows ISO/IEC 29500-1, 17.9: counters belong to the abstract definition, a level begins again when one
above it is counted, an override begins anew the first time its list is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from minutes.documents.package import Element
from minutes.documents.signs import is_unreadable, meant

_LEVELS = 9
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI = "〇一二三四五六七八九"
_FORMAL = "零壱弐参四伍六七八九"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_HALF_KANA = dict(zip("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
                      "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ", strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written and what follows it; `indent` in characters."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    indent: float | None = None


@dataclass(slots=True)
class _List:
    counters: str
    levels: dict[int, Level]
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and how far each has been counted."""

    def __init__(self, root: Element | None, indent_of: Callable[[Element | None], float | None]) -> None:
        """`root` is the numbering part; `indent_of` reads the indent of paragraph properties."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[tuple[str, str], int] = {}
        if root is None:
            return
        abstract: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        by_link: dict[str, str] = {}
        for definition in root.findall("abstractNum"):
            key = definition.get("abstractNumId", "")
            abstract[key] = {}
            for element in definition.findall("lvl"):
                number = _int(element.get("ilvl"), 0)
                abstract[key][number] = _level(element, indent_of)
                style = element.find("pStyle")
                if style is not None:
                    self._styles[key, style.get("val", "")] = number
            link, own = definition.find("numStyleLink"), definition.find("styleLink")
            if link is not None:
                links[key] = link.get("val", "")
            if own is not None:
                by_link[own.get("val", "")] = key
        for element in root.findall("num"):
            reference = element.find("abstractNumId")
            key = reference.get("val", "") if reference is not None else ""
            key = by_link.get(links.get(key, ""), key)
            found = _List(key, dict(abstract.get(key, {})))
            for override in element.findall("lvlOverride"):
                number = _int(override.get("ilvl"), 0)
                level = override.find("lvl")
                if level is not None:
                    found.levels[number] = _level(level, indent_of)
                start = override.find("startOverride")
                if start is not None:
                    found.overrides[number] = _int(start.get("val"), 1)
            self._lists[element.get("numId", "")] = found

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a paragraph style numbers."""
        found = self._lists.get(list_id)
        return self._styles.get((found.counters, style), 0) if found else 0

    def level(self, list_id: str, number: int) -> Level | None:
        """The definition of a level, None where the list has none."""
        found = self._lists.get(list_id)
        return found.levels.get(number) if found else None

    def next(self, list_id: str, number: int) -> str:
        """Counts a paragraph of the list and returns what is printed before its text, "" where nothing is."""
        found = self._lists.get(list_id)
        if found is None or number not in found.levels or not 0 <= number < _LEVELS:
            return ""
        counts = self._counts.setdefault(found.counters, {})
        for level, start in list(found.overrides.items()):
            if level <= number:
                counts[level] = start - 1 if level == number else start
                del found.overrides[level]
        for above in range(number):
            counts.setdefault(above, found.levels.get(above, Level()).start)
        own = found.levels[number]
        counts[number] = counts.get(number, own.start - 1) + 1
        for below in range(number + 1, _LEVELS):
            restart = found.levels.get(below, Level()).restart
            if restart is None or (restart > 0 and number < restart):
                counts.pop(below, None)
        printed = _printed(found.levels, own, counts)
        return printed + (" " if printed and own.suffix != "nothing" and own.style != "bullet" else "")


def _printed(levels: dict[int, Level], own: Level, counts: dict[int, int]) -> str:
    if own.style == "bullet":
        return "".join("・" if is_unreadable(sign) else sign for sign in meant(own.text)).strip() or "・"

    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        style = levels.get(level, Level()).style
        return write(counts.get(level, 1), "decimal" if own.legal else style)

    return re.sub("%([1-9])", number, own.text)


def _level(element: Element, indent_of: Callable[[Element | None], float | None]) -> Level:
    def value(name: str) -> str | None:
        found = element.find(name)
        return None if found is None else found.get("val", "")

    style = value("numFmt")
    if style is None:
        # Formats of newer versions stand beside one that every version knows.
        choice = element.find("mc-AlternateContent/mc-Fallback/numFmt")
        style = choice.get("val", "decimal") if choice is not None else "decimal"
    legal = element.find("isLgl")
    level = Level(
        start=_int(value("start"), 0),
        style=style,
        text=value("lvlText") or "",
        suffix=value("suff") or "tab",
        legal=legal is not None and legal.get("val", "1") not in ("0", "false", "off"),
        indent=indent_of(element.find("pPr")),
    )
    restart = value("lvlRestart")
    return level if restart is None else replace(level, restart=_int(restart, 0))


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch("-?[0-9]{1,6}", text) else default


# Numbers


def write(number: int, style: str) -> str:
    """A number in one of Word's formats; one that is not known here is written in plain figures."""
    if style == "none":
        return ""
    writer = _WRITERS.get(style)
    return (writer(number) if writer else "") or str(number)


def kanji(number: int, digits: str = _KANJI, units: str = "十百千") -> str:
    """The number as it is counted in Japanese: 12 -> 十二, 120 -> 百二十; "" outside of 1 to 9999."""
    if not 1 <= number <= 9999:
        return digits[0] if number == 0 else ""
    parts = []
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            continue
        if place == 0:
            parts.append(digits[digit])
        else:
            parts.append(("" if digit == 1 and digits is _KANJI else digits[digit]) + units[place - 1])
    return "".join(parts)


def roman(number: int) -> str:
    """I, II, III, IV …; "" outside of 1 to 3999."""
    if not 1 <= number <= 3999:
        return ""
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    parts = []
    for value, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)


def _letters(number: int) -> str:
    """A to Z, then AA, BB …"""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 1 <= number <= 780 else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else ""


def _block(first: str, count: int) -> Callable[[int], str]:
    """The signs of a block of Unicode: ① to ⑳."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else ""


def _circled(number: int) -> str:
    for low, high, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return "⓪" if number == 0 else ""


def _half(signs: str) -> Callable[[int], str]:
    full = _cycle(signs)
    return lambda number: _HALF_KANA.get(full(number), full(number))


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _block("⑴", 20),
    "decimalEnclosedFullstop": _block("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "aiueoFullWidth": _cycle(_AIUEO),
    "irohaFullWidth": _cycle(_IROHA),
    "aiueo": _half(_AIUEO),
    "iroha": _half(_IROHA),
    "japaneseCounting": kanji,
    "chineseCounting": kanji,
    "chineseCountingThousand": kanji,
    "taiwaneseCounting": kanji,
    "taiwaneseCountingThousand": kanji,
    "ideographDigital": lambda number: str(number).translate(str.maketrans("0123456789", _KANJI)),
    "japaneseDigitalTenThousand": lambda number: str(number).translate(str.maketrans("0123456789", _KANJI)),
    "taiwaneseDigital": lambda number: str(number).translate(str.maketrans("0123456789", _KANJI)),
    "japaneseLegal": lambda number: kanji(number, _FORMAL, "拾百阡"),
    "ideographEnclosedCircle": _block("㊀", 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
}
