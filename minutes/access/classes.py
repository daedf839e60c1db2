"""Access classes: what people who find an entry of the index have in common, as one small number.

An utterance whose words are withheld in part has an entry for each way in which it reads (its readings): the whole for
those who may read all of it, and one with ■■■ for those who may not. Each person finds exactly one of them.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from minutes.access.audiences import all_needed, covers, none_of
from minutes.models import AccessClass, Audience

# The classes of the fixed audiences are numbers without a row.
_FIXED: dict[tuple[int, ...], int] = {
    (): Audience.EVERYONE,
    (Audience.STAFF,): Audience.STAFF,
    (Audience.EDITORS,): Audience.EDITORS,
}
# Of more audiences than these within one utterance, the others' passages are found by editors alone.
MOST_TOLD_APART = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a text reads: its access class, and the audiences whose passages stand in it as they are."""

    access: int
    opened: frozenset[int]


class Classes:
    """The stored classes, read once; missing ones are added."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}

    def of(self, needs: Iterable[int], lacks: Iterable[int] = ()) -> int:
        """The class of people who are in all of `needs` and in none of `lacks`."""
        key = all_needed(needs), none_of(lacks)
        if not key[1] and key[0] in _FIXED:
            return _FIXED[key[0]]
        if key not in self._known:
            row, _ = AccessClass.objects.get_or_create(needs=list(key[0]), lacks=list(key[1]))
            self._known[key] = row.pk
        return self._known[key]

    def readings(self, needs: Iterable[int], passages: Collection[int]) -> list[Reading]:
        """The ways in which a text reads to people who are in all of `needs`, where parts of it bear the audiences
        `passages`; the first is that of the people who read most of it."""
        needed = all_needed(needs)
        apart = sorted({one for one in passages if not any(covers(one, other) for other in needed)} - {0})
        always = frozenset(passages) - frozenset(apart)
        if len(apart) > MOST_TOLD_APART:
            kept = {int(Audience.EDITORS), int(Audience.STAFF)} & set(apart)
            apart = sorted({*kept, *[one for one in apart if one not in kept][: MOST_TOLD_APART - len(kept)]})
        return [
            Reading(self.of((*needed, *opened), set(apart) - opened), always | opened)
            for opened in _subsets(apart)
            if _is_possible({*needed, *opened}, set(apart) - opened)
        ]


def readable_classes(audiences: Collection[int]) -> list[int]:
    """The classes of entries that a person who is in these audiences finds."""
    own = list(audiences)
    rows = AccessClass.objects.filter(needs__contained_by=own).exclude(lacks__overlap=own)
    return [*(number for needs, number in _FIXED.items() if set(needs) <= set(own)), *rows.values_list("pk", flat=True)]


def _subsets(audiences: Collection[int]) -> Iterator[frozenset[int]]:
    """All sets of some of these, the largest first."""
    for size in range(len(audiences), -1, -1):
        yield from map(frozenset, combinations(audiences, size))


def _is_possible(needs: Collection[int], lacks: Collection[int]) -> bool:
    """Whether anybody can be in all of `needs` and in none of `lacks`."""
    return not any(covers(lacked, needed) for lacked in lacks for needed in needs) and Audience.EVERYONE not in lacks
