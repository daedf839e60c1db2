"""Headings that tell in words who was there: 地方自治法第121条の規定により説明のため出席した者の職氏名, 町長の委任を受けて出席した者.

What such a heading says before its end is the office's own wording; that people came, and that it ends in the word for
them, is what makes it a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze

_LONGEST = 60
_COMING = r"(?:出席|列席|陪席|同席|参加)(?:した|する|を求め(?:た|られた)|を要求(?:した|された)|し説明した|要求を受けた)|(?:委[任嘱]|要求|求め)を受けた"
# 地方自治法第121条による出席者
_BY_LAW = r"条[^。:;]{0,16}(?:出席(?:者|説明員|職員)|説明員)"
_PEOPLE = r"(?:者|人|委員|議員|会員|構成員|理事者|(?:関係|行政)?(?:議会)?(?:事務局)?職員|説明員|関係者|関係人)等?"
_NAMES = r"(?:の?(?:役?職名?)?[・及び]{0,2}(?:氏名|名簿|職名?)|の職)?"
_START = r"\s*[○◯〇●◎◆◇■□・△▲*]?\s*(?:第?\s?[0-9一二三四五六七八九十]{1,2}\s?[.、)]?\s*|[(\[][0-9一二三四五六七八九十]{1,2}[)\]]\s*)?"
_REMARK = r"(?:\s*[(\[](?:敬称略|順不同|[0-9一二三四五六七八九十]{1,3}\s?[名人]|[5五]十音順|50音順|[、・\s])+[)\]])"
_HEADING = re.compile(
    rf"{_START}(?P<word>[^。:;「」\[\]は]{{0,{_LONGEST}}}?(?:(?:{_COMING})\s?{_PEOPLE}|{_BY_LAW}){_NAMES}){_REMARK}*(?:は?次のとおり(?:である|です)?。?)?(?:\s*[:;]\s*|\s+|$)(?P<rest>.*)"
)
# 4．出席農地利用最適化推進委員, 3．農業委員の出欠（○出席）: a number or sign before it, nobody behind it
_ATTENDING = re.compile(
    rf"(?P<start>{_START})(?P<word>(?:出席\S{{2,16}}?(?:委員|議員|職員|員|者)|\S{{2,16}}?(?:委員|議員|構成員)の出[欠席](?:状況)?))(?:\s?\([^()]{{1,12}}\))?(?:\s*[:;]\s*|\s*$)(?P<rest>.*)"
)
# Behind a heading without a gap or a colon stands nobody.
_SAID = re.compile(r"。|です|ます|ました")
# The column of labels is so narrow that the heading takes two lines of it, the names of the first beside it.
_COLUMN = re.compile(r"\s*(?P<begin>\S{1,11}(?:ため|[にのをりき]))(?:\s{2,}|　|\t)(?P<rest>\S.*)")
_LONGEST_END = 12


@dataclass(frozen=True, slots=True)
class PeopleHeading:
    """A heading's words, the texts behind it, and how many rows it takes."""

    word: str
    values: tuple[str, ...]
    rows: int = 1


def people_heading(rows: list[PrintedLine], index: int) -> PeopleHeading | None:
    """The heading of a list of people that row `index` is, None where it is none."""
    row = rows[index]
    if len(row.cells) > 1:
        return None
    if (match := _HEADING.fullmatch(row.flat)) is not None and _SAID.search(match["rest"]) is None:
        rest = row.text[match.start("rest") :].strip()
        return PeopleHeading(squeeze(row.text[slice(*match.span("word"))]), (rest,) if rest else ())
    attending = _ATTENDING.fullmatch(row.flat)
    if attending is not None and attending["start"].strip():
        rest = row.text[attending.start("rest") :].strip()
        return PeopleHeading(squeeze(row.text[slice(*attending.span("word"))]), (rest,) if rest else ())
    return _in_column(rows, index)


def _in_column(rows: list[PrintedLine], index: int) -> PeopleHeading | None:
    """説明のため　教育課長　青野 守 / 出席した者: the heading's two lines in the column of labels."""
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is None or len(squeeze(below.text)) > _LONGEST_END or len(below.cells) > 1:
        return None
    match = _COLUMN.fullmatch(rows[index].flat)
    if match is None:
        return None
    word = squeeze(rows[index].text[slice(*match.span("begin"))] + below.text)
    if _HEADING.fullmatch(flat(word)) is None:
        return None
    return PeopleHeading(word, (rows[index].text[match.start("rest") :].strip(),), rows=2)
