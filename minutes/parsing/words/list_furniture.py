"""Lines of an agenda list that are none of its items, nor any part of one: 別紙のとおり, 日程 議案番号 件名, （第1号）, 午前10時開議."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.ceremonies import is_ceremony, is_opening_moment, opens_or_closes
from minutes.parsing.words.item_classes import category_alone

_REFERENCE = re.compile(
    r"(?:別紙|別添|次第|会議次第|下記|以下|次|資料|上記|議事日程)\S{0,6}の?(?:とおり|通り|参照)|\S{2,12}[にと]同じ|なし|特になし"
)
# 日程第1から日程第3まで; （第1号）
_SPAN = re.compile(
    r"(?:から|~)(?:日程)?第?[0-9一二三四五六七八九十]{1,3}(?:号)?まで|\(第[0-9一二三四五六七八九十]{1,3}号\)"
)
_SHEET = re.compile(
    r"\(?第?[0-9一二三四五六七八九十]{1,3}[号日](?:目|の追加[0-9]*)?\)?|\([0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,2}\)"
)
_SHEET_OF_RECORD = re.compile(
    r".{2,20}議会第[0-9]{1,2}回(?:定例会|臨時会)|(?:.{0,20}議会会議録)?第[0-9一二三四五六七八九十]{1,3}[号日]|\([0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,2}\)"
)
_COLUMNS = re.compile(r"(?=.*(?:番号|件名|議件))(?:日程|議案|議件|案件|番号|件名|順序|順位|等|の|・|名|摘要|備考)+")
# 〇午後1時開会・開議 behind the last item
_OPENED_AT = re.compile(r"[○〇◯]?(?:午前|午後)[0-9]{1,2}時(?:[0-9]{1,2}分|半)?(?:開会|開議|再開)(?:[・、]?開議)?")
_SESSION = re.compile(
    r".{0,40}(?:議会|市会|定例会|臨時会|委員会|会議)(?:第?[0-9]{1,2}月(?:会議|定例会))?(?:\(.{1,12}\))?"
)
# A table's caption, or the title once more: 甲市審議会会議録の表.
_CAPTION = re.compile(r"^[^「]{4,60}(?:会議録|議事録)の表$")
# 甲の一部改正について ………… 2: the page, in a table of contents
LEADERS = re.compile(r"\s*(?:[…‥・.．]\s?){4,}\s*[0-9０-９]{1,4}\s*$|\s*[…‥]{2,}\s*[0-9０-９]{1,4}\s*$")
# 総件数 3件; 条件付一般競争入札 1件: how many there were
_COUNT = re.compile(
    r"(?:総?件数:?)?(?:[一-龥]{0,12}(?:入札|随意契約|工事|契約|業務|役務等?|委託)(?:\([^()]{1,12}\))?)?[0-9]{1,3}件(?:\(.{1,12}\))?"
)
# 午前10時0 / 0分開会: the hour of opening, which the width broke
_PIECE_OF_HOUR = re.compile(r"(?:午前|午後)[0-9]{1,2}時?[0-9]{0,2}|[0-9]{0,2}分(?:開会|開議)")
_LONGEST_LISTED, _LONGEST_PREFACE, _LONGEST_REFERENCE = 200, 50, 30


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of line that says nothing of the meeting's business. `fits` is asked of its title or, where the number or bullet
    tells too, of the `whole` line as printed. What is `bare` has no number."""

    name: str
    example: str
    fits: Callable[[str], bool]
    whole: bool = False
    bare: bool = False


def _is(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(squeeze(flat(text))) is not None


def _is_caption(text: str) -> bool:
    return _CAPTION.search(flat(text)) is not None


def _is_bare_programme(title: str) -> bool:
    """Whether a line only names the stages of a meeting: 開会　議事　閉会."""
    words = title.split()
    staged = [word for word in words if is_ceremony(word) or category_alone(word) is not None]
    return len(words) > 1 and len(staged) == len(words) and any(is_ceremony(word) for word in words)


def is_reference(text: str) -> bool:
    """Whether a field only points elsewhere (別紙のとおり) or says there is nothing."""
    if len(text) >= _LONGEST_REFERENCE:
        return False
    return _REFERENCE.fullmatch(squeeze(flat(text)).strip("()。")) is not None


FURNITURE: tuple[Furniture, ...] = (
    Furniture("pointer", "別紙のとおり", is_reference),
    Furniture("sheet of a record", "霞浜市議会第2回定例会", _is(_SHEET_OF_RECORD), bare=True),
    Furniture("heads of columns", "日程 議案番号 件名", _is(_COLUMNS), whole=True),
    Furniture("hour of opening", "〇午後1時開会・開議", _is(_OPENED_AT), whole=True),
    Furniture("count", "条件付一般競争入札　1件", _is(_COUNT), bare=True),
    Furniture("piece of an hour", "午前１０時０", _is(_PIECE_OF_HOUR), whole=True),
    Furniture("caption", "霞浜市環境審議会会議録の表", _is_caption),
    Furniture("stage with its hour", "開会（午後2時）", opens_or_closes),
    Furniture("span of numbers", "から日程第3まで", _is(_SPAN)),
    Furniture("moment", "令和5年3月8日（水）午前10時開会", is_opening_moment),
    Furniture("bare programme", "開会　議事　閉会", _is_bare_programme),
)


def furniture_of(title: str, line: str, *, numbered: bool) -> Furniture | None:
    """The kind of furniture that a line of a list is, None where it is none."""
    fitting = (kind for kind in FURNITURE if kind.fits(line if kind.whole else title) and not (numbered and kind.bare))
    return next(fitting, None)


def is_preface(text: str) -> bool:
    """Whether a line above the items of a schedule is none of them: （第1号）, 第2回霞浜町議会定例会, 日程 議案番号 件名."""
    plain = squeeze(flat(text))
    return len(plain) <= _LONGEST_PREFACE and any(
        pattern.fullmatch(plain) is not None for pattern in (_SHEET, _COLUMNS, _SESSION)
    )


def is_listed_with_page(text: str) -> bool:
    """Whether a line is one of a table of contents: dots and the number of a page stand behind it."""
    return len(text) <= _LONGEST_LISTED and LEADERS.search(text) is not None
