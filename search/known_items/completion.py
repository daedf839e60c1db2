"""Meetings that a text which is still being typed names, or begins to name."""

from django.db import connection

from minutes.access import User
from search import language
from search.engine import Test, all_of, condition_of, lexical
from search.known_items.lookup import OF_MEETINGS, indexed, readable
from search.known_items.naming import place_query
from search.language import NO_FILTERS, read_reference
from search.models import KnownItem

_NEWEST = """
    SELECT id FROM search_knownitem entry WHERE {where} ORDER BY held_on DESC NULLS LAST, meeting_id DESC LIMIT %s
"""


def meetings_begun(typed: str, user: User, most: int) -> list[KnownItem]:
    """The newest meetings, at most `most`, at the place that a text names and of which the name holds its words, of which
    the last may be a beginning. Two database queries."""
    reference = read_reference(typed)
    base = readable(user, NO_FILTERS)
    place = place_query(reference)
    if base is None or not (reference.names or reference.has_place) or reference.bills:
        return []
    *whole, last = reference.names or ("",)
    nodes: list[language.Term | language.Prefix] = [*map(language.Term, whole), language.Prefix(last)]
    wanted = [condition_of(node) for node in nodes if node.text]
    conditions = [condition for condition in (lexical(place) if place else None, *wanted) if condition is not None]
    if not conditions:
        return []
    where = Test.all_of([OF_MEETINGS, indexed(all_of(conditions)), base])
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST.format(where=where.sql), [*where.params, most])
        keys = [key for (key,) in cursor.fetchall()]
    found = KnownItem.objects.select_related("meeting").in_bulk(keys)
    return [found[key] for key in keys if key in found]
