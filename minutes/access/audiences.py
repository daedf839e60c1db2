"""Audiences (閲覧範囲), the numbers stored with rows: which covers which, and what several of them come to.

Everybody > staff > the people of a circle > editors. Of two circles neither covers the other.
"""

from collections.abc import Iterable

from minutes.models import FIRST_CIRCLE, Audience, Circle


def choices() -> list[tuple[int, str]]:
    """For a form: each audience with its name, circles as 限定：…"""
    fixed = [(int(audience), str(audience.label)) for audience in Audience]
    limited = [(pk, _limited(name)) for pk, name in Circle.objects.values_list("pk", "name")]
    return [*fixed[:-1], *limited, fixed[-1]]


def covers(audience: int, other: int) -> bool:
    """Whether everybody in `other` is in `audience` too."""
    if audience in (other, Audience.EVERYONE) or other == Audience.EDITORS:
        return True
    return audience == Audience.STAFF and other >= FIRST_CIRCLE


def narrower(*audiences: int) -> int:
    """An audience all of whom are in every one of these: of two circles the editors. Of none, everybody."""
    found: int = Audience.EVERYONE
    for audience in audiences:
        if covers(found, audience):
            found = audience
        elif not covers(audience, found):
            found = Audience.EDITORS
    return found


def is_narrower(audience: int, than: int) -> bool:
    """Whether somebody in `than` is not in `audience`."""
    return not covers(audience, than)


def is_restricted(audience: int | None) -> bool:
    """Whether not everybody may read it; what says nothing of its audience restricts nobody."""
    return bool(audience)


def name_of(audience: int) -> str:
    """What an audience is called; a circle that is gone leaves the editors."""
    if audience < FIRST_CIRCLE:
        return str(Audience(audience).label)
    name = Circle.objects.filter(pk=audience).values_list("name", flat=True).first()
    return _limited(name) if name else str(Audience.EDITORS.label)


def portable(audience: int) -> int | str:
    """An audience as an export names it: one of the fixed ones, or a circle's name."""
    if audience < FIRST_CIRCLE:
        return audience
    return Circle.objects.filter(pk=audience).values_list("name", flat=True).first() or int(Audience.EDITORS)


def audience_of(named: int | str) -> int:
    """The number here of an audience that an export names; a circle that is not known here is made, without
    people: what it bears is read by editors alone until an administrator says who is in it."""
    return named if isinstance(named, int) else Circle.objects.get_or_create(name=named)[0].pk


def restriction(audience: int) -> str:
    """The name of an audience that not everybody is in; else nothing."""
    return name_of(audience) if is_restricted(audience) else ""


def all_needed(audiences: Iterable[int]) -> tuple[int, ...]:
    """The fewest audiences that a person has to be in to be in all of these, in order."""
    distinct = set(audiences) - {int(Audience.EVERYONE)}
    return tuple(sorted(one for one in distinct if not any(covers(one, other) for other in distinct - {one})))


def none_of(audiences: Iterable[int]) -> tuple[int, ...]:
    """The fewest audiences that a person has to be outside of to be in none of these, in order."""
    distinct = set(audiences)
    return tuple(sorted(one for one in distinct if not any(covers(other, one) for other in distinct - {one})))


def _limited(name: str) -> str:
    return f"限定：{name}"
