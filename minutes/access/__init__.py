"""Who may see and do what. Every read of minutes goes through here; what is hidden leaves no trace.

Outsiders import the names below. They hold audiences (who may read a row, as stored with it) and a Clearance (what a
person may read) and ask about them by name; only this package compares them.
"""

from minutes.access import sql
from minutes.access.audiences import (
    CHOICES,
    circles,
    is_narrower,
    is_restricted,
    narrower,
    restriction,
    wider,
)
from minutes.access.clearance import VISITOR, Clearance, clearance
from minutes.access.corrections import audiences_kept
from minutes.access.querysets import (
    downloadable_source,
    is_published,
    published,
    seen_by,
    visible_attachments,
    visible_meetings,
    visible_utterances,
)
from minutes.access.roles import (
    ADMINISTRATOR,
    EDITOR,
    PUBLISHER,
    READER,
    ROLES,
    User,
    administrators,
    can_edit,
    can_keep_synonyms,
    can_manage,
    can_publish,
    can_withhold,
    ensure_roles,
    has_rights_of_his_own,
    opens_administration,
    reads_trail,
    settle_administration,
)
from minutes.access.versions import Sight, may_see_snapshot_row

__all__ = [
    "ADMINISTRATOR",
    "CHOICES",
    "EDITOR",
    "PUBLISHER",
    "READER",
    "ROLES",
    "VISITOR",
    "Clearance",
    "Sight",
    "User",
    "administrators",
    "audiences_kept",
    "can_edit",
    "can_keep_synonyms",
    "can_manage",
    "can_publish",
    "can_withhold",
    "circles",
    "clearance",
    "downloadable_source",
    "ensure_roles",
    "has_rights_of_his_own",
    "is_narrower",
    "is_published",
    "is_restricted",
    "may_see_snapshot_row",
    "narrower",
    "opens_administration",
    "published",
    "reads_trail",
    "restriction",
    "seen_by",
    "settle_administration",
    "sql",
    "visible_attachments",
    "visible_meetings",
    "visible_utterances",
    "wider",
]
