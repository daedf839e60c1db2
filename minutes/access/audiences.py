"""Audiences (閲覧範囲), the numbers stored with rows: which is the narrower, which restricts at all."""

from collections.abc import Sequence

from minutes.models import Audience

# For a form: each with its name.
CHOICES: tuple[tuple[int, str], ...] = tuple((int(audience), str(audience.label)) for audience in Audience)


def narrower(*audiences: int) -> int:
    """The audience of what all of these apply to: who may read it is in every one of them. Of none, everybody."""
    return max(audiences, default=Audience.EVERYONE)


def wider(*audiences: int) -> int:
    """The audience of what can be read in several places: who may read it is in one of them at least."""
    return min(audiences)


def is_narrower(audience: int, than: int) -> bool:
    """Whether somebody in `than` is not in `audience`."""
    return audience > than


def circles(audiences: Sequence[int]) -> list[list[int]]:
    """Of rows that have these audiences, the places of those that each circle of readers sees, the widest circle first.

    One list for each audience that occurs; the last holds all of them.
    """
    return [
        [place for place, audience in enumerate(audiences) if audience <= widest] for widest in sorted(set(audiences))
    ]


def is_restricted(audience: int | None) -> bool:
    """Whether not everybody may read it; what says nothing of its audience restricts nobody."""
    return bool(audience)


def restriction(audience: int) -> str:
    """The name of an audience that not everybody is in; else nothing."""
    return str(Audience(audience).label) if is_restricted(audience) else ""
