"""The table of entries written anew beside the one that searches read, which it then replaces.

Everything that was done stands in the database: a run that was stopped anywhere, even by a power cut, goes on
with the next. What changes meanwhile is noticed by IndexedMeeting.indexed_at, which every writer sets.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg.errors
from django.db import OperationalError, connection, transaction

from minutes import access
from minutes.access import sql
from minutes.models import Meeting
from search import known_items, suggestions
from search.index import checksums, vocabulary
from search.index.writing import (
    INDEX,
    INDEX_NAME,
    TABLE,
    names_of,
    prepare,
    vector_of_name,
    write_entries,
)
from search.models import IndexedMeeting
from search.words import analyzer_version

SHADOW = f"{TABLE}_new"
OLD = f"{TABLE}_old"
# What the shadow holds: IndexedMeeting's columns, and its `indexed_at` as it was before the meeting was read.
NOTES = "search_rebuild"
# Waiting for a lock makes others wait behind: less than the second after which Postgres looks for deadlocks.
PATIENCE_MS = 500
# Autovacuum gives its lock up only to those who wait longer.
LONG_PATIENCE_MS = 3000
PAUSE_SECONDS = 0.3
# So many attempts to keep searches out for the moment of the swap, while writers wait.
ATTEMPTS = 15
_BUILD_MEMORY = "512MB"

_COLUMNS = """
    SELECT array_agg((attname, atttypid, attnotnull)::text ORDER BY attnum)
    FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
