"""How the sittings of an assembly are named: 令和5年第2回定例会 / 霞浜町議会会議録 / （第1号）. The sitting stands before the assembly, on
a line of its own, or beside it in two lines; the sheet's number or day below.
"""

from __future__ import annotations

import re

from minutes.parsing.rows.text import flat, squeeze

_ASSEMBLY = r"[^\s()、。0-9]{1,16}(?:議会|[市区町村府]会)"
_SITTING = r"(?:定例会|臨時会|定例|臨時)(?:第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月?(?:会議|緊急議会|定例会議?|臨時会議?))?"
_RECORD = r"(?:会議録|議事録|速記録)"
# 定例会1月会議霞浜町議会: what is left of 令和6年定例会1月会議 / 霞浜町議会会議録
_SITTING_FIRST = re.compile(rf"(?P<sitting>{_SITTING})の?(?P<assembly>{_ASSEMBLY})")
_OF_COMMITTEE = re.compile(r"(?:前期|後期)?(?:定例会|臨時会)(?P<committee>.{2,30}委員会)")
# 昭和52年 霞浜市議会定例会会議録, where 第4回 stands below the year, on the other side of the brace
_BRACED = re.compile(
    r"(?P<year>(?:(?:明治|大正|昭和|平成|令和)\s?(?:[0-9]{1,2}|元|[一二三四五六七八九十]{1,3})|[0-9]{4})\s?年)\s*(?!.*第\s?[0-9一二三四五六七八九十]{1,3}\s?回)(?P<rest>\S.*)"
)
_ERA_BRACED = re.compile(r"(?P<era>明治|大正|昭和|平成|令和)\s+(?P<rest>\S.*)")
_NUMBER_ALONE = re.compile(r"第(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})回")
_YEAR_LEFT = re.compile(
    r"(?P<year>(?:[0-9]{1,2}|元|[一二三四五六七八九十]{1,3})年)(?P<sheet>第[0-9一二三四五六七八九十]{1,3}号)?"
)
_SITTING_ALONE = re.compile(rf"(?:定例|臨時)会(?:第?[0-9]{{1,2}}月(?:会議|緊急議会))?|{_SITTING}")
_SITTING_LINE = re.compile(
    rf"(?:(?:明治|大正|昭和|平成|令和)?(?:[0-9]{{1,4}}|元|[一二三四五六七八九十]{{1,3}})年度?)?(?:\([0-9]{{4}}年\))?"
    rf"(?:第?(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})回)?(?:[0-9]{{1,2}}月)?{_SITTING}"
)
_ASSEMBLY_LINE = re.compile(rf"{_ASSEMBLY}{_RECORD}?")
_BESIDE = re.compile(rf"(?P<assembly>{_ASSEMBLY})(?P<gap>\s{{3,}})(?P<record>{_RECORD}.*)")
# 第1日（6月13日）; （第1号）6月13日開会; 会議録（第1号）
_SHEET = re.compile(
    r"\s*(?:(?P<whole>第\s?[0-9一二三四五六七八九十]{1,3}\s?[日号]\s*(?:\([^()]{1,24}\))?)|(?P<part>\(\s?第\s?[0-9一二三四五六七八九十]{1,3}\s?[日号]\s?\))(?P<day>\s*[0-9月日\s]*(?:開会|開議|招集)?))\s*"
)
_SPACED_SHEET = re.compile(r"第\s+[0-9０-９一二三四五六七八九十]{1,3}\s+[日号]")
_RECORD_SHEET = re.compile(rf"\s*{_RECORD}\s?\(?第\s?[0-9一二三四五六七八九十]{{1,3}}\s?[日号]\s?\)?\s*")


def within_brace(title: str, below: str) -> str | None:
    """A title with what stands below its beginning, a brace between them: 昭和52年 / 甲議会会議録 / 第4回, or 令和 / 甲議会会議録 / 6年
    第1号, where the two lines at the left are one beginning; None where `below`, without spaces, is no such line."""
    if _NUMBER_ALONE.fullmatch(flat(below)) is not None and (braced := _BRACED.fullmatch(flat(title))) is not None:
        return f"{title[: braced.end('year')]}{below}{title[braced.start('rest') :]}"
    era, left = _ERA_BRACED.fullmatch(flat(title)), _YEAR_LEFT.fullmatch(flat(below))
    if era is None or left is None:
        return None
    year, sheet = below[: left.end("year")], below[left.end("year") :]
    sheet = f" {sheet}" if sheet else ""
    return f"{era['era']}{year} {title[era.start('rest') :]}{sheet}"


def body_in_order(body: str) -> str:
    """A body's name with the assembly before its sitting, and without the sitting that a committee sat in."""
    plain = flat(body)
    if first := _SITTING_FIRST.fullmatch(plain):
        if first["sitting"] not in ("定例", "臨時"):
            return body[first.start("assembly") :] + body[: first.end("sitting")]
    elif committee := _OF_COMMITTEE.fullmatch(plain):
        return body[committee.start("committee") :]
    return body


def is_sitting_alone(body: str) -> bool:
    """Whether a name says which sitting it was and not of what: 定例会, 臨時会."""
    return _SITTING_ALONE.fullmatch(flat(body)) is not None


def holds_sitting(body: str) -> bool:
    """Whether a name holds which sitting it was: 霞浜町議会定例会6月会議."""
    return re.search("定例会|臨時会", flat(body)) is not None


def is_assemblys(body: str) -> bool:
    """Whether a body is an assembly or one of its sittings: 霞浜町議会定例会."""
    return re.match(_ASSEMBLY, squeeze(flat(body))) is not None


def names_assembly_of(above: str, text: str) -> bool:
    """Whether a line names the assembly whose sitting the title line above it names: 令和5年第2回定例会 / 霞浜町議会会議録."""
    return (
        _SITTING_LINE.fullmatch(squeeze(flat(above))) is not None
        and _ASSEMBLY_LINE.fullmatch(squeeze(flat(text))) is not None
    )


def with_sitting_beside(title: str, text: str) -> str | None:
    """第4回 / 霞浜市会　　会議録（第16号） / 定例会, where two words stand one above the other between the assembly and 会議録."""
    word = squeeze(flat(text))
    match = _BESIDE.search(title)
    if match is None or word not in ("定例会", "臨時会"):
        return None
    return title[: match.end("assembly")] + squeeze(text) + title[match.start("record") :]


def sheet_below(title: str, text: str) -> str | None:
    """What a line below an assembly's title adds to it: 第1日（6月13日）, （第1号）, 会議録（第1号）; None where it is no such line."""
    if not re.search(rf"{_ASSEMBLY}|定例会|臨時会", squeeze(flat(title))):
        return None
    if _RECORD_SHEET.fullmatch(flat(text)) is not None:
        return text.strip() if not re.search(_RECORD, squeeze(title)) else None
    text = _SPACED_SHEET.sub(lambda spaced: squeeze(spaced[0]), text)
    match = _SHEET.fullmatch(flat(text))
    if match is None:
        return None
    return text[slice(*match.span("whole" if match["whole"] else "part"))].strip()
