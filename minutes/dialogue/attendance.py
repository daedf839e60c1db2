"""On which side of a meeting its attendance list puts those who speak. Stdlib only."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from minutes.dialogue.categories import SpeakerCategory
from minutes.dialogue.marks import Mark, Post, plain, read_mark

# The first that fits decides: 委員会事務局 and 委員会説明員 are no 委員.
_SIDES: tuple[tuple[SpeakerCategory, re.Pattern[str]], ...] = (
    (
        SpeakerCategory.OTHER,
        re.compile(r"傍聴|オブザーバー|参考人|来賓|アドバイザー|コンサル|委託|事業者|講師|報道|ゲスト"),
    ),
    (
        SpeakerCategory.OFFICER,
        re.compile(
            r"事務局|説明員|説明者|理事者|執行部|執行機関|当局|職員|121条|説明のため|職務のため|関係課|担当課|所管課|行政|"
            r"出席説明|[市区町村]側|担当者|書記|幹事(?!会)"
        ),
    ),
    (
        SpeakerCategory.MEMBER,
        re.compile(r"委員|議員|部員|構成員|評議員|班員|会員|メンバー|会長|議長|座長|部会長|本部長|幹事"),
    ),
)
_PARTS = re.compile(r"[\s　]+")
_BRACKETED = re.compile(r"[（(]([^（()）]+)[)）]")
# A post that says too little to know its holder by.
_SHORTEST_POST = 3


@dataclass(frozen=True, slots=True)
class Present:
    """One entry of an attendance list, as printed."""

    group: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Seat:
    """What the list says of somebody: the side, None where it does not say, and whether he leads the meeting."""

    side: SpeakerCategory | None
    head: Post | None = None


class Attendance:
    """Finds the seat of whoever a mark names."""

    def __init__(self, present: Iterable[Present]) -> None:
        self._by_text: defaultdict[str, set[Seat]] = defaultdict(set)
        self._people: defaultdict[str, set[Seat]] = defaultdict(set)
        # Posts that stand in the list without the name of their holder.
        self._offices: defaultdict[str, set[Seat]] = defaultdict(set)
        self._posts: list[tuple[str, str, Seat]] = []
        for entry in present:
            self._add(entry)

    def seat_of(self, mark: Mark) -> Seat | None:
        """None where the list knows nobody of that mark, or people of several seats."""
        found = self._by_text.get(mark.text) or self._by_office(mark) or self._by_person(mark)
        return next(iter(found)) if found and len(found) == 1 else None

    def _add(self, entry: Present) -> None:
        seat = Seat(side_of(entry.group), _head_of(entry.role) or _head_of(entry.group))
        bare = _BRACKETED.sub("", entry.name)
        parts = [part for part in _PARTS.split(bare.strip()) if part]
        for text in {plain(text) for text in (entry.name, bare, *_BRACKETED.findall(entry.name), *parts)} - {""}:
            self._by_text[text].add(seat)
        if len(parts) == 2:
            post, person = plain(parts[0]), plain(parts[1])
            self._posts.append((post, person, seat))
            self._people[person].add(seat)
        elif len(parts) == 1 and read_mark(parts[0]).kind is Post.NONE:
            self._people[plain(parts[0])].add(seat)
        elif len(parts) == 1:
            self._offices[plain(parts[0])].add(seat)

    def _by_office(self, mark: Mark) -> set[Seat]:
        """古内財務部長 is the 財務部長 古内勝人 of the list, so are 財務部長（古内） and 古内部長."""
        outer = mark.text.partition("(")[0]
        if mark.before and not mark.organisation and mark.post in self._offices:
            return self._offices[mark.post]
        return {
            seat
            for post, person, seat in self._posts
            if (len(post) >= _SHORTEST_POST and outer == post)
            or (len(outer) > len(post) and outer.endswith(post) and person.startswith(outer.removesuffix(post)))
            or (mark.post and mark.before and post.endswith(mark.post) and person.startswith(mark.before))
        }

    def _by_person(self, mark: Mark) -> set[Seat]:
        name = mark.person or (mark.before if not mark.organisation else "")
        if not name:
            return set()
        whole = self._people.get(name)
        if whole:
            return whole
        if mark.kind not in (Post.NONE, Post.DIRECTOR):
            return set()  # 田中課長 may bear the family name of a member
        # A family name alone is known by those of the list that begin with it.
        return {seat for person, seats in self._people.items() if person.startswith(name) for seat in seats}


def side_of(group: str) -> SpeakerCategory | None:
    """The side that a group of the list sits on; None where its name does not say."""
    folded = plain(group)
    return next((side for side, pattern in _SIDES if pattern.search(folded)), None)


def _head_of(text: str) -> Post | None:
    kind = read_mark(text).kind if text else Post.NONE
    return kind if kind in (Post.CHAIR, Post.VICE) else None
