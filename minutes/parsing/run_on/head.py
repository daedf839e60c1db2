"""The head of a copy: where its fields begin, and its lists' entries."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from minutes.parsing.rows.text import squeeze
from minutes.parsing.run_on.copy import WIDE_GAP, Copy, Cuts
from minutes.parsing.run_on.label_words import COMMON, any_label
from minutes.parsing.run_on.marks import last_sign
from minutes.parsing.words.labels import LABELS, is_place
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import group_of

# Fields that stand above a record, never in it.
_OF_FORM = frozenset(["attachments", "attendees", "when", "venue", "audience", "access", "minutes_access"])


_BEFORE = (
    r"(?:[○◯〇●◎◆◇■□・※]\s{0,2})?"
    r"(?:(?<![0-9:./])(?:[0-9]{1,2}|[一二三四五六七八九十])\s?[.．、)]?\s{0,2}|[(\[][0-9]{1,2}[)\]]\s?|[①-⑳]\s?)?(?:[【\[<《]\s?)?"
)
_WORD = any_label(r"\s{0,4}")
_REMARK = r"(?:\s?\((?:[^()。]{0,12}(?:内容|概要|要旨|要点|発言)[^()。]{0,8}|[0-9]{1,3}[名人]|敬称略|順不同|[^()。]{0,10}順)(?:[、・\s]?[^()。]{0,10})?\))?"
_LABEL = re.compile(
    rf"(?P<before>{_BEFORE})(?P<word>{_WORD})(?P<remark>{_REMARK})(?P<after>\s?[】\]>》]?\s?:|\s?[】\]>》]|\s|$|)"
)
_WORD_BEFORE = re.compile(r"[ぁ-んァ-ヴー一-龥々A-Za-z]$")
_VALUE_ENDS = re.compile(r"(?:[分時半室館階所舎場堂名人無公開回()」』】0-9]|なし|です)$")
_DATE = re.compile(r"\s*(?:(?:令和|平成|昭和|[12][0-9]{3}[年./-])|[0-9０-９元]{1,2}\s?年)")
_MOMENT = re.compile(r"\s*(?:午[前後]|[0-9]{1,2}\s?[:時])")
_COUNT = re.compile(r"\s*(?:[0-9]{1,4}\s?[名人]|なし|無し?|公開|非公開|(?:全部|一部)[公非]|[■□☑])")
_PAPER = re.compile(r"\s*(?:[・○※]?\s?(?:資料|次第|別[紙添]|参考|式次第|名簿|なし)|[0-9(①・])")
_ITEM = re.compile(
    r"\s*(?:[0-9１-９一]{1,2}\s?[.．、)]?\s?\S|[(（①・○]|日程第|議案第|第\s?[1一]|開会)|[^。]{2,60}(?:について|の件)"
)
# What the record begins with: 開会, a mark, a heading
_TALK = re.compile(r"\s*(?:[○◯〇◎●◇◆(【\[]|開会|1\s?[.．]?\s?\S|午[前後]|[^\s。、]{1,12}[長員局]\s+\S)")
_PEOPLE = re.compile(r"[長員君氏]|教授|なし")
_OFFICE = re.compile(r"\s*[^\s。]{1,24}(?:課|係|室|局|部|担当|グループ)")
_TITLE = re.compile(r"\s*[^。]{2,50}?(?:会議?|本部|総会|部会)(?:[\s(]|$)")

_TITLE_END = re.compile(
    r"(?:会議録|議事録|議事要旨|議事概要|会議概要|会議要旨|会議記録|要点記録|会議要録|審議概要|速記録|委員会記録)(?:\s?\([^()]{1,16}\)){0,2}(?=\s)"
)
_TITLE_START = re.compile(
    r"(?<!年)(?<!年度)(?<!会)\s(?=(?:(?:令和|平成|昭和)\s?[0-9０-９元]{1,2}\s?年度?\s?)?(?:第\s?[0-9０-９一二三四五六七八九十]{1,3}\s?回)[^\s。]{0,30}(?:会|録))"
)
_HELD = re.compile(
    r"(?<=\s)(?:令和|平成|昭和)\s?[0-9０-９元]{1,2}\s?年\s?[0-9０-９]{1,2}\s?月\s?[0-9０-９]{1,2}\s?日\s?(?:\(.(?:曜日?)?\))?(?=\s)"
)
_BULLET = re.compile(r"(?<=\s)(?=[•‣▪・]\s?\S)|(?<=\s)(?=[○◯〇●◎◆◇■□※]\s?\S)")
_BRACKETED = re.compile(
    r"(?:(?<=\s)|(?<=[^\s(【<]))(?=[【<][^【】<>\s]{1,14}[】>]|\((?:[^()\s]{0,8}(?:委員|員|側|局|部|課|会|市|町|村|区|者|センター|機関|団体)|[委事職][\s][員局])\)\s*[^\s、,)])"
)
_GROUP = re.compile(
    r"(?<=\s)(?:(?P<group>[^\s()【】、。:]{2,12})(?:\s?:|\s+)|(?P<spaced>[一-龥](?:\s[一-龥]){1,4})\s?:)(?=\s?\S)"
)
_GROUP_COLON = re.compile(r"(?<=\s)[^\s()【】、。:0-9]{2,12}\s?:(?=\s?[^\s0-9])")
_HONORED = re.compile(r"(?<=[君氏])\s+(?=\S)")
_SEATED = re.compile(r"(?<=\s)(?=[0-9]{1,2}\s?番\s)")
_ENOUGH_ENTRIES = 3
_JOINT = re.compile(r"(?<=\S) (?=\S)")
_PAPERS = re.compile(
    r"(?<=\s)(?=(?:資料|別紙|参考資料|別添|追加資料|当日資料)\s?(?:No\.?\s?|第)?[0-9０-９①-⑳一二三四五])"
)
_RANKED = re.compile(
    r"(?:(?<=\s)|(?<=[ぁ-んァ-ヴー一-龥々)）]))(?=[(（]\s?[0-9０-９一二三四五六七八九十]{1,2}\s?[)）]|[①-⑳⑴-⒇])"
    r"|(?:(?<=\s)|(?<=[ぁ-んァ-ヴー々)）]))(?=[0-9０-９]{1,2}\s?[.．、\s]?\s?(?=[^\s0-9０-９年月日時分名人回号番.．、]))"
    r"|(?<=[\s:)）])(?=(?:追加)?日\s?程\s{0,2}第?\s{0,2}[0-9０-９一二三四五六七八九十]{1,3}|第\s{0,2}[0-9０-９一二三四五六七八九十]{1,3}\s+[^\s回号]"
    r"|(?:議案|報告|認定|承認|諮問|同意|陳情|請願|発議)\s?第\s{0,2}[0-9０-９一二三四五六七八九十]{1,3}\s?号|[ア-ンⅠ-Ⅻ]\s?[.．、)）\s])"
)
_SCHEDULED = re.compile(
    r"(?:日\s?程\s{0,2}第?|第)\s{0,2}(?:[0-9０-９一二三四五六七八九十]{1,3}[、:]?\s*)?$|(?:議案|報告|認定|承認|諮問|同意|陳情|請願|発議)\s?第\s*$"
    r"|(?:資料|別紙|別添|参考|様式|No[.．]?)\s*$"
)
_ABOUT = re.compile(r"(?:について|の件|に関すること)(?:\([^()]{1,20}\))?\s+(?=[^\s(])")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the head: which, where its label begins and ends, and whether nothing parts the label from its value."""

    kind: str
    start: int
    end: int
    glued: bool


