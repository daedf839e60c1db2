"""Dates of birth: 昭和45年3月2日生まれ, 生年月日 S45.3.2, 昭和45年3月生. Stdlib only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.personal_data.model import BIRTH, Span

_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_YEAR = rf"(?:(?:明治|大正|昭和|平成|令和) ?(?:元|{_N}) ?年|西暦 ?[12]\d{{3}} ?年|(?:1[89]|20)\d{{2}} ?年(?:\((?:明治|大正|昭和|平成|令和)(?:元|{_N})年\))?)"
_DAY = rf"(?:(?:1[89]|20)\d{{2}}\((?:明治|大正|昭和|平成|令和)\d{{1,2}}(?:年)?\)年 ?{_N} ?月(?: ?{_N} ?日)?|[MTSHR]\d{{1,2}}年{_N}月{_N}日|{_YEAR} ?{_N} ?月(?: ?{_N} ?日)?|[MTSHR明大昭平令]\.? ?\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?\d{{1,2}}|(?:1[89]|20)\d\d[./-] ?\d{{1,2}}[./-] ?\d{{1,2}}|(?:明治|大正|昭和|平成|令和) ?\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{1,2}}|{_N} ?月 ?{_N} ?日)"
_ERA = r"(?:明治|大正|昭和|平成|令和|[MTSHR明大昭平令])"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BORN = re.compile(
    rf"({_DAY}) ?(?:\(\d{{1,3}}歳\) ?)?(?:に|の|に[一-鿿]{{1,8}}で)?(?:お?生まれ(?!以|前|後)|お?生れ|出生|誕生|生(?![活産徒涯命物態成計糸年ま鮮花き]))"
)
_LABEL = re.compile(
    rf"(?:生年月日?|誕生日|出生日|出生年月日|出生の年月日|生まれ|出生)(?:は|が|の|も|を|:|[ (「、・]|欄に?|について|[(][一-鿿]{{2}}[)]){{0,3}}({_DAY}|\d{{8}}(?!\d)|{_YEAR}|{_ERA} ?\d{{1,2}}[ 年]\d{{1,2}}[ 月]\d{{1,2}}日?|(?:{_MONTHS}) \d{{1,2}}, ?[12]\d{{3}}|\d{{1,2}} (?:{_MONTHS}) [12]\d{{3}})"
)
_BIRTHDAY = re.compile(rf"({_DAY}) ?(?:が|は)(?:[一-鿿ぁ-ん]{{1,4}}の)?お?誕生日")
# In a list: 昭36.2.14 behind a name, S55/6/21
_LISTED = re.compile(
    r"(?:(?<=[一-鿿ぁ-んァ-ヴー男女(、 /,\n\t])|\A)([MTSH明大昭平]\.?\d{1,2}[./-]\d{1,2}[./-]\d{1,2})(?![\d.-]|/\d{1,2}(?!\d))"
)
_YEAR_ONLY = re.compile(rf"({_YEAR}|[一-鿿]{{2}}\d{{1,2}}年) ?生まれの(?=[一-鿿]{{2,4}}(?:さん|氏|様))")


# What stands in brackets behind a name, or beside an age, is mostly when somebody was born.
_IN_BRACKETS = re.compile(
    rf"(?<=[(、])({_YEAR} ?{_N} ?月 ?{_N} ?日|(?:19[0-9]|20[01])\d[./-]\d{{1,2}}[./-]\d{{1,2}})(?=[)、]? ?(?:\d{{1,3}}歳|[)]\Z|[)][、。 \n\t(]|、[男女]))"
)
_TALKED_OF = re.compile(rf"生年月日[^\n]{{1,30}}?({_YEAR} ?{_N} ?月 ?{_N} ?日)")
_BEHIND_SEX = re.compile(rf"(?:[男女]性?|性別)[ 、)]{{1,2}}({_YEAR} ?{_N} ?月(?: ?{_N} ?日)?)")
_WITH_AGE = re.compile(rf"({_YEAR} ?{_N} ?月 ?{_N} ?日)[ (、]{{1,2}}(?:満)?\d{{1,3}}歳")


_DOTTED = re.compile(r"\d[./-] ?\d")


def find_births(text: str) -> Iterator[Span]:
    """Dates of birth in a text of plain signs; the date alone is the span."""
    if _DOTTED.search(text) is not None:
        for found in _LISTED.finditer(text):
            yield Span(*found.span(1), BIRTH, 0.5)
    if "歳" in text or "(" in text or "男" in text or "女" in text:
        for pattern in (_IN_BRACKETS, _WITH_AGE, _BEHIND_SEX):
            for found in pattern.finditer(text):
                yield Span(*found.span(1), BIRTH, 0.45)
    if "生" not in text:
        return
    for pattern, certainty in ((_TALKED_OF, 0.5), (_BORN, 0.9), (_LABEL, 0.95), (_BIRTHDAY, 0.8), (_YEAR_ONLY, 0.6)):
        for found in pattern.finditer(text):
            yield Span(*found.span(1), BIRTH, certainty)
