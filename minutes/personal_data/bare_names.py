"""Full names that nothing introduces, by their shape alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from minutes.personal_data.figures import FIGURES
from minutes.personal_data.name_signs import (
    BOUND,
    COMMON_SURNAMES,
    KIN,
    NO_KANA,
    NO_NAME,
    RUN,
    SPACED_RUNS,
    STARTS_AS_PARTICLE,
    TITLE_END,
    K,
    Name,
    is_thing,
    may_be_family,
    unlisted_parts,
)
from minutes.personal_data.name_words import is_family, is_given, is_surname, may_be_given, parted

_SURELY_GIVEN = re.compile(
    r"(?:[太次三一二四五]郎|之助|之介|美子|紀子|代子|恵子|江子|津子|由子|理子|奈子|穂子|智子|百合子|百合江)\Z"
)
# 池上通り, 大分大きい, 大島桜: given names that are words too
_COMMON_GIVEN = frozenset(
    "通 大 進 桜 海 空 陸 泉 月 星 雪 港 緑 春 夏 秋 冬 花 葉 風 要 公 安 久 元 活 全 整 行 広 生 力 楓 椿 梅 菊 桃".split()
)
_BEHIND_BARE = re.compile(
    r"[^ぁ-んァ-ヴー]|さん|くん|ちゃん|さま|[はがをにのとでもやへから]|という|だ|など|ほか|による|より|から|まで|\Z"
)
_HOUSE = re.compile(r"の(?:家|森|里|園|郷|丘|会|杜|湯|街|まち)|[会園館台橋通駅]|保育|学園|ホール|公園|団地|センター")
_NUMBERED_KANA = re.compile(
    r"(?:(?<=[0-9番][、. ])|(?<=「))[ァ-ヴー]{1,8}(?:・[ァ-ヴー]{1,10}){1,3}(?=[、。」( ])|(?<=「)[ァ-ヴー]{2,6} [ァ-ヴー]{2,6}(?=」)"
)


# 大 沢 真 一: a row of single signs is a list of people as assemblies print it
_LETTER_SPACED = re.compile(rf"{K} {K} {K}(?!{K})|{K} {K}(?!{K}) ")
# In lists: 1番、安東寺早苗、 and 2 倶知安 玲央 at the beginning of a line; in quotes: 「蓬莱二三子」
_LISTED = re.compile(
    rf"(?:(?<=[0-9番][、. ])|(?<=「)|(?:(?<=\n)|\A))(?P<name>(?P<family>{K}{{2,4}})(?: (?P<spaced>{K}{{1,3}}|[ァ-ヴー]{{2,5}}|[ぁ-ん]{{2,4}})|(?P<given>{K}{{1,3}}|[ァ-ヴー]{{2,5}}|[ぁ-ん]{{2,4}})))(?P<behind>[、」( \n]|\Z)"
)


def _listed(text: str) -> Iterator[Name]:
    """Names whose family name no list holds, where the place says that a name stands there."""
    for found in _LISTED.finditer(text):
        family, given = found["family"], found["spaced"] or found["given"]
        run = family + given
        if found["spaced"] is None and re.fullmatch(rf"{K}+", run):
            two = unlisted_parts(run)
            if two is None or len(two[1]) < 2:
                continue
            family, given = two
        if len(given) > 1 and is_given(given) and may_be_family(family) and run not in FIGURES:
            yield Name(found.start("name"), found.end("name"), family, given, 0.55, False)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run of kanji may be, wherever it stands: a given name, a full name, a family name."""

    is_given: bool
    full: tuple[str, str] | None
    family: bool
    is_listed: bool


@lru_cache(maxsize=131072)
def _run(word: str) -> _Run | None:
    """None for most words: they are none of these."""
    if len(word) > _LONGEST_RUN:
        return None
    is_surely_given = len(word) in (3, 4) and _SURELY_GIVEN.search(word) is not None and is_given(word)
    bare = TITLE_END.sub("", word)
    full = parted(bare) if len(bare) > _SHORTEST_RUN and bare not in FIGURES and not is_surname(bare) else None
    if full is not None and full[1] in _COMMON_GIVEN:
        full = None
    is_known = is_family(word) and word not in NO_NAME and word not in COMMON_SURNAMES
    is_listed = is_surname(word)
    if not (is_surely_given or full or is_known or is_listed):
        return None
    return _Run(is_surely_given, full, is_known and len(word) > 1, is_listed)


