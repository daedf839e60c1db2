"""Questions and answers beside the hits: the link to the other side, and what an inquiry (質疑) is called as one result."""

from collections.abc import Sequence
from dataclasses import dataclass

from minutes.access import User
from minutes.models import Utterance
from minutes.reading_room import Counterparts, counterparts_of, inquiries_of
from search.engine import HitGroup
from search.page.hits import FoundEntry
from search.page.links import Link, beginning_of

# Of a speech that many officials answer, so many answers are linked; the minutes show all.
MOST_LINKED = 5
LENGTH = 80


@dataclass(frozen=True)
class InquiryHead:
    """What stands above the hits of an inquiry: its title, the address of its beginning, how it begins."""

    title: str
    url: str
    beginning: str


def links_to_other_side(found: Sequence[FoundEntry], user: User) -> dict[int, tuple[Link, ...]]:
    """For utterances by primary key: 答弁を見る, 質問を見る. One query."""
    spoken = [entry.utterance for entry in found if entry.utterance is not None]
    return {key: _links(each) for key, each in counterparts_of(spoken, user).items()}


def heads_of(groups: Sequence[HitGroup], user: User) -> dict[tuple[int, int], InquiryHead]:
    """The heads of those groups that are inquiries, by meeting and number. One query."""
    places = {(group.meeting, group.inquiry) for group in groups if group.inquiry is not None}
    return {
        place: InquiryHead(
            f"{inquiry.first.speaker}の質疑", inquiry.first.get_absolute_url(), beginning_of(inquiry.first.text, LENGTH)
        )
        for place, inquiry in inquiries_of(places, user).items()
        if inquiry.is_answered
    }


def _links(other: Counterparts) -> tuple[Link, ...]:
    questions = [_link("質問を見る", utterance) for utterance in other.questions[:MOST_LINKED]]
    return (*questions, *(_link("答弁を見る", utterance) for utterance in other.answers[:MOST_LINKED]))


def _link(label: str, utterance: Utterance) -> Link:
    return Link(f"{label}：{utterance.speaker}", utterance.get_absolute_url())