"""
# (name, whether unique, what follows USING, the kind of the constraint that stands on it) of each index.
_INDEXES = """
    SELECT index.relname, indisunique, substring(pg_get_indexdef(indexrelid) FROM ' USING (.*)$'),
           (SELECT contype::text FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    FROM pg_index JOIN pg_class index ON index.oid = indexrelid
    WHERE indrelid = to_regclass(%s) AND indisvalid ORDER BY indexrelid
"""
_KEYS = (
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype = 'f'"
)
# Every published meeting has a row from the beginning, so that changes of any of them are noticed.
_EXPECT = f"""
    INSERT INTO search_indexedmeeting
        (meeting_id, names, names_words, entries, rows_checksum, entries_checksum, analyzer, indexed_at)
    SELECT id, '', '', 0, '', '', '', clock_timestamp() FROM minutes_meeting meeting WHERE {sql.published("meeting")}
    ON CONFLICT DO NOTHING
"""
_PENDING = f"""
    SELECT meeting.id, (SELECT count(*) FROM minutes_utterance said WHERE said.meeting_id = meeting.id)
    FROM minutes_meeting meeting
    LEFT JOIN search_indexedmeeting live ON live.meeting_id = meeting.id
    LEFT JOIN {NOTES} done ON done.meeting_id = meeting.id
    WHERE {sql.published("meeting")} AND (done.meeting_id IS NULL OR done.seen IS DISTINCT FROM live.indexed_at)
    ORDER BY meeting.id
"""
_GONE = f"""
    DELETE FROM {NOTES} done WHERE NOT EXISTS (
        SELECT FROM minutes_meeting meeting WHERE meeting.id = done.meeting_id AND {sql.published("meeting")}
    ) RETURNING meeting_id
"""
_CLAIM = f"""
    INSERT INTO {NOTES}
        (meeting_id, names, names_words, rows_checksum, seen, analyzer, entries, entries_checksum, indexed_at)
    SELECT meeting_id, names, words::tsvector, rows_checksum, seen, %(analyzer)s, 0, '', clock_timestamp()
    FROM unnest(%(keys)s::bigint[], %(names)s::text[], %(words)s::text[], %(rows)s::text[], %(seen)s::timestamptz[])
         AS new (meeting_id, names, words, rows_checksum, seen)
    ON CONFLICT (meeting_id) DO UPDATE SET names = excluded.names, names_words = excluded.names_words,
        rows_checksum = excluded.rows_checksum, seen = excluded.seen, indexed_at = excluded.indexed_at, entries = 0, entries_checksum = ''
"""
_NOTE = f"""
    UPDATE {NOTES} SET entries = stored.entries, entries_checksum = stored.digest
    FROM ({checksums.ENTRIES.format(table=SHADOW)}) stored WHERE {NOTES}.meeting_id = stored.meeting_id
"""
_ADOPT_NOTES = f"""
    INSERT INTO search_indexedmeeting
        (meeting_id, names, names_words, entries, rows_checksum, entries_checksum, analyzer, indexed_at)
    SELECT meeting_id, names, names_words, entries, rows_checksum, entries_checksum, analyzer, clock_timestamp()
    FROM {NOTES}
"""
_WRITTEN_BY_OTHERS = (
    "minutes_meeting, minutes_utterance, minutes_attachmentpage, search_profile, search_indexedmeeting, " + TABLE
)


class Busy(Exception):
    """The lock for the swap is not to be had: somebody reads or writes for long."""


def exists() -> bool:
    """Whether a rebuild was begun and not finished."""
    return bool(_value("SELECT to_regclass(%s) IS NOT NULL AND to_regclass(%s) IS NOT NULL", [SHADOW, NOTES]))


def is_shadow_usable() -> bool:
    """Whether an unfinished rebuild can go on: begun by the same analysis, for a table of the same columns."""
    if not exists() or _value(_COLUMNS, [SHADOW]) != _value(_COLUMNS, [TABLE]):
        return False
    return not _value(f"SELECT EXISTS (SELECT FROM {NOTES} WHERE analyzer <> %s)", [analyzer_version()])


def begin() -> int:
    """Makes the tables unless a usable rebuild was begun; returns how many meetings are done already."""
    if not is_shadow_usable():
        discard_shadow()
        with transaction.atomic():
            _run(f"CREATE TABLE {SHADOW} (LIKE {TABLE} INCLUDING ALL EXCLUDING INDEXES) {_storage()}")
            _run(
                f"CREATE TABLE {NOTES} (LIKE search_indexedmeeting INCLUDING DEFAULTS INCLUDING INDEXES, seen timestamptz)"
            )
    # The meetings' own index grows from the beginning, since meetings are looked up and replaced.
    for index in _missing_indexes():
        if index.on == "btree (meeting_id)":
            index.build()
    _run(_EXPECT)
    return int(_value(f"SELECT count(*) FROM {NOTES}"))


def _storage() -> str:
    """The live table's own storage parameters, as CREATE TABLE takes them."""
    options = _value("SELECT reloptions FROM pg_class WHERE oid = to_regclass(%s)", [TABLE])
    return f"WITH ({', '.join(options)})" if options else ""


def discard_shadow() -> None:
    """Drops what an unfinished rebuild left."""
    _run(f"DROP TABLE IF EXISTS {SHADOW}, {NOTES}")
    drop_old()


def forget(expression: str) -> None:
    """Removes from an unfinished rebuild the meetings whose entries or names match: they are written anew."""
    if exists():
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH held AS (SELECT meeting_id FROM {SHADOW} WHERE folded ~ %(words)s"
                f" UNION SELECT meeting_id FROM {NOTES} WHERE names ~ %(words)s),"
                f" gone AS (DELETE FROM {SHADOW} WHERE meeting_id IN (SELECT meeting_id FROM held))"
                f" DELETE FROM {NOTES} WHERE meeting_id IN (SELECT meeting_id FROM held)",
                {"words": expression},
            )


def pending() -> list[tuple[int, int]]:
    """The meetings that are not in the shadow as they are now, each with its number of utterances."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING)
        return list(cursor.fetchall())


def copy(meetings: Sequence[int]) -> int:
    """Writes the entries of published meetings to the shadow, in place of those that stood there; returns how many.

    What is noted was read before the texts: changes during the reading make the meeting pending again.
    """
    keys = sorted(meetings)
    seen = dict(IndexedMeeting.objects.filter(pk__in=keys).values_list("pk", "indexed_at"))
    rows = checksums.of_rows(keys)
    found = list(access.published().filter(pk__in=rows).select_related("body").order_by("pk"))
    prepared = [prepare(meeting) for meeting in found]
    words: vocabulary.Words = {}
    for part in prepared:
        words = vocabulary.merge(words, part.words)
    vocabulary.learn(words)
    suggestions.refresh(Meeting.objects.filter(pk__in=keys))
    with transaction.atomic():
        list(Meeting.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
        known_items.refresh(keys)
    there = [meeting.pk for meeting in found]
    names = [names_of(meeting) for meeting in found]
    params: dict[str, Any] = {
        "keys": there,
        "names": names,
        "words": [vector_of_name(name) for name in names],
        "rows": [rows[key] for key in there],
        "seen": [seen.get(key) for key in there],
        "analyzer": analyzer_version(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Another process that a killed run left behind may hold the same meeting: the later one wins.
        cursor.execute(_CLAIM, params)
        cursor.execute(f"DELETE FROM {SHADOW} WHERE meeting_id = ANY(%(keys)s)", params)
        write_entries((row for part in prepared for row in part.rows), SHADOW)
        cursor.execute(_NOTE, params)
    return sum(len(part.rows) for part in prepared)


def build_indexes(say: Callable[[str], None]) -> None:
    """Makes the indexes that the live table has, and lets the planner learn what the new table holds."""
    with _setting(maintenance_work_mem=_BUILD_MEMORY, max_parallel_maintenance_workers="2"):
        for index in _missing_indexes():
            say(f"索引を作っています: {index.name}")
            index.build()
    _run(f"VACUUM (ANALYZE) {SHADOW}")


def repair_index() -> None:
    """Makes the index that searches use anew, in place of what stands there; readers and writers go on."""
    name = _shadow_name(INDEX_NAME)
    with _setting(maintenance_work_mem=_BUILD_MEMORY):
        _run(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        _run(f"CREATE INDEX CONCURRENTLY {name} ON {TABLE} USING {INDEX}")
    with transaction.atomic():
        _run(f"DROP INDEX IF EXISTS {INDEX_NAME}")
        _run(f"ALTER INDEX {name} RENAME TO {INDEX_NAME}")


def swap(most: int, patience: int = PATIENCE_MS) -> bool:
    """Puts the shadow in the place of the live table, with what changed meanwhile; one short transaction.

    Returns False and changes nothing where more than `most` utterances are pending. Raises Busy where others
    do not let go within `patience` milliseconds: the next attempt may succeed.
    """
    with transaction.atomic():
        # All at once and briefly: whoever holds one and waits for another goes first.
        _lock(_WRITTEN_BY_OTHERS, "SHARE ROW EXCLUSIVE", patience)
        waiting = pending()
        if sum(size for _, size in waiting) > most:
            return False
        drop_gone()
        if waiting:
            copy([meeting for meeting, _ in waiting])
        _keep_searches_out()
        _exchange()
    return True


def drop_gone() -> None:
    """Takes meetings that are no longer published out of the shadow."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GONE)
        gone = [meeting for (meeting,) in cursor.fetchall()]
        cursor.execute(f"DELETE FROM {SHADOW} WHERE meeting_id = ANY(%s)", [gone])


def drop_old() -> bool:
    """Drops the emptied old table; False where others do not let go of the tables that it refers to."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic(), _patience(PATIENCE_MS):
                _run(f"DROP TABLE IF EXISTS {OLD}")
            return True
        except Busy:
            time.sleep(PAUSE_SECONDS)
    return False


def prove_keys(names: Sequence[str]) -> None:
    """Proves the foreign keys of all rows; readers and writers go on."""
    for name in names:
        _run(f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {_quoted(name)}")


def _keep_searches_out() -> None:
    """Waits for the moment in which nobody reads. Others wait behind, so it waits briefly and often."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                _lock(TABLE, "ACCESS EXCLUSIVE")
            return
        except Busy:
            time.sleep(PAUSE_SECONDS)
    raise Busy


def _exchange() -> None:
    """The new table takes the old one's names. The old one is emptied: its foreign keys guard nothing more."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [TABLE])
        keys = cursor.fetchall()
    _run(f"TRUNCATE {TABLE}")
    _rename(TABLE, OLD, lambda name: f"old_{name}"[:63])
    _rename(SHADOW, TABLE, lambda name: name.removeprefix("new_"))
    for name, definition in keys:
        proven_later = "" if definition.endswith("NOT VALID") else " NOT VALID"
        _run(f"ALTER TABLE {TABLE} ADD CONSTRAINT {_quoted(name)} {definition}{proven_later}")
    _run("DELETE FROM search_indexedmeeting")
    _run(_ADOPT_NOTES)
    _run(f"DROP TABLE {NOTES}")


def _rename(table: str, to: str, renamed: Callable[[str], str]) -> None:
    """Renames a table with its sequence, and its indexes with the constraints that stand on them."""
    sequence = _value("SELECT pg_get_serial_sequence(%s, 'id')::regclass::text", [table])
    for name, *_ in _indexes(table):
        _run(f"ALTER INDEX {_quoted(name)} RENAME TO {_quoted(renamed(name))}")
    _run(f"ALTER TABLE {table} RENAME TO {to}")
    _run(f"ALTER SEQUENCE {sequence} RENAME TO {_quoted(f'{to}_id_seq')}")


class _Index:
    """An index that the shadow needs."""

    def __init__(self, name: str, is_unique: bool, on: str, constraint: str | None) -> None:
        self.name = name
        self.is_unique = is_unique
        self.on = on
        self.constraint = constraint

    def build(self) -> None:
        name = _quoted(_shadow_name(self.name))
        with transaction.atomic():
            _run(f"CREATE {'UNIQUE ' * self.is_unique}INDEX {name} ON {SHADOW} USING {self.on}")
            if self.constraint:
                kind = {"p": "PRIMARY KEY", "u": "UNIQUE"}[self.constraint]
                _run(f"ALTER TABLE {SHADOW} ADD CONSTRAINT {name} {kind} USING INDEX {name}")


def _missing_indexes() -> list[_Index]:
    """Those of the live table that the shadow lacks; the one on the words last, and always."""
    there = {name for name, *_ in _indexes(SHADOW)}
    wanted = [_Index(*row) for row in _indexes(TABLE) if row[0] != INDEX_NAME]
    wanted.append(_Index(INDEX_NAME, False, INDEX, None))
    return [index for index in wanted if _shadow_name(index.name) not in there]


def _shadow_name(name: str) -> str:
    return f"new_{name}"


def _indexes(table: str) -> list[tuple[str, bool, str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [table])
        return list(cursor.fetchall())


def _lock(tables: str, mode: str, patience: int = PATIENCE_MS) -> None:
    with _patience(patience):
        _run(f"LOCK TABLE {tables} IN {mode} MODE")


@contextmanager
def _patience(milliseconds: int) -> Iterator[None]:
    """Gives up with Busy where a statement takes longer. Only within a transaction, which is then lost."""
    try:
        _run("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        yield
        _run("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.QueryCanceled | psycopg.errors.DeadlockDetected):
            raise Busy from error
        raise


@contextmanager
def _setting(**values: str) -> Iterator[None]:
    for name, value in values.items():
        _run(f"SET {name} = '{value}'")
    try:
        yield
    finally:
        for name in values:
            _run(f"RESET {name}")


def _run(sql: str, params: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _value(sql: str, params: Sequence[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return row[0] if row else None


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
