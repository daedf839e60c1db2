"""A tree of terms and filters -> hits, total and facets. The search's SQL lives here.

Hits, total and facets come from one condition on one table, and that condition always holds the
clearance: an entry that a person may not read is in no hit, count or facet.
"""

import math
import time
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import psycopg.errors
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, transaction

from search import query, vector
from search.folding import fold_text

MOST_SPEAKERS = 30
# Relevance is reckoned for this many entries: half where the words are frequent, half the newest.
RANKED = 2_000
RARENESS_SECONDS = 600
FACETS = ("fiscal_year", "body", "topic", "speaker", "kind")


class Sort(StrEnum):
    NEWEST = "newest"
    RELEVANCE = "relevance"


class SearchTimeout(Exception):
    """The search took longer than settings.SEARCH_TIMEOUT_MS; the message is Japanese and says what to do."""


@dataclass(frozen=True)
class Filters:
    """What hits are narrowed to: years are fiscal years, ends included; bodies and topics are primary keys."""

    year_from: int | None = None
    year_to: int | None = None
    body: int | None = None
    topic: int | None = None
    speaker: str | None = None
    kind: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Key:
    """Where a page of hits ends: the sort key of its last hit. `score` is 0 for the newest first."""

    score: float
    held_on: date
    meeting: int
    order: int


@dataclass(frozen=True)
class Hit:
    """One entry found, by the key of its utterance."""

    utterance: int
    key: Key


@dataclass(frozen=True)
class Results:
    """`facets` maps each name of FACETS to {value: count}, the years newest first, others by count.

    `next_key` continues after the last hit, None at the end. `ms` is the time the database took and
    the wait for it. `ranked` is how many of the hits the relevance order reaches.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, dict[Any, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    next_key: Key | None = None
    ms: float = 0.0
    ranked: int = 0


@dataclass(frozen=True)
class _Condition:
    """SQL over search_searchentry (as entry), and its parameters."""

    sql: str
    params: list[Any]


_NEWEST = "held_on DESC, meeting_id DESC, position DESC"
_FOUND = """
    found AS MATERIALIZED (
        SELECT entry.utterance_id, COALESCE(entry.held_on, DATE '0001-01-01') AS held_on, entry.meeting_id,
               -entry."order" AS position, entry.fiscal_year, entry.body_id, entry.speaker, entry.kind, entry.topics
        FROM search_searchentry entry
        WHERE {condition}
    )
"""
_TOTAL = "WITH {found} SELECT count(*) FROM found"
_COUNTS = """
    (SELECT count(*) FROM found),
    (SELECT json_object_agg(fiscal_year, n ORDER BY fiscal_year DESC)
     FROM (SELECT fiscal_year, count(*) AS n FROM found GROUP BY 1) counted),
    (SELECT json_object_agg(body_id, n ORDER BY n DESC, body_id)
     FROM (SELECT body_id, count(*) AS n FROM found GROUP BY 1) counted),
    (SELECT json_object_agg(topic, n ORDER BY n DESC, topic)
     FROM (SELECT topic, count(*) AS n FROM found, unnest(topics) topic WHERE topics <> '{{}}' GROUP BY 1) counted),
    (SELECT json_object_agg(speaker, n ORDER BY n DESC, speaker)
     FROM (SELECT speaker, count(*) AS n FROM found WHERE speaker <> '' GROUP BY 1
           ORDER BY 2 DESC, 1 LIMIT {speakers}) counted),
    (SELECT json_object_agg(kind, n ORDER BY n DESC, kind)
     FROM (SELECT kind, count(*) AS n FROM found GROUP BY 1) counted)
"""
_HITS_NEWEST = """
    (SELECT json_agg(json_build_array(utterance_id, 0, held_on, meeting_id, -position))
     FROM (SELECT * FROM found WHERE {after} ORDER BY {newest} LIMIT %s) page)
"""
_RANKED = """
    pool AS MATERIALIZED (
        (SELECT utterance_id, held_on, meeting_id, position FROM found
         WHERE utterance_id IN (SELECT utterance_id FROM search_searchentry entry
                               WHERE entry.vector @@ %s::tsquery)
         ORDER BY {newest} LIMIT {half})
        UNION
        (SELECT utterance_id, held_on, meeting_id, position FROM found ORDER BY {newest} LIMIT {half})
    ),
    ranked AS MATERIALIZED (
        SELECT pool.*, round(({score})::numeric, 6)::float8 AS score
        FROM pool JOIN search_searchentry entry USING (utterance_id)
    )
"""
_HITS_RANKED = """
    (SELECT json_agg(json_build_array(utterance_id, score, held_on, meeting_id, -position))
     FROM (SELECT * FROM ranked WHERE {after} ORDER BY score DESC, {newest} LIMIT %s) page),
    (SELECT count(*) FROM ranked)
