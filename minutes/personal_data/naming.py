"""Names of people in a text: by what stands behind them (さん, 氏), before them (申請者, 長男の) and by their shape. Stdlib only.

A name that is surely one somewhere in a meeting is found again where it stands without any of these (recurrences).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minutes.personal_data.name_words import KANJI, is_given, is_surname, may_be_given, may_be_surname, parted
from minutes.personal_data.office_holders import OfficeHolders, has_post, is_office_line

_K = f"[{KANJI}]"
_HONORIFICS = (
    r"さん|さま(?!ざま|で|々|ま)|(?<![ぁ-ん聞])くん|(?<=[ぁ-ん])(?<!く)くん(?![だで])|ちゃん(?!と)|(?<![彼甲乙丙丁])氏(?![名神族子])|(?<![仕多模同一異有別左貴皆])様(?![々式子相態変な])|君(?![臨主が])|殿(?!堂)|夫妻|[ご御]?夫婦|(?<![自住在帰社邸拙旧民居三])宅(?![地配建])|家(?=[はがのをにでと、。\s])|邸|容疑者|被告|夫人|自治会長|町会長|町内会長|民生委員|児童委員|保護司|"
    r"両氏|両名|御?一家|親子|兄弟|姉妹|という(?=者|方|人|市民|住民|男|女|のは|ひと|児童|生徒|業者の)|と(?:名乗|名のる|申しま|申す|称する)|ら(?=[0-9一-九]{1,2}[名人])|方(?=[ 、。)]|\Z)"
)
_HONORIFIC = re.compile(_HONORIFICS)
_TITLE_END = re.compile(
    r"(?:氏|様|君|殿|宅|家|邸|夫妻|夫婦|容疑者|被告人?|両氏|両名|一家|親子|兄弟|姉妹|方|側|他|外|本人|名義|名|氏名|作|著|自身|及)\Z"
)
_KIN = (
    r"父親?|母親?|義父|義母|祖父|祖母|曾祖父|曾祖母|長男|次男|二男|三男|四男|長女|次女|二女|三女|四女|妻|夫|息子|娘|孫娘?|兄|姉|弟|妹|義兄|義弟|義姉|義妹|叔父|叔母|伯父|伯母|おじ|おば|姪|甥|"
    r"いとこ|従兄弟?|従姉妹?|双子|養子|養女|内縁の妻|内縁の夫|ご主人|奥さん|奥様|お子さん|お嬢さん|息子さん|娘さん|お父さん|お母さん|おじいさん|おばあさん|お孫さん|ご長男|ご次男|ご長女|ご次女|旦那さん|婿|嫁|"
    r"夫人|配偶者|パートナー|親族|家族|遺族|同居人|後見人|保佐人|補助人|里親"
)
_ROLES = (
    r"申請者|申請人|審査申出人|申出人|申出者|請求代表者|賃貸人|賃借人|貸付人|貸付者|借受者|飼い主|出店者|受取人|口座名義人|管理者|事業者代表|候補者?|推薦者|委嘱者|退任者|新任|前任|後任|虐待者|被虐待者|実兄|実姉|実弟|実妹|実父|実母|親権者父|親権者母|同母|同父|世話人|養育里親|代襲相続人|相続人代表者|相手方|受遺者|遺言者|行旅死亡人|診療録|登録者|建築主|施工主|築造主|設置者|届出人|届出者|請願者|請願人|請願代表者|陳情者|陳情人|陳述人|陳述者|申立人|申立者|審査請求人|請求人|異議申立人|不服申立人|開示請求者|請求者|提出者|提案者|被害者|加害者|容疑者|被疑者|被告人?|原告|"
    r"患者|利用者|入所者|入居者|入居申込者|入院患者|相談者|通報者|受給者|受給権者|対象者|対象児童|保護者|生徒|児童|園児|幼児|乳児|男児|女児|新生児|少年|少女|学生|男子生徒|女子生徒|卒業生|同級生|担任|遺族|死亡者|死者|故人|行方不明者|不明者|所有者|"
    r"地権者|地主|借主|借受人|貸主|借地人|借家人|譲渡人|譲受人|売主|買主|名義人|契約者|滞納者|納税者|債務者|債権者|連帯保証人|保証人|相続人|被相続人|相続代表者|世帯主|世帯員|当事者|目撃者|証人|運転者|運転手|発見者|来庁者|"
    r"来所者|住民|区民|市民|町民|村民|農業者|農家|店主|経営者|代表者|代表取締役社長|代表取締役|取締役|社長|事業主|個人事業主|オーナー|大家|家主|管理人|応募者|受験者|合格者|受賞者|被表彰者|表彰者|寄附者|寄付者|"
    r"寄贈者|元職員|元教諭|元教員|元従業員|従業員|社員|アルバイト|パート|ボランティア|参加者|来場者|傍聴者|傍聴人|投稿者|差出人|発信者|送付者|友人|知人|隣人|隣家|近所|同僚|被保険者|要介護者|介護者|本人|負傷者|"
    r"けが人|感染者|被災者|避難者|失踪者|高齢者|障害者|障がい者|受講生|受講者|会員|町会長|町内会長|自治会長|区長代理|民生委員|児童委員|民生・児童委員|保護司|組合員|消防団員|代理人|代表|発起人|連絡先|担当|選手|"
    r"告発人|告訴人|公述人|参考人|証言者|語り部|講談師|作者|出品者|出展者|協力者|提供者|男性|女性|老人|主婦|会社員|無職|団体職員|自営業|漁師|猟師|店長|女将|教え子|里子|養育者|喪主|施主|檀家|"
    r"氏名|名前|本名|旧姓|通称|名義|宛名|署名|フリガナ|ふりがな|故"
)
_ROLE = re.compile(
    rf"(?:{_ROLES})(?:代表|ら)?|(?<!{_K})(?:{_KIN})|(?<=[の同])(?:{_KIN})|(?<=者)(?:父|母)|(?<=、)(?:{_KIN})|(?<=[{KANJI}])(?:の妻|の夫|長男|次男|二男|長女|次女|二女)"
)
_STRONG_LABEL = re.compile(
    r"(?:氏名|名前|本名|旧姓|通称|名義人?|申請者名?|申請人|請願者|陳情者|相談者|世帯主|名義|保護者名|代表者名?|被保険者名?|届出人|送付先|宛名)[ ]?[:][ ]?|氏名(?:は|が)、?|名前は、?|旧姓は?|名義人?[ は]|本名は?|名義は?|[・、]?氏名 "
)
_LINK = re.compile(
    r"(?:の(?:お名前|氏名|名前|名義)?は?|は|が|である|であった|、|:|・|[ ]|「|『|\(|として|だった|となる|にあたる|に当たる|、?[0-9]{1,3}歳の?|役の|も|を|に){0,3}"
)
_KANA_NAME = r"[ァ-ヴー]{2,8}"
_BOUND = re.compile(r"[^\w]|[はがをにのともでやかへらよださくちまなじどこそしなり]|\Z|（")
_NO_NAME = frozenset(
    "皆 奥 娘 息子 孫 嫁 婿 客 お客 親 子 子供 母 父 兄 姉 弟 妹 祖父 祖母 爺 婆 神 仏 隣 近所 主人 旦那 赤 赤坊 坊 王 姫 何 各 女将 "
    "大工 役所 警察 消防 国 県 都 市 区 町 村 会社 組合 病院 銀行 学校 大学 高校 保育 業者 患者 職員 学生 生徒 児童 委員 議員 先生 住民 "
    "市民 区民 町民 村民 農家 商店 大家 保護者 障害者 高齢者 若者 担当者 利用者 事業者 当事者 親御 女性 男性 個人 本人 友人 知人 地主 "
    "家主 店主 候補 住職 和尚 作家 画家 歌手 監督 両 同 某 一 仕 多 模 異 有 別 貴 左 人 先 殿 御 客人 親子 夫 妻 夫婦 双方 両方 先方 "
    "味方 行方 地方 遠方 一方 他方 仕方 見方 考え方 貴方 彼方 夕方 明け方 朝方 両親 双子 母子 父子 養子 三つ子 団子 方 帰宅 自宅 在宅 住宅 "
    "邸宅 社宅 持家 持ち家 空き家 空家 古民家 民家 実家 農 武 公 国家 専門家 作 資産家 在 自 社 私 別 隣家 一家 本家 分家 人家 生家 借家 貸家 "
    "我が 我 大 小 名 商 宗 政治 起業 建築 音楽 芸術 評論 活動 愛好 実業 画 書 旧 御両 御 宮 神 本 拝 仏 御 沈 諸 主 幼 細 姑 舅 小姑 "
    "嬢 お嬢 主婦 妊婦 選手 介護士 保育士 看護師 医師 弁護士 運転手 記者 幹事 理事 事務局 参考人 傍聴 支援 専門 関係 お母 お父 お子 お姉 お兄 お孫 "
    "苦労 御苦労 ご苦労 親御 主事 書記 園児 本来 今後 種々 農協 漁協 生協 信金 商工会 観光協会 共産党 自民党 公明党 生産者 消費者 管理者 指定管理者 事務 受付 窓口 図書館 市役所 区役所 部長 課長 係長 局長 校長 園長 会長 社長 議長 市長 区長 町長 村長".split()
)
# Nobody's name ends so, unless the list of family names holds it.
_NO_NAME_END = frozenset(
    "者員長会課部局署士師人屋店社校園館院所団隊組班係室庁省県市区町村国家手婦主民生性方側達等法産業行学物様親子客女男母父兄姉弟妹的化用費税金時年月日回数点部門駅線"
)
# Of these signs given names end too: 茶々子, 直人, 芳生.
_MAY_END = frozenset("子人生美方長行的")
_NO_KANA_END = re.compile(
    r"(?:ファーム|サービス|クリニック|スポーツ|ビル|ホール|センター|ホーム|ハウス|クラブ|グループ|システム|ホテル|スーパー|ストア|マート|バス|タクシー|ガス|メディア|ホールディングス|コーポレーション|ジャパン|エンジニアリング|フーズ|モータース|ベーカリー|フーズ|ロジ|テック|ネット|プラン|プロジェクト|イベント|カフェ|レストラン|スタジオ|ショップ|マンション|パーク|ランド|タウン|タワー|ガーデン|テラス|ステーション|ゴム|セメント|メンバー|スタッフ|ヘルパー|ドライバー|ボランティア|マネ|マネジャー|ワーカー|コーチ|オーナー|リーダー|コーディネーター|アドバイザー|トレーナー|デザイナー)\Z"
)
_NO_KANA = frozenset(
    "スタッフ ヘルパー ケアマネ ケアマネジャー ケアマネージャー ドライバー コンビニ ボランティア メンバー オーナー マスター シェフ モデル サポーター "
    "リーダー コーディネーター アドバイザー カメラマン サラリーマン スーパー タクシー バス ママ パパ マスコミ メーカー コンサル コンサルタント "
    "ユーザー テナント ゼネコン ハローワーク シルバー ドクター ナース パート アルバイト ファン アーティスト デザイナー オペレーター センター ヤクルト "
    "ホーム デイサービス クリニック サービス ガイド チーム クラブ ライオンズ ロータリー トヨタ ヤマト ソニー イオン セブン ローソン ゲスト ベビー "
    "オバ オジ オカア オトウ ネコ ワン ゾウ インストラクター トレーナー コーチ ディレクター プロデューサー アナウンサー ホスト カウンセラー ソーシャルワーカー ワーカー".split()
)
_NO_HIRAGANA = frozenset(
    "おばあ おじい おかあ おとう おねえ おにい あか たく みな おく おきゃく かみ ほとけ ばあ じい おば おじ おまわり とう かあ ねえ にい おや いもうと おとうと "
    "たくさん おくさん むす こども おこ だれ なに ひと みなみな もう いろ とり うさぎ ぞう くま どう いく ぼく".split()
)
_FIGURES = frozenset(
    "渋沢栄一 福沢諭吉 福澤諭吉 聖徳太子 夏目漱石 徳川家康 徳川慶喜 徳川吉宗 織田信長 豊臣秀吉 西郷隆盛 坂本龍馬 宮沢賢治 宮澤賢治 石川啄木 森鴎外 芥川龍之介 太宰治 "
    "川端康成 三島由紀夫 司馬遼太郎 松本清張 与謝野晶子 樋口一葉 正岡子規 北原白秋 金子みすゞ 野口英世 津田梅子 北里柴三郎 伊能忠敬 二宮尊徳 二宮金次郎 上杉鷹山 伊達政宗 "
    "武田信玄 上杉謙信 明智光秀 石田三成 真田幸村 勝海舟 大久保利通 伊藤博文 板垣退助 大隈重信 田中正造 平塚らいてう 市川房枝 岡本太郎 草間彌生 手塚治虫 宮崎駿 黒澤明 "
    "松尾芭蕉 小林一茶 与謝蕪村 葛飾北斎 歌川広重 平賀源内 杉田玄白 本居宣長 紫式部 清少納言 源頼朝 源義経 平清盛 足利尊氏 空海 最澄 親鸞 日蓮 道元 行基 田中角栄 吉田茂 "
    "安倍晋三 小泉純一郎 小泉進次郎 岸田文雄 石破茂 菅義偉 池上彰 大谷翔平 長嶋茂雄 王貞治 美空ひばり 中村哲 柳田国男 柳田國男 新美南吉 山本五十六 東郷平八郎 村上春樹 湯川秀樹 岩永三五郎 狩野永徳 志賀潔 高峰譲吉 北里柴三郎 柴三郎 藤井聡太 羽生結弦 東野圭吾 原田マハ 湊かなえ 濱田庄司 宮部みゆき 北島三郎 石原裕次郎 高倉健 黒柳徹子 さかなクン".split()
)
_HISTORIC_HOUSES = frozenset(
    "徳川 織田 豊臣 上杉 武田 毛利 島津 前田 伊達 細川 藤原 平 源 北条 足利 井伊 今川 浅井 朝倉".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a place: the whole span, and its parts where they can be told."""

    start: int
    end: int
    family: str | None
    given: str | None
    certainty: float
    has_cue: bool


