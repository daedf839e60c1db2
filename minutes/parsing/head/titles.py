"""Title lines: which lines of the head are titles, and the body, number and year that they name.

A title may be broken over lines (parent body, body, 会議録), hold the date, or stand twice; the fullest is the title,
the others add what it lacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from minutes.parsing.head.sittings import (
    body_in_order,
    is_assemblys,
    names_assembly_of,
    sheet_below,
    with_sitting_beside,
    within_brace,
)
from minutes.parsing.ledger import Ledger
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, fold, squeeze, tidy_title
from minutes.wording import DateError, FoundDate, find_date, find_year, parse_number

_LONGEST_TITLE = 300
_RECORD_WORDS = r"(?:会議録|会議速記録|議事速記録|速記録|会議録要旨|議事録要旨|会議録概要|議事録概要|議事録|会議要録|会議概要|会議要旨|議事要旨|議事概要|議事要録|会議記録|議事次第|会議次第|式次第|次第|会議結果(?:報告書?|概要)?|開催結果|審議結果|概要|要旨|要点記録|要点筆記|発言要旨|開催概要|会議の概要|議事の概要|議事詳録|会議詳録|詳録|議事抄録|議事報告|発言録|記録|摘録|結果概要|(?:(?<=[会録])|(?<=[会録)）][ 　]))本文)"
# What stands behind the record word: 速記録第六号; 会議録（テキスト版）; 会議録（公開で審議した部分）. A part of the body stays.
_SHEET = r"(?:[(\[]?第\s?[0-9一二三四五六七八九十]{1,4}\s?[号日][)\]]?|[(\[](?:(?!部会|分科会|委員会|審議会)[^()\[\]]){1,30}[)\]])"
_TRAILING = re.compile(
    rf"(?:の?{_RECORD_WORDS}(?:など|等)?(?:\s?{_SHEET})?|[(\[【<](?:(?:要旨|概要|要点|要約)(?:版|筆記)?|案|確定稿?|公開用|未定稿|全文|抜粋|抄|{_RECORD_WORDS})[)\]】>]|(?<=[会部])\s?議事|の結果|について|\s)+$"
)
_NUMBER = re.compile(r"第\s?([0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s?回")
_YEAR = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[HRS](?=[0-9]))\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})|[12][0-9]{3})\s?年\s?度?"
)
# 総務委員会-09月16日-01号: the sheet, as search systems print it behind a title
_SYSTEMS_SHEET = re.compile(
    r"\s*(?:-\s?)?(?:[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日\s?-\s?)(?:第?\s?[0-9]{1,3}\s?号)\s*$|\s+本文(?:\s[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})?\s*$"
)
# 霞浜市景観審議会 第7回会議: the sitting of a body named before it
_SITTING_WORD = re.compile(rf"(?<=[会部」』])\s*{_NUMBER.pattern}\s?会[議合](?=\s|$|[(\[]|の|{_RECORD_WORDS})")
_RECORD_WITHIN = re.compile(r"(?<=[会部])\s?(?:会議録|議事録)(?=\s+(?:定例|臨時)会?)")
_SITTING = re.compile(r"^\s*(?:臨時|定例)(?!会)(?=\S{3})")
_MONTH = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[0-9]{1,2}日)?(?=定例(?!月)|臨時|の)|^\s*[0-9]{1,2}月(?!定例月)(?:(?:開催|分)の?)?\s*(?=[^\s0-9]{4})"
)
# 第3期甲審議会: the members' term
_TERM = re.compile(r"第\s?[0-9一二三四五六七八九十]{1,3}\s?期の?(?!基本|計画|実施|整備|工事|総合|中期)")
_EMPTY_BRACKETS = re.compile(
    r"[(\[【<]\s*(?:第?\s?[0-9]{1,3}\s?(?:号|日目?))?\s*(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?\s*(?:定例会?|臨時会?|書面開催|開催|オンライン|要旨|概要|案|[^()]{1,12}関係)?\s*[)\]】>]"
)
_TITLE = re.compile(
    rf"第\s?[0-9一二三四五六七八九十百]{{1,5}}\s?回|(?:{_RECORD_WORDS})(?:など|等)?(?:\s?{_SHEET})?[)）\]】]?(?:[(（].{{0,30}}[)）])?$|(?:委員会|審議会|協議会|部会|会議|本部|検討会|懇談会|研究会|懇話会|調査会|分科会|推進会|委員会議|審査会|総会|定例会|臨時会|連絡会|協議体)[」』]?(?:[(（\[【<].{{0,20}}[)）\]】>])?(?:の(?:開催|審議)?結果(?:について)?)?$"
)
# A long vowel sign that stands for a dash: ー甲審議会ー. That of センター belongs to the word.
# 甲審議会会議録 - [PDF Document]; Download "甲審議会会議録": what a site of documents prints round a title
_SITES_WORDS = re.compile(
    r"(?:\s*(?:[-|｜:：]\s*)?[\[(]?\s?(?:PDF|pdf|Word|Excel|Document|document|Free|free|Download|download|ダウンロード|資料)(?:\s?(?:Document|document|file|ファイル|版|[Ff]ree|Download|download|PDF|pdf))*\s?[\])]?)$"
    r"|^(?:Download|download|ダウンロード)\s?[:：]?\s*(?=[\"'“「])"
)
_DAY_BEFORE = re.compile(
    r"(?:(?:[12][0-9]{3}|[0-9]{2})[/.][0-9]{1,2}[/.][0-9]{1,2}|(?:[12][0-9]{3}|(?:令和|平成|昭和)[0-9元]{1,2})年[0-9]{1,2}月[0-9]{1,2}日)\s+(?=\S)"
)
# 令和5年6月13日（火）開催 甲審議会
_HELD = re.compile(r"^\s*(?:に?開催の?|分)(?=\s|$)")
_LOOSE_BAR = re.compile(r"^ー+|(?<![ァ-ヴー])ー+$")
_YEAR_ALONE = re.compile(rf"{_YEAR.pattern}(?<=度)")
# 令和5年 / 甲審議会会議録; 第3回 / 定例会: a line of a title's beginning
_BEGINNING = re.compile(rf"(?:明治|大正|昭和|平成|令和|(?:{_YEAR.pattern})?(?:{_NUMBER.pattern})?)")
_LONGEST_BEGINNING = 16
# 11番 赤 井 花 子 君; 議長 青野 一郎 君; ◎欠席議員(1人): a line of the list of those present in the other column
_NAME = r"[一-龥々ぁ-んァ-ヴー][一-龥々ぁ-んァ-ヴー\s]{1,14}"
_OTHER_COLUMN = re.compile(
    rf"\s(?P<beside>(?:[0-9]{{1,3}}\s?番\s+{_NAME}|(?:\S\s?){{0,8}}[長員者役監事]\s+{_NAME}(?:君|氏)|[◎○●◇◆■]\s?[一-龥][^\s。、]{{1,24}})\s*)$"
)
# What of a name stands on the next row of a narrow column
_LONGEST_REST = 24
_GAPS = re.compile(r"\s{2,}")
# The page's number before a title: 1 令和5年度第1回甲審議会会議録
_PAGE_BEFORE = re.compile(r"[0-9]{1,3}\s+(?=(?:令和|平成|昭和|第)\s?[0-9元])")
_SHEET_ALONE = re.compile(r"\s*[(\[]?\s?第\s?[0-9一二三四五六七八九十]{1,4}\s?[号日]\s?[)\]]?\s*$")
_PARTS_OF_TITLES = (
    ("sheet", re.compile(r"[(\[]?第[0-9一二三四五六七八九十]{1,4}[号日][)\]]?$")),
    ("record", re.compile(rf"の?{_RECORD_WORDS}(?:など|等)?(?:[(\[][^()]{{1,12}}[)\]])?$")),
    ("number", re.compile(_NUMBER.pattern.replace(r"\s?", ""))),
    ("year", re.compile(_YEAR.pattern.replace(r"\s?", "") + "|^(?:明治|大正|昭和|平成|令和)$")),
    ("sitting", re.compile(r"(?:[0-9]{1,2}月)?(?:定例|臨時)(?:会議|会|月議会)?(?:[0-9]{1,2}月会議)?$")),
)
_RECORD_END = re.compile(rf"の?{_RECORD_WORDS}(?:など|等)?$|^(?:案|要点|公開用|未定稿|全文|抜粋|抄)$")
_BODY_END = re.compile(r"(?:会|会議|部会|本部|協議体)$")
# The end of a whole title: a body, a record word, or what stands in brackets behind them.
_NAME_END = re.compile(rf"(?:会|会議|会合|部会|本部|協議体|{_RECORD_WORDS})[」』]?(?:\s?[(\[【<].{{0,30}}[)\]】>])?$")
# Names that say nothing about which body it is.
_GENERIC = re.compile(
    r"(?:常任|特別|第[0-9]{1,2})?(?:委員会|会議|部会|定例会議?|臨時会議?|総会|本部|審議会|協議会|分科会|議会|幹事会|理事会)"
)
_ASSEMBLY = re.compile(r"\S{1,12}[都道府県市区町村]議会")
_MONTH_AND_DAY = re.compile(
    r"(?P<month>[0-9]{1,2})\s?月\s?(?P<day>[0-9]{1,2})\s?日(?:\s?\([月火水木金土日](?:曜日)?\))?"
)
# トップ > 市政情報 > 審議会: where on a site a page stands.
_PATH = re.compile(r"\S\s?[>＞»›]\s?\S.*[>＞»›]")
_RECORD_HEADING = re.compile(
    rf"[(\[【<]?{_RECORD_WORDS}[)\]】>]?(?:[(\[](?:要点|要約|要旨|概要|案|抄|全文|公開用|確定稿?|{_RECORD_WORDS})(?:版|筆記)?[)\]])?"
    r"|[(\[【<](?:要点|要約|要旨|概要|抄|全文|公開用|抜粋)(?:版|筆記)?[)\]】>]"
)
_OPENING_SPEECH = re.compile(
    r"(?:令和|平成|昭和|[12][0-9]{3}年)?[^。、]{0,12}?第\s?(?P<number>[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})\s?回(?:目)?の?[「『]?(?P<body>[^。、」』()（）「」]{2,30}?)[」』]?\s?(?:を|の会議を|を、)?(?:ただいまから|これより)?(?:開催|開会|始め|開始|開きます|執り行)"
)
_PARENT = re.compile(r"(?P<parent>[一-龥々ァ-ヴー]{2,20}(?:審議会|委員会|協議会|本部|議会))の?\s?$")
_OPENING_UNNUMBERED = re.compile(
    rf"(?:ただいまから|只今から|これより|これから|それでは)、?\s?(?:{_YEAR.pattern}の?)?\s?(?:第\s?[0-9]{{1,3}}\s?期)?(?P<body>[一-龥々ァ-ヴー・()（）A-Za-z0-9]{{3,40}}(?:会|会議|部会|本部))(?:委員)?(?:委嘱式|委嘱状交付式|任命式)?を(?:開会|開催|始め|開始|開き)"
)


@dataclass(slots=True)
class Title:
    """One title line, its broken parts joined; `last` is the number of the last row, `sheet` the whole of a line whose
    beginning is the title's end: （第1号）6月13日開会."""

    row: PrintedLine
    text: str
    last: int
    sheet: str = ""

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, int, bool, bool, bool, int]:
        """The fullest title is the one that names the body most fully: with its city or ward; of equal ones the one
        without the date. 霞浜市議会会議録 without number is what a site calls all its minutes."""
        body = body_of(self.text) or ""
        named = bool(body) and _GENERIC.fullmatch(flat(body)) is None
        numbered = number_of(self.text) is not None
        of_all = not numbered and find_year(self.text) is None and _ASSEMBLY.fullmatch(flat(body)) is not None
        dated = find_date(self.text) is not None or _DAY_BEFORE.match(flat(self.text)) is not None
        # A cover parts the name of an assembly's sitting over lines, or leaves 会議録 out; the first page prints it whole.
        whole = is_assemblys(body) and _RECORD_END.search(flat(self.text)) is not None
        single = whole and self.last == self.row.number
        programme = flat(self.text).rstrip().endswith("次第")
        return named, numbered, not of_all, not programme, len(body), not dated, whole, single, -self.row.number


