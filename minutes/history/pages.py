"""Long lists page by page by the key of the row that a page ends with: the last page costs no more than the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE = 50
_PIECE = 1_000


@dataclass(frozen=True, slots=True)
class KeyPage(Generic[Row]):
    """The rows of one page, the newest first; `older` is the key that the next page begins below, None at the end."""

    rows: list[Row]
    older: int | None


def key_page(found: QuerySet[Row], below: int | None) -> KeyPage[Row]:
    """The newest rows whose key is below the given one."""
    ordered = found.order_by("-pk")
    rows = list((ordered.filter(pk__lt=below) if below else ordered)[: PAGE + 1])
    return KeyPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def pieces(found: QuerySet[Row]) -> Iterator[list[Row]]:
    """Every row, the newest first, in pieces: no statement runs as long as somebody downloads."""
    ordered, below = found.order_by("-pk"), None
    while rows := list((ordered.filter(pk__lt=below) if below else ordered)[:_PIECE]):
        yield rows
        below = rows[-1].pk