def find_names(text: str, holders: OfficeHolders) -> list[Name]:
    """Names of private persons in a text of plain signs, by cues and shapes; the same stretch may come twice."""
    found: list[Name] = []
    for name in (*_titled(text), *_behind_roles(text), *_bare(text)):
        whole = (name.family or "") + (name.given or "") or text[name.start : name.end].replace(" ", "")
        if whole in _FIGURES or _is_holder(text, name, whole, holders):
            continue
        found.append(name)
    readings = [reading for name in found for reading in _readings(text, name)]
    joined = [other for name in found for other in _joined(text, name, holders)]
    return found + readings + joined


def _is_holder(text: str, name: Name, whole: str, holders: OfficeHolders) -> bool:
    if holders.is_holder(name.family, whole) and not _is_private(text, name.start):
        return True
    if whole in holders.names():
        return True
    is_titled = _TITLED.match(text, name.end) is not None
    return has_post(text, name.start, name.end, is_titled=is_titled) or (
        not name.has_cue and is_office_line(text, name.start)
    )


_TITLED = re.compile(r"さん|氏(?!名)|様|くん|ちゃん|夫妻|夫婦")
_PRIVATE_BEFORE = re.compile(
    rf"(?:{_ROLES}|{_KIN}|丁目|番地|号|在住|町|地区|歳|隣|向かい|裏|近く|分家|本家|同姓)(?:の|である|、|:|[ ])?\Z"
)


