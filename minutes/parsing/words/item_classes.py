"""Classes of agenda items and the lines that head them: 議案, 報告事項について, 本日の議題, 港湾局（所管事務）."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.numbering import CLASS_WORDS

# Words that only head other items; the rest of the class words can be items themselves (その他, 意見交換).
HEADS_ONLY = frozenset(["議題", "議案", "議事", "案件", "付議案件", "付議事項", "会議事項", "会議次第", "次第"])
_CATEGORY_ALONE = re.compile(
    rf"[【\[(<《〈■◆◇○●◎・\s]*(?P<klass>(?:{'|'.join(map(re.escape, sorted(CLASS_WORDS, key=len, reverse=True)))}|[一-龥]{{1,6}}(?:事項|案件)))"
    r"(?:について|の部)?[】\])>》〉:\s]*(?:\([0-9]{1,2}(?:議案|議題|件|題|項目)\))?\s*"
)
_LONGEST_CLASS = 30
# Every class word holds one of these; most lines hold none.
_CLASS_SIGNS = re.compile(f"[{''.join(sorted({word[-1] for word in CLASS_WORDS}))}項件]")
# Labels of lists that name no class: 次第, 議事日程, 付議事件, 会議に付すべき案件.
_CLASSLESS = re.compile(
    r".*(?:次第|日程)|本日の案件|(?:付議|付託)(?:した|された)?(?:事件|案件|事項|議案)|会議の(?:案件|事項)"
    r"|.*(?:に付した|に付された|に付すべき|付議すべき|付議した|付託された|審査した|審議した)(?:議案|議題|案件|事件|事項|件名)"
)
_LABELS_CLASS = re.compile(
    r"(?:(?:本日|今回|会議)の|会議?(?=議題|案件)|会(?=議題))?(?P<klass>議題|議案|案件|.{0,8}事項|.+?)(?:名|等|一覧|及び議事)*"
)
# The office whose affairs a part of the list is about: 港湾局, 市民部保険課（所管事務）
_OFFICE_ALONE = re.compile(
    r"(?!事務局)[一-龥ァ-ヴー・]{1,16}(?:[部局課室]|支所|事務局|委員会|センター|消防本部)(?:所管(?:分|事務)?|関係分?)?"
)
_LONGEST_OFFICE = 40
_ITEM_BULLETS = tuple("※・•○◯〇◎●◆◇■□▼▽-*")
_DONE = re.compile(
    r"^.[^。、「」]{1,20}?(?:より|から|が)(?:、|\s|[^。]{0,80}?(?:に基づき|に沿って|により|について|を)).{0,80}?"
    r"(?:説明|報告|紹介|提案|朗読|挨拶|あいさつ)(?:が?あった|を?(?:した|行った|行う)|がなされた)?$"
)
_LONGEST_DONE = 200
# Signs that set off the part of a meeting.
_PART_SIGNS = tuple("●■◆◇□◎○【《<＜〈〔［")
# Titles that end so are whole.
_WHOLE = re.compile(r"(?:について|に関すること|の件)(?:\([^()]{1,12}\))?$")


def class_of_label(word: str) -> str | None:
    """The class of the items that a list's label heads: 本日の議題 -> 議題; None for 次第, 付議事件 and their like."""
    if not word or _CLASSLESS.fullmatch(word.removesuffix("名").removesuffix("等")):
        return None
    match = _LABELS_CLASS.fullmatch(word)
    return match["klass"] if match else word


@lru_cache(maxsize=8192)
def category_alone(text: str) -> str | None:
    """The class word that is all a line says (報告事項について, 【議案】), None where it says more."""
    if len(text) > _LONGEST_CLASS or _CLASS_SIGNS.search(text) is None:
        return None
    match = _CATEGORY_ALONE.fullmatch(flat(text)) or _CATEGORY_ALONE.fullmatch(squeeze(flat(text)))
    return match["klass"] if match else None


def is_class_heading(title: str) -> bool:
    """Whether a class word heads items: 報告, 報告事項について. 質問について is a title."""
    alone = category_alone(title)
    return alone is not None and (
        only_heads(alone) or not squeeze(flat(title)).strip("】])>》〉: ").endswith("について")
    )


def only_heads(alone: str) -> bool:
    """Whether a class word is never an item itself."""
    return alone in HEADS_ONLY or alone.endswith(("事項", "案件"))


def tells_what_was_done(text: str) -> bool:
    """Whether a bulleted line below an item is no part of the list but the record of it: ・事務局より資料1に基づき説明."""
    if len(text) > _LONGEST_DONE or text[:1] not in _ITEM_BULLETS:
        return False
    return _DONE.search(flat(text).rstrip("。 ")) is not None


def is_part(text: str, below: str) -> bool:
    """Whether a line is the office whose part of the meeting the items below are: 港湾局 above ※甲について, ※乙について."""
    return (
        below[:1] in _ITEM_BULLETS
        and text[:1] not in _ITEM_BULLETS
        and not below.endswith("。")
        and not tells_what_was_done(below)
        and len(text) <= _LONGEST_OFFICE
        and _OFFICE_ALONE.fullmatch(squeeze(flat(text))) is not None
    )


def names_part(line: str, title: str) -> bool:
    """●港湾局 above 1 甲, 2 乙: a sign sets off the part of the meeting that the items below belong to."""
    return line[:1] in _PART_SIGNS and len(title) <= _LONGEST_CLASS and not is_whole_title(title)


def is_whole_title(title: str) -> bool:
    """Whether a title ends as titles do, so that nothing of it stands on the next line."""
    return _WHOLE.search(flat(title)) is not None
