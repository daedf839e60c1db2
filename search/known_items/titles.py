"""Meetings, agenda items and papers of which the titles hold a query's words, by the rules of the words in texts."""

from dataclasses import dataclass, field

from django.db import connection

from minutes.access import User
from search import language
from search.engine import Test, condition_of
from search.known_items.lookup import indexed, loaded, readable, tell_decisions
from search.language import Question
from search.models import KnownItem

# Quoted, a single sign stands in too many titles to say anything.
SHORTEST_PHRASE = 2
_NEWEST_FIRST = 'held_on DESC NULLS LAST, meeting_id DESC, kind, "order", id'
_FIRST_OF_EACH_KIND = f"""
    SELECT kind, total, id FROM (
        SELECT id, kind, held_on, meeting_id, "order", count(*) OVER (PARTITION BY kind) AS total,
               row_number() OVER (PARTITION BY kind ORDER BY {_NEWEST_FIRST}) AS place
        FROM search_knownitem entry WHERE {{where}}
    ) placed WHERE place <= %s ORDER BY place
"""
_PAGE = f"SELECT id FROM search_knownitem entry WHERE {{where}} ORDER BY {_NEWEST_FIRST} LIMIT %s OFFSET %s"


@dataclass(frozen=True)
class Titles:
    """Titles of one kind: how many, and the newest of them."""

    kind: KnownItem.Kind
    total: int
    newest: list[KnownItem] = field(default_factory=list)


def titles_of(question: Question, user: User, most: int) -> list[Titles]:
    """What holds every word of a plain search in its title, in any of the word's forms: agenda items, papers, meetings.

    Of each kind the newest, at most `most`. None where the query is more than words, or narrowed to more than years, a
    body or a meeting. Two database queries.
    """
    where = _where(question, user)
    if where is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_OF_EACH_KIND.format(where=where.sql), [*where.params, most])
        rows = cursor.fetchall()
    known = _in_order([key for _, _, key in rows], user)
    totals = {KnownItem.Kind(kind): total for kind, total, _ in rows}
    order = (KnownItem.Kind.ITEM, KnownItem.Kind.PAPER, KnownItem.Kind.MEETING)
    return [
        Titles(kind, totals[kind], [each for each in known if each.kind == kind]) for kind in order if kind in totals
    ]


def page_of_titles(
    question: Question, user: User, kind: KnownItem.Kind | None, *, first: int, most: int
) -> list[KnownItem]:
    """Titles from the one at `first` (counted from 0) on, the newest first; of one kind or of all. Two database queries."""
    where = _where(question, user)
    if where is None:
        return []
    if kind is not None:
        where = Test.all_of([where, Test("entry.kind = %s", (kind.value,))])
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(where=where.sql), [*where.params, most, first])
        keys = [key for (key,) in cursor.fetchall()]
    return _in_order(keys, user)


def _where(question: Question, user: User) -> Test | None:
    base = readable(user, question.filters)
    if base is None or not _is_plain(question.tree):
        return None
    assert question.tree is not None
    condition = condition_of(question.tree)
    return None if condition is None else Test.all_of([indexed(condition), base])


def _is_plain(tree: language.Node | None) -> bool:
    """Whether the query is words alone."""
    parts = tree.parts if isinstance(tree, language.And) else (tree,)
    return all(
        isinstance(part, language.Wanted) or (isinstance(part, language.Phrase) and len(part.text) >= SHORTEST_PHRASE)
        for part in parts
    )


def _in_order(keys: list[int], user: User) -> list[KnownItem]:
    found = loaded(KnownItem.objects.all(), user).in_bulk(keys)
    return list(tell_decisions([found[key] for key in keys if key in found], user))
