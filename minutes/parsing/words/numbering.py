"""Leading numbers of list items and headings: 1. （2） ③ ア 一 議案（1） 議案第3号 第1号議案 日程第4."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from minutes.parsing.rows.text import flat, squeeze
from minutes.wording import DateError, parse_number

# Printed classes of agenda items. A word that ends in 事項 is one too.
CLASS_WORDS = (
    "議案", "議題", "議事", "報告事項", "協議事項", "審議事項", "報告", "協議", "審議", "その他", "案件", "諮問", "答申", "陳情",
    "請願", "認定", "同意", "承認", "発議", "決議", "付議事項", "説明事項", "連絡事項", "調査事項", "議決事項", "依頼事項",
    "情報提供", "意見交換", "説明", "討議", "専決処分", "付議案件", "審査", "質問",
)  # fmt: skip

_CIRCLED = {chr(0x2460 + index): index + 1 for index in range(20)}
_CIRCLED |= {chr(0x2474 + index): index + 1 for index in range(20)}  # ⑴
_ROMAN = {chr(0x2160 + index): index + 1 for index in range(12)}
_ROMAN |= {letters: index for index, letters in enumerate("I II III IV V VI VII VIII IX X".split(), start=1)}
_DIGITS = r"[0-9]{1,3}"
_KANJI = r"[一二三四五六七八九十]{1,3}"
# A digit glued to the title is a number only where no counter follows (2名, 3月, 10時 are none).
_COUNTERS = "年月日時分名人回件号階頁条款項目節点つ割億万千百円番区市町村%歳度次期か個カヶ箇.,:0123456789/~-"
_CLASS_OF = "|".join(sorted(CLASS_WORDS, key=len, reverse=True))

_PLAIN = re.compile(
    rf"(?P<paren>[(\[<]\s?(?P<n2>{_DIGITS}|{_KANJI}|[ア-ン]|[a-zA-Z])\s?[)\]>])"
    rf"|(?P<circled>[①-⑳])"
    rf"|(?P<bracketed>[⑴-⒇])"
    rf"|(?P<roman>[Ⅰ-Ⅻ]|(?:I{{1,3}}|IV|VI{{0,3}}|IX|X)(?=\s?[.．、]))\s?[.．、]?\s*"
    rf"|(?P<n1>{_DIGITS})(?:\s?[.．、,)]\s?(?![0-9](?![0-9]{{0,3}}(?:月|年|回|級|丁目|号線)))|\s+|(?![{_COUNTERS}]))"
    rf"|(?P<kanji>{_KANJI})(?:\s?[.．、)]|\s+)"
    rf"|(?P<kana>[ア-ン])(?:\s?[.．、)]|\s+)"
    rf"|(?P<letter>[A-Za-z])[.．)]\s?"
)
_DIGIT = re.compile(r"[0-9①-⒇Ⅰ-Ⅻ一二三四五六七八九十]|^\W*[IVX]{1,4}\s?[.．、]|[ア-ンA-Za-z]\s?[)\].．、]|[ア-ン]\s")
_ISSUE_FIRST = re.compile(
    rf"(?:[市区町村水病下交学追選県府都道][ \u3000]?)?第\s?(?P<number>{_DIGITS}|{_KANJI})\s?号\s?(?P<klass>議案|報告|諮問|陳情|請願|認定|同意|発議|承認|議題)"
)
# 一七第七六号 is the number of a petition, 条第2号 that of a law: no class.
_ISSUE = re.compile(
    rf"(?!{_KANJI}\s?第|[条項]\s?第|(?:追加)?議事日程)(?P<klass>[一-龥]{{1,6}}?)\s?第\s?(?P<number>{_DIGITS}|{_KANJI})\s?号(?!議案)"
)
_SCHEDULE = re.compile(
    rf"(?:(?P<klass>(?:追加)?日程)\s?(?:第\s{{0,2}}(?P<number>{_DIGITS}|{_KANJI})(?!\s?号)|(?P<plain>{_DIGITS})(?![{_COUNTERS}]))|第\s?(?P<bare>{_DIGITS}|{_KANJI})\s+)"
)
# 日程第2 議案第17号から議案第20号まで: several issues are one item of the schedule.
_SEVERAL_ISSUES = re.compile(r"(?:から|~|乃至|ないし|及び|並びに|・)\s?(?:[一-龥]{1,6})?第")
# 議題(3)は、条例の規定により…; 諮問第52号に関する審議: the number is named in a sentence or a title, and heads nothing.
NAMED_IN_WORDS = r"[はがを]|に(?:おいて|関する|関し|対する|対し|係る|基づ|より|よる|つきまして|ついては)|における|とは"
_NAMED_IN_WORDS = re.compile(NAMED_IN_WORDS)
# 第2号　甲の制定について: an issue whose class is printed above it
_ISSUE_ALONE = re.compile(rf"第\s?(?P<number>{_DIGITS}|{_KANJI})\s?号(?:\s+|\s?[:、.]\s?)(?=\S)")
# What was added to a schedule is numbered anew.
_ADDED = 1000
_CLASSED = re.compile(
    rf"[【\[(<]?\s?(?P<klass>{_CLASS_OF}|[一-龥]{{1,6}}(?:事項|案件))\s?"
    rf"(?:[(\[<]\s?(?P<n2>{_DIGITS}|{_KANJI})\s?[)\]>]|(?P<circled>[①-⑳])|(?P<n1>{_DIGITS})(?![0-9]|\s?[年月日時名件回人]))"
    rf"\s?[】\])>]?"
)

# Levels of plain numbers, outermost first; roman and kanji digits share the rank of 1.
_RANK = {"roman": 0, "kanji": 1, "n1": 1, "paren": 2, "bracketed": 2, "circled": 3, "kana": 4, "letter": 5}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A leading number: its rank (1 outermost; 0 for a printed class), class and number, and where the title starts."""

    rank: int
    klass: str | None
    number: int | None
    start: int


