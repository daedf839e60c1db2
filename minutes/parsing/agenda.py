"""The agenda: rows of a printed list, or of headings, -> agenda items. Rules, after docs/parsed-minutes.md:
a printed class is the category (議案第3号 -> 議案, 3); a class word on a line of its own is the category of
what follows; a parent whose children are numbered one level deeper is their category and no item itself;
開会, あいさつ and 閉会 are no items; a line without number goes on with the title above it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes.parsing.labels import LABELS
from minutes.parsing.lines import PrintedLine
from minutes.parsing.model import AgendaItem
from minutes.parsing.numbering import CLASS_WORDS, Numbered, place_in_schedule, read_numbered, split_numbered
from minutes.parsing.people import SEAT
from minutes.parsing.text import BULLETS, close_letters, flat, squeeze, tidy, tidy_title
from minutes.wording import find_date

# Lines of a programme that open and close the meeting.
_STAGE = r"(?:開\s?会|閉\s?会|散\s?会|開\s?議|閉\s?議|延\s?会|再\s?開)"
_CEREMONY = re.compile(
    rf"(?:{_STAGE}(?:あいさつ|挨拶|宣言|宣告)?(?:・|、|及び|並びに))?{_STAGE}(?:の?(?:あいさつ|挨拶|ことば|言葉|辞|宣言|宣告))?"
    rf"|(?:(?:臨時|仮)?議長の?{_STAGE}|休\s?[憩会])の?(?:宣言|宣告)|招集(?:あいさつ|挨拶)"
    r"|あ\s?い\s?さ\s?つ|挨\s?拶|ごあいさつ|ご挨拶|開会(?:・|及び|、)(?:あいさつ|挨拶)"
)
# Words that only head other items; the rest of the class words can be items themselves (その他, 意見交換).
_HEADS_ONLY = {"議題", "議案", "議事", "案件", "付議案件", "付議事項", "会議事項", "会議次第", "次第"}
_CATEGORY_ALONE = re.compile(
    rf"[【\[(<《〈■◆◇○●◎・\s]*(?P<klass>(?:{'|'.join(map(re.escape, sorted(CLASS_WORDS, key=len, reverse=True)))}|[一-龥]{{1,6}}事項))"
    r"(?:について|の部)?[】\])>》〉:\s]*(?:\([0-9]{1,2}(?:議案|議題|件|題|項目)\))?\s*"
)
# Every class word holds one of these; most lines hold none.
_CLASS_SIGNS = re.compile(f"[{''.join(sorted({word[-1] for word in CLASS_WORDS}))}項]")
_REFERENCE = re.compile(
    r"(?:別紙|別添|次第|会議次第|下記|以下|次|資料|上記|議事日程)\S{0,6}の?(?:とおり|通り|参照)|\S{2,12}[にと]同じ|なし|特になし"
)


# Further class words that head the items numbered after them in the same run.
_HEADS_A_RUN = frozenset(["報告", "協議", "審議"])
_GREETING_OF = re.compile(
    rf"(?:開会|閉会)?の?(?:{SEAT.pattern}|主催者|事務局|(?:新任|各|新)?委員|[一-龥]{{1,8}}[市区町村]長?)の?(?:ご|御)?(?:あいさつ|挨拶)(?:\([^()]{{1,12}}\))?"
)
_OWNER = re.compile(r"[(][^()]{1,20}(?:[部局課室所]|センター|委員会|[、・])[)]")
# What opens a meeting beside its business.
_PROCEDURE = re.compile(
    r"(?:委嘱|辞令|任命)(?:書|状)?(?:の?[交伝]付)?(?:式|について)?$|(?:委員|職員|出席者|自己|事務局|構成員)等?の?紹介$"
    r"|(?:会長|委員長|座長|議長|職務代理者?|役員|正副).{0,20}(?:選任|選出|互選|指名)(?:について)?$"
    r"|署名(?:委員|人|議員|者)の?(?:指名|選任|選出)?(?:について)?$|^(?:[一-龥]{1,4}[長市町村区])?の?諮問(?:書?の?手交)?(?:について)?$|あいさつ$|挨拶$"
    r"|資料の?確認$|(?:会議の?)?成立(?:の?(?:確認|報告|宣言))?$|定足数の?(?:確認|報告)$|出席(?:者|状況)の?(?:確認|報告)$|配[布付]資料の?確認$"
)
# 甲の一部改正について（可決）: what came of it is no part of the title
_OUTCOME_BEHIND = re.compile(
    r"\s*[(（](?:原案|修正)?(?:可決|承認|同意|認定|否決|採択|不採択|了承|継続審[査議])[)）]\s*$"
)
_CLOCK = re.compile(r"\s*\(?(?:午前|午後)?\s?[0-9]{1,2}\s?[時:]\s?(?:[0-9]{1,2}分?|半)?\)?$")
# 甲の一部改正について ………… 2: the page, in a table of contents
_LEADERS = re.compile(r"\s*(?:[…‥・.．]\s?){4,}\s*[0-9０-９]{1,4}\s*$|\s*[…‥]{2,}\s*[0-9０-９]{1,4}\s*$")
_OTHER_BEHIND = re.compile(r"(?P<title>.*\S(?:について|の件|\)))\s+その他")
_CLOSING_BEHIND = re.compile(r"(?P<other>[0-9]{1,2}[.、\s]{0,3}その他)\s+[0-9]{1,2}[.、\s]{0,3}閉\s?会")
_OTHER_WITH_TITLE = re.compile(r"その他(?:\s+|\s?[:：]\s?)(?P<title>[^\s(（].*)")
# 報告事項（公開）: whether this part of the meeting was public
_ACCESS_REMARK = re.compile(r"\s*[(（](?:一部)?非?公開[)）]$")
# The rank of items that bullets count, below all numbers.
_BULLETED = 6
_ITEM_BULLETS = tuple("※・•○◯〇◎●◆◇■□▼▽-*")
# The office whose affairs a part of the list is about: 港湾局, 市民部保険課（所管事務）
_OFFICE_ALONE = re.compile(
    r"(?!事務局)[一-龥ァ-ヴー・]{1,16}(?:[部局課室]|支所|事務局|委員会|センター|消防本部)(?:所管(?:分|事務)?|関係分?)?"
)
_DONE = re.compile(
    r"^.[^。、「」]{1,20}?(?:より|から|が)(?:、|\s|[^。]{0,80}?(?:に基づき|に沿って|により|について|を)).{0,80}?"
    r"(?:説明|報告|紹介|提案|朗読|挨拶|あいさつ)(?:が?あった|を?(?:した|行った|行う)|がなされた)?$"
)
_HALF_BRACKET = re.compile(r"\s*[0-9]{1,2}\s?\)")
_BELOW_DIGIT, _BELOW_BRACKET = 1.5, 2.5
# 報　告　第1号
_SPACED_CLASS = re.compile(
    r"(?:^\s*|(?<=\s))(?:議\s+[案題]|報\s+告|諮\s+問|陳\s+情|請\s+願|承\s+認|同\s+意|認\s+定)\s+(?=第|[0-9０-９(（①])"
)
# Titles that end so are whole.
_WHOLE = re.compile(r"(?:について|に関すること|の件)(?:\([^()]{1,12}\))?$")
# A table's caption, or the title once more: 甲市審議会会議録の表.
# 日程第1から日程第3まで; （第1号）
_SPAN = re.compile(
    r"(?:から|~)(?:日程)?第?[0-9一二三四五六七八九十]{1,3}(?:号)?まで|\(第[0-9一二三四五六七八九十]{1,3}号\)"
)
_SHEET = re.compile(
    r"\(?第?[0-9一二三四五六七八九十]{1,3}[号日](?:目|の追加[0-9]*)?\)?|\([0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,2}\)"
)
_SHEET_OF_RECORD = re.compile(
    r".{2,20}議会第[0-9]{1,2}回(?:定例会|臨時会)|(?:.{0,20}議会会議録)?第[0-9一二三四五六七八九十]{1,3}[号日]|\([0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,2}\)"
)
_COLUMNS = re.compile(r"(?=.*(?:番号|件名|議件))(?:日程|議案|議件|案件|番号|件名|順序|順位|等|の|・|名|摘要|備考)+")
# 〇午後1時開会・開議 behind the last item
_OPENED_AT = re.compile(r"[○〇◯]?(?:午前|午後)[0-9]{1,2}時(?:[0-9]{1,2}分|半)?(?:開会|開議|再開)(?:[・、]?開議)?")
_SESSION = re.compile(
    r".{0,40}(?:議会|市会|定例会|臨時会|委員会|会議)(?:第?[0-9]{1,2}月(?:会議|定例会))?(?:\(.{1,12}\))?"
)
_OPENERS = tuple("(（〔［[「『【・")
_OPENED = re.compile(r"(?:(?:午前|午後)?[0-9]{1,2}(?:時|:)(?:[0-9]{1,2}分?|半)?)?(?:開会|開議)?")
_CAPTION = re.compile(r"^[^「]{4,60}(?:会議録|議事録)の表$")

# Labels of other fields that columns of a table left in the list.
_OTHER_FIELDS = frozenset(["office", "when", "venue", "attendees", "title", "time"])


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item, the row it was read from, and its number in the schedule, which several bills may share: 日程第4. A
    `procedure` is what a programme does before its business."""

    item: AgendaItem
    row: PrintedLine
    place: int | None = None
    procedure: bool = False


