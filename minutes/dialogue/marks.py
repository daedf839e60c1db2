"""What the printed mark of a speaker says of the part in which he speaks. Stdlib only.

佐藤委員長  議長（田中太郎君）  市長 山田太郎  委員Ａ  １番（鈴木花子君）  教育委員会事務局  総務課
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Post(Enum):
    """What kind of post a mark names; which category that means depends on the meeting."""

    CHAIR = auto()
    VICE = auto()
    GUIDE = auto()  # leads through a meeting without being its chair: 司会, 進行
    MEMBER = auto()
    SECRETARIAT = auto()  # whoever bears it answers, whatever the meeting: 事務局, 説明員, 番外
    OFFICIAL = auto()  # a post in an office: its holder answers, or is a member of a meeting of officials
    DIRECTOR = auto()  # 理事, 幹事: members of one body, officials in another
    GUEST = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, folded: `post` as printed and its kind, `before` it what names a person or an office, `person` the name.

    `organisation` where the post is one of some other or larger body (教育委員会委員長): its name.
    """

    text: str
    kind: Post
    post: str = ""
    before: str = ""
    person: str = ""
    organisation: str = ""


_HEADS = r"議長|委員長|部会長|分科会長|会長|座長|本部長|理事長|団長|班長|幹事長|代表幹事|代表"
_KINDS: tuple[tuple[Post, str], ...] = (
    (
        Post.GUEST,
        r"参考人|公述人|陳情者|請願者|請願人|申請者|申請人|傍聴[人者]?|記者|来賓|講師|オブザーバー|アドバイザー",
    ),
    (Post.GUEST, r"(?:住民|市民|区民|町民|村民|参加者|保護者|事業者|業者|受託者|指定管理者|コンサルタント?)(?:代表)?"),
    (Post.GUEST, r"一同|全員|多数|会場|拍手|発言者不明|不明"),
    (Post.VICE, rf"副(?:{_HEADS})|(?:{_HEADS})(?:職務)?代(?:理|行)者?|職務代(?:理|行)者?"),
    (Post.CHAIR, rf"(?:臨時|仮)?(?:{_HEADS})|年長(?:議員|委員)"),
    (Post.GUIDE, r"司会者?|(?:議事)?進行(?:役|係)?|ファシリテーター|コーディネーター"),
    (Post.SECRETARIAT, r"番外(?:[0-9]+番)?|説明員|説明者|理事者|執行部|執行機関|当局|行政側?|回答者?|答弁者?|答"),
    (Post.SECRETARIAT, r"事務局(?:長|次長|職員|員|側|担当)?|(?:議会)?書記長?"),
    (Post.OFFICIAL, r"(?:代表|常勤|識見)?監査委員"),
    (
        Post.MEMBER,
        r"(?:[0-9]+番)?(?:議員|委員|部員|本部員|構成員|評議員|班員|会員|メンバー)|[0-9]+番|質問者?|質疑者?|問",
    ),
    (Post.DIRECTOR, r"理事|幹事|監事"),
    (
        Post.OFFICIAL,
        r"(?:副|前|新)?(?:知事|市長|区長|町長|村長|助役|収入役|出納長)|会計管理者|教育長|教育次長|政策監|技監|管理監|危機管理監|統括監|"
        r"(?:事業|企業|病院事業|公営企業)管理者|(?:消防|警察)?(?:署|団)長|消防長|病院長|院長|"
        r"副?(?:課|部|局|室|係|所|館|園|校|センター|グループ|チーム|支所|署|班|場|支店|寮)長(?:補佐|代理|心得)?|"
        r"(?:担当|専任|専門|主任|総括|統括|上席)?(?:副?参事|副?主幹|主査|主事|主任|技師|書記|専門員|専門官|指導主事|調整監|推進監|企画監|企画官|補佐|主席|監|官)|"
        r"参与|次長|担当者?|職員|担当課|所管課|事務取扱",
    ),
)
_END = r"(?:[0-9]+|[A-Z]|[ア-ン])?(?:君|さん|氏|様|殿)?"
_AT_END = [(kind, re.compile(rf"(?P<before>.*?)(?P<post>{posts}){_END}\Z")) for kind, posts in _KINDS]
_AT_START = [(kind, re.compile(rf"(?P<post>{posts})(?P<person>.{{1,12}})\Z")) for kind, posts in _KINDS]
# A section of an office speaks: 総務課, 福祉部. Family names end in 部 too.
_SECTION = re.compile(
    r"(?:.{2,}(?:課|局|係|室|センター|事務所|支所)|.*[務祉民育済設策画境健業市災療道光化理政全安]部)(?:[0-9]+|[A-Z])?\Z"
)
_BRACKETED = re.compile(r"(?P<outer>[^(]+)\((?P<inner>[^()]+)\)\Z")
# 鈴木(真)委員: what tells namesakes apart.
_NAMESAKE = re.compile(r"\([^()]{1,2}\)(?=.)")
_BULLETS = "○◯〇●◎◆■□・"
_TITLES = re.compile(r"(?:君|さん|様|殿)\Z")
_STRANGER = re.compile(r"氏\Z")
_LETTER = re.compile(r"(?:[A-Z]|[ア-ン]|[0-9]+|[甲乙丙丁])\Z")
_ORGANISATION = re.compile(
    r"委員会|協議会|審議会|組合|商店|町会|町内|自治会?\Z|連合|協会|会社|株式|法人|常任|特別|運営|選挙|農業|教育|監査|公平|固定資産|"
    r"団体|クラブ|PTA|連盟|財団|会議所|学校|大学|病院|支部|婦人|青年|老人|体育|消防|調査団|実行|協議\Z|医師\Z|商工|観光|社会福祉|民生|"
    r"\A町\Z|丁目|[都道府県市区町村]立|総務|文教|建設|厚生|経済|産業|福祉|環境|財政"
)


