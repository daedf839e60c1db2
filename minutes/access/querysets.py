"""The rows that a person may read."""

from typing import Any

from django.db.models import Q, QuerySet

from minutes.access.clearance import VISITOR, Clearance, clearance
from minutes.access.masking import kept_back_files, unreadable_passages
from minutes.access.readable import Readable, Row
from minutes.access.roles import User, can_edit
from minutes.access.versions import took_restricted_out
from minutes.models import (
    AgendaItem,
    Attachment,
    AttachmentPage,
    Attendee,
    Audience,
    Meeting,
    MeetingVersion,
    SourceDocument,
    Utterance,
)


def published() -> QuerySet[Meeting]:
    """The meetings that are shown to readers at all, whoever may read them."""
    return Meeting.objects.filter(status=Meeting.Status.PUBLISHED)


def is_published(meeting: Meeting) -> bool:
    """Whether a meeting is shown to readers at all."""
    return meeting.status == Meeting.Status.PUBLISHED


def visible_meetings(user: User) -> QuerySet[Meeting]:
    """The meetings whose minutes `user` may read."""
    return published().filter(audience__in=clearance(user).stored)


def visible_items(user: User) -> Readable[AgendaItem]:
    """The agenda items that `user` may read, of all visible meetings."""
    cleared = clearance(user)
    return _of_visible_meetings(Readable.of(AgendaItem, cleared), cleared).filter(audience__in=cleared.stored)


def visible_utterances(user: User) -> Readable[Utterance]:
    """The utterances that `user` may read, of all visible meetings: none under an item that is not for this person."""
    cleared = clearance(user)
    rows = _of_visible_meetings(Readable.of(Utterance, cleared), cleared).filter(audience__in=cleared.stored)
    return rows.exclude(pk__in=_under_hidden_items(cleared)) if not cleared.sees_all else rows


def visible_attendees(user: User) -> Readable[Attendee]:
    """The attendees of all visible meetings, as `user` may read them."""
    cleared = clearance(user)
    return _of_visible_meetings(Readable.of(Attendee, cleared), cleared)


def visible_attachments(user: User) -> Readable[Attachment]:
    """The papers that `user` may see, of all visible meetings; none of an item that is not for this person."""
    cleared = clearance(user)
    rows = _of_visible_meetings(Readable.of(Attachment, cleared), cleared).filter(audience__in=cleared.stored)
    return rows.filter(Q(agenda_item=None) | Q(agenda_item__audience__in=cleared.stored))


def visible_pages(user: User) -> Readable[AttachmentPage]:
    """The pages that `user` may read of the papers that this person may see."""
    cleared = clearance(user)
    papers = visible_attachments(user).values("pk")
    return Readable.of(AttachmentPage, cleared).filter(attachment__in=papers, audience__in=cleared.stored)


def downloadable_paper(user: User, paper: Attachment) -> bool:
    """Whether `user` may have the file of a visible paper: all of it, since nothing is withheld within a file."""
    return not kept_back_files([paper], clearance(user))


def downloadable_source(user: User, meeting: Meeting) -> SourceDocument | None:
    """The original of the meeting's current version, unless it holds more than `user` may read, or was erased for ever.

    It holds what a correction took out of it too: where that was restricted, so is the original.
    """
    version = meeting.current_version
    if version is None or not visible_meetings(user).filter(pk=meeting.pk).exists():
        return None
    if version.source.is_erased or _holds_hidden(meeting, version, clearance(user)):
        return None
    return version.source


def has_public_edition(meeting: Meeting) -> bool:
    """Whether everybody may know of the meeting, so that there is an edition for everybody (公開用会議録). No query."""
    return is_published(meeting) and VISITOR.may_see(meeting.audience)


def downloadable_edition(user: User, meeting: Meeting) -> bool:
    """Whether `user` may have the edition for everybody of a visible meeting: who edits, before it is opened to readers, too."""
    return has_public_edition(meeting) and (meeting.edition_opened or can_edit(user))


def _holds_hidden(meeting: Meeting, version: MeetingVersion, cleared: Clearance) -> bool:
    if cleared.sees_all:
        return False
    pages = AttachmentPage.objects.filter(attachment__meeting=meeting)
    rows = (meeting.utterances.all(), meeting.agenda_items.all(), meeting.attachments.all(), pages)
    return (
        any(each.exclude(audience__in=cleared.stored).exists() for each in rows)
        or unreadable_passages(cleared).filter(meeting=meeting).exists()
        or took_restricted_out(meeting, version, cleared)
    )


def _of_visible_meetings(rows: Readable[Row], cleared: Clearance) -> Readable[Row]:
    return rows.filter(meeting__status=Meeting.Status.PUBLISHED, meeting__audience__in=cleared.stored)


def _under_hidden_items(cleared: Clearance) -> QuerySet[Any, int]:
    """Utterances under items that are not for this person: read once in a statement, from the few restricted items."""
    restricted = AgendaItem.objects.filter(audience__gt=Audience.EVERYONE).exclude(audience__in=cleared.stored)
    return Utterance.agenda_items.through.objects.filter(agendaitem__in=restricted).values_list(
        "utterance_id", flat=True
    )
