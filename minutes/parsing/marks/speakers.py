"""Speaker marks: which lines begin a speech, and whose.

No list of names is used. A mark counts where the document itself bears it out: its word is a seat or post, it is
repeated, it stands in the attendance list. A mark seen once in a style that the document does not use is doubted and
stays text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from minutes.parsing.marks.marks import (
    ASKED,
    LONGEST_MARK,
    NOT_SPEAKERS,
    TAUGHT,
    TOLD,
    WEIGHED,
    Mark,
    Marks,
    is_speaker,
)
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import SPEECH_BULLETS, flat, is_sentence, squeeze
from minutes.parsing.words.people import has_seat, is_role, surname_of, surname_with_title
from minutes.parsing.words.shapes import shape_of, varies

_WEAK = re.compile(
    r"[一-龥々〆ァ-ヴーぁ-んA-Za-z]{1,8}[0-9]{0,2}(?:\([一-龥々ァ-ヴー]{1,3}\))?|[A-Z][.・][A-Z][.]?|[○◯〇●△□]{2,3}"
)
_OFFICIAL = re.compile(r"^[一-龥々ァ-ヴー]{2,14}[長役官員監補司者士師]$")
# 地域包括支援センター：, 商工会議所： an organisation is heard where others are marked in the same way.
_ORGANISATION = re.compile(
    r"[一-龥々ァ-ヴーぁ-ん]{1,14}(?:センター|協会|連合会|協議会|組合|会社|大学|高校|学校|病院|警察署?|消防署|保健所|商工会議所|商工会|青年会議所|財団|法人|研究所|工房|銀行)"
)
_OFFICE = re.compile(r"[一-龥々ァ-ヴーぁ-ん]{2,14}[課局部室係班所署]")
_QUESTION_ANSWER = frozenset(
    ["問", "答", "Q", "A", "質問", "回答", "意見", "答弁", "要望", "質疑", "応答", "提案", "回", "質", "意"]
)
# What follows a name as part of a sentence about that person, not as that person's speech.
_PARTICLES = re.compile(
    r"[はがをにへとものかや、。・のでよ)）」』,]|から|より|まで|として|及び|並びに|または|又は|案|側|長|会(?=[議長員のはにが])|等|職員|説明|各位|一同|提案|[内外]部|員|室|次長|担当|代理|職務|名簿|長|就任|選出|選任|募集|互選|候補|人事|報酬"
)
_EXPLAINED = re.compile(r"[(\[][^()]{0,60}(?:説明|報告|朗読|挨拶|あいさつ)[^()]{0,10}[)\]]")
_MEMBER = re.compile(r"(?:委員|議員|部員|構成員|会員|評議員)(?:\([^()]{1,12}\))?$")
_EXPLICIT = frozenset(["bullet", "bracket", "colon", "slash", "cell", "quote", "closing", "half", "ruled"])
# Signs that set a mark off, but stand in running text too; and styles that names alone seldom bear out.
_FAINT = frozenset(["closing", "drawn"])
_BARE = frozenset(["space", "alone", "closing", "drawn"])
# A name and nothing else behind a seat or post; so many marks with signs make them the document's way.
_NAME_ALONE = re.compile(
    r"[一-龥々ぁ-んァ-ヴーヶ]{1,5}(?:\s{0,3}[一-龥々ぁ-んァ-ヴーヶ]{1,5}){0,3}(?:君|氏|さん|議員|委員)?"
)
_SET_OFF = 3
# So many people of the attendance list, each called by the name alone, need none of them twice.
_KNOWN = 3
_FAMILY = re.compile(
    r"(?!.*[資料別紙異議質疑拍笑休憩再開会散閉決定結果議題案件報告協承認要旨概意見了採説明回答])[一-龥々ヶ]{2,4}(?:[(（][^()（）]{1,3}[)）])?"
)
# So many signs of the first line of a sentence.
_BROKEN = 12


def _strength(name: str) -> int:
    """3: a seat or group that minutes use for speakers; 2: a post or honorific; 1: could be a name; 0: none."""
    if not name or len(name) > LONGEST_MARK:
        return 0
    if NOT_SPEAKERS.fullmatch(flat(name)):
        return 0
    if " " in name:
        return 3
    if is_role(name) or has_seat(name) or name.endswith(("君)", "君）")):
        return 3
    if is_speaker(name):
        return 2
    if _ORGANISATION.fullmatch(unicodedata.normalize("NFKC", name)):
        return 1
    return 1 if _WEAK.fullmatch(flat(name)) or _asks(name) else 0


def _asks(name: str) -> bool:
    """問, 答, 質問１, Ａ２."""
    return flat(name).rstrip("0123456789") in _QUESTION_ANSWER


def _flows(text: str) -> bool:
    """Whether a text without a sentence's end, as a line's width broke it, is prose: a third of it hiragana."""
    head = text[:100]
    return len(head) >= 20 and 3 * sum("ぁ" <= sign <= "ん" for sign in head) >= len(head)


def _is_above_broken(mark: Mark, after: PrintedLine | None, further: PrintedLine | None) -> bool:
    """Whether a person's mark stands alone above a sentence that the width broke after its first line."""
    if mark.style != "alone" or mark.speech or after is None or further is None or not is_speaker(mark.name):
        return False
    flowing = sum("ぁ" <= sign <= "ん" for sign in after.text) >= _SET_OFF
    return (
        flowing
        and len(after.cells) == 1
        and len(after.text) >= _BROKEN
        and is_sentence(after.text[-40:] + further.text[:80])
    )


