"""The order of relevance: how much each text is about the words, by BM25, with what stands around it; then by date.

Two steps, as in any engine that has to rank many hits. The index alone chooses the POOL: entries in which the words
have the most impact (search.words.vector writes it), stand together or stand in the title of the agenda item, then the
newest. The vectors of those are read, and each is scored:

    BM25 of the query's clues (Robertson and Zaragoza, 2009), each in its forms, the typed ones first
    + the clues in the titles of its agenda items
    x how close together the words stand
    x what kind of text it is: what presides, notes, and lines of a few words say little by themselves
    + what was said just before: what follows the call of an item, or a question, is about that

All other hits come behind the pool, the newest first.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection

from minutes import access
from minutes.access import Clearance
from search.engine import tsqueries
from search.engine.clues import Clue, clues_of
from search.engine.conditions import Test
from search.engine.matching import evident
from search.language import And, Atom, Near, Node, Or, Phrase, Prefix, Question, Term, Wanted, positive
from search.words import LEVELS, fold_text

# How many entries are scored.
POOL = 400
# Of fewer hits than these, those of an impact of that level (from 1) are looked for: of more, there are enough of a
# higher one.
_WORTH_LOOKING = (10_000, 30_000, 200_000, 10**9)
# More clues than these say no more about which entries to score.
MOST_CHOOSING = 4
RARENESS_SECONDS = 600
# BM25: how fast occurrences saturate, how much the length of a text counts, and the length that counts as average (that
# of council minutes). Lengths are in signs of three bytes, which Postgres tells without reading the text.
SATURATION, LENGTH_SHARE, AVERAGE_LENGTH = 1.2, 0.6, 340
_LENGTH = "octet_length(entry.folded) / 3.0"
# What another spelling than the typed one counts, what a synonym, and a unit of a longer word beside a whole word.
OTHER_FORM, SYNONYM, IN_A_WORD = 0.6, 0.45, 0.8
TITLED = 0.5
# All words side by side, and at best otherwise, make a hit so much better.
TOGETHER, CLOSE = 0.5, 0.3
# What somebody says who presides, a note, a decision counts for.
PRESIDING, NOTED, DECIDED = 0.7, 0.6, 1.2
# What follows the call of an item gets so much of the call's score; what follows a question is at least so good.
AFTER_CALL, AFTER_QUESTION = 0.4, 0.7
# So many entries are followed.
FOLLOWED = 3
_COUNTED = f"'{{{IN_A_WORD},{IN_A_WORD},{IN_A_WORD},1}}'"
PRESIDES = "(profile.category = 'chair')"
ASKS = "(profile.category = 'member')"


@dataclass(frozen=True)
class Order:
    """Common table expressions that end in `ranked` (id, recency, score); and their parameters."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True)
class Evidence:
    """Entries that hold `tsquery` as well are worth `weight` more, while there are fewer than `below` hits."""

    tsquery: str
    weight: float
    below: int = 10**9


