"""What statements ask of the stored names, and what is loaded of those found."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from minutes.access import User, clearance, sql, visible_attachments, visible_items, visible_utterances
from minutes.reading_room import browsing
from search.engine import Condition, Test, holds
from search.language import Filters
from search.models import KnownItem

OF_MEETINGS = Test("entry.kind = 'meeting'")
_NARROWING = {
    "year_from": "entry.fiscal_year >= %s",
    "year_to": "entry.fiscal_year <= %s",
    "date_from": "entry.held_on >= %s",
    "date_to": "entry.held_on <= %s",
    "body": "entry.body_id = %s",
    "meeting": "entry.meeting_id = %s",
}


def indexed(condition: Condition) -> Test:
    """Names that match a condition: the index leads to few, which are then tested."""
    if condition.most is None:
        raise ValueError("the index does not lead to the names")
    return Test.all_of([holds(condition.most), condition.test])


def readable(user: User, filters: Filters) -> Test | None:
    """Names that `user` may read and filters leave; None where filters ask for what names do not have."""
    wanted = {name: value for name in _NARROWING if (value := getattr(filters, name)) is not None}
    if filters != Filters(**wanted):
        return None
    may_read = Test(sql.readable("entry.access"), (sql.parameter(clearance(user)),))
    return Test.all_of([may_read, *(Test(_NARROWING[name], (value,)) for name, value in wanted.items())])


def loaded(known: QuerySet[KnownItem], user: User) -> QuerySet[KnownItem]:
    """With all that is shown of them, as `user` reads it; `first_ref` is the number of the first utterance under an item."""
    said = visible_utterances(user).filter(agenda_items=OuterRef("item_id")).order_by("order")
    items: Any = Prefetch("item", queryset=visible_items(user))
    papers: Any = Prefetch("paper", queryset=visible_attachments(user).prefetch_related("source"))
    return (
        known.select_related("meeting__body")
        .prefetch_related(items, papers)
        .annotate(first_ref=Subquery(said.values("ref")[:1]))
    )


def tell_decisions(known: Sequence[KnownItem], user: User) -> Sequence[KnownItem]:
    """Gives each `decision`: what was decided under an item, as `user` may read it."""
    told = browsing.decisions_of([row.item_id for row in known if row.item_id], user)
    for row in known:
        setattr(row, "decision", told.get(row.item_id or 0, ""))  # noqa: B010 - an annotation, as queries give them
    return known
