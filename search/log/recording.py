"""The record of searches: what people look for and do not find, without who they are.

One row counts all searches of a day for the same words; docs/operations.md says what is kept, for how
long, and when words are suggested to others.
"""

import logging
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, connections, router, transaction
from django.http import HttpRequest
from django.utils import timezone

from minutes.access import Clearance, clearance, sql
from search.models import LoggedSearch, Narrowing
from search.words import fold_text, names_a_person
from trail.writer import BackgroundWriter

logger = logging.getLogger(__name__)

# Longer ones are pasted texts, not words that somebody searches for again.
LONGEST = 200
# Words are suggested to others when they found something on so many days of the last ones.
DAYS_TO_BE_SHARED = 3
SHARED_FROM_DAYS = 90
LONGEST_SHARED = 40
# One character begins too many of them to be of help.
SHORTEST_ASKED = 2
TIMEOUT_MS = 500
# Fields name people; an address or a long number may be somebody's.
_PRIVATE = re.compile(r"[:：@]|\d[\d -]{4,}\d")
# No need to wait for the disk: a search lost in a power cut is no loss.
_UPSERT = """
    SET LOCAL statement_timeout = %(timeout)s;
    SET LOCAL synchronous_commit = off;
    INSERT INTO search_loggedsearch AS logged
        (day, folded, text, audiences, searches, hits, last_at, found_at, is_private, user_id)
    VALUES (%(day)s, %(folded)s, %(text)s, %(audiences)s, 1, %(hits)s, %(now)s, %(found_at)s, %(private)s, %(user)s)
    ON CONFLICT (day, folded, audiences, user_id) DO UPDATE
    SET searches = logged.searches + 1, last_at = excluded.last_at,
        hits = COALESCE(excluded.hits, logged.hits), found_at = COALESCE(excluded.found_at, logged.found_at)
"""
# The "C" order of texts is the cheapest to sort by, and here as good as any.
_SHARED = f"""
    SELECT max(text), folded COLLATE "C" FROM search_loggedsearch
    WHERE {{chosen}} AND NOT is_private AND hits IS NOT NULL
      AND {sql.asked_by_no_more("audiences", "%(audiences)s")} AND day > %(since)s
    GROUP BY folded COLLATE "C"
    HAVING count(DISTINCT day) FILTER (WHERE hits > 0) >= %(days)s
       AND max(last_at) FILTER (WHERE hits > 0) > COALESCE(max(last_at) FILTER (WHERE hits = 0), '-infinity')
       AND max(found_at) > COALESCE((SELECT max(at) FROM search_narrowing), '-infinity')
    ORDER BY sum(searches) DESC, max(length(text)), max(text)
    LIMIT %(limit)s
"""
# The day that this process last removed old rows on.
_pruned: list[date] = []


@dataclass(frozen=True)
class Occurrence:
    """One search to be counted; `folded` is `text` folded. `hits` is None where they say nothing of the words."""

    text: str
    folded: str
    audiences: list[int]
    hits: int | None
    at: datetime
    user: int | None = None


def record(request: HttpRequest, *, text: str, total: int, is_filtered: bool = False) -> None:
    """Counts one search, but no page, filter or link within the same search; never fails.

    It is written in the background: the page neither waits for it nor writes anything itself. `total` is how many hits
    the words have; `is_filtered` says that filters took part, so that no hit says nothing of the words.
    """
    tidy = " ".join(text.split())
    folded = fold_text(tidy)
    if not settings.SEARCH_LOG_DAYS or not folded or len(folded) > LONGEST or not _is_a_new_search(request, folded):
        return
    writer.put(
        Occurrence(
            text=tidy,
            folded=folded,
            audiences=clearance(request.user).stored,
            hits=None if is_filtered else total,
            at=timezone.now(),
            user=request.user.pk if settings.SEARCH_LOG_USERS else None,
        )
    )


def write_search(searched: Occurrence) -> None:
    """Counts one search in the row of its day; what the database refuses is logged."""
    parameters: dict[str, Any] = {
        "timeout": TIMEOUT_MS,
        "day": timezone.localdate(searched.at),
        "folded": searched.folded,
        "text": searched.text,
        "audiences": searched.audiences,
        "hits": searched.hits,
        "now": searched.at,
        "found_at": searched.at if searched.hits else None,
        "private": _is_private(searched.folded),
        "user": searched.user,
    }
    database = router.db_for_write(LoggedSearch)
    try:
        with transaction.atomic(using=database), connections[database].cursor() as cursor:
            cursor.execute(_UPSERT, parameters)
        _prune_once_a_day()
    except DatabaseError:
        logger.exception("The search could not be recorded.")


writer = BackgroundWriter(write_search)


def past_searches(folded: str, level: Clearance, limit: int) -> list[str]:
    """Words that begin with `folded`, found something on several days and still do for this clearance."""
    if len(folded) < SHORTEST_ASKED:
        return []
    prefix = re.sub(r"([\\%_])", r"\\\1", folded) + "%"
    found = _shared("folded LIKE %(prefix)s AND folded <> %(folded)s", level, limit, prefix=prefix, folded=folded)
    return [text for text, _ in found]


def searched_before(texts: Collection[str], level: Clearance) -> set[str]:
    """Those of the folded texts that past_searches() could name: others searched for them, and found something."""
    found = _shared("folded = ANY(%(texts)s)", level, len(texts), texts=list(texts)) if texts else []
    return {folded for _, folded in found}


def _shared(chosen: str, level: Clearance, limit: int, **parameters: Any) -> list[tuple[str, str]]:
    """Searches that may be named to others, as typed and folded, the most frequent first."""
    if not settings.SEARCH_LOG_DAYS:
        return []
    parameters |= {
        "audiences": sql.asker(level),
        "since": timezone.localdate() - timedelta(days=SHARED_FROM_DAYS),
        "days": DAYS_TO_BE_SHARED,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHARED.format(chosen=chosen), parameters)
        rows: list[tuple[str, str]] = cursor.fetchall()
        return rows


def note_narrowing() -> None:
    """Says that something which could be found may be gone: past searches have to find something anew."""
    Narrowing.objects.create(at=timezone.now())


def prune() -> int:
    """Removes what is older than SEARCH_LOG_DAYS, and names that the office no longer keeps; returns how many rows."""
    keep_from = timezone.localdate() - timedelta(days=settings.SEARCH_LOG_DAYS)
    old = LoggedSearch.objects.filter(day__lte=keep_from)
    if not settings.SEARCH_LOG_USERS:
        old |= LoggedSearch.objects.filter(user__isnull=False)
    newest = Narrowing.objects.order_by("-at").first()
    if newest is not None:
        Narrowing.objects.filter(at__lt=newest.at).delete()
    return old.delete()[0]


def _prune_once_a_day() -> None:
    today = timezone.localdate()
    if _pruned != [today]:
        _pruned[:] = [today]
        prune()


def _is_a_new_search(request: HttpRequest, folded: str) -> bool:
    """Whether somebody asks for these words anew: no later page, no filter or order of the same search."""
    if request.method != "GET" or "after" in request.GET:
        return False
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    try:
        before = parse_qs(urlsplit(came_from).query).get("q", [""])[0]
    except ValueError:
        return True
    return " ".join(fold_text(before).split()) != folded


def _is_private(folded: str) -> bool:
    """Whether words may say something of a person: they are never suggested to others."""
    return len(folded) > LONGEST_SHARED or bool(_PRIVATE.search(folded)) or names_a_person(folded)
