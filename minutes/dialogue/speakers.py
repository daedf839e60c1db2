"""In which part each speaker of a meeting speaks: by post, by the attendance list, by what he says. Stdlib only.

Posts say most: 委員 ask, 課長 answer, 委員長 lead. What they mean depends on the meeting all the same. A 委員長 reports
in the plenary that the 議長 leads, the 会長 of a company is a guest, 課長 are the members of a meeting of officials,
and a vice-chair leads while the chair is away.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutes.dialogue.attendance import Attendance, Present
from minutes.dialogue.categories import SpeakerCategory
from minutes.dialogue.marks import Mark, Post, is_letter, is_section, is_stranger, is_titled, plain, read_mark
from minutes.dialogue.posts import role_of
from minutes.dialogue.procedure import asks, leads, takes_over

CHAIR, MEMBER = SpeakerCategory.CHAIR, SpeakerCategory.MEMBER
OFFICER, OTHER = SpeakerCategory.OFFICER, SpeakerCategory.OTHER
# Whoever bears no chair's post leads where so much of what he says, and so many times, is said by who leads.
_LEADING_SHARE, _LEADING_TIMES = 0.3, 3
# A vice-chair leads between two words of the chair where so many of his are said by who leads, and most of them.
_LEADING_ALONE = 2
_MEMBERS_OF_OFFICE = frozenset(("部員", "本部員", "班員", "構成員"))
_ASSEMBLY = re.compile(r"議会|本会議|定例会|臨時会")
# Officers of the city, not members of its assembly, though their bodies have chairs as well.
_OFFICERS_BODY = re.compile(r"教育委員会|\A教育\Z|選挙管理|農業委員会|公平委員会|監査|固定資産|人事委員会")
_HEAD_OF_BODY = (("本部長", "本部"), ("部会長", "部会"), ("委員長", "委員会"), ("会長", "会"), ("座長", ""))


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance: who speaks as printed (empty for nobody), and what. `kind` is that of the minutes (speech,
    explanation, summary, decision, note), `items` are its agenda items, whatever they are told by. `is_known` tells whether
    those who read it are told who speaks."""

    speaker: str
    text: str
    kind: str = "speech"
    items: frozenset[int] = frozenset()
    is_known: bool = True

    @property
    def is_record(self) -> bool:
        """Whether this is no speech but what was noted of the meeting."""
        return self.kind in ("decision", "note")

    @property
    def explains(self) -> bool:
        return self.kind in ("explanation", "summary")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a meeting beside what is said: its body's name, its title, who was there."""

    body: str
    title: str = ""
    present: tuple[Present, ...] = ()


def categories_of(
    said: Sequence[Said], setting: Setting, decided: Mapping[str, SpeakerCategory] | None = None
) -> list[SpeakerCategory]:
    """The category of each utterance. `decided` is what people settled for the body: by the speaker as printed, else by
    the post that role_of finds in it."""
    decided = decided or {}
    meeting = _Meeting(said, setting)
    found = []
    for place, each in enumerate(said):
        settled = decided.get(each.speaker) or decided.get(role_of(each.speaker)) if each.speaker else None
        found.append(settled or meeting.category_at(place))
    return found


