"""Numbers that belong to a person: telephone, mail, account, certificates, My Number, vehicles. Stdlib only.

All functions take a text of plain signs (plain_signs.plain) and give spans in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.personal_data.model import ACCOUNT, MAIL, NUMBER, PHONE, VEHICLE, Span

# The office's own line: 問合せ先 総務課 電話 …, 代表, 内線.
_OFFICE_LINE = re.compile(
    r"問い?合わ?せ|担当課|所管課|事務局|市役所|区役所|町役場|村役場|役所|役場|庁舎|[課係室局署館](?:直通|代表)?\Z|"
    r"[一-鿿][課係室局署館園](?:[ :(,、]|電話|の|直通|代表|TEL|Tel|tel|FAX|ファクス|[一-鿿]{1,6}係)|(?:代表|直通|窓口|センター|相談室|ホットライン|コールセンター|ダイヤル|図書館|学校)|"
    r"(?:係|課|室|局)まで|相談専用|専用(?:の)?(?:電話|ダイヤル)|フリーダイヤル|お?申し?込み?は|"
    r"株式会社|有限会社|\(株\)|本社|支店|営業所|商店街|病院|クリニック|医院"
)
_PRIVATE_LINE = re.compile(
    r"自宅|携帯|本人|さん|氏(?!名)|様|宅|申請者|請願者|陳情者|相談者|通報者|保護者|個人|緊急連絡|実家|父|母|妻|夫|長男|長女|家族|被害者|住所|氏名|代表者|申込者|応募者|利用者|患者"
)
_DIGIT = re.compile(r"\d")
_GAP = r"[ ]?(?:-|[ ]|\)|\()[ ]?"
# A line so short is a label of the number; whose it is stands on the line above.
_SHORT_LABEL = 8
_PHONE = re.compile(
    rf"(?<![\d-])(?:\+81{_GAP}[1-9]\d{{0,3}}|\(0\d{{1,4}}\)|0\d{{1,4}}){_GAP}\d{{1,4}}{_GAP}\d{{3,4}}(?![\d-]|円|人|件)"
    r"|(?<![\d-])\(0\d{1,4}\) ?\d{1,4}-\d{3,4}(?![\d-])"
    r"|(?<=[/, \t、(:)一-鿿])0\d{9}(?=[/, \t、)\n。]|\Z)|(?<![\d-])0[5789]0\d{8}(?!\d)|(?<![\d-])0120\d{6}(?!\d)|(?<![\d-])0\d{1,4}の\d{1,4}の\d{4}(?!\d)"
)
_LOCAL_PHONE = re.compile(
    r"(?:電話(?:番号)?|TEL|Tel|tel|FAX|Fax|ファックス|ファクス|ファクシミリ|携帯|☎|℡)[はが:(、 ・]{0,4}(\d{2,4}[-の]\d{4}|0\d{8,10})(?![\d-])"
)
_MOBILE = re.compile(r"\(?0[5789]0|\+81[ -]?[5789]0")
_MAIL = re.compile(
    r"[A-Za-z0-9][\w.+%-]{0,63}(?:@|[(\[]at[)\]]|[(\[]アット(?:マーク)?[)\]])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.ASCII,
)
_OFFICE_MAIL = re.compile(
    r"@(?:[\w-]+\.)*(?:lg\.jp|go\.jp|ed\.jp)\Z|@(?:[\w-]+\.)*(?:city|town|vill|pref|metro)\.[\w.-]+\Z", re.ASCII
)
_ACCOUNT = re.compile(
    r"(?:\(普\)|\(当\)|口座(?:の?番号)?|(?:普通|当座|貯蓄|定期|総合)(?:預金|貯金)?(?:口座)?(?:の?番号)?|通帳(?:の?番号)?|口座名義[^\d\n。]{1,20})"
    r"[^\d\n。A-Za-z円年月]{0,8}?(\d(?:[\d-]|(?<=\d) (?=\d)){5,11}\d|\d{6,8})(?![\d-]|円|人|年|万|千|,)"
)
_PASSBOOK = re.compile(r"記号[^\d\n。]{0,8}(\d{5})(?:-\d)?[^\d\n。]{0,6}(?:番号|の)[^\d\n。]{0,4}(\d{6,8})(?!\d)")
_BANK = re.compile(
    r"(?:銀行|信用金庫|信金|信用組合|農協|JA|労金)[一-鿿ァ-ヴー]{0,10}(?:支店|本店|出張所|営業部)[^\d\n。]{0,14}?(?:\d{3}[^\d\n。]{1,6})?(\d{7})(?!\d|円)"
)
_POSTAL_ACCOUNT = re.compile(r"(?:ゆうちょ|郵便局|郵便貯金|記号番号)[^\d\n。]{0,8}(\d{5}-\d{6,8})(?!\d)")
_LOOSE_ACCOUNT = re.compile(
    r"(?:口座|銀行|信金|信組|金庫|農協|労金|漁協|JA|信連|本店|支店|支所|出張所|預金|貯金|普通?|当座)[^\d\n。]{0,16}?(?:\d{3}[^\d\n。]{1,6})?(\d{6,8}|\d{2,4}-\d{3,5}|\d(?: \d){6,7})(?![\d-]|円|人|,)"
    r"|(?<!\d)(?P<before>\d{7})(?=[(（]?(?:普通|当座|貯蓄|普\)|当\)))"
)
# The number on the line below its label
_LINE_BELOW = re.compile(r"口座番号[ :]*\n ?(\d(?:[ -]?\d){5,11})(?!\d)")
_CARD = re.compile(r"カード(?:の?番号)?[^\d\n。]{0,6}(\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4})(?!\d)")
_NAMED_NUMBER = re.compile(
    r"(?:(?:被保険者(?:証)?|保険証?|保険者?証|資格確認書|受給者(?:証)?|受給資格者?証?|免許証?|基礎年金|年金(?:証書|手帳)?|在留カード|特別永住者証明書|旅券|パスポート|"
    r"個人|手帳|宛名|患者|診察券|診療録|カルテ|会員|お客様|顧客|利用者|利用|登録者?|使用許可|承認|許可|免許状|資格者?証?|診断|検体|検査|照会|学校|出席|出願|応募|入館|図書|利用者?カード|カード|貸出券?|世帯|ケース|学籍|児童|生徒|学生証?|契約者?|使用者|水栓|納税者?|通知書|組合員|職員|識別|認定|"
    r"相談|受付|受験|整理|申請|接種券|ケース|証|証書|証明書|本人確認|雇用保険|介護保険|加入者|入所者|要保護者|住民|マイナンバーカード|身分証|お問い?合わせ)"
    r"(?:の)?(?:記号・?|登録)?(?:番号|ナンバー|No\.?|ID)|マイナンバー|住民票コード|被保険者証?(?:の)?記号|記号[・と]?番号|会員ID)"
    r"(?:は|が|を|の|も|:|[ 「(、・]|として|欄に|第|記号|番号|[一-鿿]{1,3}の){0,4}"
    r"([A-Z]{0,4}-?\d(?:[\d・]|[- ](?=[\dA-Z])|の(?=\d)|[A-Z](?=[\dA-Z]|\b)){2,20}|[A-Z]{1,3}\d{4,10}[A-Z]{0,2}|\d{1,4}[- ]?番号[^\d\n]{0,2}\d{1,8})(?![\d年円月]|人|件|回|億|万)"
)
# So many digits are a person's where the name of the number says little.
_WEAK_NUMBER = re.compile(
    r"(?:受付|整理|申請|登録|相談|利用|認定|承認|許可|使用許可|検体|検査|照会|学校|出席|出願|応募|契約|受験|接種券|通知書|証|職員|識別|お問い?合わせ)(?:の)?(?:番号|No)"
)
_LEAST_DIGITS = 5
_TWELVE = re.compile(r"(?<![\d.,-])(\d{4})[- ]?(\d{4})[- ]?(\d{4})(?![\d,-]|円|人|件|票)")
# 免許証は番号…, 手帳(第…号), and any number of so many digits
_LOOSE_NUMBER = re.compile(
    r"(?:手帳[^\d\n。]{0,6}(?:[1-7]級)?第|(?:免許証?|手帳|保険証|受給者証|カード|旅券|証書)(?:は|が|の|を|:|[ (、])?(?:番号|第|No\.?)(?:は|が|:|[ (第])?|(?<!電話)(?<!法人)(?<!郵便)(?<!業者)(?<!業所)(?<!FAX)番号(?:は|が|を|:|[ (])?)"
    r"((?<=第)\d{4,10}(?=号)|\d{8,12}|\d{3,6}-\d{3,8}|[A-Z]{1,2}\d{7,10})(?![\d円人件-])"
)
# 県第104422号, 平二一高一第1023号 behind 番号 or a paper of a person
_OF_PAPER = re.compile(
    r"(?:手帳|免許状?|証|許可書|旅券|カード|通帳|診断書|戸籍)(?:の|は|、|の番号|番号)?[^\d\n。]{0,8}?番号(?:は|が|を|:|[ (、])?((?:(?!級)[一-鿿A-Za-z\d]){0,8}?第?[A-Za-z]{0,3}\d[A-Za-z\d-]{1,14}号?)(?![\d円人件])"
    r"|(?:手帳|免許状?|証)(?:の?番号)?[^\n。]{0,6}?((?:(?!級)[一-鿿]){0,6}(?:(?!級)[一-鿿\d]){0,4}第[一-鿿\dA-Z-]{2,10}号)"
    r"|(?<![A-Za-z])(?:ID|Id|No\.?|№)(?:は|が|:|[ (])?([A-Za-z]{0,3}-?\d[\d-]{3,14})(?![\d円人件])"
    r"|(?:番号|コード|ナンバー)(?:は|が|を|の|:|[ (「、])?([A-Z]{1,4}\d{0,2}-?\d{3,10}|[A-Z]\d?-\d{3,6}|\d{1,4}-\d{3,6}|\d{4,}-\d{3,}-\d{1,4}|\d{2,4}-\d{3,5}-\d{3,6})(?![\d円人件-])"
)
_SIGN_AND_NUMBER = re.compile(r"記号(?:は|が|:|[ ])?([\d-]{2,8})[、 ・]{1,2}番号(?:は|が|:|[ ])?(\d{1,8})(?!\d)")
_NUMBERED_THING = re.compile(
    r"(?:法人|議案|代表|直通|事業者?|業者|文書|工事|路線|契約|条例|告示|案件|事件|資料|請願|陳情|受理|発注|管理|物件|区画|施設|電話|FAX|郵便|型式|機種)(?:の)?(?:番号|コード|No\.?|ID)?\Z"
)
_SHAPED = 6  # signs of a number whose like is looked for beside it
_RESIDENCE_CARD = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?\d{4} ?\d{4} ?[A-Z]{2}(?![A-Za-z0-9])")
_PASSPORT = re.compile(r"(?:旅券|パスポート)[^\n。]{0,10}?([A-Z]{2}\d{7})(?!\d)")
_VEHICLE = re.compile(
    r"(?:(?<![一-鿿])|(?<=番号)|(?<=車両)|(?<=車は)|(?<=ナンバー))([一-鿿々ヶ]{1,4}|つくば|いわき|とちぎ|なにわ|堺|出雲|富士山) ?(?P<class>\d[\dA-Z]{1,2}) ?(?P<sign>[あ-ん]) ?(?P<number>\d{1,2}[- ]\d{2}|[・.]{1,3} ?\d{1,3}|\d{1,4})(?![\d年月日人円件個回])"
)
_VEHICLE_CUE = re.compile(r"車両|車輌|ナンバー|登録番号|プレート|自動車|乗用車|軽|トラック|バイク|車|バス")
_SIGNS_OF_PLATES = frozenset("あいうえかきくけこさすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるれろわを")
_SMALL_VEHICLE = re.compile(
    r"(?:[一-鿿]{1,5}[市区町村] ?)(?P<sign>[あ-ん]) ?(?P<number>\d{1,2}-\d{2}|\d{3,4})(?![\d年月日人円件個回])"
)


# Motorcycles bear no class: 霞 か 5678
_MOTORCYCLE = re.compile(
    r"(?:バイク|二輪|原付|原動機)[^。\n]{0,12}?((?:\d ?)?[一-鿿]{1,4} ?(?P<sign>[あ-ん]) ?(?:\d{1,2}-\d{2}|\d{2,4}))(?![\d年月日人円件個回])"
)


def find_numbers(text: str) -> Iterator[Span]:
    """All numbers and mail addresses of persons; the office's own lines and addresses are left out."""
    if _DIGIT.search(text) is not None:
        yield from _phones(text)
        yield from _accounts(text)
        yield from _identifiers(text)
        yield from _vehicles(text)
    if "@" in text or "at" in text or "アット" in text:
        yield from _mails(text)


