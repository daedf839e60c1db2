"""Whether two names of bodies may mean the same body, and why. Stdlib and yosina's table of old kanji; no Django."""

import re
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher

from yosina.transliterators.kanji_old_new import KANJI_OLD_NEW_MAPPINGS

# Names less alike than that are no proposal.
SIMILAR = 0.82

_KANJI = {ord(old[0]): new[0] for old, new in KANJI_OLD_NEW_MAPPINGS.items() if old[0] != new[0]}
_KANJI |= {ord(old): new for old, new in zip("髙﨑嵜邉邊渕淵濵", "高崎崎辺辺淵淵浜", strict=True)}
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANA = (
    ("子供", "子ども"),
    ("こども", "子ども"),
    ("障がい", "障害"),
    ("障碍", "障害"),
    ("づくり", "作り"),
    ("造り", "作り"),
)
_JOINTS = re.compile(r"及び|および|並びに|ならびに|又は|または|[・、,，/＆&]|と(?=[一-龥ァ-ヴ])")
_ET_CETERA = re.compile(r"等|など")
_PLACE = re.compile(r"[^\s]{1,5}?[都道府県]?[^\s都道府県]{1,6}?[市区町村](?:立|(?=[^\s]{3}))")
_TERM = re.compile(
    r"[(\[〔]?第?[0-9一二三四五六七八九十]{1,3}(?:期|次|部会|分科会|回|年度)[)\]〕]?|令和[元0-9]{1,2}年度|平成[元0-9]{1,2}年度"
)
_BRACKETS = re.compile(r"[(\[〔（][^)\]〕）]{0,30}[)\]〕）]")


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _new_kanji(name: str) -> str:
    return _SELECTORS.sub("", name).translate(_KANJI)


def _one_kana(name: str) -> str:
    for printed, usual in _KANA:
        name = name.replace(printed, usual)
    return name


def _without_joints(name: str) -> str:
    return _ET_CETERA.sub("", _JOINTS.sub("", name))


def _without_place(name: str) -> str:
    found = _PLACE.match(name)
    return name[found.end() :] if found and len(name) - found.end() >= 3 else name


def _without_term(name: str) -> str:
    return _BRACKETS.sub("", _TERM.sub("", name))


# Each step takes one more difference away; the step after which two names are equal is why they are alike.
_STEPS: tuple[tuple[str, float, Callable[[str], str]], ...] = (
    ("新旧の漢字の違い", 0.98, _new_kanji),
    ("漢字とかなの違い", 0.96, _one_kana),
    ("「等」「及び」「・」の有無", 0.94, _without_joints),
    ("期・部会などの表示の有無", 0.88, _without_term),
    ("市区町村名の有無", 0.92, _without_place),
)


def compare_names(left: str, right: str) -> tuple[float, str]:
    """How alike two names are, 0 to 1, and why in Japanese; 0 and nothing where they are not."""
    one, other = _plain(left), _plain(right)
    if not one or not other:
        return 0.0, ""
    if one == other:
        return 1.0, "同じ名称"
    for reason, score, step in _STEPS:
        one, other = step(one), step(other)
        if one == other and len(one) >= 2:
            return score, reason
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if min(len(one), len(other)) < 4 or matcher.quick_ratio() < SIMILAR:
        return 0.0, ""
    ratio = matcher.ratio()
    return (round(min(ratio, 0.87), 3), "似た名称") if ratio >= SIMILAR else (0.0, "")
