"""Whether two accounts are of one meeting, by what they tell of it: number, part, hour, agenda, place, words. Stdlib only.

The accounts are taken for minutes of one body on one day, or of one body and year where neither has a date. A body may
meet twice a day (午前の部 and 午後の部), and the minutes of one meeting may come again (確定版 after 速報版). What the heads
say decides where it can; else the words that were said do; where neither can, nobody guesses.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import lru_cache

from minutes.wording import DateError, parse_number

# Texts that share so many of their pieces may be states of one document, or meetings that opened and closed alike …
NEAR = 0.5
# … and those that share so many are states of one, unless the heads speak against it.
ALL_BUT_EQUAL = 0.9


class Answer(StrEnum):
    """Whether two accounts are of one meeting."""

    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"


class _Difference(Enum):
    """What two heads tell differently. PART: one names a part of the day, the other none."""

    START = "start"
    AGENDA = "agenda"
    VENUE = "venue"
    TITLE = "title"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the head of an account tells. `starts_at` is HH:MM or empty, `agenda` holds keys of titles.

    `parts` holds what the title or the file's name says of which meeting of the day it was, by kind; `stem` is the
    title without what all titles have.
    """

    number: int | None = None
    starts_at: str = ""
    venue: str = ""
    agenda: frozenset[str] = frozenset()
    stem: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    # Title or file name call it a state of the minutes: 速報版, 確定版, 修正版 …
    is_state: bool = False

    @classmethod
    def of(
        cls,
        *,
        number: int | None,
        title: str,
        starts_at: str | None,
        venue: str | None,
        agenda: Iterable[str],
        filename: str = "",
    ) -> "Sitting":
        """From the words of an account as they are printed, and the name of its file."""
        plain = _plain(title)
        parts = {**_parts_of(_plain(filename)), **_parts_of(plain)}
        is_state = any(map(_STATES.search, (plain, _plain(filename))))
        return cls(number, starts_at or "", _plain(venue or ""), keys_of(agenda), _stem_of(plain), parts, is_state)

    def may_be(self, other: "Sitting") -> bool:
        """Whether two accounts without a date are compared at all: those of one number or one title."""
        return self.stem == other.stem or (self.number is not None and self.number == other.number)


def keys_of(agenda: Iterable[str]) -> frozenset[str]:
    """The titles of an agenda as they are compared: width, white space and case make no difference."""
    return frozenset(key for title in agenda if (key := _plain(title)))


def are_apart(new: Sitting, old: Sitting) -> bool:
    """Whether number, title or file name alone tell two meetings from each other."""
    if new.number is not None and old.number is not None and new.number != old.number:
        return True
    return any(old.parts.get(kind, part) != part for kind, part in new.parts.items())


def by_heads(new: Sitting, old: Sitting) -> Answer | None:
    """What the heads alone tell, None where the words have to be compared."""
    if are_apart(new, old):
        return Answer.OTHER
    if _is_one_number(new, old) and not _differences(new, old) & _AGAINST_NUMBER:
        return Answer.SAME
    return None


def by_words(new: Sitting, old: Sitting, shared: float | None) -> Answer:
    """What heads that do not decide and the words tell together.

    `shared` is how large a part of their pieces the texts share, 0 to 1, None where one of them has no text.
    """
    differences = _differences(new, old)
    is_near = shared is not None and shared >= NEAR
    if _is_one_number(new, old):
        return Answer.SAME if is_near or shared is None else Answer.UNSURE
    if shared is not None and is_near:
        # One body meets at one hour once; without an hour, meetings of one day may open, close and go alike.
        at_one_hour = bool(new.starts_at) and new.starts_at == old.starts_at
        if (at_one_hour or new.is_state or old.is_state) and not differences & _AGAINST_WORDS:
            return Answer.SAME
        is_sure = shared >= ALL_BUT_EQUAL and not differences & _AGAINST_COPY
        return Answer.SAME if is_sure else Answer.UNSURE
    if _Difference.START in differences:
        return Answer.OTHER
    if new.starts_at and old.starts_at:
        # At one hour a body meets twice only where it parts: other rooms and other items.
        return Answer.OTHER if {_Difference.VENUE, _Difference.AGENDA} <= differences else Answer.UNSURE
    return Answer.OTHER if differences & _OF_ANOTHER else Answer.UNSURE


