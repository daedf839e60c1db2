"""Headings in the text of the minutes: which agenda items a printed line opens. A heading need not repeat the list word for word;
its number, its class and the title_overlap of its title decide together. What people say is never a heading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.text import flat, fold, squeeze, title_overlap
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.item_classes import category_alone, is_class_heading
from minutes.parsing.words.numbering import CLASS_WORDS, Numbered, place_in_schedule, read_numbered

_LONGEST = 160
_TOGETHER = re.compile(
    r"(?:及び|および|並びに|ならびに|、|・|,|と)\s?(?=(?:[一-龥]{2,6})?\s?[(\[<]\s?[0-9]{1,2}\s?[)\]>]|(?:[一-龥]{0,6}第\s?[0-9]{1,3}\s?号)|議[案題]\s?[0-9]|(?:追加)?日程\s?第\s?[0-9])"
)
_RANGE = re.compile(
    r"[(\[<]?\s?(?P<first>[0-9]{1,3})\s?[)\]>]?\s?号?\s?(?:から|乃至|~|-)\s?(?:[一-龥]{1,6}第?\s?)?[(\[<]?\s?(?P<last>[0-9]{1,3})\s?[)\]>]?\s?号?(?:まで)?"
)
_NUMBER = re.compile(r"[(\[<]\s?[0-9]{1,2}\s?[)\]>]|[①-⑳]")
_SEVERAL = re.compile(rf"(?:{_NUMBER.pattern})(?:\s?(?:[・、,]|及び|と)?\s?(?:{_NUMBER.pattern}))+")
_JOINED = re.compile(r"[、・,]|及び|並びに|と")
_PLACE = re.compile(r"(?:追加)?日程第?[0-9一二三四五六七八九十]{1,3}")
_PLACES = re.compile(
    rf"{_PLACE.pattern}(?:(?:(?P<span>から|~|-|乃至|ないし)|及び|および|並びに|ならびに|、|・|,|と)+{_PLACE.pattern})*(?:まで)?"
)
_BARE_ISSUE = re.compile(r"第\s?[0-9一二三四五六七八九十]{1,3}\s?号")
_SCHEDULE = ("日程", "追加日程")
_DECORATION = " .○◯〇●◎◆◇■□△▲★☆・•‣※*-"
_PAIRS = {"【": "】", "[": "]", "<": ">", "《": "》", "〈": "〉", "(": ")", "「": "」", "『": "』"}
_GREETING = re.compile(
    r"(?:(?:開会|閉会)(?:[\s・、]|及び)\s?)?(?P<name>[^。、「」()【】\[\]<>《》]{1,20}?)の?(?:開会の?|閉会の?)?(?:ご)?(?:あいさつ|挨拶)"
)
_GREETING_BY = re.compile(
    r"(?:開会の?|閉会の?|主催者)?(?:ご)?(?:あいさつ|挨拶)\s?[(:\s]\s?(?P<name>[^。、「」()【】\[\]<>《》]{1,20})\)?"
)


# The ranks of numbers that count the parts of an item: ③, ア, a.
_PART = 3
# ◎議案第45号の上程、説明、質疑、討論、採決
_STAGE = (
    r"(?:一括)?(?:上程|審議|審査|提案理由の?説明|説明|質疑|討論|採決|表決|委員長報告|報告|朗読|議決|(?:委員会)?付託|件)"
)
_STAGES = re.compile(rf"^の{_STAGE}(?:(?:[、・]|及び|並びに)?{_STAGE})*$")
# 議案第1号の上程 （10時1分）: when it was taken up
_TAKEN_AT = re.compile(r"\s?[(\[](?:午前|午後)?\s?[0-9]{1,2}\s?[時:]\s?(?:[0-9]{1,2}分?|半)?[)\]]$")
# 協議（進行：市長）
_LED_BY = re.compile(r"\s?\((?:司会)?(?:進行|議長|司会)(?:役|者)?\s?[:は]?\s?[^()]{0,12}\)$")
# 甲について（資料2-1、2-2）
_WITH_PAPERS = re.compile(r"\s?[(\[【](?:[^()\[\]【】]{0,6}資料|別紙|報告)[^()\[\]【】]{0,24}[)\]】]$")
# Stages of one item's discussion: their headings leave the item open.
_ACTIVITIES = frozenset(["説明", "報告", "協議", "審議", "意見交換", "討議", "質問", "審査"])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the items it opens (empty where it opens none, None where it leaves the open ones open), the
    speaker it names, text it adds to the title."""

    items: tuple[int, ...] | None
    speaker: str | None = None
    extra: str = ""