class Titles:
    """The title lines of one head, in order."""

    def __init__(self, ledger: Ledger, path: tuple[str, ...] = ()) -> None:
        self._ledger = ledger
        self._path = {fold(part) for part in path}
        self._titles: list[Title] = []
        self._chosen: Title | None = None
        self._beginning: tuple[PrintedLine, str] | None = None

    def __bool__(self) -> bool:
        return bool(self._titles)

    def add(self, row: PrintedLine, text: str) -> None:
        """A title line; a title broken over lines goes on in the line below."""
        text = _without_sites_words(text)
        text = text[page.end() :] if (page := _PAGE_BEFORE.match(flat(text))) is not None else text
        above = self._titles[-1] if self._titles else None
        if self._beginning is not None and _completes(self._beginning[1], text):
            first, beginning = self._beginning
            if 0 < row.number - first.number <= 2:
                self._beginning = None
                self._ledger.take_all([first, row])
                self._titles.append(Title(first, f"{beginning} {text}", row.number))
                return
        if above is not None and _is_below(above, row) and (beside := with_sitting_beside(above.text, text)):
            self._ledger.take(row)
            above.text, above.last = beside, row.number
        elif above is not None and _is_below(above, row) and names_assembly_of(above.text, text):
            self._ledger.take(row)
            above.text, above.last = f"{above.text} {text}", row.number
        elif above is not None and _is_cut(above, row, text):
            self._ledger.take(row)
            above.text, above.last = above.text.rstrip() + text.lstrip(), row.number
        elif above is not None and (
            _goes_on(above, row, text) or (_is_below(above, row) and _completes(above.text, text))
        ):
            self._ledger.take(row)
            above.text, above.last = f"{above.text} {text}", row.number
        else:
            self._titles.append(Title(row, text, row.number))

    def add_beginning(self, row: PrintedLine, text: str) -> bool:
        """Whether a line is a year or 第3回 alone, which the title below begins with: 令和5年 / 霞浜市議会会議録."""
        plain = squeeze(flat(text))
        above = self._titles[-1] if self._titles else None
        if (
            above is not None
            and _is_below(above, row)
            and (braced := within_brace(above.text, squeeze(text))) is not None
        ):
            self._ledger.take(row)
            above.text, above.last = braced, row.number
            return True
        if not 0 < len(plain) <= _LONGEST_BEGINNING or _BEGINNING.fullmatch(plain) is None:
            return False
        self._beginning = row, text
        return True

    def add_sheet(self, row: PrintedLine, text: str) -> bool:
        """Whether a line is the sheet's number or day below an assembly's title, which it then belongs to."""
        above = self._titles[-1] if self._titles else None
        added = sheet_below(above.text, text) if above is not None and _is_below(above, row) else None
        if above is None or added is None:
            return False
        self._ledger.take(row)
        above.text, above.last, above.sheet = f"{above.text} {added}", row.number, text
        return True

    def is_right_above(self, row: PrintedLine) -> bool:
        """Whether the last title stands right above a row, a few blank lines between them at most."""
        return bool(self._titles) and 0 < row.number - self._titles[-1].last <= 3

    def add_record_word(self, row: PrintedLine, text: str) -> None:
        """会議録 alone: the end of the title right above it, else furniture."""
        self._ledger.take(row)
        above = self._titles[-1] if self._titles else None
        if above is None or not _is_below(above, row):
            return
        adds = squeeze(flat(text)).endswith("録") and "record" not in _parts_of(above.text)
        if adds or above.last > above.row.number:
            above.text, above.last = f"{above.text} {squeeze(text)}", row.number

    def choose(self) -> str | None:
        """The fullest title, which leaves the list."""
        if not self._titles:
            return None
        chosen = max(self._titles, key=lambda title: (fold(title.text) in self._path, *title.rank))
        self._titles = [title for title in self._titles if title is not chosen]
        self._ledger.take(chosen.row)
        self._chosen = chosen
        return tidy_title(chosen.text if fold(chosen.text) in self._path else _without_day(chosen.text))

    def dates(self, fiscal: int | None) -> list[tuple[PrintedLine, FoundDate]]:
        """The dates that title lines hold; a day without year lies in the fiscal year that a title names."""
        titles = [self._chosen, *self._titles] if self._chosen else self._titles
        found = [(title.row, printed) for title in titles if (printed := find_date(title.text)) is not None]
        if found:
            return found
        years = [year for title in titles if (year := find_year(title.text)) is not None]
        for title in titles:
            match = _MONTH_AND_DAY.search(flat(f"{title.text} {title.sheet}"))
            if match and (fiscal is not None or years):
                day = _day(int(match["month"]), int(match["day"]), fiscal, years)
                if day is not None:
                    return [(title.row, FoundDate(day, None, match.start(), match.end()))]
        return []

    def rest(self) -> list[tuple[PrintedLine, str]]:
        """The title lines that were not chosen."""
        return [(title.row, title.text) for title in self._titles]