def plain(text: str) -> str:
    """A mark as it is compared: width, white space and bullets make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip(_BULLETS)


@lru_cache(maxsize=4096)
def read_mark(text: str) -> Mark:
    """What a mark says. A post outside brackets goes before one inside them."""
    folded = plain(text)
    bracketed = _BRACKETED.match(_NAMESAKE.sub("", folded))
    if bracketed is None:
        return _read(folded, _NAMESAKE.sub("", folded))
    outer, inner = _read(folded, bracketed["outer"]), _read(folded, bracketed["inner"])
    if outer.kind is Post.OFFICIAL and inner.kind in (Post.MEMBER, Post.CHAIR, Post.VICE):
        return Mark(folded, inner.kind, inner.post, person=inner.before)  # 総務課長（委員）, 副区長（本部長）
    if outer.kind is Post.NONE and inner.kind is not Post.NONE:
        return Mark(folded, inner.kind, inner.post, inner.before, bracketed["outer"], inner.organisation)
    return Mark(folded, outer.kind, outer.post, outer.before, name_of(bracketed["inner"]), outer.organisation)


def ends_in_post(text: str) -> bool:
    """Whether a text ends as the mark of somebody with a post does."""
    return any(pattern.match(plain(text)) for _, pattern in _AT_END)


def name_of(text: str) -> str:
    """A person's name without the title behind it."""
    return _TITLES.sub("", text)


def is_titled(mark: Mark) -> bool:
    """Whether a bare name is printed as assemblies print their members: 田中太郎君."""
    return mark.text.endswith("君")


def is_stranger(mark: Mark) -> bool:
    """Whether a bare name is printed as that of somebody from outside: 山田太郎氏."""
    return bool(_STRANGER.search(mark.text))


def is_letter(mark: Mark) -> bool:
    """Whether a letter or number stands for a person: Ａ, 甲."""
    return bool(_LETTER.match(mark.text))


def is_section(text: str) -> bool:
    """Whether this names a part of an office: 総務部, 財政課; not 渡部."""
    return bool(_SECTION.match(text))


def _read(whole: str, text: str) -> Mark:
    for kind, pattern in _AT_END:
        found = pattern.match(text)
        if found is not None:
            return _with_organisation(whole, kind, found["post"], found["before"])
    if _SECTION.match(text):
        return Mark(whole, Post.OFFICIAL, text)
    for kind, pattern in _AT_START:
        found = pattern.match(text)
        if found is not None and kind is not Post.GUEST:
            return Mark(whole, kind, found["post"], person=name_of(found["person"]))
    return Mark(whole, Post.NONE, person=name_of(text))


def _with_organisation(whole: str, kind: Post, post: str, before: str) -> Mark:
    is_of_other = bool(before) and bool(_ORGANISATION.search(before))
    return Mark(whole, kind, post, before, organisation=before if is_of_other else "")
