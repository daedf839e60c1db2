"""The record of a copy: cut at its marks, its headings, what it records beside the speeches, and the ends of paragraphs."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from minutes.parsing.rows.text import squeeze
from minutes.parsing.run_on.copy import WIDE_GAP, Copy, Cuts
from minutes.parsing.run_on.marks import Spoken
from minutes.parsing.words.numbering import read_numbered

_STOP = re.compile(r"(?<=[。？！?!])[」』)）]?\s+(?=\S)")
_PAGE = re.compile(r"(?<=\s)- ?[0-9]{1,4} ?-(?=\s)")
_RULE = re.compile(r"\s?[─━―—－‐-]{4,}\s?")
_END = r"(?:(?<=[。?!」』)\]】>〉》─━])|(?<=[。?!」』)\]】>〉》─━]\s)|(?<=[。?!」』)\]】>〉》─━]\s\s))"
_LONGEST_HEADING = 90
_NUMBER = re.compile(
    rf"{_END}(?=(?:[0-9]{{1,2}}\s?[.．、]?\s?[^\s0-9年月日時分名人回,.]|[(\[]\s?[0-9]{{1,2}}\s?[)\]]|[①-⑳⑴-⒇]|[Ⅰ-Ⅻ]|[一二三四五六七八九十]{{1,2}}[.．、]"
    r"|(?:追加)?日程第|(?:議案|報告|認定|承認|諮問|同意|陳情|請願|発議|議題|案件)\s?第?\s?[0-9一二三四五六七八九十(]))"
)
_SIGNED = re.compile(r"(?<=[。)\]】>〉》─━\s])(?=[△◇◎▽■◆□●▼☆]\s?[^\s。]{2})")
_RANKED = re.compile(
    r"(?:(?<=\s)|(?<=[。)」]))(?=(?:[0-9]{1,2}\s?[.．、]?|[(\[]\s?[0-9一二三四五六七八九十]{1,2}\s?[)\]]|[①-⑳⑴-⒇])\s?\S)"
)
_APART = re.compile(r"\s|$|[○◯〇◎●◇◆(【\[<]")
_NUMERALS = "0123456789.．、()[]①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ "
_HEADING_SIGNS = "△◇◎▽■◆□●▼☆○◯〇"
_EVENT = re.compile(
    r"(?:(?<=[。」』)\]】─━])\s+|(?<=[。」』─━]))(?=(?P<event>\([^()。]{1,40}(?:\([^()。]{1,8}\)[^()。]{0,10})?\)|\[[^\[\]。]{1,50}\]|【[^【】。]{1,40}】|<[^<>。]{1,40}>|《[^《》。]{1,40}》|〈[^〈〉。]{1,40}〉)(?P<after>\s|$|))"
)
_TIMED = re.compile(
    r"(?:(?<=[。)\]】─━])|(?<=[。)\]】─━]\s))\s?(?P<event>(?:(?:令和|平成)[^。]{2,10}日\s?)?午[前後]\s?[0-9一二三四五六七八九十]{1,3}時\s?(?:[0-9一二三四五六七八九十]{1,3}分)?\s*(?:開\s?会|開\s?議|閉\s?会|散\s?会|終\s?了|休\s?憩|再\s?開)"
    r"|(?:開\s?会|開\s?議|閉\s?会|散\s?会|終\s?了|休\s?憩|再\s?開)\s*\(?\s?(?:午[前後]\s?)?[0-9]{1,2}[時:]\s?(?:[0-9]{1,2}分?)?\)?)(?=\s|$|[(○◯〇◎])"
)
_NAME = re.compile(
    r"(?!.*(?:拍手|笑|異議|なし|了承|承認|可決|説明|挙手|休憩|起立|全員|省略|閉会|開会|採決|拍手|着席|登壇|退[室席場]|入[室場]))[一-龥々ァ-ヴー]{2,8}"
)
_POINT = re.compile(r"(?:(?<=[。」])\s*|(?<=\))\s+)(?=(?P<sign>[○◯●◎◇◆■□•・※→⇒])\s?\S)")
_SENTENCE = re.compile(r"。|です|ます")
_COUNTED = re.compile(r"[(\[<]\s?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?[)\]>]")
_POINTS = 2
_MANY_POINTS = 3
_TITLE = re.compile(r"[^。、]{2,60}(?:について|の件|開会|閉会|その他|あいさつ|挨拶)(?=\s)")
_INK = re.compile(r"\S")
_VOICE = re.compile(r"(?:^|(?<=\s))[0-9]{1,4}\s{1,8}$")


def points_in(plain: str) -> list[int]:
    """Where the points of an outline begin, set off by a sign that many of them have; none where few do."""
    found = list(_POINT.finditer(plain))
    counts = Counter(match["sign"] for match in found)
    return [match.end() for match in found if counts[match["sign"]] >= _MANY_POINTS]


def cut_record(copy: Copy, start: int, marks: list[Spoken], titles: frozenset[str], cuts: Cuts) -> None:
    """Cuts from a place on; `titles` are those of the head's list, squeezed."""
    plain = copy.plain
    bounds = {mark.start for mark in marks}
    for mark in marks:
        voice = _VOICE.search(plain, max(start, mark.start - 12), mark.start)
        if voice is not None:
            cuts.opening.add(voice.start())
        cuts.opening.add(mark.start)
        if mark.glued:
            cuts.gaps.add(mark.end)
    for match in itertools.chain(_RULE.finditer(plain, start), _PAGE.finditer(plain)):
        cuts.opening.update(match.span())
    sign = plain[marks[0].start] if len(marks) > _POINTS else ""
    for match in itertools.chain(_EVENT.finditer(plain, start), _TIMED.finditer(plain, start)):
        if match.start("event") in bounds or _COUNTED.fullmatch(match["event"]) is not None:
            continue
        if (
            "after" in match.groupdict()
            and match["after"] == ""
            and match.end("event") not in bounds
            and match.end("event") < len(plain)
        ):
            # （笑）: inside what is said
            continue
        if plain[match.start("event")] == sign and _NAME.fullmatch(match["event"][1:-1]) is not None:
            # （佐竹代理） among （会長） and （主査）
            cuts.opening.add(match.start("event"))
            continue
        cuts.opening.update(match.span("event"))
    ends = {ink.start() if (ink := _INK.search(plain, mark.end)) is not None else len(plain) for mark in marks}
    cuts.opening.update(_heading_cuts(plain, start, bounds, ends, titles))
    found = [match for match in _POINT.finditer(plain, start) if match.end() not in ends]
    counts = Counter(match["sign"] for match in found)
    cuts.opening.update(match.end() for match in found if counts[match["sign"]] >= _POINTS)
    cuts.opening.difference_update(ends.difference(bounds))
    for pattern in (_STOP, WIDE_GAP):
        cuts.going_on.update(match.end() for match in pattern.finditer(copy.text, start))


