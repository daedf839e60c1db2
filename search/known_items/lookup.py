"""What statements ask of the stored names, and what is loaded of those found."""

from django.db.models import OuterRef, QuerySet, Subquery

from minutes.access import User, clearance, sql, visible_utterances
from minutes.models import Utterance
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
    may_read = Test(sql.readable("entry.audience"), (sql.parameter(clearance(user)),))
    return Test.all_of([may_read, *(Test(_NARROWING[name], (value,)) for name, value in wanted.items())])


def with_outcomes(known: QuerySet[KnownItem], user: User) -> QuerySet[KnownItem]:
    """With all that is shown of them; `decision` is what was decided under an item, `first_ref` the number of the first
    utterance there, as far as `user` may read them."""
    said = visible_utterances(user).filter(agenda_items=OuterRef("item_id")).order_by("order")
    return known.select_related("meeting__body", "item", "paper__source").annotate(
        decision=Subquery(said.filter(kind=Utterance.Kind.DECISION).values("text")[:1]),
        first_ref=Subquery(said.values("ref")[:1]),
    )