_EVIDENCE = """
    SELECT id, {weight}::float8 AS weight FROM ({entries}) chosen
    WHERE (SELECT total FROM facets) BETWEEN {enough} AND {below}
"""
_POOL = """
    chosen AS MATERIALIZED ({evidence}),
    weighed AS MATERIALIZED (SELECT id, sum(weight) AS weight FROM chosen GROUP BY id),
    best AS MATERIALIZED (
        SELECT found.id, found.recency, found.profile_id FROM found JOIN weighed USING (id)
        ORDER BY weighed.weight DESC, found.recency DESC LIMIT {most}
    ),
    -- What was said after the call of an item is about it, even where it holds the words but once.
    called AS MATERIALIZED (
        SELECT best.recency - after AS recency
        FROM best JOIN search_profile profile ON profile.id = best.profile_id, generate_series(1, {followed}) AS after
        WHERE {presides}
    ),
    pool AS MATERIALIZED (
        SELECT id FROM best
        UNION SELECT found.id FROM found JOIN called USING (recency)
        UNION (SELECT id FROM found ORDER BY recency DESC LIMIT GREATEST({most} - (SELECT count(*) FROM best), 0))
    )
"""
_ALL_IN_POOL = "pool AS MATERIALIZED (SELECT id FROM found ORDER BY recency DESC LIMIT {most})"
# `pool` (id) -> ranked. Of each entry, the own score and what came before it.
RANKED = """
    said AS MATERIALIZED (
        SELECT entry.id, entry.recency, {asks} AS asks, {presides} AS presides,
               round((({score}) * ({worth}))::numeric, 4)::float8 AS own
        FROM search_searchentry entry
        JOIN search_profile profile ON profile.id = entry.profile_id,
        -- The vector is read once for all that is asked of it.
        LATERAL (SELECT entry.vector || ''::tsvector AS vector OFFSET 0) AS read,
        LATERAL (SELECT {length} AS length) AS long,
        LATERAL (SELECT {counts} AS counts, {titled} AS titled) AS told
        WHERE entry.id = ANY (ARRAY(SELECT id FROM pool))
    ),
    around AS (
        SELECT id, recency, own, asks, presides,
               max(own) FILTER (WHERE presides) OVER before AS called,
               max(own) FILTER (WHERE asks) OVER before AS asked
        FROM said
        -- The order within a meeting is the end of `recency`, the first the largest.
        WINDOW before AS (ORDER BY recency DESC RANGE BETWEEN {followed} PRECEDING AND 1 PRECEDING)
    ),
    ranked AS MATERIALIZED (
        SELECT id, recency, round((CASE
            WHEN presides THEN own
            WHEN asks THEN own + {after_call} * COALESCE(called, 0) / {presiding}
            ELSE GREATEST(own, {after_question} * COALESCE(asked, 0)) + {after_call} * COALESCE(called, 0) / {presiding}
        END)::numeric, 2)::float8 AS score
        FROM around
    )
"""
# Hits that were not scored, for those who read on.
UNRANKED = """
    SELECT id, recency, 0 AS score FROM found WHERE NOT EXISTS (SELECT FROM ranked WHERE ranked.id = found.id)
"""

# All entries but those that the person may not read: those that not everybody may read have an index of their own.
_READ_BY = f"""
    SELECT (SELECT COALESCE(sum(entries), 0) FROM search_indexedmeeting) - count(*) FROM search_searchentry
    WHERE NOT {access.sql.open_to_all("access")} AND NOT {access.sql.readable("access")}
"""


def order_of(question: Question) -> Order | None:
    """The order of relevance of `found`; None where there is nothing to weigh, and the newest come first."""
    tree = question.tree
    leaves = [leaf for leaf in positive(tree) if fold_text(leaf.text)]
    clues = clues_of(leaves)
    if tree is None or not clues:
        return None
    idf = idf_by_statistics(clues)
    evidence = list(_evidence(tree, leaves, clues, idf))
    chosen = evident(question, [each.tsquery for each in evidence])
    sql = [
        _EVIDENCE.format(weight=each.weight, entries=entries.sql, enough=POOL + 1, below=each.below)
        for each, entries in zip(evidence, chosen, strict=True)
    ]
    pool = _ALL_IN_POOL.format(most=POOL)
    if sql:
        pool = _POOL.format(evidence=" UNION ALL ".join(sql), most=POOL, followed=FOLLOWED, presides=PRESIDES)
    scored, scored_params = scoring(clues, Test("%s::float8[]", (idf,)), joint=_closeness(tree, leaves, clues))
    return Order(f"{pool}, {scored}", (*(value for each in chosen for value in each.params), *scored_params))


def scoring(
    clues: Sequence[Clue], idf: Test, *, joint: Test | None = None, covering: bool = False
) -> tuple[str, list[Any]]:
    """SQL from `pool` to `ranked`, and its parameters. `idf` is SQL of the weight of each clue, as an array.

    `joint` is SQL of what the words are worth together. With `covering` the share of the clues that an entry holds counts as well.
    """
    counts, counts_params = _counts(clues)
    titled = ", ".join("read.vector @@ %s::tsquery" if clue.titled else "FALSE" for clue in clues)
    slowness = f"{SATURATION} * ({1 - LENGTH_SHARE} + {LENGTH_SHARE} * long.length / {AVERAGE_LENGTH})"
    share = " * sum(idf) FILTER (WHERE n > 0 OR t) / sum(idf)" if covering else ""
    score = (
        f"SELECT COALESCE(sum(idf * (n * {SATURATION + 1} / (n + {slowness}) + CASE WHEN t THEN {TITLED} ELSE 0 END))"
        f"{share}, 0) FROM unnest(told.counts, told.titled, {idf.sql}) AS clue (n, t, idf)"
    )
    score_params = list(idf.params)
    score = f"({score})"
    if joint is not None:
        score += f" * ({joint.sql})"
        score_params += joint.params
    sql = RANKED.format(
        score=score,
        worth=_WORTH,
        length=_LENGTH,
        counts=f"ARRAY[{counts}]::float8[]",
        titled=f"ARRAY[{titled}]::bool[]",
        presides=PRESIDES,
        asks=ASKS,
        followed=FOLLOWED,
        after_call=AFTER_CALL,
        after_question=AFTER_QUESTION,
        presiding=PRESIDING,
    )
    return sql, [*score_params, *counts_params, *(clue.titled for clue in clues if clue.titled)]


