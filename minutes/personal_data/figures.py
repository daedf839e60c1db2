"""Figures of history, of art and of tales, who are no private persons of a meeting. Stdlib only."""

from __future__ import annotations

import re

FIGURES = frozenset(
    "渋沢栄一 福沢諭吉 福澤諭吉 聖徳太子 夏目漱石 徳川家康 徳川慶喜 徳川吉宗 織田信長 豊臣秀吉 西郷隆盛 坂本龍馬 宮沢賢治 宮澤賢治 石川啄木 森鴎外 芥川龍之介 太宰治 "
    "川端康成 三島由紀夫 司馬遼太郎 松本清張 与謝野晶子 樋口一葉 正岡子規 北原白秋 金子みすゞ 野口英世 津田梅子 北里柴三郎 伊能忠敬 二宮尊徳 二宮金次郎 上杉鷹山 伊達政宗 "
    "武田信玄 上杉謙信 明智光秀 石田三成 真田幸村 勝海舟 大久保利通 伊藤博文 板垣退助 大隈重信 田中正造 平塚らいてう 市川房枝 岡本太郎 草間彌生 手塚治虫 宮崎駿 黒澤明 "
    "松尾芭蕉 小林一茶 与謝蕪村 葛飾北斎 歌川広重 平賀源内 杉田玄白 本居宣長 紫式部 清少納言 源頼朝 源義経 平清盛 足利尊氏 空海 最澄 親鸞 日蓮 道元 行基 田中角栄 吉田茂 "
    "安倍晋三 小泉純一郎 小泉進次郎 岸田文雄 石破茂 菅義偉 池上彰 大谷翔平 長嶋茂雄 王貞治 美空ひばり 中村哲 柳田国男 柳田國男 新美南吉 山本五十六 東郷平八郎 村上春樹 湯川秀樹 岩永三五郎 狩野永徳 志賀潔 高峰譲吉 北里柴三郎 柴三郎 藤井聡太 羽生結弦 東野圭吾 原田マハ 湊かなえ 濱田庄司 宮部みゆき 浅井長政 伊藤野枝 乃木希典 斎藤茂吉 平将門 佐々木小次郎 宮本武蔵 辰野金吾 塩原太助 梶原景時 柿本人麻呂 額田王 松下幸之助 本田宗一郎 稲盛和夫 羽生結弦 羽生善治 北村西望 丹下健三 安藤忠雄 隈研吾 水木しげる 藤子不二雄 赤塚不二夫 石ノ森章太郎 井上ひさし 井上靖 大江健三郎 谷崎潤一郎 志賀直哉 島崎藤村 国木田独歩 若山牧水 種田山頭火 高村光太郎 土井晩翠 滝廉太郎 山田耕筰 中山晋平 野口雨情 西條八十 古賀政男 横山大観 竹久夢二 棟方志功 東山魁夷 平山郁夫 後藤新平 新渡戸稲造 内村鑑三 中江藤樹 吉田松陰 高杉晋作 木戸孝允 大久保利通 土方歳三 近藤勇 千利休 聖武天皇 桓武天皇 藤原道長 源義仲 楠木正成 新田義貞 北条早雲 北条時宗 島津斉彬 徳川光圀 徳川家光 徳川綱吉 直江兼続 黒田官兵衛 加藤清正 福島正則 石川五右衛門 井伊直弼 水戸黄門 桃太郎 金太郎 浦島太郎 花咲爺 一寸法師 かぐや姫 北島三郎 石原裕次郎 高倉健 黒柳徹子 さかなクン".split()
)
# Who stands in a sentence with these is told of as history, art or a tale.
_HISTORY = re.compile(
    r"豪族|武将|戦国|大名|藩主|城主|初代将軍|幕末|江戸時代|鎌倉時代|室町時代|平安時代|明治維新|大河ドラマ|民話|伝説|昔話|歌碑|句碑|初版本|銅像|合戦|の乱|元帥|主人公|登場人物|アニメ|漫画の|童話|歌集|直木賞|芥川賞"
)
_NEAR = 40
_LONGEST = 7
_JOINED = "、や・とか及"


def is_figure(text: str, start: int, end: int) -> bool:
    """Whether a name at a place is, or is part of, that of a figure, or is told in one breath with one."""
    if any(
        text[left:right] in FIGURES for left in range(max(0, start - 4), start + 1) for right in range(end, end + 5)
    ):
        return True
    if text[end : end + 1] == "『" or text[end : end + 2] == "著『":
        return True
    if start > 2 and text[start - 1] in _JOINED and _ends_in_figure(text, start - 1):
        return True
    if text[end : end + 1] in ("、", "や", "・", "と") and _begins_with_figure(text, end + 1):
        return True
    return re.match("さん|様|くん|ちゃん|君", text[end : end + 3]) is None and _is_history(text, start, end)


def _ends_in_figure(text: str, end: int) -> bool:
    return any(text[end - length : end] in FIGURES for length in range(2, _LONGEST) if end >= length)


def _begins_with_figure(text: str, start: int) -> bool:
    return any(text[start : start + length] in FIGURES for length in range(2, _LONGEST))


def _is_history(text: str, start: int, end: int) -> bool:
    before = re.split("[。\n]", text[max(0, start - _NEAR) : start])[-1]
    behind = re.split("[。\n]", text[end : end + _NEAR])[0]
    return _HISTORY.search(before) is not None or _HISTORY.search(behind) is not None
