"""Names in kana and in Latin letters: グエン ティ ラン, カンポス 真理, Maria Santos, コジマという女性."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.personal_data.dictionary import FAMILY, GIVEN, NOUN, OTHER, PERSON, PROPER, kinds_of
from minutes.personal_data.name_signs import KIN, NO_KANA, K, Name, is_thing
from minutes.personal_data.name_words import KANJI, is_family, is_given, is_given_name


def kana_names(text: str) -> Iterator[Name]:
    """Names of which no part, or only the given name, is in kanji, where a sign or their shape tells them."""
    yield from _pointed(text)
    yield from _spaced(text)
    yield from _half_kanji(text)
    yield from _called(text)
    yield from _of_kin(text)
    yield from _latin(text)
    yield from _with_reading(text)


_LABELLED = re.compile(
    r"(?:フリガナ|ふりがな|カナ氏名|カナ)[ :は]{1,3}(?P<name>(?:[ァ-ヴー]{1,8} {0,3}){1,3}(?<! )|(?:[ぁ-ん]{2,8} {0,3}){1,2}(?<! ))(?=[ \n、)]|\Z)"
)
_WITH_READING = re.compile(
    rf"(?<![{KANJI}])(?P<name>(?P<family>{K}{{1,4}}?) {{0,3}}(?P<given>{K}{{1,3}}))[(](?P<reading>[ぁ-ん]{{2,6}} [ぁ-ん]{{2,6}}|[ァ-ヴー]{{2,6}} [ァ-ヴー]{{2,6}})[)]"
)


def _with_reading(text: str) -> Iterator[Name]:
    """白 雪(はく せつ): only names have their reading in two parts beside them."""
    for label in _LABELLED.finditer(text):
        yield Name(*label.span("name"), None, label["name"], 0.8, True)
    for found in _WITH_READING.finditer(text):
        yield Name(*found.span("name"), found["family"], found["given"], 0.75, True)
        yield Name(*found.span("reading"), None, found["reading"], 0.75, True)


def is_common_kana(word: str) -> bool:
    """Whether a word in katakana is rather no name."""
    if word in NO_KANA or is_thing(word):
        return True
    kinds = kinds_of(word)
    if is_given(word) or GIVEN in kinds:
        return False
    return len(word) > _SHORT and (NOUN in kinds or (PROPER in kinds and PERSON not in kinds) or OTHER in kinds)


def is_foreign(word: str) -> bool:
    """Whether all parts of a word with points are names, and not all of them words too: クリス・ベネット."""
    kinds = [kinds_of(part) for part in re.split("[・=]", word)]
    return (
        len(kinds) > 1
        and not set(re.split("[・=]", word)) & NO_KANA
        and all(PERSON in each for each in kinds)
        and any(NOUN not in each for each in kinds)
    )


_SHORT = 2  # signs of words that say nothing of what they are part of
_POINTED = re.compile(r"(?<![ァ-ヴー・])[ァ-ヴー]{1,12}(?:[・=][ァ-ヴー]{1,12}){1,7}(?![ァ-ヴー・])")


def _pointed(text: str) -> Iterator[Name]:
    """ペレイラ・ジョアン: no part of it is a common word."""
    if "・" not in text and "=" not in text:
        return
    for found in _POINTED.finditer(text):
        parts = re.split("[・=]", found[0])
        if not is_foreign(found[0]) and (any(map(is_common_kana, parts)) or all(len(part) == 1 for part in parts)):
            continue
        yield Name(found.start(), found.end(), None, found[0], 0.55, False)


# Where a name in a list or on a form begins and ends.
_BEGINS = r"(?:(?<=\n)|\A|(?<=[、,:(「』」)>])|(?<=[、,:(「』」)>] )|(?<=カナ )|(?<=ガナ )|(?<=がな )|(?<=[者人主名員児親女男妻夫父母] )|(?<=^[ ・]))"
_ENDS = r"(?=[、。,)(」\n/\t:]| |\Z|さん|氏|様|の|は|が|に|を|と|から)"
_SPACED = re.compile(
    rf"{_BEGINS}(?P<name>[ァ-ヴー]{{2,8}}(?: {{1,3}}[ァ-ヴー]{{1,8}}){{1,3}})(?![ァ-ヴー・{K[1:-1]}]){_ENDS}",
    re.MULTILINE,
)


def _spaced(text: str) -> Iterator[Name]:
    """ウエノ ジロウ, グエン ティ ラン, in a list or on a form."""
    if " " not in text:
        return
    place = 0
    while (found := _SPACED.search(text, place)) is not None:
        first, *others = found["name"].split()
        is_strange = bool(kinds_of(first)) and kinds_of(first) <= {FAMILY, GIVEN, PERSON}
        if not is_common_kana(first) and (is_strange or not any(is_common_kana(part) for part in others)):
            yield Name(*found.span("name"), None, found["name"], 0.7, False)
            place = found.end()
        else:
            place = found.start() + len(first)  # フリガナ イイジマ ダン: a label


_HALF_KANJI = re.compile(
    rf"(?<![ァ-ヴー・{KANJI}])(?P<family>[ァ-ヴー]{{1,10}}(?:・[ァ-ヴー]{{1,10}}){{0,2}})(?P<space> {{1,3}}|・)?(?P<given>{K}{{1,3}}(?!{K})|[ぁ-ん]{{2,4}}(?=[)、\n]))"
)


def _half_kanji(text: str) -> Iterator[Name]:
    """カンポス 真理, アンダーソン 海(アンダーソン かい): a family name in katakana with a given name in kanji."""
    for found in _HALF_KANJI.finditer(text):
        family, given = found["family"], found["given"]
        is_reading = found["space"] and re.match("[ぁ-ん]", given) and PERSON in kinds_of(family)
        if is_common_kana(family) or not (is_given_name(given) or is_reading):
            continue
        if found["space"] is None and (len(given) < _SHORT or NOUN in kinds_of(given)):
            continue
        is_strange = "・" in family or PERSON in kinds_of(family) or is_family(family)
        if is_strange or (found["space"] and len(given) >= _SHORT):
            yield Name(found.start(), found.end(), family, given, 0.8 if "・" in family else 0.55, False)


_CALLED = re.compile(
    r"(?<![ァ-ヴー])(?P<name>[ァ-ヴー]{2,10}|(?<=「)[ぁ-ん]{2,8}(?=」))」?(?=という(?:者|方|人|市民|住民|男|女|名|ひと|児童|生徒|職人|子)|と(?:名乗|名のる|申|称|呼ばれ|お読み|読み|刻ま)|なる(?:人物|者|男|女))"
)
_READ = re.compile(r"「(?P<name>[ぁ-ん]{2,5} ?[ぁ-ん]{0,5}|[ァ-ヴー]{2,6} ?[ァ-ヴー]{0,6})」(?=さん|様|氏|とお?読)")


# What a word may be besides a noun and still be a name: クラスという方 is weaker than ハヤシと名乗る.
_NAMES = {False: {PERSON, FAMILY, GIVEN, PROPER}, True: {FAMILY, GIVEN}}


def _called(text: str) -> Iterator[Name]:
    """コジマという女性, 「にのまえ」さんとお読みする."""
    for pattern in (_CALLED, _READ):
        for found in pattern.finditer(text):
            word = found["name"]
            is_weak = re.match("」?という[方名人]", text[found.end() : found.end() + 5]) is not None
            is_noun = kinds_of(word) & {NOUN, OTHER} and not kinds_of(word) & _NAMES[is_weak]
            if word not in NO_KANA and not is_thing(word) and not is_noun:
                yield Name(*found.span("name"), None, word, 0.55, True)


_FIRST_OF_KIN = "".join(sorted({word[0] for word in re.split("[|?:()]+", KIN) if re.match(r"\w", word)} | {"う"}))
_OF_KIN = re.compile(
    rf"(?=[{_FIRST_OF_KIN}])(?:{KIN}|うち)(?:の|が(?=[ァ-ヴ])|は(?=[ァ-ヴ])|、|・|:| |\()?(?P<name>[ァ-ヴー]{{2,5}}子?|(?![のはがをに])[ぁ-ん]{{1,3}}[子美江代枝恵乃香]|[ぁ-ん]{{2,4}})(?=[はがをにもとへ、。()(]|から|より|の(?!よう)|を|さん|くん|ちゃん)"
)


def _of_kin(text: str) -> Iterator[Name]:
    """二女キヨ, 母のふじ, うちのコウ: kana that is a given name."""
    for found in _OF_KIN.finditer(text):
        word = found["name"]
        if re.match(K, word[-1]):
            yield Name(*found.span("name"), None, word, 0.5, True)
            continue
        if re.match("[ァ-ヴ]", word):
            if not is_common_kana(word) and word not in NO_KANA:
                yield Name(*found.span("name"), None, word, 0.5, True)
            continue
        for size in range(len(word), 1, -1):
            behind = word[size:] + text[found.end("name") : found.end("name") + 1]
            if is_given(word[:size]) and behind[:1] in "はがをにもとへの、。()さくちか":
                yield Name(found.start("name"), found.start("name") + size, None, word[:size], 0.5, True)
                break


_LATIN = re.compile(
    r"(?<![A-Za-z@._-])[A-Z][a-z]{1,14}(?:[ ・](?:[A-Z]\.|(?:de|da|dos|van|von|bin|al|la|del) ?)?(?:O'|Mc|Mac|D')?[A-Z][a-z]{1,14}(?:-[A-Z][a-z]+)?){1,4}(?![A-Za-z@_]|[.-][A-Za-z])"
)
# Words of places, firms and forms
_NO_LATIN = frozenset(
    "Road Street Avenue Lane Garden Gardens Park City Town House Flat Room Floor Tower Building Center Centre Court Square Station Hotel School University College Office Bank Club "
    "Market Shop Store Company Group Japan Tokyo Osaka Kyoto London York New North South East West Great Green Smart Society Digital Data Date From Dear Subject Hello Thank Mr Mrs Ms Dr "
    "Web Net Network Cloud Windows Word Excel Google Microsoft Office Zoom Teams Meet Line Wi Fi Free Open Public Service Services System Systems International National World Global United States "
    "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday The And For With Act Plan Do Check Action Info Information News Navi Guide Map Book Card Plaza Hall Art Music Sports Festival Eco Bio Life Home Care Kids Baby Mama Papa Happy Good Best Top New Big My Your Our No Yes Ver Vol Part Type Level Step Case Model Point Line App Apps Pay Go To In On Of By At It Is".split()
)


_CAPITALS = re.compile(
    rf"(?:{_BEGINS}|(?<=[者人主名はがの]))(?P<name>[A-Z]{{2,12}},? [A-Z][a-z]{{1,14}}(?:[ -][A-Z]?[a-z]{{1,14}})?|[A-Z][a-z]{{1,14}} [A-Z]{{2,12}})(?=[(、。 \n)]|さん|氏|様|[ではがのにをと]|\Z)",
    re.MULTILINE,
)


_SMALL_LETTER = re.compile("[a-z]")


def _latin(text: str) -> Iterator[Name]:
    if _SMALL_LETTER.search(text) is None:
        return
    for found in _CAPITALS.finditer(text):
        if not any(part.title() in _NO_LATIN for part in re.split("[ ,-]+", found["name"])):
            yield Name(*found.span("name"), None, found["name"], 0.5, False)
    for found in _LATIN.finditer(text):
        parts = re.split("[ ・]", found[0])
        if not any(part in _NO_LATIN for part in parts):
            yield Name(found.start(), found.end(), None, found[0], 0.5, False)