def read_numbered(text: str) -> Numbered | None:
    """The leading number of a flat text, None where it has none.

    ア, イ, ウ give number None; 日程第3 gives class 日程 and number 3 unless a classed number follows it.
    """
    return _read_head(text[:60])


def place_in_schedule(text: str) -> int | None:
    """The number that a flat line has in the schedule, whatever class follows it: 4 for 日程第4 議案第2号 and for 第4 議案第2号;
    those of 追加日程 count from 1001."""
    match = _SCHEDULE.match(text[:60].lstrip(" ・○◯〇●◎■□◆◇△▲※"))
    number = _number(match["number"] or match["plain"] or match["bare"]) if match is not None else None
    added = match is not None and match["klass"] == "追加日程"
    return _ADDED + number if added and number is not None else number


def forget() -> None:
    """Free the numbers remembered of the lines of one document, which every rule asks for anew."""
    _read_head.cache_clear()


@lru_cache(maxsize=1 << 17)
def _read_head(head: str) -> Numbered | None:
    if _DIGIT.search(head) is None:
        return None
    start = len(head) - len(head.lstrip(" ・•‣·●○◯◎■□◆◇※*-"))
    schedule = _SCHEDULE.match(head, start)
    if schedule:
        inner = _classed(
            head, schedule.end() + len(head[schedule.end() :]) - len(head[schedule.end() :].lstrip(" :、"))
        )
        if inner and _SEVERAL_ISSUES.match(head, inner.start) is None:
            return inner
        place = _number(schedule["number"] or schedule["plain"] or schedule["bare"])
        return Numbered(0 if schedule["klass"] else 1, schedule["klass"], place, _skip(head, schedule.end()))
    found = _classed(head, start)
    if found:
        return found
    if (issue := _ISSUE_ALONE.match(head, start)) is not None:
        return Numbered(_RANK["paren"], None, _number(issue["number"]), issue.end())
    match = _PLAIN.match(head, start)
    if match is None:
        return None
    kind = match.lastgroup or ""
    printed = match["n2"] if match["paren"] else match[0].strip(" .．、,)")
    if kind == "n2":
        kind = "paren"
    if match["paren"] and not (printed.isdecimal() or printed[0] in "一二三四五六七八九十"):
        kind = "kana" if printed > "z" else "letter"
    end = _skip(head, match.end())
    inner = _classed(head, end)
    if inner and kind in ("n1", "paren", "kanji", "circled", "bracketed"):
        return inner
    return Numbered(_RANK[kind], None, _number(printed), end)


def _classed(head: str, start: int) -> Numbered | None:
    match = _ISSUE_FIRST.match(head, start) or _ISSUE.match(head, start) or _CLASSED.match(head, start)
    if match is None or _NAMED_IN_WORDS.match(head, match.end()) is not None:
        return None
    groups = match.groupdict()
    printed = groups.get("number") or groups.get("n2") or groups.get("n1") or groups.get("circled") or ""
    return Numbered(0, squeeze(match["klass"]), _number(printed), _skip(head, match.end()))


def _skip(head: str, position: int) -> int:
    return position + len(head[position:]) - len(head[position:].lstrip(" :.．、"))


def _number(printed: str) -> int | None:
    if printed in _CIRCLED:
        return _CIRCLED[printed]
    if printed in _ROMAN:
        return _ROMAN[printed]
    try:
        return parse_number(printed)
    except DateError:
        return None


def split_numbered(text: str) -> list[str]:
    """One line that holds several items, cut before each: 議案 (1) A (2) B 報告事項 (1) C; 議第1号 A 議第2号 B.

    A number in brackets begins an item only where it is the next in its sequence (or 1) and stands
    outside other brackets; a class word before (1) goes with it.
    """
    plain = flat(text)
    if digits := _digit_cuts(plain):
        # 2市長あいさつ: where the numbers count up, what follows one is no counter
        parts = [_GLUED.sub(r"\1 ", part) for part in _at(text, digits)]
        return [piece for part in parts for piece in _at(part, _cuts_below(flat(part)))]
    return _at(text, _issue_cuts(plain) or _bracket_cuts(plain) or _half_cuts(plain))


