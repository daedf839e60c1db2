"""An entry of a list of people -> the attendee: counts and numbers dropped, the seat read, the name closed."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.parsing.model import Attendee
from minutes.parsing.roster.standing import Standing
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.names import person_of
from minutes.parsing.words.people import (
    GROUPS,
    POST_END,
    SEAT,
    group_of,
    is_person,
    seat_in_brackets,
    seat_of,
    seat_of_person,
)
from minutes.parsing.words.roster_words import COUNT, MEMBERS, ORDER, POST_GROUPS, STARRED

# 青葉審議会委員13名（甲野委員は欠席）: how many, not who.
_HEAD_COUNT = re.compile(
    r"[^\s、()]{0,30}(?:委員|議員|構成員|会員)\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[名人]\s*(?:\([^()]*欠席|傍聴)"
)
# 丙野三郎（委員14人中12人出席）
_COUNT_IN_BRACKETS = re.compile(
    r"[(\[](?:午[前後]|委員|議員|部員|会員|構成員|総数|定数|現員|数|合?計|全員?|うち|出席者?|以上|\s)*(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[名人]"
    r"(?:中|のうち|出席者?|欠席者?|委員|午[前後]|[0-9]{1,3}\s?[名人]|[、,\s])*[)\]]"
)
# （議長 青野一郎 同席）: a remark in the list, no member of it
_REMARK_ALONE = re.compile(r"\([^()]{2,40}(?:同席|陪席|遅参|早退|途中(?:出席|退席))\)")
# （委員名は公表後に掲載）
_WITHHELD = re.compile(r"(?:[0-9]{1,3}\s?[名人])?\s*\([^()]*(?:公表|掲載|非公開|別紙|名簿|省略)[^()]*\)")
# 欠員（1人）, a seat's number alone, 開会の宣告, 次頁
_NO_PERSON = (
    re.compile(r"欠員(?:\s?\([^()]*\))?"),
    re.compile(r"(?:議席)?第?\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?番|(?:議席)?番号|氏名|職名|役職名?|備考"),
    re.compile(r"[^、]*(?:の宣告|あいさつ|挨拶|について|の件|のとおり(?:です|である)?|参照|の通り)"),
    re.compile(r"次[頁ページ]+|ペ[-ー]ジ\s?[0-9]+|[0-9]+\s?(?:頁|ページ)"),
    re.compile(r".*[0-9]\s?件"),
)
_MOMENT = re.compile(
    r"[0-9]\s?年\s?[0-9]{1,2}\s?月|[0-9]\s?月\s?[0-9]{1,2}\s?日|[0-9]{1,2}\s?時\s?[0-9]{1,2}\s?分|[(][月火水木金土日][)]"
)
_ABSENT_SIGN = re.compile(r"\s*[×✕]\s*(?=\S)")
_PRESENT = re.compile(
    r"[(\[]\s?出席\s?[)\]]|[、\s]?(?:ほか|外|他)\s?(?:委員|議員|関係職員)?\s?(?:[0-9]{1,3}\s?[名人])?$|[(\[]\s?[0-9]{1,3}\s?番\s?[)\]]"
)
_SEAT_NUMBER = re.compile(
    r"^\s*(?:第?\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?番(?:委員|議員)?|[(\[][0-9]{1,2}[)\]]|[0-9]{1,2}[.、]|[0-9]{1,2}(?=\s)|[①-⒇])\s*(?=\D)"
)
_NUMBER_OF_SEAT = re.compile(r"\s*第?\s?(?P<number>(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?番)")
# 秘書課職員3名: people whose number is all that is told of them
_SEVERAL = re.compile(
    rf"[^\s、(]*(?:職員|社員|担当者?|係員|\(株\)|㈱|会社|課員|スタッフ|[課室係局]|{POST_END.pattern[:-1]})(?:[0-9]{{1,2}})[名人]"
)
# Their words, or none, as a group: 書記1名 are people, 委員13名 is how many.
_UNNAMED = frozenset([None, *POST_GROUPS])
_SEAT_FIRST = re.compile(
    rf"(?P<seat>{SEAT.pattern}|委\s?員|部\s?員|議\s?員|会\s?員)\s?(?P<brackets>\((?P<inner>[^()]{{1,14}})\))?(?:\s*[::]\s*|\s+|(?<=\))\s*)(?P<name>\S.*)"
)
# 会長青野和子: a seat glued to the name. What goes on as a word of its own (会長代理, 委員会) is no name.
_SEAT_GLUED = re.compile(
    rf"(?:[0-9]{{1,2}}[.．、\s]\s*)?(?P<seat>{SEAT.pattern}|委員|理事|監事)(?![会長部課室局側外名氏出以紹のはにがをもで])(?P<name>[一-龥々ぁ-んァ-ヴー]{{1,6}}(?:[ 　]{{1,3}}[一-龥々ぁ-んァ-ヴー]{{1,4}})?(?:君|氏|さん)?)"
)
_GROUP_FIRST = re.compile(r"(?P<group>[^\s:()]{2,10})(?:\s*:\s*|\s+)(?P<rest>\S.*)")
_SEAT_STARTS = tuple("会委副座議部理監本幹分小組班教仮臨前新主職")
# （職務代理者） is a seat.
_PROXY = re.compile(
    r"[(\[](?![^()\[\]]{0,16}(?:職務|会長|長)代理者?[)\]])[^()\[\]]{0,20}代理[^()\[\]]{0,20}[)\]]|[(\[]代[)\]]|代理出席"
)
_NOT_NAMES = frozenset(["各委員", "出席", "なし", "全委員", "全員"])
_LETTERS_OF_NAME = re.compile(r"[々ぁ-んァ-ヴー一-龥豈-﫿]{1,4}(?:\s+[々ぁ-んァ-ヴー一-龥豈-﫿]{1,3})+")
# 青野太郎（主査）: the chair of a working party; elsewhere 主査 is a rank of the staff.
_CHAIR_OF_PARTY = re.compile(r"[^()]{2,12}\((?P<seat>副?主査(?:代理)?)\)")
# A name of more letters is two names or none.
_LONGEST_NAME = 7


def is_remark(plain: str) -> bool:
    """Whether an entry tells of the list and names nobody: 委員13名（甲野委員は欠席）, （議長 青野一郎 同席）."""
    return (
        any(pattern.fullmatch(plain) for pattern in (_REMARK_ALONE, _WITHHELD)) or _HEAD_COUNT.match(plain) is not None
    )


def names_nobody(plain: str) -> bool:
    """Whether an entry is no person but a head of a column, a time, a page or an item of the agenda that ran into the list."""
    return any(pattern.fullmatch(plain.strip()) for pattern in _NO_PERSON) or _MOMENT.search(plain) is not None


def is_absent(plain: str) -> bool:
    """Whether an entry says of itself that its person was not there: × 甲野, 甲野（欠席）."""
    return "欠席" in plain or _ABSENT_SIGN.match(plain) is not None


def seat_number(plain: str) -> str | None:
    """The number of the seat that an entry begins with, as marks print it: 十二番."""
    match = _NUMBER_OF_SEAT.match(plain)
    return None if match is None else squeeze(match["number"])


def attendee_of(text: str, signed: str | None, standing: Standing) -> Attendee | None:
    """The person of an entry as the list stands; None where it names nobody. `signed` is the seat of a sign before the name.

    A group that begins inside the entry, or a seat that its list glues to names, changes how the list stands.
    """
    plain = flat(text)
    if (inner := _inner_group(plain, standing)) is not None:
        standing.enter_group(squeeze(inner["group"]))
        text, plain = text[inner.start("rest") :], plain[inner.start("rest") :]
    numbered = _SEAT_NUMBER.match(plain) is not None
    text = _without_counts(text)
    plain = flat(text)
    if not text or squeeze(plain) in _NOT_NAMES or not any(sign.isalnum() for sign in text):
        return None
    star = STARRED.search(plain)
    starred = seat_of(star["seat"]) if star else None
    if star and starred:
        # 青野一郎（霞浜大学 教授）※会長
        text, plain = text[: star.start()], plain[: star.start()]
    if numbered and _LETTERS_OF_NAME.fullmatch(plain) and len(squeeze(plain)) <= _LONGEST_NAME:
        text = squeeze(text)
        plain = flat(text)
    role = starred or signed or seat_in_brackets(text) or standing.role or _seat_worn(text, standing)
    glued = _glued_seat(plain, standing)
    if glued:
        seat = seat_of(glued["seat"])
        if standing.generic:
            standing.group, standing.role = glued["seat"], seat
        role = seat or (glued["seat"] if glued["seat"] != "委員" else None)
        text = text[glued.start("name") :]
        plain = flat(text)
    elif (match := _SEAT_FIRST.fullmatch(plain)) is not None and standing.seats(squeeze(match["seat"])):
        text, role = _behind_seat(text, role, match, standing)
    proxy = _PROXY.search(plain) is not None
    return Attendee(standing.group, person_of(text), role, standing.affiliation, proxy)


def _without_counts(text: str) -> str:
    """An entry without head counts, the seat's number, （出席） and the order of the list."""
    plain = flat(text)
    for pattern in (_COUNT_IN_BRACKETS, COUNT, _SEAT_NUMBER, _PRESENT, ORDER):
        match = pattern.search(plain)
        if pattern is COUNT and _SEVERAL.fullmatch(plain) and group_of(plain) in _UNNAMED:
            continue
        if match and not (pattern is _SEAT_NUMBER and len(plain) == match.end()):
            text = (text[: match.start()] + " " + text[match.end() :]).strip()
            plain = flat(text)
    return text


