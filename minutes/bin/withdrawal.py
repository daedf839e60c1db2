"""Published minutes are withdrawn, with a reason, and come back as what they were."""

from django.contrib.auth.models import User
from django.db import transaction

from minutes.models import BinEntry, Meeting
from minutes.signals import meeting_changed
from minutes.wording import visible_text


class BinError(Exception):
    """Something that cannot be done with the bin; the message is Japanese and says what to do."""


@transaction.atomic
def withdraw(*, meeting: Meeting, user: User | None, reason: str) -> Meeting:
    """Takes the minutes from readers into the bin. Returns the meeting as stored.

    Raises BinError without a reason, and where they are withdrawn already.
    """
    told = visible_text(reason)
    if not told:
        raise BinError("取り下げる理由を入力してください。")
    stored = _locked(meeting)
    if stored.status == Meeting.Status.WITHDRAWN:
        raise BinError("この会議録は、すでに取り下げられています。")
    BinEntry.objects.update_or_create(
        meeting=stored, defaults={"was": stored.status, "reason": told, "created_by": user}
    )
    return _set_status(stored, Meeting.Status.WITHDRAWN)


@transaction.atomic
def restore(*, meeting: Meeting) -> Meeting:
    """Brings withdrawn minutes back to what they were. Returns the meeting as stored.

    Raises BinError where they are not withdrawn.
    """
    stored = _locked(meeting)
    if stored.status != Meeting.Status.WITHDRAWN:
        raise BinError("この会議録は、取り下げられていません。")
    entry = BinEntry.objects.filter(meeting=stored).first()
    return _set_status(stored, entry.was if entry else Meeting.Status.PUBLISHED)


@transaction.atomic
def publish(*, meeting: Meeting) -> Meeting:
    """Shows the minutes to readers, whatever their status was. Returns the meeting as stored."""
    return _set_status(_locked(meeting), Meeting.Status.PUBLISHED)


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _set_status(meeting: Meeting, status: str) -> Meeting:
    if status != Meeting.Status.WITHDRAWN:
        BinEntry.objects.filter(meeting=meeting).delete()
    meeting.status = status
    meeting.save(update_fields=["status", "updated_at"])
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return meeting