"""


def search(
    tree: query.Node | None,
    *,
    clearance: int,
    filters: Filters = Filters(),
    sort: Sort = Sort.NEWEST,
    limit: int = 20,
    after: Key | None = None,
) -> Results:
    """The first `limit` hits after `after` that a person of `clearance` may read, with total and facets.

    Without a tree, everything that the filters leave. Raises SearchTimeout.
    """
    started = time.perf_counter()
    condition = _condition(tree, filters, clearance)
    terms = [term for term in query.positive(tree) if vector.ranking_query(fold_text(term.text))]
    if sort is Sort.RELEVANCE and terms:
        sql, params = _ranked_statement(condition, terms, limit, after)
    else:
        sql, params = _newest_statement(condition, limit, after)
    row = _fetch_row(sql, params, by_index=bool(terms))
    total, *counted = row[: len(FACETS) + 1]
    found = row[len(FACETS) + 1] or []
    hits = tuple(
        Hit(key, Key(score, date.fromisoformat(day), meeting, order)) for key, score, day, meeting, order in found
    )
    return Results(
        total=total,
        hits=hits[:limit],
        facets=dict(zip(FACETS, map(_typed, FACETS, counted), strict=True)),
        next_key=hits[limit - 1].key if len(hits) > limit else None,
        ms=round((time.perf_counter() - started) * 1000, 1),
        ranked=row[len(FACETS) + 2] if len(row) > len(FACETS) + 2 else total,
    )


def count(tree: query.Node | None, *, clearance: int, filters: Filters = Filters()) -> int:
    """The number of hits alone. Raises SearchTimeout."""
    condition = _condition(tree, filters, clearance)
    found = _FOUND.format(condition=condition.sql)
    row = _fetch_row(_TOTAL.format(found=found), condition.params, by_index=bool(query.positive(tree)))
    return int(row[0])


def ignored_terms(tree: query.Node | None) -> tuple[str, ...]:
    """The terms in which nothing can be searched for: particles and signs alone."""
    return tuple(term.text for term in query.positive(tree) if not vector.phrase_query(fold_text(term.text)))


def _newest_statement(condition: _Condition, limit: int, after: Key | None) -> tuple[str, list[Any]]:
    later, later_params = "TRUE", []
    if after is not None:
        later = "(held_on, meeting_id, position) < (%s::date, %s, %s)"
        later_params = [after.held_on, after.meeting, -after.order]
    found = _FOUND.format(condition=condition.sql)
    hits = _HITS_NEWEST.format(after=later, newest=_NEWEST)
    sql = f"WITH {found} SELECT {_COUNTS.format(speakers=MOST_SPEAKERS)}, {hits}"
    return sql, [*condition.params, *later_params, limit + 1]


def _ranked_statement(
    condition: _Condition, terms: list[query.Term | query.Phrase], limit: int, after: Key | None
) -> tuple[str, list[Any]]:
    later, later_params = "TRUE", []
    if after is not None:
        later = "(score, held_on, meeting_id, position) < (%s, %s::date, %s, %s)"
        later_params = [after.score, after.held_on, after.meeting, -after.order]
    folded = [fold_text(term.text) for term in terms]
    frequent = " | ".join(f"({vector.frequent_query(text)})" for text in folded)
    score, weights = _score(folded)
    found = _FOUND.format(condition=condition.sql)
    ranked = _RANKED.format(score=score, newest=_NEWEST, half=RANKED // 2)
    hits = _HITS_RANKED.format(after=later, newest=_NEWEST)
    sql = f"WITH {found}, {ranked} SELECT {_COUNTS.format(speakers=MOST_SPEAKERS)}, {hits}"
    return sql, [*condition.params, frequent, *weights, *later_params, limit + 1]


def _score(folded: list[str]) -> tuple[str, list[Any]]:
    """SQL of an entry's relevance: more occurrences, rarer terms, terms close together, shorter texts first.

    Each term's ts_rank (it grows with the occurrences, to 1.6 times that of one) is weighed by how rare the
    term is. The length's divisor stays near 1 below some 100 different words, so that a bare greeting by
    the 防災課長 does not stand before what is said about 防災.
    """
    rareness = _rareness()
    rarest = min(rareness.values(), default=1.0) / 2
    parts: list[str] = []
    params: list[Any] = []
    for text in folded:
        lexemes = vector.ranking_lexemes(text)
        # A term is as frequent as the rarest of its units, and a unit as its most frequent form.
        share = min(max(rareness.get(form, rarest) for form in forms) for forms in lexemes)
        parts.append("ts_rank(entry.vector, %s::tsquery) * %s")
        # Of alternative forms ts_rank takes the mean, although a text as a rule holds one of them.
        alternatives = len(lexemes[0]) if len(lexemes) == 1 else 1
        params += [vector.ranking_query(text), math.log(1 + 1 / share) * alternatives]
    if len(folded) > 1:
        parts.append("ts_rank_cd(entry.vector, %s::tsquery)")
        params.append(" & ".join(vector.ranking_query(text) for text in folded))
    return f"({' + '.join(parts)}) / (1 + ln(1 + length(entry.vector) / 300.0))", params


def _rareness() -> dict[str, float]:
    """The share of entries that hold each of the most frequent lexemes, from the planner's statistics."""
    known: dict[str, float] | None = cache.get("search.rareness")
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats"
                " WHERE schemaname = current_schema AND tablename = 'search_searchentry' AND attname = 'vector'"
            )
            lexemes, shares = cursor.fetchone() or (None, None)
        known = {lexeme: share for lexeme, share in zip(lexemes or (), shares or (), strict=False) if share > 0}
        cache.set("search.rareness", known, RARENESS_SECONDS)
    return known