_LONGEST_RUN = 7
_SHORTEST_RUN = 2


def bare_names(text: str) -> Iterator[Name]:
    """Full names that nothing introduces: a family name of the list with a given name, and nothing joined to them.

    Family names too of which kin or a person is told.
    """
    for kana in _NUMBERED_KANA.finditer(text):
        if not is_thing(kana[0]):
            yield Name(kana.start(), kana.end(), None, kana[0], 0.5, False)
    yield from _listed(text)
    for found in RUN.finditer(text):
        run = _run(found[0])
        if run is None:
            continue
        start, end = found.span()
        if run.family and _OWNS.match(text, end):
            yield Name(start, end, found[0], None, 0.55, True)
        if run.is_given:
            yield Name(start, end, None, found[0], 0.6, False)
        elif not (_LETTER_SPACED.match(text, max(0, start - 2)) or _LETTER_SPACED.match(text, start)):
            name = _bare_name(text, found[0], start, run)
            if name is not None:
                yield name


def _bare_name(text: str, word: str, start: int, run: _Run) -> Name | None:
    end = start + len(word)
    # 山田 太郎
    if run.is_listed and len(word) <= 3 and (spaced := SPACED_RUNS.match(text, start)) is not None:
        given = TITLE_END.sub("", spaced[2]) or spaced[2]
        is_kana = re.match("[ァ-ヴ]", given) and not is_thing(given) and given not in NO_KANA
        if is_given(given) or (len(word) > 1 and (may_be_given(given) or is_kana)):
            return Name(start, spaced.start(2) + len(given), word, given, 0.7, False)
    if run.full is not None:
        size = len(run.full[0]) + len(run.full[1])
        return Name(start, start + size, *run.full, 0.7, False) if _BEHIND_BARE.match(text, start + size) else None
    if not run.is_listed or len(word) not in (2, 3):
        return None
    mixed = _MIXED_GIVEN.match(text, end)
    if mixed is None:
        return None
    given = mixed[0]
    for size in range(len(given), 1, -1):
        is_name = is_given(given[:size]) or (
            size > 2 and given[:size][-1] in "子美江代枝恵乃" and given[0] not in STARTS_AS_PARTICLE
        )
        if is_name and BOUND.match(text, end + size) and not _HOUSE.match(text, end + size):
            return Name(start, end + size, word, given[:size], 0.65, False)
    return None


_MIXED_GIVEN = re.compile(r"[ぁ-ん]{1,3}[子美江代枝恵乃香]|[ぁ-ん]{2,4}|[ァ-ヴー]{2,6}子?")


# 甲野は, 甲野には, 甲野から: somebody who does something; 甲野の may be a place.
_DOES = re.compile(r"(?:は|が|から|に(?:は|対|も)|本人|側|という|と(?:の|話|面|連)|も(?=[^のっ]))(?!ら)")
_BEFORE_FAMILY = re.compile(r"(?:[。、「(\n:]|\A|また|この|その|当該|なお|で|も|の)\Z")


# 緑川のおばあちゃん, 緑川の長男, 緑川(夫), 緑川なる人物
_OWNS = re.compile(
    rf"(?:の(?:お(?:じい|ばあ|じ|ば|やじ|かみ|母|父|兄|姉|嫁|孫|子)|{KIN}|ところ[のでに])|[(](?:{KIN})[)]|なる(?:人物|者)|姓の|先輩|後輩|と言う(?:人|者|方)|方に(?:同居|下宿|寄宿))"
)


def lone_families(text: str) -> Iterator[Name]:
    """Family names of the list that stand alone as somebody who does something.

    Places are called so too: only for texts that hold other personal data.
    """
    for run in RUN.finditer(text):
        word = run[0]
        if len(word) != _USUAL_FAMILY or not is_surname(word) or word in COMMON_SURNAMES or word in NO_NAME:
            continue
        if _DOES.match(text, run.end()) and _BEFORE_FAMILY.search(text[max(0, run.start() - 3) : run.start()]):
            yield Name(run.start(), run.end(), word, None, 0.4, False)


_USUAL_FAMILY = 2  # signs
