"""Whether the meeting and its minutes are public: boxes, words and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable

from minutes.parsing.model import Access
from minutes.parsing.rows.text import cut_out, flat, squeeze, tidy

_REASON = re.compile(
    r"(?:[・、(（]?(?:一部)?非公開(?:又は|または|・|及び)?){0,3}(?:と(?:した|する)|の場合は?、?|にした|である)?(?:場合は?、?)?(?:の?その|の)?[(（]?理由\s?[)）]?\s?(?:[::]|は、?|\s|$)"
)
# A field left open, or one that tells who listened.
_NO_REASON = re.compile(r"-+|\*+|なし|該当なし|傍聴[者人]?\s?:?\s?(?:なし|[0-9]{1,3}\s?[名人])")
_SPACED_REASON = re.compile(r"理\s+由")
_CHECKED = "■☑☒✓✔◉⦿▣●◎レ"
_UNCHECKED = "□☐○◯"
_BOX = re.compile(
    rf"(?P<box>[{_CHECKED}{_UNCHECKED}])\s?(?P<word>(?:全部|一部|原則)?(?:非?公開)|一部不?可|可|不可)(?![のと])"
)
_LEVELS = {
    "公開": "open",
    "全部公開": "open",
    "原則公開": "open",
    "可": "open",
    "非公開": "closed",
    "全部非公開": "closed",
    "不可": "closed",
    "一部非公開": "partial",
    "一部公開": "partial",
    "一部可": "partial",
    "一部不可": "partial",
}
_PLAIN_LEVEL = re.compile(r"[\s:・]*(?P<word>(?:全部|一部|原則)?非?公開|不?可(?=\s*$))(?P<rest>.*)", re.DOTALL)


# 本会議は…により、公開にて行われた。; 会議は、議題2を除き公開とした。; no sentence about the minutes or about one item
_HELD_SO = re.compile(
    r"(?:なお、?)?(?:(?:本|当|今回の|この)?(?:日の)?(?:会議|会合|会|議事|審議)|[一-龥ァ-ヴー]{2,30}(?:会|会議|本部))は、?[^。]*?非?公開(?:で|にて|として|により|と)"
    r"(?:、?[^。]{0,30})?(?:行(?:わ|な)れ(?:た|ました|、[^。]{1,40})|行(?:っ|な)た|行いました|開催(?:された|した|しました|されました)?|開かれた|した|しました|された|する)。?"
)
_WORD_OF_ACCESS = re.compile("非?公開")
_ONLY_PART = re.compile("一部|のみ|だけ|除[きい]")
_LONGEST_SENTENCE = 120
_ACCESS_OF_PART = re.compile(r"[(（](?P<word>(?:全部|一部)?非?公開)[)）]\s*$")


def access_of_parts(texts: Iterable[str]) -> str | None:
    """The level of a meeting whose agenda prints it item by item: 報告事項（公開）."""
    levels = {_LEVELS.get(match["word"]) for text in texts if (match := _ACCESS_OF_PART.search(text))}
    if not levels:
        return None
    return levels.pop() if len(levels) == 1 else "partial"


def access_in_words(text: str) -> str | None:
    """The level that a sentence of the minutes tells, None where none does: 本会議は、議事規則第9条の規定により、公開にて行われた。"""
    plain = squeeze(flat(text))
    if len(plain) > _LONGEST_SENTENCE or _HELD_SO.fullmatch(plain) is None:
        return None
    words = {match[0] for match in _WORD_OF_ACCESS.finditer(plain)}
    if len(words) > 1 or _ONLY_PART.search(plain) is not None:
        return "partial"
    return _LEVELS[words.pop()]


def has_boxes(text: str) -> bool:
    """Whether a text holds boxes for what is public, or open to listeners: □可 □不可 ■一部不可."""
    return len(_BOX.findall(flat(text))) > 1


class AccessReader:
    """Boxes and reasons of one access field, row by row."""

    def __init__(self) -> None:
        self._level: str | None = None
        self._reason: list[str] = []
        self._reasoning = False

    def expect_reason(self) -> None:
        """What comes next is the reason."""
        self._reasoning = True

    def read(self, text: str) -> None:
        """One cell or line."""
        text = _SPACED_REASON.sub("理由", text)
        plain = flat(text)
        boxes = list(_BOX.finditer(plain))
        rest = text
        if boxes:
            checked = [box["word"] for box in boxes if box["box"] in _CHECKED]
            if not checked and len(boxes) == 1:
                checked = [boxes[0]["word"]] if boxes[0]["box"] in "○◯" else []
            elif not checked and sum(box["box"] in "○◯" for box in boxes) == 1:
                checked = [box["word"] for box in boxes if box["box"] in "○◯"]
            if len(checked) == 1 and self._level is None:
                self._level = _LEVELS.get(checked[0])
            rest = cut_out(text, [box.span() for box in boxes])
        elif self._level is None and not self._reasoning:
            match = _PLAIN_LEVEL.fullmatch(plain)
            if match and not re.match(r"\s?[・/]\s?(?:一部)?非?公開", match["rest"]):
                self._level = _LEVELS.get(match["word"])
                rest = text[match.start("rest") :]
        label = _REASON.search(flat(rest)[:200])
        if label:
            rest = rest[: label.start()] + rest[label.end() :]
            self._reasoning = True
        rest = rest.strip(" 　:：・\n")
        if rest and not _NO_REASON.fullmatch(flat(rest).strip("()")):
            self._reason.append(rest)

    def access(self) -> Access:
        """The level and the reason, lines that the page's width broke joined again."""
        reason = tidy("".join(_unwrapped(self._reason)))
        if reason.startswith(("(", "（")) and reason.endswith((")", "）")):
            reason = reason[1:-1].strip()
        return Access(self._level, reason or None)


def _unwrapped(lines: list[str]) -> list[str]:
    return [line + ("\n" if line.endswith("。") and index + 1 < len(lines) else "") for index, line in enumerate(lines)]
