"""Words for people at a meeting: seats in a body, groups of an attendance list, posts.

These are the public vocabulary of Japanese administration, not anybody's name: evidence that a mark or an
entry means a person comes first from the document itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minutes.parsing.rows.text import flat, squeeze

# A letter of a name, rare ones outside the first plane included.
LETTER = r"[々〆ヶヵぁ-んァ-ヴー一-龥豈-﫿\U00020000-\U0003ffff]"
# A seat in the body gives an attendee's role; plain 委員 is none.
_SEAT = (
    r"(?:(?:副|仮|臨時|前|新)?(?:本部長|委員長|会長|座長|議長|部会長|分科会長|理事長|班長|幹事長|小委員長|分科会座長|組合長)"
    r"(?:職務代理者?|代理者?|代行)?|教育長(?:職務代理者)?|(?:会長|委員長|議長)?職務代理者?|主宰)"
)
SEAT = re.compile(rf"{_SEAT}")

GROUPS = frozenset(
    [
        "委員",
        "部員",
        "本部員",
        "事務局",
        "幹事",
        "会員",
        "構成員",
        "理事",
        "監事",
        "説明員",
        "説明者",
        "参考人",
        "関係者",
        "オブザーバー",
        "アドバイザー",
        "傍聴者",
        "傍聴人",
        "傍聴",
        "職員",
        "担当課",
        "所管課",
        "関係課",
        "関係部課",
        "関係機関",
        "執行部",
        "執行機関",
        "理事者",
        "市側",
        "区側",
        "町側",
        "村側",
        "県側",
        "市",
        "区",
        "町",
        "村",
        "当局",
        "庶務",
        "書記",
        "学識経験者",
        "有識者",
        "専門委員",
        "臨時委員",
        "特別委員",
        "議員",
        "出席者",
        "出席委員",
        "欠席者",
        "欠席委員",
        "応招委員",
        "不応招委員",
        "応招議員",
        "不応招議員",
        "行政",
        "行政側",
        "コンサルタント",
        "受託者",
        "受託業者",
        "司会",
        "司会者",
        "講師",
        "来賓",
        "説明補助者",
        "市職員",
        "区職員",
        "町職員",
        "事務局職員",
        "委員外議員",
        "紹介議員",
        "議会事務局",
        "議会事務局職員",
        "推進員",
        "評議員",
        "協議会委員",
        "審議会委員",
        "市長部局",
        "教育委員会",
        "教育委員会事務局",
        "保護者代表",
        "公募委員",
        "教育委員",
        "関係職員",
        "出席職員",
        "説明職員",
        "記録",
        "アドバイザ",
        "委託業者",
        "支援業者",
        "その他",
        "関係課長",
        "策定委員",
        "検討委員",
        "幹事会",
        "ワーキングメンバー",
        "メンバー",
    ]
)
_GROUP_PATTERN = re.compile(
    r"[^\s、。:()\[\].〇○0-9]{0,12}(?:出席者|出席委員|出席議員|出席[^\s、。:()]{0,8}職員|出席説明員|出席理事者|欠席者|欠席委員|欠席議員|参加者|関係者|説明員|事務局|事務局職員"
    r"|担当職員|関係職員|執行部|執行者|当局|理事者|傍聴者|傍聴人|(?:学識|公益側?|労働者?側?|使用者?側?|分科会|小委員会|外部|有識者|選出|公募|専門|臨時|特別|審議会|協議会|委員会|検討|策定|運営|評価|推進|市民|区民|町民|村民|経験者?)委員|[会部議](?:構成員|委員)|[省庁局部会市区町村県府都]側)"
)
ABSENT = re.compile(r"欠席|不応招|不在|退席者|遅参|遅刻")
AUDIENCE = re.compile(r"傍聴|報道")

_POSTS = (
    r"(?:[部課局室所館院校園省団区市町村係班組社店科署船支寮館次総学塔城庁港]長|区長|市長|町長|村長|知事|管理監|統括監|危機管理監|参事|主幹|主査|主任|主事|副主幹|補佐|課長補佐"
    r"|参事官|審議官|企画官|専門官|調整官|政策官|推進官|[一-龥](?<!器)官|大臣|理事官?|幹事|技監|技師|教授|准教授|講師|助教|弁護士|医師|教諭|校医|会計士|税理士|書記|主計官|教頭|司書|保育士|保健師|栄養士"
    r"|監査委員|教育委員|代表|代表者|代表監査委員|嘱託員?|推進員|相談員|指導員|指導主事|調査員|専門員|管理者|支配人|社員|職員|担当者?|係員|会計管理者|副市長|副区長|副町長|副村長|副知事|センター長|リーダー|チーフ|マネージャー"
    r"|オブザーバー|アドバイザー|コーディネーター|ファシリテーター|コンサルタント|理事長|事務局次長|事務局長|事務長|消防長|助役|収入役|副収入役|出納長|総監|監|消防司令|病院長|公室長|本部員|監査官)"
    r"(?:事務取扱|事務代理|職務代理者?|心得|代理|代行)?"
)
PERSON_ENDS = rf"(?:{_SEAT}|委員|部員|議員|事務局|会員|構成員|参考人|説明員|説明者|有識者|学識経験者|発表者|報告者|提案者|司会者?|進行|質問者|回答者|参加者|出席者|傍聴者|発言者|保護者|利用者|市民|区民|町民|住民|受託者|事業者|委託業者|請願者|陳情者|申請者|応募者|申請団体|応募団体|指定管理者|審査請求人|不服申立人|請求人|陳述人|諮問庁|処分庁|実施機関|設計者|審査員|申立人|仮議長|{_POSTS})(?:代理者?|代行)?"
_PERSON = re.compile(rf".{{0,24}}{PERSON_ENDS}")
POST_END = re.compile(rf"{_POSTS}$")
_HONORIFIC = re.compile(r"[^\s]{1,12}(?:君|氏|さん|様)")
_BARE_ROLES = re.compile(
    rf"(?:{_SEAT}|[■█]{{2,12}}(?:委員|議員|部員|会員)?|委員|部員|本部員|事務局(?:長|次長)?|議長|副議長|司会者?|会員|構成員|説明員|参考人|教育長|市長|町長|村長|区長|知事|副市長|副町長|副村長|副区長|副知事|大臣|質問者|回答者|オブザーバー|理事者|当局|執行部|幹事|アドバイザー|コンサルタント|受託者|[0-9]{{1,3}}番(?:委員|議員)?|[一-龥ァ-ヴー]{{1,12}}[課部局室係館所])"
)
_SURNAME_SEAT = re.compile(
    rf"(?:[^\s()、。]{{0,3}}|[一-龥]{{1,3}}[ぁ-ん]{{1,4}})[^\s()、。会議区市町村部局協所団副県学校署前]((?=.)(?P<seat>{_SEAT}))"
)
_PERSON_TAIL = re.compile(rf"(?:{PERSON_ENDS}|君|氏|さん|様)$")
_SEAT_END = re.compile(rf"(?:{_SEAT}|事務局)$")
_NUMBERING = re.compile(r"[0-9A-Za-z①-⑳]{1,3}$|^[0-9A-Za-z①-⑳]{1,3}(?=[委部会議])")
_WITHIN = re.compile(r"[(\[][^()\[\]]{0,30}[)\]]")


def seat_of(text: str) -> str | None:
    """The seat that a text is, letter spacing aside: 委 員 長 -> 委員長."""
    word = squeeze(flat(text))
    return word if len(word) <= 12 and SEAT.fullmatch(word) else None


def seat_in_brackets(text: str) -> str | None:
    """The seat in the brackets of an entry: 副区長（本部長） -> 本部長."""
    for match in _WITHIN.finditer(flat(text[:200])):
        # 青野一郎（委員長・弁護士）
        for part in re.split("[・、,/]", match[0][1:-1]):
            if seat := seat_of(part):
                return seat
    return None


# Surnames that end as the name of a place or an office does: 木村会長, 阿部委員長; 本部会長 is nobody's.
_PLACELIKE = re.compile(
    rf"(?!本|支|学|各|全|同|当|町村)(?:[服阿安渡岡矢磯織綾園軽海武浅]部|[一-龥々][村町市所前])(?P<seat>{_SEAT})"
)


# 北山 ともあき委員長: the space tells where the name begins
_SPACED_PERSON_SEAT = re.compile(rf"[一-龥々ァ-ヴー]{{1,4}}\s+[一-龥々ぁ-んァ-ヴー]{{1,4}}?(?P<seat>{_SEAT})")


# 浦野日出男委員長: a full name before the seat. What an association's name is made of is no person's.
_FULL_NAME_SEAT = re.compile(
    rf"(?!.*(?:連合|自治|町内|商店|商工|組合|協議|民生|児童|青年|老人|消防|体育|文化|婦人|保護|後援|学校|議会|支部|本部|代表|担当|地区))"
    rf"(?:[一-龥々][村町市所前部岡口]|[^\s()、。会議区市町村部局協所団副県学校署社院園館課係室][一-龥々])"
    rf"[^\s()、。会議区市町村部局協所団副県学校署社院園館課係室]{{2,4}}(?P<seat>{_SEAT})"
)


# 青野分科会長: the part of the body belongs to the seat
_SEAT_OF_PART = re.compile(r"[^\s()、。]{1,5}(?P<seat>(?:分科会|小委員会)(?:会長|座長|委員長)|分科会長|小委員長)")


def seat_of_person(text: str) -> str | None:
    """The seat behind a surname: 川上会長 -> 会長. A seat of another body (商工会会長) is none here."""
    word = squeeze(flat(text))
    if (part := _SEAT_OF_PART.fullmatch(word)) is not None:
        return part["seat"]
    match = (_FULL_NAME_SEAT.fullmatch(word) if 8 <= len(word) <= 12 else None) or (
        _PLACELIKE.fullmatch(word) or _SURNAME_SEAT.fullmatch(word) or _SPACED_PERSON_SEAT.fullmatch(flat(text).strip())
    )
    return match["seat"] if match else None


def surname_of(name: str) -> str:
    """What stands before the seat or post in a mark: 甲野委員 -> 甲野; the whole mark where it ends in none."""
    base = _base(name)
    match = _PERSON_TAIL.search(base)
    return base[: match.start()] if match and match.start() else base


@lru_cache(maxsize=4096)
def group_of(text: str) -> str | None:
    """The group that a label names (部 員 -> 部員, 出席委員 10名 -> 出席委員), None where it is no group."""
    if len(text) > 40:
        return None
    word = squeeze(text)
    word = re.sub(r"[(（]?(?:計|合計|全)?[0-9０-９]{1,3}[名人][)）]?$", "", word)
    if (
        word in GROUPS
        or word.removesuffix("等") in GROUPS
        or seat_of(word)
        or (len(word) <= 18 and _GROUP_PATTERN.fullmatch(word))
    ):
        return word
    return None


def is_role(name: str) -> bool:
    """Whether a mark is a seat or group that any minutes use for a speaker: 会長, 委員3, Ａ委員, 事務局（総務課）."""
    base = _base(name)
    return 0 < len(base) <= 16 and _BARE_ROLES.fullmatch(base) is not None


def is_person(name: str) -> bool:
    """Whether a mark reads as a person or office that can speak: it ends in a seat, a post or an honorific."""
    base = _base(name)
    if not 0 < len(base) <= 24:
        return False
    return (
        _PERSON.fullmatch(base) is not None
        or _BARE_ROLES.fullmatch(base) is not None
        or _HONORIFIC.fullmatch(base) is not None
    )


def has_seat(name: str) -> bool:
    """Whether a mark ends in a seat of the body: 甲野委員長, 乙山部会長."""
    base = _base(name)
    return len(base) <= 14 and _SEAT_END.search(base) is not None


def surname_with_title(name: str, title: str) -> bool:
    """Whether a mark is a title that the document's attendance list prints, alone or after a surname."""
    base = _base(name)
    return bool(title) and base.endswith(title) and len(base) - len(title) <= 5


@lru_cache(maxsize=8192)
def _base(name: str) -> str:
    word = squeeze(flat(name))
    word = _WITHIN.sub("", word)
    return word if word.endswith("番") else _NUMBERING.sub("", word)
