"""The first part of every search statement: the entries that match, as a table called `found`.

WITH found AS (SELECT id, recency, profile_id [, meeting_id, items] …) SELECT …
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from search.engine.conditions import (
    LONG_TEXT,
    MEETING,
    PROFILE,
    Condition,
    Test,
    any_of,
    asked_of,
    condition_of,
    held_between,
    holds,
)
from search.language import And, Dates, Field, Filters, Grouping, Node, Not, Or, Question, Scope, SpokenAs, Years


@dataclass(frozen=True)
class Statement:
    """SQL and its parameters. `by_index`: the index leads to all that it reads. `is_ranked`: it joins sets of entries,
    of which the planner cannot know how large they are."""

    sql: str
    params: tuple[Any, ...]
    by_index: bool = True
    is_ranked: bool = False


# What was said under no item belongs together, under the meeting's key turned negative. What is part of no inquiry is one
# by itself, under its own key turned negative.
_KEYS_OF = {
    "inquiry": (
        "ARRAY[CASE WHEN {table}.inquiry IS NULL THEN -{table}.id ELSE ({table}.meeting_id << 24) | {table}.inquiry END]"
    ),
    "meeting": "ARRAY[{table}.meeting_id]",
    "item": "CASE WHEN {table}.items = '{{}}' THEN ARRAY[-{table}.meeting_id] ELSE {table}.items END",
}
_INQUIRY_BITS = 24
_KEYED = "SELECT {table}.id, {table}.recency, key FROM {table}, unnest({keys}) AS key"
_COLUMNS = "entry.id, entry.recency, entry.profile_id"
_GROUP_COLUMNS = f"{_COLUMNS}, entry.meeting_id, entry.items, entry.inquiry"


def columns_of(with_groups: bool) -> str:
    """SQL of the columns of `found`."""
    return _GROUP_COLUMNS if with_groups else _COLUMNS


def keyed_by(grouping: Grouping) -> str:
    """SQL of the entries found with the keys that they are grouped by."""
    return _KEYED.format(keys=_KEYS_OF[grouping.value].format(table="found"), table="found")


def inquiry_of(key: int) -> int | None:
    """The number of an inquiry in its meeting, of the key of a group; None for a single entry."""
    return key & ((1 << _INQUIRY_BITS) - 1) if key > 0 else None


def found_entries(
    question: Question, *, readable: Test, condition: Condition | None = None, with_groups: bool = False
) -> Statement:
    """The common table expression `found` (and what it needs before it).

    `readable` holds for what the person may read. A `condition` stands in the place of the question's tree.
    """
    tree, inside = question.tree, question.inside
    has_words = tree is not None or condition is not None
    base = Test.all_of([readable, *narrowing(question.filters, has_words)])
    columns = columns_of(with_groups)
    if condition is None and tree is None:
        return Statement(f"found AS MATERIALIZED ({_select(columns, base)})", base.params, False)
    if condition is None and tree is not None:
        # A single word or Near stands in the entry itself, whatever holds that.
        if question.scope is not Scope.UTTERANCE and isinstance(tree, And | Or | Not):
            return _found_in_scope(question, tree, readable, base, columns)
        condition = condition_of(tree, inside=inside)
    entries = _entries(condition, base, columns)
    return Statement(f"found AS MATERIALIZED ({entries.sql})", entries.params, entries.by_index)


def evident(question: Question, tsqueries: Sequence[str]) -> list[Statement]:
    """For each tsquery without distances SQL of entries (id) among which are those of the entries found that match it."""
    condition = None
    if question.scope is Scope.UTTERANCE and question.tree is not None:
        condition = condition_of(question.tree, inside=question.inside)
    most = condition.most if condition and condition.absent is False else None
    joint = [f"({most}) & ({tsquery})" if most else tsquery for tsquery in tsqueries]
    return [Statement(_select("entry.id", holds(tsquery)), (tsquery,)) for tsquery in joint]


def counted(found: Statement) -> Statement:
    """How many entries there are."""
    return Statement(f"WITH {found.sql} SELECT count(*) FROM found", found.params, found.by_index)


def _entries(condition: Condition | None, base: Test, columns: str) -> Statement:
    """Each matching entry once: those the index is certain of, then those it leaves to be tested."""
    if condition is None:
        return Statement(_select(columns, Test("FALSE")), ())
    if condition.absent is not False:
        where = Test.all_of([base, condition.sets])
        return Statement(_select(columns, where), where.params, False)
    arms = [Test.all_of([holds(tsquery), *([test] if test else []), base]) for tsquery, test in _arms(condition)]
    sql = " UNION ALL ".join(_select(columns, arm) for arm in arms)
    return Statement(sql, tuple(value for arm in arms for value in arm.params))


def _arms(condition: Condition) -> list[tuple[str, Test | None]]:
    """The searches of the index that together find every entry once."""
    most, least = condition.most, condition.least
    if most is None:
        raise ValueError("the index does not lead to the hits")
    arms: list[tuple[str, Test | None]] = [(most, condition.rest)]
    if condition.rest is not None and least is not None:
        arms = [(least, None), (f"({most}) & !({least})", condition.rest)]
    if condition.is_literal:
        # The bigrams of long texts are not all in the index: those texts are read themselves.
        arms = [(f"({tsquery}) & !{LONG_TEXT}", test) for tsquery, test in arms]
        arms.append((LONG_TEXT, condition.test))
    return arms


@dataclass(frozen=True)
class _Leaves:
    """The entries of each word that may be hit, as tables by the word's place among them, for the hits and for the
    places that hold it. None where they are looked for by themselves."""

    conditions: dict[Node, Condition]
    inside: bool

    def tables(self, access: Test) -> list[Statement]:
        """The common table expressions."""
        found = [_entries(condition, access, _GROUP_COLUMNS) for condition in self.conditions.values()]
        return [replace(each, sql=f"leaf{at} AS MATERIALIZED ({each.sql})") for at, each in enumerate(found)]

    def hits(self, narrowed: Sequence[Test]) -> Statement:
        """All of them once, and of these what the filters leave."""
        where = Test.all_of(narrowed) if narrowed else Test("TRUE")
        tables = " UNION ALL ".join(f"SELECT * FROM leaf{at}" for at in range(len(self.conditions)))
        distinct = "DISTINCT ON (entry.id) " if len(self.conditions) > 1 else ""
        return Statement(f"SELECT {distinct}entry.* FROM ({tables}) entry WHERE {where.sql}", where.params)

    def table_of(self, node: Node, inside: bool) -> Statement | None:
        """The entries of a word that is one of them."""
        if node not in self.conditions or inside != self.inside:
            return None
        return Statement(f"SELECT * FROM leaf{list(self.conditions).index(node)}", ())


def _found_in_scope(question: Question, tree: Node, readable: Test, base: Test, columns: str) -> Statement:
    """Entries that hold some word, in items or meetings that satisfy the tree as a whole; where no word is looked
    for, those that its fields name, else all."""
    scope, access = question.scope, _access_of(readable, question.filters)
    sought = _sought(tree, question.inside)
    words = [leaf for leaf in sought if not isinstance(leaf, Field | SpokenAs | Years | Dates)] or sought
    conditions = {leaf: found for leaf in words if (found := condition_of(leaf, inside=question.inside))}
    # What the index decides is looked for faster twice than kept; a text is read once.
    is_read = any(not condition.is_exact for condition in conditions.values())
    leaves = _Leaves(conditions if is_read else {}, question.inside)
    if is_read:
        hits = leaves.hits(narrowing(question.filters))
    elif conditions:
        hits = _entries(any_of([*conditions.values()]), base, _GROUP_COLUMNS)
    else:
        hits = _everything(base)
    places = _places(tree, access, scope, question.inside, leaves)
    if places is None:
        places = Statement("SELECT NULL::bigint AS key WHERE FALSE", ())
    wanted = columns.replace("entry.", "raw.")
    held = "meeting_id IN (SELECT key FROM places)"
    if scope is not Scope.MEETING:
        # By a join of the two: an entry may belong to several items.
        keyed = _KEYED.format(keys=_KEYS_OF[scope.value].format(table="raw"), table="raw")
        held = f"id IN (SELECT keyed.id FROM ({keyed}) keyed JOIN places USING (key))"
    tables = leaves.tables(access)
    parts = [
        *(table.sql for table in tables),
        f"raw AS MATERIALIZED ({hits.sql})",
        f"places AS MATERIALIZED ({places.sql})",
        f"found AS MATERIALIZED (SELECT {wanted} FROM raw WHERE {held})",
    ]
    used = [*tables, hits, places]
    params = tuple(value for part in used for value in part.params)
    return Statement(", ".join(parts), params, all(part.by_index for part in used))


def _places(node: Node, access: Test, scope: Scope, inside: bool, leaves: _Leaves) -> Statement | None:
    """The keys of the items or meetings that satisfy `node`, each term anywhere in them."""
    match node:
        case And(parts) | Or(parts):
            asked = asked_of(parts, inside)
            kept = [part for part in asked if not isinstance(part, Not)]
            wanted = _all_places(kept, access, scope, inside, leaves)
            # What inside adds takes nothing away.
            refused = _all_places([part.part for part in asked if isinstance(part, Not)], access, scope, False, leaves)
            if isinstance(node, Or):
                wanted += [_except(_everywhere(access, scope), places) for places in refused]
                return _set("UNION", wanted) if wanted else None
            if not wanted and not refused:
                return None
            joint = _set("INTERSECT", wanted) if wanted else _everywhere(access, scope)
            for places in refused:
                joint = _except(joint, places)
            return joint
        case Not(part):
            refused_places = _places(part, access, scope, False, leaves)
            return _except(_everywhere(access, scope), refused_places) if refused_places else None
        case _:
            condition = condition_of(node, inside=inside)
            if condition is None:
                return None
            entries = leaves.table_of(node, inside) or _entries(condition, access, _GROUP_COLUMNS)
            return _keys(entries, scope)


def _all_places(parts: Sequence[Node], access: Test, scope: Scope, inside: bool, leaves: _Leaves) -> list[Statement]:
    return [places for part in parts if (places := _places(part, access, scope, inside, leaves)) is not None]


def _sought(node: Node, inside: bool) -> list[Node]:
    """The words and fields that a hit may hold: those under no NOT."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in asked_of(parts, inside) for leaf in _sought(part, inside)]
        case Not():
            return []
        case _:
            return [node]


