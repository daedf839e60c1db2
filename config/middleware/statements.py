"""How long a request's statements may take in the database: nobody's page keeps a connection, or a lock, for ever.

Commands, migrations and the worker have no such limits.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import psycopg.errors
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from config.middleware.refusals import refusal

logger = logging.getLogger(__name__)

RETRY_AFTER = 10
# How often Postgres looks whether the process that asked is still there.
CHECK_CLIENT_SECONDS = 2


@dataclass(frozen=True)
class Limits:
    """In seconds, 0 for none: one statement, waiting for a lock, a transaction in which nothing happens."""

    statement: int
    lock: int
    idle: int

    @classmethod
    def of(cls, seconds: int) -> "Limits":
        """Whoever waits for others gives up before Postgres would; between statements the program may work longer."""
        return cls(seconds, (seconds + 1) // 2, 3 * seconds)


_wanted: ContextVar[Limits | None] = ContextVar("statement_limits", default=None)
# The limits that a connection has by now, as an attribute of Django's wrapper.
_KEPT = "_limits_of_requests"


class LimitStatements:
    """Pages have settings.PAGE_SECONDS, what is sent in has settings.SENDING_SECONDS; a page tells where they are over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_read = request.method in ("GET", "HEAD", "OPTIONS")
        token = _wanted.set(Limits.of(settings.PAGE_SECONDS if is_read else settings.SENDING_SECONDS))
        try:
            if connection.connection is not None:
                _apply(connection)
            return self.get_response(request)
        finally:
            _wanted.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a statement that was given up; every other exception goes its way."""
        if not isinstance(exception, OperationalError):
            return None
        match exception.__cause__:
            case psycopg.errors.LockNotAvailable():
                advice = "ほかの人の操作が終わるのを待っていましたが、時間がかかりすぎたため中止しました。何も保存していません。少し待ってから、もう一度お試しください。"
            case psycopg.errors.QueryCanceled() | psycopg.errors.IdleInTransactionSessionTimeout():
                advice = "表示や保存に時間がかかりすぎたため中止しました。何も保存していません。年度や会議体で絞り込むか、少し待ってから、もう一度お試しください。"
            case _:
                return None
        logger.warning("%s %s was given up: %s", request.method, request.path, str(exception).strip())
        return refusal(request, status=503, heading="時間がかかりすぎました", advice=advice, retry_after=RETRY_AFTER)


@receiver(connection_created)
def _begin(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """A connection that is opened for a request gets its limits at once."""
    setattr(connection, _KEPT, None)
    if _wanted.get() is None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET client_connection_check_interval = '{CHECK_CLIENT_SECONDS}s'")
    except DatabaseError:
        # Some systems cannot tell; there the limit of time ends what nobody waits for.
        logger.debug("This server of Postgres does not notice that a client has gone.")
    _apply(connection)


def _apply(connection: BaseDatabaseWrapper) -> None:
    limits = _wanted.get()
    if limits is None or getattr(connection, _KEPT, None) == limits:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),"
            " set_config('idle_in_transaction_session_timeout', %s, false)",
            [f"{limits.statement}s", f"{limits.lock}s", f"{limits.idle}s"],
        )
    # Within a transaction it may be taken back with it.
    setattr(connection, _KEPT, None if connection.in_atomic_block else limits)
