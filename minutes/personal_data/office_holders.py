"""Who is no private person in a meeting: members, staff and others whom the roster or their title tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from minutes.personal_data.name_words import KANJI, is_family, is_surname, parted
from minutes.personal_data.plain_signs import plain

# Posts of the administration, of assemblies and of experts in office.
POSTS = (
    r"(?:副|前|元|新|現)?(?:市長|区長|町長|村長|知事|議長|教育長|助役|収入役|出納長|会計管理者)|(?:前|元|新|現)?(?:市議|県議|都議|区議|町議|村議|府議|道議|国会|衆議院|参議院|都議会|県議会|市議会|区議会)?議員|"
    r"(?<!民生)(?<!児童)(?<!推進)(?<!保護)(?:監査|教育|審議|専門|調査|選挙管理|農業|公平|公募|市民|学識|臨時|審査|選考)?(?:副)?委員長?(?:代理)?|"
    r"(?:総括|統括|担当|専任|上席|主席|主任|副)?(?:部長|課長|局長|室長|係長|次長|館長|所長|園長|校長|教頭|署長|消防長|参事|主幹|主査|主任|主事|技監|技師|書記|書記長|政策監|危機管理監|管理監|調整監|指導主事|専門官|専門員|企画官|審議官|参事官)(?:補佐|代理|心得)?|"
    r"(?<!元)(?<!警備)(?:市|区|町|村|県|本庁|事務局)?職員|事務局(?:長|次長|員)?|説明員|理事者|当局|部会長|分科会長|座長|副座長|本部長|副本部長|部員|本部員|議会事務局|"
    r"(?:准|名誉|特任|客員)?教授|助教|講師|学長|学部長|弁護士|公認会計士|会計士|税理士|医師|院長|専門家|アドバイザー|コーディネーター|ファシリテーター|オブザーバー|コンサルタント|研究員|"
    r"首相|総理|総理大臣|大臣|長官|大統領|裁判官|裁判長|判事|検事|警視|警部|保健師|園長先生"
)
# 会長 alone is this body's; 町会長 and 商工会会長 are not.
_CHAIR = rf"(?<![{KANJI}ァ-ヴA-Za-z])(?:副)?会長(?:職務代理者?|代理)?"
_BEFORE = rf"(?P<post>{POSTS}|{_CHAIR}|[課係局室](?:の担当|担当)|担当者?[: ]|[自民公共社産明党維新国]{1, 3}党|企業出納員を|出納員を)"
POST_BEFORE = re.compile(rf"{_BEFORE}(?:の|である|・|[ :(])?\Z")
# 市長の山田さん; ○小沢委員 森さんは… begins what 小沢委員 says.
POST_BEFORE_TITLED = re.compile(rf"{_BEFORE}(?:の|である)?\Z")
# Posts that organisations have too: whoever is called さん behind one may be theirs.
_OF_OTHERS_TOO = frozenset(
    ("事務局", "事務局長", "担当", "職員", "専門員", "主任", "所長", "院長", "コーディネーター", "コンサルタント")
)
_FORMER = re.compile(r"元[一-鿿]{0,8}(?:職員|教諭|教員|主査|主事|主任|係長|技師|講師|嘱託員)(?:の|である|[ :])?\Z")
POST_BEHIND = re.compile(
    rf"(?:さん|氏|君|様)?(?:[ ]?[(][^)\n]{{0,14}}?)?[ ]?(?:前|元|新|現)?(?:{POSTS}|(?:副)?会長|代理|先生|選手|監督|CW|SW|ケースワーカー)"
)
# ○石井課長 …, 成田次長:…: the post is of him who speaks, not of whom is spoken.
_HEAD_OF_SPEAKER = re.compile(rf"(?:\A|[\n○◯〇◎●「])[ ]?(?P<family>[{KANJI}]{{1,3}})(?:{POSTS}|{_CHAIR})[: ]\Z")
# 霊園係(若松) …, 5番(藪田君) …: who speaks, in brackets behind his post.
_SPEAKER_IN_BRACKETS = re.compile(
    rf"(?:\A|\n)[ ○◯〇◎●◆・]*(?:\d{{1,3}}番 ?|[{KANJI}ァ-ヴー・]{{1,16}}(?:[係課番長員室部局事監幹査任]|担当|会) ?|委員|議 {{0,4}}長|町 {{0,4}}長|市 {{0,4}}長)[(]\Z"
)
# (元臨時職員): who left is a private person, but for those who were known
_FORMER_BEHIND = re.compile(
    r"(?:さん|氏|君|様)?[ ]?[(]元(?!市長|区長|町長|村長|知事|議長|議員|市議|県議|区議|町議|村議|教育長|副|大臣|会長)"
)
# 霞進経営支援課長
_SECTION_BEHIND = re.compile(
    rf"(?:もの|まち|街)?[{KANJI}ァ-ヴー・]{{1,14}}?(?:づくり[・{KANJI}]{{0,8}})?(?:課長|部長|局長|室長|所長|次長|係長|館長)"
)
_OF_FIRM = re.compile(
    r"(?:株式会社|有限会社|合同会社|合資会社|法人|協同組合|[(](?:株|有|社|財|宗|医|福)[)])[ァ-ヴー]{0,6}\Z"
)
_PRIVATE_HEAD = re.compile(
    r"陳情|請願|公述|参考人|申請|申立|請求人|傍聴|住民|相談|保護者|参加者|遺族|代表|名義|世帯|会員"
)
_BRACKETS = re.compile(r"[(][^()]*[)]")
_TITLES = re.compile(
    rf"(?:{POSTS}|(?:副)?会長(?:職務代理者?|代理)?|君|氏|さん|様|殿|先生|幹事|理事|理事長|監事|会員|構成員|代表|参考人)+\Z"
)
_LEADING_POST = re.compile(
    rf"\A.*(?:(?:{POSTS}|(?:副)?会長|幹事|理事|監事|構成員)[ :]*|[0-9]番[ :]*|[課部局室][ :]+)(?=[{KANJI}ぁ-んァ-ヴ])"
)
_LIST_LINE = re.compile(
    r"^[ ○◯●◎・※【\[〈<]*(?:出\s*席|欠\s*席|委\s*員|議\s*員|会\s*長|副会長|座\s*長|事\s*務\s*局|説明員|理事者|司\s*会|部\s*員|幹\s*事|本部長|オブザーバー|署名委員|署名議員|教育長|議\s*長|講\s*師|アドバイザー)[^。、:\n]{0,10}?(?:[:】\])〉>]| {1,4})",
    re.MULTILINE,
)


class OfficeHolders:
    """The people of a roster. `names` are entries as printed: 山田太郎, 田中委員長, 佐藤 花子（会長）, 教育長."""

    def __init__(self, names: Iterable[str]) -> None:
        self._full: set[str] = set()
        self._families: set[str] = set()
        for name in names:
            self._add(plain(name))

    def is_holder(self, family: str | None, full: str) -> bool:
        """Whether a name may be that of one of them: the same full name, or a family name of theirs alone."""
        if full in self._full:
            return True
        return full in self._families or (family is not None and family == full and family in self._families)

    def names(self) -> frozenset[str]:
        """Their full names, spaces closed."""
        return frozenset(self._full)

    def _add(self, entry: str) -> None:
        # 鈴木(次郎), 田中委員(副会長): what stands in brackets is a post or tells namesakes apart.
        bare = _BRACKETS.sub("", entry).strip(" ・○◯〇●◎◆■□")
        for text in (bare, *(inner[1:-1] for inner in _BRACKETS.findall(entry))):
            text = _TITLES.sub("", _LEADING_POST.sub("", text).strip()).strip()
            text = re.sub(r"\d+\Z", "", text)
            if not text:
                continue
            words = text.split(" ")
            whole = "".join(words)
            if not 1 <= len(whole) <= 12:
                continue
            if len(words) > 1 and len(words[0]) <= 4 and len(words) == 2:
                self._full.add(whole)
                self._families.add(words[0])
                continue
            if is_surname(whole):
                self._families.add(whole)
                continue
            self._full.add(whole)
            two = parted(whole)
            if two is not None:
                self._families.add(two[0])
                continue
            # A given name in kana, or one that no list holds.
            self._families.update(whole[:length] for length in (2, 3) if is_surname(whole[:length]))


def is_office_line(text: str, place: int) -> bool:
    """Whether a place stands on a line that lists people of the meeting: 出席委員：…"""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    return "。" not in line and _LIST_LINE.match(line) is not None


def has_post(text: str, start: int, end: int, *, is_titled: bool = False) -> bool:
    """Whether a name at a place is told to be an office holder's by the post before or behind it.

    `is_titled` where さん or the like stands behind the name.
    """
    is_in_brackets = text[start - 1 : start] == "(" and text[end : end + 1] == ")" and text[end + 1 : end + 2] != " "
    post = POST_BEHIND.match(text, end + is_in_brackets)
    if (post is not None and _FORMER_BEHIND.match(post[0]) is None) or _SECTION_BEHIND.match(text, end) is not None:
        return True
    speaker = _SPEAKER_IN_BRACKETS.search(text[max(0, start - 24) : start])
    if speaker is not None and not _PRIVATE_HEAD.search(speaker[0]) and re.match(r"(?:君|さん)?[)]", text[end:]):
        return True
    if _OF_FIRM.search(text[max(0, start - 12) : start]):
        return True
    before = text[max(0, start - 16) : start]
    head = _HEAD_OF_SPEAKER.search(before)
    if head is not None and is_family(head["family"]):
        return False
    found = (POST_BEFORE_TITLED if is_titled else POST_BEFORE).search(before)
    if found is None or _FORMER.search(before):
        return False
    return not (is_titled and found["post"] in _OF_OTHERS_TOO)
