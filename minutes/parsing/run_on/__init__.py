"""Whole pages on one line -> rows, before anything is read.

Copies of web pages and of tables' cells keep their words and lose their lines: `日時 … 場所 … 出席者 …`, `…です。 ○会長 … ○委員 …`.
What stands in order stays in order and keeps its wording; a line is cut only where signs of several kinds, or several of one
kind, show that lines stood there. Long lines are taken together (`copy`): their fields (`head`), their marks (`marks`) and what
is printed between the speeches (`record`) show where lines were (`lost_lines`). What they leave, and shorter lines that hold
several fields or marks, is cut by `fields`; headings and events that then end a speech, by `units`.
"""

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.run_on.fields import with_fields_apart
from minutes.parsing.run_on.lost_lines import with_lines_found
from minutes.parsing.run_on.units import with_units_apart

__all__ = ["part_run_on"]


def part_run_on(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each that holds what stood on several lines cut into those."""
    return with_units_apart(with_fields_apart(with_lines_found(rows)))