def _fetch_row(sql: str, params: list[Any], *, by_index: bool) -> tuple[Any, ...]:
    """Runs one statement within the time limit.

    `by_index`: the planner underrates the index for frequent words, since it does not see that reading the
    table itself means unpacking every vector.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '64MB', true),"
                " set_config('jit', 'off', true), set_config('enable_seqscan', %s, true)",
                [str(settings.SEARCH_TIMEOUT_MS), "off" if by_index else "on"],
            )
            cursor.execute(sql, params)
            row: tuple[Any, ...] = cursor.fetchone()
            cursor.execute(
                "SELECT set_config('statement_timeout', '0', true), set_config('enable_seqscan', 'on', true)"
            )
            return row
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
            raise SearchTimeout(
                "検索に時間がかかりすぎたため中止しました。言葉を増やすか、年度や会議体で絞り込んでください。"
            ) from error
        raise


def _typed(facet: str, counted: dict[str, int] | None) -> dict[Any, int]:
    """JSON's keys are text; those of years, bodies and topics are integers."""
    if facet in ("fiscal_year", "body", "topic"):
        return {int(value): number for value, number in (counted or {}).items()}
    return dict(counted or {})


def _condition(tree: query.Node | None, filters: Filters, clearance: int) -> _Condition:
    parts = ["entry.audience <= %s"]
    params: list[Any] = [clearance]
    if tree is not None:
        matches = _matches(tree)
        parts.append(matches.sql)
        params += matches.params
    for sql, value in (
        ("entry.fiscal_year >= %s", filters.year_from),
        ("entry.fiscal_year <= %s", filters.year_to),
        ("entry.body_id = %s", filters.body),
        ("entry.topics @> ARRAY[%s::bigint]", filters.topic),
        ("entry.speaker = %s", filters.speaker),
        ("entry.kind = %s", filters.kind),
    ):
        if value is not None:
            parts.append(sql)
            params.append(value)
    return _Condition(" AND ".join(parts), params)


def _matches(tree: query.Node) -> _Condition:
    """What a tree asks of an entry: one tsquery where it can be, since the index is fastest on one.

    Terms that hold nothing to search for are passed over; a tree of nothing else finds nothing.
    """
    node = _searchable(tree)
    if node is None:
        return _Condition("FALSE", [])
    if not _is_literal(node):
        return _Condition("entry.vector @@ %s::tsquery", [_tsquery(node)])
    if isinstance(node, query.Not):
        inner = _matches(node.part)
        return _Condition(f"NOT ({inner.sql})", inner.params)
    if isinstance(node, query.And | query.Or):
        plain = tuple(part for part in node.parts if not _is_literal(part))
        parts = [_matches(part) for part in node.parts if _is_literal(part)]
        if plain:
            parts.insert(0, _matches(type(node)(plain)))
        joint = " AND " if isinstance(node, query.And) else " OR "
        return _Condition(
            "(" + joint.join(part.sql for part in parts) + ")", [value for part in parts for value in part.params]
        )
    folded = fold_text(node.text)
    return _Condition("(entry.vector @@ %s::tsquery AND strpos(entry.folded, %s) > 0)", [_tsquery(node), folded])


def _searchable(node: query.Node) -> query.Node | None:
    if isinstance(node, query.Not):
        part = _searchable(node.part)
        return None if part is None else query.Not(part)
    if isinstance(node, query.And | query.Or):
        parts = tuple(part for part in map(_searchable, node.parts) if part is not None)
        return type(node)(parts) if parts else None
    return node if vector.phrase_query(fold_text(node.text)) else None


def _is_literal(node: query.Node) -> bool:
    """Whether the words' positions alone cannot decide: quoted text with particles or signs in it."""
    if isinstance(node, query.Not):
        return _is_literal(node.part)
    if isinstance(node, query.And | query.Or):
        return any(map(_is_literal, node.parts))
    return isinstance(node, query.Phrase) and vector.has_gaps(fold_text(node.text))


def _tsquery(node: query.Node) -> str:
    if isinstance(node, query.Not):
        return f"!({_tsquery(node.part)})"
    if isinstance(node, query.And | query.Or):
        joint = " & " if isinstance(node, query.And) else " | "
        return "(" + joint.join(map(_tsquery, node.parts)) + ")"
    if isinstance(node, query.Phrase):
        return vector.phrase_query(fold_text(node.text))
    return vector.term_query(fold_text(node.text))