# A line of a few words (第45号議案、賛成です) says little; what is decided or noted down is short by nature.
_WORTH = f"""
    CASE profile.kind WHEN 'decision' THEN {DECIDED} WHEN 'note' THEN {NOTED} WHEN 'summary' THEN 1
    ELSE LEAST(1, (GREATEST(long.length, 40) + 20) / 120) * CASE WHEN {PRESIDES} THEN {PRESIDING} ELSE 1 END END
"""


def _counts(clues: Sequence[Clue]) -> tuple[str, list[Any]]:
    """SQL of how often each clue stands in an entry; ts_rank_cd counts every occurrence for what its weight is."""
    parts: list[str] = []
    params: list[Any] = []
    for clue in clues:
        # Each of the wider tsqueries holds the narrower ones: they share what the first of them counts.
        worths: dict[str, float] = {}
        for query, worth in ((clue.typed, 1 - OTHER_FORM), (clue.spelled, OTHER_FORM - SYNONYM), (clue.found, SYNONYM)):
            if query:
                worths[query] = worths.get(query, 0) + worth
        parts.append(
            " + ".join(f"{worth:.2f} * ts_rank_cd({_COUNTED}, read.vector, %s::tsquery)" for worth in worths.values())
        )
        params += worths
    return ", ".join(parts), params


def _evidence(tree: Node, leaves: Sequence[Atom], clues: Sequence[Clue], idf: Sequence[float]) -> Iterator[Evidence]:
    """What the index tells of how good a hit is."""
    rarest = sorted(zip(clues, idf, strict=True), key=lambda pair: -pair[1])[:MOST_CHOOSING]
    for clue, weight in rarest:
        if not clue.steps:
            continue
        for level in range(len(LEVELS), 0, -1):
            # Each level holds those above it: what they add makes the steps between them.
            least = LEVELS[level - 1] - (LEVELS[level - 2] if level > 1 else 0.4)
            yield Evidence(clue.with_impact(level), weight * least, _WORTH_LOOKING[level - 1])
    joint = " | " if isinstance(tree, Or) else " & "
    titled = joint.join(f"({clue.titled})" for clue in clues if clue.titled)
    if titled:
        yield Evidence(titled, TITLED * sum(idf))
    folded = [fold_text(leaf.text) for leaf in leaves]
    beside = tsqueries.beside_query(folded) if isinstance(tree, And) else ""
    if beside:
        yield Evidence(beside, TOGETHER * sum(idf))
    # Where a word stands for others too, those that hold it as it was typed.
    typed = [clue.typed for clue in clues if clue.typed != clue.found]
    if typed:
        written = tsqueries.without_places(joint.join(f"({tsquery})" for tsquery in typed))
        yield Evidence(written, 0.2 * sum(idf), _WORTH_LOOKING[1])


def _closeness(tree: Node, leaves: Sequence[Atom], clues: Sequence[Clue]) -> Test | None:
    """SQL of how close together all words of a query stand: its worth is at least 1."""
    if len(clues) < 2 or not isinstance(tree, And):
        return None
    joint = " & ".join(f"({clue.found})" for clue in clues)
    close = f"1 + {CLOSE} * LEAST(ts_rank_cd({_COUNTED}, read.vector, %s::tsquery), 1)"
    together = _together(tree, leaves)
    if not together:
        return Test(close, (joint,))
    beside = f"CASE WHEN read.vector @@ %s::tsquery THEN {TOGETHER} ELSE 0 END"
    return Test(f"{close} + {beside}", (joint, together))


