"""Groups that come along when somebody signs in by others: set and taken away as SIGN_IN_GROUPS says, at every sign-in."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction

from config.sign_in.ways import outside_name
from minutes import access

log = logging.getLogger(__name__)


@transaction.atomic
def apply(user: User, outside: Iterable[str]) -> None:
    """Puts `user` into the groups that the map gives for those he is in outside, and out of its others.

    Groups that the map does not name stay as they are; so does the map's reach: who is in none of its groups outside
    is in none of them here. Superusers stay superusers.
    """
    mapped = settings.SIGN_IN_GROUPS
    if not mapped:
        return
    names = {outside_name(name) for name in outside}
    if names - mapped.keys():
        log.info("Groups of %s that SIGN_IN_GROUPS does not name: %s", user, sorted(names - mapped.keys()))
    wanted: set[str] = set().union(*(mapped[name] for name in names & mapped.keys()))
    ruled: set[str] = set().union(*mapped.values())
    known = {group.name: group for group in Group.objects.filter(name__in=ruled)}
    if unknown := ruled - known.keys():
        log.warning("SIGN_IN_GROUPS にあるグループがアーカイブにありません: %s", "、".join(sorted(unknown)))
    held = set(user.groups.filter(name__in=ruled).values_list("name", flat=True))
    change = (wanted & known.keys()) ^ held
    user.groups.add(*(known[name] for name in change - held))
    user.groups.remove(*(known[name] for name in change & held))
    if any(known[name].permissions.exists() for name in change):
        access.settle_administration(user)
