"""Names of the meeting where they stand once more, without さん and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minutes.personal_data.dictionary import PLACE, kinds_of
from minutes.personal_data.name_signs import BOUND, COMMON_SURNAMES, NO_NAME, ROLES, STARTS_AS_PARTICLE, K, Name
from minutes.personal_data.name_words import KANJI, WORDS_OF_ONE_SIGN, is_given, is_given_name, is_surname, may_be_given
from minutes.personal_data.office_holders import OfficeHolders, has_post

_AFTER_FAMILY = re.compile(
    rf"(?:さん|氏(?!名)|様|君|殿|宅|家|邸|夫妻|夫婦|容疑者|被告|側|方|ら|本人|両氏|両名|自身|名義)?(?:(?![{KANJI}ァ-ヴー])|(?:さん|氏|様))"
)


def find_again(text: str, names: Iterable[Name], holders: OfficeHolders) -> Iterator[Name]:
    """Where names of the meeting stand once more, as a whole or the family or given name alone.

    `names` are those found anywhere in the meeting, the places in them are not looked at.
    """
    words: dict[str, tuple[str | None, str | None, float]] = {}
    for name in names:
        if name.certainty < _SURE_ENOUGH:
            continue
        for word, entry in _words_of(name):
            is_held = entry[1] is None and entry[0] is not None and holders.is_holder(entry[0], word)
            if word not in NO_NAME and not is_held:
                words.setdefault(word.replace(" ", ""), entry)
    if not words:
        return
    pattern = re.compile("|".join(_with_blanks(word, words[word]) for word in sorted(words, key=len, reverse=True)))
    for found in pattern.finditer(text):
        family, given, certainty = words[found[0].replace(" ", "")]
        if not _stands_alone(text, found.start(), found.end()) or has_post(text, found.start(), found.end()):
            continue
        yield Name(found.start(), found.end(), family, given, certainty, False)


def _with_blanks(word: str, entry: tuple[str | None, str | None, float]) -> str:
    """A pattern of a word: blanks may stand between family and given name."""
    family, given, _ = entry
    if family and given:
        return f"{re.escape(family)} {{0,3}}{re.escape(given)}"
    return " {1,3}".join(re.escape(part) for part in (given or word).split(" "))


_PLACES_OF_ONE_SIGN = WORDS_OF_ONE_SIGN | frozenset(
    "林原谷岡堀沢池石島関橋港東西南北宮城国町村市区県川山田畑辻角浜岸峰丘坂中上下前後奥内外里郷門沼滝泉源所駅"
)

# So sure a name has to be for its words to be looked for elsewhere.
_SURE_ENOUGH = 0.55
_SURE = 0.7


def _words_of(name: Name) -> Iterator[tuple[str, tuple[str | None, str | None, float]]]:
    """The words of a name that may stand alone, with the parts that they are. What common words look like is left aside."""
    family, given = name.family, name.given
    if family and given:
        yield family + given, (family, given, 0.85)
        if other := _in_other_kana(given):
            yield family + other, (family, other, 0.7)
    is_place = family is not None and given is None and PLACE in kinds_of(family) and name.certainty < _SURE
    is_known = (
        family is not None and not is_place and (is_surname(family) or name.certainty >= _SURE or given is not None)
    )
    if family and len(family) > 1 and is_known and family not in COMMON_SURNAMES:
        yield family, (family, None, 0.6)
    if family and len(family) == 1 and family not in _PLACES_OF_ONE_SIGN and name.certainty >= _SURE:
        yield family, (family, None, 0.55)
    if not given:
        return
    if "・" in given:
        yield given, (None, given, 0.8)
        yield from ((part, (None, part, 0.55)) for part in given.split("・") if len(part) > 2)
        return
    is_word = (
        re.match(K, given)
        and (may_be_given(given) or is_given_name(given))
        and (len(given) > 1 or given not in WORDS_OF_ONE_SIGN)
    )
    if is_word or (re.match("[ァ-ヴ]", given) and is_given(given)):
        yield given, (None, given, 0.55)


_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_TO_KATAKANA = {code - 0x60: code for code in range(ord("ァ"), ord("ヶ"))}


def _in_other_kana(given: str) -> str:
    """工藤テル may be printed as 工藤てる; nothing for a name in kanji."""
    other = given.translate(_TO_HIRAGANA if re.match("[ァ-ヴ]", given) else _TO_KATAKANA)
    return other if other != given else ""


_LEADING_WORD = re.compile(
    rf"(?:故|元|前|新|旧|妻|夫|父|母|長男|次男|二男|長女|次女|二女|娘|息子|孫|兄|姉|弟|妹|{ROLES})\Z"
)


# 明は; not 明るい
_BEHIND_ONE_SIGN = re.compile(r"[はがのをにともへ、。・)」(:\n ]|から|さん|君|くん|ちゃん|様|氏|宅|家|\Z")


def _stands_alone(text: str, start: int, end: int) -> bool:
    first, last = text[start], text[end - 1]
    before = text[max(0, start - 8) : start]
    if re.match(K, first):
        if before and re.match(K, before[-1]) and not _LEADING_WORD.search(before):
            return False
    elif re.match("[ァ-ヴー]", first):
        if re.match("[ァ-ヴー]", before[-1:]):
            return False
    elif re.match("[ぁ-ん]", before[-1:]) and before[-1] not in STARTS_AS_PARTICLE:
        return False
    if re.match(K, last) and end - start == 1:
        return _BEHIND_ONE_SIGN.match(text, end) is not None
    if re.match(K, last):
        return _AFTER_FAMILY.match(text, end) is not None
    if re.match("[ァ-ヴー]", last):
        return not re.match("[ァ-ヴー]", text[end : end + 1] or " ")
    return BOUND.match(text, end) is not None
