"""The persons who walk through the archive, from nobody to the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from minutes import access
from tests.integration.canary.answers import Answer
from tests.integration.canary.archive import ADMINISTRATORS, DESK, EDITORS, GROUP_A, GROUP_B, STAFF, Needs

# From the one who may read the most to the one who may read nothing: what is kept for the first must not reach the next.
NAMES = (
    "administrator",
    "editor in the administration pages",
    "publisher",
    "editor",
    "member of group A",
    "member of group B",
    "reader",
    "account without a role",
    "visitor",
    "visitor of a closed archive",
)


@dataclass(frozen=True)
class Person:
    """Somebody, and the circles that they are in. `session` is empty for visitors."""

    name: str
    circles: frozenset[str]
    session: str = ""
    archive_is_closed: bool = False

    def may_read(self, needs: Needs) -> bool:
        return needs <= self.circles

    def ask(self, path: str, method: str = "GET") -> Answer:
        """What the site answers; nothing is remembered from one time to the next."""
        client = Client(raise_request_exception=False)
        if self.session:
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.session})
        return Answer.of(client.generic(method, path))


def editor_account() -> User:
    return _account("henshu", [access.EDITOR])


def everybody(editor: User) -> dict[str, Person]:
    """All of NAMES."""
    reads_all = frozenset({STAFF, GROUP_A, GROUP_B, EDITORS, DESK})
    keeper = _account("dougigo", [access.EDITOR], is_staff=True)
    administrator = _account("kanri", [access.ADMINISTRATOR], is_staff=True, is_superuser=True)
    circles: dict[str, tuple[frozenset[str], User | None]] = {
        "administrator": (reads_all | {ADMINISTRATORS}, administrator),
        "editor in the administration pages": (reads_all, keeper),
        "publisher": (reads_all, _account("koukai", [access.EDITOR, "公開責任者"])),
        "editor": (reads_all, editor),
        "member of group A": (frozenset({STAFF, GROUP_A}), _account("aoki", [access.READER, GROUP_A])),
        "member of group B": (frozenset({STAFF, GROUP_B}), _account("baba", [access.READER, GROUP_B])),
        "reader": (frozenset({STAFF}), _account("yomu", [access.READER])),
        "account without a role": (frozenset({STAFF}), _account("mumei", [])),
        "visitor": (frozenset(), None),
        "visitor of a closed archive": (frozenset(), None),
    }
    return {
        name: Person(name, those, _session_of(user), archive_is_closed="closed" in name)
        for name, (those, user) in circles.items()
    }


def _account(username: str, roles: Iterable[str], *, is_staff: bool = False, is_superuser: bool = False) -> User:
    user = User.objects.create_user(username, password="correct-horse", is_staff=is_staff, is_superuser=is_superuser)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def _session_of(user: User | None) -> str:
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
