"""Who may see and do what. Every read of minutes goes through here; what is hidden leaves no trace.

Three roles, as Django groups: 閲覧者 reads, 編集者 also uploads, corrects, publishes and keeps the synonyms, 管理者 also
manages accounts and every table in the administration pages.
"""

from itertools import pairwise
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AbstractUser, AnonymousUser, Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from minutes.models import Attachment, Audience, Meeting, MeetingVersion, SourceDocument, Utterance

User = AbstractUser | AnonymousUser

READER = "閲覧者"
EDITOR = "編集者"
ADMINISTRATOR = "管理者"
EDITING = "minutes.add_upload"


def clearance(user: User) -> int:
    """The highest Audience value that `user` may read."""
    if can_edit(user):
        return Audience.EDITORS
    return Audience.STAFF if user.is_authenticated else Audience.EVERYONE


def can_edit(user: User) -> bool:
    """Whether `user` may upload, correct and publish minutes."""
    return bool(user.is_authenticated and user.has_perm(EDITING))


def visible_meetings(user: User) -> QuerySet[Meeting]:
    """The meetings whose minutes `user` may read."""
    return Meeting.objects.filter(status=Meeting.Status.PUBLISHED, audience__lte=clearance(user))


def visible_utterances(user: User) -> QuerySet[Utterance]:
    """The utterances that `user` may read, of all visible meetings."""
    level = clearance(user)
    return Utterance.objects.filter(
        meeting__status=Meeting.Status.PUBLISHED, meeting__audience__lte=level, audience__lte=level
    )


def visible_attachments(user: User) -> QuerySet[Attachment]:
    """The attachments that `user` may see, of all visible meetings."""
    level = clearance(user)
    return Attachment.objects.filter(
        meeting__status=Meeting.Status.PUBLISHED, meeting__audience__lte=level, audience__lte=level
    )


def downloadable_source(user: User, meeting: Meeting) -> SourceDocument | None:
    """The original of the meeting's current version, unless it holds more than `user` may read.

    It holds what a correction took out of it too: where that was restricted, so is the original.
    """
    version = meeting.current_version
    if version is None or not visible_meetings(user).filter(pk=meeting.pk).exists():
        return None
    level = clearance(user)
    hidden = (
        meeting.utterances.filter(audience__gt=level).exists()
        or meeting.attachments.filter(audience__gt=level).exists()
        or (level < Audience.EDITORS and _took_restricted_out(meeting, version, level))
    )
    return None if hidden else version.source


def _took_restricted_out(meeting: Meeting, current: MeetingVersion, level: int) -> bool:
    """Whether a correction of the same document changed or dropped what was above `level` then.

    What is not known of a version's changes (minutes.reading_room.corrections fills it in) counts as restricted.
    """
    if current.number == 1:
        return False
    versions = list(meeting.versions.order_by("number").values_list("number", "source__sha256", "changes"))
    for (_, document, _), (_, _, changes) in pairwise(versions):
        if document == current.source.sha256:
            if changes is None:
                return True
            rows = [audience for *_, audience in (*changes["utterances"], *changes["papers"])]
            if any(audience is None or audience > level for audience in rows):
                return True
    return False


def ensure_roles(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Creates the three groups and gives them their permissions; run after every migration."""
    for label in ("auth", "minutes", "search"):
        # Migrations create permissions app by app, those of later apps after this receiver has run.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    content = Permission.objects.filter(content_type__app_label__in=("minutes", "search"))
    editing = content.filter(
        Q(codename__in=("add_upload", "change_upload", "view_upload", "change_meeting"))
        | Q(content_type__model__in=("synonymgroup", "synonym"))
    )
    Group.objects.get_or_create(name=READER)
    Group.objects.get_or_create(name=EDITOR)[0].permissions.set(editing)
    accounts = Permission.objects.filter(content_type__app_label="auth")
    Group.objects.get_or_create(name=ADMINISTRATOR)[0].permissions.set(content | accounts)