@dataclass(slots=True)
class _Line:
    """One candidate line of the list while its place in the hierarchy is worked out; `rank` tells its level."""

    row: PrintedLine
    numbered: Numbered | None
    title: str
    printed: str
    rank: int = 0


@dataclass(slots=True)
class _Parent:
    """A line whose title is the category of the lines below it; `used` once an item has it."""

    rank: int
    title: str
    row: PrintedLine
    used: bool = False


# Labels of lists that name no class: 次第, 議事日程, 付議事件, 会議に付すべき案件.
_CLASSLESS = re.compile(
    r".*(?:次第|日程)|(?:付議|付託)(?:した|された)?(?:事件|案件|事項|議案)|会議の(?:案件|事項)"
    r"|.*(?:に付した|に付された|に付すべき|付議すべき|付議した|付託された|審査した|審議した)(?:議案|議題|案件|事件|事項|件名)"
)
_LABELS_CLASS = re.compile(
    r"(?:(?:本日|今回|会議)の|会議?(?=議題|案件)|会(?=議題))?(?P<klass>議題|議案|案件|.{0,8}事項|.+?)(?:名|等|一覧|及び議事)*"
)


def class_of_label(word: str) -> str | None:
    """The class of the items that a list's label heads: 本日の議題 -> 議題; None for 次第, 付議事件 and their like."""
    if not word or _CLASSLESS.fullmatch(word.removesuffix("名").removesuffix("等")):
        return None
    match = _LABELS_CLASS.fullmatch(word)
    return match["klass"] if match else word


