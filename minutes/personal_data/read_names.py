"""Names that the words of a text tell, with or without a sign beside them: the dictionary knows family and given names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from minutes.personal_data.dictionary import (
    FAMILY,
    GIVEN,
    NOUN,
    PERSON,
    PLACE,
    PROPER,
    Words,
    kinds_of,
)
from minutes.personal_data.name_signs import COMMON_SURNAMES, KIN, NO_NAME, ORGANISATION_SIGNS, RUN, K, Name, is_thing
from minutes.personal_data.name_words import KANJI, is_east_asian, is_family, is_given_name, may_be_given, may_hold_name

_ALL_KANJI = re.compile(rf"{K}+")
_ONE_SCRIPT = re.compile(rf"(?:{K}+|[ァ-ヴー]+|[ぁ-ん]+|[ぁ-ん]+[子美江代枝恵乃香]|{K}[ぁ-ん]+)")
# Behind a name, without a space: 氏, 君, 外2名; other kanji make a longer word of it (中村勝商店).
_MAY_FOLLOW = re.compile(
    r"(?:氏|様|君|殿|宅|家|邸|夫妻|夫婦|容疑者|被告|両氏|両名|一家|親子|兄弟|姉妹|方|側|他|外|本人|名義|自身|及び|並びに|作|著|筆|画|所有|生|死亡|男|女|と|外)"
)
_LONGEST_FAMILY = 5  # signs
_LONGEST_GIVEN = 5
_MOST_BLANKS = 3


def may_stand_in(sentence: str) -> bool:
    """Whether a name in kanji, or one in kana that only reading tells, may stand in a sentence."""
    return any(
        may_hold_name(found[0])
        or (len(found[0]) == 1 and sentence[found.end() : found.end() + 1] == " " and is_family(found[0]))
        for found in RUN.finditer(sentence)
    )


def read_names(words: Words) -> Iterator[Name]:
    """Full names: a family and a given name side by side, one of them read as such, the other known to be one."""
    for index, kind in enumerate(words.kinds):
        if kind == GIVEN:
            yield from _before_given(words, index)
        elif kind == FAMILY:
            yield from _behind_family(words, index)
    yield from _letter_spaced(words.text)
    yield from _half_kana(words)
    yield from _east_asian(words.text)


_EAST_ASIAN = re.compile(rf"(?<![{KANJI}])(?P<family>{K}) {{1,3}}(?P<given>{K}{{1,2}})(?=[、。)( \n/]|さん|氏|様|\Z)")


def _east_asian(text: str) -> Iterator[Name]:
    """李  明哲: a family name of one sign with a space behind it."""
    if " " not in text:
        return
    for found in _EAST_ASIAN.finditer(text):
        run = found["family"] + found["given"]
        if is_east_asian(run) and not kinds_of(found["given"]) & {NOUN, PROPER, PLACE}:
            yield Name(found.start(), found.end(), found["family"], found["given"], 0.5, False)


def _before_given(words: Words, index: int) -> Iterator[Name]:
    """The family name before a given name: the longest run of words that is one, or any short word in kanji."""
    given = words.surface(index)
    if len(given) > _LONGEST_GIVEN or not _ends(words, index + 1):
        return
    before = index - 1
    while before >= 0 and words.surface(before) == " ":
        before -= 1
    if before < index - _MOST_BLANKS - 1:
        return
    is_spaced = before < index - 1
    best = None
    for first in range(before, max(-1, before - 3), -1):
        family = words.surface(first, before)
        if not _ALL_KANJI.fullmatch(family) or len(family) > _LONGEST_FAMILY:
            break
        if is_family(family) or ((len(given) > 1 or is_spaced) and _is_strange(words, first, before)):
            best = first
    if best is None or words.surface(best, before) in NO_NAME:
        return
    end = words.ends[index]
    if re.match("[ぁ-ん]", given) and _HOUSE.match(words.text, end):
        return
    if (
        is_spaced
        and len(words.surface(best, before)) == len(given) == 1
        and _is_in_row(words.text, words.starts[best], end)
    ):
        return
    if is_spaced and len(given) == 1 and (rest := _REST_OF_GIVEN.match(words.text, end)) is not None:
        given, end = given + rest[1], rest.end()
        yield Name(words.starts[best], end, words.surface(best, before), given, 0.9, False)
        return
    yield Name(words.starts[best], end, words.surface(best, before), given, 0.7, False)


# 深沢 豊  秋: a given name of two signs set apart
_REST_OF_GIVEN = re.compile(rf" {{1,3}}((?![印外他男女昭平大明令]){K})(?=[\n、。)(]|\Z)")


def _is_strange(words: Words, first: int, last: int) -> bool:
    """Whether words before a given name may be a family name that the dictionary lacks: 九正秋, 陸別遥子.

    They stand alone, and tell no post or role.
    """
    family = words.surface(first, last)
    before = words.text[max(0, words.starts[first] - 1) : words.starts[first]]
    return (
        len(family) <= 3
        and not _ALL_KANJI.match(before)
        and family[-1] not in _NO_FAMILY_END
        and not ORGANISATION_SIGNS.search(family)
    )


_NO_FAMILY_END = frozenset(
    "者員人長会課部局署係室館様氏級式的用費数額故妻夫父母子男女兄姉弟妹孫娘嬢君組班名内外党派同前元現新旧計第先旧"
)


def _behind_family(words: Words, index: int) -> Iterator[Name]:
    """The given name behind a family name: one that the dictionary has, or signs that given names are made of."""
    behind = index + 1
    while behind < min(len(words), index + _MOST_BLANKS + 1) and words.surface(behind) == " ":
        behind += 1
    is_spaced = behind > index + 1
    family = words.surface(index)
    for last in range(behind, min(len(words), behind + 3)):
        given = words.surface(behind, last)
        if len(given) > _LONGEST_GIVEN or not _ONE_SCRIPT.fullmatch(given):
            return
        if not _ends(words, last + 1):
            continue
        is_name = is_given_name(given) and (len(given) > 1 or words.kinds[behind] in (FAMILY, GIVEN))
        if not is_name and 1 < len(given) <= 3 and _ALL_KANJI.fullmatch(given):
            is_name = may_be_given(given) and words.kinds[behind : last + 1] != [NOUN]
        if re.match("[ぁ-ん]", given) and _HOUSE.match(words.text, words.ends[last]):
            return
        is_row = (
            is_spaced
            and len(family) == len(given) == 1
            and _is_in_row(words.text, words.starts[index], words.ends[last])
        )
        if is_name and not is_row and not ORGANISATION_SIGNS.search(given):
            yield Name(words.starts[index], words.ends[last], family, given, 0.65, False)
            return
    if is_spaced and (kana := _KANA_GIVEN.match(words.text, words.starts[min(behind, len(words) - 1)])) is not None:
        yield Name(words.starts[index], kana.end(), family, kana[0], 0.55, False)
    elif is_spaced and (found := _KANJI_GIVEN.match(words.text, words.starts[min(behind, len(words) - 1)])) is not None:
        given = found[0].replace(" ", "")
        if not kinds_of(given) & {NOUN, PROPER, PLACE} or is_given_name(given):
            yield Name(words.starts[index], found.end(), family, given, 0.5, False)


# 土屋 まさ、芹沢 柚(
_KANA_GIVEN = re.compile(r"[ぁ-ん]{2,4}(?=[、。)( \n様氏]|さん|\Z)")
_KANJI_GIVEN = re.compile(
    rf"(?![印外他殿様氏君方男女計大小各同及又]){K}(?: {{0,3}}{K}){{0,2}}(?=[、。)( \n/]|さん|氏|様|君|\Z)"
)


# つばさの家
_HOUSE = re.compile(r"の(?:家|森|里|園|丘|郷|杜|会|街|まち)")


def _ends(words: Words, index: int) -> bool:
    """Whether a name may end before this word."""
    if index >= len(words):
        return True
    following = words.text[words.starts[index] : words.starts[index] + 4]
    if following[:1].isdigit() and words.text[words.starts[index] - 1] in "明大昭平令":
        return False  # 香 昭40.8.8
    return not _ALL_KANJI.match(following) or _MAY_FOLLOW.match(following) is not None


# 雨 宮  薫: a row of single signs
_LETTERS = re.compile(
    rf"(?<!(?<![{KANJI}])[{KANJI}] )(?<!(?<![{KANJI}])[{KANJI}]  )(?<![{KANJI}])(?:(?:氏 {{0,3}}名|名 {{0,3}}前|本 {{0,3}}人) {{1,3}})?(?P<name>{K}(?: {{1,3}}{K}){{1,5}})(?!{K})"
)


# 井 上 八重子: only the family name is spaced
_FAMILY_IN_LETTERS = re.compile(
    rf"(?<![{KANJI}])(?P<family>{K} {{1,3}}{K}(?: {{1,3}}{K})?) {{1,3}}(?P<given>{K}{{2,3}}|[ぁ-ん]{{2,4}}|[ァ-ヴー]{{2,5}})(?![{KANJI}ぁ-んァ-ヴー])"
)


def _letter_spaced(text: str) -> Iterator[Name]:
    """Names printed with a space between all signs."""
    if " " not in text:
        return
    for found in _FAMILY_IN_LETTERS.finditer(text):
        family = found["family"].replace(" ", "")
        if (
            is_family(family)
            and is_given_name(found["given"])
            and re.match(" {0,3}君", text[found.end() :][:4]) is None
        ):
            yield Name(found.start(), found.end(), family, found["given"], 0.95, False)
    for found in _LETTERS.finditer(text):
        closed = found["name"].replace(" ", "")
        for size in (2, 3, 1):
            family, given = closed[:size], closed[size:]
            if given and is_family(family) and is_given_name(given):
                if re.match(" {0,3}君", text[found.end() :][:4]) or found["name"].endswith("君"):
                    break  # assemblies call their members so
                yield Name(*found.span("name"), family, given, 0.8, False)
                break


# What stands behind somebody who does something or to whom something is done.
_ROW_BEFORE = re.compile(rf"(?<![{KANJI}]){K} {{1,3}}\Z")
_ROW_BEHIND = re.compile(rf" {{1,3}}{K}(?![{KANJI}])")


def _is_in_row(text: str, start: int, end: int) -> bool:
    """Whether what stands between two places is part of a row of single signs: 藤 安 of 須 藤 安 通."""
    return _ROW_BEFORE.search(text[max(0, start - 5) : start]) is not None or _ROW_BEHIND.match(text, end) is not None


_DOES = re.compile(
    r"(?:は|が|から|に(?:は|対|も|つい|より|依頼|連絡|通知|確認|聞)|本人|側|という|と(?:の|話|面|連|名)|も(?=[^のっ])|を|へ|ケース|世帯|家(?=[のはがにを、])|宅|の(?=[^、]))"
)
_DOES_SURELY = re.compile(
    r"(?:と(?:言|申|名乗|いい|おっしゃ)|には|は|が|から(?!の)|に対|本人|側|という|と(?:話|面|連|名)|を|ケース|世帯)"
)


def lone_names(words: Words, places: Iterable[int]) -> Iterator[Name]:
    """Family and given names that stand alone, and are read as such.

    `places` are where other personal data stand: near them a name may be one that places bear too, elsewhere only such as are
    nothing else, of whom something is told.
    """
    text = words.text
    known = sorted(places)
    for index, kind in enumerate(words.kinds):
        if kind not in (FAMILY, GIVEN):
            continue
        start, end = words.starts[index], words.ends[index]
        word = text[start:end]
        if word in NO_NAME or word in COMMON_SURNAMES or not _stands_alone(words, index):
            continue
        is_personal = bisect_left(known, start - _NEAR) < bisect_right(known, start + _NEAR)
        if kind == GIVEN:
            if (
                is_personal
                and len(word) > 1
                and (_DOES.match(text, end) or _PUPIL.match(text, end))
                and _ONE_SCRIPT.fullmatch(word)
            ):
                yield Name(start, end, None, word, 0.4, False)
        elif is_personal and (run := _run_at(text, start)) and is_east_asian(run):
            yield Name(start, start + len(run), run[0], run[1:], 0.4, False)
        elif is_personal and (
            _DOES.match(text, end) or (len(word) > 1 and (_IN_LIST.match(text, end) or _INTRODUCES.match(text, end)))
        ):
            yield Name(start, end, word, None, 0.4, False)
        elif len(word) > 1 and kinds_of(word) <= {FAMILY, GIVEN} and _DOES_SURELY.match(text, end):
            yield Name(start, end, word, None, 0.35, False)


# Whoever is called so: any word for a person, with what may stand between it and a name.
_ROLE = re.compile(
    rf"(?:{KIN}|[者人主児親生徒客婿嫁姑孫婦女男](?<![先学発衛民再])|会社員|無職|氏名|姓名|名前|名義|名宛|フリガナ|ふりがな)(?:代表|ら|様)?[0-9]?(?:の|は|が|:|、| |「|『|[(]|・|=|→){{0,3}}\Z"
)


def names_of_roles(words: Words) -> Iterator[Name]:
    """Family or given names behind a word for a person: 引取人の仁科, 送迎者:仁科."""
    text = words.text
    for index, kind in enumerate(words.kinds):
        if kind not in (FAMILY, GIVEN):
            continue
        start, end = words.starts[index], words.ends[index]
        if not _ROLE.search(text[max(0, start - 14) : start]):
            continue
        word = text[start:end]
        following = text[end : end + 4]
        if _ALL_KANJI.match(following) and not _MAY_FOLLOW.match(following):
            continue
        if word in NO_NAME or word in COMMON_SURNAMES or (len(word) == 1 and text[start - 1] not in " :「"):
            continue
        if kind == FAMILY:
            is_place = PLACE in kinds_of(word) and text[start - 1] in "がは"
            if not is_place or _IS.match(text, end):
                yield Name(start, end, word, None, 0.5, True)
        elif len(word) > 1 and _ONE_SCRIPT.fullmatch(word):
            yield Name(start, end, None, word, 0.5, True)


_IS = re.compile(r"で(?:す|あ|ご)|と(?:い|申|言)|さん|氏|様|[、。(」]")
_INTRODUCES = re.compile(r"で(?:す|ございま)|と(?:申|言|い)")
_PUPIL = re.compile(r"[(](?:[小中高]\d|[1-9]?\d[歳)]|年[長中少]|[長次二三末])")
_IN_LIST = re.compile(r"[、,・)(。」』\n]|\Z")


def _run_at(text: str, start: int) -> str:
    found = _ALL_KANJI.match(text, start)
    return found[0] if found is not None else ""


_NEAR = 300  # signs


def _stands_alone(words: Words, index: int) -> bool:
    """Whether no sign of the same script stands before a word."""
    before = words.text[max(0, words.starts[index] - 1) : words.starts[index]]
    return not re.match(r"[一-鿿々ァ-ヴーA-Za-z]", before)


_KANA_BEHIND = re.compile(r"(?P<space> ?)(?P<given>[ァ-ヴー]{2,6})(?![ァ-ヴー・])")


def _half_kana(words: Words) -> Iterator[Name]:
    """五霞ユリ, 海部ジュリア: a family name in kanji with a given name in katakana."""
    for index, kind in enumerate(words.kinds):
        if kind not in (FAMILY, PLACE):
            continue
        found = _KANA_BEHIND.match(words.text, words.ends[index])
        if found is None:
            continue
        family = words.surface(index)
        if not _ALL_KANJI.fullmatch(family) or not is_family(family) or is_thing(found["given"]):
            continue
        kinds = kinds_of(found["given"])
        if is_given_name(found["given"]) or (PERSON in kinds and not kinds & {NOUN, PROPER}):
            yield Name(words.starts[index], found.end(), family, found["given"], 0.6, False)
