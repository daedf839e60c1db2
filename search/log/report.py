"""The administrator's view of the searches: which found nothing, which are frequent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection
from django.utils import timezone

PERIODS = (7, 30, 90, 365)
DEFAULT_PERIOD = 30
MOST_SHOWN = 100
MOST_IN_FILE = 10_000
# The last search without a filter says whether the words find anything now.
_SUMMED = """
    SELECT (array_agg(text ORDER BY last_at DESC))[1] AS text, folded, sum(searches) AS searches,
           (array_agg(hits ORDER BY last_at DESC) FILTER (WHERE hits IS NOT NULL))[1] AS hits,
           max(last_at) AS last_at,
           array_remove(array_agg(DISTINCT person.username), NULL) AS people
    FROM search_loggedsearch LEFT JOIN auth_user person ON person.id = search_loggedsearch.user_id
    WHERE day > %(since)s
    GROUP BY folded
"""
_LISTED = """
    SELECT text, folded, searches, hits, last_at, people FROM ({summed}) AS summed
    WHERE %(list)s = 'frequent' OR hits = 0
    ORDER BY searches DESC, last_at DESC, folded LIMIT %(limit)s
"""


class Listing(StrEnum):
    NOTHING = "nothing"
    FREQUENT = "frequent"


@dataclass(frozen=True)
class Searched:
    """Words that were searched for: how often in the period, and how many hits they had at last (None: unknown)."""

    text: str
    folded: str
    searches: int
    hits: int | None
    last_at: datetime
    people: list[str]


def searched(listing: Listing, days: int, limit: int = MOST_SHOWN) -> list[Searched]:
    """The most frequent words of the last `days` days, or of these the ones that found nothing when last searched."""
    parameters = {"since": timezone.localdate() - timedelta(days=days), "list": listing.value, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_LISTED.format(summed=_SUMMED), parameters)
        return [Searched(*row) for row in cursor.fetchall()]


def table_of(rows: Iterable[Searched], with_people: bool) -> Iterable[list[str]]:
    """A table for a spreadsheet, its heading first."""
    yield ["言葉", "検索の回数", "最後の検索の件数", "最後に検索した日時", *(["利用者"] if with_people else [])]
    for row in rows:
        hits = "" if row.hits is None else str(row.hits)
        last_at = timezone.localtime(row.last_at).strftime("%Y-%m-%d %H:%M")
        people = ["、".join(row.people)] if with_people else []
        yield [row.text, str(row.searches), hits, last_at, *people]
