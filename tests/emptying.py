"""After tests that commit, the tables are again as the migrations left them.

Django empties all tables and makes the rows of its own anew; here only those are emptied that hold something, and rows
that nobody changed stay.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

# The tables that have keys of other tables: where one is emptied, those that refer to it have to be as well.
_REFERENCES = """
SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
_TRAIL = "trail_"


@dataclass(frozen=True)
class Beginning:
    """What stood in the tables at first, kept in a schema of its own: the names of tables that were filled, and of the
    others, each with all tables that refer to it."""

    filled: tuple[str, ...]
    others: dict[str, frozenset[str]]

    def restore(self) -> None:
        """Empties the tables that tests fill, and puts back what they changed of the rest."""
        self._truncate(_filled(list(self.others)))
        if _told(" UNION ALL ".join(map(_difference, self.filled))):
            with transaction.atomic(), connection.cursor() as cursor:
                for table in self.filled:
                    cursor.execute(f'DELETE FROM "{table}"')
                for table in self.filled:
                    cursor.execute(f'INSERT INTO "{table}" SELECT * FROM at_first."{table}"')
            ContentType.objects.clear_cache()
            # What the trail recorded of it.
            self._truncate([])

    def _truncate(self, tables: list[str]) -> None:
        recording = [table for table in self.others if table.startswith(_TRAIL)]
        several = set(recording).union(*(self.others[table] for table in tables), tables)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in sorted(several)))


def beginning() -> Beginning:
    """Keeps what stands in the tables; what the trail recorded of it is forgotten."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    filled = tuple(table for table in _filled(tables) if not table.startswith(_TRAIL))
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS at_first CASCADE")
        cursor.execute("CREATE SCHEMA at_first")
        for table in filled:
            cursor.execute(f'CREATE TABLE at_first."{table}" AS TABLE "{table}"')
        cursor.execute(_REFERENCES)
        references = cursor.fetchall()
    known = Beginning(filled, {table: _all_that_refer_to(table, references) for table in tables if table not in filled})
    assert not any(several & set(filled) for several in known.others.values())
    return known


def _all_that_refer_to(table: str, references: list[tuple[str, str]]) -> frozenset[str]:
    found, waiting = set[str](), [table]
    while waiting:
        one = waiting.pop()
        new = {referring for referred, referring in references if referred == one} - found
        found |= new
        waiting += new
    return frozenset(found)


def _filled(tables: list[str]) -> list[str]:
    return _told(" UNION ALL ".join(f"""SELECT '{table}' WHERE EXISTS (SELECT FROM "{table}")""" for table in tables))


def _difference(table: str) -> str:
    """Selects the table's name if it is not as it was."""
    one, other = f'TABLE "{table}"', f'TABLE at_first."{table}"'
    return f"SELECT '{table}' WHERE EXISTS (({one} EXCEPT {other}) UNION ALL ({other} EXCEPT {one}))"


def _told(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]
