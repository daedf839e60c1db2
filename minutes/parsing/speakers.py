"""Speaker marks: which lines begin a speech, and whose. Imports people.py, lines.py, text.py.

No list of names is used. A line may open with a mark in one of several printed styles (○委員長　, 【会長】,
（委員1）, 部員：, 委員　, 山本委員長）, 会長「…」, a table's first cell, a name alone on its line); a mark counts where
the document itself bears it out: its word is a seat or post, it is repeated, it stands in the attendance
list. A mark seen once in a style that the document does not use is doubted and stays text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from minutes.parsing.legend import read_legend
from minutes.parsing.lines import Row
from minutes.parsing.people import has_seat, is_person, is_role, surname_of, surname_with_title
from minutes.parsing.shapes import shape_of, varies
from minutes.parsing.text import SPEECH_BULLETS, flat, is_sentence, squeeze

_LONGEST_MARK = 30
# So many signs are a line of running text, though no sentence ends on it.
_LINE = 24
_OPENERS = {"【": "】", "(": ")", "[": "]", "<": ">", "《": "》", "〈": "〉", "{": "}"}
# Two circles before 委員 stand for the name of somebody who is not named, a third one is the bullet.
_MASKED = r"(?=(?P<sign>[○◯〇●△□◆])(?P=sign)(?!(?P=sign))[^\s○◯〇●△□◆])"
_HEAD = re.compile(rf"(?:{_MASKED}(?P<none>)|(?P<bullet>[{SPEECH_BULLETS}-]?))\s{{0,4}}(?P<open>[【(\[<《〈{{]?)")
_STOP = re.compile(r"[\s:;/|「『()\[\]【】<>《》〈〉{}、。,!?…]")
_PARENS = re.compile(r"\([^()]{1,30}\)")
_NOT_SPEAKERS = re.compile(
    r"要旨|概要|資料.*|日時|場所|会場|参考|注|備考|例|議題.*|議案.*|案件.*|結果|決定(?:事項)?|補足|理由|目的|内容|対象|期間|方法|担当|出席者?|欠席者?|次第|日程|報告.*|協議.*"
    r"|審議.*|説明.*|その他|以上|質疑(?:応答)?|まとめ|課題|現状|経過|背景|別紙.*|URL|TEL|電話|E-?mail|第.+[回条号]|.*[年月日時分]|提出|期日|傍聴.*|会議.*|公開|非公開|名称|開会|閉会|開催.*|主な意見|凡例"
)
_WEAK = re.compile(r"[一-龥々〆ァ-ヴーぁ-んA-Za-z]{1,8}[0-9]{0,2}|[A-Z][.・][A-Z][.]?|[○◯〇●△□]{2,3}")
_OFFICIAL = re.compile(r"^[一-龥々ァ-ヴー]{2,14}[長役官員監補司者士師]$")
# 地域包括支援センター：, 商工会議所： an organisation is heard where others are marked in the same way.
_ORGANISATION = re.compile(
    r"[一-龥々ァ-ヴーぁ-ん]{1,14}(?:センター|協会|連合会|協議会|組合|会社|大学|高校|学校|病院|警察署?|消防署|保健所|商工会議所|商工会|青年会議所|財団|法人|研究所|工房|銀行)"
)
_QUESTION_ANSWER = frozenset(
    ["問", "答", "Q", "A", "質問", "回答", "意見", "答弁", "要望", "質疑", "応答", "提案", "回", "質", "意"]
)
# What follows a name as part of a sentence about that person, not as that person's speech.
_PARTICLES = re.compile(
    r"[はがをにへとものかや、。・のでよ)）」』,]|から|より|まで|として|及び|並びに|または|又は|案|側|長|会(?=[議長員のはにが])|等|職員|説明|各位|一同|提案|[内外]部|員|室|次長|担当|代理|職務|名簿|長|就任|選出|選任|募集|互選|候補|人事|報酬"
)
_EXPLAINED = re.compile(r"[(\[][^()]{0,60}(?:説明|報告|朗読|挨拶|あいさつ)[^()]{0,10}[)\]]")
_GREETS = re.compile(r"(?P<name>[^\s]{2,20}?)の?(?:開会|閉会)?の?(?:ご)?(?:あいさつ|挨拶)")
_SURNAME = re.compile(r"[一-龥々ァ-ヴー]{1,4}(?:[ 　][一-龥々ぁ-んァ-ヴー]{1,4})?")
_EXPLICIT = frozenset(["bullet", "bracket", "colon", "slash", "cell", "quote", "closing"])
# Styles of marks that a person taught: on this document, on the body's earlier minutes.
TAUGHT, LEARNT = "taught", "learnt"
# A sign whose speaker the document's own legend names.
LEGEND = "legend"
_TOLD = frozenset([TAUGHT, LEARNT, LEGEND])


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible mark: its style, the name as printed, and the speech after it on the same line."""

    style: str
    name: str
    speech: str
    quoted: bool = False


