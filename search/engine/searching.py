"""A question -> hits, total and facets. Statements are put together and run here.

Hits, total and facets come from one condition on one table, and that condition always holds the
clearance: an entry that a person may not read is in no hit, count or facet.
"""

import math
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
from search.budget import SearchTimeout, current_turn
from search.engine import ranking
from search.engine.approximation import found_nearby
from search.engine.conditions import INDEXED, Test, all_of, condition_of, none_of
from search.engine.matching import Statement, counted, found_entries, inquiry_of, keyed_by
from search.language import Grouping, Key, Node, Question, Scope, Sort, positive
from search.words import IMPACT, LONG, NORMALIZED, PAPER, TITLE, quote

MOST_SPEAKERS = 30
# Hits shown of each group.
SHOWN_OF_GROUP = 3
# How far the frequency of a word is counted: beyond that it is frequent.
MOST_COUNTED = 2_000
# Words are telling that so many of the entries hold at least; so many are weighed and told.
FEWEST_HOLDING = 3
MOST_WEIGHED = 1_500
MOST_TELLING = 120
LONGEST_TELLING = 12
_MARKS = [IMPACT, NORMALIZED, PAPER, TITLE, LONG]
FACETS = ("fiscal_year", "body", "topic", "category", "speaker", "kind")


class Tier(IntEnum):
    """How a hit matches, the best first in the order of relevance."""

    EXACT = 5  # the words that were typed, side by side
    COMPOUND = 4  # as whole words
    UNIT = 3  # as units of longer words
    VARIANT = 2  # in another spelling, or by a synonym
    INSIDE = 1  # inside another word


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
class Telling:
    """A word or two units side by side, in how many of some entries it stands, and how surprising that is."""

    lexeme: str
    holding: int
    surprise: float