def _together(tree: Node, leaves: Sequence[Atom]) -> str:
    if len(leaves) < 2 or not isinstance(tree, And):
        return ""
    return tsqueries.together_query([fold_text(leaf.text) for leaf in leaves])


def tier_of(tree: Node | None) -> tuple[str, list[Any]]:
    """SQL (of entry) of the tier of a whole hit, and its parameters: all its words side by side, else that of its
    weakest word."""
    leaves = [leaf for leaf in positive(tree) if fold_text(leaf.text)]
    if tree is None or not leaves:
        return "NULL::int", []
    sql, params = _tier(tree)
    together = _together(tree, leaves)
    if not together:
        return sql, params
    return f"CASE WHEN entry.vector @@ %s::tsquery THEN 5 ELSE {sql} END", [together, *params]


def _tier(node: Node) -> tuple[str, list[Any]]:
    match node:
        case And(parts) | Near(parts) | Or(parts):
            # A particle says nothing of how good the other words are.
            found = [_tier(part) for part in parts if _is_weighed(part)]
            function = "GREATEST" if isinstance(node, Or) else "LEAST"
            sql = f"{function}({', '.join(part for part, _ in found)})" if found else "1"
            return sql, [value for _, params in found for value in params]
        case Wanted() | Term() | Phrase() | Prefix():
            return _leaf_tier(node)
        case _:
            return "1", []


def _is_weighed(node: Node) -> bool:
    return any(tsqueries.term_query(fold_text(leaf.text)) for leaf in positive(node))


def _leaf_tier(leaf: Atom) -> tuple[str, list[Any]]:
    """As a whole word 4, as units of a longer one 3, in another spelling or by a synonym 2, inside a word 1."""
    folded = fold_text(leaf.text)
    others = tsqueries.term_query(folded)
    if isinstance(leaf, Wanted):
        loose = [tsqueries.term_query(fold_text(text)) for form in leaf.forms for text in form.spellings]
        others = " | ".join(f"({text})" for text in dict.fromkeys(loose) if text)
    tests = [
        (tsquery, tier)
        for tsquery, tier in (
            (tsqueries.whole_query(folded), 4),
            (_written(leaf, folded), 3),
            (others, 2),
        )
        if tsquery
    ]
    if not tests:
        return "1", []
    cases = " ".join(f"WHEN entry.vector @@ %s::tsquery THEN {tier}" for _, tier in tests)
    return f"CASE {cases} ELSE 1 END", [tsquery for tsquery, _ in tests]


def _written(leaf: Atom, folded: str) -> str:
    """The tsquery of texts that hold the units of a word as they were typed, or of what begins so."""
    if isinstance(leaf, Prefix):
        return tsqueries.begun_query(folded) or tsqueries.prefix_query(folded)
    return tsqueries.phrase_query(folded)


def idf_by_statistics(clues: Sequence[Clue]) -> list[float]:
    """How much each clue tells, by how rare it is among the entries."""
    return [round(clue.worth * math.log(1 + 1 / share_of(clue)), 4) for clue in clues]


def share_of(clue: Clue) -> float:
    """The share of entries that hold a clue, as far as statistics tell: each of its forms is as frequent as the rarest
    of the words that it needs, and those as their most frequent spelling."""
    rareness = _rareness()
    rarest = min(rareness.values(), default=1.0) / 2
    shares = [
        min((max(rareness.get(lexeme, rarest) for lexeme in lexemes) for lexemes in form), default=rarest)
        for form in clue.steps
    ]
    return max(shares, default=rarest)


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


def entries_read_by(clearance: Clearance) -> int:
    """How many entries a person may read; the number is kept for a while. The table's own estimate would count what is
    hidden too, and move whenever Postgres tidies up."""
    key = f"search.entries.{'.'.join(map(str, clearance.stored))}"
    known: int | None = cache.get(key)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(_READ_BY, [access.sql.parameter(clearance)])
            known = int(cursor.fetchone()[0])
        cache.set(key, known, RARENESS_SECONDS)
    return known


def shares_of(lexemes: Iterable[str]) -> dict[str, float]:
    """The share of entries that hold each of these lexemes, as far as statistics tell; above 0."""
    known = _rareness()
    rarest = min(known.values(), default=1.0) / 2
    return {lexeme: known.get(lexeme, rarest) for lexeme in lexemes}
