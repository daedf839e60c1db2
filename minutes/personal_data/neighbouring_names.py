"""Names beside other personal data (an address, a birth date, an age), readings and given names beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minutes.personal_data.dictionary import PLACE, kinds_of
from minutes.personal_data.kana_names import is_common_kana
from minutes.personal_data.name_signs import (
    KIN,
    NO_NAME,
    ORGANISATION_SIGNS,
    TITLE_END,
    K,
    Name,
    is_thing,
    may_be_family,
    unlisted_parts,
)
from minutes.personal_data.name_words import is_family, is_given_name, may_be_given, may_be_surname, parted
from minutes.personal_data.office_holders import OfficeHolders
from minutes.personal_data.standing import is_holder

_BESIDE = re.compile(
    rf"(?P<name>(?P<family>{K}{{1,5}}) {{0,3}}(?P<given>{K}{{1,3}}|[ぁ-ん]{{1,4}}{K}?|[ァ-ヴー]{{1,8}}{K}?)?|[ァ-ヴー]{{1,10}}(?:[・=][ァ-ヴー]{{1,10}}){{1,3}})(?:さん|氏|様|君)?"
    r"(?:[(、, ・\t]|、?(?:男|女)[、 ]|の?(?:住所|電話(?:番号)?|携帯(?:電話)?|宛名番号|被保険者番号|生年月日|口座|メール)[は: ]?|\(?(?:当時)?[1-9]\d歳){1,3}\Z"
)
# (ゆうま、2023/2/8生まれ), (さがら、長女、054-…)
_KANA_BESIDE = re.compile(rf"[(、](?P<name>[ぁ-ん]{{2,5}}|[ァ-ヴー]{{2,6}})(?:、(?:{KIN}|男|女|本人))?[、, ]{{1,2}}\Z")


_WINDOW = 20


def _kana_beside(before: str, offset: int) -> Name | None:
    found = _KANA_BESIDE.search(before)
    if found is None or is_common_kana(found["name"]) or _is_country(found["name"]):
        return None
    return Name(offset + found.start("name"), offset + found.end("name"), None, found["name"], 0.45, True)


def _is_country(word: str) -> bool:
    return re.match("[ァ-ヴ]", word) is not None and PLACE in kinds_of(word)


_AGED = re.compile(r"[(、, ・](?:当時)?[1-9]\d{0,2}歳")
_BEHIND_DATA = re.compile(
    rf"(?:[、 \t)]|の|に住む|在住の){{1,3}}(?P<name>(?P<family>{K}{{2,6}})(?: {{1,3}}(?P<given>{K}{{1,3}}))?)(?=[はがのとにを、。)( ]|さん|氏|様|外|\Z|\n)"
)


def find_beside(text: str, places: Iterable[tuple[int, int]], holders: OfficeHolders) -> Iterator[Name]:
    """Names that stand right before or behind addresses, birth dates and numbers of persons, or before an age."""
    spans = list(places)
    starts = [start for start, _ in spans] + [aged.start() + 1 for aged in _AGED.finditer(text)]
    for start in starts:
        offset = max(0, start - _WINDOW)
        found = _BESIDE.search(text[offset:start])
        name = found and (_judged_beside(found, offset) or _behind_kin(found, offset))
        if name is not None and _says_what(text, name):
            name = None
        if name is None:
            name = _kana_beside(text[offset:start], offset)
        if name is None:
            continue  # (カフェ、080-…): what stands before the number says what somebody does
        if not _is_held(text, name, holders):
            yield name
    for _, end in spans:
        found = _BEHIND_DATA.match(text, end)
        if found is None:
            continue
        name = _judged_beside(found, 0)
        if name is not None and not _is_held(text, name, holders):
            yield name


_KIN_BEFORE = re.compile(rf"(?:{KIN})[(]\Z")


def _says_what(text: str, name: Name) -> bool:
    """Whether a word in brackets says what somebody does, and not who it is: (カフェ、080-…); 妻(印南・84歳) does."""
    before = text[max(0, name.start - 8) : name.start]
    return before.endswith("(") and not (name.family and name.given) and not _KIN_BEFORE.search(before)


def _behind_kin(found: re.Match[str], offset: int) -> Name | None:
    """妻(余市・84歳): whatever the name."""
    is_name = found["given"] is None and found["family"] is not None and len(found["family"]) <= 3
    if not is_name or not _KIN_BEFORE.search(found.string[: found.start("name")]):
        return None
    return Name(offset + found.start("name"), offset + found.end("name"), found["family"], None, 0.5, True)


def _is_held(text: str, name: Name, holders: OfficeHolders) -> bool:
    return is_holder(text, name, text[name.start : name.end].replace(" ", ""), holders)


def _judged_beside(found: re.Match[str], offset: int) -> Name | None:
    start, end = offset + found.start("name"), offset + found.end("name")
    family, given = found["family"], found["given"]
    if given is not None and re.match("[ぁ-んァ-ヴ]", given) and given[-1] in "氏様君":
        given, end = given[:-1], end - 1
    if family is None:
        return None if is_thing(found["name"]) else Name(start, end, None, found["name"], 0.65, True)
    if given is not None and " " in found["name"] and not (len(family) <= 3 and not ORGANISATION_SIGNS.search(given)):
        return None
    if given is not None and " " in found["name"]:
        is_name = is_family(family) or may_be_given(given) or may_be_surname(family) or is_given_name(given)
        is_name = is_name and family not in NO_NAME and given not in NO_NAME
        return Name(start, end, family, given, 0.7, True) if is_name else None
    if given is not None and re.match("[ぁ-んァ-ヴ]", given):
        for size in (3, 2, 1):
            if (
                is_family(family[-size:])
                and size <= len(family)
                and (is_given_name(given) or (size > 1 and re.match("[ァ-ヴ]", given)))
            ):
                if is_thing(given):
                    return None
                return Name(start + len(family) - size, end, family[-size:], given, 0.7, True)
        if is_given_name(given) and may_be_family(family):
            return Name(start, end, family, given, 0.6, True)
        return None
    run = family + (given or "")
    for cut in range(len(run) - 1):
        two = parted(run[cut:])
        if two is not None:
            return Name(start + cut, end, *two, 0.8, True)
    if (unlisted := unlisted_parts(run)) is not None:
        return Name(start, end, *unlisted, 0.6, True)
    if 1 < len(run) <= 3 and is_family(run):
        return Name(start, end, run, None, 0.55, True)
    return None


_READING = re.compile(
    r"(?:さん|氏|様|君)?(?: ?[(（]|[ \n]+(?:フリガナ|ふりがな|カナ|かな|読み)[: は]{0,3})(?:ふりがな|フリガナ|読み)?[: は]?((?:[ぁ-ん]{2,7} ?[ぁ-ん]{1,7}|[ァ-ヴー]{1,7}[ ・]?[ァ-ヴー]{1,7}(?:[ ・][ァ-ヴー]{1,7}){0,2}))(?=[)、 \n]|\Z)"
)


def readings_of(text: str, name: Name) -> Iterator[Name]:
    found = _READING.match(text, name.end)
    if found is not None:
        yield Name(found.start(1), found.end(1), None, found[1], 0.85, True)


_JOINED = re.compile(
    rf"(?:さん|氏|様)?(?:・|、|と|及び|および|並びに|や)({K}{{1,6}}|[ぁ-ん]{{2,4}})(さん|氏|様|夫妻|夫婦|両名|両氏|君|ちゃん|くん)?"
)


def joined_names(text: str, name: Name, holders: OfficeHolders) -> Iterator[Name]:
    """The given name beside a full one: 山田太郎・花子."""
    if name.given is None:
        return
    found = _JOINED.match(text, name.end)
    if found is None:
        return
    word = TITLE_END.sub("", found[1]) or found[1]
    if is_given_name(word) and (len(word) > 1 or found[2]) and not is_family(word):
        yield Name(found.start(1), found.start(1) + len(word), None, word, 0.7, True)