Marks = dict[int, Mark]


def read_marks(rows: list[Row]) -> Marks:
    """What could be a mark at the start of each row, by row key."""
    marks = {row.key: mark for row in rows if len(row.text) > 1 and (mark := read_mark(row)) is not None}
    for row, after in itertools.pairwise(rows):
        mark = marks.get(row.key)
        if mark is not None and mark.style == "space" and len(row.text) <= 20 and _is_name_line(mark, after, marks):
            name = f"{mark.name} {squeeze(mark.speech)}"
            marks[row.key] = Mark("alone", name, "")
    if legend := read_legend(rows):
        marks |= _legend_marks(rows, marks, legend)
    return marks


def _legend_marks(rows: list[Row], marks: Marks, legend: dict[str, str]) -> Marks:
    """The rows that open with a legend's sign and name nobody themselves."""
    return {
        row.key: Mark(LEGEND, legend[row.text[0]], row.text[1:].replace("\t", " ").strip())
        for row in rows
        if row.text[0] in legend
        and (is_sentence(row.text) or len(row.text) >= _LINE)
        and ((mark := marks.get(row.key)) is None or not is_person(mark.name))
    }


def _is_name_line(mark: Mark, after: Row, marks: Marks) -> bool:
    """事務局 甲野 / 資料1をご覧ください。: a group and a name are a mark of their own where a sentence stands below."""
    if _SURNAME.fullmatch(mark.speech) is None or not (is_role(mark.name) or has_seat(mark.name)):
        return False
    below = marks.get(after.key)
    return is_sentence(after.text) and (below is None or not is_person(below.name))


def read_mark(row: Row) -> Mark | None:
    """What could be a mark at the start of a row, going by its form alone."""
    if len(row.cells) > 1:
        return _cell_mark(row)
    return _text_mark(row.text, row.flat)


def _cell_mark(row: Row) -> Mark | None:
    cells = [cell for cell in row.cells if cell]
    if len(cells) < 2 or len(cells[0]) > _LONGEST_MARK:
        return _text_mark(row.text.replace("\t", " "), row.flat.replace("\t", " "))
    around = "【】[]［］〔〕<>＜＞:： 　"
    name = cells[0].strip(around if re.match(_MASKED, flat(cells[0])) else SPEECH_BULLETS + around)
    return Mark("cell", squeeze(name), " ".join(cells[1:])) if name else None


def _text_mark(text: str, plain: str) -> Mark | None:
    head = _HEAD.match(plain)
    if head is None:
        return None
    bullet, start = head["bullet"] or "", head.end()
    if head["open"]:
        close = plain.find(_OPENERS[head["open"]], start, start + _LONGEST_MARK)
        # 委員長（星君） inside the brackets keeps its own
        if head["open"] == "(" and close > 0 and "(" in plain[start:close]:
            close = plain.find(")", close + 1, start + _LONGEST_MARK)
        if close <= start:
            return None
        rest = text[close + 1 :]
        return Mark("bracket" + head["open"], squeeze(text[start:close]), rest.lstrip(" 　:：\t").strip())
    return _open_mark(text, plain, start, "bullet" if bullet else "")


def _open_mark(text: str, plain: str, start: int, bullet: str) -> Mark | None:
    """A mark without brackets round it: ends at a colon, a space, a quote, a closing bracket or the line's end."""
    position = start
    limit = min(len(plain), start + _LONGEST_MARK)
    fallback: Mark | None = None
    while position < limit:
        stop = _STOP.search(plain, position, limit + 1)
        end = stop.start() if stop else min(len(plain), limit)
        if end <= start:
            return None
        sign = plain[end : end + 1]
        if not sign:
            return Mark(bullet or "alone", squeeze(text[start:end]), "")
        if stop is None:
            return fallback
        if sign == "(":
            brackets = _PARENS.match(plain, end)
            if brackets is None:
                return fallback
            following = plain[brackets.end() : brackets.end() + 1]
            if following and following not in " :;/|「)":
                name = squeeze(text[start : brackets.end()])
                if bullet and is_person(name):
                    return Mark(bullet, name, text[brackets.end() :].strip())
                # 鈴木（真）委員: the brackets tell namesakes apart, the mark goes on
                position = brackets.end()
                continue
            if not following:
                return Mark(bullet or "alone", squeeze(text[start : brackets.end()]), "")
            end, sign = brackets.end(), following
        name = squeeze(text[start:end])
        if sign in ":;":
            return Mark(bullet or "colon", _greeter(name), text[end + 1 :].strip())
        if sign in "/|":
            return Mark(bullet or "slash", name, text[end + 1 :].strip()) if text[end + 1 :].strip() else fallback
        if sign in "「『":
            return Mark(bullet or "quote", name, text[end:].strip(), quoted=True)
        if sign == ")" and plain.count("(", start, end) == plain.count(")", start, end):
            return Mark("closing", name, text[end + 1 :].strip())
        if not sign.isspace():
            return fallback
        rest = text[end:].strip()
        if rest[:1] in ":：；;":
            return Mark(bullet or "colon", name, rest[1:].strip())
        mark = Mark(bullet or "space", name, rest)
        if is_person(name) or len(name) > 14:
            return mark
        # 委　員　それでは: a letter-spaced or two-part name goes on behind the space
        fallback = fallback or mark
        position = end + len(plain[end:limit]) - len(plain[end:limit].lstrip())
        if position == end:
            return fallback
    return fallback


