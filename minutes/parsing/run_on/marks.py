"""Marks of speakers inside running text: by the sign, the brackets, the colon, the space, or by nothing but the post that ends them.

One of them proves nothing; a copy sets its marks in one or two ways, and each way that it uses stands behind the ends of
sentences.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass

from minutes.parsing.marks.glued import GLUED_NAME
from minutes.parsing.marks.marks import NOT_SPEAKERS, is_speaker
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.people import has_seat, is_person, is_role

_SIGNS = "○◯〇◎●◇◆△▲□■•・"
_NAME = rf"[^\s:;、。,()\[\]【】<>《》〈〉「」『』{_SIGNS}…]{{1,18}}"
_BRACKETS = r"\((?:[^()。:]|\([^()。]{1,8}\)){1,24}\)"
_SPACED = r"[一-龥々](?:\s{1,2}[一-龥々]){1,5}"
_BEHIND = r"(?:^|(?<=[\s。．?!」』)\]】>〉》─━…]))"

_SIGNED = re.compile(
    rf"(?<![{_SIGNS}])(?P<sign>[{_SIGNS}])\s{{0,2}}(?P<name>{_NAME}\s?{_BRACKETS}|{_NAME}(?=[\s:「])|{_SPACED}(?=\s))"
)
_SIGNED_GLUED = re.compile(rf"(?<![{_SIGNS}])(?P<sign>[{_SIGNS}])\s{{0,2}}{GLUED_NAME}")
_BRACKETED = re.compile(
    rf"{_BEHIND}(?P<sign>[(【\[<〈《])\s?(?P<name>(?:[^()【】\[\]<>〈〉《》。、:]|\([^()。]{{1,10}}\)){{1,20}}?)\s?[)】\]>〉》](?![はがをにのでとへもや。、)])(?=\s*\S)"
)
_COLON = re.compile(rf"{_BEHIND}(?P<sign>)(?P<name>{_NAME}(?:{_BRACKETS})?|{_SPACED})\s?:(?=\s?[^\s0-9/])")
_HALF = re.compile(rf"(?:^|(?<=[\s。?!」』)\]】─]))(?P<sign>)(?P<name>{_NAME})\)(?=\s*[^\s、。,)])")
_SPACE = re.compile(
    rf"(?:^|(?<=[。?!」』)\]】─])\s{{0,8}})(?P<sign>)(?P<name>{_NAME}(?:{_BRACKETS})?|{_SPACED})\s+(?=\S)"
)
_GLUED = re.compile(rf"(?<=[。?!」』)\]】─])\s{{0,2}}(?P<sign>){GLUED_NAME}")
_FIRST = re.compile(rf"\s*(?P<sign>[{_SIGNS}(【]?)\s?(?P<name>{_NAME}(?:{_BRACKETS})?)[)】]?[\s:](?=\s*\S)")
_SURNAME = re.compile(r"[一-龥々ァ-ヴーぁ-んA-Z]{2,8}(?:\([^()]{1,6}\))?")
_LAST = re.compile(r"[(【\[](?P<name>[^()【】\[\]。、]{1,20})[)】\]]\s*$")
_ENDS = "。．?!」』)]】>〉》─━…-"
# So many marks of a way make it one; so many in a hundred stand behind the end of a sentence.
_ENOUGH, _ENOUGH_BARE = 2, 3
_BEHIND_ENDS = 60
# The first speech is so near, and has a sentence in so many signs.
_SENTENCE = re.compile(r"。|です|ます|ました")
_SOON = 160
# So near behind a mark stands the next point.
_NEAR = 3
# What stands between the last of a roster and the first sentence of the talk.
_OF_HEAD = re.compile(
    r"(?:^|\s)(?:[0-9]{1,2}\s?[.．]?\s?)?(?:議\s?題|議\s?事|次\s?第|会議次第|欠席者|欠席委員|傍聴[人者]?|会議録|議事録|配[布付]資料|資料|案件|日程第|議案第|会議内容|会議の)(?:\s|:|[0-9])"
)
# 甲野委員、乙野委員: the next entry of a roster
_ENTRY = re.compile(r"\s?[^\s。]{1,14}[長員](?:[、\s]|$)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A mark: where it begins and ends, its name, and whether nothing parts it from what is said."""

    start: int
    end: int
    name: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to set marks: what it looks for, whether no sign shows the mark, and whether nothing parts it from the speech."""

    pattern: re.Pattern[str]
    bare: bool = False
    glued: bool = False


_WAYS = (
    _Way(_SIGNED),
    _Way(_SIGNED_GLUED, glued=True),
    _Way(_BRACKETED),
    _Way(_COLON),
    _Way(_HALF),
    _Way(_SPACE, bare=True),
    _Way(_GLUED, bare=True, glued=True),
)


def marks_in(plain: str) -> list[Spoken]:
    """The marks of a copy in order, of the ways that it uses; `plain` is its flat text."""
    ways = [_of_way(plain, way) for way in _WAYS]
    signed = _merged([ways[0], ways[1]])
    strong = [signed, *ways[2:5]]
    best = max(strong, key=len)
    found = [way for way in strong if way is best or 4 * len(way) >= len(best)] if best else []
    bare = max(ways[5:], key=len)
    if len(bare) > 2 * len(best):
        found = [bare]
    return _merged(found)


def lone_marks(plain: str, start: int, names: set[str]) -> list[Spoken]:
    """The marks right behind the record's label, before those of a way: the first word; and where the copy has too few marks
    to show a way, names in brackets. `names` are those of the marks found, none where none is."""
    first = _FIRST.match(plain, start)
    found = [first] if first is not None and is_speaker(squeeze(first["name"])) else []
    if not names:
        found += [match for match in _BRACKETED.finditer(plain, start) if is_person(squeeze(match["name"]))]
    marks = {_start(match): Spoken(_start(match), match.end(), squeeze(match["name"])) for match in found}
    return [marks[place] for place in sorted(marks)]


def _merged(ways: list[list[Spoken]]) -> list[Spoken]:
    """The marks of several ways in order; of two in one place the first way's."""
    found: dict[int, Spoken] = {}
    taken: set[int] = set()
    for way in ways:
        for mark in way:
            if not taken.intersection(range(mark.start, mark.end)):
                found[mark.start] = mark
                taken.update(range(mark.start, mark.end))
    return [found[start] for start in sorted(found)]