def has_check_digit(digits: str) -> bool:
    """Whether twelve digits are a My Number: the last one follows from the others (総務省令第85号, article 5)."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(weight * int(digit) for weight, digit in zip(weights, digits[:11], strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        digits = sum(sign.isdigit() for sign in found[0])
        if not 9 <= digits <= 13:
            continue
        if _MOBILE.match(found[0]) or not _is_office_line(text, found.start()):
            yield Span(found.start(), found.end(), PHONE, 0.95)
    for found in _LOCAL_PHONE.finditer(text):
        if not _is_office_line(text, found.start()):
            yield Span(*found.span(1), PHONE, 0.8)


# A person's address may well stand behind 代表 or a firm's name: only the office's own desks are left out.
_OFFICE_BEFORE_MAIL = re.compile(
    r"(?:問い?合わ?せ|担当課|事務局|市役所|区役所|役場|庁舎|[一-鿿][課係室局](?:[ :(、]|電話|の|まで|宛て?)|窓口|センター)[^。\n]{0,30}\Z"
)


def _line_before(text: str, start: int) -> str:
    return text[max(0, start - 60) : start].split("\n")[-1]


# 22-3344 in a row of a list
_NUMBER_IN_ROW = re.compile(r"(?<=[ \t、(])\d{2,4}-\d{4}(?=[ \t、)\n]|\Z)")


def find_numbers_in_rows(text: str, places: Sequence[int]) -> Iterator[Span]:
    """Telephone numbers without an area code on a line on which other personal data stand."""
    for found in _NUMBER_IN_ROW.finditer(text):
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        is_beside = any(start <= place < (end if end >= 0 else len(text)) for place in places)
        if is_beside and not _is_office_line(text, found.start()):
            yield Span(found.start(), found.end(), PHONE, 0.4)


def _is_office_line(text: str, start: int) -> bool:
    """Whether the words before a number on its line tell the office's or a firm's own line."""
    before = text[max(0, start - 80) : start]
    lines = before.split("\n")
    # 総務課 担当：…, and 電話 … on the next line
    before = lines[-1] if len(lines[-1]) > _SHORT_LABEL else "\n".join(lines[-2:])
    if re.match(r"[-\d() ]{4,16}(?:\(?内線|\(?直通|\(?代表?\))", text[start : start + 30]):
        return True
    office = [found.end() for found in _OFFICE_LINE.finditer(before)]
    private = [found.end() for found in _PRIVATE_LINE.finditer(before)]
    return bool(office) and (not private or private[-1] < office[-1])


def _mails(text: str) -> Iterator[Span]:
    for found in _MAIL.finditer(text):
        if not _OFFICE_MAIL.search(found[0]) and not _OFFICE_BEFORE_MAIL.search(_line_before(text, found.start())):
            yield Span(found.start(), found.end(), MAIL, 0.95)


def _accounts(text: str) -> Iterator[Span]:
    for pattern in (_ACCOUNT, _BANK, _POSTAL_ACCOUNT, _LINE_BELOW, _CARD):
        for found in pattern.finditer(text):
            yield Span(*found.span(1), ACCOUNT, 0.9)
    for found in _LOOSE_ACCOUNT.finditer(text):
        yield Span(*found.span(1 if found[1] else "before"), ACCOUNT, 0.6)
    for found in _PASSBOOK.finditer(text):
        yield Span(*found.span(1), ACCOUNT, 0.9)
        yield Span(*found.span(2), ACCOUNT, 0.9)


# Without one of these words no number is told to be somebody's.
_SAYS_NUMBER = re.compile(r"番号|ナンバー|No|№|ID|Id|記号|コード|手帳|免許|証|カード|旅券|パスポート|許可書")


def _identifiers(text: str) -> Iterator[Span]:
    if _SAYS_NUMBER.search(text) is not None:
        yield from _named_numbers(text)
    for found in _TWELVE.finditer(text):
        if has_check_digit(found[1] + found[2] + found[3]):
            yield Span(found.start(), found.end(), NUMBER, 0.85)
    for found in _RESIDENCE_CARD.finditer(text):
        yield Span(found.start(), found.end(), NUMBER, 0.9)


def _named_numbers(text: str) -> Iterator[Span]:
    for found in _LOOSE_NUMBER.finditer(text):
        yield Span(*found.span(1), NUMBER, 0.7)
        yield from _alike(text, found[1], found.end(), NUMBER)
    for found in _NAMED_NUMBER.finditer(text):
        digits = sum(sign.isdigit() for sign in found[1])
        if digits >= (_LEAST_DIGITS if _WEAK_NUMBER.match(found[0]) else 3):
            yield Span(*found.span(1), NUMBER, 0.9)
            yield from _alike(text, found[1], found.end(), NUMBER)
    for found in _SIGN_AND_NUMBER.finditer(text):
        yield Span(*found.span(1), NUMBER, 0.8)
        yield Span(*found.span(2), NUMBER, 0.8)
    for found in _OF_PAPER.finditer(text):
        place = next(place for place in range(1, 5) if found[place])
        if not _NUMBERED_THING.search(text[max(0, found.start() - 6) : found.start()]):
            yield Span(*found.span(place), NUMBER, 0.92 if "第" in found[place] else 0.6)
            yield from _alike(text, found[place], found.end(), NUMBER)
    for found in _PASSPORT.finditer(text):
        yield Span(*found.span(1), NUMBER, 0.95)


def _alike(text: str, number: str, place: int, kind: str) -> Iterator[Span]:
    """Further numbers of the same shape in the words that follow: 利用者番号が20011234と20015678."""
    if len(number) < _SHAPED or not number[-1].isdigit():
        return
    shape = "".join(r"\d" if sign.isdigit() else re.escape(sign) for sign in number)
    for found in re.finditer(rf"(?<![\d-]){shape}(?![\d円人件年-])", text[place : place + 60]):
        yield Span(place + found.start(), place + found.end(), kind, 0.6)


def _vehicles(text: str) -> Iterator[Span]:
    for found in _VEHICLE.finditer(text):
        near = text[max(0, found.start() - 20) : found.end() + 10]
        is_sure = not found["number"].isdigit() or bool(_VEHICLE_CUE.search(near))
        if found["sign"] in _SIGNS_OF_PLATES and is_sure and (len(found["class"]) == 3 or len(found["number"]) >= 4):
            yield Span(found.start(), found.end(), VEHICLE, 0.9)
    for found in _MOTORCYCLE.finditer(text):
        if found["sign"] in _SIGNS_OF_PLATES:
            yield Span(*found.span(1), VEHICLE, 0.6)
    for found in _SMALL_VEHICLE.finditer(text):
        near = text[max(0, found.start() - 20) : found.end() + 10]
        if found["sign"] in _SIGNS_OF_PLATES and re.search(r"ナンバー|原付|原動機|バイク|二輪|車両|登録番号", near):
            yield Span(found.start(), found.end(), VEHICLE, 0.8)