def fields_in(plain: str, end: int) -> list[Field]:
    """The fields of a head that ends at a place, in order; none where fewer than three labels stand there."""
    found: list[Field] = []
    position = 0
    for match in _LABEL.finditer(plain, 0, end):
        if match.start() < position or not _opens(plain, match, end, found):
            continue
        start = match.start("before") if match["before"].strip() else match.start("word")
        if start < position:
            start = match.start("word")
        found.append(Field(LABELS[squeeze(match["word"])], start, match.end(), match["after"] == ""))
        position = match.end()
    while any(row.kind == "record" for row in found[:-1]) and found[-1].kind != "record":
        if found[-1].kind in _OF_FORM:
            # 会議内容 1 開会 2 報告 会議資料 次第: what is in the form is none of the record
            break
        found.pop()
    return found if len({row.kind for row in found} - {"record"}) >= 2 else []


def _opens(plain: str, match: re.Match[str], end: int, found: list[Field]) -> bool:
    """Whether a word of labels opens a field where it stands."""
    word = squeeze(match["word"])
    kind = LABELS[word]
    if (
        plain.rfind("(", max(0, match.start("word") - 20), match.start("word"))
        > plain.rfind(")", 0, match.start("word")) + 1
    ):
        # （10人中8人出席）
        return False
    before = plain[max(0, match.start() - 1) : match.start()]
    inside = before != "" and not before.isspace()
    marked = bool(match["before"].strip()) or ":" in match["after"] or any(sign in match["after"] for sign in "】]>》")
    value = plain[match.end() : min(end, match.end() + 90)]
    if kind == "record" and not found:
        return False
    if kind == "void":
        return False
    fits = _fits(kind, value, plain[match.end() : end])
    if inside and not match["before"].strip(" 0123456789"):
        # 市役所3階会議室出席者会長: behind the end of a value, before a value of its kind
        return (
            fits
            and len(word) >= 2
            and word not in _WITHIN_WORDS
            and _VALUE_ENDS.search(plain[: match.start()][-4:]) is not None
        )
    if match["after"] == "" and (not fits or word in _WITHIN_WORDS):
        return False
    if kind == "record" and word in _COMMON and not marked:
        return _TALK.match(value) is not None
    if word in _COMMON and not marked:
        return fits and kind in ("when", "agenda", "office") and word not in _WITHIN_WORDS
    if kind in ("opens", "closes"):
        return _MOMENT.match(value) is not None
    return marked or fits or len(word) >= 4 or " " in match["word"] or kind in ("record", "other")