def is_title(text: str) -> bool:
    """Whether a line reads as a title: it holds 第N回 or ends in a record word or the name of a body."""
    if "。" in text or len(text) > 120 or _PATH.search(text):
        return False
    plain = flat(text).strip()
    found = find_date(text)
    if found is None:
        named = _ASSEMBLY.fullmatch(squeeze(plain)) is not None or _YEAR_ALONE.fullmatch(plain) is not None
        return named or _TITLE.search(_SYSTEMS_SHEET.sub("", _GAPS.sub(" ", plain))) is not None
    rest = flat(text[: found.start] + text[found.end :]).strip()
    named = len(body_of(rest) or "") >= 4 or number_of(rest) is not None
    return named and _TITLE.search(_SYSTEMS_SHEET.sub("", _GAPS.sub(" ", rest))) is not None


def beside_title(text: str) -> int | None:
    """Where the line of a page's other column begins that was read across with a title's: 令和6年第1回 | 11番 赤 井 花 子 君. None where
    there is none."""
    for found in _OTHER_COLUMN.finditer(flat(text)):
        title = text[: found.start()].strip()
        begins = title and _BEGINNING.fullmatch(squeeze(flat(title))) is not None
        if (begins or is_title(title)) and not is_title(found["beside"]):
            return found.start("beside")
    return None


