"""Addresses of homes, whole and in part: 霞市本町二丁目3番4号, 大字北原字上ノ台123番地, コーポ霞203号室. Stdlib only.

Land as land (the plot of a road, a field, a park), the office's own houses and those of firms are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.personal_data.model import ADDRESS, Span

_K = r"[一-鿿々ヶケヵノツ豈-﨩]"
_N = r"(?:\d{1,5}|[一二三四五六七八九十〇百]{1,5})"
_D = r"\d{1,5}"
_BUILDINGS = (
    r"マンション|ハイツ|コーポ|荘|アパート|メゾン|レジデンス|ハイム|パレス|コート|団地|住宅|ヴィラ|テラス|タワー|ガーデン|"
    r"ハウス|ビラ|シャトー|サンライズ|カーサ|プラザ|寮|ホーム|グリーンヒル|フラット|フォレスト|ヒルズ|苑|ビル|館|邸"
)
_ROOM = r"(?:(?:第?\d{1,2}|[A-Z])号?棟 ?(?:の)?)?(?:[\d〇一二三四五六七八九十]{1,4}号室?|[A-Z]?-?\d{1,4}|\d{1,2}階)(?![\d年月人-])"
_SIGN = rf"(?:{_K}|[ァ-ヴーA-Za-zぁ-ん第\d・])"
_BUILDING = (
    rf"(?:[ 、]{{0,2}}{_SIGN}{{0,14}}?(?:{_BUILDINGS}){_SIGN}{{0,8}}? {{0,2}}{_ROOM}"
    rf"| {{0,2}}(?:{_K}|[ァ-ヴーA-Za-z]){{0,10}}?(?:{_BUILDINGS})(?![ァ-ヴー])|(?: {{1,2}}|の)\d{{1,4}}号(?:室)?| {{1,2}}\d{{1,3}}-\d{{2,3}}(?![\d-]))?"
)
_HEAD = re.compile(
    rf"(?P<head>同じく|(?:{_K}{{1,10}}[都道府県市区町村郡] ?){{0,3}}(?:{_K}|[ァ-ヴー]){{0,14}}(?:[ぁ-ん]{{1,6}}(?:が|ヶ|ケ)?{_K}{{1,4}})?"
    rf"(?:{_K})?(?:[北南東西]?\d{{1,2}}条(?:[北南東西](?:\d{{1,2}})?)?|第\d{{1,2}}地割)?(?:通り)?) ?\Z"
)
_CHOME = (
    rf"(?P<chome>(?:の)?{_N} ?丁目)(?P<house> ?(?:の)?{_N}番地?(?:の ?|- ?)?(?:{_N})?号?(?:の{_N})?(?:-{_D})?(?:号室?)?"
    rf"| ?(?:の)?{_D}(?:(?:-|の){_D}){{0,3}}(?:番地?)?号?|{_N}の{_N}(?:号)?)?"
)
_LOT = rf"(?P<lot>(?:の|\n)?{_N}番(?:地(?:の ?{_N}|-{_D}|{_D})?|の? ?{_N}号?|-{_D})?(?:号)?(?:-{_D}号?室?)?|無番地)"
_HYPHENS = rf"(?P<hyphens>{_D}(?:-{_D}){{1,4}}(?:-[A-Z](?:-?{_D})?)?(?:番地?|号(?!室))?)"
_PLAIN_NUMBER = rf"(?P<number>{_D}(?:の{_D}){{0,2}})(?![\d年月日時分人名件個円歳回号番条丁項目階%％万億千百坪ヘ,.-]|平|立|世|か|ヶ|つ|割|票|度|筆|棟|周|級)"
# From the number on; the place before it is looked for backwards, so that long rows of kanji cost nothing.
_NUMBERED = re.compile(rf"(?<![\d〒-])(?:{_CHOME}|{_LOT}|{_HYPHENS}|{_PLAIN_NUMBER})(?P<building>{_BUILDING})")
_LONGEST_HEAD = 44
_POST_CODE = re.compile(r"〒 ?\d{3}-\d{4}(?!\d)|郵便番号[ は:]{0,2}(\d{3}-\d{4})(?!\d)")
_ROOM_ALONE = re.compile(
    rf"(?:(?:{_K}|[ァ-ヴーA-Za-z・第\d]){{1,14}}?|(?:[ぁ-ん]{{2,6}}){_K}{{0,4}}?)(?:{_BUILDINGS})(?:{_K}|[ァ-ヴーA-Za-z・]){{0,8}}? {{0,2}}(?:の)?"
    r"(?:(?:第?\d{1,2}|[A-Z])号?棟 ?(?:の)?)?(?:[A-Z]?-?\d{1,4}号(?:室|(?!棟)))"
)
_BLOCK = re.compile(
    rf"(?:{_K}|[ァ-ヴー]){{2,12}}(?:団地|住宅|アパート|ハイツ|コーポ|荘|マンション) ?(?:(?:第?\d{{1,2}}|[A-Z])号?棟(?: ?\d{{1,4}}号室?)?|\d{{1,2}}-\d{{2,4}}(?![\d-]))"
)
# 住所：霞市東町, the place behind the label even without a number
_LABELLED = re.compile(
    rf"(?:現?住所|居所|本籍地?|住民登録地|転居先|転出先|帰省先|実家)(?:は|が|を|も|:|[ 「(、]){{1,3}}((?:{_K}{{1,8}}[都道府県市区町村郡]){{1,3}}(?:{_K}|[ァ-ヴー\d-]){{0,14}}(?<![区市町村部]民))"
)
_PARTIAL = re.compile(
    rf"(?:大字{_K}{{1,8}}|字{_K}{{1,8}}|{_K}{{1,8}}字{_K}{{1,8}})(?=(?:に(?:住|お住|居住|あるご?自宅|引っ越)|の(?:自宅|実家)|在住|[ 、の]?{_K}{{2,5}}(?:さん|氏|様)))"
)
_HEAD_OF_PLACE = re.compile(
    r"(?:[町村区市郡台丘条丁通字郷原野田谷沢島浜山川崎ヶ沼塚宿井本森里割見畑花水]|大字.*|字.*|が丘|番町)\Z"
)
_NO_PLACE = re.compile(
    r"(?:資料|議案|報告|番号|第|図|表|別紙|様式|参考|平成|昭和|令和|大正|西暦|議席|項目|問|第|号|項|ページ|頁|[\d一二三四五六七八九十](?:年|月|日|時|分)|電話|内線|携帯|FAX|記号|"
    r"請願|陳情|議第|意見|質問|番組|約|計|合計|全|各|毎|同|比率?|点|スコア|得点|委員|議員|別添|電話|ファクス|ファックス|TEL|Tel|携帯|〒|要望|施策|事業|目標|基本|方針|取組|重点|口座|普通|当座|予算|コース|型|系統|路線|国道|県道|市道|町道|都道|号線|級)\Z"
)
_RESIDENCE = re.compile(
    r"住所|自宅|在住|居住|に住|住まい|お住い|本籍|転居|転入|引っ?越|世帯|宅(?!地|配)|実家|入居|下宿|氏名|方に|申請者|被害者|請願者|陳情者|相談者|患者|死亡|遺族|送付|郵送|表札|暮らし|の家|入所|同居|の寮|生まれ?|歳|転校|一人暮|避難|実名|名義"
)
_PERSON_BEHIND = re.compile(
    rf"\A(?:の|、| |に住む|に住んでいる|にお住まいの|在住の|居住の|\)|）|番?の)?(?:{_K}{{2,6}}|{_K}{{1,3}} {_K}{{1,4}}|[ァ-ヴー・]{{2,12}})(?:さん|氏|様|宅|君|ちゃん|方)"
)
_LAND_BEHIND = re.compile(
    r"\A(?:番?地?先|付近|地先|地内|地番|街区|地区|号線|の?(?:交差点|道路|土地|農地|公園|信号|空き地|空地|敷地|田|畑|山林|宅地|水路|橋|用地|現場|工事|区間|歩道|踏切|バス停|"
    r"駐車場|施設|地域|町会|自治会|一部|全域|区域|エリア|工場|店|倉庫|跡地|建物|ビル|マンション|計画|案件)|から.{0,12}まで|外|ほか[\d一-九]+筆|、?地目|目)"
)
_LAND_BEFORE = re.compile(
    r"(?:申請地|所在地?|場所|会場|予定地|計画地|当該地|対象地|土地|設置箇所|施工箇所|工事箇所|地番|用地|区間|現場|位置|物件|店舗|建設地|敷地)[はがを:の、 (「]{0,3}\Z"
)
# 契約の相手方は、霞市本町1丁目2番3号、甲野建設株式会社
_FIRM_BEHIND = re.compile(
    r"\A[)、 の]{1,2}[^。\n、さ氏様]{0,20}?(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|建設|工業|企業体|システム|商事|工務店|電機|電気|設備|法人|組合|センター|支店|本店|銀行)"
)
_ORGANISATION_BEFORE = re.compile(
    r"(?:市役所|区役所|役場|役所|庁舎|会館|センター|会社|法人|商店|工場|事務所|本社|支店|営業所|学校|小学校|中学校|高校|大学|病院|医院|クリニック|診療所|薬局|図書館|公民館|博物館|体育館|"
    r"公園|ホール|プラザ|駅|寺|神社|教会|店|社|園|課|係|局|署|組合|協会|ホテル|会議室|集会所|ホーム|スーパー|事務局|問い?合わせ先|提出先|送付先|応募先|宛先|申込先|窓口)"
    r"(?:の所在地|の住所|の場所|所在地)?(?:は|が|を|:|[ (「、・])?[、]?\Z"
)


def find_addresses(text: str) -> Iterator[Span]:
    """Addresses of homes in a text of plain signs."""
    for found in _NUMBERED.finditer(text):
        span = _judged(text, found)
        if span is not None:
            yield span
    if "〒" in text or "郵便番号" in text:
        for code in _POST_CODE.finditer(text):
            if not _ORGANISATION_BEFORE.search(text[max(0, code.start() - 24) : code.start()]):
                yield Span(*code.span(1 if code[1] else 0), ADDRESS, 0.6)
    if "号" in text or "棟" in text or "-" in text:
        for room in (*_ROOM_ALONE.finditer(text), *_BLOCK.finditer(text)):
            yield Span(without_words(text, room.start(), room.end()), room.end(), ADDRESS, 0.6)
    if "住" in text or "籍" in text or "実家" in text or "先" in text:
        for place in _LABELLED.finditer(text):
            yield Span(*place.span(1), ADDRESS, 0.65)
    if "字" in text:
        for part in _PARTIAL.finditer(text):
            yield Span(part.start(), part.end(), ADDRESS, 0.6)


def _judged(text: str, found: re.Match[str]) -> Span | None:
    """The span of an address that may be a home, None for land, houses of organisations, and numbers of other things."""
    window = max(0, found.start() - _LONGEST_HEAD)
    place = _HEAD.search(text[window : found.start()])
    head_start = window + place.start() if place else found.start()
    start = without_words(text, head_start, found.start())
    head = text[start : found.start()].strip()
    end = found.end()
    before, behind = text[max(0, start - 26) : start], text[end : end + 16]
    before = re.split(r"[。\n]", before)[-1]
    lives = bool(_RESIDENCE.search(before[-16:]) or _RESIDENCE.search(behind) or _PERSON_BEHIND.match(behind))
    # 3番12号, 二丁目3-4: a part of an address only where somebody is said to live there
    is_part = lives and not head and (found["house"] or "号" in (found["lot"] or ""))
    if (_NO_PLACE.search(head) or not head) and not is_part:
        return None
    if not lives and (_LAND_BEHIND.match(behind) or _LAND_BEFORE.search(before)):
        return None
    if _LAND_BEHIND.match(behind) and re.match(r"\A(?:番?地?先|付近|地内|目)", behind):
        return None
    if not lives and _PUBLIC_HOUSING.search(found["building"]) is not None:
        return None
    is_enclosed = _is_enclosed(text, start, end)
    if not (lives or is_enclosed) and _FIRM_BEHIND.search(text[end : end + 24]):
        return None
    if _is_of_organisation(before, behind):
        return None
    is_enclosed = is_enclosed or ("字" in head and re.match(r"[、。)( \n]|\Z", text[end : end + 1]) is not None)
    certainty = _strength(found, head, lives or is_enclosed, is_enclosed)
    return Span(start, end, ADDRESS, certainty) if certainty else None


# Houses as houses: 本町一丁目市営住宅, 本町二丁目共同ビル
_PUBLIC_HOUSING = re.compile(r"(?:[市区町村県都府]営.{0,4}住宅|住宅|ビル|会館|団地|ホーム|プラザ)(?:の?\d{1,2}階?)?\Z")


def _is_of_organisation(before: str, behind: str) -> bool:
    """Whether an organisation or an office's desk stands before an address; letters to a person go to that person's home."""
    found = _ORGANISATION_BEFORE.search(before)
    if found is None or _PERSON_BEHIND.match(behind):
        return False
    is_sent = re.match(r"(?:送付|提出|応募|申込|宛)先|申請先", found[0]) is not None
    return not (is_sent and re.search(r"さん|氏(?!名)|様|本人|書面|通知|督促|催告|申請者", before))


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Whether an address is the whole or the end of what stands in brackets behind a name: 甲野太郎(…生、北町大字中村88)."""
    before = text[max(0, start - 40) : start]
    opened = before.rfind("(")
    if opened < 0 or ")" in before[opened:] or "\n" in before[opened:] or before[:opened].endswith("館"):
        return False
    stands_first = opened == len(before) - 1
    return before.endswith(("(", "、", " ")) and text[end : end + 1] in ((")", "、", "") if stands_first else (")",))


