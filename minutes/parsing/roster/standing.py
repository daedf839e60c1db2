"""Where a list of people stands: the group, section and seat of whoever is named next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.text import squeeze
from minutes.parsing.words.people import ABSENT, AUDIENCE, group_of, seat_of

_GENERIC = re.compile(
    r"(?:会議)?出席者(?:等|氏名|名簿?|一覧)?(?:[(（](?:敬称略|順不同|五十音順|50音順)[)）])?|出席状況|出席者の?(?:状況|職?氏名)|参加者(?:名簿?)?|出席|(?:会議に)?出席した者|委員等の出席状況|出席(?:委員|議員|者)等?(?:及び|並びに|・|、|と)欠席(?:委員|議員|者)等?|出欠席?(?:状況)?"
)
_OUTSIDE = re.compile(
    r"地方自治法|委[嘱任]を受け|出席を求め|委員外|説明|執行|理事者|当局|事務局|来賓|オブザーバー?|アドバイザー?|[市区町村県都府省庁]側|^教育委員会$|職員"
)
# Whoever chairs a body in which the 教育長 is a guest or an officer.
_CHAIRS = frozenset(["会長", "座長", "議長", "部会長", "理事長", "本部長"])
_MEMBERS = frozenset(["委員", "部員", "議員", "会員"])
# 出席並びに欠席委員, 出欠状況: those present and those absent in one list
_BOTH = re.compile("出席|出欠")


@dataclass(slots=True)
class Standing:
    """Where a list of people stands: what was printed above the line that is read next."""

    # The label of the section, and whether it only says that people were there: labels below it are the groups then.
    heading: str | None = None
    generic: bool = True
    group: str | None = None
    role: str | None = None
    affiliation: str | None = None
    absent: bool = False
    audience: bool = False
    # How the labels of this list were set so far: （委員）, 委員：, (1)委員; and whether seats are glued to names.
    bracket: str = ""
    colons: bool = False
    counts_groups: bool = False
    glues: bool = False
    # Whether somebody chairs in whose body the 教育長 has no seat.
    chaired: bool = False

    def enter_heading(self, label: str) -> None:
        """A section heading: 出席者 (labels below it are the groups) or 出席委員, 事務局 (a group itself)."""
        word = re.sub(r"\s?[(（]?[0-9０-９]{1,3}\s?[名人][)）]?$", "", squeeze(label))
        self.generic = is_generic(word)
        self.counts_groups = self.colons = False
        self.heading = word
        self.enter_group(word if not self.generic else None)
        if self.generic:
            self.group = word

    def enter_group(self, group: str | None) -> None:
        """The people below are of this group."""
        self.group = group
        self.role = seat_of(group) if group else None
        self.affiliation = None
        self.absent = bool(group and tells_absent(group))
        self.audience = bool(group and AUDIENCE.search(group))

    def is_group(self, label: str) -> bool:
        """Whether a label is a group here: under 出席委員 a seat or 委員 before a name is its role instead."""
        group = group_of(label)
        if group is None:
            return False
        of_member = seat_of(group) is not None or group in _MEMBERS
        return not of_member or self.generic

    def seats(self, seat: str) -> bool:
        """Whether a seat printed with a name is one of this body: 議長 among guests sits elsewhere, 教育長 in the board alone."""
        if self.is_outside:
            return False
        if seat in _CHAIRS:
            self.chaired = True
        if not seat.startswith("教育長"):
            return True
        if self.generic and self.group == self.heading:
            return not self.chaired
        return self.group is not None and (self.group.endswith("委員") or seat_of(self.group) is not None)

    @property
    def is_outside(self) -> bool:
        """Whether the group are no members: 副議長 甲野 among 委員外出席者 sits in another body."""
        return self.group is not None and _OUTSIDE.search(self.group) is not None


def tells_absent(word: str) -> bool:
    """Whether a label stands above those who were not there: 欠席委員, and not 出席及び欠席委員."""
    return ABSENT.search(word) is not None and _BOTH.search(word) is None


def is_generic(word: str) -> bool:
    """Whether a label says no more than that people were there: 出席者, 出席状況."""
    return _GENERIC.fullmatch(squeeze(word)) is not None
