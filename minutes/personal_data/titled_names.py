"""Names before さん, 氏, 様 and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.personal_data.dictionary import FAMILY, NOUN, PLACE, PROPER, kinds_of
from minutes.personal_data.kana_names import is_foreign
from minutes.personal_data.name_signs import (
    COMMON_SURNAMES,
    HALF_KANA,
    KANA_NAME,
    KIN,
    NO_KANA,
    NO_NAME,
    NO_NAME_END,
    ROLES,
    STARTS_AS_PARTICLE,
    K,
    Name,
    is_thing,
    is_word_for_people,
    may_be_family,
)
from minutes.personal_data.name_words import (
    WORDS_OF_ONE_SIGN,
    is_east_asian,
    is_family,
    is_given_name,
    may_be_given,
    may_be_surname,
    parted,
)
from minutes.personal_data.standing import is_private

_HONORIFICS = (
    r"さん|さま(?!ざま|で|々|ま)|(?<![ぁ-ん聞])くん|(?<=[ぁ-ん])(?<!く)くん(?![だで])|ちゃん(?!と)|(?<![彼甲乙丙丁])氏(?![名神族子])|(?<![仕多模同一異有別左貴皆])様(?![々式子相態変な])|君(?![臨主が])|殿(?![堂町村前場下])|夫妻|[ご御]?夫婦|(?<![自住在帰社邸拙旧民居三])宅(?![地配建])|(?<!空)家(?=[はがのをにでと、。\s])|邸|容疑者|被告|夫人|自治会長|町会長|町内会長|民生委員|児童委員|保護司|"
    r"両氏|両名|御?一家|親子|兄弟|姉妹|女史|画伯|棟梁|住職|和尚|牧師|神父|おばあ|おじい|ばあさん|じいさん|婆さん|爺さん|おばさん|おじさん|おばちゃん|おっちゃん|ママ(?=[はがのにもを])|マスター|という(?=者|方|人|市民|住民|男|女|のは|ひと|お名前|名前|児童|生徒|業者の|一家|家庭|夫婦|世帯|店)|と(?:名乗|名のる|申しま|申す|称する)|ら(?=[0-9一-九]{1,2}[名人])|方(?=[ 、。)]|\Z)"
)
# Most places are passed over by the first sign alone.
_HONORIFIC = re.compile(
    rf"(?=[さくち氏様君殿夫ごご御婦宅家邸容被自町民児保両一親兄姉女画棟住和牧神お婆爺じばマとら方])(?:{_HONORIFICS})"
)
# Of these signs given names end too: 茶々子, 直人, 芳生.
_MAY_END = frozenset("子人生美方長行的")
_NO_HIRAGANA = frozenset(
    "おばあ おじい おかあ おとう おねえ おにい あか たく みな おく おきゃく かみ ほとけ ばあ じい おば おじ おまわり とう かあ ねえ にい おや いもうと おとうと "
    "たくさん おくさん むす こども おこ お母 お父 お爺 お婆 おんな だれ なに ひと みなみな もう いろ とり うさぎ ぞう くま どう いく ぼく".split()
)
_HISTORIC_HOUSES = frozenset(
    "徳川 織田 豊臣 上杉 武田 毛利 島津 前田 伊達 細川 藤原 平 源 北条 足利 井伊 今川 浅井 朝倉".split()
)
_KANJI_TAIL = re.compile(rf"(?P<first>{K}{{1,10}})(?: {{1,3}}(?P<second>{K}{{1,4}}|[ぁ-ん]{{1,6}}|{KANA_NAME}))?\Z")
_JOINED_TAIL = re.compile(rf"{K}{{1,2}}[のがつ]{K}{{1,2}}\Z")
_MIXED_TAIL = re.compile(
    rf"(?P<family>{K}{{1,6}}) {{0,3}}(?P<given>[ぁ-ん]{{1,4}}{K}?|{KANA_NAME}{K}?|{K}[ぁ-ん]{{1,3}}{K}?)\Z"
)
_KANA_TAIL = re.compile(r"(?<![ァ-ヴーA-Za-z])[ァ-ヴー]{1,12}(?:[・=＝ ][ァ-ヴー]{1,14}){0,3}\Z")
_HALF_KANA_TAIL = re.compile(r"(?<![ァ-ヴー])[ァ-ヴー]{1,3}[子美江代枝恵乃香]\Z")
_HIRAGANA_TAIL = re.compile(r"[ぁ-ん]{2,8}\Z")
_LATIN_TAIL = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]{1,14}|[A-Z]{3,12})(?:[ .・][A-Z][A-Za-z.]{0,14}){0,3}\Z")


def titled_names(text: str) -> Iterator[Name]:
    for title in _HONORIFIC.finditer(text):
        place = title.start()
        if place == 0:
            continue
        name = _before_title(text, place, title[0])
        if name is not None:
            yield name
        if title[0] in ("両氏", "両名", "兄弟", "姉妹", "夫妻", "夫婦", "ご夫婦", "御夫婦"):
            yield from _listed_before(text, name.start if name else place)


def _before_title(text: str, place: int, title: str) -> Name | None:
    if (text[place - 1] in "」』" and title.startswith("と")) or (
        text[place - 1] == " " and title in ("様", "氏", "殿", "さん", "くん", "ちゃん")
    ):
        place -= 1
    window = max(0, place - 24)
    tail = text[window:place]
    is_plain = title in ("さん", "さま", "くん", "ちゃん", "氏", "容疑者")
    is_named = title.startswith("と")
    is_weak = title in (
        "宅",
        "家",
        "邸",
        "方",
        "親子",
        "兄弟",
        "姉妹",
        "一家",
        "両名",
        "殿",
        "君",
        "様",
        "ら",
    ) or title.endswith(("夫妻", "夫婦"))
    if is_named:
        return _before_naming(text, place, tail, window)
    if (found := _MIXED_TAIL.search(tail)) is not None and not re.match(K, found["given"]):
        name = _mixed(window, place, found)
        if name is not None:
            return name
    if is_plain and (found := _JOINED_TAIL.search(tail)) is not None and kinds_of(found[0]) & {FAMILY, PLACE}:
        return Name(window + found.start(), place, found[0], None, 0.6, True)
    if (found := _KANJI_TAIL.search(tail)) is not None:
        first, second = found["first"], found["second"]
        if second is not None:
            two = _spaced(first, second)
            if two is not None and title == "君" and not is_private(text, place - len(found[0])):
                return None  # assemblies call their members so
            if two is not None:
                family, given = two
                start = window + found.end("first") - len(family)
                return Name(start, place, family, given, 0.95, True)
        if second is None or re.match(K, second):
            return _titled_run(text, place, second or first, title, is_plain=is_plain, is_weak=is_weak)
    if (found := _MIXED_TAIL.search(tail)) is not None:
        name = _mixed(window, place, found)
        if name is not None:
            return name
    if is_plain or title in ("様", "君"):
        if (found := _HALF_KANA_TAIL.search(tail)) is not None:
            return Name(window + found.start(), place, None, found[0], 0.8, True)
        if (found := _KANA_TAIL.search(tail)) is not None:
            word = found[0]
            if word in NO_KANA or (is_thing(word) and not is_foreign(word)) or len(word) < 2:
                return None
            return Name(window + found.start(), place, None, word, 0.6 if title != "ちゃん" else 0.8, True)
        if (found := _LATIN_TAIL.search(tail)) is not None:
            return Name(window + found.start(), place, None, found[0], 0.6, True)
        if (found := _HIRAGANA_TAIL.search(tail)) is not None:
            return _hiragana(window, place, found[0], title, at_start=window + found.start())
    return None


_QUOTED_KANA = re.compile(r"「([ァ-ヴー]{2,6} ?[ァ-ヴー]{2,6})\Z")


def _before_naming(text: str, place: int, tail: str, window: int) -> Name | None:
    """甲野という者, 甲野と名乗る: only names of the lists, for most words can stand before these."""
    if (kana := _QUOTED_KANA.search(tail)) is not None and text[place : place + 1] == "」":
        return Name(window + kana.start(1), place, None, kana[1], 0.6, True)
    found = re.search(rf"{K}{{1,6}}\Z", tail)
    if (
        found is None
        or found[0] in (COMMON_SURNAMES | NO_NAME)
        or (len(found[0]) == 1 and text[place] == "と" and text[place + 1] == "い")
    ):
        return None
    if PROPER in kinds_of(found[0]):
        return None  # a firm of the dictionary
    if (two := parted(found[0])) is not None:
        return Name(window + found.start(), place, two[0], two[1], 0.8, True)
    if is_family(found[0]):
        return Name(window + found.start(), place, found[0], None, 0.6, True)
    is_person = _SAYS_A_PERSON.match(text, place) is not None
    if is_person and may_be_family(found[0]) and found[0][-1] not in NO_NAME_END:
        return Name(window + found.start(), place, found[0], None, 0.45, True)
    return None


_SAYS_A_PERSON = re.compile(r"という(?:者|市民|男|女(?!性)|児童|生徒)|と(?:名乗|名のる)")


_ENDS_IN_POST = re.compile(
    r"(?:知事|市長|区長|町長|村長|議長|会長|座長|委員長?|主任|主査|主事|主幹|参事|技師|次長|館長|所長|園長|書記|事務局|係|課|議員|課長|部長|係長|局長|室長|教授|先生|大臣|親御|職員|職人|名人|代理)\Z"
)
_LONGEST_NAME = 5  # signs of a full name in kanji that no list holds


def _titled_run(text: str, place: int, run: str, title: str, *, is_plain: bool, is_weak: bool) -> Name | None:
    """A name that is a run of kanji right before a title: the whole run, or the last part of it that reads as a name."""
    if (
        run in NO_NAME
        or run[-1] in "皆奥客嫁婿仏嬢"
        or _ENDS_IN_POST.search(run)
        or (title == "氏" and run in ("源", "平"))
    ):
        return None
    if len(run) == 1 and title in ("くん", "さま") and not is_family(run):
        return None
    if run.endswith("編") and title == "さん":
        return None  # 編さん
    if is_plain and len(run) > 2 and PROPER in kinds_of(run) and not is_family(run):
        return None  # a firm of the dictionary
    if (is_plain or title in ("様", "ら")) and is_east_asian(run) and parted(run) is None and not is_family(run):
        return Name(place - len(run), place, run[0], run[1:], 0.7, True)
    if len(run) == 1 and title in ("君", "さん", "くん", "ちゃん", "様") and is_given_name(run) and not is_family(run):
        is_alone = text[place - 2 : place - 1] != " "
        return Name(place - 1, place, None, run, 0.6, True) if is_alone else None
    if title == "君" and len(run) > 2 and parted(run) is not None and not is_private(text, place - len(run)):
        return None  # assemblies call their members so
    for cut in range(len(run)):
        rest = run[cut:]
        if len(rest) > 6:
            continue
        two = parted(rest)
        if two is not None and not (cut == 0 and is_family(rest)) and (cut == 0 or len(two[0]) > 1):
            return Name(place - len(rest), place, two[0], two[1], 0.95, True)
        if (
            cut >= 2
            and len(run) <= _LONGEST_NAME
            and is_given_name(rest)
            and may_be_family(run[:cut])
            and len(rest) > 1
        ):
            # 鉢形大和: given names that are family names too
            return Name(place - len(run), place, run[:cut], rest, 0.7, True)
        if is_family(rest) and (cut == 0 or len(rest) > 1):
            if title == "家" and rest in _HISTORIC_HOUSES:
                return None
            if (
                is_weak
                and len(rest) == 1
                and not (title == "家" and rest not in WORDS_OF_ONE_SIGN)
                and not (title == "様" and is_private(text, place - 1))
            ):
                return None
            if cut and title in ("家", "方", "殿", "様", "君", "邸"):
                # 高田家 within a longer word: 旧高田家 is a house to look at
                return None
            family = _widened(run, rest)
            return Name(place - len(family), place, family, None, 0.9 if is_plain else 0.7, True)
    if (is_weak and title not in ("君", "様", "夫妻", "宅")) or title.endswith(("長", "員", "司", "夫人")):
        return None
    ends_as_given = any(is_given_name(run[size:]) and len(run[size:]) >= 2 for size in range(1, min(len(run), 4)))
    if run[-1] in NO_NAME_END and not may_be_surname(run) and not ends_as_given:
        if is_given_name(run) and len(run) >= 2:
            return Name(place - len(run), place, None, run, 0.8, True)
        if title in ("くん", "ちゃん", "君") and may_be_given(run):
            return Name(place - len(run), place, None, run, 0.8, True)
        if run[-1] not in _MAY_END or not any(may_be_surname(run[:size]) and len(run) > size for size in (2, 3)):
            return None
    for cut in range(max(0, len(run) - 5), len(run) - 1):
        rest = run[cut:]
        if may_be_surname(rest[:2]) and (len(rest) == 2 or may_be_given(rest[2:])):
            return Name(place - len(rest), place, rest[:2], rest[2:] or None, 0.8, True)
    if len(run) >= 4:
        for size in (2, 3):
            if is_given_name(run[-size:]) and 2 <= len(run) - size <= 4:
                return Name(place - len(run), place, run[:-size], run[-size:], 0.7, True)
    for cut in range(len(run)):
        if is_given_name(run[cut:]) and len(run[cut:]) >= (1 if cut == 0 else 2):
            start = place - len(run) if len(run) <= 4 else place - len(run) + cut
            return Name(start, place, None, run[cut:], 0.75, True)
    if len(run) <= 5 and (is_plain or len(run) >= 2):
        # A name that no list holds.
        family = run if len(run) <= 3 else run[:2]
        return Name(place - len(run), place, family, None, 0.6 if is_plain else 0.45, True)
    return None


def _spaced(first: str, second: str) -> tuple[str, str] | None:
    """Family and given name with a space between; words before the family name are left aside."""
    if NOUN in kinds_of(second) and not is_given_name(second):
        return None
    if _ENDS_IN_POST.search(first) or is_word_for_people(first):
        return None
    for size in (3, 2, 1, 4):
        family = first[-size:]
        is_whole = size == len(first)
        if size == 1 and not is_whole:
            continue
        if len(family) != size or not (is_family(family) or (is_whole and size <= 3)):
            continue
        if family not in NO_NAME and (family[-1] not in NO_NAME_END or may_be_surname(family)):
            return family, second
    return None


def _widened(run: str, family: str) -> str:
    """The whole run where a listed name is only its end: 伏木田 is no 木田; what tells of the person stays apart: 故木田."""
    rest = run[: -len(family)]
    if not rest or len(run) > _LONGEST_FAMILY or rest in NO_NAME or _TELLS.search(rest):
        return family
    return run


_LONGEST_FAMILY = 3
_TELLS = re.compile(rf"(?:{ROLES}|{KIN}|[故元前現旧同各両亡隣某町市区村県内外側方])\Z")


def _is_unlisted(family: str, given: str) -> bool:
    """飾磨チヨ子, 雄武マルコス: neither part is of the lists."""
    return may_be_family(family) and family[-1] not in NO_NAME_END and len(given) > 1


def _mixed(window: int, place: int, found: re.Match[str]) -> Name | None:
    """A family name in kanji with a given name in kana: 山田さくら, 山田よし子."""
    given = found["given"]
    if given.endswith("お子"):
        return None  # 元気なお子さん
    for size in (3, 2, 1, 4):
        family = found["family"][-size:]
        if len(family) != size or not is_family(family) or (size == 1 and len(found["family"]) > 1):
            continue
        if is_thing(given) or given[0] == "お" or given[-1] in "客様":
            return None
        if is_given_name(given) or (given[0] not in STARTS_AS_PARTICLE and len(given) >= 2 and size > 1):
            family = _widened(found["family"], family)
            return Name(window + found.end("family") - len(family), place, family, given, 0.85, True)
    family = found["family"]
    if is_given_name(given) and len(given) >= 2:
        if may_be_family(family):
            return Name(window + found.start("family"), place, family, given, 0.75, True)
        return Name(window + found.start("given"), place, None, given, 0.6, True)
    if HALF_KANA.fullmatch(given) and is_family(family):
        return Name(window + found.start("family"), place, family, given, 0.65, True)
    is_kana = re.match("[ァ-ヴ]", given) is not None
    is_word = is_thing(given) or given in NO_KANA
    if is_kana and len(family) <= 3 and not is_word and (may_be_surname(family[-2:]) or _is_unlisted(family, given)):
        return Name(window + found.start("family"), place, family, given, 0.6, True)
    return None


def _hiragana(window: int, place: int, word: str, title: str, *, at_start: int) -> Name | None:
    for cut in range(len(word) - 1):
        rest = word[cut:]
        if rest in _NO_HIRAGANA:
            return None
        if len(rest) <= 4 and is_given_name(rest) and (cut == 0 or word[cut - 1] in "のはがをにでともやへ"):
            return Name(place - len(rest), place, None, rest, 0.8, True)
    if title == "ちゃん" and 2 <= len(word) <= 3:
        return Name(at_start, place, None, word, 0.55, True)
    if title == "ちゃん" and word[-2:] not in _NO_HIRAGANA:
        # 店をやっていたごうちゃん
        return Name(place - 2, place, None, word[-2:], 0.5, True)
    if len(word) >= 4 and word[0] not in "おご" and title in ("さん", "くん", "ちゃん"):
        for cut in range(len(word) - 2):
            if len(word[cut:]) >= 3 and any(is_given_name(word[cut:][size:]) for size in (2, 3)) and cut == 0:
                return Name(at_start, place, None, word, 0.5, True)
    return None


_LIST_BEFORE = re.compile(rf"({K}{{1,6}})(?:さん|氏)?(?:と|、|・|及び|および)\Z")


def _listed_before(text: str, place: int) -> Iterator[Name]:
    """The other names of 田中・鈴木両氏, 山田太郎・花子夫妻."""
    for _ in range(4):
        found = _LIST_BEFORE.search(text[max(0, place - 12) : place])
        if found is None:
            return
        run = found[1]
        two = parted(run)
        start = max(0, place - 12) + found.start(1)
        if two is not None:
            yield Name(start, start + len(run), two[0], two[1], 0.9, True)
        elif is_family(run):
            yield Name(start, start + len(run), run, None, 0.8, True)
        else:
            return
        place = start
