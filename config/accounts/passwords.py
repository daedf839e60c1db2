"""Passwords that are given, and that their owner then changes."""

import secrets
import string

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import transaction

from config.accounts.models import InitialPassword

# Read from paper and typed: no 0 and O, no 1, l and I.
_SIGNS = "".join(sign for sign in string.ascii_letters + string.digits if sign not in "0O1lI")
_LENGTH = 14


def generated() -> str:
    """A password for somebody else, with 80 bits of chance."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH // 2)) for _ in range(2))


@transaction.atomic
def give(user: User, password: str) -> None:
    """Sets a password that the user must change after the next sign-in; ends what he is signed in to."""
    user.set_password(password)
    user.save(update_fields=["password"])
    mark_given(user)


def mark_given(user: User) -> None:
    """Notes that somebody else knows the user's password."""
    InitialPassword.objects.update_or_create(user=user)


@transaction.atomic
def change(user: User, password: str) -> None:
    """Sets the password that the user chose; whoever else is signed in with the old one is no longer."""
    user.set_password(password)
    user.save(update_fields=["password"])
    InitialPassword.objects.filter(user=user).delete()
    user._state.fields_cache.pop("initial_password", None)


def must_change(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the user may do nothing but change the password."""
    return getattr(user, "initial_password", None) is not None