class HeadingReader:
    """Reads headings against one agenda."""

    def __init__(
        self, items: list[AgendaItem], ceremonies: Iterable[str] = (), places: Sequence[int | None] = ()
    ) -> None:
        """`ceremonies` are lines of the list that are no items: 開会. `places` are the items' numbers in the schedule."""
        self._items = items
        self._places = places
        self._ceremonies = {fold(title) for title in ceremonies}
        self._by_title: dict[str, int] = {}
        self._by_number: dict[int | None, list[int]] = {}
        self._exact: dict[tuple[int | None, str], list[int]] = {}
        for index, item in enumerate(items):
            key = _key(item.title)
            self._by_title.setdefault(key, index)
            self._by_number.setdefault(item.number, []).append(index)
            self._exact.setdefault((item.number, key), []).append(index)
        self._categories = {item.category for item in items if item.category}
        self._parents = {fold(item.category) for item in items if item.category and item.category not in CLASS_WORDS}
        # Documents hold some hundred headings; the budget keeps hostile text linear.
        self._comparisons = 20_000

    @property
    def items(self) -> Sequence[AgendaItem]:
        """The items of the agenda, in order."""
        return self._items

    def read(self, text: str) -> Heading | None:
        """The heading that a line is, None where it is none. `text` as printed, without its cells' tabs."""
        if len(text) > _LONGEST or text.endswith(("。", "、")):
            return None
        plain = _TAKEN_AT.sub("", flat(text))
        bare, numbered = undecorated(plain)
        if numbered is None and fold(bare) in self._ceremonies:
            return Heading(())
        structural = _structural(plain, bare, numbered, self._categories)
        if structural is not None:
            key = _key(bare[numbered.start :] if numbered else bare)
            same = self._exact.get((numbered.number, key)) if numbered else None
            found = same[0] if same else self._by_title.get(key)
            return structural if found is None else Heading((found,), structural.speaker)
        opened = self._opening(bare, numbered)
        if opened is None and fold(bare[numbered.start :] if numbered else bare) in self._parents:
            # 陳情の審査 above （１）… and （２）…: the parent of items opens none itself
            return Heading(())
        if opened is None or not opened.extra:
            return opened
        # What was matched flat is quoted as printed.
        start = plain.find(opened.extra)
        return replace(opened, extra=text[start : start + len(opened.extra)]) if start >= 0 else opened

    def at(self, text: str, items: tuple[int, ...]) -> Heading:
        """The heading that a line is of known items; what it says beyond their titles is its extra text."""
        bare, numbered = undecorated(flat(text))
        title = bare[numbered.start :] if numbered is not None else bare
        if len(items) > 1 or fold(title) == fold(self._items[items[0]].category or ""):
            return Heading(items)
        return Heading(items, extra=_extra(title, self._items[items[0]].title))

    def _opening(self, bare: str, numbered: Numbered | None) -> Heading | None:
        if not self._items:
            return None
        if numbered is None:
            found = self._by_title.get(_key(bare))
            return None if found is None else Heading((found,))
        if (scheduled := self._scheduled(bare)) is not None:
            return scheduled
        shift = _number_start(bare)
        span = _RANGE.match(bare[shift:]) if numbered.number is not None else None
        if span and (indexes := self._between(numbered, int(span["first"]), int(span["last"]))):
            return Heading(indexes, extra=bare[shift + span.end() :].strip())
        several = _SEVERAL.match(bare[shift:])
        if several and (indexes := self._each(numbered, several[0])):
            rest = bare[shift + several.end() :].strip()
            told = fold(" ".join(self._items[index].title for index in indexes))
            known = all(_key(part) in told for part in _JOINED.split(rest))
            return Heading(indexes, extra="" if known else rest)
        parts = split_together(bare)
        if len(parts) > 1:
            together = [self._part(part, numbered.klass) for part in parts]
            if all(together):
                opened = [heading for heading in together if heading is not None]
                items = tuple(sorted({index for heading in opened for index in heading.items or ()}))
                return Heading(items, extra=" ".join(heading.extra for heading in opened if heading.extra))
        return self._part(bare, None)

    def _scheduled(self, bare: str) -> Heading | None:
        """A heading by numbers of the schedule alone: 日程第2, 日程第2及び日程第3, 日程第4から日程第9まで."""
        match = _PLACES.fullmatch(squeeze(bare)) if any(self._places) else None
        if match is None:
            return None
        numbers = [place for part in _PLACE.findall(match[0]) if (place := place_in_schedule(part)) is not None]
        if match["span"] and len(numbers) == 2 and numbers[0] < numbers[1] <= numbers[0] + 50:
            numbers = list(range(numbers[0], numbers[1] + 1))
        found = tuple(index for index, place in enumerate(self._places) if place in numbers)
        return Heading(found) if found else None

    def _part(self, text: str, klass: str | None) -> Heading | None:
        """A heading of one item; `klass` is the class printed before the first of several."""
        if klass is not None and _BARE_ISSUE.match(text) is not None:
            # 議案第28号・第29号
            text = klass + text
        numbered = read_numbered(text)
        index = self._item(text, numbered, klass)
        if index is None:
            return None
        item = self._items[index]
        extra = _extra(text[numbered.start :] if numbered else text, item.title)
        printed = numbered.klass if numbered else None
        if printed and printed not in (*CLASS_WORDS, *_SCHEDULE) and printed != item.category:
            extra = f"{printed} {extra}"
        return Heading((index,), extra=extra)

    def _each(self, numbered: Numbered, text: str) -> tuple[int, ...]:
        """The items whose numbers a heading prints one behind the other: 議題（１）（２）, ①・②."""
        numbers = [number.number for part in _NUMBER.findall(text) if (number := read_numbered(part)) is not None]
        return tuple(
            index
            for index, item in enumerate(self._items)
            if item.number in numbers and (numbered.klass is None or item.category == numbered.klass)
        )

    def _between(self, numbered: Numbered, first: int, last: int) -> tuple[int, ...]:
        if not first < last <= first + 50:
            return ()
        return tuple(
            index
            for index, item in enumerate(self._items)
            if item.number is not None
            and first <= item.number <= last
            and (numbered.klass is None or item.category == numbered.klass or self._sole_class())
        )

    def _sole_class(self) -> bool:
        return len({item.category for item in self._items}) == 1

    def _item(self, text: str, numbered: Numbered | None, klass: str | None) -> int | None:
        if numbered is None:
            return self._by_title.get(_key(text))
        title = _STAGES.sub("", text[numbered.start :]) if numbered.klass else text[numbered.start :]
        klass = numbered.klass or klass
        exact = self._exact.get((numbered.number, _key(title)))
        if exact:
            return next((index for index in exact[:20] if self._items[index].category == klass), exact[0])
        best, best_score = None, 0.0
        candidates = self._by_number.get(numbered.number, ())[:20] if self._comparisons > 0 else ()
        for index in candidates:
            item = self._items[index]
            score = self._similarity(title, item.title)
            same_class = klass is not None and item.category == klass
            if (not title and same_class) or (
                not _key(title) and len(candidates) == 1 and _names_by_number(text, title, numbered)
            ):
                score = 1.0
            if score + 0.2 * same_class > best_score and score >= (0.3 if same_class else 0.5):
                best, best_score = index, score + 0.2 * same_class
        if best is None:
            found = self._by_title.get(_key(title))
            return found if found is not None and len(_key(title)) >= 4 else None
        return best

    def _similarity(self, title: str, listed: str) -> float:
        if self._comparisons <= 0:
            return 0.0
        self._comparisons -= 1
        one, other = _key(_WITH_PAPERS.sub("", title)), _key(listed)
        short, long = sorted((one, other), key=len)
        if len(short) >= 4 and short in long:
            return 0.95
        if len(short) >= 2 and long.endswith(short):
            # 愛称について opens 相談窓口の愛称
            return 0.6
        return title_overlap(one, other)