def _greeter(name: str) -> str:
    """委員長挨拶： is the mark of the one who greets."""
    match = _GREETS.fullmatch(name)
    return match["name"] if match is not None and is_person(match["name"]) else name


def _strength(name: str) -> int:
    """3: a seat or group that minutes use for speakers; 2: a post or honorific; 1: could be a name; 0: none."""
    if not name or len(name) > _LONGEST_MARK:
        return 0
    if _NOT_SPEAKERS.fullmatch(flat(name)):
        return 0
    if " " in name:
        return 3
    if is_role(name) or has_seat(name) or name.endswith(("君)", "君）")):
        return 3
    if is_person(name):
        return 2
    if _ORGANISATION.fullmatch(unicodedata.normalize("NFKC", name)):
        return 1
    return 1 if _WEAK.fullmatch(flat(name)) or flat(name) in _QUESTION_ANSWER else 0


def _flows(text: str) -> bool:
    """Whether a text without a sentence's end, as a line's width broke it, is prose: a third of it hiragana."""
    head = text[:100]
    return len(head) >= 20 and 3 * sum("ぁ" <= sign <= "ん" for sign in head) >= len(head)


class SpeakerMarks:
    """The marks of one document, learned from all its rows."""

    def __init__(
        self, rows: list[Row], marks: Marks, attendees: Iterable[str] = (), titles: Iterable[str] = ()
    ) -> None:
        """`marks` are the rows' possible marks; `attendees` are names of the attendance list, `titles` its seats,
        posts and groups."""
        self._marks = marks
        self._surnames = {
            squeeze(name)[:size] for name in attendees for size in (1, 2, 3, 4, len(name)) if len(squeeze(name)) >= size
        }
        self._titles = {squeeze(title) for title in titles if len(squeeze(title)) >= 2}
        self._cache: dict[str, int] = {}
        counts: Counter[tuple[str, str]] = Counter()
        self._used: Counter[str] = Counter()
        # Names alone on a line, a colon behind them and a sentence below.
        self._above_speech: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._shapes: Counter[tuple[str, str]] = Counter()
        names: defaultdict[str, set[str]] = defaultdict(set)
        for row, after in itertools.zip_longest(rows, rows[1:]):
            mark = marks.get(row.key)
            if mark is None or not (self._reads_as_speech(mark, after) or self._goes_on(mark, after)):
                continue
            strength = self._measure(mark.name)
            if strength == 0 and mark.style not in _TOLD:
                continue
            counts[mark.style, mark.name] += 1
            if mark.style == "colon" and not mark.speech:
                self._above_speech.add(mark.name)
            names[mark.style].add(mark.name)
            if strength >= 2:
                self._used[mark.style] += 1
                continue
            if flat(mark.name) in _QUESTION_ANSWER:
                self._asked[mark.style] += 1
            if varies(mark.name):
                self._shapes[mark.style, shape_of(mark.name)] += 1
        self._counts = counts
        self._names = names
        self._learned = {key for key, count in counts.items() if self._is_borne_out(key[0], key[1], count)}
        self._glued = tuple(
            sorted(
                {name for style, name in self._learned if style in ("space", "bullet") and self._measure(name) == 3},
                key=len,
                reverse=True,
            )
        )
        self._glued_signs = {name[0] for name in self._glued}

    @property
    def found(self) -> bool:
        """Whether the document marks speakers at all."""
        return bool(self._learned)

    def match(self, row: Row) -> Mark | None:
        """The mark that opens a row, None where none does."""
        mark = self._marks.get(row.key)
        return mark if mark is not None and self._accepts(mark) else None

    def is_repeated(self, mark: Mark) -> bool:
        """Whether the document prints a mark more than once."""
        return self._counts[mark.style, mark.name] > 1

    def doubted(self, row: Row, after: Row | None) -> Mark | None:
        """What looks like a mark at the start of a row, with something said after it, though the document does not
        bear it out."""
        mark = self._marks.get(row.key)
        if mark is None or mark.style == "cell" or self._accepts(mark) or not self._reads_as_speech(mark, after):
            return None
        strength = self._measure(mark.name)
        if mark.style in ("bullet", "quote") or mark.style.startswith("bracket"):
            return mark if strength >= 2 or (strength == 1 and mark.style != "bullet") else None
        return mark if strength >= (1 if mark.style == "colon" else 2) else None

    def match_glued(self, row: Row) -> Mark | None:
        """A known mark whose space text recognition lost: 本部長他に何か. Only where marks are parted by space alone."""
        text = row.text.lstrip(SPEECH_BULLETS + " 　") if row.text[:1] in SPEECH_BULLETS else row.text
        if text[:1] not in self._glued_signs:
            return None
        for name in self._glued:
            if text.startswith(name) and len(text) > len(name):
                rest = text[len(name) :]
                if not _PARTICLES.match(rest) or rest.startswith(("はい", "もう", "よろし")):
                    return Mark("glued", name, rest.strip())
                return None
        return None

    def opens_speech(self, row: Row, after: Row | None) -> bool:
        """Whether a row surely begins the record: a mark with something said after it."""
        mark = self.match(row)
        return mark is not None and self._reads_as_speech(mark, after)

    def _reads_as_speech(self, mark: Mark, after: Row | None) -> bool:
        if mark.style == TAUGHT:
            return True
        if mark.speech:
            return is_sentence(mark.speech) or _flows(mark.speech) or (mark.style == "cell" and len(mark.speech) > 30)
        if after is None or not (is_sentence(after.text) or _flows(after.text) or _EXPLAINED.fullmatch(after.flat)):
            return False
        return mark.style.startswith(("alone", "bracket", "bullet", "colon"))

    def _goes_on(self, mark: Mark, after: Row | None) -> bool:
        """Whether the width of a narrow column broke the first sentence behind a mark."""
        if not mark.speech or after is None or after.key in self._marks:
            return False
        return len(mark.speech) >= 4 and is_sentence(mark.speech + after.text[:80]) and len(after.cells) == 1

    def _measure(self, name: str) -> int:
        found = self._cache.get(name)
        if found is None:
            found = self._cache[name] = _strength(name)
        return found

    def _is_known(self, name: str) -> bool:
        """Whether the attendance list bears a mark out, by the person's name or by the title."""
        word = squeeze(name)
        if (len(word) >= 2 and word in self._surnames) or (
            surname_of(word) != word and surname_of(word) in self._surnames
        ):
            return True
        return (
            any(surname_with_title(word, title) for title in self._titles)
            if len(self._titles) < 200
            else word in self._titles
        )

    def _is_borne_out(self, style: str, name: str, count: int) -> bool:
        if style in _TOLD:
            return True
        strength = self._measure(name)
        if strength == 3:
            return style != "closing" or self._used[style] >= 2
        known = self._is_known(name)
        if strength == 2:
            if self._used[style] >= (3 if name.endswith(("委員", "議員", "部員")) else 6):
                return True
            return (
                count >= 2
                or known
                or (style == "colon" and name in self._above_speech)
                or style == "bullet"
                or (self._used[style] >= 2 and style not in ("space", "alone", "closing"))
            )
        if flat(name) in _QUESTION_ANSWER and (count >= 2 or self._asked[style] >= 3):
            return True
        if self._shapes[style, shape_of(name)] >= (4 if style in ("space", "alone", "closing") else 3):
            # Ａ, Ｂ, Ｃ: one of a set, though it be heard once
            return varies(name)
        if (
            self._used[style] >= 5
            and style not in ("space", "alone")
            and _ORGANISATION.fullmatch(unicodedata.normalize("NFKC", name))
        ):
            return True
        if style in ("space", "alone", "closing"):
            return known and count >= 2 and len(name) >= 2
        if style == "bullet" and self._used[style] >= 5 and _OFFICIAL.search(name):
            return True
        repeated = count >= 2 and (self._used[style] >= 1 or len(self._names[style]) >= 2)
        return repeated or (known and count >= 1 and len(name) >= 2)

    def _accepts(self, mark: Mark) -> bool:
        if (mark.style, mark.name) in self._learned or mark.style in _TOLD:
            return True
        if self._used[mark.style] < 2:
            return False
        strength = self._measure(mark.name)
        if strength < 2:
            return False
        if mark.style.startswith(("bullet", "bracket")) or mark.style in _EXPLICIT:
            return True
        return mark.style == "space" and strength == 3 and bool(mark.speech)