def _cuts_below(plain: str) -> list[int]:
    """The cuts before the items in brackets below a numbered class: 6 報告 (1)甲 (2)乙. The class stays with its number."""
    cuts = _bracket_cuts(plain)
    if cuts and not _LEADING_NUMBER.sub("", plain[: cuts[0]]).strip():
        bracket = _BRACKETED.search(plain, cuts[0])
        cuts[0] = bracket.start() if bracket is not None else cuts[0]
    return cuts


def _at(text: str, cuts: list[int]) -> list[str]:
    """A text cut at places; what stands before the first is a piece too."""
    bounds = sorted({0, *cuts, len(text)})
    return [part for left, right in itertools.pairwise(bounds) if (part := text[left:right].strip())]


def _issue_cuts(plain: str) -> list[int]:
    """Where each 議第N号 of a line begins that itself begins with one; their numbers rise."""
    cuts: list[int] = []
    last = 0
    for match in _ISSUE_ITEM.finditer(plain) if "号" in plain[:16] else ():
        number = _number(match["number"] or match["first"])
        if (not cuts and plain[: match.start()].strip()) or number is None or number <= last:
            break
        cuts.append(match.start())
        last = number
    return cuts if len(cuts) > 1 else []


def _digit_cuts(plain: str) -> list[int]:
    """Where the items of a table cell begin that lost its line breaks: 1 甲について 2 乙について 3 その他."""
    cuts: list[int] = []
    for match in _DIGIT_ITEM.finditer(plain) if plain[:2].lstrip(" ")[:1] == "1" and len(plain) < 2000 else ():
        if int(match["number"]) == len(cuts) + 1 and (bool(cuts) or not plain[: match.start()].strip()):
            cuts.append(match.start())
    return cuts if len(cuts) > 1 else []


def _half_cuts(plain: str) -> list[int]:
    """Where the items of 1) 甲について　2) 乙について begin."""
    cuts: list[int] = []
    for match in _HALF_ITEM.finditer(plain) if len(plain) < 2000 else ():
        if int(match["number"]) == len(cuts) + 1 and (bool(cuts) or not plain[: match.start()].strip()):
            cuts.append(match.start())
    return cuts if len(cuts) > 1 else []


def _bracket_cuts(plain: str) -> list[int]:
    cuts: list[int] = []
    first = _BRACKETED.match(plain)
    expected, depth = _number(first["number"] or first["circled"]) if first else 1, 0
    position = 0
    while position < len(plain):
        match = _BRACKETED.match(plain, position) if plain[position] in "([<" or plain[position] in _CIRCLED else None
        if match and depth == 0:
            number = _number(match["number"] or match["circled"])
            if number is not None and number in (expected, 1):
                cuts.append(
                    _class_start(plain, cuts[-1] if cuts else 0, match.start()) if number == 1 else match.start()
                )
                expected = number + 1
                position = match.end()
                continue
        if plain[position] in "([":
            depth += 1
        elif plain[position] in ")]" and depth:
            depth -= 1
        position += 1
    return cuts


_ISSUE_ITEM = re.compile(
    rf"(?:^|(?<=\s))(?:[一-龥]{{1,4}}第\s?(?P<number>{_DIGITS})\s?号|第\s?(?P<first>{_DIGITS})\s?号(?:議案|報告|諮問|同意))(?=\s)"
)
_DIGIT_ITEM = re.compile(
    r"(?:^|(?<=\s))(?P<number>[0-9]{1,2})(?:(?:\s+|[.、]\s?)(?=[^\s0-9a-zA-Z年月日時名人円件~%]|[0-9]{1,4}(?:月|年|回|級|丁目|号線))"
    r"|(?=[ぁ-んァ-ヴ々一-龥])(?![年月日時分名人回件号階頁条款項目節点つ割億万千百円番歳度次期か個]))"
)
_LEADING_NUMBER = re.compile(r"^\s*[0-9]{1,2}\s?[.、]?")
_GLUED = re.compile(r"^([0-9０-９]{1,2})(?=[ぁ-んァ-ヴ々一-龥])")
_HALF_ITEM = re.compile(r"(?:^|(?<=\s))(?P<number>[0-9]{1,2})\)\s?(?=[^\s)])")
_BRACKETED = re.compile(rf"[(\[<]\s?(?P<number>{_DIGITS})\s?[)\]>]|(?P<circled>[①-⒇])")
_CLASS_BEFORE = re.compile(rf"(?:^|(?<=[\s】\])。]))(?:{_CLASS_OF}|[一-龥]{{1,6}}(?:事項|案件))\s*$")


def _class_start(plain: str, left: int, end: int) -> int:
    begin = max(left, end - 16)
    match = _CLASS_BEFORE.search(plain[begin:end])
    return begin + match.start() if match else end