def is_ceremony(title: str) -> bool:
    """Whether a title is only 開会, あいさつ or 閉会."""
    plain = re.sub(" +", " ", flat(title).strip(" ・。.:()◎○◯〇●■□◆◇")) if len(title) < 20 else ""
    return _CEREMONY.fullmatch(plain) is not None


def _is_moment(title: str) -> bool:
    """Whether a line is only when the meeting opened: 令和5年3月8日（水）午前10時開会."""
    found = find_date(title) if len(title) <= 50 else None
    if found is None:
        plain = squeeze(flat(title))
        return 4 < len(plain) <= 16 and plain.endswith(("開会", "開議")) and _OPENED.fullmatch(plain) is not None
    return _OPENED.fullmatch(squeeze(flat(title[: found.start] + title[found.end :]))) is not None


def opens_or_closes(title: str) -> bool:
    """Whether a title is 開会 or 閉会 with its time: 開会（午後2時）."""
    plain = close_letters(squeeze(flat(title)) if len(title) < 40 else flat(title))
    return len(plain) < 30 and _CLOCK.search(plain) is not None and is_ceremony(_CLOCK.sub("", plain))


def _unquoted(title: str) -> str:
    """The title of 諮問第3号「甲に対する異議申立て」 without the signs round it."""
    whole = title[:1] == "「" and title[-1:] == "」" and title.count("「") == 1
    return title[1:-1] if whole else title