def _is_private(text: str, start: int) -> bool:
    """Whether the words before a name tell a private person, though a member or an official bears the same name."""
    return _PRIVATE_BEFORE.search(text[max(0, start - 12) : start]) is not None


# --- さん, 氏, 様 … behind a name


_KANJI_TAIL = re.compile(rf"(?P<first>{_K}{{1,10}})(?: (?P<second>{_K}{{1,4}}|[ぁ-ん]{{1,6}}|{_KANA_NAME}))?\Z")
_MIXED_TAIL = re.compile(
    rf"(?P<family>{_K}{{1,6}}) ?(?P<given>[ぁ-ん]{{1,4}}{_K}?|{_KANA_NAME}{_K}?|{_K}[ぁ-ん]{{1,3}}{_K}?)\Z"
)
_KANA_TAIL = re.compile(r"(?<![ァ-ヴーA-Za-z])[ァ-ヴー]{1,12}(?:[・=＝ ][ァ-ヴー]{1,14}){0,3}\Z")
_HIRAGANA_TAIL = re.compile(r"[ぁ-ん]{2,8}\Z")
_LATIN_TAIL = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]{1,14}|[A-Z]{3,12})(?:[ .・][A-Z][A-Za-z.]{0,14}){0,3}\Z")


def _titled(text: str) -> Iterator[Name]:
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
    if text[place - 1] in "」』" and title.startswith("と"):
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
    if (found := _MIXED_TAIL.search(tail)) is not None and not re.match(_K, found["given"]):
        name = _mixed(window, place, found)
        if name is not None:
            return name
    if (found := _KANJI_TAIL.search(tail)) is not None:
        first, second = found["first"], found["second"]
        if second is not None:
            two = _spaced(first, second)
            if two is not None:
                family, given = two
                start = window + found.end("first") - len(family)
                return Name(start, place, family, given, 0.95, True)
        if second is None or re.match(_K, second):
            return _titled_run(text, place, second or first, title, is_plain=is_plain, is_weak=is_weak)
    if (found := _MIXED_TAIL.search(tail)) is not None:
        name = _mixed(window, place, found)
        if name is not None:
            return name
    if is_plain or title in ("様", "君"):
        if (found := _KANA_TAIL.search(tail)) is not None:
            word = found[0]
            if word in _NO_KANA or _NO_KANA_END.search(word) or len(word) < 2:
                return None
            return Name(window + found.start(), place, None, word, 0.6 if title != "ちゃん" else 0.8, True)
        if (found := _LATIN_TAIL.search(tail)) is not None:
            return Name(window + found.start(), place, None, found[0], 0.6, True)
        if (found := _HIRAGANA_TAIL.search(tail)) is not None:
            return _hiragana(window, place, found[0], title, at_start=window + found.start())
    return None


