"""Names behind 申請者, 長男の, 氏名： and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.personal_data.dictionary import PLACE, kinds_of
from minutes.personal_data.kana_names import is_common_kana
from minutes.personal_data.name_signs import (
    BOUND,
    HALF_KANA,
    KIN,
    NO_KANA,
    NO_NAME,
    NO_NAME_END,
    ROLES,
    RUN,
    SPACED_RUNS,
    STARTS_AS_PARTICLE,
    TITLE_END,
    K,
    Name,
    follows_person,
    is_thing,
    may_be_family,
    unlisted_parts,
)
from minutes.personal_data.name_words import (
    KANJI,
    WORDS_OF_ONE_SIGN,
    is_east_asian,
    is_family,
    is_given_name,
    may_be_given,
    may_be_surname,
    parted,
)

# Most places are passed over by the first sign alone.
_FIRST_SIGNS = "".join(
    sorted({word[0] for word in re.split("[|?:()]+", f"{ROLES}|{KIN}") if word and re.match(r"\w", word)})
)
_ROLE = re.compile(
    rf"(?=[{_FIRST_SIGNS}の])(?:(?:{ROLES})(?:代表|ら)?[0-9]?|(?<!{K})(?:{KIN})|(?<=[の同])(?:{KIN})|(?<=者)(?:父|母)|(?<=、)(?:{KIN})|(?<=[{KANJI}])(?:の妻|の夫|長男|次男|二男|長女|次女|二女))"
)
_STRONG_LABEL = re.compile(
    r"(?:氏名|名前|本名|旧姓|通称|名義人?|申請者名?|申請人|請願者|陳情者|相談者|世帯主|名義|保護者名|代表者名?|被保険者名?|届出人|送付先|宛名)[ ]?[:][ ]?|氏名(?:は|が)、?|名前は、?|旧姓は?|名義人?[ は]|本名は?|名義は?|[・、]?氏名 "
)
_LINK = re.compile(
    r"(?:の(?:お名前|氏名|名前|名義)?は?|は|が|である|であった|、|:|・|[ ]|「|『|\(|として|だった|となる|にあたる|に当たる|、?[0-9]{1,3}歳の?|役の){0,3}"
)


def names_behind_roles(text: str) -> Iterator[Name]:
    for role in _ROLE.finditer(text):
        link = _LINK.match(text, role.end())
        assert link is not None
        is_kin = re.fullmatch(KIN, role[0]) is not None
        ends = {role.end(), link.end()}
        for place in sorted(ends):
            name = _name_at(text, place, is_kin=is_kin, is_linked=place > role.end(), role=role[0])
            if name is not None:
                yield name
                yield from _further(text, name.end, is_kin=is_kin, role=role[0])
                break
    for label in _STRONG_LABEL.finditer(text):
        found = _LABELLED.match(text, label.end())
        if found is not None and found[0].replace(" ", "") not in NO_NAME:
            name = _labelled(found)
            if name is not None:
                yield name


_COMMA = re.compile(rf"(?:さん|氏|様)?(?:[(][^()\n]{{1,40}}[)])?(?:、|・|と|及び|および|並びに|,)(?:{ROLES})?")
_MOST_LISTED = 6


def _further(text: str, place: int, *, is_kin: bool, role: str) -> Iterator[Name]:
    """The other names of a list behind one role: 被告は甲野誠、甲野ルミ、連帯保証人甲野熊吉."""
    for _ in range(_MOST_LISTED):
        comma = _COMMA.match(text, place)
        if comma is None:
            return
        name = _name_at(text, comma.end(), is_kin=is_kin, is_linked=True, role=role)
        if name is None or (name.given is None and name.certainty < 0.65):
            return
        yield name
        place = name.end


_LABELLED = re.compile(
    rf"「?(?P<first>{K}{{1,6}}|[ァ-ヴー]{{2,10}})(?: {{0,3}}(?P<second>{K}{{1,4}}|[ぁ-ん]{{2,5}}|[ァ-ヴー]{{2,8}})(?![{KANJI}ァ-ヴー]))?"
)


def _labelled(found: re.Match[str]) -> Name | None:
    first, second = found["first"], found["second"]
    if len(first) == 1 and second is None and re.match("[ぁ-ん]", found.string[found.end() : found.end() + 1]):
        return None  # お名前は申し上げられません
    start = found.start("first")
    if second is not None and is_given_name(second) and may_be_family(first):
        return Name(start, found.end("second"), first, second, 0.8, True)
    if second is None:
        bare = TITLE_END.sub("", first)
        two = parted(bare)
        if two is None and is_east_asian(bare):
            two = bare[0], bare[1:]
        if two is not None:
            return Name(start, start + len(bare), two[0], two[1], 0.9, True)
        if re.match("[ァ-ヴ]", first):
            is_name = len(first) >= 4 or (len(first) > 1 and not is_common_kana(first))
            return Name(start, found.end("first"), None, first, 0.6, True) if is_name else None
        if is_family(bare):
            return Name(start, start + len(bare), bare, None, 0.7, True)
        if 3 <= len(bare) <= 5 and may_be_surname(bare[:2]) and bare[:2] not in NO_NAME and bare[-1] not in "等欄書":
            return Name(start, start + len(bare), bare[:2], bare[2:], 0.6, True)
        return None
    if re.match("[ァ-ヴ]", first):
        return Name(start, found.end("second"), None, first + second, 0.6, True)
    if len(first) <= 3 and (may_be_surname(first) or " " in found[0]):
        if re.match("[ぁ-ん]", second) and not is_given_name(second):
            return Name(start, start + len(first), first, None, 0.6, True) if is_family(first) else None
        if is_family(first) or may_be_given(second):
            return Name(start, found.end("second"), first, second, 0.85, True)
    return None


_KANA_GIVEN = re.compile(rf"({K}{{1,3}})([ぁ-ん]{{1,4}}{K}?|[ァ-ヴー]{{2,6}}{K}?)")
_KANA_ALONE = re.compile(r"[ァ-ヴー]{2,10}(?:[・= ][ァ-ヴー]{1,14}){0,3}|[ぁ-ん]{2,4}")
# A family name behind these needs no further sign; behind others one sign of a single kanji is too little.
_LONE_ROLE = frozenset(
    (
        "申請者",
        "申請人",
        "請願者",
        "陳情者",
        "被害者",
        "加害者",
        "原告",
        "被告",
        "容疑者",
        "相談者",
        "氏名",
        "患者",
        "旧姓",
    )
)


def _name_at(text: str, place: int, *, is_kin: bool, is_linked: bool, role: str) -> Name | None:
    """A name that begins at a place behind a role or a word for kin."""
    if (spaced := SPACED_RUNS.match(text, place)) is not None:
        first, second = spaced[1], spaced[2]
        bare = TITLE_END.sub("", second) or second
        if is_family(first) and (may_be_given(bare) or is_given_name(bare)):
            return Name(place, spaced.start(2) + len(bare), first, bare, 0.9, True)
        if is_given_name(bare) and may_be_family(first):
            return Name(place, spaced.start(2) + len(bare), first, bare, 0.65, True)
    run = RUN.match(text, place)
    if run is not None and not is_linked and is_family(role + run[0]):
        return None  # 祖父江
    if run is None:
        kana = _KANA_ALONE.match(text, place)
        if kana is None or not is_linked:
            return None
        if is_kin and _is_kana_name(text, kana):
            return Name(place, kana.end(), None, kana[0], 0.6, True)
        if "・" in kana[0] and not is_thing(kana[0]) and follows_person(text, kana.end()):
            return Name(place, kana.end(), None, kana[0], 0.6, True)
        return None
    word = TITLE_END.sub("", run[0]) or run[0]
    if word in NO_NAME or (is_kin and word[0] == "子"):
        return None
    two = parted(word)
    if two is not None:
        return Name(place, place + len(word), two[0], two[1], 0.9, True)
    if (mixed := _KANA_GIVEN.match(text, place)) is not None and is_family(mixed[1]):
        given = mixed[2]
        for size in range(len(given), 1, -1):
            if is_given_name(given[:size]) and BOUND.match(text, mixed.start(2) + size):
                return Name(place, mixed.start(2) + size, mixed[1], given[:size], 0.85, True)
        if HALF_KANA.fullmatch(given) or (
            re.match("[ぁ-ん]{2}", given)
            and given[0] not in STARTS_AS_PARTICLE
            and re.match(r"[(、「」 \n]|\Z", text[mixed.end() : mixed.end() + 1])
        ):
            return Name(place, mixed.end(), mixed[1], given, 0.6, True)
        if re.match("[ァ-ヴ]", given) and not is_thing(given) and follows_person(text, mixed.end()):
            return Name(place, mixed.end(), mixed[1], given, 0.6, True)
    elif mixed is not None and may_be_family(mixed[1]) and _is_formal(role, is_kin=is_kin):
        given = mixed[2]
        is_kana = re.match("[ァ-ヴ]", given) is not None and not is_thing(given) and given not in NO_KANA
        if (is_given_name(given) or (is_kana and mixed[1][-1] not in NO_NAME_END)) and follows_person(
            text, mixed.end()
        ):
            return Name(place, mixed.end(), mixed[1], given, 0.6, True)
    if 3 <= len(word) <= 5 and is_family(word[:2]) and may_be_given(word[2:]):
        return Name(place, place + len(word), word[:2], word[2:], 0.7, True)
    if not is_linked and len(word) < 2 and not (is_kin and _is_given_alone(text, place, word)):
        return None
    is_shortest = len(word) == 2 and is_family(word[0]) and is_given_name(word[1]) and not is_family(word)
    if is_shortest and not is_kin and _STANDS_IN_LIST.match(text, place - 1):
        return Name(place, place + 2, word[0], word[1], 0.6, True)
    is_formal = _is_formal(role, is_kin=is_kin) and text[place - 1] not in "がをにも"
    if is_formal and (unlisted := unlisted_parts(word)) is not None and follows_person(text, place + len(word)):
        return Name(place, place + len(word), *unlisted, 0.6, True)
    if is_kin and is_given_name(word) and (len(word) >= 2 or _is_given_alone(text, place, word)):
        return Name(place, place + len(word), None, word, 0.75, True)
    if is_kin and len(word) == 2 and may_be_given(word) and is_linked:
        return Name(place, place + len(word), None, word, 0.5, True)
    is_place = PLACE in kinds_of(word) and text[place - 1] in "がはも"
    if is_place and not re.match("で[すあご]|さん|氏|様|[、。(」]", text[place + len(word) :][:2]):
        return None  # 本人が霞を希望する
    if is_family(word) and role not in ("元", "名", "会員", "担当", "代表", "連絡先"):
        if len(word) >= 2 and follows_person(text, place + len(word)):
            return Name(place, place + len(word), word, None, 0.6, True)
        if role in _LONE_ROLE and follows_person(text, place + len(word)):
            return Name(place, place + len(word), word, None, 0.5, True)
    return None


def _is_formal(role: str, *, is_kin: bool) -> bool:
    """Whether a role is one behind which papers print names."""
    return role != "本人" and (
        is_kin or role.endswith(("人", "者", "主", "親", "様", "告", "方")) or role in ("氏名", "名義", "旧姓")
    )


# 譲渡人 原孝(…): two signs between a space and a bracket
_STANDS_IN_LIST = re.compile(r"[ :、]..(?:[(、 \n]|\Z)")


def _is_given_alone(text: str, place: int, word: str) -> bool:
    return (
        text[place - 1] in "の・「男女子父母妻夫孫兄姉弟妹"
        and is_given_name(word)
        and word not in WORDS_OF_ONE_SIGN
        and follows_person(text, place + 1)
    )


def _is_kana_name(text: str, kana: re.Match[str]) -> bool:
    word = kana[0]
    if re.match("[ァ-ヴ]", word):
        return (
            word not in NO_KANA
            and follows_person(text, kana.end())
            and (len(word) >= 2)
            and (is_given_name(word) or "・" in word)
        )
    return is_given_name(word) and follows_person(text, kana.end())