def _seat_worn(text: str, standing: Standing) -> str | None:
    """The seat that an entry is or ends in; among the staff none is a seat of the body."""
    return None if standing.group == "事務局" else seat_of(text) or seat_of_person(text)


def _behind_seat(text: str, role: str | None, match: re.Match[str], standing: Standing) -> tuple[str, str | None]:
    """委員長　青野和子, 委員(教育長) 赤井実: the name behind the seat, and the role."""
    seat = seat_of(match["seat"])
    if standing.generic and standing.group != standing.heading and seat_of(standing.group or ""):
        # 会長　青野和子、副会長　赤井実、委員　白川花: each pair of a line has a post of its own
        standing.enter_group(squeeze(match["seat"]))
        role = None
    role = (seat_of(match["inner"]) if match["inner"] else None) or seat or role
    if match["brackets"] is None or seat_of(match["inner"]):
        text = text[match.start("name") :]
        text = text[len(number[0]) :] if (number := _SEAT_NUMBER.match(flat(text))) else text
    return text, role


def _inner_group(plain: str, standing: Standing) -> re.Match[str] | None:
    """委員　甲野花子、事務局　図書館長　丙野次郎: a group that begins inside a line."""
    match = _GROUP_FIRST.match(plain) if standing.generic else None
    if match is None or match["group"] in POST_GROUPS or match["group"] not in GROUPS:
        return None
    return match if seat_of(match["group"]) is None and not match["group"].endswith(MEMBERS) else None