def undecorated(plain: str) -> tuple[str, Numbered | None]:
    """A flat line without the signs and brackets round it, and its number."""
    bare = plain.strip(_DECORATION)
    numbered = read_numbered(bare)
    if numbered is None and bare and _PAIRS.get(bare[0]) == bare[-1]:
        bare = bare[1:-1].strip(_DECORATION)
        numbered = read_numbered(bare)
    elif numbered is not None and bare[0] in "【[<《〈" and bare[-1] == _PAIRS[bare[0]] and bare.count(bare[0]) == 1:
        bare = bare[:-1]
    return bare, numbered


def _structural(plain: str, bare: str, numbered: Numbered | None, categories: Collection[str]) -> Heading | None:
    """A heading that opens no item: 開会, 2 報告事項, 議事; with the speaker that an あいさつ names."""
    title = _LED_BY.sub("", bare[numbered.start :] if numbered else bare)
    if numbered is None or numbered.klass is None:
        alone = category_alone(title)
        # 質問について may be a title of its own; where it is none of the list it is not passed over as a class
        extra = "" if alone is None or (alone in CLASS_WORDS and is_class_heading(title)) else title
        # ア 審議 is a stage too, its number being that of a part
        if alone in _ACTIVITIES and (
            numbered is None or numbered.rank >= _PART or (numbered.rank == _PART - 1 and alone not in categories)
        ):
            return Heading(None, extra=extra)
        if numbered is None and title != bare and is_ceremony(title):
            # 開会（進行：総務課長）
            return Heading(())
        declared = plain[:1] in "◎■◆●△▲◇" and title.endswith(("宣告", "宣言"))
        if alone is not None or ((numbered is not None or declared) and is_ceremony(title)):
            return Heading((), extra=extra)
        speaker = greeting_speaker(plain)
        if speaker is not None and (numbered is not None or plain[:1] in _DECORATION or len(title) < 20):
            return Heading((), speaker)
    return None


