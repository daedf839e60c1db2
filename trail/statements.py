"""Each statement that writes tells the database on which occasion, in the same message: no round trip of its own.

It holds for this statement's transaction alone (or the statement, outside of one), so nothing stands there for the next
request on the connection, and what a rollback takes back is told again by the next statement.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.sql import Composable

from trail import occasion

# FOR UPDATE writes nothing. Where words of a text look like a statement, it carries an occasion for nothing.
_WRITES = re.compile(
    r"\b(?:INSERT\s+INTO|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO|COPY|trail_forget\w*|UPDATE\s+(?!OF\b|NOWAIT\b|SKIP\b)[\w\"])",
    re.IGNORECASE,
)
Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]


def on_connection_created(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Has every statement of the connection pass by here."""
    if tell_occasion not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_occasion)


def tell_occasion(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Runs a statement; one that writes tells its occasion first."""
    text = sql.as_string(None) if isinstance(sql, Composable) else sql
    if not isinstance(text, str) or not _WRITES.search(text):
        return execute(sql, params, many, context)
    told = _setting(occasion.now().as_json())
    connection: BaseDatabaseWrapper = context["connection"]
    if many:
        with transaction.atomic(using=connection.alias), connection.connection.cursor() as cursor:
            cursor.execute(told)
            return execute(sql, params, many, context)
    # Without parameters a percent sign is one.
    result = execute(f"{told if params is None else told.replace('%', '%%')}; {text}", params, False, context)
    # The first answer is that of the setting.
    context["cursor"].nextset()
    return result


def _setting(told: str) -> str:
    quoted = told.replace("'", "''")
    return f"SELECT set_config('trail.occasion', '{quoted}', true)"