def is_record_heading(text: str) -> bool:
    """Whether a line is only 会議録 or a word like it."""
    return _RECORD_HEADING.fullmatch(squeeze(flat(text))) is not None


def unknown_in(text: str, told: str, held_on: date | None) -> str:
    """What a further title line says that the folded text `told` and the day of the meeting do not."""
    plain = flat(text)
    found = find_date(text)
    if found and found.day == held_on:
        plain = plain[: found.start] + " " + plain[found.end :]
    if held_on is not None and found is None:
        plain = _MONTH_AND_DAY.sub(
            lambda match: " " if (int(match["month"]), int(match["day"])) == (held_on.month, held_on.day) else match[0],
            plain,
        )
    plain = without_year_and_number(plain)
    parts = [_RECORD_END.sub("", part) for part in re.split(r"[\s()\[\]【】「」<>]+", plain)]
    return " ".join(part for part in parts if part and fold(part) not in told)


def without_year_and_number(text: str) -> str:
    """The text without years and 第N回."""
    return _YEAR.sub(" ", _NUMBER.sub(" ", text))


def _without_sites_words(text: str) -> str:
    """A title without what a site of documents prints round it: 甲審議会会議録 - [PDF Document], Download "甲審議会会議録"."""
    kept = _SITES_WORDS.sub("", text)
    return kept.strip(" \"'“”") if kept != text and is_title(kept.strip(" \"'“”")) else text


