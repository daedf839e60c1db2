"""The roles and what each may do.

Four roles, as Django groups: 閲覧者 reads; 編集者 also uploads, corrects and keeps the synonyms; 公開責任者 also publishes,
opens and withholds; 管理者 also manages accounts and every table in the administration pages. In an office that has not
set FOUR_EYES whoever edits also publishes, opens and withholds: nobody need have the second role.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AbstractUser, AnonymousUser, Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

User = AbstractUser | AnonymousUser

ROLES = READER, EDITOR, PUBLISHER, ADMINISTRATOR = "閲覧者", "編集者", "公開責任者", "管理者"
_EDITING = "minutes.add_upload"
_PUBLISHING = "minutes.publish_upload"
_KEEPING_SYNONYMS = "search.add_synonymgroup"
_READING_TRAIL = "trail.view_change"
_WITHDRAWING = "minutes.change_meeting"
_REMOVING = "minutes.remove_for_ever"
_ERASING = "minutes.erase_words"
# The applications whose tables hold accounts and what is done with them.
_ADMINISTERED = ("auth", "accounts", "sign_in", "trail")


def can_edit(user: User) -> bool:
    """Whether `user` may upload, correct and publish minutes."""
    return bool(user.is_authenticated and user.has_perm(_EDITING))


def can_publish(user: User) -> bool:
    """Whether `user` may publish minutes and open to more people what is restricted.

    With FOUR_EYES whoever has it on hand himself may not all the same (minutes.record.four_eyes).
    """
    return bool(user.is_authenticated and user.has_perm(_PUBLISHING if settings.FOUR_EYES else _EDITING))


def can_withhold(user: User) -> bool:
    """Whether `user` may keep parts of minutes from others. To hide in a hurry takes no second person."""
    return can_edit(user)


def administrators() -> Q:
    """Of accounts, the condition of those who manage others."""
    return Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)


def can_keep_synonyms(user: User) -> bool:
    """Whether `user` may add synonyms in the administration pages."""
    return user.has_perm(_KEEPING_SYNONYMS)


def reads_trail(user: User) -> bool:
    """Whether `user` may read who changed and who looked at what."""
    return bool(user.is_authenticated and user.has_perm(_READING_TRAIL))


def can_withdraw(user: User) -> bool:
    """Whether `user` may take published minutes from readers, and bring them back."""
    return can_edit(user) and user.has_perm(_WITHDRAWING)


def can_remove(user: User) -> bool:
    """Whether `user` may remove for ever what lies in the bin."""
    return can_edit(user) and user.has_perm(_REMOVING)


def can_erase(user: User) -> bool:
    """Whether `user` may have words removed for ever from all that is stored (消去)."""
    return can_edit(user) and user.has_perm(_ERASING)


def opens_administration(user: User) -> bool:
    """Whether `user` finds anything in the administration pages; what, the permissions say."""
    return user.is_active and user.is_staff


def keeps_accounts(user: User) -> bool:
    """Whether `user` may change the accounts of others."""
    return user.has_perm("auth.change_user")


def is_in_group(user: AbstractUser, names: Sequence[str]) -> bool:
    """Whether `user` is in one of the groups; a superuser is a 管理者."""
    is_administrator = user.is_superuser and ADMINISTRATOR in names
    return is_administrator or (bool(names) and user.groups.filter(name__in=names).exists())


def has_rights_of_his_own(user: AbstractUser) -> bool:
    """Whether `user` has more rights than every account, by himself or by a group."""
    return user.is_superuser or user.is_staff or bool(user.get_all_permissions())


def settle_administration(user: AbstractUser) -> None:
    """After groups of `user` were changed: opens the administration pages to him where his groups find something there."""
    opens = user.is_superuser or Permission.objects.filter(group__user=user.pk).exists()
    if user.is_staff != opens:
        user.is_staff = opens
        user.save(update_fields=["is_staff"])


def ensure_roles(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Creates the groups of the roles and gives them their permissions; run after every migration."""
    for label in (*_ADMINISTERED, "minutes", "search"):
        # Migrations create permissions app by app, those of later apps after this receiver has run.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    content = Permission.objects.filter(content_type__app_label__in=("minutes", "search"))
    editing = content.filter(
        Q(codename__in=("add_upload", "change_upload", "view_upload", "change_meeting"))
        | Q(content_type__model__in=("synonymgroup", "synonym"))
    )
    Group.objects.get_or_create(name=READER)
    Group.objects.get_or_create(name=EDITOR)[0].permissions.set(editing)
    publishing = editing | content.filter(codename="publish_upload")
    Group.objects.get_or_create(name=PUBLISHER)[0].permissions.set(publishing)
    accounts = Permission.objects.filter(content_type__app_label__in=_ADMINISTERED)
    Group.objects.get_or_create(name=ADMINISTRATOR)[0].permissions.set(content | accounts)
