"""What one person may read, as a value that is handed on but not looked into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from minutes.access.audiences import covers
from minutes.access.classes import readable_classes
from minutes.access.roles import User, can_edit
from minutes.models import Audience, Circle, Passage

_KEPT_AS = "_minutes_clearance"


@dataclass(frozen=True, eq=False)
class Clearance:
    """What a person may read. Two people with equal ones see the same, so it may be part of a cache's key.

    It has no order: whether something may be read is asked of it, and SQL for it comes from minutes.access.sql. It holds
    for one request: circles and classes that come into being later are not in it.
    """

    _audiences: frozenset[int]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Clearance) and self._audiences == other._audiences

    def __hash__(self) -> int:
        return hash(self._audiences)

    @classmethod
    def of(cls, audience: int) -> Clearance:
        """The clearance of those whom an audience names, and of nobody above them."""
        return cls(frozenset(one for one in (*map(int, Audience), int(audience)) if covers(one, audience)))

    def may_see(self, *audiences: int) -> bool:
        """Whether the person is in every one of the audiences."""
        return self._audiences.issuperset(audiences)

    @property
    def sees_all(self) -> bool:
        """Whether no audience keeps anything from the person."""
        return Audience.EDITORS in self._audiences

    @property
    def stored(self) -> list[int]:
        """The audiences that the person is in, in order: kept with a search (search.models.LoggedSearch)."""
        return sorted(self._audiences)

    @property
    def classes(self) -> list[int]:
        """The classes of entries of the index that the person finds."""
        return readable_classes(self._audiences)

    @property
    def reads_every_passage(self) -> bool:
        """Whether no passage of published minutes is kept from the person."""
        return self.sees_all or not withheld_from(self.stored).exists()


@dataclass(frozen=True, eq=False)
class _OfRequest(Clearance):
    """A clearance that lives as long as a request, and looks up once what the archive holds."""

    @cached_property
    def classes(self) -> list[int]:
        return readable_classes(self._audiences)

    @cached_property
    def reads_every_passage(self) -> bool:
        return super().reads_every_passage


def withheld_from(audiences: Sequence[int]) -> QuerySet[Passage]:
    """The passages of published minutes that a person who is in these audiences may not read."""
    return Passage.objects.filter(meeting__isnull=False).exclude(audience__in=audiences)


VISITOR = Clearance(frozenset({int(Audience.EVERYONE)}))


def clearance(user: User) -> Clearance:
    """What `user` may read; worked out once for each object of a user, which lives as long as a request."""
    kept: Clearance | None = getattr(user, _KEPT_AS, None)
    if kept is None:
        kept = _OfRequest(_audiences_of(user))
        setattr(user, _KEPT_AS, kept)
    return kept


def _audiences_of(user: User) -> frozenset[int]:
    if can_edit(user):
        return frozenset((*map(int, Audience), *_circles()))
    if not user.is_authenticated:
        return frozenset({int(Audience.EVERYONE)})
    own = Circle.objects.filter(groups__in=user.groups.all()).distinct().values_list("pk", flat=True)
    return frozenset((int(Audience.EVERYONE), int(Audience.STAFF), *own))


def _circles() -> list[int]:
    return list(Circle.objects.values_list("pk", flat=True))
