"""Whose account it is that a way of signing in vouches for.

An identity is known by what never changes outside (the directory's own number of an entry, the provider's subject), not
by a name or a mail address, which pass from one person to the next or can be chosen. A name alone leads to an account
only where nobody can be robbed: the account has no password, no identity and no special rights. Every other account
of that name is somebody's, and the identity waits until an administrator says that both are the same person.
"""

import logging
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from config.sign_in.models import Identity, Way
from minutes import access

log = logging.getLogger(__name__)
_LONGEST = 150
_TROUBLE = "sign_in_trouble"


class SignInRefused(Exception):
    """Nobody is signed in; the message says in Japanese why, and what to do."""


def tell(request: HttpRequest | None, trouble: str) -> None:
    """Puts what kept somebody out where the sign-in page finds it."""
    if request is not None:
        setattr(request, _TROUBLE, trouble)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a way of signing in vouches for. `names_are_safe`: nobody outside chooses his name himself."""

    way: Way
    subject: str
    name: str
    issuer: str = ""
    family_name: str = ""
    given_name: str = ""
    names_are_safe: bool = True


def account_of(person: Person) -> User:
    """The person's account, made where there is none. Raises SignInRefused."""
    try:
        user = _find_or_make(person)
    except IntegrityError:
        # Somebody else's request made it at the same moment.
        user = _find_or_make(person)
    if user is None:
        log.warning(
            "%s の利用者「%s」は、同じ名前のアカウントがあるためログインできません。", person.way.label, person.name
        )
        raise SignInRefused(
            f"同じ利用者名（{person.name}）のアカウントが別にあります。"
            "管理者に、管理画面の「外部の利用者」で結び付けるよう依頼してください。"
        )
    if not user.is_active:
        log.warning("%s の利用者「%s」のアカウントは停止されています。", person.way.label, person.name)
        raise SignInRefused("このアカウントは停止されています。管理者にお問い合わせください。")
    _keep_names(user, person)
    return user


@transaction.atomic
def _find_or_make(person: Person) -> User | None:
    found = Identity.objects.filter(way=person.way, issuer=person.issuer, subject=person.subject).first()
    if found is not None and found.user is not None:
        return found.user
    user = _free_account(person)
    if found is None:
        found = Identity(way=person.way, issuer=person.issuer, subject=person.subject, name=person.name)
    found.user = user
    found.save()
    return user


def _free_account(person: Person) -> User | None:
    """An account of this name that nobody has yet; None where it is, or may be, another person's."""
    name = User.normalize_username(person.name)
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as error:
        raise SignInRefused(
            f"利用者名（{person.name}）に使えない文字があります。管理者にお問い合わせください。"
        ) from error
    if len(name) > _LONGEST:
        raise SignInRefused("利用者名が長すぎます。管理者にお問い合わせください。")
    alike = list(User.objects.filter(username__iexact=name).select_for_update())
    if not alike:
        user = User(username=name)
        user.set_unusable_password()
        user.save()
        return user
    if len(alike) > 1 or alike[0].username != name or not person.names_are_safe:
        return None
    (user,) = alike
    is_somebodys = user.has_usable_password() or access.has_rights_of_his_own(user) or user.identities.exists()
    return None if is_somebodys else user


def _keep_names(user: User, person: Person) -> None:
    """What the person is called outside is what pages show; where the way tells no name, what was entered here stays."""
    names = (person.family_name[:_LONGEST], person.given_name[:_LONGEST])
    if any(names) and (user.last_name, user.first_name) != names:
        user.last_name, user.first_name = names
        user.save(update_fields=["last_name", "first_name"])
