"""Other spellings of a word that the dictionary does not join by itself: small rules over folded text. No Django.

Each rule gives the whole term spelled otherwise. Rules are not combined: what two of them would change at once
(三ヶ月, 3か月) the dictionary's normalized forms join already. Rules for katakana are for words that the
dictionary does not know; of those that it knows it also knows the spellings, but for guessed_spellings().
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from search.words import tokens
from search.words.amounts import amounts
from search.words.datings import date_spellings
from search.words.folding import without_dots
from search.words.legal_forms import FORMS_OF_NAMES, LEGAL_FORM, LEGAL_NAME, NAMES_OF_FORMS
from search.words.loanwords import heard_otherwise, is_one_word

MOST_VARIANTS = 8
# What stands beside the number of a bill.
BILL_KINDS = "議案|報告|請願|陳情|諮問|認定|承認|同意|発議|意見書案|決議案"
_BILL = f"(?P<kind>{BILL_KINDS})"
_NUMBER_BEHIND = re.compile(rf"{_BILL}第?(?P<number>[0-9〇一二三四五六七八九十百]+)号")
_NUMBER_BEFORE = re.compile(rf"第(?P<number>[0-9〇一二三四五六七八九十百]+)号{_BILL}")
_ERAS = "明治|大正|昭和|平成|令和"
_FIRST_YEAR = re.compile(rf"(?P<era>{_ERAS})(?:元|1|一)(?=年|$)")
_DIGITS = "〇一二三四五六七八九"
_TO_DIGITS = str.maketrans({**{sign: str(value) for value, sign in enumerate(_DIGITS)}, "零": "0"})
_TO_KANJI = str.maketrans({str(value): sign for value, sign in enumerate(_DIGITS)})
_UNITS = (("千", 1000), ("百", 100), ("十", 10))
# A number that is part of a clock time, a code or a name in Latin letters is not spelled in kanji.
_CODE = re.compile(r"[0-9a-z.,:/\-_@]*[a-z.,:/\-_@][0-9a-z.,:/\-_@]*")
_COUNTING = "ヶケかカヵ箇個"
_COUNTED = re.compile(rf"(?<=[0-9〇一二三四五六七八九十百千数何幾])[{_COUNTING}](?=[月所国年条])")
_BETWEEN_KANJI = re.compile("(?<=[一-鿿々])[ヶケ](?=[一-鿿])")
_GA_BETWEEN_KANJI = re.compile("(?<=[一-鿿々])が(?=[一-鿿])")
_KATAKANA = re.compile("[ァ-ヺー]{3,}")
# What a long vowel at the end follows: サーバー, セキュリティー, メニュー; not システム, サービス.
_BEFORE_LONG_VOWEL = "アカガサザタダナハバパマヤラワァャイキギシジチヂニヒビピミリィュュ"
_V_SOUNDS = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴュ", "ビュ"), ("ヴ", "ブ"))
_SMALL_VOWELS = (("ウィ", "ウイ"), ("ウェ", "ウエ"), ("ウォ", "ウオ"))
_REPEATED = re.compile("([一-鿿])々(?!々)")
_TWICE = re.compile(r"([一-鿿])\1")
_REPEATED_OFTEN = re.compile("(?P<before>[一-鿿]{1,4})(?P<signs>々{2,4})")
_OFTEN = re.compile(r"([一-鿿])\1{2,}|([一-鿿]{2,4})\2")
_KANA_REPEATED = re.compile("([ぁ-ゖァ-ヺ])([ゝゞヽヾ])")
_VOICED = "\u3099"
# How a measure is written behind a number: the sign first.
_MEASURES = (
    ("%", "パーセント"), ("°c", "度"), ("m2", "平方メートル"), ("m3", "立方メートル"), ("km2", "平方キロメートル"),
    ("km", "キロメートル"), ("km", "キロ"), ("m", "メートル"), ("cm", "センチメートル"), ("cm", "センチ"), ("mm", "ミリメートル"),
    ("mm", "ミリ"), ("kg", "キログラム"), ("kg", "キロ"), ("g", "グラム"), ("t", "トン"), ("ha", "ヘクタール"), ("l", "リットル"),
    ("kw", "キロワット"), ("kwh", "キロワット時"), ("gb", "ギガバイト"), ("mb", "メガバイト"), ("tb", "テラバイト"),
)  # fmt: skip
_DIGIT = "(?<=[0-9〇一二三四五六七八九十百千万])"
_BETWEEN_KATAKANA = re.compile("(?<=[ァ-ヺー])(?=[ァ-ヺ])")


def spellings_by_rule(folded: str) -> tuple[str, ...]:
    """The other spellings of a folded term, at most MOST_VARIANTS, without the term itself."""
    found: dict[str, None] = {}
    for rule in RULES:
        found |= dict.fromkeys(spelling for spelling in rule(folded) if spelling != folded)
    return tuple(found)[:MOST_VARIANTS]


def numbers(folded: str) -> Iterator[str]:
    """百二十人 -> 120人, 一二〇人; 2020年 -> 二〇二〇年, 二千二十年."""
    codes = [match.span() for match in _CODE.finditer(folded)]
    spans = [
        (start, end, value)
        for start, end in tokens.numerals(folded)
        if not any(first <= start < last for first, last in codes)
        and (value := value_of(folded[start:end])) is not None
    ]
    if spans:
        yield _rewritten(folded, spans, str)
        yield _rewritten(folded, spans, in_kanji)
        if any(value > 9 for _, _, value in spans):
            yield _rewritten(folded, spans, lambda value: str(value).translate(_TO_KANJI))


def value_of(number: str) -> int | None:
    """120 for 120, 百二十, 一二〇; None for what no one writes as a number (05, 十百) and for five digits and more."""
    digits = number.translate(_TO_DIGITS)
    if digits.isdigit() and digits.isascii():
        return int(digits) if len(digits) <= 4 and (digits == "0" or digits[0] != "0") else None
    value, rest = 0, number
    for sign, worth in _UNITS:
        head, found, tail = rest.partition(sign)
        if found:
            value += (_DIGITS.find(head) if head else 1) * worth
            rest = tail
    value += _DIGITS.find(rest) if rest else 0
    # 一百二十 is read too, as some documents write it.
    return value if number in (in_kanji(value), f"一{in_kanji(value)}") else None


def in_kanji(value: int) -> str:
    """120 -> 百二十."""
    if value == 0:
        return _DIGITS[0]
    text = ""
    for sign, worth in _UNITS:
        count = value // worth % 10
        if count:
            text += (_DIGITS[count] if count > 1 else "") + sign
    return text + (_DIGITS[value % 10] if value % 10 else "")


def first_years(folded: str) -> Iterator[str]:
    """令和元年 -> 令和1年 and back."""
    for first in ("元", "1"):
        yield _FIRST_YEAR.sub(rf"\g<era>{first}", folded)


def counters(folded: str) -> Iterator[str]:
    """三ヶ月 -> 三か月, 三カ月, 三ケ月, 三ヵ月, 三箇月."""
    if _COUNTED.search(folded):
        for sign in "かヶカケヵ箇":
            yield _COUNTED.sub(sign, folded)


def place_names(folded: str) -> Iterator[str]:
    """霞ヶ関 -> 霞ケ関, 霞が関 and back; が only within one name of the dictionary."""
    if _COUNTED.search(folded):
        return
    if _BETWEEN_KANJI.search(folded):
        for sign in "ヶケが":
            yield _BETWEEN_KANJI.sub(sign, folded)
    for start, word in tokens.tokenize(folded):
        if _GA_BETWEEN_KANJI.search(word.surface):
            for sign in "ヶケ":
                spelling = _GA_BETWEEN_KANJI.sub(sign, word.surface)
                if tokens.knows(spelling):
                    yield folded[:start] + spelling + folded[start + len(word.surface) :]


def long_vowels(folded: str) -> Iterator[str]:
    """フロスタ -> フロスター and back, at the end of a word in katakana."""
    return _in_unknown_katakana(folded, _with_or_without_long_vowel)


def v_sounds(folded: str) -> Iterator[str]:
    """ヴェルデス -> ベルデス and back."""
    return _in_unknown_katakana(folded, _v_exchanged)


def small_vowels(folded: str) -> Iterator[str]:
    """ウィンタス -> ウインタス and back."""
    return _in_unknown_katakana(folded, _small_vowels_exchanged)


def guessed_spellings(folded: str) -> dict[str, str]:
    """Spellings of a term's words in katakana, each with the word to look up, since it counts only if it is really
    written so (スキャナ: スキャナー, but カメラ: カメラー). Two words of the dictionary are one only where is_one_word()
    says so."""
    found = {}
    words = {(start, word.surface) for start, word in tokens.tokenize(folded) if _KATAKANA.fullmatch(word.surface)}
    # What the dictionary does not know may be cut up: ファンタス|チック.
    words |= {(match.start(), match[0]) for match in _KATAKANA.finditer(folded)}
    for start, word in sorted(words):
        is_known = tokens.knows(word)
        for spelling in _guesses(word, is_known):
            is_other = is_known and tokens.knows(spelling) and not is_one_word(word, spelling)
            if spelling != word and not is_other:
                found[folded[:start] + spelling + folded[start + len(word) :]] = spelling
    return found


def _guesses(word: str, is_known: bool) -> Iterator[str]:
    """Of words that the dictionary does not know the rules for all katakana have the first ones already."""
    if is_known:
        for respelled in (_with_or_without_long_vowel, _v_exchanged, _small_vowels_exchanged):
            yield from respelled(word)
    for spelling in heard_otherwise(word):
        yield spelling
        yield from _with_or_without_long_vowel(spelling)


def legal_forms(folded: str) -> Iterator[str]:
    """(株)霞浜商事 -> 株式会社霞浜商事 and back."""
    for pattern, spellings in ((LEGAL_FORM, NAMES_OF_FORMS), (LEGAL_NAME, FORMS_OF_NAMES)):
        for match in pattern.finditer(folded):
            for spelling in spellings[match[0]]:
                yield folded[: match.start()] + spelling + folded[match.end() :]


def measures(folded: str) -> Iterator[str]:
    """10% -> 10パーセント and back."""
    for sign, name in _MEASURES:
        yield re.sub(rf"{_DIGIT}{re.escape(sign)}(?![0-9a-z])", name, folded)
        yield re.sub(rf"{_DIGIT}{name}(?![ァ-ヺー時])", sign, folded)


def repeated_kanji(folded: str) -> Iterator[str]:
    """佐々木 -> 佐佐木 and back, within a word; 古々々米 -> 古古古米, 部分々々 -> 部分部分 and back; いすゞ -> いすず."""
    yield _REPEATED_OFTEN.sub(_word_repeated, folded)
    yield _REPEATED_OFTEN.sub(_last_repeated, folded)
    yield _REPEATED.sub(r"\1\1", folded)
    yield _KANA_REPEATED.sub(_kana_spelled_out, folded)
    yield _OFTEN.sub(_with_signs, folded)
    for start, word in tokens.tokenize(folded):
        # 民主主義 is two words, and 主主 no repetition.
        if len(word.units) == 1 and (match := _TWICE.search(word.surface)):
            at = start + match.start() + 1
            yield f"{folded[:at]}々{folded[at + 1 :]}"


def _word_repeated(match: re.Match[str]) -> str:
    """部分々々 -> 部分部分."""
    before, size = match["before"], len(match["signs"])
    return before + before[-size:] if len(before) >= size else match[0]


def _last_repeated(match: re.Match[str]) -> str:
    """古々々 -> 古古古."""
    return match["before"] + match["before"][-1] * len(match["signs"])


def _kana_spelled_out(match: re.Match[str]) -> str:
    kana, sign = match.groups()
    return kana + (unicodedata.normalize("NFC", kana + _VOICED)[0] if sign in "ゞヾ" else kana)


def _with_signs(match: re.Match[str]) -> str:
    once = match[1] or match[2]
    return once + "々" * (len(match[0]) - len(once))


def dots(folded: str) -> Iterator[str]:
    """ファミリー・サポート -> ファミリーサポート and back, between the words of a compound in katakana."""
    yield without_dots(folded)
    starts = [start for start, unit in tokens.units_of(folded) if not unit.is_gap]
    for start in reversed(starts):
        if _BETWEEN_KATAKANA.match(folded, start):
            folded = f"{folded[:start]}・{folded[start:]}"
    yield folded


def bills(folded: str) -> Iterator[str]:
    """議案第30号 -> 第30号議案 and back, also of 請願, 陳情 and the like."""
    yield _NUMBER_BEHIND.sub(r"第\g<number>号\g<kind>", folded)
    yield _NUMBER_BEFORE.sub(r"\g<kind>第\g<number>号", folded)


# The likeliest first: of what goes beyond MOST_VARIANTS the last is left out.
RULES: tuple[Callable[[str], Iterator[str]], ...] = (
    date_spellings,
    bills,
    amounts,
    first_years,
    legal_forms,
    measures,
    numbers,
    counters,
    place_names,
    long_vowels,
    v_sounds,
    small_vowels,
    repeated_kanji,
    dots,
)


def _rewritten(folded: str, spans: list[tuple[int, int, int]], write: Callable[[int], str]) -> str:
    parts, done = [], 0
    for start, end, value in spans:
        parts += [folded[done:start], write(value)]
        done = end
    return "".join([*parts, folded[done:]])


def _in_unknown_katakana(folded: str, respelled: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """The text with one word in katakana spelled otherwise."""
    for start, word in tokens.tokenize(folded):
        if _KATAKANA.fullmatch(word.surface) and not tokens.knows(word.surface):
            for spelling in respelled(word.surface):
                yield folded[:start] + spelling + folded[start + len(word.surface) :]


def _with_or_without_long_vowel(word: str) -> Iterator[str]:
    if word.endswith("ー"):
        if len(word) > 3:
            yield word[:-1]
    elif word[-1] in _BEFORE_LONG_VOWEL:
        yield f"{word}ー"


def _v_exchanged(word: str) -> Iterator[str]:
    return _exchanged(word, _V_SOUNDS)


def _small_vowels_exchanged(word: str) -> Iterator[str]:
    return _exchanged(word, _SMALL_VOWELS)


def _exchanged(word: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """All the pairs exchanged, in one direction and in the other."""
    there = back = word
    for one, other in pairs:
        there = there.replace(one, other)
        back = back.replace(other, one)
    yield there
    if there == word:
        yield back
