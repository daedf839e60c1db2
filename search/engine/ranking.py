"""The order of relevance: by tier, then by what kind of text it is, then by how much it says, then by date.

Only some entries are weighed, since each costs the reading of its vector: those in which the words stand
together, in the title of their agenda item, often, or as they were typed, and the newest.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection

from search.engine import tsqueries
from search.engine.matching import Statement
from search.language import And, Atom, Near, Node, Or, Phrase, Prefix, Term, Wanted, positive
from search.words import TITLE, fold_text

# A score is its tier times TIER, its field times FIELD, and less than FIELD of closeness.
TIER = 100
FIELD = 10
# How many entries of each sort are weighed, the newest of them.
TOGETHER, FREQUENT, TITLED, TYPED, NEWEST = 150, 150, 100, 100, 100
RARENESS_SECONDS = 600
# For ts_rank: units and whole words; the tiers tell them apart already.
_WEIGHTS = "'{0.8,0.8,0.8,1}'"


@dataclass(frozen=True)
class Order:
    """The common table expression `ranked` (id, recency, score), made from `found`; and its parameters."""

    sql: str
    params: tuple[Any, ...]


_CHOICE = """
    choice{number} AS MATERIALIZED (
        SELECT id, recency FROM ({entries}) chosen
        WHERE (SELECT total FROM facets) > {enough} ORDER BY recency DESC LIMIT {most}
    )
"""
_CHOSEN = "SELECT id, recency FROM choice{number}"
_NEWEST = """
    (SELECT id, recency FROM found ORDER BY recency DESC
     LIMIT CASE WHEN (SELECT total FROM facets) > {enough} THEN {most} ELSE {enough} END)
"""
_RANKED = """
    pool AS MATERIALIZED ({choices}),
    ranked AS MATERIALIZED (
        SELECT pool.id, pool.recency,
               round((({tier}) * {tier_worth} + ({field}) * {field_worth} + 9.99 * ({closeness}))::numeric, 2)::float8
               AS score
        FROM pool
        JOIN search_searchentry entry ON entry.id = pool.id
        JOIN search_profile profile ON profile.id = entry.profile_id,
        -- The vector is read once for all that is asked of it.
        LATERAL (SELECT entry.vector || ''::tsvector AS vector OFFSET 0) said
    )
