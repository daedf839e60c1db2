"""How many wrong passwords are borne, and by whom: each attempt is counted before its password is looked at.

Counted are the account together with the address (a person's own mistakes), the account alone (guessed from many
addresses), and the address alone, with a high limit: a whole office may stand behind one. Somebody who has signed in
from this browser before is counted by account and browser alone, so that nobody's guessing keeps him out.

Because an attempt counts until it has succeeded, many at the same moment get no further than one after the other. What
is locked is not counted on: a lock ends when it says, whoever tries meanwhile. Names that no account has are counted as
the others, so a lock tells nothing.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.accounts import devices
from config.accounts.models import FailedSignIns
from config.client_address import client_address, counted_as

# Failures are forgotten, and locks become short again, a day after the first was counted.
A_DAY = timedelta(days=1)
LONGEST_LOCK = A_DAY
# Guessing one account from many addresses ends after so many times the attempts that one address has.
ADDRESSES_AN_ACCOUNT = 5
_ATTEMPT = "_sign_in_attempt"


@dataclass(frozen=True, slots=True)
class _Counted:
    """One thing that failures are counted for: how many are borne within which time."""

    scope: str
    key: str
    limit: int
    window: timedelta
    address: str = ""


@dataclass(slots=True)
class _Attempt:
    """What was counted for a request, to be given back where it succeeds; or until when it is refused."""

    counted: Sequence[_Counted]
    refused_until: datetime | None = None


def begin(request: HttpRequest, username: str) -> datetime | None:
    """Counts an attempt to sign in; where there were too many, counts nothing and returns until when it is refused."""
    counted = _things_counted(request, username)
    now = timezone.now()
    user = User.objects.filter(username=username).first()
    with transaction.atomic():
        rows = _locked_rows(counted, now, user)
        refused = max((row.locked_until for row in rows if row.locked_until and row.locked_until > now), default=None)
        if refused is None:
            for one, row in zip(counted, rows, strict=True):
                _count(one, row, now)
                row.save()
    setattr(request, _ATTEMPT, _Attempt(counted, refused))
    return refused


def refused_until(request: HttpRequest) -> datetime | None:
    """Until when signing in is refused, where this request's attempt was."""
    attempt: _Attempt | None = getattr(request, _ATTEMPT, None)
    return attempt.refused_until if attempt else None


@transaction.atomic
def succeeded(request: HttpRequest, username: str) -> None:
    """Forgets the failures of the account here; those of the address stay, but for this attempt."""
    attempt: _Attempt | None = getattr(request, _ATTEMPT, None)
    for one in _things_counted(request, username):
        found = FailedSignIns.objects.filter(scope=one.scope, key=one.key)
        if one.scope != FailedSignIns.Scope.ADDRESS:
            found.delete()
        elif attempt and attempt.refused_until is None:
            row = found.select_for_update().first()
            if row:
                _take_back(one, row)
    if attempt:
        delattr(request, _ATTEMPT)


def _take_back(one: _Counted, row: FailedSignIns) -> None:
    row.failures = max(row.failures - 1, 0)
    if row.failures < one.limit and row.locked_until and row.locked_until > timezone.now():
        row.locked_until, row.locks = None, row.locks - 1
    row.save()


def unlock(*, user: User | None = None, address: str = "") -> int:
    """Forgets all failures of an account, or of an address; returns how many locks that ended."""
    rows = FailedSignIns.objects.all()
    rows = rows.filter(user=user) if user else rows.filter(address=counted_as(address))
    locks = rows.filter(locked_until__gt=timezone.now()).count()
    rows.delete()
    return locks


def forget_old() -> None:
    """Drops what counts no longer."""
    old = timezone.now() - 2 * A_DAY
    FailedSignIns.objects.filter(since__lt=old).exclude(locked_until__gt=timezone.now()).delete()


def _things_counted(request: HttpRequest, username: str) -> list[_Counted]:
    """In the order in which their rows are locked."""
    name = _digest(unicodedata.normalize("NFKC", username).casefold())
    few, address = settings.SIGN_IN_ATTEMPTS, counted_as(client_address(request))
    scope = FailedSignIns.Scope
    device = devices.of(request, username)
    if device:
        return [_Counted(scope.DEVICE, _digest(name, device), few, A_DAY)]
    lock = timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    return [
        _Counted(scope.ACCOUNT, name, few * ADDRESSES_AN_ACCOUNT, A_DAY),
        _Counted(scope.ADDRESS, _digest(address), settings.SIGN_IN_ATTEMPTS_ADDRESS, lock, address),
        _Counted(scope.PAIR, _digest(name, address), few, A_DAY, address),
    ]


def _digest(*parts: str) -> str:
    """Without the site's secret nobody tells from it what was typed."""
    return salted_hmac("accounts.throttling", "|".join(parts), algorithm="sha256").hexdigest()


def _locked_rows(counted: Sequence[_Counted], now: datetime, user: User | None) -> list[FailedSignIns]:
    """The rows of what is counted, made where there are none, until the transaction ends nobody else's."""
    missing = [
        FailedSignIns(
            scope=one.scope,
            key=one.key,
            user=None if one.scope == FailedSignIns.Scope.ADDRESS else user,
            address=one.address,
            since=now,
        )
        for one in counted
    ]
    FailedSignIns.objects.bulk_create(missing, ignore_conflicts=True)
    return [FailedSignIns.objects.select_for_update().get(scope=one.scope, key=one.key) for one in counted]


def _count(one: _Counted, row: FailedSignIns, now: datetime) -> None:
    """Each lock after another one of the same day lasts twice as long."""
    lock = row.locked_until
    if lock and lock + A_DAY < now:
        lock, row.locks = None, 0
    if row.since + one.window < now or (lock and row.since < lock):
        row.failures, row.since = 0, now
    row.failures += 1
    if row.failures >= one.limit:
        length = timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES) * 2 ** min(row.locks, 16)
        row.locks += 1
        lock = now + min(length, LONGEST_LOCK)
    row.locked_until = lock
