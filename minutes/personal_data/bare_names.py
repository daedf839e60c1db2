"""Full names that nothing introduces, by their shape alone. Stdlib only."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from minutes.personal_data.name_words import is_given, is_surname, may_be_given, parted

FIGURES = frozenset(
    "渋沢栄一 福沢諭吉 福澤諭吉 聖徳太子 夏目漱石 徳川家康 徳川慶喜 徳川吉宗 織田信長 豊臣秀吉 西郷隆盛 坂本龍馬 宮沢賢治 宮澤賢治 石川啄木 森鴎外 芥川龍之介 太宰治 "
    "川端康成 三島由紀夫 司馬遼太郎 松本清張 与謝野晶子 樋口一葉 正岡子規 北原白秋 金子みすゞ 野口英世 津田梅子 北里柴三郎 伊能忠敬 二宮尊徳 二宮金次郎 上杉鷹山 伊達政宗 "
    "武田信玄 上杉謙信 明智光秀 石田三成 真田幸村 勝海舟 大久保利通 伊藤博文 板垣退助 大隈重信 田中正造 平塚らいてう 市川房枝 岡本太郎 草間彌生 手塚治虫 宮崎駿 黒澤明 "
    "松尾芭蕉 小林一茶 与謝蕪村 葛飾北斎 歌川広重 平賀源内 杉田玄白 本居宣長 紫式部 清少納言 源頼朝 源義経 平清盛 足利尊氏 空海 最澄 親鸞 日蓮 道元 行基 田中角栄 吉田茂 "
    "安倍晋三 小泉純一郎 小泉進次郎 岸田文雄 石破茂 菅義偉 池上彰 大谷翔平 長嶋茂雄 王貞治 美空ひばり 中村哲 柳田国男 柳田國男 新美南吉 山本五十六 東郷平八郎 村上春樹 湯川秀樹 岩永三五郎 狩野永徳 志賀潔 高峰譲吉 北里柴三郎 柴三郎 藤井聡太 羽生結弦 東野圭吾 原田マハ 湊かなえ 濱田庄司 宮部みゆき 北島三郎 石原裕次郎 高倉健 黒柳徹子 さかなクン".split()
)
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


def bare_names(text: str) -> Iterator[Name]:
    """Full names that nothing introduces: a family name of the list with a given name, and nothing joined to them."""
    for kana in _NUMBERED_KANA.finditer(text):
        if not is_thing(kana[0]):
            yield Name(kana.start(), kana.end(), None, kana[0], 0.5, False)
    yield from _listed(text)
    yield from families_of_kin(text)
    for run in RUN.finditer(text):
        word = run[0]
        if not 1 <= len(word) <= 7:
            continue
        start = run.start()
        if len(word) in (3, 4) and _SURELY_GIVEN.search(word) and is_given(word):
            yield Name(start, run.end(), None, word, 0.6, False)
            continue
        # 山田 太郎
        if _LETTER_SPACED.match(text, max(0, start - 2)) or _LETTER_SPACED.match(text, start):
            continue
        if len(word) <= 3 and text[run.end() : run.end() + 1] == " " and is_surname(word):
            spaced = SPACED_RUNS.match(text, start)
            if spaced is not None:
                given = TITLE_END.sub("", spaced[2]) or spaced[2]
                is_kana = re.match("[ァ-ヴ]", given) and not is_thing(given) and given not in NO_KANA
                if is_given(given) or (len(word) > 1 and (may_be_given(given) or is_kana)):
                    yield Name(start, spaced.start(2) + len(given), word, given, 0.7, False)
                    continue
        bare = TITLE_END.sub("", word)
        if len(bare) >= 3 and (two := parted(bare)) is not None and bare not in FIGURES and not is_surname(bare):
            if two[1] in _COMMON_GIVEN or not _BEHIND_BARE.match(text, start + len(bare)):
                continue
            yield Name(start, start + len(bare), two[0], two[1], 0.7, False)
            continue
        if 2 <= len(word) <= 3 and is_surname(word):
            following = text[run.end() : run.end() + 6]
            mixed = re.match(r"[ぁ-ん]{1,3}[子美江代枝恵乃香]|[ぁ-ん]{2,4}|[ァ-ヴー]{2,6}子?", following)
            if mixed is not None:
                given = mixed[0]
                for size in range(len(given), 1, -1):
                    is_name = is_given(given[:size]) or (
                        size > 2 and given[:size][-1] in "子美江代枝恵乃" and given[0] not in STARTS_AS_PARTICLE
                    )
                    if is_name and BOUND.match(text, run.end() + size) and not _HOUSE.match(text, run.end() + size):
                        yield Name(start, run.end() + size, word, given[:size], 0.65, False)
                        break


# 甲野は, 甲野には, 甲野から: somebody who does something; 甲野の may be a place.
_DOES = re.compile(r"(?:は|が|から|に(?:は|対|も)|本人|側|という|と(?:の|話|面|連)|も(?=[^のっ]))(?!ら)")
_BEFORE_FAMILY = re.compile(r"(?:[。、「(\n:]|\A|また|この|その|当該|なお|で|も|の)\Z")


# 緑川のおばあちゃん, 緑川の長男, 緑川(夫), 緑川なる人物
_OWNS = re.compile(
    rf"(?:の(?:お(?:じい|ばあ|じ|ば|やじ|かみ|母|父|兄|姉|嫁|孫|子)|{KIN}|ところ[のでに])|[(](?:{KIN})[)]|なる(?:人物|者)|姓の|先輩|後輩|と言う(?:人|者|方)|方に(?:同居|下宿|寄宿))"
)


def families_of_kin(text: str) -> Iterator[Name]:
    """Family names of the list of which kin or a person is told."""
    for run in RUN.finditer(text):
        word = run[0]
        if len(word) > 1 and is_surname(word) and word not in COMMON_SURNAMES and _OWNS.match(text, run.end()):
            yield Name(run.start(), run.end(), word, None, 0.55, True)


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