def _without_day(text: str) -> str:
    """A title line without the day that a page prints before it: 2016年6月14日 第3回甲委員会議事録."""
    match = _DAY_BEFORE.match(flat(text))
    return text if match is None or not is_title(text[match.end() :]) else text[match.end() :]


def _is_below(above: Title, row: PrintedLine) -> bool:
    """Whether a row stands right below a title, a blank line between them at most."""
    return 0 < row.number - above.last <= 2


def _is_cut(above: Title, row: PrintedLine, text: str) -> bool:
    """Whether the page's width cut a name in two: 第2回霞浜市地域包括支援センター / 運営協議会. The upper line ends in no body and
    no record word, the lower one brings the body alone."""
    upper, plain = flat(above.text).strip(), flat(text).strip()
    return (
        _is_below(above, row)
        and len(upper) <= _LONGEST_TITLE
        and number_of(upper) is not None
        and find_date(upper) is None
        and (body_of(upper) or "") != ""
        and _NAME_END.search(upper) is None
        and number_of(plain) is None
        and find_year(plain) is None
        and _NAME_END.search(plain) is not None
        and fold(body_of(upper) or "") not in fold(plain)
    )


def is_cut_name(upper: str, lower: str) -> bool:
    """Whether a column's width cut a name in two: 第1回霞浜町国民健康保険運 / 営協議会."""
    if _NAME_END.search(flat(upper).rstrip()) is not None or find_date(upper) or find_date(lower):
        return False
    plain = flat(lower).strip()
    return len(plain) <= _LONGEST_REST and "。" not in plain and _NAME_END.search(plain) is not None