# Family names that are words too: 中間という, 一番という
_COMMON_SURNAMES = frozenset(
    "中間 一番 大分 東口 西口 南口 北口 北国 九州 本間 高台 下水 上水 外部 内部 中部 南部 北部 西部 東部 山林 土地 道上 道下 上代 百円 千円 中台 表 裏".split()
)
_QUOTED_KANA = re.compile(r"「([ァ-ヴー]{2,6} ?[ァ-ヴー]{2,6})\Z")


def _before_naming(text: str, place: int, tail: str, window: int) -> Name | None:
    """甲野という者, 甲野と名乗る: only names of the lists, for most words can stand before these."""
    if (kana := _QUOTED_KANA.search(tail)) is not None and text[place : place + 1] == "」":
        return Name(window + kana.start(1), place, None, kana[1], 0.6, True)
    found = re.search(rf"{_K}{{1,6}}\Z", tail)
    if (
        found is None
        or found[0] in (_COMMON_SURNAMES | _NO_NAME)
        or (len(found[0]) == 1 and text[place] == "と" and text[place + 1] == "い")
    ):
        return None
    if (two := parted(found[0])) is not None:
        return Name(window + found.start(), place, two[0], two[1], 0.8, True)
    if is_surname(found[0]):
        return Name(window + found.start(), place, found[0], None, 0.6, True)
    return None


def _titled_run(text: str, place: int, run: str, title: str, *, is_plain: bool, is_weak: bool) -> Name | None:
    """A name that is a run of kanji right before a title: the whole run, or the last part of it that reads as a name."""
    if run in _NO_NAME or run[-1] in "皆奥客嫁婿仏嬢" or (title == "氏" and run in ("源", "平")):
        return None
    if len(run) == 1 and title in ("くん", "さま") and not is_surname(run):
        return None
    if title == "君" and len(run) > 2 and parted(run) is not None and not _is_private(text, place - len(run)):
        return None  # assemblies call their members so
    for cut in range(len(run)):
        rest = run[cut:]
        if len(rest) > 6:
            continue
        two = parted(rest)
        if two is not None and not (cut == 0 and is_surname(rest)) and (cut == 0 or len(two[0]) > 1):
            return Name(place - len(rest), place, two[0], two[1], 0.95, True)
        if is_surname(rest) and (cut == 0 or len(rest) > 1):
            if title == "家" and (rest in _HISTORIC_HOUSES or len(rest) < 2):
                return None
            if is_weak and len(rest) == 1 and not (title == "様" and _is_private(text, place - 1)):
                return None
            if cut and title in ("家", "方", "殿", "様", "君", "邸"):
                # 高田家 within a longer word: 旧高田家 is a house to look at
                return None
            return Name(place - len(rest), place, rest, None, 0.9 if is_plain else 0.7, True)
    if (is_weak and title not in ("君", "様", "夫妻", "宅")) or title.endswith(("長", "員", "司", "夫人")):
        return None
    ends_as_given = any(is_given(run[size:]) and len(run[size:]) >= 2 for size in range(1, min(len(run), 4)))
    if run[-1] in _NO_NAME_END and not may_be_surname(run) and not ends_as_given:
        if is_given(run) and len(run) >= 2:
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
            if is_given(run[-size:]) and 2 <= len(run) - size <= 3:
                return Name(place - len(run), place, run[:-size], run[-size:], 0.7, True)
    for cut in range(len(run)):
        if is_given(run[cut:]) and len(run[cut:]) >= (1 if cut == 0 else 2):
            start = place - len(run) if len(run) <= 4 else place - len(run) + cut
            return Name(start, place, None, run[cut:], 0.75, True)
    if len(run) <= 5 and (is_plain or len(run) >= 2):
        # A name that no list holds.
        family = run if len(run) <= 3 else run[:2]
        return Name(place - len(run), place, family, None, 0.6 if is_plain else 0.45, True)
    return None


def _spaced(first: str, second: str) -> tuple[str, str] | None:
    """Family and given name with a space between; words before the family name are left aside."""
    for size in (3, 2, 1, 4):
        family = first[-size:]
        is_whole = size == len(first)
        if len(family) != size or not (is_surname(family) or (is_whole and size <= 3)):
            continue
        if family not in _NO_NAME and (family[-1] not in _NO_NAME_END or may_be_surname(family)):
            return family, second
    return None


_HALF_KANA = re.compile(r"(?![のはがをにでともやへか])[ぁ-ん]{1,3}[子美江代枝恵乃香]")
_STARTS_AS_PARTICLE = frozenset("のはがをにでともやへか")


