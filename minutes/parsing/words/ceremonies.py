"""What a programme prints beside its business: 開会, 会長あいさつ, 委嘱状の交付, 午前10時開会."""

from __future__ import annotations

import re

from minutes.parsing.rows.text import close_letters, flat, squeeze
from minutes.parsing.words.people import SEAT
from minutes.wording import find_date

_STAGE = r"(?:開\s?会|閉\s?会|散\s?会|開\s?議|閉\s?議|延\s?会|再\s?開)"
_CEREMONY = re.compile(
    rf"(?:{_STAGE}(?:あいさつ|挨拶|宣言|宣告)?(?:・|、|及び|並びに))?{_STAGE}(?:の?(?:あいさつ|挨拶|ことば|言葉|辞|宣言|宣告))?"
    rf"|(?:(?:臨時|仮)?議長の?{_STAGE}|休\s?[憩会])の?(?:宣言|宣告)|招集(?:あいさつ|挨拶)"
    r"|あ\s?い\s?さ\s?つ|挨\s?拶|ごあいさつ|ご挨拶|開会(?:・|及び|、)(?:あいさつ|挨拶)"
)
_GREETING_OF = re.compile(
    rf"(?:開会|閉会)?の?(?:{SEAT.pattern}|主催者|事務局|(?:新任|各|新)?委員|[一-龥]{{1,8}}[市区町村]長?|[一-龥]{{0,8}}[部局課館所署]長)の?(?:ご|御)?(?:あいさつ|挨拶)(?:\([^()]{{1,12}}\))?"
)
# What opens a meeting beside its business.
_PROCEDURE = re.compile(
    r"(?:委嘱|辞令|任命)(?:書|状)?(?:の?[交伝]付)?(?:式|について)?$|(?:委員|職員|出席者|自己|事務局|構成員)等?の?紹介$"
    r"|(?:会長|委員長|座長|議長|職務代理者?|役員|正副).{0,20}(?:選任|選出|互選|指名)(?:について)?$"
    r"|署名(?:委員|人|議員|者)の?(?:指名|選任|選出)?(?:について)?$|^(?:[一-龥]{1,4}[長市町村区])?の?諮問(?:書?の?手交)?(?:について)?$|あいさつ$|挨拶$"
    r"|資料の?確認$|(?:会議の?)?成立(?:の?(?:確認|報告|宣言))?$|定足数の?(?:確認|報告)$|出席(?:者|状況)の?(?:確認|報告)$|配[布付]資料の?確認$"
)
_CLOCK = re.compile(r"\s*\(?(?:午前|午後)?\s?[0-9]{1,2}\s?[時:]\s?(?:[0-9]{1,2}分?|半)?\)?$")
_OPENED = re.compile(r"(?:(?:午前|午後)?[0-9]{1,2}(?:時|:)(?:[0-9]{1,2}分?|半)?)?(?:開会|開議)?")
# Titles are longer than the lines that only tell a stage.
_LONGEST_STAGE, _LONGEST_GREETING = 20, 24
_LONGEST_WITH_CLOCK, _LONGEST_WITH_CLOCK_SPACED = 30, 40
_LONGEST_MOMENT, _LONGEST_CLOCK = 50, 16


def is_ceremony(title: str) -> bool:
    """Whether a title is only 開会, あいさつ or 閉会."""
    if len(title) >= _LONGEST_STAGE:
        return False
    plain = re.sub(" +", " ", flat(title).strip(" ・。.:()◎○◯〇●■□◆◇"))
    return _CEREMONY.fullmatch(plain) is not None


def is_greeting(title: str) -> bool:
    """Whether a title is the あいさつ of the body's own chair: 会長あいさつ, 委員長の挨拶. A guest's may be an item."""
    return len(title) < _LONGEST_GREETING and _GREETING_OF.fullmatch(squeeze(flat(title))) is not None


def is_procedure(title: str) -> bool:
    """Whether a title is what a programme does before its business: 委嘱状の交付, 委員紹介, 会議録署名委員の指名."""
    return _PROCEDURE.search(squeeze(flat(title))) is not None


def opens_or_closes(title: str) -> bool:
    """Whether a title is 開会 or 閉会 with its time: 開会（午後2時）."""
    plain = close_letters(squeeze(flat(title)) if len(title) < _LONGEST_WITH_CLOCK_SPACED else flat(title))
    return len(plain) < _LONGEST_WITH_CLOCK and _CLOCK.search(plain) is not None and is_ceremony(_CLOCK.sub("", plain))


def is_opening_moment(title: str) -> bool:
    """Whether a line is only when the meeting opened: 令和5年3月8日（水）午前10時開会."""
    found = find_date(title) if len(title) <= _LONGEST_MOMENT else None
    if found is not None:
        return _OPENED.fullmatch(squeeze(flat(title[: found.start] + title[found.end :]))) is not None
    plain = squeeze(flat(title))
    timed = 4 < len(plain) <= _LONGEST_CLOCK and plain.endswith(("開会", "開議"))
    return timed and _OPENED.fullmatch(plain) is not None