def _goes_on(above: Title, row: PrintedLine, text: str) -> bool:
    """Whether a title line goes on with the one above it: 令和5年度 / 第2回甲審議会; 甲審議会 / 乙部会（第3回）; 甲審議会 / 第3回会議録."""
    if len(above.text) > _LONGEST_TITLE or (find_year(above.text) is not None and find_year(text) is not None):
        return False
    body, number = body_of(text), number_of(text)
    upper = body_of(above.text)
    if upper is None and (number is None or (_is_below(above, row) and _YEAR_ALONE.fullmatch(flat(above.text)))):
        return True
    if not _is_below(above, row) or upper is None or number_of(above.text) is not None or find_date(above.text):
        return False
    if not _BODY_END.search(flat(above.text).rstrip("」』 ")) or number is None:
        return False
    return body in (None, "会合") or (fold(upper) not in fold(body) and _GENERIC.fullmatch(flat(body)) is None)


def _parts_of(title: str) -> frozenset[str]:
    """What a title line holds: the year, the number, the sitting (定例会), the body, 会議録, the sheet."""
    rest = squeeze(flat(title))
    parts = set()
    for name, pattern in _PARTS_OF_TITLES:
        if pattern.search(rest) is not None:
            parts.add(name)
            rest = pattern.sub("", rest, count=1)
    if rest:
        parts.add("body")
    return frozenset(parts)


def _completes(above: str, text: str) -> bool:
    """Whether a line brings what the title line above it leaves open, and nothing else: 令和5年第2回定例会 / 霞浜市議会会議録（第1号）,
    霞浜区教育委員会会議録 / 令和5年第3回定例会."""
    upper, own = _parts_of(above), _parts_of(text)
    if not upper or upper & own or "body" not in upper | own or find_date(above) or find_date(text):
        return False
    if not {"record", "year"} & (upper | own) or (upper == {"body"} and "record" not in own):
        # 霞浜町議会 / 第1回臨時会: the name at a cover's foot above the head of the next page
        return False
    if "body" in own:
        return _NAME_END.search(_SHEET_ALONE.sub("", flat(text).rstrip())) is not None
    return _NAME_END.search(flat(above).rstrip()) is not None and not own <= {"record"}