def _mixed(window: int, place: int, found: re.Match[str]) -> Name | None:
    """A family name in kanji with a given name in kana: 山田さくら, 山田よし子."""
    given = found["given"]
    for size in (3, 2, 1, 4):
        family = found["family"][-size:]
        if len(family) != size or not is_surname(family):
            continue
        if _NO_KANA_END.search(given) or given[0] == "お" or given[-1] in "客様":
            return None
        if is_given(given) or (given[0] not in _STARTS_AS_PARTICLE and len(given) >= 2 and size > 1):
            return Name(window + found.end("family") - size, place, family, given, 0.85, True)
    family = found["family"]
    if is_given(given) and len(given) >= 2:
        if len(family) <= 3 and family[-1] not in _NO_NAME_END and family not in _NO_NAME:
            return Name(window + found.start("family"), place, family, given, 0.75, True)
        return Name(window + found.start("given"), place, None, given, 0.6, True)
    if _HALF_KANA.fullmatch(given) and is_surname(family):
        return Name(window + found.start("family"), place, family, given, 0.65, True)
    is_kana = re.match("[ァ-ヴ]", given) is not None
    if is_kana and len(family) <= 3 and may_be_surname(family[-2:]) and not _NO_KANA_END.search(given):
        return Name(window + found.start("family"), place, family, given, 0.6, True)
    return None


def _hiragana(window: int, place: int, word: str, title: str, *, at_start: int) -> Name | None:
    for cut in range(len(word) - 1):
        rest = word[cut:]
        if rest in _NO_HIRAGANA:
            return None
        if len(rest) <= 4 and is_given(rest) and (cut == 0 or word[cut - 1] in "のはがをにでともやへ"):
            return Name(place - len(rest), place, None, rest, 0.8, True)
    if title == "ちゃん" and 2 <= len(word) <= 3:
        return Name(at_start, place, None, word, 0.55, True)
    if len(word) >= 4 and word[0] not in "おご" and title in ("さん", "くん", "ちゃん"):
        for cut in range(len(word) - 2):
            if len(word[cut:]) >= 3 and any(is_given(word[cut:][size:]) for size in (2, 3)) and cut == 0:
                return Name(at_start, place, None, word, 0.5, True)
    return None


_LIST_BEFORE = re.compile(rf"({_K}{{1,6}})(?:さん|氏)?(?:と|、|・|及び|および)\Z")


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
        elif is_surname(run):
            yield Name(start, start + len(run), run, None, 0.8, True)
        else:
            return
        place = start


# --- 申請者, 長男の … before a name


_RUN = re.compile(rf"{_K}+")


def _behind_roles(text: str) -> Iterator[Name]:
    for role in _ROLE.finditer(text):
        link = _LINK.match(text, role.end())
        assert link is not None
        is_kin = re.fullmatch(_KIN, role[0]) is not None
        ends = {role.end(), link.end()}
        for place in sorted(ends):
            name = _name_at(text, place, is_kin=is_kin, is_linked=place > role.end(), role=role[0])
            if name is not None:
                yield name
                yield from _further(text, name.end, is_kin=is_kin, role=role[0])
                break
    for label in _STRONG_LABEL.finditer(text):
        found = _LABELLED.match(text, label.end())
        if found is not None and found[0].replace(" ", "") not in _NO_NAME:
            name = _labelled(found)
            if name is not None:
                yield name


_COMMA = re.compile(rf"(?:さん|氏|様)?(?:[(][^()\n]{{1,40}}[)])?(?:、|・|と|及び|および|並びに|,)(?:{_ROLES})?")
_MOST_LISTED = 6


def _further(text: str, place: int, *, is_kin: bool, role: str) -> Iterator[Name]:
    """The other names of a list behind one role: 被告は甲野誠、甲野ルミ、連帯保証人甲野熊吉."""
    for _ in range(_MOST_LISTED):
        comma = _COMMA.match(text, place)
        if comma is None:
            return
        name = _name_at(text, comma.end(), is_kin=is_kin, is_linked=True, role=role)
        if name is None or (name.given is None and name.certainty < 0.65):
            return
        yield name
        place = name.end


_LABELLED = re.compile(
    rf"「?(?P<first>{_K}{{1,6}}|[ァ-ヴー]{{2,10}})(?: ?(?P<second>{_K}{{1,4}}|[ぁ-ん]{{2,5}}|[ァ-ヴー]{{2,8}})(?![{KANJI}ァ-ヴー]))?"
)


def _labelled(found: re.Match[str]) -> Name | None:
    first, second = found["first"], found["second"]
    start = found.start("first")
    if second is None:
        bare = _TITLE_END.sub("", first)
        two = parted(bare)
        if two is not None:
            return Name(start, start + len(bare), two[0], two[1], 0.9, True)
        if re.match("[ァ-ヴ]", first):
            return Name(start, found.end("first"), None, first, 0.6, True) if len(first) >= 4 else None
        if is_surname(bare):
            return Name(start, start + len(bare), bare, None, 0.7, True)
        if 3 <= len(bare) <= 5 and may_be_surname(bare[:2]) and bare[-1] not in "等欄書":
            return Name(start, start + len(bare), bare[:2], bare[2:], 0.6, True)
        return None
    if re.match("[ァ-ヴ]", first):
        return Name(start, found.end("second"), None, first + second, 0.6, True)
    if len(first) <= 3 and (may_be_surname(first) or " " in found[0]):
        if re.match("[ぁ-ん]", second) and not is_given(second):
            return Name(start, start + len(first), first, None, 0.6, True) if is_surname(first) else None
        if is_surname(first) or may_be_given(second):
            return Name(start, found.end("second"), first, second, 0.85, True)
    return None


