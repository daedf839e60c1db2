"""The rows that a person may read."""

from django.db.models import F, Min, QuerySet
from django.db.models.functions import Greatest

from minutes.access.clearance import clearance
from minutes.access.roles import User
from minutes.access.versions import took_restricted_out
from minutes.models import Attachment, Meeting, SourceDocument, Utterance


def published() -> QuerySet[Meeting]:
    """The meetings that are shown to readers at all, whoever may read them."""
    return Meeting.objects.filter(status=Meeting.Status.PUBLISHED)


def is_published(meeting: Meeting) -> bool:
    """Whether a meeting is shown to readers at all."""
    return meeting.status == Meeting.Status.PUBLISHED


def visible_meetings(user: User) -> QuerySet[Meeting]:
    """The meetings whose minutes `user` may read."""
    return published().filter(audience__lte=clearance(user).stored)


def visible_utterances(user: User) -> QuerySet[Utterance]:
    """The utterances that `user` may read, of all visible meetings."""
    level = clearance(user).stored
    return Utterance.objects.filter(
        meeting__status=Meeting.Status.PUBLISHED, meeting__audience__lte=level, audience__lte=level
    )


def visible_attachments(user: User) -> QuerySet[Attachment]:
    """The attachments that `user` may see, of all visible meetings."""
    level = clearance(user).stored
    return Attachment.objects.filter(
        meeting__status=Meeting.Status.PUBLISHED, meeting__audience__lte=level, audience__lte=level
    )


def seen_by() -> Min:
    """Of a group of utterances the widest audience: that of each is narrowed by its meeting's."""
    return Min(Greatest(F("audience"), F("meeting__audience")))


def downloadable_source(user: User, meeting: Meeting) -> SourceDocument | None:
    """The original of the meeting's current version, unless it holds more than `user` may read.

    It holds what a correction took out of it too: where that was restricted, so is the original.
    """
    version = meeting.current_version
    if version is None or not visible_meetings(user).filter(pk=meeting.pk).exists():
        return None
    cleared = clearance(user)
    hidden = (
        meeting.utterances.filter(audience__gt=cleared.stored).exists()
        or meeting.attachments.filter(audience__gt=cleared.stored).exists()
        or (not cleared.sees_all and took_restricted_out(meeting, version, cleared))
    )
    return None if hidden else version.source
