"""Who may read the rows of published minutes: the meeting, its agenda items, utterances, papers and their pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from minutes import access
from minutes.models import AttachmentPage, Meeting
from minutes.passages.listing import name_of
from minutes.passages.marking import NOT_PUBLISHED, PassageError
from minutes.record import agreed, renew_dialogue, rows_of, void
from minutes.signals import meeting_changed

MEETING = "meeting"
OPENING = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """The audience that somebody wants for a row, and the one that the page showed; None where it showed none."""

    audience: int
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class Restricted:
    """What became of wishes: how many were done, how many a second person has to agree to, and the names of rows that
    somebody else had changed meanwhile, which stay as they are."""

    changed: int
    asked: int
    overtaken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearer:
    """What bears an audience: `key` names it in a form (utterance:12), `text` is how it begins."""

    key: str
    name: str
    text: str
    audience: int

    @property
    def chosen(self) -> int:
        """Which of the choices stands there."""
        return self.audience


def bearers_of(meeting: Meeting) -> list[Bearer]:
    """The meeting and all its rows that bear an audience, in order."""
    audiences = dict(_audiences(meeting))
    found = [Bearer(MEETING, "会議録全体", meeting.title, meeting.audience)]
    for row in rows_of(meeting):
        key = f"{row.part}:{row.row}"
        if key in audiences:
            text = row.texts.get("text") or row.texts.get("title") or ""
            found.append(Bearer(key, name_of(row), text[:OPENING], audiences[key]))
    return found


@transaction.atomic
def restrict(*, meeting: Meeting, wishes: Mapping[str, Wish], user: User) -> Restricted:
    """Gives rows (Bearer.key) the audiences wished for. A row that is sent back as it was shown is no wish: what
    somebody else narrowed meanwhile stays narrow. Raises PassageError for a wish that is none of access.choices().
    """
    stored = access.published().select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if stored is None:
        raise PassageError(NOT_PUBLISHED)
    known = {number for number, _ in access.choices()}
    if not known.issuperset(wish.audience for wish in wishes.values()):
        raise PassageError("閲覧範囲を一覧から選んでください。")
    bearers = {bearer.key: bearer for bearer in bearers_of(stored)}
    wished = {
        key: wish
        for key, wish in wishes.items()
        if key in bearers and wish.audience not in (wish.shown, bearers[key].audience)
    }
    overtaken = [key for key, wish in wished.items() if wish.shown not in (None, bearers[key].audience)]
    timely = {key: wish.audience for key, wish in wished.items() if key not in overtaken}
    changed = {key: one for key, one in timely.items() if _may_give(user, stored, bearers[key], one)}
    for key, audience in changed.items():
        _give(stored, key, audience)
        void(_wish(stored, key))
    if any(key.startswith(("utterance:", "item:")) for key in changed):
        renew_dialogue(stored)
    if changed:
        meeting_changed.send(sender=Meeting, meeting=stored)
    return Restricted(len(changed), len(timely) - len(changed), tuple(bearers[key].name for key in overtaken))


def _may_give(user: User, meeting: Meeting, bearer: Bearer, audience: int) -> bool:
    """Whether it may be done now: what shows something to more people may take a second person."""
    return not access.is_narrower(bearer.audience, audience) or agreed(
        user,
        f"{_wish(meeting, bearer.key)} {audience}",
        since=bearer.audience,
        label=f"閲覧範囲を「{access.name_of(audience)}」に：{meeting.title}　{bearer.name}",
        address=reverse("minutes:meeting_audiences", args=[meeting.key]),
    )


def _wish(meeting: Meeting, key: str) -> str:
    return f"audience of {meeting.pk} {key}"


def _give(meeting: Meeting, key: str, audience: int) -> None:
    part, _, number = key.partition(":")
    match part:
        case "meeting":
            meeting.audience = audience
            meeting.save(update_fields=["audience", "updated_at"])
        case "utterance":
            meeting.utterances.filter(ref=int(number)).update(audience=audience)
        case "item":
            meeting.agenda_items.filter(pk=int(number)).update(audience=audience)
        case "paper":
            meeting.attachments.filter(pk=int(number)).update(audience=audience)
        case "page":
            AttachmentPage.objects.filter(attachment__meeting=meeting, pk=int(number)).update(audience=audience)


def _audiences(meeting: Meeting) -> Iterator[tuple[str, int]]:
    for ref, audience in meeting.utterances.values_list("ref", "audience"):
        yield f"utterance:{ref}", audience
    for pk, audience in meeting.agenda_items.values_list("pk", "audience"):
        yield f"item:{pk}", audience
    for pk, audience in meeting.attachments.values_list("pk", "audience"):
        yield f"paper:{pk}", audience
    pages = AttachmentPage.objects.filter(attachment__meeting=meeting)
    for pk, audience in pages.values_list("pk", "audience"):
        yield f"page:{pk}", audience