def is_listed_with_page(text: str) -> bool:
    """Whether a line is one of a table of contents: dots and the number of a page stand behind it."""
    return len(text) <= 200 and _LEADERS.search(text) is not None


def _is_bare_programme(title: str) -> bool:
    """Whether a line only names the stages of a meeting: 開会　議事　閉会."""
    words = title.split()
    staged = [word for word in words if is_ceremony(word) or category_alone(word) is not None]
    return len(words) > 1 and len(staged) == len(words) and any(is_ceremony(word) for word in words)


def is_greeting(title: str) -> bool:
    """Whether a title is the あいさつ of the body's own chair: 会長あいさつ, 委員長の挨拶. A guest's may be an item."""
    return len(title) < 24 and _GREETING_OF.fullmatch(squeeze(flat(title))) is not None


@lru_cache(maxsize=8192)
def category_alone(text: str) -> str | None:
    """The class word that is all a line says (報告事項について, 【議案】), None where it says more."""
    if len(text) > 30 or _CLASS_SIGNS.search(text) is None:
        return None
    match = _CATEGORY_ALONE.fullmatch(flat(text)) or _CATEGORY_ALONE.fullmatch(squeeze(flat(text)))
    return match["klass"] if match else None


def is_class_heading(title: str) -> bool:
    """Whether a class word heads items: 報告, 報告事項について. 質問について is a title."""
    alone = category_alone(title)
    return alone is not None and (
        _only_heads(alone) or not squeeze(flat(title)).strip("】])>》〉: ").endswith("について")
    )


def _only_heads(alone: str) -> bool:
    return alone in _HEADS_ONLY or alone.endswith("事項")


def tells_what_was_done(text: str) -> bool:
    """Whether a bulleted line below an item is no part of the list but the record of it: ・事務局より資料1に基づき説明."""
    return len(text) <= 200 and text[:1] in _ITEM_BULLETS and _DONE.search(flat(text).rstrip("。 ")) is not None


def is_part(text: str, below: str) -> bool:
    """Whether a line is the office whose part of the meeting the items below are: 港湾局 above ※甲について, ※乙について."""
    return (
        below[:1] in _ITEM_BULLETS
        and text[:1] not in _ITEM_BULLETS
        and not below.endswith("。")
        and not tells_what_was_done(below)
        and len(text) <= 40
        and _OFFICE_ALONE.fullmatch(squeeze(flat(text))) is not None
    )


def is_preface(text: str) -> bool:
    """Whether a line above the items of a schedule is none of them: （第1号）, 第2回霞浜町議会定例会, 日程 議案番号 件名."""
    plain = squeeze(flat(text))
    return len(plain) <= 50 and (
        _SHEET.fullmatch(plain) is not None
        or _COLUMNS.fullmatch(plain) is not None
        or _SESSION.fullmatch(plain) is not None
    )


def is_reference(text: str) -> bool:
    """Whether a field only points elsewhere (別紙のとおり) or says there is nothing."""
    return len(text) < 30 and _REFERENCE.fullmatch(squeeze(flat(text)).strip("()。")) is not None


