"""What was said before and after a hit, cut to the parts next to it."""

from dataclasses import dataclass

from minutes.access import User
from minutes.models import Utterance
from search.page.hits import neighbours
from search.page.links import beginning_of

# Utterances on each side, and how much of each.
COUNT = 2
LENGTH = 300


@dataclass(frozen=True)
class Neighbour:
    utterance: Utterance
    text: str


@dataclass(frozen=True)
class Around:
    utterance: Utterance
    before: list[Neighbour]
    after: list[Neighbour]


def said_around(utterance: Utterance, user: User) -> Around:
    """The end of what comes before, the beginning of what follows; two queries."""
    before, after = neighbours(utterance, user, COUNT)
    return Around(
        utterance,
        [Neighbour(each, _end_of(each.text)) for each in before],
        [Neighbour(each, beginning_of(each.text, LENGTH)) for each in after],
    )


def _end_of(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LENGTH else "…" + text[-LENGTH:]
