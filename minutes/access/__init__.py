"""Who may see and do what. Every read of minutes goes through here; what is hidden leaves no trace.

Outsiders import the names below. They hold audiences (who may read a row, as stored with it) and a Clearance (what a
person may read) and ask about them by name; only this package compares them.
"""

from minutes.access import sql
from minutes.access.audiences import (
    audience_of,
    choices,
    is_narrower,
    is_restricted,
    name_of,
    narrower,
    portable,
    restriction,
)
from minutes.access.clearance import VISITOR, Clearance, clearance
from minutes.access.corrections import audiences_kept
from minutes.access.masking import FIELDS, PART_OF, Quotes, spans_of
from minutes.access.onlookers import Onlooker, onlookers
from minutes.access.querysets import (
    downloadable_edition,
    downloadable_paper,
    downloadable_source,
    has_public_edition,
    is_published,
    published,
    visible_attachments,
    visible_attendees,
    visible_items,
    visible_meetings,
    visible_pages,
    visible_utterances,
)
from minutes.access.readable import Readable
from minutes.access.roles import (
    ADMINISTRATOR,
    EDITOR,
    PUBLISHER,
    READER,
    ROLES,
    User,
    administrators,
    can_edit,
    can_erase,
    can_keep_synonyms,
    can_publish,
    can_remove,
    can_withdraw,
    can_withhold,
    ensure_roles,
    has_rights_of_his_own,
    is_in_group,
    keeps_accounts,
    opens_administration,
    reads_trail,
    settle_administration,
)
from minutes.access.usage import is_in_use
from minutes.access.variants import RowTexts, Variant, Variants
from minutes.access.versions import Sight, may_see_snapshot_row

__all__ = [
    "ADMINISTRATOR",
    "EDITOR",
    "FIELDS",
    "PART_OF",
    "PUBLISHER",
    "READER",
    "ROLES",
    "VISITOR",
    "Clearance",
    "Onlooker",
    "Quotes",
    "Readable",
    "RowTexts",
    "Sight",
    "User",
    "Variant",
    "Variants",
    "administrators",
    "audience_of",
    "audiences_kept",
    "can_edit",
    "can_erase",
    "can_keep_synonyms",
    "can_publish",
    "can_remove",
    "can_withdraw",
    "can_withhold",
    "choices",
    "clearance",
    "downloadable_edition",
    "downloadable_paper",
    "downloadable_source",
    "ensure_roles",
    "has_public_edition",
    "has_rights_of_his_own",
    "is_in_group",
    "is_in_use",
    "is_narrower",
    "is_published",
    "is_restricted",
    "keeps_accounts",
    "may_see_snapshot_row",
    "name_of",
    "narrower",
    "onlookers",
    "opens_administration",
    "portable",
    "published",
    "reads_trail",
    "restriction",
    "settle_administration",
    "spans_of",
    "sql",
    "visible_attachments",
    "visible_attendees",
    "visible_items",
    "visible_meetings",
    "visible_pages",
    "visible_utterances",
]
