"""What lies in the bin, with the reason and who put it there."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from minutes.models import BinEntry, Meeting, Upload
from minutes.wording import visible_text


@dataclass(frozen=True, slots=True)
class Binned:
    """Something in the bin. `entry` is None for what was withdrawn before there was one."""

    of: Meeting | Upload
    entry: BinEntry | None


def binned_meetings() -> QuerySet[Meeting]:
    """The withdrawn minutes, what was put there last first."""
    withdrawn = Meeting.objects.filter(status=Meeting.Status.WITHDRAWN)
    return withdrawn.select_related("body", "bin_entry__created_by").order_by("-bin_entry__pk", "-updated_at")


def binned_uploads() -> QuerySet[Upload]:
    """The discarded uploads, what was put there last first; without their long columns."""
    discarded = Upload.objects.filter(state=Upload.State.DISCARDED)
    found = discarded.select_related("source", "bin_entry__created_by").order_by("-bin_entry__pk", "-updated_at")
    return found.defer("parsed", "base", "lessons", "source__content", "source__text")


def note_discarded(*, upload: Upload, was: str, reason: str, user: User | None) -> None:
    """Notes why an upload is discarded, in the transaction of who discards it."""
    told = {"was": was, "reason": visible_text(reason), "created_by": user}
    BinEntry.objects.update_or_create(upload=upload, defaults=told)


def note_taken_back(*, upload: Upload) -> None:
    """The upload lies in the bin no more."""
    BinEntry.objects.filter(upload=upload).delete()