def _glued_seat(plain: str, standing: Standing) -> re.Match[str] | None:
    """会長青野和子, 副委員長赤井 正夫君, 理事木下 智君: 委員 and 理事 only with 君 or among seats glued before."""
    if not plain.startswith(_SEAT_STARTS) or seat_of(plain) is not None:
        return None
    match = _SEAT_GLUED.fullmatch(plain)
    if match is None or not 3 <= len(squeeze(match["name"])) <= _LONGEST_NAME:
        return None
    name = match["name"]
    if name.endswith(("について", "の件", "こと", "の状況")):
        return None
    if is_person(name) and not name.endswith(("君", "氏", "さん")):
        return None
    if seat_of(match["seat"]) is None and not (standing.glues or name.endswith(("君", "氏", "さん"))):
        return None
    standing.glues = True
    return match


def with_chairs_of_parties(attendees: list[Attendee]) -> list[Attendee]:
    """The attendees, those members with their role that a working party calls 主査 and 副主査."""
    return [_as_chair(attendee) for attendee in attendees]


def _as_chair(attendee: Attendee) -> Attendee:
    if attendee.role is not None or not (attendee.group or "").endswith(MEMBERS):
        return attendee
    match = _CHAIR_OF_PARTY.fullmatch(flat(attendee.name))
    return attendee if match is None else replace(attendee, role=match["seat"])