_AGAINST_NUMBER = {_Difference.START, _Difference.AGENDA, _Difference.PART}
_AGAINST_WORDS = {_Difference.START, _Difference.TITLE, _Difference.PART}
# A title may have been corrected; another hour or part of the day is another meeting's as likely as a mended one.
_AGAINST_COPY = {_Difference.START, _Difference.PART}
_OF_ANOTHER = {_Difference.AGENDA, _Difference.VENUE, _Difference.TITLE}


def _is_one_number(new: Sitting, old: Sitting) -> bool:
    return new.number is not None and new.number == old.number


def _differences(new: Sitting, old: Sitting) -> set[_Difference]:
    """What both tell, and differently."""
    told = {
        _Difference.START: bool(new.starts_at and old.starts_at) and new.starts_at != old.starts_at,
        _Difference.AGENDA: bool(new.agenda and old.agenda) and not new.agenda & old.agenda,
        _Difference.VENUE: _say_otherwise(new.venue, old.venue),
        _Difference.TITLE: _say_otherwise(new.stem, old.stem),
        _Difference.PART: new.parts.keys() != old.parts.keys(),
    }
    return {difference for difference, holds in told.items() if holds}


def _say_otherwise(one: str, other: str) -> bool:
    """Whether neither is the other with more around it: 第1会議室 is 市役所第1会議室."""
    return bool(one and other) and one not in other and other not in one


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


_NUMBER = r"[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
# By kind: what tells one meeting of a day from another. An hour after 午前 is an hour and no part of the day.
_PARTS = {
    "half": re.compile(rf"(午前|午後)(?!(?:{_NUMBER}|零|正)時|[0-9]{{1,2}}:)|(夜間|夜|昼|夕方)の部"),
    "part": re.compile(rf"第({_NUMBER})部(?!会(?!議録|議事)|[門長局署隊])|(前半|後半|前編|後編)"),
    "piece": re.compile(rf"その({_NUMBER})(?![0-9])"),
    "issue": re.compile(rf"(?<!案)第({_NUMBER})号"),
    "group": re.compile(
        rf"第({_NUMBER})(?:分科会|分科|班|グループ|セッション|会場)|([a-z])(?:分科会|班|グループ|会場)|([^\W_第回0-9]{{1,8}})分科会"
    ),
    "kind": re.compile(r"(定例|臨時|緊急)"),
}


@lru_cache(maxsize=8192)
def _parts_of(plain: str) -> Mapping[str, str]:
    found = {}
    for kind, pattern in _PARTS.items():
        match = pattern.search(plain)
        if match:
            found[kind] = _number_or_word(next(group for group in match.groups() if group))
    return found


def _number_or_word(printed: str) -> str:
    """One spelling of a number: 一 and 1 are the same part."""
    try:
        return str(parse_number(printed))
    except DateError:
        return printed


_COMMON = re.compile(
    rf"(?:明治|大正|昭和|平成|令和|[mtshr])?(?:元|{_NUMBER}|[0-9]{{4}})年度?(?:(?:{_NUMBER})月(?:(?:{_NUMBER})日)?)?"
    rf"|第?(?:{_NUMBER})回|\((?:月|火|水|木|金|土|日)\)"
    r"|会議録|議事録|議事要旨|会議要旨|会議概要|議事概要|要旨|概要|記録|次第"
    r"|速報版?|確定版?|最終版?|未定稿|訂正版?|修正版?|改訂版?|(?<=\()案(?=\))"
)
_STATES = re.compile(r"速報|確定|最終版|未定稿|訂正|修正|改訂|(?<=\()案(?=\))")
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def _stem_of(plain: str) -> str:
    """The title without years, numbers, what it is a record of, which state it is in, parts and signs."""
    bare = _COMMON.sub("", plain)
    for pattern in _PARTS.values():
        bare = pattern.sub("", bare)
    return _SIGNS.sub("", bare).replace("の部", "")
