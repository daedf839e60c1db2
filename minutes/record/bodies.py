"""Which registered body a printed name means: by its name, by another name that was learnt, or by likeness.

A name that means none is only proposed what it may mean. Whoever creates a body asks `find` first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from minutes.comparing import compare_names
from minutes.models import Body, BodyLesson, BodyName, Meeting
from minutes.record.dialogue import renew_dialogue
from minutes.signals import meetings_relabelled
from minutes.wording import name_key

MOST_PROPOSALS = 5
_SAME_OFFICE = 0.02


class BodyError(Exception):
    """Something that cannot be done with a body; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A registered body that a name may mean, why in Japanese, and how likely, 0 to 1."""

    body: Body
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """The body that a name surely means, or None; and those it may mean, the likeliest first."""

    body: Body | None
    proposals: tuple[Proposal, ...] = ()


def find(name: str) -> Body | None:
    """The body of that name, else the one that is known to go by it.

    A body of that name comes first: minutes printed before a renaming stay with the body as it was then, where that
    one is registered with its successor.
    """
    key = name_key(name)
    body = Body.objects.filter(name_key=key).first()
    if body is None:
        other = BodyName.objects.filter(name_key=key).select_related("body").first()
        body = other.body if other else None
    return body


def known_keys(keys: Iterable[str]) -> dict[str, str]:
    """Those of the keys of names that mean a registered body, each with the key of that body's own name. One query."""
    wanted = set(keys)
    names = BodyName.objects.filter(name_key__in=wanted).order_by().values_list("name_key", "body__name_key")
    own = Body.objects.filter(name_key__in=wanted).order_by().values_list("name_key", F("name_key"))
    pairs = names.union(own, all=True)
    # A body's own name goes before another one's other name.
    return dict(sorted(pairs, key=lambda pair: bool(pair[0] == pair[1])))


def find_or_create(name: str, office: str | None) -> Body:
    """The body that the name means, registered now where none does."""
    tidy = " ".join(name.split())
    found = find(tidy)
    if found is None:
        found, _ = Body.objects.get_or_create(name_key=name_key(tidy), defaults={"name": tidy, "office": office or ""})
    return found


def recognise(name: str, office: str | None = None, title: str | None = None) -> Recognition:
    """Which body a document's minutes belong to. `office` and `title` help where the name alone does not say."""
    found = find(name) if name.strip() else None
    if found is not None:
        successor = found.successor
        later = (Proposal(successor, "後継の会議体", 0.9),) if successor else ()
        return Recognition(found, later)
    return Recognition(None, propose(name, known_names(), office, title))


def propose(
    name: str, names: Iterable[tuple[Body, str]], office: str | None = None, title: str | None = None
) -> tuple[Proposal, ...]:
    """Registered bodies, given with each of their names, that a name which means none may mean."""
    best: dict[int, Proposal] = {}
    for body, known in names:
        score, reason = compare_names(name, known)
        if not score and title and len(name_key(known)) >= 4 and name_key(known) in name_key(title):
            score, reason = 0.9, "会議名に含まれる名称"
        if not score:
            continue
        if office and body.office and name_key(office) == name_key(body.office):
            score += _SAME_OFFICE
        if body.pk not in best or best[body.pk].score < score:
            best[body.pk] = Proposal(body, reason, min(score, 0.99))
    ordered = sorted(best.values(), key=lambda proposal: (-proposal.score, proposal.body.name))
    return tuple(ordered[:MOST_PROPOSALS])


def known_names() -> list[tuple[Body, str]]:
    """Every registered body with each of its names."""
    names = [(body, body.name) for body in Body.objects.all()]
    return names + [(other.body, other.name) for other in BodyName.objects.select_related("body")]


def remember(body: Body, name: str, kind: str = BodyName.Kind.VARIANT) -> None:
    """From now on `name` means `body`. Raises BodyError where it means another one already."""
    known = find(name)
    if known is None:
        tidy = {"body": body, "name": " ".join(name.split()), "kind": kind}
        # Somebody else may have been quicker.
        known = BodyName.objects.get_or_create(name_key=name_key(name), defaults=tidy)[0].body
    if known.pk != body.pk:
        raise BodyError(f"「{name}」は「{known}」の名称として登録されています。管理画面で確かめてください。")


@transaction.atomic
def renamed(body: Body, old_name: str) -> None:
    """After a body got its present name: minutes under the old one still find it, and its lessons stay with it."""
    old = name_key(old_name)
    if old != body.name_key:
        BodyName.objects.filter(name_key=body.name_key, body=body).delete()
        BodyName.objects.get_or_create(
            name_key=old, defaults={"name": old_name, "body": body, "kind": BodyName.Kind.FORMER}
        )
        _move_lessons(old, body)
        _renew_dialogue(body)
    meetings_relabelled.send(sender=Body, meetings=body.meetings.all())


@transaction.atomic
def merge(*, kept: Body, others: list[Body]) -> int:
    """Makes bodies that mean the same into one: meetings, names and lessons move, the others' names stay as its names.

    Returns the number of meetings that moved. Raises BodyError where the kept one is among the others.
    """
    if any(other.pk == kept.pk for other in others):
        raise BodyError("残す会議体を、統合して無くす会議体に含めることはできません。")
    moved = list(Meeting.objects.filter(body__in=others).values_list("pk", flat=True))
    Meeting.objects.filter(pk__in=moved).update(body=kept)
    for other in others:
        _move_lessons(other.name_key, kept)
        other.names.update(body=kept)
        other.speaker_assignments.update(body=kept)
        Body.objects.filter(successor=other).exclude(pk=kept.pk).update(successor=kept)
        if kept.successor_id == other.pk:
            kept.successor = other.successor if other.successor_id != kept.pk else None
        kept.kind, kept.office = kept.kind or other.kind, kept.office or other.office
        name, key = other.name, other.name_key
        other.delete()
        BodyName.objects.get_or_create(name_key=key, defaults={"name": name, "body": kept})
    kept.save()
    changed = _renew_dialogue(kept)
    meetings_relabelled.send(sender=Body, meetings=Meeting.objects.filter(pk__in=[*moved, *changed]))
    return len(moved)


def _move_lessons(old_key: str, kept: Body) -> None:
    known = set(BodyLesson.objects.filter(body_key=kept.name_key).values_list("kind", "text"))
    for lesson in BodyLesson.objects.filter(body_key=old_key):
        if (lesson.kind, lesson.text) in known:
            lesson.delete()
        else:
            lesson.body_key = kept.name_key
            lesson.save(update_fields=["body_key"])


def _renew_dialogue(body: Body) -> list[int]:
    """Works out anew who speaks in which part, which a body's name and assignments decide; gives what changed."""
    return [meeting.pk for meeting in body.meetings.order_by("pk") if renew_dialogue(meeting)]