class _Meeting:
    """Reads the marks of a meeting together."""

    def __init__(self, said: Sequence[Said], setting: Setting) -> None:
        self._said = said
        self._setting = setting
        self._body = plain(setting.body)
        self._marks = {each.speaker: read_mark(each.speaker) for each in said if each.speaker}
        self._attendance = Attendance(setting.present)
        self._seats = {speaker: self._attendance.seat_of(mark) for speaker, mark in self._marks.items()}
        self._is_assembly = any(mark.post.endswith("議長") for mark in self._marks.values()) or bool(
            _ASSEMBLY.search(self._body) or _ASSEMBLY.search(plain(setting.title))
        )
        self._of_officials = self._is_meeting_of_officials()
        self._leading = self._leading_places()
        self._chairs = self._find_chairs()
        self._standing_in = self._places_of_stand_ins()
        self._members_are_officials = self._of_officials or self._is_headquarters()
        self._plain = {speaker: self._category(speaker, mark) for speaker, mark in self._marks.items()}

    def category_at(self, place: int) -> SpeakerCategory:
        each = self._said[place]
        if not each.speaker or each.is_record:
            return OTHER
        if place in self._standing_in:
            return CHAIR
        category = self._plain[each.speaker]
        # A member of a meeting of officials explains what his own office plans.
        if category is MEMBER and self._members_are_officials and (each.explains or self._is_answer(place)):
            return OFFICER  # the office of a member is in charge of what is asked
        return category

    def _category(self, speaker: str, mark: Mark) -> SpeakerCategory:
        if speaker in self._chairs:
            return CHAIR
        if mark.kind is Post.MEMBER:
            return MEMBER
        if mark.kind is Post.SECRETARIAT and not mark.post.endswith("長"):
            return OFFICER
        if mark.kind in (Post.CHAIR, Post.VICE) and mark.organisation and not self._is_own(mark):
            return self._of_other_body(speaker, mark)
        side = self._side(speaker)
        if side is not None and not (mark.kind is Post.VICE and side is OFFICER):
            return side
        if mark.kind in (Post.CHAIR, Post.VICE):
            return MEMBER
        if mark.kind in (Post.GUIDE, Post.SECRETARIAT):
            return OFFICER
        if mark.kind is Post.OFFICIAL:
            return MEMBER if self._of_officials else OFFICER
        if mark.kind is Post.DIRECTOR:
            return self._director(mark)
        if mark.kind is Post.GUEST:
            return OTHER
        return self._nameless(mark)

    def _side(self, speaker: str) -> SpeakerCategory | None:
        seat = self._seats[speaker]
        return seat.side if seat else None

    def _of_other_body(self, speaker: str, mark: Mark) -> SpeakerCategory:
        side = self._side(speaker)
        if side is not None:
            return side
        if not self._is_assembly:
            return OTHER
        return OFFICER if _OFFICERS_BODY.search(mark.organisation) else MEMBER

    def _director(self, mark: Mark) -> SpeakerCategory:
        """理事 of a board and of an assembly's committee ask, those of a department answer."""
        if mark.post == "理事":
            return OFFICER if is_section(mark.before) else MEMBER
        return MEMBER if f"{mark.post}会" in self._body else OFFICER

    def _nameless(self, mark: Mark) -> SpeakerCategory:
        """A name without a post that no list knows: a member, among others who have posts."""
        if mark.text == "Q" or (is_titled(mark) and self._is_assembly):
            return MEMBER
        if mark.text == "A" and any(other.text == "Q" for other in self._marks.values()):
            return OFFICER
        if is_stranger(mark):
            return OTHER
        has_others = any(
            other.kind in (Post.SECRETARIAT, Post.OFFICIAL, Post.CHAIR, Post.GUIDE) for other in self._marks.values()
        )
        is_person = is_letter(mark) or len(mark.person) <= 6
        return MEMBER if has_others and is_person else OTHER

    def _is_meeting_of_officials(self) -> bool:
        """Whether officials are the members: several speak, a secretariat answers, and nobody is called a member."""
        kinds = [mark.kind for mark in self._marks.values()]
        officials = {mark.before + mark.post for mark in self._marks.values() if mark.kind is Post.OFFICIAL}
        return (
            Post.MEMBER not in kinds
            and any("事務局" in mark.post or mark.post.startswith("担当") for mark in self._marks.values())
            and Post.CHAIR in kinds
            and len(officials) > 1
            and not self._is_assembly
        )

    def _is_headquarters(self) -> bool:
        """Whether those who are called members are members as heads of their offices."""
        posts = {mark.post for mark in self._marks.values() if mark.kind is Post.MEMBER}
        return bool(posts) and posts <= _MEMBERS_OF_OFFICE

    def _is_answer(self, place: int) -> bool:
        """Whether somebody says what the one before him asked."""
        before = self._said[place - 1] if place else Said("", "")
        asked = bool(before.speaker) and not before.is_record and asks(before.text) and not leads(before.text)
        return asked and not asks(self._said[place].text)

    def _leading_places(self) -> dict[str, list[int]]:
        """Where each speaker says what is said by who leads."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self._said):
            if each.speaker and not each.is_record and leads(each.text):
                found[each.speaker].append(place)
        return found

    def _is_own(self, mark: Mark) -> bool:
        """Whether a post is that of this body: 総務常任委員長 of 総務委員会."""
        name = re.sub(r"常任|特別|委員会?\Z|協議\Z|審議\Z", "", mark.organisation)
        return not name or name in self._body

    def _find_chairs(self) -> frozenset[str]:
        """The marks of whoever leads the meeting; several where they change or bear different names of one post."""
        own = [
            speaker
            for speaker, mark in self._marks.items()
            if mark.kind is Post.CHAIR and (not mark.organisation or self._is_own(mark))
        ]
        own += [
            speaker
            for speaker, seat in self._seats.items()
            if seat and seat.head is Post.CHAIR and speaker not in own and self._marks[speaker].kind is not Post.VICE
        ]
        if own:
            best = max(own, key=self._fitness)
            core = _core(self._marks[best])
            return frozenset(
                speaker
                for speaker in own
                if _core(self._marks[speaker]) == core or self._share(speaker) >= _LEADING_SHARE
            )
        vices = [speaker for speaker, mark in self._marks.items() if mark.kind is Post.VICE and not mark.organisation]
        guides = [speaker for speaker, mark in self._marks.items() if mark.kind is Post.GUIDE]
        for others in (vices, guides):
            leading = [speaker for speaker in others if self._leading[speaker]]
            if leading:
                return frozenset([max(leading, key=lambda speaker: len(self._leading[speaker]))])
        return self._chairs_by_words()

    def _chairs_by_words(self) -> frozenset[str]:
        """Who leads by what he says alone: a 教育長 or 市長 whose meeting has no other chair."""
        likely = [
            speaker
            for speaker, mark in self._marks.items()
            if mark.kind is not Post.SECRETARIAT
            and len(self._leading[speaker]) >= _LEADING_TIMES
            and self._share(speaker) >= _LEADING_SHARE
        ]
        return frozenset([max(likely, key=lambda speaker: len(self._leading[speaker]))]) if likely else frozenset()

    def _fitness(self, speaker: str) -> tuple[bool, bool, int]:
        """How well somebody fits as the chair: by the post that heads such a body, then by what he says."""
        mark = self._marks[speaker]
        seat = self._seats[speaker]
        fits = (
            mark.post.endswith("議長")
            if self._is_assembly and "委員会" not in self._body
            else any(
                mark.post.endswith(post) and (not kind or self._body.endswith(kind)) for post, kind in _HEAD_OF_BODY
            )
        )
        return fits, bool(seat and seat.head is Post.CHAIR), len(self._leading[speaker])

    def _share(self, speaker: str) -> float:
        spoken = Counter(each.speaker for each in self._said)[speaker]
        return len(self._leading[speaker]) / spoken if spoken else 0.0

    def _places_of_stand_ins(self) -> frozenset[int]:
        """Where a vice-chair leads for a while: from the chair's last words to the next, if he says so or mostly leads there."""
        vices = {speaker for speaker, mark in self._marks.items() if mark.kind is Post.VICE and not mark.organisation}
        found: set[int] = set()
        stretch: list[int] = []
        for place, each in enumerate((*self._said, Said("", ""))):
            if each.speaker in self._chairs or place == len(self._said):
                if self._is_led(stretch):
                    found.update(stretch)
                stretch = []
            elif each.speaker in vices:
                stretch.append(place)
        return frozenset(found)

    def _is_led(self, stretch: Sequence[int]) -> bool:
        leading = [place for place in stretch if place in self._leading[self._said[place].speaker]]
        if any(takes_over(self._said[place].text) for place in stretch[:2]):
            return True
        return len(leading) >= _LEADING_ALONE and 2 * len(leading) > len(stretch)


def _core(mark: Mark) -> str:
    return re.sub(r"\A(?:臨時|仮)", "", mark.post)