_SPACED_RUNS = re.compile(rf"({_K}{{1,4}}) ({_K}{{1,4}}|[ぁ-ん]{{2,5}}|[ァ-ヴー]{{2,6}})(?![{KANJI}ァ-ヴー])")
_KANA_GIVEN = re.compile(rf"({_K}{{1,3}})([ぁ-ん]{{1,4}}{_K}?|[ァ-ヴー]{{2,6}}{_K}?)")
_KANA_ALONE = re.compile(r"[ァ-ヴー]{2,10}(?:[・= ][ァ-ヴー]{1,14}){0,3}|[ぁ-ん]{2,4}")
# A family name behind these needs no further sign; behind others one sign of a single kanji is too little.
_LONE_ROLE = frozenset(
    (
        "申請者",
        "申請人",
        "請願者",
        "陳情者",
        "被害者",
        "加害者",
        "原告",
        "被告",
        "容疑者",
        "相談者",
        "氏名",
        "患者",
        "旧姓",
    )
)


def _name_at(text: str, place: int, *, is_kin: bool, is_linked: bool, role: str) -> Name | None:
    """A name that begins at a place behind a role or a word for kin."""
    if (spaced := _SPACED_RUNS.match(text, place)) is not None:
        first, second = spaced[1], spaced[2]
        bare = _TITLE_END.sub("", second) or second
        if is_surname(first) and (may_be_given(bare) or is_given(bare)):
            return Name(place, place + len(first) + 1 + len(bare), first, bare, 0.9, True)
    run = _RUN.match(text, place)
    if run is None:
        kana = _KANA_ALONE.match(text, place)
        if kana is None or not is_linked:
            return None
        if is_kin and _is_kana_name(text, kana):
            return Name(place, kana.end(), None, kana[0], 0.6, True)
        if "・" in kana[0] and not _NO_KANA_END.search(kana[0]) and _follows_person(text, kana.end()):
            return Name(place, kana.end(), None, kana[0], 0.6, True)
        return None
    word = _TITLE_END.sub("", run[0]) or run[0]
    if word in _NO_NAME or (is_kin and word[0] == "子"):
        return None
    two = parted(word)
    if two is not None:
        return Name(place, place + len(word), two[0], two[1], 0.9, True)
    if (mixed := _KANA_GIVEN.match(text, place)) is not None and is_surname(mixed[1]):
        given = mixed[2]
        for size in range(len(given), 1, -1):
            if is_given(given[:size]) and _BOUND.match(text, mixed.start(2) + size):
                return Name(place, mixed.start(2) + size, mixed[1], given[:size], 0.85, True)
        if _HALF_KANA.fullmatch(given) or (
            re.match("[ぁ-ん]{2}", given)
            and given[0] not in _STARTS_AS_PARTICLE
            and re.match(r"[(、「」 \n]|\Z", text[mixed.end() : mixed.end() + 1])
        ):
            return Name(place, mixed.end(), mixed[1], given, 0.6, True)
        if re.match("[ァ-ヴ]", given) and not _NO_KANA_END.search(given) and _follows_person(text, mixed.end()):
            return Name(place, mixed.end(), mixed[1], given, 0.6, True)
    if 3 <= len(word) <= 5 and is_surname(word[:2]) and may_be_given(word[2:]):
        return Name(place, place + len(word), word[:2], word[2:], 0.7, True)
    if not is_linked and len(word) < 2:
        return None
    is_shortest = len(word) == 2 and is_surname(word[0]) and is_given(word[1]) and not is_surname(word)
    if is_shortest and not is_kin and _STANDS_IN_LIST.match(text, place - 1):
        return Name(place, place + 2, word[0], word[1], 0.6, True)
    is_formal = (
        is_kin or role.endswith(("人", "者", "主", "親", "様", "告")) or role in ("氏名", "名義", "世帯主", "旧姓")
    )
    is_formal = is_formal and role != "本人" and text[place - 1] not in "がをにも"
    if is_formal and (unlisted := _unlisted(word)) is not None and _follows_person(text, place + len(word)):
        return Name(place, place + len(word), *unlisted, 0.6, True)
    if is_kin and is_given(word) and (len(word) >= 2 or _is_given_alone(text, place, word)):
        return Name(place, place + len(word), None, word, 0.75, True)
    if is_kin and len(word) == 2 and may_be_given(word) and is_linked:
        return Name(place, place + len(word), None, word, 0.5, True)
    if is_surname(word) and role not in ("元", "名", "会員", "担当", "代表", "連絡先"):
        if len(word) >= 2 and _follows_person(text, place + len(word)):
            return Name(place, place + len(word), word, None, 0.6, True)
        if role in _LONE_ROLE and _follows_person(text, place + len(word)):
            return Name(place, place + len(word), word, None, 0.5, True)
    return None


# 譲渡人 原孝(…): two signs between a space and a bracket
_STANDS_IN_LIST = re.compile(r"[ :、]..(?:[(、 \n]|\Z)")
_ORGANISATION_SIGNS = re.compile(
    r"主任|主事|座長|先生|教授|医師|代表|議長|教育長|委員|議員|職員|課長|部長|市長|町長|村長|区長|土建|道路|補正|温泉|大橋|城\Z|台\Z|通り|公園|神社|"
    r"建設|商店|工業|産業|農園|農場|組合|商事|不動産|製作|病院|医院|工務|[市町区村]|興業|興産|運輸|交通|電工|電気|設備|土木|造園|印刷|食品|製菓|酒造|水産|牧場|薬局|書店|旅館|会|社|店|校|園|寺|駅|線|川\Z|山\Z|費|者|員|部|課|局|室|所|館|署|団|組|等|的|化|性|用|法|業|品|物|場|場合|側|方|分|数|額|料|金|書|票|証|案|率|年|月|日|時|県|府|都|国|省|庁|及|又|全|各|第|約|当|本人|自身"
)


