"""Which answer belongs to which question: inquiries (質疑), recognised by order and by what is said. Stdlib only.

An inquiry is what one person asks in a row, with the answers: question, answers, what he asks or says after that. It ends
where somebody else asks, or the chair goes on to something else. A speech that asks several officials at once is
answered by all who speak until then. Only answers that belong to a question for certain are taken as such.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutes.dialogue.categories import SpeakerCategory
from minutes.dialogue.procedure import (
    acknowledges,
    asks,
    asks_outright,
    breaks_off,
    calls_for_answers,
    hands_on,
    introduces,
    is_call,
    leads,
    opens_matter,
    puts_off,
    replies,
    requests,
)
from minutes.dialogue.speakers import Said

CHAIR, MEMBER = SpeakerCategory.CHAIR, SpeakerCategory.MEMBER
OFFICER, OTHER = SpeakerCategory.OFFICER, SpeakerCategory.OTHER
# What somebody who is no official says in answer is longer than an exclamation.
_SHORTEST_TESTIMONY = 20
# Half a sentence asks by itself: 配食サービスは。
_EXCLAMATION = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where an utterance stands: the number of its inquiry, None outside of any, and the questions that it answers."""

    inquiry: int | None = None
    answers: tuple[int, ...] = ()


@dataclass
class _Inquiry:
    """What one person asks, as far as it has gone."""

    asker: str
    items: frozenset[int]
    # Questions that nobody answered yet, and those that the last answers belong to.
    waiting: list[int] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    is_answered: bool = False
    # The chair said something of his own: whoever speaks next may speak to that.
    is_interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A meeting as one circle of readers reads it: what was said, in which part each speaks, and the places of what this
    circle sees. What else was said is there as well."""

    said: Sequence[Said]
    categories: Sequence[SpeakerCategory]
    seen: Sequence[int]


def inquiries_of(
    said: Sequence[Said], categories: Sequence[SpeakerCategory], circles: Sequence[Sequence[int]] = ()
) -> list[Place]:
    """The place of each utterance. Questions are named by their index.

    `circles` are the utterances that the circles of readers see, the widest circle first and the last one all of them;
    without any, all see all.
    """
    return inquiries_as_read([Reading(said, categories, circle) for circle in circles or [range(len(said))]])


def inquiries_as_read(readings: Sequence[Reading]) -> list[Place]:
    """The same where circles read different words as well, the widest circle first and the last one all as it is.

    What a circle sees is joined as if nothing else had been said: no number and no link tells it that there is more. What
    is not so in truth is not joined either. Who is not known to a circle asks nobody and answers nobody, and nothing is
    joined across what that person says: the next circle that knows who it is joins it.
    """
    joined = _Joined(len(readings[-1].said))
    for reading in readings:
        truth = _Reader(reading.said, reading.categories).read_all()
        if len(reading.seen) == len(reading.said):
            joined.add(reading, truth, truth)
            continue
        seen = [reading.said[index] for index in reading.seen]
        joined.add(reading, _Reader(seen, [reading.categories[index] for index in reading.seen]).read_all(), truth)
    return joined.places()


class _Joined:
    """Places as one circle of readers after the other sees them."""

    def __init__(self, length: int) -> None:
        self._numbers: list[int | None] = [None] * length
        self._answers: list[tuple[int, ...]] = [()] * length
        # What a circle before saw, knowing who spoke.
        self._seen: set[int] = set()
        self._last = 0

    def places(self) -> list[Place]:
        return [Place(number, answers) for number, answers in zip(self._numbers, self._answers, strict=True)]

    def add(self, reading: Reading, places: Sequence[Place], truth: Sequence[Place]) -> None:
        """What this circle sees beyond the one before: what that one saw is joined to nothing else that it saw."""
        circle = reading.seen
        inquiries: defaultdict[int, list[int]] = defaultdict(list)
        for index, place in zip(circle, places, strict=True):
            seen = [circle[question] for question in place.answers]
            true = [question for question in seen if question in truth[index].answers]
            if place.inquiry is not None and (true or not seen):
                inquiries[place.inquiry].append(index)
            for question in true:
                if index not in self._seen or question not in self._seen:
                    self._answers[index] = (*self._answers[index], question)
        for members in inquiries.values():
            if self._seen.isdisjoint(members):
                number = self._new_number()
                for index in members:
                    self._numbers[index] = number
            else:
                self._attach(members)
        self._seen.update(index for index in circle if reading.said[index].is_known)

    def _attach(self, members: Sequence[int]) -> None:
        """Newly seen utterances go to what they answer, or to what answers them."""
        for index in members:
            linked = self._answers[index] or tuple(other for other in members if index in self._answers[other])
            for other in linked[:1]:
                if index not in self._seen or (other not in self._seen and self._numbers[index] is None):
                    number = self._numbers[other] or self._numbers[index] or self._new_number()
                    self._give(index, number)
                    self._give(other, number)

    def _give(self, index: int, number: int) -> None:
        """Two utterances that a circle before saw apart do not get one number now: that would join them for it."""
        if self._numbers[index] is not None:
            return
        if index in self._seen and any(self._numbers[other] == number for other in self._seen):
            return
        self._numbers[index] = number

    def _new_number(self) -> int:
        self._last += 1
        return self._last


class _Reader:
    """Goes through a meeting once, with the inquiry that is going on."""

    def __init__(self, said: Sequence[Said], categories: Sequence[SpeakerCategory]) -> None:
        self._said = said
        self._categories = categories
        self._current: _Inquiry | None = None
        self._count = 0
        self.places = [Place()] * len(said)

    def read_all(self) -> list[Place]:
        for index in range(len(self._said)):
            self.read(index)
        self.close()
        return self.places

    def read(self, index: int) -> None:
        each, category = self._said[index], self._categories[index]
        if not each.is_known:
            self.close()
            return
        if each.is_record or not each.speaker:
            if each.kind == "decision" or breaks_off(each.text):
                self.close()
            return
        if self._current and each.items and self._current.items and not each.items & self._current.items:
            self.close()
        if category is CHAIR:
            self._chair(index, each)
        elif category is MEMBER:
            self._member(index, each)
        elif category is OFFICER or len(each.text) >= _SHORTEST_TESTIMONY:
            self._answer(index, each)

    def close(self) -> None:
        """Ends the inquiry that is going on; one that nobody answered is none."""
        current, self._current = self._current, None
        if current is None or not current.is_answered:
            return
        self._count += 1
        for index in current.members:
            self.places[index] = Place(self._count, self.places[index].answers)

    def _chair(self, index: int, each: Said) -> None:
        """The chair calls or hands on, asks himself, or goes on to something else."""
        current = self._current
        if is_call(each.text) or (current and self._passes_on(current, each.text)):
            return
        if leads(each.text):
            self.close()
        elif asks_outright(each.text):
            if (
                current
                and current.asker != each.speaker
                and any(asks(self._said[other].text) for other in current.waiting)
            ):
                return  # he puts into his own words what was asked
            if current is None or current.asker != each.speaker:
                self.close()
                current = self._begin(each)
            current.members.append(index)
            current.waiting, current.answered, current.is_interrupted = [index], [], False
        elif current:
            current.is_interrupted = True

    def _passes_on(self, current: _Inquiry, text: str) -> bool:
        """Whether the chair leaves the word to those who are to answer, or to answer too."""
        if current.waiting:
            return calls_for_answers(text) or acknowledges(text) or (hands_on(text) and not opens_matter(text))
        return bool(current.answered) and calls_for_answers(text) and not opens_matter(text)

    def _member(self, index: int, each: Said) -> None:
        current = self._current
        if current is None or current.asker != each.speaker:
            self.close()
            current = self._begin(each)
        current.members.append(index)
        current.is_interrupted = False
        if acknowledges(each.text):
            current.waiting, current.answered = [], []
            return
        current.waiting, current.answered = [*filter(self._is_question, current.waiting), index], []

    def _answer(self, index: int, each: Said) -> None:
        current = self._current
        if current is None or each.explains or current.is_interrupted:
            self.close()
            return
        if puts_off(each.text):
            return
        if introduces(each.text):
            self.close()
            return
        questions = [other for other in current.waiting if self._is_question(other) or replies(each.text)]
        questions = questions or current.answered
        if not questions:
            current.waiting = []
            return
        current.members.append(index)
        current.waiting, current.answered, current.is_answered = [], questions, True
        self.places[index] = Place(answers=tuple(questions))

    def _is_question(self, index: int) -> bool:
        text = self._said[index].text
        return asks(text) or (not introduces(text) and (requests(text) or len(text) <= _EXCLAMATION))

    def _begin(self, each: Said) -> _Inquiry:
        self._current = _Inquiry(each.speaker, each.items)
        return self._current