@dataclass(frozen=True)
class Results:
    """`facets` maps each name of FACETS to {value: count}, the years newest first, others by count.

    `next_key` continues after the last hit or group, None at the end. `ms` is the time the database took and
    the wait for it. `groups` and their number `total_groups` are filled in place of `hits` where grouping was asked for; `total` always counts hits.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, dict[Any, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    next_key: Key | None = None
    ms: float = 0.0
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
    page AS MATERIALIZED (SELECT * FROM ({ordered}) ordered WHERE {after} ORDER BY score DESC, recency DESC LIMIT %s)
"""
_HIT_ROWS = """
    SELECT json_agg(json_build_array(entry.id, entry.utterance_id, entry.page_id, page.score, entry.recency, {tier})
                    ORDER BY page.score DESC, page.recency DESC)
    FROM page JOIN search_searchentry entry ON entry.id = page.id
    WHERE entry.id = ANY (ARRAY(SELECT id FROM page))
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
            json_build_array(entry.id, entry.utterance_id, entry.page_id, 0, entry.recency, NULL) ORDER BY shown.place
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
            WHERE {INDEXED} @@ wanted.sought::tsquery AND {sql.readable("entry.access")} LIMIT %s
        ) AS found
    )
    FROM unnest(%s::text[], %s::text[]) AS wanted (lexeme, sought)
"""
# What stands in which number of entries, and how many there are. Lexemes with a mark are no words of the text. The
# rows are few, and each is read whole.
# Parameters: entries, clearance, marks, LONGEST_TELLING, FEWEST_HOLDING, MOST_WEIGHED.
_HELD = f"""
    WITH entry AS MATERIALIZED (
        SELECT id, vector FROM search_searchentry entry
        WHERE id = ANY(%s) AND {sql.readable("entry.access")}
    )
    SELECT word.lexeme, count(*), (SELECT count(*) FROM entry)
    FROM entry, unnest(entry.vector) AS word
    WHERE left(word.lexeme, 1) <> ALL(%s) AND length(word.lexeme) BETWEEN 2 AND %s
    GROUP BY word.lexeme HAVING count(*) >= %s
    ORDER BY count(*) DESC, word.lexeme LIMIT %s
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
    total, *counts, rows, total_groups = _fetch_row(_statement(question, clearance))
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
        return _with(answer, groups=groups[:limit], total_groups=total_groups, next_key=following)
    hits = tuple(map(_hit, rows))
    following = hits[limit - 1].key if len(hits) > limit > 0 else None
    return _with(answer, hits=hits[:limit], next_key=following)


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


def telling_terms(entries: Sequence[int], *, clearance: Clearance) -> list[Telling]:
    """What stands in several of these entries, of which a person of `clearance` may read each, more often than
    elsewhere: words and pairs of units, the most telling first, at most MOST_TELLING. Raises SearchTimeout.

    By the log-likelihood ratio of the share of these entries against the share of all, as statistics tell it (Dunning,
    Accurate Methods for the Statistics of Surprise and Coincidence).
    """
    parameters = (list(entries), sql.parameter(clearance), _MARKS, LONGEST_TELLING, FEWEST_HOLDING, MOST_WEIGHED)
    rows = _fetch(Statement(_HELD, parameters, by_index=False)) if entries else []
    shares = ranking.shares_of(lexeme for lexeme, _, _ in rows)
    found = [Telling(lexeme, holding, _surprise(holding, read, shares[lexeme])) for lexeme, holding, read in rows]
    return sorted((term for term in found if term.surprise > 0), key=lambda term: (-term.surprise, term.lexeme))[
        :MOST_TELLING
    ]


def _surprise(holding: int, read: int, share: float) -> float:
    """How unlikely it is that so many of the entries read hold what a share of all holds; negative where it is fewer."""
    here = holding / read
    missing = (read - holding) * math.log((1 - here) / (1 - share)) if holding < read and share < 1 else 0.0
    ratio = holding * math.log(here / share) + missing
    return ratio if here > share else -ratio


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
    found = _found(question, clearance)
    after = question.after
    later, position = ("TRUE", ()) if after is None else ("(score, recency) < (%s, %s)", (after.score, after.recency))
    limit = (*position, question.limit + 1)
    if question.grouping is not Grouping.NONE:
        groups = _GROUPS.format(
            keyed=keyed_by(question.grouping),
            score="count(*)" if question.sort is Sort.RELEVANCE else "0",
            after=later,
            shown=SHOWN_OF_GROUP,
        )
        sql = f"WITH {found.sql}, {_FACETS}, {groups} SELECT facets.*, ({_GROUP_ROWS}), (SELECT count(*) FROM grouped) FROM facets"
        return replace(found, sql=sql, params=(*found.params, *limit))
    order, ordered = _ordered(question, clearance)
    # Where the words stand in several entries, the tier of one of them says nothing.
    is_whole = order is not None and question.scope is Scope.UTTERANCE
    tier, tier_params = ranking.tier_of(question.tree if is_whole else None)
    hits, rows = _HITS.format(ordered=ordered, after=later), _HIT_ROWS.format(tier=tier)
    order_sql, order_params = (f"{order.sql}, ", order.params) if order else ("", ())
    sql = f"WITH {found.sql}, {_FACETS}, {order_sql}{hits} SELECT facets.*, ({rows}), 0 FROM facets"
    is_ranked = found.is_ranked or order is not None
    return Statement(sql, (*found.params, *order_params, *limit, *tier_params), found.by_index, is_ranked)


def _found(question: Question, clearance: Clearance) -> Statement:
    with_groups = question.grouping is not Grouping.NONE
    if question.loose is not None:
        return found_nearby(
            question,
            question.loose,
            readable=_readable(clearance),
            all_entries=ranking.entries_read_by(clearance),
            with_groups=with_groups,
        )
    return found_entries(question, readable=_readable(clearance), with_groups=with_groups)


def _ordered(question: Question, clearance: Clearance) -> tuple[ranking.Order | None, str]:
    """What puts the hits in order, and SQL of the hits with their scores."""
    if question.loose is not None:
        return None, "SELECT id, recency, score FROM found"
    order = None
    if question.sort is Sort.RELEVANCE:
        order = ranking.order_of(question)
    if order is None:
        return None, "SELECT id, recency, 0 AS score FROM found"
    if question.after is None and question.limit < ranking.POOL:
        return order, "SELECT id, recency, score FROM ranked"
    # Whoever reads on comes to what was not scored.
    return order, f"SELECT id, recency, score FROM ranked UNION ALL {ranking.UNRANKED}"


def _readable(clearance: Clearance) -> Test:
    return Test(sql.readable("entry.access"), (sql.parameter(clearance),))


def _hit(row: list[Any]) -> Hit:
    entry, utterance, page, score, recency, tier = row
    return Hit(entry, utterance, page, Key(score, recency), Tier(tier) if tier else None)


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
    """Runs one statement within the time limit: that of the request's turn, where it is for one."""
    turn = current_turn()
    if turn is None:
        return _fetch_within(settings.SEARCH_TIMEOUT_MS, statement)
    return turn.run((statement.sql, repr(statement.params)), partial(_fetch_within, statement=statement))


def _fetch_within(milliseconds: int, statement: Statement) -> list[tuple[Any, ...]]:
    """Runs one statement, which gives up after so long with SearchTimeout.

    The planner underrates the index for frequent words, since it does not see that reading the table itself
    means unpacking every vector: where the index leads to all hits, the table is not to be read through. Nor does
    it know how many entries a set holds: a loop over two of them can take minutes, where hashing takes milliseconds.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '64MB', true),"
                " set_config('jit', 'off', true), set_config('enable_seqscan', %s, true),"
                " set_config('enable_nestloop', %s, true)",
                [
                    str(milliseconds),
                    "off" if statement.by_index else "on",
                    "off" if statement.is_ranked else "on",
                ],
            )
            cursor.execute(statement.sql, statement.params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            cursor.execute(
                "SELECT set_config('statement_timeout', '0', true), set_config('enable_seqscan', 'on', true),"
                " set_config('enable_nestloop', 'on', true)"
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