"""


def order_of(tree: Node | None, entries: Callable[[str], Statement]) -> Order | None:
    """The order of relevance; None where there is nothing to weigh, and the newest come first.

    `entries` gives the SQL (id, recency) of those that match the whole search and a tsquery besides.
    """
    leaves = [leaf for leaf in positive(tree) if fold_text(leaf.text)]
    if tree is None or not leaves:
        return None
    choices = _choices(tree, leaves)
    enough = TOGETHER + FREQUENT + TITLED + TYPED + NEWEST
    sql: list[str] = []
    params: list[Any] = []
    for number, (tsquery, most) in enumerate(choices):
        chosen = entries(tsquery)
        sql.append(_CHOICE.format(number=number, entries=chosen.sql, enough=enough, most=most))
        params += chosen.params
    pool = [_CHOSEN.format(number=number) for number in range(len(choices))]
    tier, tier_params = _tier_of(tree, leaves)
    field, field_params = _field(leaves)
    closeness, closeness_params = _closeness(leaves)
    ranked = _RANKED.format(
        choices=" UNION ".join([*pool, _NEWEST.format(enough=enough, most=NEWEST)]),
        tier=tier,
        tier_worth=TIER,
        field=field,
        field_worth=FIELD,
        closeness=closeness,
    )
    return Order(", ".join([*sql, ranked]), (*params, *tier_params, *field_params, *closeness_params))


def _choices(tree: Node, leaves: Sequence[Atom]) -> list[tuple[str, int]]:
    """tsqueries of entries that are worth weighing, and how many of each."""
    folded = [fold_text(leaf.text) for leaf in leaves]
    together = tsqueries.beside_query(folded) if isinstance(tree, And) else ""
    frequent = [text for text in map(tsqueries.frequent_query, folded) if text]
    titled = [" & ".join(tsqueries.steps(text, TITLE)) for text in folded]
    # Where a word stands for others too, those that hold it as it was typed.
    is_wider = any(isinstance(leaf, Wanted) and len(leaf.forms) > 1 for leaf in leaves)
    as_typed = [" & ".join(tsqueries.surface_steps(text)) for text in folded] if is_wider else []
    joint = " | " if isinstance(tree, Or) else " & "
    return [
        (tsquery, most)
        for tsquery, most in (
            (together, TOGETHER),
            (_joined(" | ", frequent), FREQUENT),
            (_joined(joint, titled), TITLED),
            (_joined(joint, as_typed), TYPED),
        )
        if tsquery
    ]


def _joined(joint: str, tsqueries: Sequence[str]) -> str:
    return joint.join(f"({tsquery})" for tsquery in tsqueries if tsquery)


def _tier_of(tree: Node, leaves: Sequence[Atom]) -> tuple[str, list[Any]]:
    """SQL of the tier of a whole hit: all its words side by side, else that of its weakest word."""
    sql, params = _tier(tree)
    if len(leaves) < 2 or not isinstance(tree, And):
        return sql, params
    together = tsqueries.together_query([fold_text(leaf.text) for leaf in leaves])
    if not together:
        return sql, params
    return f"CASE WHEN said.vector @@ %s::tsquery THEN 5 ELSE {sql} END", [together, *params]


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
        loose = [tsqueries.term_query(fold_text(form.text)) for form in leaf.forms]
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
    cases = " ".join(f"WHEN said.vector @@ %s::tsquery THEN {tier}" for _, tier in tests)
    return f"CASE {cases} ELSE 1 END", [tsquery for tsquery, _ in tests]


def _written(leaf: Atom, folded: str) -> str:
    """The tsquery of texts that hold the units of a word as they were typed, or of what begins so."""
    if isinstance(leaf, Prefix):
        return tsqueries.begun_query(folded) or tsqueries.prefix_query(folded)
    return tsqueries.phrase_query(folded)


def _field(leaves: Sequence[Atom]) -> tuple[str, list[Any]]:
    """Said under an agenda item of that title 2, a decision 1, other 0."""
    titled = " & ".join(step for leaf in leaves for step in tsqueries.steps(fold_text(leaf.text), TITLE))
    decision = "WHEN profile.kind = 'decision' THEN 1"
    if not titled:
        return f"CASE {decision} ELSE 0 END", []
    return f"CASE WHEN said.vector @@ %s::tsquery THEN 2 {decision} ELSE 0 END", [titled]


def _closeness(leaves: Sequence[Atom]) -> tuple[str, list[Any]]:
    """SQL between 0 and 1: more occurrences, rarer terms, terms close together, shorter texts first.

    Each term's ts_rank (it grows with the occurrences, to 1.6 times that of one) is weighed by how rare the
    term is. The length's divisor stays near 1 below some 100 different words, so that a bare greeting by
    the 防災課長 does not stand before what is said about 防災.
    """
    rareness = _rareness()
    rarest = min(rareness.values(), default=1.0) / 2
    parts: list[str] = []
    params: list[Any] = []
    weighed = [text for leaf in leaves if tsqueries.ranking_query(text := fold_text(leaf.text))]
    for text in weighed:
        lexemes = tsqueries.ranking_lexemes(text)
        # A term is as frequent as the rarest of its units, and a unit as its most frequent form.
        share = min(max(rareness.get(form, rarest) for form in forms) for forms in lexemes)
        parts.append(f"ts_rank({_WEIGHTS}, said.vector, %s::tsquery) * %s")
        # Of alternative forms ts_rank takes the mean, although a text as a rule holds one of them.
        alternatives = len(lexemes[0]) if len(lexemes) == 1 else 1
        params += [tsqueries.ranking_query(text), math.log(1 + 1 / share) * alternatives]
    if not parts:
        return "0", []
    if len(weighed) > 1:
        parts.append(f"ts_rank_cd({_WEIGHTS}, said.vector, %s::tsquery)")
        params.append(" & ".join(tsqueries.ranking_query(text) for text in weighed))
    raw = f"(({' + '.join(parts)}) / (1 + ln(1 + length(said.vector) / 300.0)))"
    return f"1 - 1 / (1 + {raw})", params


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


def shares_of(lexemes: Iterable[str]) -> dict[str, float]:
    """The share of entries that hold each of these lexemes, as far as statistics tell; above 0."""
    known = _rareness()
    rarest = min(known.values(), default=1.0) / 2
    return {lexeme: known.get(lexeme, rarest) for lexeme in lexemes}
