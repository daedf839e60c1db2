"""Conditions on audiences for statements that are written by hand: their SQL, and the parameters that go with it.

Columns and placeholders are names that the program gives, never what people type.
"""

from minutes.access.clearance import Clearance


def readable(column: str, placeholder: str = "%s") -> str:
    """Holds for rows whose audience (`column`) a person is in; the parameter is parameter(clearance)."""
    return f"{column} <= {placeholder}"


def parameter(clearance: Clearance) -> int:
    """What stands for a person in the conditions of readable() and asked_by_no_more()."""
    return clearance.stored


def asked_by_no_more(column: str, placeholder: str = "%s") -> str:
    """Holds for searches (`column` as Clearance.stored) of people who may read no more than a person."""
    return f"{column} <= {placeholder}"


def open_to_all(column: str) -> str:
    """Holds for rows that everybody may read."""
    return f"{column} = 0"


def no_narrower(column: str, than: str) -> str:
    """Holds where everybody in the audience `than` is in that of `column` too."""
    return f"{column} <= {than}"


def narrower(*columns: str) -> str:
    """The audience of what all of these apply to; a NULL says nothing."""
    return f"GREATEST({', '.join(columns)})"


def wider(*columns: str) -> str:
    """The wider of several audiences in a row."""
    return f"LEAST({', '.join(columns)})"


def widest(column: str) -> str:
    """The widest audience of a group of rows."""
    return f"min({column})"


def published(table: str) -> str:
    """Holds for meetings that are shown to readers at all."""
    return f"{table}.status = 'published'"