def read_agenda(
    rows: list[tuple[PrintedLine, str]],
    category: str | None,
    left: list[tuple[PrintedLine, str]],
    label: Numbered | None = None,
) -> list[AgendaEntry]:
    """The items of a list, in order; `category` is the class that the list's own label prints, if any.

    `label` is that label's own number: 3 議事 / (1) 甲 / 4 その他. Text that is no item (a pointer elsewhere) is added
    to `left`.
    """
    lines = _with_levels(_with_bulleted(_joined_numbers(_lines(rows))))
    reader = _ListReader(lines, category, left, label)
    for index, line in enumerate(lines):
        reader.read(line, lines[index + 1] if index + 1 < len(lines) else None)
    return reader.finish()


class _ListReader:
    """Reads the lines of one list against what stands above them."""

    def __init__(
        self, lines: list[_Line], category: str | None, left: list[tuple[PrintedLine, str]], label: Numbered | None
    ) -> None:
        self._numbered_list = any(line.numbered for line in lines)
        # 2 報告事項, 3 甲について, 4 協議事項, 5 乙について: class words numbered in the same run as their items
        heads = Counter(line.rank for line in lines if _heads_a_run(line))
        self._runs = {rank for rank, count in heads.items() if count >= 2}
        self._scheduled = any(place_in_schedule(flat(line.printed)) is not None for line in lines)
        self._widest = max((line.row.width for line in lines), default=0)
        self._row_above: PrintedLine | None = None
        self._label = label
        self._group = category
        self._run: tuple[int, str] | None = None
        self._parents: list[_Parent] = []
        self._all_parents: list[_Parent] = []
        self._last: Numbered | None = None
        self._left = left
        self._entries: list[AgendaEntry] = []
        # Items of no class by the level of their number.
        self._plain: dict[int, int] = {}
        self._place: int | None = None
        self._wrapped: dict[int, list[str]] = {}

    def read(self, line: _Line, following: _Line | None) -> None:
        """One line and the line below it."""
        if (self._scheduled and not self._entries and line.numbered is None and is_preface(line.printed)) or (
            is_reference(line.title)
            or (line.numbered is None and _SHEET_OF_RECORD.fullmatch(squeeze(flat(line.title))))
            or _COLUMNS.fullmatch(squeeze(flat(line.printed)))
            or _OPENED_AT.fullmatch(squeeze(flat(line.printed)))
            or _CAPTION.search(flat(line.title))
            or opens_or_closes(line.title)
            or _SPAN.fullmatch(squeeze(flat(line.title)))
            or _is_moment(line.title)
            or _is_bare_programme(line.title)
        ):
            self._left.append((line.row, line.printed))
        elif line.numbered is None and self._entries and _OWNER.fullmatch(flat(line.printed)):
            # （交通局） set in below a title: whose business it is
            self._wrapped.setdefault(len(self._entries) - 1, []).append(line.printed)
        elif line.numbered is None:
            self._unnumbered(line, following)
        elif line.numbered.klass is not None:
            self._last = line.numbered
            if line.title or not _is_parent(line, following):
                self._add(line, line.numbered.klass)
            if line.numbered.klass in CLASS_WORDS and "号" not in line.printed[: line.numbered.start]:
                self._group = line.numbered.klass
        else:
            self._numbered(line, line.numbered, following)
        self._row_above = line.row

    def finish(self) -> list[AgendaEntry]:
        """The items, their titles whole."""
        for index, texts in self._wrapped.items():
            self._entries[index] = _continued(self._entries[index], texts)
        for index in self._procedures():
            self._entries[index] = replace(self._entries[index], procedure=True)
        for parent in self._all_parents:
            known = is_class_heading(parent.title) and category_alone(parent.title) in CLASS_WORDS
            if not parent.used and not known:
                self._left.append((parent.row, parent.title))
        # 委員会報告第11号 above 議案第67号 甲について: the report has no name of its own
        nameless = [entry for entry in self._entries if not entry.item.title]
        self._left.extend((entry.row, entry.row.text) for entry in nameless)
        return [entry for entry in self._entries if entry.item.title]

    def _procedures(self) -> list[int]:
        """What a programme does before its business: 2 委嘱状の交付, 3 委員紹介 beside 4 議題 / (1) 甲について."""
        levels = {parent.rank for parent in self._all_parents if parent.used and is_class_heading(parent.title)}
        return [
            index
            for index, rank in self._plain.items()
            if rank in levels and _PROCEDURE.search(squeeze(flat(self._entries[index].item.title))) is not None
        ]

    def _unnumbered(self, line: _Line, following: _Line | None) -> None:
        alone = category_alone(line.title)
        if LABELS.get(squeeze(flat(line.title))) in _OTHER_FIELDS:
            self._left.append((line.row, line.title))
        elif alone is not None and _heads_group(line.title, alone, following):
            self._group, self._parents, self._last, self._run = alone, [], None, None
            if alone not in CLASS_WORDS and (following is None or following.numbered is None):
                self._left.append((line.row, line.title))
        elif is_ceremony(line.title):
            self._last = None
        elif alone == "その他" and self._entries:
            self._add(line, self._above())
        elif (self._last is None or _is_bulleted_parent(line)) and _opens_group(following):
            # 陳情の審査 / (1) 甲に関する陳情: a parent without number of its own
            self._parents = []
            self._descend(line, tidy_title(line.title))
        elif not self._numbered_list and following is not None and is_part(line.printed, following.printed):
            self._parents, self._group = [], tidy_title(line.title)
        elif self._numbered_list and self._entries and self._last is not None:
            self._goes_on(line)
        else:
            self._add(line, self._group)

    def _goes_on(self, line: _Line) -> None:
        """A line without number in a numbered list: the title above goes on, unless both are whole titles, or the one above
        ends far from the edge of a schedule."""
        index = len(self._entries) - 1
        pieces = self._wrapped.get(index, [self._entries[index].item.title])
        if (
            self._scheduled
            and _WHOLE.search(flat("".join([self._entries[index].item.title, *self._wrapped.get(index, [])])))
            and line.printed[:1] not in _OPENERS
            and self._is_short()
        ):
            self._last = None
            self._add(line, None)
        elif _WHOLE.search(flat(pieces[-1])) and _WHOLE.search(flat(line.title)):
            self._add(line, self._entries[index].item.category)
        else:
            self._wrapped.setdefault(index, []).append(line.printed)

    def _is_short(self) -> bool:
        """Whether the line above ended before the edge of the list."""
        return self._row_above is not None and 5 * self._row_above.width < 4 * self._widest

    def _numbered(self, line: _Line, numbered: Numbered, following: _Line | None) -> None:
        if self._label is not None and self._counts_on_from(self._label, numbered):
            self._group, self._label = None, numbered
        self._last = numbered
        while self._parents and self._parents[-1].rank >= line.rank:
            self._parents.pop()
        if self._run is not None and line.rank < self._run[0]:
            self._run = None
        alone = category_alone(line.title)
        rest = _OTHER_WITH_TITLE.match(line.title)
        if _is_parent(line, following):
            named = alone if alone is not None and is_class_heading(line.title) else tidy_title(line.title)
            self._descend(line, named)
        elif line.rank in self._runs and _heads_a_run(line) and _is_next(line, following):
            self._run = (line.rank, alone or "")
        elif alone in _HEADS_ONLY or is_ceremony(line.title) or is_greeting(line.title) or not line.title:
            self._last = None
        elif rest is not None:
            self._entries.append(AgendaEntry(AgendaItem("その他", None, tidy_title(rest["title"])), line.row))
        elif self._run is not None and self._run[0] == line.rank and alone is None:
            self._add(line, self._run[1])
        else:
            if not self._parents and self._group is None:
                self._plain[len(self._entries)] = line.rank
            self._add(line, self._above())

    def _counts_on_from(self, label: Numbered, numbered: Numbered) -> bool:
        """Whether a line is the label's next neighbour, not the next of the items under it."""
        if numbered.rank != label.rank or numbered.number != (label.number or 0) + 1:
            return False
        return self._last is not None and (self._last.rank != numbered.rank or self._last is label)

    def _above(self) -> str | None:
        if not self._parents:
            return self._group
        self._parents[-1].used = True
        return self._parents[-1].title

    def _descend(self, line: _Line, title: str) -> None:
        parent = _Parent(line.rank, title, line.row)
        self._parents.append(parent)
        self._all_parents.append(parent)

    def _add(self, line: _Line, category: str | None) -> None:
        number = line.numbered.number if line.numbered else None
        place = place_in_schedule(flat(line.printed))
        if place is None and (line.numbered is None or line.numbered.klass is not None):
            # 日程第4 議案第1号 甲 / 議案第2号 乙
            place = self._place
        self._place = place
        title = _unquoted(line.title) if line.numbered and line.numbered.klass else line.title
        self._entries.append(AgendaEntry(AgendaItem(category, number, tidy_title(title)), line.row, place))