_COMMON = COMMON | {"欠席者"}
# Words of labels that stand in values and titles too.
_WITHIN_WORDS = frozenset(
    "会議 内容 所属 委員 事務局 開会 閉会 会議録 議事録 資料 時間 案件 議案 日程 傍聴 概要 名称 担当 理由 書記".split()
)


def _fits(kind: str, value: str, rest: str) -> bool:
    """Whether what stands behind a label is a value of its kind."""
    if kind == "when":
        return _DATE.match(value) is not None
    if kind in ("time", "opens", "closes"):
        return _MOMENT.match(value) is not None
    if kind == "venue":
        return any(is_place(value[:size].rstrip()) for size in range(4, min(50, len(value)) + 1))
    if kind == "attendees":
        return _PEOPLE.search(value) is not None
    if kind == "agenda":
        return _ITEM.match(value) is not None
    if kind == "attachments":
        return _PAPER.match(value) is not None
    if kind in ("audience", "access", "minutes_access"):
        return _COUNT.match(value) is not None
    if kind == "office":
        return _OFFICE.match(value) is not None
    if kind == "title":
        return _TITLE.match(value) is not None
    return False


def cut_head(copy: Copy, fields: list[Field], end: int, cuts: Cuts) -> None:
    """Cuts at the fields of a head that ends at a place, and at what stands on lines of its own within them."""
    plain = copy.plain
    first = fields[0].start if fields else 0
    cuts.opening.update(_title_cuts(plain, first))
    for row, below in itertools.pairwise([*fields, None]):
        if row is None:
            continue
        stop = below.start if below is not None else end
        cuts.opening.add(row.start)
        if row.glued:
            cuts.gaps.add(row.end)
        cuts.opening.update(_entry_cuts(copy, row, stop, cuts))


def _title_cuts(plain: str, end: int) -> Iterator[int]:
    """Title, date and what a web page prints above them, each on its own."""
    head = plain[:end]
    yield from (match.end() for match in _TITLE_END.finditer(head))
    yield from (match.end() for match in _TITLE_START.finditer(head))
    for match in _HELD.finditer(head):
        yield from match.span()


