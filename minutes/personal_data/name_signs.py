"""Words and shapes that tell names of people from other words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.personal_data.dictionary import NOUN, PERSON, kinds_of
from minutes.personal_data.name_words import KANJI, is_east_asian, is_family, is_given_name, may_be_given

K = f"[{KANJI}]"
TITLE_END = re.compile(
    r"(?:氏|様|君|殿|宅|家|邸|夫妻|夫婦|容疑者|被告人?|両氏|両名|一家|親子|兄弟|姉妹|方|側|他|外|本人|名義|名|氏名|作|著|自身|及)\Z"
)
KIN = (
    r"父親?|母親?|義父|義母|祖父|祖母|曾祖父|曾祖母|長男|次男|二男|三男|四男|長女|次女|二女|三女|四女|妻|夫|息子|娘|孫娘?|兄|姉|弟|妹|義兄|義弟|義姉|義妹|叔父|叔母|伯父|伯母|おじ|おば|姪|甥|"
    r"いとこ|従兄弟?|従姉妹?|双子|養子|養女|内縁の妻|内縁の夫|ご主人|奥さん|奥様|お子さん|お嬢さん|息子さん|娘さん|お父さん|お母さん|おじいさん|おばあさん|お孫さん|ご長男|ご次男|ご長女|ご次女|旦那さん|婿|嫁|"
    r"夫人|きょうだい|お子様|下の子|上の子|中の子|第[一二三1-3]子|末っ子|末子|配偶者|パートナー|親族|家族|遺族|同居人|後見人|保佐人|補助人|里親"
)
ROLES = (
    r"申請者|申請人|審査申出人|申出人|申出者|請求代表者|賃貸人|賃借人|貸付人|貸付者|借受者|飼い主|出店者|受取人|口座名義人|管理者|事業者代表|候補者?|推薦者|委嘱者|退任者|新任|前任|後任|虐待者|被虐待者|実兄|実姉|実弟|実妹|実父|実母|親権者父|親権者母|同母|同父|世話人|養育里親|代襲相続人|相続人代表者|相手方|受遺者|遺言者|行旅死亡人|診療録|登録者|建築主|施工主|築造主|設置者|届出人|届出者|請願者|請願人|請願代表者|陳情者|陳情人|陳述人|陳述者|申立人|申立者|審査請求人|請求人|異議申立人|不服申立人|開示請求者|請求者|提出者|提案者|被害者|加害者|容疑者|被疑者|被告人?|原告|"
    r"患者|利用者|入所者|入居者|入居申込者|入院患者|相談者|通報者|受給者|受給権者|対象者|対象児童|保護者|生徒|児童|園児|幼児|乳児|男児|女児|新生児|少年|少女|学生|男子生徒|女子生徒|卒業生|同級生|担任|遺族|死亡者|死者|故人|行方不明者|不明者|所有者|"
    r"地権者|地主|借主|借受人|貸主|借地人|借家人|譲渡人|譲受人|売主|買主|名義人|契約者|滞納者|納税者|債務者|債権者|連帯保証人|保証人|相続人|被相続人|相続代表者|世帯主|世帯員|当事者|目撃者|証人|運転者|運転手|発見者|来庁者|"
    r"来所者|住民|区民|市民|町民|村民|農業者|農家|店主|経営者|代表者|代表取締役社長|代表取締役|取締役|社長|事業主|個人事業主|オーナー|大家|家主|管理人|応募者|受験者|合格者|受賞者|被表彰者|表彰者|寄附者|寄付者|"
    r"寄贈者|元職員|元教諭|元教員|元従業員|従業員|社員|アルバイト|パート|ボランティア|参加者|来場者|傍聴者|傍聴人|投稿者|差出人|発信者|送付者|友人|知人|隣人|隣家|近所|同僚|被保険者|要介護者|介護者|本人|負傷者|"
    r"けが人|感染者|被災者|避難者|失踪者|高齢者|障害者|障がい者|受講生|受講者|会員|町会長|町内会長|自治会長|区長代理|民生委員|児童委員|民生・児童委員|保護司|組合員|消防団員|代理人|代表|発起人|連絡先|担当|選手|"
    r"告発人|告訴人|公述人|参考人|証言者|語り部|講談師|作者|出品者|出展者|協力者|提供者|男性|女性|老人|主婦|会社員|無職|団体職員|自営業|漁師|猟師|店長|女将|教え子|里子|養育者|喪主|施主|檀家|"
    r"氏名|名前|本名|旧姓|通称|名義|宛名|署名|フリガナ|ふりがな|故|亡"
)
KANA_NAME = r"[ァ-ヴー]{2,8}"
BOUND = re.compile(r"[^\w]|[はがをにのともでやかへらよださくちまなじどこそしなり]|\Z|（")
NO_NAME = frozenset(
    "日本 皆 奥 娘 息子 孫 嫁 婿 客 お客 親 子 子供 母 父 兄 姉 弟 妹 祖父 祖母 爺 婆 神 仏 隣 近所 主人 旦那 赤 赤坊 坊 王 姫 何 各 女将 "
    "大工 役所 警察 消防 国 県 都 市 区 町 村 会社 組合 病院 銀行 学校 大学 高校 保育 業者 患者 職員 学生 生徒 児童 委員 議員 先生 住民 "
    "市民 区民 町民 村民 農家 商店 大家 保護者 障害者 高齢者 若者 担当者 利用者 事業者 当事者 親御 女性 男性 個人 本人 友人 知人 地主 "
    "家主 店主 候補 住職 和尚 作家 画家 歌手 監督 両 同 某 一 仕 多 模 異 有 別 貴 左 人 先 殿 御 客人 親子 夫 妻 夫婦 双方 両方 先方 "
    "味方 地方 遠方 一方 他方 仕方 見方 考え方 貴方 彼方 夕方 明け方 朝方 両親 双子 母子 父子 養子 三つ子 団子 方 帰宅 自宅 在宅 住宅 "
    "邸宅 社宅 持家 持ち家 空き家 空家 古民家 民家 実家 農 武 公 国家 専門家 作 資産家 在 自 社 私 別 隣家 一家 本家 分家 人家 生家 借家 貸家 "
    "我が 我 大 小 名 商 宗 政治 起業 建築 音楽 芸術 評論 活動 愛好 実業 画 書 旧 御両 御 宮 神 本 拝 仏 御 沈 諸 主 幼 細 姑 舅 小姑 "
    "嬢 お嬢 主婦 妊婦 選手 介護士 保育士 看護師 医師 弁護士 運転手 記者 幹事 理事 事務局 参考人 傍聴 支援 専門 関係 お母 お父 お子 お姉 お兄 お孫 "
    "苦労 御苦労 ご苦労 親御 主事 書記 園児 本来 今後 種々 農協 漁協 生協 信金 商工会 観光協会 共産党 自民党 公明党 生産者 消費者 管理者 指定管理者 事務 受付 窓口 図書館 市役所 区役所 部長 課長 係長 局長 校長 園長 会長 社長 議長 市長 区長 町長 村長".split()
)
# Nobody's name ends so, unless the list of family names holds it.
NO_NAME_END = frozenset(
    "者員長会課部局署士師人屋店社校園館院所団隊組班係室庁省県市区町村国家手婦主民生性方側達等法産業行学物様親子客女男母父兄姉弟妹的化用費税金時年月日回数点部門駅線"
)
NO_KANA_END = re.compile(
    r"(?:ファーム|サービス|クリニック|スポーツ|ビル|ホール|センター|ホーム|ハウス|クラブ|グループ|システム|ホテル|スーパー|ストア|マート|バス|タクシー|ガス|メディア|ホールディングス|コーポレーション|ジャパン|エンジニアリング|フーズ|モータース|ベーカリー|フーズ|ロジ|テック|ネット|プラン|プロジェクト|イベント|カフェ|レストラン|スタジオ|ショップ|マンション|パーク|ランド|タウン|タワー|ガーデン|テラス|ステーション|ゴム|セメント|メンバー|スタッフ|ヘルパー|ドライバー|ボランティア|マネ|マネジャー|ワーカー|コーチ|オーナー|リーダー|コーディネーター|アドバイザー|トレーナー|デザイナー)\Z"
)
NO_KANA = frozenset(
    "スマート シティ タウン ハウス スタッフ ヘルパー ケアマネ ケアマネジャー ケアマネージャー ドライバー コンビニ ボランティア メンバー オーナー マスター シェフ モデル サポーター "
    "リーダー コーディネーター アドバイザー カメラマン サラリーマン スーパー タクシー バス ママ パパ マスコミ メーカー コンサル コンサルタント "
    "ユーザー テナント ゼネコン ハローワーク シルバー ドクター ナース パート アルバイト ファン アーティスト デザイナー オペレーター センター ヤクルト "
    "ホーム デイサービス クリニック サービス ガイド チーム クラブ ライオンズ ロータリー トヨタ ヤマト ソニー イオン セブン ローソン ゲスト ベビー "
    "オバ オジ オカア オトウ ネコ ワン ゾウ インストラクター トレーナー コーチ ディレクター プロデューサー アナウンサー ホスト カウンセラー ソーシャルワーカー ワーカー".split()
)


def is_thing(word: str) -> bool:
    """Whether a word in katakana ends as shops, houses and jobs do, and is no name that the dictionary has: ベネット."""
    return NO_KANA_END.search(word) is not None and not _is_person(re.split("[・= ]", word)[-1])


def _is_person(word: str) -> bool:
    kinds = kinds_of(word)
    return PERSON in kinds and NOUN not in kinds


_WORD_FOR_PEOPLE = re.compile(
    rf"[元前現新旧被故]?(?:{ROLES}|{KIN}|納税管理人|監査人|公証人)[0-9]?|{K}{{0,4}}(?:申立人|申請者|申請人|請求者|請求人|届出人|管理人|代表者|相続人|保証人)"
)


def is_word_for_people(text: str) -> bool:
    """Whether this is no name but a word for kin or somebody's part in a matter: 元生徒, 譲渡人."""
    return _WORD_FOR_PEOPLE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a place: the whole span, and its parts where they can be told."""

    start: int
    end: int
    family: str | None
    given: str | None
    certainty: float
    has_cue: bool


# Family names that are words too: 中間という, 一番という
COMMON_SURNAMES = frozenset(
    "中間 一番 大分 東口 西口 南口 北口 北国 九州 本間 高台 下水 上水 外部 内部 中部 南部 北部 西部 東部 山林 土地 道上 道下 上代 百円 千円 中台 表 裏".split()
)
HALF_KANA = re.compile(r"(?![のはがをにでともやへか])[ぁ-ん]{1,3}[子美江代枝恵乃香]")
STARTS_AS_PARTICLE = frozenset("のはがをにでともやへか")
RUN = re.compile(rf"{K}+")
SPACED_RUNS = re.compile(rf"({K}{{1,4}}) {{1,3}}({K}{{1,4}}|[ぁ-ん]{{2,5}}|[ァ-ヴー]{{2,6}})(?![{KANJI}ァ-ヴー])")
ORGANISATION_SIGNS = re.compile(
    r"主任|主事|座長|先生|教授|医師|代表|議長|教育長|委員|議員|職員|課長|部長|市長|町長|村長|区長|土建|道路|補正|温泉|大橋|城\Z|台\Z|通り|公園|神社|"
    r"建設|商店|工業|産業|農園|農場|組合|商事|不動産|製作|病院|医院|工務|[市町区村]|興業|興産|運輸|交通|電工|電気|設備|土木|造園|印刷|食品|製菓|酒造|水産|牧場|薬局|書店|旅館|会|社|店|校|園|寺|駅|線|川\Z|山\Z|費|者|員|部|課|局|室|所|館|署|団|組|等|的|化|性|用|法|業|品|物|場|場合|側|方|分|数|額|料|金|書|票|証|案|率|年|月|日|時|県|府|都|国|省|庁|及|又|全|各|第|約|当|本人|自身"
)


# Given names of one sign that are hardly ever words or ends of words: only these count where no list holds the family name.
_PLAIN_GIVEN = frozenset(
    "誠 豊 稔 孝 茂 勝 清 隆 昇 聡 智 哲 徹 透 亨 薫 修 剛 健 弘 宏 浩 博 寛 洋 勉 努 武 猛 昭 章 彰 晃 翔 蓮 湊 葵 悠 亮 涼 諒 遼 潤 淳 純 渉 巌 譲 "
    "恵 忍 瞳 萌 彩 綾 茜 梓 翠 楓 凛 玲 怜 麗 環 勲 満 貢 登 仁 匠 昴 暁 肇 崇 毅 幹 進 直 保 久 俊 敏 秀 忠 弥 渚 杏 優 尚 廣 堅 陽 律 蘭 純 駿 隼 颯 奏 碧 蒼 卓 拓 伸".split()
)
# Nobody's family name ends so, even where a given name of the list stands behind it.
_NO_FAMILY_END = frozenset("者員長会課部局署係室館様氏級式的用費数額")


def may_be_family(text: str) -> bool:
    """Whether this may be a family name that no list holds, where a given name of the list stands behind it."""
    return 1 < len(text) <= 4 and text not in NO_NAME and (text[-1] not in _NO_FAMILY_END or is_family(text))


_SHORTEST = 3  # signs of a full name, but for Chinese and Korean ones


def unlisted_parts(word: str) -> tuple[str, str] | None:
    """A full name whose family name or given name no list holds: 寺師誠, 大槻俶子."""
    if not 2 <= len(word) <= 6 or (len(word) < _SHORTEST and not is_east_asian(word)):
        return None
    if is_east_asian(word) and not is_family(word):
        return word[0], word[1:]
    for size in (2, 3, 1, 4):
        family, given = word[:size], word[size:]
        if not 1 <= len(given) <= 3:
            continue
        if may_be_family(family) and is_given_name(given) and (len(given) > 1 or (size < 4 and given in _PLAIN_GIVEN)):
            return family, given
        if is_family(family) and size == 1 and may_be_given(given):
            return family, given
    for size in (2, 3):
        if is_family(word[:size]) and 1 <= len(word[size:]) <= 3 and not ORGANISATION_SIGNS.search(word[size:]):
            return word[:size], word[size:]
    return None


PERSON_VERB = re.compile(
    r"(?:氏|様|君|殿|宅|家|本人|名義)?(?:は|が|に|と|の|を|も|から|より|へ|、|。|」|\)|\(|,|・|外|他|ほか|側|らの?|だ|で|及び|\Z|\s)"
)


def follows_person(text: str, place: int) -> bool:
    return PERSON_VERB.match(text, place) is not None