def _unlisted(word: str) -> tuple[str, str] | None:
    """A full name whose family name or given name no list holds: 寺師誠, 大槻俶子."""
    if not 3 <= len(word) <= 5:
        return None
    for size in (2, 3, 1):
        family, given = word[:size], word[size:]
        if not 1 <= len(given) <= 3:
            continue
        if (
            size > 1
            and is_given(given)
            and len(word) <= 5
            and family not in _NO_NAME
            and family[-1] not in _NO_NAME_END
        ):
            return family, given
        if is_surname(family) and size == 1 and may_be_given(given):
            return family, given
    for size in (2, 3):
        if is_surname(word[:size]) and 1 <= len(word[size:]) <= 3 and not _ORGANISATION_SIGNS.search(word[size:]):
            return word[:size], word[size:]
    return None


_PERSON_VERB = re.compile(
    r"(?:氏|様|君|殿|宅|家|本人|名義)?(?:は|が|に|と|の|を|も|から|より|へ|、|。|」|\)|\(|,|・|外|他|ほか|側|らの?|だ|で|及び|\Z|\s)"
)


def _follows_person(text: str, place: int) -> bool:
    return _PERSON_VERB.match(text, place) is not None


def _is_given_alone(text: str, place: int, word: str) -> bool:
    return (
        text[place - 1] in "の・「"
        and word in "翔蓮湊樹凛葵陽蒼律悠翼駿剛健誠茂勝清進隆孝豊稔昇聡智哲徹透亨薫望遥楓怜玲愛桃杏萌舞"
        and _follows_person(text, place + 1)
    )


def _is_kana_name(text: str, kana: re.Match[str]) -> bool:
    word = kana[0]
    if re.match("[ァ-ヴ]", word):
        return (
            word not in _NO_KANA
            and _follows_person(text, kana.end())
            and (len(word) >= 2)
            and (is_given(word) or "・" in word)
        )
    return is_given(word) and _follows_person(text, kana.end())


# --- by shape alone


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


def _bare(text: str) -> Iterator[Name]:
    """Full names that nothing introduces: a family name of the list with a given name, and nothing joined to them."""
    for kana in _NUMBERED_KANA.finditer(text):
        if not _NO_KANA_END.search(kana[0]):
            yield Name(kana.start(), kana.end(), None, kana[0], 0.5, False)
    for run in _RUN.finditer(text):
        word = run[0]
        if not 1 <= len(word) <= 7:
            continue
        start = run.start()
        if len(word) in (3, 4) and _SURELY_GIVEN.search(word) and is_given(word):
            yield Name(start, run.end(), None, word, 0.6, False)
            continue
        # 山田 太郎
        if len(word) <= 3 and text[run.end() : run.end() + 1] == " " and is_surname(word):
            spaced = _SPACED_RUNS.match(text, start)
            if spaced is not None:
                given = _TITLE_END.sub("", spaced[2]) or spaced[2]
                is_kana = re.match("[ァ-ヴ]", given) and not _NO_KANA_END.search(given) and given not in _NO_KANA
                if is_given(given) or (len(word) > 1 and (may_be_given(given) or is_kana)):
                    yield Name(start, spaced.start(2) + len(given), word, given, 0.7, False)
                    continue
        bare = _TITLE_END.sub("", word)
        if len(bare) >= 3 and (two := parted(bare)) is not None and bare not in _FIGURES and not is_surname(bare):
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
                        size > 2 and given[:size][-1] in "子美江代枝恵乃" and given[0] not in _STARTS_AS_PARTICLE
                    )
                    if is_name and _BOUND.match(text, run.end() + size) and not _HOUSE.match(text, run.end() + size):
                        yield Name(start, run.end() + size, word, given[:size], 0.65, False)
                        break


# --- beside other personal data


_BESIDE = re.compile(
    rf"(?P<name>(?P<family>{_K}{{1,5}}) ?(?P<given>{_K}{{1,3}}|[ぁ-ん]{{1,4}}{_K}?|[ァ-ヴー]{{1,8}}{_K}?)?|[ァ-ヴー]{{1,10}}(?:[・=][ァ-ヴー]{{1,10}}){{1,3}})(?:さん|氏|様|君)?"
    r"(?:[(、, \t]|、?(?:男|女)[、 ]|の?(?:住所|電話)(?:は|:)|\(?(?:当時)?[1-9]\d歳){1,3}\Z"
)
_AGED = re.compile(r"[(、, ](?:当時)?[1-9]\d{0,2}歳")
_BEHIND_DATA = re.compile(
    rf"(?:[、 \t)]|の|に住む|在住の){{1,3}}(?P<name>(?P<family>{_K}{{2,6}})(?: (?P<given>{_K}{{1,3}}))?)(?=[はがのとにを、。)( ]|さん|氏|様|外|\Z|\n)"
)


def find_beside(text: str, places: Iterable[tuple[int, int]], holders: OfficeHolders) -> Iterator[Name]:
    """Names that stand right before or behind addresses, birth dates and numbers of persons, or before an age."""
    spans = list(places)
    starts = [start for start, _ in spans] + [aged.start() + 1 for aged in _AGED.finditer(text)]
    for start in starts:
        found = _BESIDE.search(text[max(0, start - 20) : start])
        if found is None:
            continue
        name = _judged_beside(found, max(0, start - 20))
        if name is not None and text[name.start - 1 : name.start] == "(" and not (name.family and name.given):
            continue  # (カフェ、080-…): what stands before the number says what somebody does
        if name is not None and not _is_held(text, name, holders):
            yield name
    for _, end in spans:
        found = _BEHIND_DATA.match(text, end)
        if found is None:
            continue
        name = _judged_beside(found, 0)
        if name is not None and not _is_held(text, name, holders):
            yield name


def _is_held(text: str, name: Name, holders: OfficeHolders) -> bool:
    return _is_holder(text, name, text[name.start : name.end].replace(" ", ""), holders)