def _day(month: int, day: int, fiscal: int | None, years: list[int]) -> date | None:
    year = years[0] if fiscal is None else fiscal + (month < 4)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def body_of(title: str) -> str | None:
    """会議体: the title without year, number, record words and brackets round them."""
    kept = _without_day(title[:_LONGEST_TITLE])
    plain = flat(kept)
    found = find_date(kept)
    if found:
        kept = kept[: found.start] + _HELD.sub("", kept[found.end :])
        plain = flat(kept)
    sheet = _SYSTEMS_SHEET.search(plain)
    if sheet:
        kept, plain = kept[: sheet.start()], plain[: sheet.start()]
    sitting_word = _SITTING_WORD.search(plain)
    if sitting_word:
        kept = kept[: sitting_word.start()] + kept[sitting_word.end() :]
        plain = flat(kept)
    for pattern in (_YEAR, _NUMBER, _TERM, _MONTH):
        match = pattern.search(plain)
        while match:
            kept, plain = kept[: match.start()] + kept[match.end() :], plain[: match.start()] + plain[match.end() :]
            match = pattern.search(plain)
    for _ in range(3):
        for pattern in (_EMPTY_BRACKETS, _TRAILING):
            match = pattern.search(plain)
            if match:
                kept, plain = kept[: match.start()] + kept[match.end() :], plain[: match.start()] + plain[match.end() :]
    inner = _RECORD_WITHIN.search(plain)
    if inner:
        kept, plain = kept[: inner.start()] + kept[inner.end() :], plain[: inner.start()] + plain[inner.end() :]
    sitting = _SITTING.match(plain) if _NUMBER.search(flat(title[:_LONGEST_TITLE])) else None
    kept = kept[sitting.end() :] if sitting else kept
    quoted = re.search(r"[「『](?P<body>[^」』]{3,40})[」』]", kept)
    if quoted:
        before = squeeze(kept[: quoted.start()])
        kept = before + quoted["body"] if before.endswith(("会", "会議")) else quoted["body"]
    body = (
        _LOOSE_BAR.sub("", squeeze(kept).strip("「」『』・、。:：-〜~"))
        .strip("「」『』・、。:：-〜~")
        .removesuffix("の")
    )
    return body_in_order(body) or None


def spoken_numbers(text: str) -> set[int]:
    """The 第N回 of an opening speech's first sentences."""
    found = set()
    for match in _NUMBER.finditer(flat(text)[:_LONGEST_TITLE]):
        try:
            found.add(parse_number(match[1]))
        except DateError:
            continue
    return found


def names_no_body(body: str) -> bool:
    """Whether a name says nothing about which body it is: 総会, 定例会議."""
    return _GENERIC.fullmatch(flat(body)) is not None


def number_of(title: str) -> int | None:
    """第N回."""
    match = _NUMBER.search(flat(title[:_LONGEST_TITLE]))
    if match is None:
        return None
    try:
        return parse_number(match[1])
    except DateError:
        return None


def body_from_speech(text: str) -> tuple[str, int | None] | None:
    """Body and number from an opening sentence: ただいまから第3回○○審議会を開会します。 これより令和5年度○○会議を開会します。"""
    match = _OPENING_SPEECH.search(flat(text)[:300])
    if match is None:
        alone = _OPENING_UNNUMBERED.search(flat(text)[:300])
        return (squeeze(alone["body"]), None) if alone and _GENERIC.fullmatch(squeeze(alone["body"])) is None else None
    body = _TERM.sub("", squeeze(match["body"])).removesuffix("会議録")
    above = _PARENT.search(flat(text)[: match.start("number")].rstrip().removesuffix("第"))
    if above is not None and not body.startswith(above["parent"]):
        # 甲審議会第3回乙部会
        body = above["parent"] + body
    try:
        return body, parse_number(match["number"])
    except DateError:
        return None