def _lines(rows: list[tuple[PrintedLine, str]]) -> list[_Line]:
    lines = []
    for row, text in rows:
        for part in text.split("\n"):
            part = _SPACED_CLASS.sub(lambda match: squeeze(match[0]) + " ", part)
            for piece in split_numbered(part.replace("\t", " ")) if len(part) < 100_000 else [part]:
                piece = _without_pair(_LEADERS.sub("", piece).strip())
                if (last := _CLOSING_BEHIND.fullmatch(flat(piece))) is not None:
                    # ４ その他　５ 閉会
                    piece = piece[: last.end("other")]
                if (rest := _OTHER_BEHIND.fullmatch(flat(piece))) is not None:
                    # 議案第2号 甲について（諮問） その他
                    lines.extend(_lines([(row, piece[: rest.end("title")]), (row, "その他")]))
                    continue
                numbered = read_numbered(flat(piece))
                piece = _OUTCOME_BEHIND.sub("", piece)
                title = (piece[numbered.start :] if numbered else piece.lstrip("・•‣·○◯〇●◎■□◆◇※*- 　")).strip()
                if numbered or title:
                    lines.append(_Line(row, numbered, title, piece.strip()))
    return lines


def _without_pair(piece: str) -> str:
    """【議題1　甲について】 without the brackets round all of it."""
    closer = {"【": "】", "＜": "＞", "<": ">", "《": "》", "〈": "〉", "〔": "〕", "［": "］"}.get(piece[:1])
    whole = closer is not None and piece.endswith(closer) and piece.count(closer) == 1
    return piece[1:-1].strip() if whole and read_numbered(flat(piece[1:-1])) is not None else piece