def _everything(where: Test) -> Statement:
    return Statement(_select(_GROUP_COLUMNS, where), where.params, False)


def _everywhere(access: Test, scope: Scope) -> Statement:
    return _keys(_everything(access), scope)


def _keys(entries: Statement, scope: Scope) -> Statement:
    keys = _KEYS_OF[scope.value].format(table="said")
    return Statement(
        f"SELECT DISTINCT key FROM ({entries.sql}) said, unnest({keys}) AS key", entries.params, entries.by_index
    )


def _set(operation: str, parts: Sequence[Statement]) -> Statement:
    sql = f" {operation} ".join(f"({part.sql})" for part in parts)
    return Statement(sql, tuple(value for part in parts for value in part.params), all(part.by_index for part in parts))


def _except(places: Statement, refused: Statement) -> Statement:
    return _set("EXCEPT", [places, refused])


def _access_of(readable: Test, filters: Filters) -> Test:
    """What the words of a scope are looked for in: all of a meeting that the person may read."""
    names = ("year_from", "year_to", "date_from", "date_to", "body", "meeting")
    return Test.all_of([readable, *narrowing(filters, True, names)])


def narrowing(filters: Filters, has_words: bool = True, names: Sequence[str] = ()) -> list[Test]:
    """The filters (of `names`, if given); beside words in a form that leaves the lead to the index on words."""
    of_entry = []
    if filters.meeting is not None:
        of_entry.append(Test(f"{MEETING if has_words else 'entry.meeting_id'} = %s", (filters.meeting,)))
    if filters.date_from or filters.date_to:
        of_entry.append(held_between(filters.date_from or date.min, filters.date_to or date.max))
    if filters.item is not None and not names:
        under = "entry.items @> ARRAY[%s::bigint]"
        of_entry.append(Test(under, (filters.item,)) if filters.item else Test("entry.items = '{}'"))
    of_profile = [
        Test(sql, (value,))
        for name, sql, value in (
            ("year_from", "fiscal_year >= %s", filters.year_from),
            ("year_to", "fiscal_year <= %s", filters.year_to),
            ("body", "body_id = %s", filters.body),
            ("topic", "topics @> ARRAY[%s::bigint]", filters.topic),
            ("category", "category = %s", filters.category),
            ("speaker", "speaker = %s", filters.speaker),
            ("kind", "kind = %s", filters.kind),
        )
        if value is not None and (not names or name in names)
    ]
    if not of_profile:
        return of_entry
    narrowed = Test.all_of(of_profile)
    column = PROFILE if has_words else "entry.profile_id"
    profiles = Test(f"{column} IN (SELECT id FROM search_profile WHERE {narrowed.sql})", narrowed.params)
    return [*of_entry, profiles]


def _select(columns: str, where: Test) -> str:
    return f"SELECT {columns} FROM search_searchentry entry WHERE {where.sql}"
