"""Speeches with the speaker behind them: ・緑地を増やすべきだ。（甲野委員）.

One such line could be a remark about somebody; a document that prints several signs its speeches so.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

from minutes.parsing.marks.marks import is_speaker
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, is_sentence, squeeze

_SIGNED = re.compile(
    r"(?P<text>.*[。?!」』])\s*[(\[【<]\s?(?P<name>[^()\[\]【】<>。?!]{1,24}(?:\([^()]{1,16}\)[^()\[\]【】<>。、?!]{0,10})?)\s?[)\]】>]\s*",
    re.DOTALL,
)
# （都市部長あいさつ）
_GREETED = re.compile(r"(?P<name>.{2,16}?)の?(?:ご)?(?:あいさつ|挨拶)")
_TAIL = 60
_LONGEST_REST = 24
_OPENED = re.compile(r"[。?？!！」』]\s*[(（\[［【<＜][^)）\]］】>＞]*$")
_WEAK = re.compile(r"[一-龥々〆ァ-ヴー]{1,6}|[A-Z](?:[.・]?[A-Z])?|[○◯〇●△□]{2,3}")
_NO_NAME = re.compile(
    r"笑.?|拍手|以上|同|略|中略|後略|異議なし|挙手.*|資料.*|別紙.*|議題.*|.*頁|.*ページ|続く|全員|賛成|反対|了承|承認|説明|質疑|質問|回答|意見|要望|公開|非公開|注"
)
# So many lines signed by persons make it the document's way.
_ENOUGH = 3


class SignedSpeeches:
    """How one document signs its speeches, if it does."""

    def __init__(self, rows: list[PrintedLine]) -> None:
        self._below = not _stand_above(rows)
        names = Counter(
            found[1]
            for row in rows
            if (found := _split(row.text) or (_alone(row.text) if self._below else None)) is not None
        )
        names.update(name for row, after in itertools.pairwise(rows) if (name := _broken(row.text, after.text)))
        persons = sum(count for name, count in names.items() if is_speaker(name))
        repeated = sum(count for name, count in names.items() if count > 1)
        self.usual = persons >= _ENOUGH or (repeated >= 2 * _ENOUGH and len(names) > 1)
        self._names = {name for name, count in names.items() if is_speaker(name) or count > 1} if self.usual else set()

    def split(self, text: str) -> tuple[str, str] | None:
        """What is said and who said it, None where a text is not signed."""
        found = _split(text) if self.usual else None
        return found if found is not None and found[1] in self._names else None

    def is_signature(self, text: str) -> bool:
        """Whether a row is nothing but the name of somebody who signs: （甲野委員） below a full line."""
        found = _alone(text) if self.usual and self._below else None
        return found is not None and found[1] in self._names


def _stand_above(rows: list[PrintedLine]) -> bool:
    """Whether names in brackets, alone on their lines, stand above what is said rather than below it: behind a heading or an
    event nothing is said that they could sign."""
    above = below = 0
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        if _alone(row.text) is not None:
            above += is_sentence(after.text) and not is_sentence(before.text)
            below += is_sentence(before.text) and not is_sentence(after.text)
    return above > below


def _broken(text: str, below: str) -> str | None:
    """The name of a signature that the width broke: …です。（青野 / 会長）."""
    if len(below) > _LONGEST_REST or _OPENED.search(text, max(0, len(text) - _LONGEST_REST)) is None:
        return None
    found = _split(text[-_TAIL:] + below)
    return found[1] if found is not None else None


def _alone(text: str) -> tuple[str, str] | None:
    return _split(f"。{text}") if text[:1] in ("(", "（", "[", "［", "【") and len(text) <= 40 else None


def _split(text: str) -> tuple[str, str] | None:
    if text[-1:] not in (")", "）", "]", "］", "】", ">", "＞", "〕"):
        return None
    start = max(0, len(text) - _TAIL)
    match = _SIGNED.fullmatch(flat(text[start:]))
    if match is None:
        return None
    name = squeeze(text[start + match.start("name") : start + match.end("name")])
    if (greeter := _GREETED.fullmatch(name)) is not None and is_speaker(greeter["name"]):
        name = greeter["name"]
    names = re.split("[、,・]", name)
    if _NO_NAME.fullmatch(flat(name)) or not (all(map(is_speaker, names)) or _WEAK.fullmatch(flat(name))):
        return None
    return text[: start + match.end("text")].strip(), name