def _joined_numbers(lines: list[_Line]) -> list[_Line]:
    """A number alone on its line goes with the title on the next: ① / 甲について."""
    joined: list[_Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        if line.numbered is None and above and above.numbered and not above.title and above.numbered.klass is None:
            above.title = line.title
        else:
            joined.append(line)
    return joined


def _with_bulleted(lines: list[_Line]) -> list[_Line]:
    """報告事項（公開） above ○甲 and ○乙: bullets below a numbered class count its items, though without numbers."""
    under = False
    for line in lines:
        if line.numbered is not None:
            bare = _ACCESS_REMARK.sub("", line.title)
            alone = category_alone(bare)
            under = line.numbered.klass is None and alone is not None and alone != "その他" and is_class_heading(bare)
            line.title = bare if under else line.title
        elif under and line.printed[:1] in BULLETS:
            line.numbered = Numbered(_BULLETED, None, None, 0)
        else:
            under = False
    return lines


def _with_levels(lines: list[_Line]) -> list[_Line]:
    """The lines with their levels: by the style of the number, and within one style by indentation.

    3. 議事 /   1. 甲について /     1. 乙 are three levels, though all are numbered alike.
    """
    above: list[tuple[float, int, int]] = []
    for line in lines:
        if line.numbered is None or line.numbered.klass is not None:
            continue
        style, indent = _style(line, [entry[0] for entry in above]), line.row.indent
        while above and (above[-1][0] > style or (above[-1][0] == style and above[-1][1] > indent)):
            above.pop()
        if not above or above[-1][0] < style:
            above.append((style, indent, 0))
        elif above[-1][1] < indent and line.numbered.number == 1:
            above.append((style, indent, min(above[-1][2] + 1, 9)))
        line.rank = int(10 * style) + above[-1][2]
    return lines


def _style(line: _Line, above: list[float]) -> float:
    """The level that a number's style tells. 1) stands between 1. and (1), and below (1) where that came first."""
    style = line.numbered.rank if line.numbered else 0
    if style != 1 or _HALF_BRACKET.match(flat(line.printed[:8])) is None or not above:
        return style
    if _BELOW_DIGIT in above or _BELOW_BRACKET in above:
        return _BELOW_BRACKET if _BELOW_BRACKET in above else _BELOW_DIGIT
    first = line.numbered is not None and line.numbered.number == 1
    if first and above[-1] == 2:
        return _BELOW_BRACKET
    return _BELOW_DIGIT if first and above[-1] == 1 else style


def _continued(entry: AgendaEntry, texts: list[str]) -> AgendaEntry:
    """The item whose title goes on over further lines."""
    item = entry.item
    pieces = [item.title]
    for text in texts:
        pieces.append((" " if pieces[-1][-1:].isascii() and text[:1].isascii() else "") + tidy(text))
    return replace(entry, item=replace(item, title="".join(pieces)))


def _opens_group(following: _Line | None) -> bool:
    return following is not None and following.numbered is not None and following.numbered.number == 1


def _is_bulleted_parent(line: _Line) -> bool:
    """●港湾局 above 1 甲, 2 乙: a sign sets off the part of the meeting that the items below belong to."""
    return line.printed[:1] in "●■◆◇□◎○【《<＜" and len(line.title) <= 30 and not _WHOLE.search(flat(line.title))


def _heads_group(title: str, alone: str, following: _Line | None) -> bool:
    """Whether a class word without number heads what follows. 報告事項について does, 質問について is an item itself."""
    if _opens_group(following):
        return is_class_heading(title)
    return alone != "その他" and is_class_heading(title) and (following is not None or _only_heads(alone))


def _heads_a_run(line: _Line) -> bool:
    """A numbered class word that can only head items: 2 報告事項."""
    if line.numbered is None or line.numbered.klass is not None:
        return False
    alone = category_alone(line.title)
    return alone is not None and is_class_heading(line.title) and (alone in _HEADS_A_RUN or _only_heads(alone))


def _is_next(line: _Line, following: _Line | None) -> bool:
    """Whether the line below is a titled item, the next number of the same run."""
    if following is None or following.numbered is None or line.numbered is None or following.rank != line.rank:
        return False
    counts_on = following.numbered.number == (line.numbered.number or 0) + 1
    return counts_on and category_alone(following.title) is None and not is_ceremony(following.title)


def _is_parent(line: _Line, following: _Line | None) -> bool:
    if following is None or following.numbered is None or line.numbered is None:
        return False
    if following.numbered.klass is not None:
        return line.numbered.klass is None and is_class_heading(line.title)
    if line.numbered.klass is not None:
        return following.numbered.rank > 1
    return following.rank > line.rank
