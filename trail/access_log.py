"""The record of access: who saw, took away or was refused what is not public, who signed in and out.

Rows are written after the answer, in the background, on a connection of their own to the database that takes writes
(Django's router): no page waits for it, is changed or broken by it, and none takes longer for what it refused. What
cannot be written is told in the log (docs/trail.md).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, router, transaction
from django.http import HttpRequest
from django.utils import timezone

from trail import occasion
from trail.models import Access
from trail.occasion import Occasion
from trail.writer import BackgroundWriter

logger = logging.getLogger(__name__)
Event = Access.Event
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be recorded; the occasion and the moment are those in which it was made."""

    event: Event
    kind: str = ""
    key: str = ""
    meeting: int | None = None
    status: int | None = None
    detail: str = ""
    occasion: Occasion = field(default_factory=occasion.now)
    at: datetime = field(default_factory=timezone.now)

    def row(self) -> Access:
        """The look as it is stored."""
        who = self.occasion
        return Access(
            at=self.at,
            person=who.person,
            name=_storable(who.name),
            address=who.address or None,
            request=who.request,
            what=_storable(who.what),
            event=self.event,
            kind=self.kind,
            key=_storable(self.key),
            meeting=self.meeting,
            status=self.status,
            detail=_storable(self.detail),
        )


def note(event: Event, **told: Any) -> None:
    """Records a look (see Look) in the background; never fails."""
    look = Look(event, **told)
    writer.put(lambda: look)


def note_later(make: Callable[[], Look | None]) -> None:
    """Records what `make` gives, if anything. It is asked in the background: it may look into the database."""
    writer.put(make)


def write(make: Callable[[], Look | None]) -> None:
    """Writes one look now; what the database refuses is logged, and so is what was to be written."""
    database = router.db_for_write(Access)
    look: Look | None = None
    try:
        with transaction.atomic(using=database):
            look = make()
            if look is not None:
                look.row().save(using=database, force_insert=True)
    except DatabaseError:
        logger.exception("The record of access could not be written: %s", look)


writer = BackgroundWriter(write)


def prune(days: int) -> int:
    """Removes what is older than so many days, records that it did so, and returns how many rows went.

    Both or neither. The archive's own role may not delete them where the grants of docs/operations.md hold.
    """
    database = router.db_for_write(Access)
    with transaction.atomic(using=database):
        count, _ = Access.objects.using(database).filter(at__lt=timezone.now() - timedelta(days=days)).delete()
        Look(Event.PRUNE, detail=f"{days}日より古い記録 {count:,}件").row().save(using=database)
    return count


def kept_days() -> int:
    """How long the record is kept."""
    return int(settings.ACCESS_LOG_DAYS)


# Signing in and out, as Django tells it


def on_signed_in(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    note(Event.SIGN_IN, occasion=_of_account(user))


def on_signed_out(sender: Any, request: HttpRequest | None, user: AbstractBaseUser | None, **_: Any) -> None:
    if user is not None:
        note(Event.SIGN_OUT, occasion=_of_account(user))


def on_sign_in_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    note(Event.SIGN_IN_FAILED, detail=str(credentials.get("username", "")))


def _of_account(user: AbstractBaseUser) -> Occasion:
    now = occasion.now()
    return Occasion(user.pk, user.get_username(), now.address, now.request, now.what)


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST]
