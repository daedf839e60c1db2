"""Conditions on who may read for statements that are written by hand: their SQL, and the parameters that go with it.

Columns and placeholders are names that the program gives, never what people type.
"""

from minutes.access.clearance import Clearance
from minutes.models import Audience


def readable(column: str, placeholder: str = "%s") -> str:
    """Holds for rows whose access class (`column`) is one of a person's; the parameter is parameter(clearance)."""
    return f"{column} = ANY({placeholder}::smallint[])"


def readable_somewhere(column: str, placeholder: str = "%s") -> str:
    """Holds for rows of which some access class (`column`, an array) is one of a person's; same parameter."""
    return f"{column} && {placeholder}::smallint[]"


def parameter(clearance: Clearance) -> list[int]:
    """What stands for a person in the conditions of readable() and readable_somewhere()."""
    return clearance.classes


def asked_by_no_more(column: str, placeholder: str = "%s") -> str:
    """Holds for searches (`column` as Clearance.stored) of people who may read no more than a person; the parameter is
    asker(clearance)."""
    return f"{column} <@ {placeholder}::smallint[]"


def asker(clearance: Clearance) -> list[int]:
    """What stands for a person in the condition of asked_by_no_more()."""
    return clearance.stored


def open_to_all(column: str) -> str:
    """Holds for rows whose access class is that of everybody."""
    return f"{column} = {Audience.EVERYONE.value}"


def published(table: str) -> str:
    """Holds for meetings that are shown to readers at all."""
    return f"{table}.status = 'published'"
