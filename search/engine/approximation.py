"""The entries nearest to a sentence, of which none holds all the words: those with the most of the words that tell
something, ranked like any other hits.

The index gives the entries of each clue; how rare a clue is follows from how many the person may read. Of clues that
stand nearly everywhere only the entries are taken in which they have impact: they decide between those that the rarer
clues lead to, as in MaxScore (Turtle and Flood, 1995).
"""

from typing import Any

from search.engine import ranking, tsqueries
from search.engine.clues import loose_clues
from search.engine.conditions import Condition, Test, condition_of, holds
from search.engine.matching import Statement, columns_of, narrowing
from search.language import Loose, Question, Wish

# Hits of which there is an order; what comes behind them has too little of the query.
MOST = 100
POOL = 300
# The best of them lead to what was said next.
LEADING = 40
# Clues by which entries are looked for; the others count where these lead.
MOST_LOOKED_FOR = 16
# Clues in a larger share of the entries are looked for by their impact, but for the rarest few.
FREQUENT_SHARE = 0.02
ALWAYS_LOOKED_FOR = 3
IMPACT_OF_FREQUENT = 2
# An entry in which a clue has impact counts so much more, before it is read.
MORE_FOR_IMPACT = 0.3
# What answers a question holds what it asks for (measured on questions that ask when, how much and how many).
WISHED = 1.2
_NUMBER = "[0-9〇一二三四五六七八九十百千万]+"
_WISHED = {
    Wish.TIME: f"{_NUMBER}(年|月|日|時)",
    Wish.AMOUNT: f"{_NUMBER}(円|千円|億)",
    Wish.NUMBER: f"{_NUMBER}(人|名|件|台|校|園|か所|箇所|回|%|世帯|戸|棟|本|冊)",
}

_CLUE = "clue{number} AS MATERIALIZED (SELECT entry.id, entry.recency FROM search_searchentry entry WHERE {where})"
# Two more than the share: a young archive has no statistics, and every clue counts.
_IDF = "{worth} * ln(2 + {all}::float8 / GREATEST((SELECT count(*) FROM clue{number}), 1))"
_FOUND = """
    worths AS MATERIALIZED (SELECT ARRAY[{idf}]::float8[] AS idf),
    best AS MATERIALIZED (
        SELECT id, recency, sum(weight) AS weight FROM ({chosen}) chosen
        GROUP BY id, recency ORDER BY 3 DESC, recency DESC LIMIT {most}
    ),
    followed AS MATERIALIZED (
        SELECT first.recency - after AS recency
        FROM (SELECT recency FROM best ORDER BY weight DESC, recency DESC LIMIT {leading}) AS first,
             generate_series(1, {steps}) AS after
    ),
    pool AS MATERIALIZED (
        SELECT id FROM best
        UNION SELECT entry.id FROM search_searchentry entry
        WHERE entry.recency = ANY (ARRAY(SELECT recency FROM followed)) AND {base}
    ),
    {scored},
    found AS MATERIALIZED (
        SELECT {columns}, ranked.score FROM ranked JOIN search_searchentry entry ON entry.id = ranked.id
        WHERE entry.id = ANY (ARRAY(SELECT id FROM ranked)) AND ranked.score > 0
        ORDER BY ranked.score DESC, ranked.recency DESC LIMIT {limit}
    )
"""


def found_nearby(
    question: Question, loose: Loose, *, readable: Test, all_entries: int, with_groups: bool = False
) -> Statement:
    """The common table expression `found` (and what it needs before it), with the score of each entry.

    `all_entries` are those that the person may read, whatever they hold.
    """
    clues = loose_clues(loose)
    required = condition_of(loose.required) if loose.required is not None else None
    base = Test.all_of([readable, *narrowing(question.filters), *_tests_of(required)])
    asked = f" & ({required.most})" if required is not None and required.is_exact else ""
    idf = ranking.idf_by_statistics(clues)
    by_rareness = sorted(range(len(clues)), key=lambda number: -idf[number])[:MOST_LOOKED_FOR]
    sql: list[str] = []
    params: list[Any] = []
    chosen: list[str] = []
    worths = [str(worth) for worth in idf]
    for place, number in enumerate(by_rareness):
        clue = clues[number]
        is_frequent = place >= ALWAYS_LOOKED_FOR and bool(clue.steps) and ranking.share_of(clue) > FREQUENT_SHARE
        tsquery = clue.with_impact(IMPACT_OF_FREQUENT) if is_frequent else clue.found
        where = Test.all_of([*_holding(tsquery, asked), base])
        sql.append(_CLUE.format(number=number, where=where.sql))
        params += where.params
        if not is_frequent:
            worths[number] = _IDF.format(worth=clue.worth, all=all_entries, number=number)
        chosen.append(f"SELECT id, recency, idf[{number + 1}] AS weight FROM clue{number}, worths")
        if clue.worth == 1 and clue.steps and not is_frequent:
            where = Test.all_of([holds(f"({clue.with_impact(1)}){asked}"), base])
            sql.append(_CLUE.format(number=f"{number}i", where=where.sql))
            params += where.params
            chosen.append(f"SELECT id, recency, {MORE_FOR_IMPACT} * idf[{number + 1}] FROM clue{number}i, worths")
    scored, scored_params = ranking.scoring(
        clues, Test("(SELECT idf FROM worths)"), joint=_worth_of_answers(loose.wish), covering=True
    )
    found = _FOUND.format(
        idf=", ".join(worths),
        chosen=" UNION ALL ".join(chosen),
        most=POOL,
        leading=LEADING,
        steps=ranking.FOLLOWED,
        base=base.sql,
        scored=scored,
        columns=columns_of(with_groups),
        limit=MOST,
    )
    return Statement(f"{', '.join(sql)}, {found}", (*params, *base.params, *scored_params), is_ranked=True)


def _holding(tsquery: str, asked: str) -> list[Test]:
    """What entries satisfy that hold a clue. Distances are tested on the vector: in the index they would have the
    bigrams of every entry made anew that holds the words anywhere, 4 ms each."""
    anywhere = tsqueries.without_places(tsquery)
    tests = [holds(f"({anywhere}){asked}")]
    if anywhere != tsquery:
        tests.append(Test("entry.vector @@ %s::tsquery", (tsquery,)))
    return tests


def _worth_of_answers(wish: Wish | None) -> Test | None:
    return Test(f"CASE WHEN entry.folded ~ %s THEN {WISHED} ELSE 1 END", (_WISHED[wish],)) if wish else None


def _tests_of(required: Condition | None) -> list[Test]:
    """What the index does not decide of what every hit has to satisfy."""
    return [required.test] if required is not None and not required.is_exact else []
