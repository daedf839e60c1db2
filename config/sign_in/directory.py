"""Passwords that the office's directory knows (LDAP, Active Directory), by django-auth-ldap.

Nothing of a password is kept here. People are known by the number that the directory gives an entry for good, so that a
name that is given to somebody else leads to no old account.
"""

import logging
from contextlib import suppress
from typing import Any

import ldap
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django_auth_ldap.backend import LDAPBackend, ldap_error
from django_auth_ldap.config import LDAPSearch, NestedMemberDNGroupType, PosixGroupType

from config.sign_in import groups
from config.sign_in.identities import Person, SignInRefused, account_of, tell
from config.sign_in.models import Way
from config.sign_in.ways import Directory

log = logging.getLogger(__name__)
# Attributes that name an entry for good, of Active Directory and of other directories; operational ones come if asked.
_LASTING = ("objectGUID", "entryUUID", "nsUniqueId", "ipaUniqueID")
_ATTRIBUTES = ["*", "+"]
# What a directory answers about the person who signs in; everything else is trouble of its own.
_ABOUT_THE_PERSON = (
    ldap.INVALID_CREDENTIALS,
    ldap.INVALID_DN_SYNTAX,
    ldap.INAPPROPRIATE_AUTH,
    ldap.NO_SUCH_OBJECT,
    ldap.UNWILLING_TO_PERFORM,
    ldap.CONSTRAINT_VIOLATION,
)
_AWAY = "庁内の認証サーバー（LDAP）に接続できません。しばらくしてからもう一度試すか、管理者にお問い合わせください。"


class DirectoryBackend(LDAPBackend):  # type: ignore[misc]
    """Signs in by the directory that the settings name; rights are Django's own."""

    def __init__(self) -> None:
        self.default_settings = _library_settings(_directory())

    def authenticate_ldap_user(self, ldap_user: Any, password: str) -> User | None:
        request = ldap_user._request
        try:
            user: User | None = super().authenticate_ldap_user(ldap_user, password)
            if user is not None and _directory().group_base:
                groups.apply(user, ldap_user.group_dns)
        except SignInRefused as refusal:
            tell(request, str(refusal))
            return None
        except ldap.LDAPError as error:
            # Who the person is was answered, his groups were not: with old rights nobody is let in.
            _tell_error(request, error)
            return None
        finally:
            _hang_up(ldap_user)
        return user

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[User, bool]:
        """Whoever gets here has shown his password to the directory."""
        directory = _directory()
        attributes = ldap_user.attrs or {}
        person = Person(
            Way.DIRECTORY,
            subject=_lasting_name(attributes, ldap_user.dn),
            name=_first(attributes, directory.name_attribute) or username,
            family_name=_first(attributes, "sn") if _first(attributes, "givenName") else _display_name(attributes),
            given_name=_first(attributes, "givenName"),
        )
        return account_of(person), False

    def get_user(self, user_id: int) -> User | None:
        """The session's account, unless it was stopped meanwhile."""
        return User.objects.filter(pk=user_id, is_active=True).first()

    def get_all_permissions(self, user: User, obj: object | None = None) -> set[str]:
        """None but what Django's own backend gives: groups are mirrored there."""
        return set()


def _directory() -> Directory:
    found = settings.SIGN_IN_DIRECTORY
    assert found is not None, "this backend is set where a directory is"
    return found


def _hang_up(ldap_user: Any) -> None:
    """The library leaves that to the garbage collector, and the directory holds the line meanwhile."""
    if ldap_user._connection is not None:
        with suppress(ldap.LDAPError):
            ldap_user._connection.unbind_s()
        ldap_user._connection, ldap_user._connection_bound = None, False


def _library_settings(directory: Directory) -> dict[str, Any]:
    options = {
        ldap.OPT_NETWORK_TIMEOUT: directory.seconds,
        ldap.OPT_TIMEOUT: directory.seconds,
        # Active Directory refers to its other domains, where nobody is bound.
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
        ldap.OPT_X_TLS_PROTOCOL_MIN: ldap.OPT_X_TLS_PROTOCOL_TLS1_2,
    }
    if directory.ca_file:
        options[ldap.OPT_X_TLS_CACERTFILE] = directory.ca_file
    # Makes the TLS settings above count; it has to be the last.
    options[ldap.OPT_X_TLS_NEWCTX] = 0
    by_name = directory.group_member.casefold() == "memberuid"
    return {
        "SERVER_URI": directory.uri,
        "START_TLS": directory.start_tls,
        "CONNECTION_OPTIONS": options,
        "BIND_DN": directory.bind_dn,
        "BIND_PASSWORD": directory.bind_password,
        "BIND_AS_AUTHENTICATING_USER": bool(directory.user_dn),
        "USER_DN_TEMPLATE": directory.user_dn or None,
        "USER_SEARCH": _search(directory.user_base, directory.user_filter) if directory.user_base else None,
        "USER_ATTRLIST": _ATTRIBUTES,
        "ALWAYS_UPDATE_USER": False,
        "PERMIT_EMPTY_PASSWORD": False,
        "GROUP_SEARCH": _search(directory.group_base, "(objectClass=*)"),
        "GROUP_TYPE": PosixGroupType() if by_name else NestedMemberDNGroupType(directory.group_member),
    }


def _search(base: str, condition: str) -> LDAPSearch:
    return LDAPSearch(base, ldap.SCOPE_SUBTREE, condition, _ATTRIBUTES)


def _lasting_name(attributes: Any, dn: str) -> str:
    for name in _LASTING:
        for value in attributes.get(name, ()):
            # Numbers of Active Directory are bytes, some of which happen to be text.
            raw = value if isinstance(value, bytes) else str(value).encode()
            return f"{name}={raw.hex()}" if name == "objectGUID" else f"{name}={raw.decode()}"
    return f"dn={dn}"


def _first(attributes: Any, name: str) -> str:
    value = next(iter(attributes.get(name, ())), "")
    return value if isinstance(value, str) else ""


def _display_name(attributes: Any) -> str:
    return _first(attributes, "displayName") or _first(attributes, "cn")


def _tell_error(request: HttpRequest | None, error: ldap.LDAPError) -> None:
    log.error("LDAP: %s", error)
    tell(request, _AWAY)


def _on_error(sender: Any, context: str, request: HttpRequest | None, exception: ldap.LDAPError, **_: Any) -> None:
    if context != "authenticate" or not isinstance(exception, _ABOUT_THE_PERSON):
        _tell_error(request, exception)


ldap_error.connect(_on_error, dispatch_uid="config.sign_in.directory")
