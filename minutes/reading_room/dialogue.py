"""From a question to its answers and back, and what an inquiry is about, as a reader may see it.

Everything here comes of utterances that the reader may read: what is hidden from him is in no link and no number, nor is
what somebody said who is not named to him.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from minutes import access
from minutes.access import User
from minutes.models import Utterance


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The questions that an utterance answers, and the answers to it, in the order of the minutes."""

    questions: tuple[Utterance, ...] = ()
    answers: tuple[Utterance, ...] = ()


@dataclass(frozen=True, slots=True)
class SideLink:
    """答弁を見る：財政課長 — from a question to an answer, or back. `is_alone` where it is the only one there."""

    label: str
    speaker: str
    url: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a reader sees of an inquiry: its first utterance, and whether he sees an answer with its question."""

    first: Utterance
    is_answered: bool


def counterparts_of(utterances: Iterable[Utterance], user: User) -> dict[int, Counterparts]:
    """The other side of each utterance that has one for this reader, by primary key. One query; their texts are not read."""
    asked: defaultdict[int, dict[int, Utterance]] = defaultdict(dict)
    for utterance in utterances:
        if utterance.inquiry is not None and _is_named(utterance):
            asked[utterance.meeting_id][utterance.ref] = utterance
    if not asked:
        return {}
    wanted = [
        Q(meeting=meeting)
        & (Q(ref__in={ref for row in rows.values() for ref in row.answers}) | Q(answers__overlap=[*rows]))
        for meeting, rows in asked.items()
    ]
    others: defaultdict[int, list[Utterance]] = defaultdict(list)
    visible = access.visible_utterances(user).filter(reduce(or_, wanted)).select_related("meeting")
    for other in visible.order_by("meeting", "order").defer("text"):
        if _is_named(other):
            others[other.meeting_id].append(other)
    found = {
        utterance.pk: Counterparts(
            tuple(other for other in others[meeting] if other.ref in utterance.answers),
            tuple(other for other in others[meeting] if utterance.ref in other.answers),
        )
        for meeting, rows in asked.items()
        for utterance in rows.values()
    }
    return {key: each for key, each in found.items() if each.questions or each.answers}


def links_between(utterances: Sequence[Utterance], user: User) -> dict[int, tuple[SideLink, ...]]:
    """The same for utterances that stand on one page, as links. One query."""
    here = {utterance.ref for utterance in utterances}
    found = {}
    for key, each in counterparts_of(utterances, user).items():
        others = [("質問を見る", other) for other in each.questions] + [("答弁を見る", other) for other in each.answers]
        found[key] = tuple(
            SideLink(
                label,
                other.speaker,
                f"#u{other.ref}" if other.ref in here else other.get_absolute_url(),
                len(others) == 1,
            )
            for label, other in others
        )
    return found


def inquiries_of(places: Collection[tuple[int, int]], user: User) -> dict[tuple[int, int], Inquiry]:
    """What this reader sees of inquiries, each given by meeting and number. One query."""
    if not places:
        return {}
    wanted = reduce(or_, (Q(meeting=meeting, inquiry=number) for meeting, number in places))
    rows: defaultdict[tuple[int, int], list[Utterance]] = defaultdict(list)
    for row in access.visible_utterances(user).filter(wanted).select_related("meeting").order_by("meeting", "order"):
        if _is_named(row):
            rows[row.meeting_id, row.inquiry or 0].append(row)
    return {
        place: Inquiry(seen[0], any({row.ref for row in seen}.intersection(row.answers) for row in seen))
        for place, seen in rows.items()
    }


def _is_named(utterance: Utterance) -> bool:
    """Whether the reader is told who speaks."""
    return "speaker" not in utterance.withheld
