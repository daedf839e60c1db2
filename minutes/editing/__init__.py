"""Corrections of a draft: operations, what they do and what undoes them. No Django, no I/O.

ids (names of rows), draft (the form that operations work on), fields (what a field may hold), operations (their JSON),
applying (a draft and an operation -> the next draft, the inverse, what was touched), changes (what a page is told of
it), texts (two changes of one text), wording (what an operation is called), placing (corrections kept when the document
is read again).
"""

from minutes.editing import fields
from minutes.editing.applying import Applied, Source, Touched, apply
from minutes.editing.changes import changes_of, no_changes
from minutes.editing.draft import TABLES, Draft
from minutes.editing.errors import Conflict, EditError
from minutes.editing.ids import fresh, with_ids
from minutes.editing.operations import (
    Delete,
    Dismiss,
    Many,
    Merge,
    Operation,
    Rename,
    Set,
    Split,
    Take,
    read_operation,
    stored_operation,
)
from minutes.editing.placing import Placed, Unplaced, named_as, place, written_by
from minutes.editing.wording import label_of

__all__ = [
    "TABLES",
    "Applied",
    "Conflict",
    "Delete",
    "Dismiss",
    "Draft",
    "EditError",
    "Many",
    "Merge",
    "Operation",
    "Placed",
    "Rename",
    "Set",
    "Source",
    "Split",
    "Take",
    "Touched",
    "Unplaced",
    "apply",
    "changes_of",
    "fields",
    "fresh",
    "label_of",
    "named_as",
    "no_changes",
    "place",
    "read_operation",
    "stored_operation",
    "with_ids",
    "written_by",
]