def _names_by_number(text: str, title: str, numbered: Numbered) -> bool:
    """Whether a heading says by its number alone which item it opens: 日程第2, 議題１, （１）について."""
    return bool(title) or text.startswith("日程") or numbered.klass in ("議題", "案件", "議事", "議案")


def _key(title: str) -> str:
    folded = fold(title)
    return folded.removesuffix("について").removesuffix("の件").removesuffix("に関すること")


def _number_start(bare: str) -> int:
    match = re.search(r"[(\[<]?\s?[0-9]", bare)
    return match.start() if match else 0


def _extra(title: str, listed: str) -> str:
    """What a heading says that the listed title does not: its rest behind that title, or all of it where it is worded
    differently."""
    title = _STAGES.sub("", title)
    told, wanted = fold(title), fold(listed)
    if told in wanted or _key(title) in wanted or told.strip("「」『』") in wanted:
        return ""
    if not told.startswith(wanted):
        return title.strip()
    seen = 0
    for position, sign in enumerate(title):
        if seen >= len(wanted):
            rest = title[position:].strip()
            return "" if rest in ("について", "の件", "】", ")", ">") else rest
        seen += len(fold(sign))
    return ""


def greeting_speaker(text: str) -> str | None:
    """Whose あいさつ a line heads (2 市民部長あいさつ; あいさつ（会長）), None where it heads none."""
    if len(text) > 60 or ("さつ" not in text and "挨拶" not in text):
        return None
    bare, numbered = undecorated(flat(text))
    title = bare[numbered.start :] if numbered else bare
    match = _GREETING_BY.fullmatch(title) or _GREETING.fullmatch(title)
    return match["name"].strip() if match and not is_ceremony(title) else None


def split_together(text: str) -> list[str]:
    """A heading that takes items together, cut before each: 議題 (2) 甲 及び(3) 乙."""
    plain = flat(text)
    cuts = [match.span() for match in _TOGETHER.finditer(plain)]
    bounds = [(0, 0), *cuts, (len(text), len(text))]
    return [part for left, right in itertools.pairwise(bounds) if (part := text[left[1] : right[0]].strip())]