def _strength(found: re.Match[str], head: str, lives: bool, is_enclosed: bool) -> float:
    if re.fullmatch(r"同(?:所|じく|市|町|区|番地|上)?", head) and (found["lot"] or found["hyphens"] or found["chome"]):
        return 0.6
    is_place = bool(_HEAD_OF_PLACE.search(head)) or bool(re.search(r"[都道府県市区町村郡字]", head[:-1]))
    if found["chome"]:
        if found["house"] or found["building"]:
            return 0.9 if lives else 0.7
        return 0.7 if lives else 0.0
    if found["lot"]:
        is_sure = bool(re.search(r"番地|号|-|.の", found["lot"]))
        if not is_place:
            return 0.6 if lives and is_sure else 0.0
        return (0.9 if lives else 0.65) if is_sure else (0.6 if lives else 0.0)
    if found["number"]:
        is_named = (
            bool(re.search(r"字|[市区郡](?!内).{2,}|.[町村]\Z|.町.{1,6}\Z", head)) and "館" not in found["building"]
        )
        return 0.6 if is_named and (lives or found["building"] or is_enclosed) else 0.0
    parts = found["hyphens"].count("-") + 1
    if lives and (is_place or parts > 2):
        return 0.9
    if is_place and (parts > 2 or is_enclosed or re.search(r"[町台丘条丁通字]\Z|[市区郡]", head)):
        return 0.65
    return 0.0


