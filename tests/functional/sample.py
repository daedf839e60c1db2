"""The sample archive in the database of browser tests: imported once in each process, then copied for each test.

A page is served by another thread, so what a test stores is committed and cannot be rolled back: all tables are emptied
after it.
"""

from django.db import connection, transaction

from config import startup
from minutes.intake.items import items_of
from minutes.record.batch import import_items
from minutes.record.catalogue import load_catalogue
from tests.emptying import Beginning

MINUTES = startup.FIXTURES / "minutes" / "headquarters"
DOCUMENT = MINUTES / "2021-07-13-01.txt"
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""


def keep_sample(at_first: Beginning) -> list[str]:
    """Imports the sample archive's meetings of one body, except for DOCUMENT, and empties the tables again.

    Returns the statements that bring them back.
    """
    # The trail records what is written, and is no part of the sample.
    known = connection.introspection.django_table_names(only_existing=True)
    tables = [table for table in known if not table.startswith("trail_")]
    before = _rows(tables)
    load_catalogue(startup.FIXTURES / "archive.json")
    files = [path for path in sorted(MINUTES.iterdir()) if path != DOCUMENT]
    outcomes = {outcome for _, outcome, _, _ in import_items(items_of(files), processes=1, apart=False)}
    assert outcomes == {"inserted"}
    written = [table for table, rows in _rows(tables).items() if rows != before[table]]
    assert not any(before[table] for table in written)
    statements = []
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS sample CASCADE")
        cursor.execute("CREATE SCHEMA sample")
        for table in written:
            cursor.execute(COLUMNS, [table])
            columns = cursor.fetchone()[0]
            cursor.execute(f"CREATE TABLE sample.{table} AS SELECT {columns} FROM public.{table}")
            statements.append(f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM sample.{table}")
    # Keys go on from where they are, so that no test gives those of the sample to anything else.
    at_first.restore()
    return statements


def bring_sample(statements: list[str]) -> None:
    """Puts into the tables what keep_sample has kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _rows(tables: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts
