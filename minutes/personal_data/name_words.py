"""What names of people look like: lists of family and given names, and the signs that others are made of.

The lists are common names put together for this archive; they name nobody.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from minutes.personal_data import dictionary
from minutes.personal_data.plain_signs import plain

KANJI = "一-鿿々豈-﫿ヶ\U00020000-\U0003ffff"
_FOLDER = Path(__file__).parent
_VARIANTS = str.maketrans("髙﨑濵濱邊邉齋齊斉澤嶋廣眞櫻瀧國學惠德", "高崎浜浜辺辺斎斎斎沢島広真桜滝国学恵徳")
_LAST_OF_SURNAMES = frozenset(
    "田川山本村野井原藤木島崎口沢谷橋林森下上中岡内戸石浦尾江津池瀬塚屋見倉松杉辺部東西北南宮坂枝水泉根葉平富取納間関賀越河畑永吉脇丸垣金城条渕淵浜堀地武羽里郷代"
)
_FIRST_OF_SURNAMES = frozenset(
    "佐鈴高田伊渡山中小加吉斎松井木清池阿橋石前藤後遠青坂村長近福三岡原金和竹森柴酒横宮内大久平安今河服丸市杉増古水桜荒片白黒菅土馬浜永西東南北相浅足天有飯家磯稲猪岩臼宇海梅榎奥押鬼折恩樫柏勝門鎌神亀菊岸喜桐草熊栗桑児駒米榊笹塩志篠島庄城新須関瀬仙千滝谷玉塚辻角鶴寺堂鳥直仲名成難仁沼根能萩畠八花羽林早春日樋広深船別星堀牧町緑峰武室目持望元諸矢柳湯若脇鷲甲乙丙丁戊碧霞雪月"
)
_LAST_OF_GIVEN = frozenset(
    "子美恵江代香奈菜花華穂帆音乃希沙紗里理梨莉衣絵枝世央緒夫男雄郎一二三治司志史之介助輔樹平也哉弥人斗太大翔真彦幸明昭章彰光弘宏浩博洋英秀和正昌雅義良隆孝茂勝清哲健剛誠実進豊信伸敏俊久行徳範則紀典憲賢吾悟郷蔵造作吉松佑祐裕悠優勇武毅崇貴高文郁朗朋友智知朝直尚仁馬磨輝希生恒丞樹"
)
_FIRST_OF_GIVEN = frozenset(
    "子美恵江香奈菜花華穂沙紗里理梨莉衣絵央緒夫男雄郎一二三治司志史之介助輔樹平弥人斗太大翔真彦幸明昭章彰光弘宏浩博洋英秀和正昌雅義良隆孝茂勝清哲健剛誠実進豊信伸敏俊久行徳範則紀典憲賢吾悟郷蔵造作吉松佑祐裕悠優勇武毅崇貴高文郁朗朋友智知朝直尚仁千万早小初春夏秋冬桜桃梅蘭蓮葵楓陽晴空海陸航颯湊凛琴鈴静節悦淑寿富栄政利重晶澄純順淳潤準瑞玲麗礼令律涼亮諒遼綾彩絢由有佳加嘉寛泰康靖恭京杏照辰達竜龍鉄敬啓圭慶慎晋力克兼喜善聡総惣宗荘壮蒼創泉拓卓琢匠巧保裟登都登忠匡留琉瑠璃安伊乙丙"
)
# Words that the signs of given names make too.
_COMMON_WORDS = frozenset(
    "正直 正義 正式 正美 平和 平成 昭和 明治 大正 令和 政治 文治 文人 文士 文史 一人 二人 三人 一生 人生 大人 大夫 成人 "
    "理事 有利 利子 里子 真実 真理 誠実 幸大 清和 和平 和江 信義 信仁 仁義 健康 進行 行進 実行 実大 優良 優勝 良好 高大 高等 "
    "友好 知人 友人 直行 直進 行政 文化 文和 光明 洋和 英和 和英 和洋 大洋 太平 一時 一般 一昭 千万 万一 安全 保安 有人 "
    "清明 一郎 大一 一大 三大 二大 文一 光一 作一 一作 吉一 初一 初代 三代 二代 一代 千代 古代 大海 海里 海人 海洋 陸海 航海 "
    "空海 都市 都大 夏季 春秋 大志 志士 志大 力士 力作 善行 善人 喜一 美人 佳人 佳作 絵里 高輝 重一 重大 大重 重平 子美 登一 "
    "忠実 悦人 都人 実力 安平 安保 保健 保全 寛大 壮大 創造 創作 造作 造一 進一 進平 清里 泉佐 順一 順行 直治 自治 治水 法人".split()
) - frozenset("一郎 光一 進一 喜一 順一 絵里 千代 大志 太平 正義 正美 真理".split())


@cache
def surnames() -> frozenset[str]:
    """Family names as they are mostly written, and with variant kanji folded."""
    words = plain((_FOLDER / "surnames.txt").read_text(encoding="utf-8")).split()
    return frozenset(words) | frozenset(word.translate(_VARIANTS) for word in words)


@cache
def given_names() -> frozenset[str]:
    """Given names in kanji and kana."""
    words = (_FOLDER / "given_names.txt").read_text(encoding="utf-8").split()
    return frozenset(words) | frozenset(word.translate(_VARIANTS) for word in words)


@lru_cache(maxsize=65536)
def is_surname(text: str) -> bool:
    """Whether this is a family name of the list."""
    return text in surnames() or text.translate(_VARIANTS) in surnames()


@lru_cache(maxsize=65536)
def is_family(text: str) -> bool:
    """Whether this is a family name of the list or of the dictionary."""
    if is_surname(text):
        return True
    kinds = dictionary.kinds_of(text)
    return (
        dictionary.FAMILY in kinds
        and text not in _NOBODY
        and not (text[-1] in "屋者店員会社師士" and dictionary.NOUN in kinds)
    )


@lru_cache(maxsize=65536)
def is_given_name(text: str) -> bool:
    """Whether this is a given name of the list or of the dictionary."""
    return is_given(text) or (text not in _NOBODY and dictionary.GIVEN in dictionary.kinds_of(text))


# The dictionary holds these as names too.
_NOBODY = frozenset(
    "元 故 前 現 新 旧 同 長男 次男 二男 三男 四男 長女 次女 二女 三女 四女 長子 末子 昭和 平成 大正 明治 令和 譲渡人 渡人 人 者 主 妻 夫 父 母 子 兄 姉 弟 妹 "
    "夫人 生徒 児童 園児 先生 委員 議員 会長 部長 課長 次長 係長 主任 市長 町長 村長 区長 法等 国等 見方 四つ目 木密 今手 今国 諸室 本室 本園 西館 東館 本館 "
    "事務 本人 相手 相手方 当人 一人 二人 男 女 何 方 様 氏 君 一 二 三 四 五 六 七 八 九 十 百 千 万 上 下 左 右 中 内 外 東 西 南 北 年 月 日 時 分 円 番 号 丁 目 市 区 町 村 県 都 府 国 "
    "第一 第二 第三 各 両 等 他 外 計 約 全 毎 当 本 名 宅 家 棟 室 階 件 枚 通 回 度 代 歳 才 先 生 死 住 所 日本 酒屋 八百屋 魚屋 米屋 薬屋 肉屋 花屋 本屋 床屋 鍛冶屋 大工 左官 農家 漁師 地 土地 田 畑 山林 宅地 原野 道 金 銀 木 水 火 土 石綿".split()
)


@lru_cache(maxsize=65536)
def may_be_surname(text: str) -> bool:
    """Whether this is a family name of the list, or two signs that family names are made of."""
    if is_surname(text):
        return True
    folded = text.translate(_VARIANTS)
    return len(folded) == 2 and folded[0] in _FIRST_OF_SURNAMES and folded[1] in _LAST_OF_SURNAMES


_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}


@lru_cache(maxsize=65536)
def is_given(text: str) -> bool:
    """Whether this is a given name of the list."""
    return (
        text in given_names()
        or text.translate(_VARIANTS) in given_names()
        or ("ァ" <= text[:1] <= "ヴ" and len(text) > 1 and text.translate(_TO_HIRAGANA) in given_names())
    )


@lru_cache(maxsize=65536)
def may_be_given(text: str) -> bool:
    """Whether this is a given name of the list, or signs that given names are made of and no common word."""
    if is_given(text):
        return True
    folded = text.translate(_VARIANTS)
    if not 2 <= len(folded) <= 3 or folded in _COMMON_WORDS:
        return False
    return (
        folded[0] in _FIRST_OF_GIVEN
        and folded[-1] in _LAST_OF_GIVEN
        and all(sign in _FIRST_OF_GIVEN or sign in _LAST_OF_GIVEN for sign in folded[1:-1])
    )


# Given names of one sign that are words too, and stand alone.
WORDS_OF_ONE_SIGN = frozenset(
    "一三大学力心月子父母妻夫男女兄姉弟妹孫人者主星新正文旬節要元光公保進空実道海泉緑花草木森林港桜梅竹松桃杏栗楓春夏秋冬朝夕雪雨風音歌愛命和平安全幸友信義礼仁智勇誠"
)


# Family names of one sign in Chinese and Korean names.
_EAST_ASIAN = frozenset(
    "王李張劉陳楊黄趙呉周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾蕭田董袁潘于蒋蔡余杜葉程蘇魏呂丁任沈姚盧姜崔鍾譚陸汪范金石廖賈夏韋付方白鄒孟熊秦邱江尹薛閻段雷侯龍史陶黎賀"
    "顧毛郝龔邵万銭厳武戴莫孔向湯朴申権安柳洪全文裵裴曺南河兪成具玄池元千卞呂辛愼玉琴奇羊阮潘"
)


@lru_cache(maxsize=65536)
def is_east_asian(run: str) -> bool:
    """Whether a run of two or three signs may be a Chinese or Korean full name, and is no word of the dictionary: 王建国, 曹偉."""
    if not 2 <= len(run) <= 3 or run[0] not in _EAST_ASIAN or run[-1] in _NO_GIVEN_END:
        return False
    return not dictionary.kinds_of(run) - {dictionary.FAMILY, dictionary.GIVEN, dictionary.PERSON}


_NO_GIVEN_END = frozenset(
    "者屋店員会社組課部局署係室館場所等側方類物品円年月日時分人名件区市町村県省庁駅線校園院寺川山橋通費税金額数式法化的用中内外上下前後間"
)


@lru_cache(maxsize=131072)
def may_hold_name(run: str) -> bool:
    """Whether a run of kanji may end in a full name or in a family or given name of two signs and more.

    Most words do not: sentences without such a run need not be read.
    """
    if dictionary.NOUN in dictionary.kinds_of(run) and not (is_surname(run) or is_given(run)):
        return False
    run = run[-_LONGEST_END:]
    for start in range(len(run)):
        for size in range(1, min(5, len(run) - start + 1)):
            if is_family(run[start : start + size]):
                rest = run[start + size :]
                if any(is_given_name(rest[:length]) for length in (2, 3, 1)) if rest else size > 1:
                    return True
    return any(is_given_name(run[-size:]) for size in (2, 3) if size <= len(run))


_LONGEST_END = 8  # signs


def parted(run: str) -> tuple[str, str] | None:
    """A full name in kanji as family and given name, None where it reads as none: 山田太郎 -> 山田, 太郎."""
    best: tuple[int, str, str] | None = None
    if run.startswith("日本"):
        return None
    for length in (2, 3, 1, 4):
        family, given = run[:length], run[length:]
        if not 1 <= len(given) <= 3 or not is_surname(family):
            continue
        if length == 1 and not (is_given(given) and len(given) >= 2):
            continue
        if len(given) == 1 and not is_given(given):
            continue
        if may_be_given(given):
            score = 2 * is_given(given) + (length == 2)
            if best is None or score > best[0]:
                best = (score, family, given)
    return best[1:] if best else None
