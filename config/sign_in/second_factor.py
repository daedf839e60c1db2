"""The second factor: a code of six digits that an app on the person's telephone shows (TOTP, RFC 6238), by django-otp.

Until it was shown, a session is half: whoever has signed in is a visitor everywhere but on the pages that ask for it
(config.sign_in.second_factor_gate). What a session lacks is worked out when somebody signs in and kept in it.
"""

import secrets
import time
import unicodedata
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from config.sign_in.backends import PATHS
from config.sign_in.models import RecoveryCode, Way
from minutes import access

RECOVERY_CODES = 10
_STATE, _KEY, _HALF = "second_factor", "second_factor_key", "half_signed_in"
# A half session that is left alone is none after so long.
_HALF_SECONDS = 900
_DIGITS = 6
# Without signs that look alike.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class State(StrEnum):
    """What a session lacks."""

    NOTHING = "nothing"
    CODE = "code"
    ENROLMENT = "enrolment"


class TooManyAttempts(Exception):
    """Codes are looked at again from `until` on."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Works out what the session of somebody who has just signed in lacks; a code that was shown in it holds."""
    kept = request.session.get(_STATE) or {}
    if kept.get("user") != user.pk or kept.get("lacks") != State.NOTHING:
        _keep(request, user, _lacking(request, user))


def state(request: HttpRequest, user: User) -> State:
    """What the session lacks; one that began before there was a second factor is looked at now."""
    kept = request.session.get(_STATE) or {}
    if kept.get("user") != user.pk:
        note_sign_in(request, user)
        kept = request.session[_STATE]
    return State(kept["lacks"])


def is_too_old(request: HttpRequest) -> bool:
    """Whether a half session was left alone."""
    return bool(time.time() - request.session[_STATE]["since"] > _HALF_SECONDS)


def set_half(request: HttpRequest, user: User) -> None:
    setattr(request, _HALF, user)


def half_signed_in(request: HttpRequest) -> User | None:
    """Who has signed in but for the second factor."""
    return getattr(request, _HALF, None)


def device_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_required(user: User) -> bool:
    return access.is_in_group(user, settings.TOTP_REQUIRED)


def begin_enrolment(request: HttpRequest) -> None:
    """Makes a secret, which stands in the session alone until a code was shown that is of it."""
    request.session[_KEY] = default_key()


def enrolment(request: HttpRequest, user: User) -> TOTPDevice | None:
    """The device to be, not stored; None where none was begun."""
    key = request.session.get(_KEY)
    return TOTPDevice(user=user, key=key, name="認証アプリ", confirmed=True) if key else None


def enrol(request: HttpRequest, user: User, text: str) -> list[str] | None:
    """Stores the device that was begun, if the code is of it; returns recovery codes, shown this once."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        device = enrolment(request, user)
        if device is None or device_of(user) is not None:
            return None
        device.save()
        if not device.verify_token(_cleaned(text)):
            transaction.set_rollback(True)
            return None
        codes = _new_recovery_codes(user)
    del request.session[_KEY]
    _pass(request, user)
    return codes


def check(request: HttpRequest, user: User, text: str) -> bool:
    """Whether the code is the app's, or one of recovery that was not used; then the session is whole.

    Neither is good twice. Raises TooManyAttempts where the last ones were wrong and it is too early for another.
    """
    if not _is_right(user, _cleaned(text)):
        return False
    _pass(request, user)
    return True


def confirm(user: User, text: str) -> bool:
    """The same for somebody whose session is whole: what he is about to do wants a code of its own."""
    return _is_right(user, _cleaned(text))


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """New ones in place of all old ones."""
    return _new_recovery_codes(user)


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def remove(user: User) -> bool:
    """Forgets the device and the recovery codes; returns whether there was one."""
    RecoveryCode.objects.filter(user=user).delete()
    return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def _lacking(request: HttpRequest, user: User) -> State:
    exempt = {PATHS[Way(way)] for way in settings.TOTP_EXEMPT}
    if request.session.get(BACKEND_SESSION_KEY) in exempt:
        return State.NOTHING
    if device_of(user) is not None:
        return State.CODE
    return State.ENROLMENT if is_required(user) else State.NOTHING


def _keep(request: HttpRequest, user: User, lacks: State) -> None:
    request.session[_STATE] = {"user": user.pk, "lacks": lacks.value, "since": int(time.time())}


def _pass(request: HttpRequest, user: User) -> None:
    # Whoever knew the key of the half session does not know that of the whole one.
    request.session.cycle_key()
    _keep(request, user, State.NOTHING)
    request.user = user


def _is_right(user: User, code: str) -> bool:
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return False
        allowed, why = device.verify_is_allowed()
        if not allowed:
            raise TooManyAttempts(why["locked_until"])
        if len(code) == _DIGITS and code.isdecimal():
            return bool(device.verify_token(code))
        # Guesses of both kinds are counted together.
        found = RecoveryCode.objects.filter(user=user, digest=_digest(code), used_at=None)
        if found.update(used_at=timezone.now()):
            device.throttle_reset()
            return True
        device.throttle_increment()
        return False


def _cleaned(text: str) -> str:
    """As it is compared: wide digits are digits, and spaces and dashes are for the eye."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _new_recovery_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def _digest(code: str) -> str:
    return salted_hmac("config.sign_in.recovery", code, algorithm="sha256").hexdigest()
