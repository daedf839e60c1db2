"""A question -> hits, total and facets. Statements are put together and run here.

Hits, total and facets come from one condition on one table, and that condition always holds the
clearance: an entry that a person may not read is in no hit, count or facet.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import partial
from typing import Any

import psycopg.errors
from django.conf import settings
from django.db import OperationalError, connection, transaction

from minutes.access import Clearance, sql
from search.engine import ranking
from search.engine.conditions import INDEXED, Test, all_of, condition_of, none_of
from search.engine.matching import Statement, also_matching, counted, found_entries, inquiry_of, keyed_by
from search.language import Grouping, Key, Node, Question, Scope, Sort, positive
from search.words import quote

MOST_SPEAKERS = 30
# Hits shown of each group.
SHOWN_OF_GROUP = 3
# How far the frequency of a word is counted: beyond that it is frequent.
MOST_COUNTED = 2_000
FACETS = ("fiscal_year", "body", "topic", "category", "speaker", "kind")


class Tier(IntEnum):
    """How a hit matches, the best first in the order of relevance."""

    EXACT = 5  # the words that were typed, side by side
    COMPOUND = 4  # as whole words
    UNIT = 3  # as units of longer words
    VARIANT = 2  # in another spelling, or by a synonym
    INSIDE = 1  # inside another word


class SearchTimeout(Exception):
    """The search took longer than settings.SEARCH_TIMEOUT_MS; the message is Japanese and says what to do."""


@dataclass(frozen=True)
class Hit:
    """One entry found: an utterance or a page of a paper, by its primary key."""

    entry: int
    utterance: int | None
    page: int | None
    key: Key
    tier: Tier | None = None


@dataclass(frozen=True)
class HitGroup:
    """Hits of one inquiry, agenda item or meeting: their number, and the first of them in reading order.

    `item` is None for what was said under no item, `inquiry` (its number in the meeting) for a hit that is part of none.
    """

    meeting: int
    item: int | None
    count: int
    hits: tuple[Hit, ...]
    key: Key
    inquiry: int | None = None


@dataclass(frozen=True)
class Results:
    """`facets` maps each name of FACETS to {value: count}, the years newest first, others by count.

    `next_key` continues after the last hit or group, None at the end. `ms` is the time the database took and
    the wait for it. `ranked` is how many of the hits the relevance order reaches. `groups` and their number
    `total_groups` are filled in place of `hits` where grouping was asked for; `total` always counts hits.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, dict[Any, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    next_key: Key | None = None
    ms: float = 0.0
    ranked: int = 0
    groups: tuple[HitGroup, ...] = ()
    total_groups: int = 0


_FACETS = f"""
    counted AS MATERIALIZED (SELECT profile_id, count(*) AS n FROM found GROUP BY 1),
    profiled AS MATERIALIZED (
        SELECT counted.n, profile.* FROM counted JOIN search_profile profile ON profile.id = counted.profile_id
    ),
    facets AS (
        SELECT COALESCE((SELECT sum(n) FROM counted), 0)::bigint AS total,
        (SELECT json_object_agg(fiscal_year, n ORDER BY fiscal_year DESC)
         FROM (SELECT fiscal_year, sum(n)::bigint AS n FROM profiled GROUP BY 1) rolled) AS years,
        (SELECT json_object_agg(body_id, n ORDER BY n DESC, body_id)
         FROM (SELECT body_id, sum(n)::bigint AS n FROM profiled GROUP BY 1) rolled) AS bodies,
        (SELECT json_object_agg(topic, n ORDER BY n DESC, topic)
         FROM (SELECT topic, sum(n)::bigint AS n FROM profiled, unnest(topics) topic GROUP BY 1) rolled) AS topics,
        (SELECT json_object_agg(category, n ORDER BY n DESC, category)
         FROM (SELECT category, sum(n)::bigint AS n FROM profiled WHERE category <> '' GROUP BY 1) rolled)
        AS categories,
        (SELECT json_object_agg(speaker, n ORDER BY n DESC, speaker)
         FROM (SELECT speaker, sum(n)::bigint AS n FROM profiled WHERE speaker <> '' GROUP BY 1
               ORDER BY 2 DESC, 1 LIMIT {MOST_SPEAKERS}) rolled) AS speakers,
        (SELECT json_object_agg(kind, n ORDER BY n DESC, kind)
         FROM (SELECT kind, sum(n)::bigint AS n FROM profiled GROUP BY 1) rolled) AS kinds
    )
"""
_HITS = """
    SELECT json_agg(json_build_array(entry.id, entry.utterance_id, entry.page_id, page.score, entry.recency)
                    ORDER BY page.score DESC, page.recency DESC)
    FROM (SELECT * FROM {ordered} WHERE {after} ORDER BY score DESC, recency DESC LIMIT %s) page
    JOIN search_searchentry entry ON entry.id = page.id
"""
_GROUPS = """
    keyed AS MATERIALIZED ({keyed}),
    -- Groups may share their newest hit, and pages need an order without ties: in place of the hit's order within
    -- its meeting stands the group's.
    grouped AS MATERIALIZED (
        SELECT key, n, score, (newest | 65535) - row_number() OVER (PARTITION BY newest >> 16 ORDER BY newest DESC, key)
               AS recency
        FROM (SELECT key, count(*) AS n, max(recency) AS newest, {score} AS score FROM keyed GROUP BY key) counted
    ),
    page AS MATERIALIZED (
        SELECT * FROM grouped WHERE {after} ORDER BY score DESC, recency DESC LIMIT %s
    ),
    shown AS (
        SELECT keyed.key, keyed.id, row_number() OVER (PARTITION BY keyed.key ORDER BY keyed.recency DESC) AS place
        FROM keyed JOIN page USING (key)
    ),
    first AS (
        SELECT shown.key, min(entry.meeting_id) AS meeting_id, json_agg(
            json_build_array(entry.id, entry.utterance_id, entry.page_id, 0, entry.recency) ORDER BY shown.place
        ) AS hits
        FROM shown JOIN search_searchentry entry ON entry.id = shown.id WHERE shown.place <= {shown}
        GROUP BY shown.key
    )
"""
# Parameters: clearance, MOST_COUNTED, the words, the words as tsqueries.
_FREQUENCIES = f"""
    SELECT wanted.lexeme, (
        SELECT count(*) FROM (
            SELECT FROM search_searchentry entry
            WHERE {INDEXED} @@ wanted.sought::tsquery AND {sql.readable("entry.audience")} LIMIT %s
        ) AS found
    )
    FROM unnest(%s::text[], %s::text[]) AS wanted (lexeme, sought)
"""
_GROUP_ROWS = """
    SELECT json_agg(json_build_array(first.meeting_id, page.key, page.n, first.hits, page.score, page.recency)
                    ORDER BY page.score DESC, page.recency DESC)
    FROM page JOIN first USING (key)
"""


def search(question: Question, *, clearance: Clearance) -> Results:
    """The hits (or groups) of a question that a person of `clearance` may read, with total and facets.

    Raises SearchTimeout.
    """
    started = time.perf_counter()
    total, *counts, rows, extra = _fetch_row(_statement(question, clearance))
    rows = rows or []
    limit = question.limit
    answer = Results(
        total=total,
        facets=dict(zip(FACETS, map(_typed, FACETS, counts), strict=True)),
        ms=round((time.perf_counter() - started) * 1000, 1),
    )
    if question.grouping is not Grouping.NONE:
        groups = tuple(_group(row, question.grouping) for row in rows)
        following = groups[limit - 1].key if len(groups) > limit else None
        return _with(answer, groups=groups[:limit], total_groups=extra, next_key=following, ranked=total)
    hits = tuple(map(_hit, rows))
    following = hits[limit - 1].key if len(hits) > limit > 0 else None
    return _with(answer, hits=hits[:limit], next_key=following, ranked=total if extra is None else extra)


def count(question: Question, *, clearance: Clearance) -> int:
    """The number of hits alone. Raises SearchTimeout."""
    return int(_fetch_row(counted(found_entries(question, readable=_readable(clearance))))[0])


def counts(questions: Sequence[Question], *, clearance: Clearance) -> list[int]:
    """The number of hits of each question, in one statement. Raises SearchTimeout."""
    if not questions:
        return []
    parts = [counted(found_entries(question, readable=_readable(clearance))) for question in questions]
    row = _fetch_row(
        Statement(
            f"SELECT {', '.join(f'({part.sql})' for part in parts)}",
            tuple(value for part in parts for value in part.params),
            all(part.by_index for part in parts),
        )
    )
    return [int(number) for number in row]


def frequencies(lexemes: Collection[str], *, clearance: Clearance) -> dict[str, int]:
    """In how many entries each of these words stands that a person of `clearance` may read, counted up to MOST_COUNTED:
    words as they are written, or two units side by side. Those that stand nowhere are left out. Raises SearchTimeout.
    """
    wanted = list(dict.fromkeys(lexemes))
    if not wanted:
        return {}
    parameters = (sql.parameter(clearance), MOST_COUNTED, wanted, [quote(lexeme) for lexeme in wanted])
    return {lexeme: int(number) for lexeme, number in _fetch(Statement(_FREQUENCIES, parameters)) if number}


def count_inside(question: Question, *, clearance: Clearance) -> int:
    """How many more entries `inside` would add: those that hold some word inside other words alone.

    Raises SearchTimeout.
    """
    tree = question.tree
    if tree is None or not positive(tree):
        return 0
    if question.scope is not Scope.UTTERANCE:
        by_words, inside = (replace(question, inside=inside) for inside in (False, True))
        return count(inside, clearance=clearance) - count(by_words, clearance=clearance)
    wide, narrow = condition_of(tree, inside=True), condition_of(tree)
    if wide is None or wide == narrow:
        return 0
    more = all_of([wide, none_of(narrow)]) if narrow is not None else wide
    return int(_fetch_row(counted(found_entries(question, readable=_readable(clearance), condition=more)))[0])


def explain(question: Question, *, clearance: Clearance) -> str:
    """How Postgres runs a search: the plan with real times of the statement that search() would run."""
    statement = _statement(question, clearance)
    plan = Statement(f"EXPLAIN (ANALYZE, BUFFERS) {statement.sql}", statement.params, statement.by_index)
    return "\n".join(line for (line,) in _fetch(plan))


def ignored_terms(tree: Node | None) -> tuple[str, ...]:
    """The terms in which nothing can be searched for: particles and signs alone."""
    return tuple(term.text for term in positive(tree) if condition_of(term) is None)


def _statement(question: Question, clearance: Clearance) -> Statement:
    tree, grouping, after, limit = question.tree, question.grouping, question.after, question.limit
    found = found_entries(question, readable=_readable(clearance), with_groups=grouping is not Grouping.NONE)
    later, position = ("TRUE", ()) if after is None else ("(score, recency) < (%s, %s)", (after.score, after.recency))
    if grouping is not Grouping.NONE:
        groups = _GROUPS.format(
            keyed=keyed_by(grouping),
            score="count(*)" if question.sort is Sort.RELEVANCE else "0",
            after=later,
            shown=SHOWN_OF_GROUP,
        )
        sql = (
            f"WITH {found.sql}, {_FACETS}, {groups}"
            f" SELECT facets.*, ({_GROUP_ROWS}), (SELECT count(*) FROM grouped) FROM facets"
        )
        return Statement(sql, (*found.params, *position, limit + 1), found.by_index)
    order = None
    if question.sort is Sort.RELEVANCE and tree is not None:
        order = ranking.order_of(tree, partial(also_matching, question, readable=_readable(clearance)))
    if order is None:
        hits = _HITS.format(ordered="(SELECT id, recency, 0 AS score FROM found) newest", after=later)
        sql = f"WITH {found.sql}, {_FACETS} SELECT facets.*, ({hits}), NULL FROM facets"
        return Statement(sql, (*found.params, *position, limit + 1), found.by_index)
    hits = _HITS.format(ordered="ranked", after=later)
    sql = (
        f"WITH {found.sql}, {_FACETS}, {order.sql} SELECT facets.*, ({hits}), (SELECT count(*) FROM ranked) FROM facets"
    )
    return Statement(sql, (*found.params, *order.params, *position, limit + 1), found.by_index)


def _readable(clearance: Clearance) -> Test:
    return Test(sql.readable("entry.audience"), (sql.parameter(clearance),))


def _hit(row: list[Any]) -> Hit:
    entry, utterance, page, score, recency = row
    tier = Tier(int(score // ranking.TIER)) if score else None
    return Hit(entry, utterance, page, Key(score, recency), tier)


def _group(row: list[Any], grouping: Grouping) -> HitGroup:
    meeting, key, number, hits, score, recency = row
    item = key if grouping is Grouping.ITEM and key > 0 else None
    inquiry = inquiry_of(key) if grouping is Grouping.INQUIRY else None
    return HitGroup(meeting, item, number, tuple(map(_hit, hits)), Key(score, recency), inquiry)


def _with(results: Results, **changes: Any) -> Results:
    return replace(results, **changes)


def _fetch_row(statement: Statement) -> tuple[Any, ...]:
    return _fetch(statement)[0]


def _fetch(statement: Statement) -> list[tuple[Any, ...]]:
    """Runs one statement within the time limit.

    The planner underrates the index for frequent words, since it does not see that reading the table itself
    means unpacking every vector: where the index leads to all hits, the table is not to be read through.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '64MB', true),"
                " set_config('jit', 'off', true), set_config('enable_seqscan', %s, true)",
                [str(settings.SEARCH_TIMEOUT_MS), "off" if statement.by_index else "on"],
            )
            cursor.execute(statement.sql, statement.params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            cursor.execute(
                "SELECT set_config('statement_timeout', '0', true), set_config('enable_seqscan', 'on', true)"
            )
            return rows
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
            raise SearchTimeout(
                "検索に時間がかかりすぎたため中止しました。言葉を増やすか、年度や会議体で絞り込んでください。"
            ) from error
        raise


def _typed(facet: str, counts: dict[str, int] | None) -> dict[Any, int]:
    """JSON's keys are text; those of years, bodies and topics are integers."""
    if facet in ("fiscal_year", "body", "topic"):
        return {int(value): number for value, number in (counts or {}).items()}
    return dict(counts or {})