def _judged_beside(found: re.Match[str], offset: int) -> Name | None:
    start, end = offset + found.start("name"), offset + found.end("name")
    family, given = found["family"], found["given"]
    if family is None:
        return None if _NO_KANA_END.search(found["name"]) else Name(start, end, None, found["name"], 0.65, True)
    if given is not None and " " in found["name"] and not (len(family) <= 3 and not _ORGANISATION_SIGNS.search(given)):
        return None
    if given is not None and " " in found["name"]:
        is_name = is_surname(family) or may_be_given(given) or may_be_surname(family)
        is_name = is_name and family not in _NO_NAME and given not in _NO_NAME
        return Name(start, end, family, given, 0.7, True) if is_name else None
    if given is not None and re.match("[ぁ-んァ-ヴ]", given):
        for size in (3, 2, 1):
            if (
                is_surname(family[-size:])
                and size <= len(family)
                and (is_given(given) or (size > 1 and re.match("[ァ-ヴ]", given)))
            ):
                if _NO_KANA_END.search(given):
                    return None
                return Name(start + len(family) - size, end, family[-size:], given, 0.7, True)
        if is_given(given) and len(family) <= 3 and family not in _NO_NAME and family[-1] not in _NO_NAME_END:
            return Name(start, end, family, given, 0.6, True)
        return None
    run = family + (given or "")
    for cut in range(len(run) - 1):
        two = parted(run[cut:])
        if two is not None:
            return Name(start + cut, end, *two, 0.8, True)
    for cut in range(max(0, len(run) - 5), len(run) - 1):
        unlisted = _unlisted(run[cut:])
        if unlisted is not None and cut == 0:
            return Name(start, end, *unlisted, 0.6, True)
    if 1 < len(run) <= 3 and is_surname(run):
        return Name(start, end, run, None, 0.55, True)
    return None


# --- what stands beside a name


_READING = re.compile(
    r"(?:さん|氏|様|君)?(?: ?\()((?:[ぁ-ん]{2,7} ?[ぁ-ん]{1,7}|[ァ-ヴー]{2,7} ?[ァ-ヴー]{1,7}))(?=[)、 ])"
)


def _readings(text: str, name: Name) -> Iterator[Name]:
    found = _READING.match(text, name.end)
    if found is not None:
        yield Name(found.start(1), found.end(1), None, found[1], 0.85, True)


_JOINED = re.compile(
    rf"(?:さん|氏|様)?(?:・|、|と|及び|および|並びに|や)({_K}{{1,6}}|[ぁ-ん]{{2,4}})(さん|氏|様|夫妻|夫婦|両名|両氏|君|ちゃん|くん)?"
)


def _joined(text: str, name: Name, holders: OfficeHolders) -> Iterator[Name]:
    """The given name beside a full one: 山田太郎・花子."""
    if name.given is None:
        return
    found = _JOINED.match(text, name.end)
    if found is None:
        return
    word = _TITLE_END.sub("", found[1]) or found[1]
    if is_given(word) and (len(word) > 1 or found[2]) and not is_surname(word):
        yield Name(found.start(1), found.start(1) + len(word), None, word, 0.7, True)


# --- once more


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
            if word not in _NO_NAME and not is_held:
                words.setdefault(word, entry)
    if not words:
        return
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    for found in pattern.finditer(text):
        family, given, certainty = words[found[0]]
        if not _stands_alone(text, found.start(), found.end()) or has_post(text, found.start(), found.end()):
            continue
        yield Name(found.start(), found.end(), family, given, certainty, False)


# So sure a name has to be for its words to be looked for elsewhere.
_SURE_ENOUGH = 0.55
_SURE = 0.7


def _words_of(name: Name) -> Iterator[tuple[str, tuple[str | None, str | None, float]]]:
    """The words of a name that may stand alone, with the parts that they are. What common words look like is left aside."""
    family, given = name.family, name.given
    if family and given:
        yield family + given, (family, given, 0.85)
        yield f"{family} {given}", (family, given, 0.85)
        if other := _in_other_kana(given):
            yield family + other, (family, other, 0.7)
    is_known = family is not None and (is_surname(family) or name.certainty >= _SURE or given is not None)
    if family and len(family) > 1 and is_known and family not in _COMMON_SURNAMES:
        yield family, (family, None, 0.6)
    if not given:
        return
    if "・" in given:
        yield given, (None, given, 0.8)
        yield from ((part, (None, part, 0.55)) for part in given.split("・") if len(part) > 2)
        return
    is_word = re.match(_K, given) and len(given) > 1 and may_be_given(given)
    if is_word or (re.match("[ァ-ヴ]", given) and is_given(given)):
        yield given, (None, given, 0.55)


_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_TO_KATAKANA = {code - 0x60: code for code in range(ord("ァ"), ord("ヶ"))}


def _in_other_kana(given: str) -> str:
    """工藤テル may be printed as 工藤てる; nothing for a name in kanji."""
    other = given.translate(_TO_HIRAGANA if re.match("[ァ-ヴ]", given) else _TO_KATAKANA)
    return other if other != given else ""


_LEADING_WORD = re.compile(
    rf"(?:故|元|前|新|旧|妻|夫|父|母|長男|次男|二男|長女|次女|二女|娘|息子|孫|兄|姉|弟|妹|{_ROLES})\Z"
)


def _stands_alone(text: str, start: int, end: int) -> bool:
    first, last = text[start], text[end - 1]
    before = text[max(0, start - 8) : start]
    if re.match(_K, first):
        if before and re.match(_K, before[-1]) and not _LEADING_WORD.search(before):
            return False
    elif re.match("[ァ-ヴー]", first):
        if re.match("[ァ-ヴー]", before[-1:]):
            return False
    elif re.match("[ぁ-ん]", before[-1:]) and before[-1] not in _STARTS_AS_PARTICLE:
        return False
    if re.match(_K, last):
        return _AFTER_FAMILY.match(text, end) is not None
    if re.match("[ァ-ヴー]", last):
        return not re.match("[ァ-ヴー]", text[end : end + 1] or " ")
    return _BOUND.match(text, end) is not None
