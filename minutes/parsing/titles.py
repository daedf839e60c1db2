"""A meeting's title: the body it names, its number, its year. Imports text.py and minutes/dates.py."""

from __future__ import annotations

import re

from minutes.dates import DateError, find_fiscal_year, parse_number
from minutes.parsing.text import flat, squeeze

_LONGEST_TITLE = 300
_RECORD_WORDS = r"(?:会議録|議事録|会議要録|会議概要|会議要旨|議事要旨|議事概要|議事要録|会議記録|議事次第|会議次第|式次第|次第|会議結果(?:報告書?|概要)?|開催結果|審議結果|概要|要旨|要点記録|会議の概要|議事の概要|発言録|記録|摘録|結果概要)"
_TRAILING = re.compile(
    rf"(?:の?{_RECORD_WORDS}|[(\[【<](?:要旨|概要|要点|案|確定稿?|公開用|未定稿|全文|抜粋|抄|{_RECORD_WORDS})[)\]】>]|について|\s)+$"
)
_NUMBER = re.compile(r"第\s?([0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s?回")
_YEAR = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[HRS](?=[0-9]))\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})|[12][0-9]{3})\s?年\s?度?"
)
_MONTH = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[0-9]{1,2}日)?(?=定例|臨時|の)")
_EMPTY_BRACKETS = re.compile(
    r"[(\[【<]\s*(?:[0-9]{1,2}月)?\s*(?:定例会?|臨時会?|書面開催|オンライン|要旨|概要|案)?\s*[)\]】>]"
)
_TITLE = re.compile(
    rf"第\s?[0-9一二三四五六七八九十百]{{1,5}}\s?回|(?:{_RECORD_WORDS})[)）\]】]?(?:[(（].{{0,30}}[)）])?$|(?:委員会|審議会|協議会|部会|会議|本部|検討会|懇談会|研究会|懇話会|調査会|分科会|推進会|委員会議|審査会|総会|定例会|臨時会|連絡会|協議体)(?:[(（].{{0,20}}[)）])?$"
)
_RECORD_HEADING = re.compile(rf"[(\[【<]?{_RECORD_WORDS}[)\]】>]?")
_OPENING_SPEECH = re.compile(
    r"(?:令和|平成|昭和|[12][0-9]{3}年)?[^。、]{0,12}?第\s?(?P<number>[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})\s?回(?:目の)?[「『]?(?P<body>[^。、」』()（）「」]{2,30}?)[」』]?\s?(?:を|の会議を|を、)?(?:ただいまから|これより)?(?:開催|開会|始め|開始|開きます|執り行)"
)


def body_of(title: str) -> str | None:
    """会議体: the title without year, number, record words and brackets round them."""
    kept = title[:_LONGEST_TITLE]
    plain = flat(kept)
    for pattern in (_YEAR, _NUMBER, _MONTH):
        match = pattern.search(plain)
        while match:
            kept, plain = kept[: match.start()] + kept[match.end() :], plain[: match.start()] + plain[match.end() :]
            match = pattern.search(plain)
    for _ in range(3):
        for pattern in (_EMPTY_BRACKETS, _TRAILING):
            match = pattern.search(plain)
            if match:
                kept, plain = kept[: match.start()] + kept[match.end() :], plain[: match.start()] + plain[match.end() :]
    quoted = re.search(r"[「『](?P<body>[^」』]{3,40})[」』]", kept)
    if quoted:
        kept = quoted["body"]
    body = squeeze(kept).strip("「」『』・、。:：-ー〜~").strip()
    return body or None


def number_of(title: str) -> int | None:
    """第N回."""
    match = _NUMBER.search(flat(title[:_LONGEST_TITLE]))
    if match is None:
        return None
    try:
        return parse_number(match[1])
    except DateError:
        return None


def body_from_speech(text: str) -> tuple[str, int] | None:
    """Body and number from an opening sentence: ただいまから第3回○○審議会を開会します。"""
    match = _OPENING_SPEECH.search(flat(text)[:300])
    if match is None:
        return None
    try:
        return squeeze(match["body"]).removesuffix("会議録"), parse_number(match["number"])
    except DateError:
        return None


def fiscal_year_of(title: str) -> int | None:
    """The 年度 that a title prints."""
    return find_fiscal_year(flat(title[:_LONGEST_TITLE]))


def is_title(text: str) -> bool:
    """Whether a line reads as the title of minutes: 第N回, a body's name or a record word at its end."""
    return _TITLE.search(flat(text).strip()) is not None


def is_record_heading(text: str) -> bool:
    """Whether a line is only a record word: 会　議　録."""
    return _RECORD_HEADING.fullmatch(squeeze(flat(text))) is not None


def without_year_and_number(text: str) -> str:
    """The flat text without year, number and the record words at its end."""
    return _TRAILING.sub("", _NUMBER.sub(" ", _YEAR.sub(" ", flat(text))))