def _heading_cuts(plain: str, start: int, bounds: set[int], ends: set[int], titles: frozenset[str]) -> Iterator[int]:
    """Where headings begin and end: a number or sign, and no sentence up to the next mark or the next heading."""
    yield from _titled(plain, start, titles)
    places = sorted({match.end() for pattern in (_NUMBER, _SIGNED) for match in pattern.finditer(plain, start)})
    stops = sorted({*bounds, *places, len(plain)})
    for place in places:
        if place in bounds or place in ends:
            continue
        stop = stops[bisect.bisect_right(stops, place)]
        words = plain[place:stop]
        if len(words) <= _LONGEST_HEADING and not _SENTENCE.search(words):
            yield place
            yield stop
        elif (end := _end_of_title(plain, place, titles)) > place and _APART.match(plain, end):
            yield place
            yield end


def _titled(plain: str, start: int, titles: frozenset[str]) -> Iterator[int]:
    """Where a heading begins and ends that repeats a numbered item of the head's list, whatever stands before it."""
    for match in _RANKED.finditer(plain, start):
        end = _end_of_title(plain, match.end(), titles)
        if end > match.end() and squeeze(plain[match.end() : end]).lstrip(_NUMERALS) and _APART.match(plain, end):
            yield match.end()
            yield end


def _end_of_title(plain: str, place: int, titles: frozenset[str]) -> int:
    """Where a heading ends that repeats an item of the head's list, or that ends as one; its own place where none does."""
    numbered = read_numbered(plain[place : place + 60])
    begin = place + (numbered.start if numbered is not None else 0)
    squeezed = ""
    for index, sign in enumerate(plain[begin : begin + _LONGEST_HEADING * 2]):
        if not sign.isspace():
            squeezed += sign
        if squeezed in titles:
            longer = any(title != squeezed and title.startswith(squeezed) for title in titles)
            if not longer:
                return begin + index + 1
        if sign == "。":
            break
    match = _TITLE.match(plain, begin)
    return match.end() if match is not None and (numbered is not None or plain[place] in _HEADING_SIGNS) else place