def _of_way(plain: str, way: _Way) -> list[Spoken]:
    found = [match for match in way.pattern.finditer(plain) if _may_speak(plain, match)]
    names = Counter(squeeze(match["name"]) for match in found)
    sure = [match for match in found if _speaks(squeeze(match["name"]), way, names)]
    if len(sure) < (_ENOUGH_BARE if way.bare else _ENOUGH):
        return []
    if (
        not _is_signed(sure[0])
        and 100 * sum(_behind_end(plain, match) for match in sure) < _BEHIND_ENDS * len(sure) - 100
    ):
        return []
    if not way.bare and not way.glued and way.pattern is not _COLON and way.pattern is not _HALF:
        # [細川] among [委員長] and [主任]: a name behind the end of a sentence
        known = {_start(match) for match in sure}
        sure = [match for match in found if _start(match) in known or _is_name(plain, match, names)]
    return [
        Spoken(start, match.end(), squeeze(match["name"]), way.glued) for match in sure if (start := _start(match)) >= 0
    ]


def _is_signed(match: re.Match[str]) -> bool:
    return bool(match["sign"]) and match["sign"] in _SIGNS


def _start(match: re.Match[str]) -> int:
    return match.start("sign") if match["sign"] else match.start("name")


def _may_speak(plain: str, match: re.Match[str]) -> bool:
    name = squeeze(match["name"])
    if NOT_SPEAKERS.fullmatch(flat(name)) is not None:
        return False
    return not stands_in_list(plain, _start(match), match.end())


def stands_in_list(plain: str, start: int, end: int) -> bool:
    """Whether what looks like a mark is an entry of a list of people: 、 before or right behind it."""
    return last_sign(plain, start) in ("、", ",", "・", "/") or plain[end : end + 2].strip()[:1] in ("、", ",")


def last_sign(plain: str, end: int) -> str:
    """The last sign before a place that is no space; none where only space stands there."""
    while end > 0 and plain[end - 1].isspace():
        end -= 1
    return plain[max(0, end - 1) : end]


def _speaks(name: str, way: _Way, names: Counter[str]) -> bool:
    if name in LABELS and not is_role(name):
        return False
    if not way.bare:
        return is_speaker(name)
    return (is_role(name) or has_seat(name) or (is_person(name) and names[name] > 1)) and len(name) <= 16


def _behind_end(plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, _start(match) - 12) : _start(match)].rstrip()
    return not before or before[-1] in _ENDS


def _is_name(plain: str, match: re.Match[str], names: Counter[str]) -> bool:
    name = squeeze(match["name"])
    if _SURNAME.fullmatch(flat(name)) is None or name in LABELS:
        return False
    return _behind_end(plain, match) and names[name] > 1


def first_speech(plain: str, marks: list[Spoken]) -> int:
    """The place in the list of the first mark behind which something is said; those before it stand in a roster."""
    for index, mark in enumerate(marks):
        end = marks[index + 1].start if index + 1 < len(marks) else len(plain)
        said = plain[mark.end : min(end, mark.end + _SOON)]
        ended = _SENTENCE.search(said)
        if ended is not None and _OF_HEAD.search(said, 0, ended.start()) is None and _ENTRY.match(said) is None:
            return index
    return len(marks)


def stand_behind(plain: str, marks: list[Spoken], points: list[int]) -> bool:
    """Whether the marks stand behind what was said, each before the next point: 甲はどうか。（青野委員） ・乙は…"""
    if not marks:
        return False
    last = _LAST.search(plain, max(0, len(plain) - 40))
    if points[0] > marks[0].start and (last is None or not is_speaker(squeeze(last["name"]))):
        return False
    # `points` are in order
    above = (bisect.bisect_left(points, mark.end) for mark in marks)
    before_points = sum(
        place < len(points) and points[place] <= mark.end + _NEAR for mark, place in zip(marks, above, strict=True)
    )
    return 4 * before_points >= 3 * (len(marks) - 1)