_LEADING = re.compile(
    r"\A.*?(?:現住所|住所地?|自宅|居所|本籍地?|勤務先|転居先|転入先|転出先|送付先|実家|宛先|当時|現在|申請者|被害者|氏名|本人)(?=.)"
)
_BEFORE_PLACE = re.compile(rf"\A.{{0,14}}?[^\d](?:は|を|に|で|と|から|へ|も|が(?!丘)|例えば)(?={_K}{{2,}})")
_PARTICLE = re.compile(
    r"\A(?:[はがをにのでともやへ]|から|より|まで|という|いる|した|する|ある|である|として)(?=[ぁ-ん一-鿿ァ-ヴ])"
)


_LEADING_WORDS = re.compile(r"\A.{0,6}(?:ページ|うち|以外)の")


def is_of_somebody_else(text: str, start: int, end: int) -> bool:
    """Whether the words beside an address tell land, an organisation or a number of something else."""
    before, behind = re.split(r"[。\n]", text[max(0, start - 26) : start])[-1], text[end : end + 16]
    return bool(
        _NO_PLACE.search(text[max(0, start) : end].rstrip("0123456789-番号条の "))
        or _LAND_BEHIND.match(behind)
        or _LAND_BEFORE.search(before)
        or _is_of_organisation(before, behind)
        or _FIRM_BEHIND.search(text[end : end + 24])
    )


def without_words(text: str, start: int, end: int) -> int:
    """Where the place begins: words before it that the pattern took along are passed over."""
    taken = text[start:end]
    if (found := _LEADING.match(taken)) is not None:
        start += found.end()
    while (found := _BEFORE_PLACE.match(text[start:end])) is not None:
        start += found.end()
    while (found := _PARTICLE.match(text[start:end])) is not None:
        start += found.end()
    if (found := _LEADING_WORDS.match(text[start:end])) is not None:
        start += found.end()
    while start < end and text[start] in " 、":
        start += 1
    return start