class SpeakerMarks:
    """The marks of one document, learned from all its rows."""

    def __init__(
        self,
        rows: list[PrintedLine],
        marks: Marks,
        attendees: Iterable[str] = (),
        titles: Iterable[str] = (),
        *,
        trusting: bool = False,
    ) -> None:
        """`marks` are the rows' possible marks; `attendees` are names of the attendance list, `titles` its seats,
        posts and groups. `trusting`, a mark counts that reads like one, though nothing else in the document bears it out."""
        self._marks = marks
        self._trusting = trusting
        self._surnames = {
            squeeze(name)[:size] for name in attendees for size in (1, 2, 3, 4, len(name)) if len(squeeze(name)) >= size
        }
        self._titles = {squeeze(title) for title in titles if len(squeeze(title)) >= 2}
        self._cache: dict[str, int] = {}
        self._by_name: dict[str, bool] = {}
        counts: Counter[tuple[str, str]] = Counter()
        self._used: Counter[str] = Counter()
        # Names alone on a line, a colon behind them and a sentence below.
        self._above_speech: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._shapes: Counter[tuple[str, str]] = Counter()
        names: defaultdict[str, set[str]] = defaultdict(set)
        for row, after, further in itertools.zip_longest(rows, rows[1:], rows[2:]):
            mark = marks.get(row.key)
            if mark is None or not (
                self._reads_as_speech(mark, after)
                or self._goes_on(mark, after)
                or _is_above_broken(mark, after, further)
            ):
                continue
            strength = self._measure(mark.name)
            if strength == 0 and mark.style not in TOLD:
                continue
            counts[mark.style, mark.name] += 1
            if mark.style == "colon" and not mark.speech:
                self._above_speech.add(mark.name)
            names[mark.style].add(mark.name)
            if strength >= 2:
                self._used[mark.style] += 1
                continue
            if _asks(mark.name):
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

    def match(self, row: PrintedLine) -> Mark | None:
        """The mark that opens a row, None where none does."""
        mark = self._marks.get(row.key)
        return mark if mark is not None and self._accepts(mark) else None

    def knows(self, name: str) -> bool:
        """Whether somebody of the attendance list, or who is marked, is called so."""
        return self._is_known(name) or any(name == known for _, known in self._learned)

    def is_repeated(self, mark: Mark) -> bool:
        """Whether the document prints a mark more than once."""
        return self._counts[mark.style, mark.name] > 1

    def doubted(self, row: PrintedLine, after: PrintedLine | None) -> Mark | None:
        """What looks like a mark at the start of a row, with something said after it, though the document does not
        bear it out."""
        mark = self._marks.get(row.key)
        if mark is None or mark.style == "cell" or self._accepts(mark) or not self._reads_as_speech(mark, after):
            return None
        strength = self._measure(mark.name)
        if mark.style in ("bullet", "quote") or mark.style.startswith("bracket"):
            return mark if strength >= 2 or (strength == 1 and mark.style != "bullet") else None
        # Where others are marked in other ways, 費用：無料です is nobody's mark.
        weak = mark.style == "colon" and 2 * self._used["colon"] >= sum(self._used.values())
        return mark if strength >= (1 if weak else 2) else None

    def refusal(self, row: PrintedLine) -> str | None:
        """Why what looks like a mark at the start of a row is none, in Japanese; None where nothing does or it is one."""
        mark = self._marks.get(row.key)
        if mark is None or self._accepts(mark):
            return None
        name = mark.name[:LONGEST_MARK]
        if self._measure(mark.name) == 0:
            return f"「{name}」は、人、役職、組織の呼び方ではないため、発言者の表示としません"
        if self._used[mark.style] < 2:
            return f"「{name}」は、同じ書き方の発言者がほかにいないため、発言者の表示としません"
        return f"「{name}」は、繰り返し出てこず、出席者にもないため、発言者の表示としません"

    def match_glued(self, row: PrintedLine) -> Mark | None:
        """A known mark whose space text recognition lost: 本部長他に何か. Only where marks are parted by space alone."""
        own = self._marks.get(row.key)
        if own is not None and self._is_signature(own):
            return None
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

    def opens_speech(self, row: PrintedLine, after: PrintedLine | None) -> bool:
        """Whether a row surely begins the record: a mark with something said after it."""
        mark = self.match(row)
        return mark is not None and (self._reads_as_speech(mark, after) or self._goes_on(mark, after))

    def _reads_as_speech(self, mark: Mark, after: PrintedLine | None) -> bool:
        if mark.style in (TAUGHT, WEIGHED):
            return True
        if mark.speech:
            return is_sentence(mark.speech) or _flows(mark.speech) or (mark.style == "cell" and len(mark.speech) > 30)
        if after is None or not (is_sentence(after.text) or _flows(after.text) or _EXPLAINED.fullmatch(after.flat)):
            return False
        return mark.style.startswith(("alone", "bracket", "bullet", "colon", "ruled", "half", ASKED))

    def _goes_on(self, mark: Mark, after: PrintedLine | None) -> bool:
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
        if style in TOLD or (self._trusting and self._reads_as_name(style, name, count)):
            return True
        strength = self._measure(name)
        if strength == 3:
            return style not in _FAINT or self._used[style] >= (1 if style == "closing" else 3)
        known = self._is_known(name)
        if strength == 2:
            if self._used[style] >= (3 if _MEMBER.search(flat(name)) else 6):
                return True
            return (
                count >= 2
                or known
                or (style == "colon" and name in self._above_speech)
                or style == "bullet"
                or (self._used[style] >= 2 and style not in _BARE)
            )
        if _asks(name) and (count >= 2 or self._asked[style] >= 3):
            return True
        if self._shapes[style, shape_of(name)] >= (4 if style in _BARE else 3):
            # Ａ, Ｂ, Ｃ: one of a set, though it be heard once
            return varies(name)
        if (
            self._used[style] >= 5
            and style not in ("space", "alone")
            and _ORGANISATION.fullmatch(unicodedata.normalize("NFKC", name))
        ):
            return True
        if style in ("bracket[", "bracket【", "bracket<") and self._used[style] >= _SET_OFF and _FAMILY.fullmatch(name):
            # [青　野] among [委員長] and [主任]
            return True
        if style == "cell" and self._used[style] >= _SET_OFF and _OFFICE.fullmatch(name):
            # 資産経営課 beside its answer
            return True
        if style == "half" and self._used[style] >= _SET_OFF:
            # 霞浜商事） alone on its line, among 会長） and 係長）
            return True
        if style in _BARE:
            return known and len(name) >= 2 and (count >= 2 or self._are_called_by_name(style))
        if style == "bullet" and self._used[style] >= 5 and _OFFICIAL.search(name):
            return True
        repeated = count >= 2 and (self._used[style] >= 1 or len(self._names[style]) >= 2)
        return repeated or (known and count >= 1 and len(name) >= 2)

    def _reads_as_name(self, style: str, name: str, count: int) -> bool:
        """Whether a word set as a mark is a post, or could be a name: set off by a sign, or more than once."""
        strength = self._measure(name)
        return strength >= 2 or (strength == 1 and (style not in _BARE or count >= 2))

    def _are_called_by_name(self, style: str) -> bool:
        """Whether the document marks people of its attendance list by their names alone, one of them repeatedly."""
        if style not in self._by_name:
            known = [
                count
                for (used, name), count in self._counts.items()
                if used == style and len(name) >= 2 and self._measure(name) == 1 and self._is_known(name)
            ]
            self._by_name[style] = len(known) >= _KNOWN or (len(known) >= 2 and max(known) >= 2)
        return self._by_name[style]

    def _is_signature(self, mark: Mark) -> bool:
        """３番　青野一郎議員; 霞浜町長　赤井実: who signs or is named, on a line of its own, in a document that sets its marks off by
        signs."""
        if mark.style != "space" or _NAME_ALONE.fullmatch(flat(mark.speech).rstrip("。")) is None:
            return False
        return self._used["bullet"] >= _SET_OFF and self._used["bullet"] > 2 * self._used["space"]

    def _accepts(self, mark: Mark) -> bool:
        if self._is_signature(mark):
            return False
        if (mark.style, mark.name) in self._learned or mark.style in TOLD:
            return True
        if self._used[mark.style] < 2:
            return False
        strength = self._measure(mark.name)
        if strength < 2:
            return False
        if mark.style.startswith(("bullet", "bracket")) or mark.style in _EXPLICIT:
            return True
        return mark.style == "space" and strength == 3 and bool(mark.speech)