def _entry_cuts(copy: Copy, row: Field, end: int, cuts: Cuts) -> Iterator[int]:
    plain = copy.plain
    yield from (match.end() for match in WIDE_GAP.finditer(plain, row.end, end))
    if row.kind == "attendees":
        yield from (match.start() for match in _BULLET.finditer(plain, row.end, end))
        yield from (match.start() for match in _BRACKETED.finditer(plain, row.end, end))
        yield from _group_cuts(plain, row.end, end, cuts)
        yield from _person_cuts(copy, row.end, end)
    elif row.kind == "agenda":
        yield from item_cuts(plain, row.end, end, _own_number(plain[row.start : row.end]))
    elif row.kind == "attachments":
        papers = [match.start() for match in _PAPERS.finditer(plain, row.end, end)]
        if len(papers) > 1:
            yield from papers
        yield from (match.start() for match in _BULLET.finditer(plain, row.end, end))


def _group_cuts(plain: str, start: int, end: int, cuts: Cuts) -> Iterator[int]:
    """Where the groups of a list begin: each stands there once, and behind the end of another."""
    found = [
        match
        for match in _GROUP.finditer(plain, start, end)
        if group_of(match["group"] or match["spaced"]) is not None
        and last_sign(plain, match.start()) not in ("、", ":", ")")
    ]
    listed = [
        match
        for match in _GROUP_COLON.finditer(plain, start, end)
        if not plain[start : match.start()].rstrip().endswith("、")
    ]
    if len(listed) > 1:
        yield from (match.start() for match in listed)
    cuts.columns.update(match.end() for match in found if match[0].endswith("  "))
    counts = Counter(match[0] for match in found)
    yield from (match.start() for match in found if counts[match[0]] == 1)


def _person_cuts(copy: Copy, start: int, end: int) -> Iterator[int]:
    """Where entries of people begin: behind an honorific, before a seat's number; where wide spaces part the letters of names,
    narrow ones were the ends of lines."""
    plain = copy.plain
    honored = [match.end() for match in _HONORED.finditer(plain, start, end)]
    seated = [match.end() for match in _SEATED.finditer(plain, start, end)]
    for found in (honored, seated):
        if len(found) >= _ENOUGH_ENTRIES:
            yield from found
            return
    words = [word for word in copy.text[start:end].split(" ") if word]
    if (
        "、" not in plain[start:end]
        and "　" in copy.text[start:end]
        and sum(len(word) == 1 for word in words) * 4 < len(words)
    ):
        yield from (match.end() for match in _JOINT.finditer(copy.text, start, end))


def _own_number(label: str) -> int:
    """The number before a label, 0 where it has none: 3 議事."""
    numbered = read_numbered(label)
    return numbered.number or 0 if numbered is not None and numbered.rank == 1 and numbered.klass is None else 0


def item_cuts(plain: str, start: int, end: int, above: int = 0) -> list[int]:
    """Where the items of a list begin: the numbers of a rank that count up, in the order of the ranks; the outermost from
    the one `above` them on."""
    cuts: list[int] = []
    last: dict[int, int] = {1: above} if above else {}
    previous = start
    for match in _RANKED.finditer(plain, start, end):
        place = match.start()
        numbered = read_numbered(plain[place : min(end, place + 60)])
        if _SCHEDULED.search(plain, max(previous, place - 16), place):
            # 日程第3 議案第1号; 第　1: one item
            continue
        if numbered is None or numbered.number is None:
            continue
        if numbered.klass is not None:
            cuts.append(place)
            last[0] = numbered.number
            previous = place
            continue
        expected = last.get(numbered.rank, 0) + 1
        restarts = numbered.number == 1 and any(rank < numbered.rank for rank in last)
        if numbered.number == expected or restarts:
            last = {rank: number for rank, number in last.items() if rank < numbered.rank} | {
                numbered.rank: numbered.number
            }
            cuts.append(place)
            previous = place
    if cuts:
        return cuts
    return [match.end() for match in _ABOUT.finditer(plain, start, end)]
