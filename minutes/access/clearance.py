"""What one person may read, as a value that is handed on but not looked into."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.access.roles import User, can_edit
from minutes.models import Audience


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a person may read. Two people with equal ones see the same, so it may be part of a cache's key.

    It has no order: whether something may be read is asked of it, and SQL for it comes from minutes.access.sql.
    """

    _level: int

    @classmethod
    def of(cls, audience: int) -> Clearance:
        """The clearance of those whom an audience names, and of nobody above them."""
        return cls(int(audience))

    def may_see(self, *audiences: int) -> bool:
        """Whether the person is in every one of the audiences."""
        return all(audience <= self._level for audience in audiences)

    @property
    def sees_all(self) -> bool:
        """Whether no audience keeps anything from the person."""
        return self._level >= max(Audience)

    @property
    def stored(self) -> int:
        """The number that is kept with a search of the person (search.models.LoggedSearch)."""
        return self._level


VISITOR = Clearance(Audience.EVERYONE)


def clearance(user: User) -> Clearance:
    """What `user` may read."""
    if can_edit(user):
        return Clearance(Audience.EDITORS)
    return Clearance(Audience.STAFF) if user.is_authenticated else VISITOR
