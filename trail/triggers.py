"""The triggers that write the trail: one function a table, put on after every migration.

Tables whose rows are many have statement triggers with transition tables: one INSERT for all rows of a statement. Those
that hold long texts or files (recorded.Recorded.stored, octets) have row triggers, which never read what they leave out.
The functions run as the owner of the tables (SECURITY DEFINER): the archive's own role need not be able to write the
trail (docs/operations.md). Columns are not named unless they are left out, so a new column is recorded by itself.
"""

import hashlib
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from trail.forgetting import FUNCTIONS as FORGETTING
from trail.forgetting import SCHEMA
from trail.models import Change
from trail.recorded import RECORDED, Recorded

_TARGET = """INSERT INTO trail_change
    (at, person, name, address, request, what, action, kind, key, meeting, "rows", kept, before, after)"""
_WHO = """clock_timestamp(), (o->>'person')::bigint, COALESCE(o->>'name', ''), (o->>'address')::inet,
    COALESCE(o->>'request', ''), COALESCE(o->>'what', '')"""
# Whoever writes past the archive is known to the database by its role, client and address.
_OCCASION = """
CREATE OR REPLACE FUNCTION trail_occasion() RETURNS jsonb LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $trail$
DECLARE
    told text := current_setting('trail.occasion', true);
BEGIN
    IF told <> '' THEN
        RETURN told::jsonb;
    END IF;
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'name', session_user, 'what', trim('SQL ' || current_setting('application_name')),
        'address', host(inet_client_addr())));
END $trail$;
"""
_HIDDEN = """
CREATE OR REPLACE FUNCTION trail_hidden(told jsonb, secrets text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $trail$
    SELECT told || COALESCE((SELECT jsonb_object_agg(name, '（非表示）') FROM unnest(secrets) name WHERE told ? name), '{}')
$trail$;
"""


def install(using: str) -> None:
    """Puts on the triggers of all recorded tables as this code has them; nothing where they are on already.

    Tables that are not there (yet) are left out.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if Change._meta.db_table not in tables:
        return
    models = [(label, apps.get_model(*_names(label))) for label in RECORDED if _is_installed(label)]
    there = [(model, RECORDED[label]) for label, model in models if model._meta.db_table in tables]
    text = "\n".join(_statements(there))
    digest = hashlib.sha256(text.encode()).hexdigest()
    if _is_on(connection, digest, sum(len(_OPERATIONS) for _ in there)):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        # Two that start at once take turns.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('trail.triggers')), quote_ident(current_schema())")
        # A temporary table of the same name must not stand in for the trail's.
        cursor.execute(text.replace(SCHEMA, f"{cursor.fetchone()[1]}, pg_temp"))
        cursor.execute(f"COMMENT ON FUNCTION trail_occasion() IS '{digest}'")


def is_recorded(model: type[Model]) -> bool:
    """Whether changes of the model's rows are recorded."""
    return model._meta.label_lower in RECORDED


def _names(label: str) -> tuple[str, str]:
    app, _, model = label.partition(".")
    return app, model


def _is_installed(label: str) -> bool:
    return apps.is_installed(_names(label)[0]) or _names(label)[0] in apps.app_configs


def _is_on(connection: BaseDatabaseWrapper, digest: str, count: int) -> bool:
    """Whether triggers of just this code are on, none of them switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT obj_description(to_regprocedure('trail_occasion()'), 'pg_proc'),
                (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                 WHERE c.relnamespace = current_schema()::regnamespace
                   AND t.tgname LIKE 'trail\\_%' AND t.tgenabled = 'O')"""
        )
        return tuple(cursor.fetchone()) == (digest, count)


_OPERATIONS = ("insert", "update", "delete", "truncate")


def _statements(tables: Iterable[tuple[type[Model], Recorded]]) -> Iterator[str]:
    yield _OCCASION
    yield _HIDDEN
    yield FORGETTING
    for model, how in tables:
        yield _RowFunction(model, how).sql() if how.stored or how.octets else _StatementFunction(model, how).sql()


class _Function:
    """The function of one table and the triggers that call it."""

    def __init__(self, model: type[Model], how: Recorded) -> None:
        self.kind = model._meta.label_lower
        self.table = f'"{model._meta.db_table}"'
        self.name = f"trail_on_{self.kind.replace('.', '_')}"
        primary = model._meta.pk
        assert primary is not None
        self.key = f'"{primary.column}"'
        self.how = how

    def sql(self) -> str:
        body = f"""
CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = {SCHEMA} AS $trail$
{self.body()}$trail$;
REVOKE ALL ON FUNCTION {self.name}() FROM PUBLIC;
"""
        return body + "\n".join(
            f"CREATE OR REPLACE TRIGGER trail_{operation} {self.event(operation)} EXECUTE FUNCTION {self.name}();"
            for operation in _OPERATIONS
        )

    def body(self) -> str:
        raise NotImplementedError

    def event(self, operation: str) -> str:
        raise NotImplementedError

    def content(self, row: str) -> str:
        """A row as JSON, without what is worked out from the rest."""
        derived = ", ".join(f"'{name}'" for name in self.how.derived)
        return f"(to_jsonb({row}) - ARRAY[{derived}]::text[])"

    def hidden(self, told: str) -> str:
        """The same, its secrets not told."""
        secret = ", ".join(f"'{name}'" for name in self.how.secret)
        return f"trail_hidden({told}, ARRAY[{secret}])" if secret else told

    def values(self, action: str, key: str, meeting: str, *, before: str = "NULL", after: str = "NULL") -> str:
        return f"{_WHO}, {action}, '{self.kind}', {key}::text, {meeting}, 1, '', {before}, {after}"


def _differing(one: str, other: str) -> str:
    """The entries of a JSON object that another one has not, or has otherwise."""
    return f"""(SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each({one}) e
            WHERE {other} -> e.key IS DISTINCT FROM e.value)"""


class _StatementFunction(_Function):
    def event(self, operation: str) -> str:
        tables = {
            "insert": "NEW TABLE AS new_rows",
            "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            "delete": "OLD TABLE AS old_rows",
        }
        if operation == "truncate":
            return f"BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
        return f"AFTER {operation.upper()} ON {self.table} REFERENCING {tables[operation]} FOR EACH STATEMENT"

    def body(self) -> str:
        come = self._copied("'insert'", "new_rows", "after")
        gone = self._copied("'delete'", "old_rows", "before")
        if self.how.by_reference:
            come, gone = self._counted("insert", "new_rows", come), self._counted("delete", "old_rows", gone)
        return f"""DECLARE
    o jsonb := trail_occasion();
BEGIN
    IF TG_OP = 'INSERT' THEN
        {come}
    ELSIF TG_OP = 'UPDATE' THEN
        {self._changed()}
    ELSIF TG_OP = 'DELETE' THEN
        {gone}
    ELSE
        {self._copied("'truncate'", self.table, "before")}
    END IF;
    RETURN NULL;
END """

    def _copied(self, action: str, rows: str, state: str) -> str:
        told = {state: self.hidden(self.content("r"))}
        return f"{_TARGET} SELECT {self.values(action, f'r.{self.key}', self.how.meeting, **told)} FROM {rows} r;"

    def _counted(self, action: str, rows: str, otherwise: str) -> str:
        return f"""IF o ? 'kept' THEN
            {_TARGET} SELECT {_WHO}, '{action}', '{self.kind}', '', (o->>'meeting')::bigint, count(*), o->>'kept',
                NULL, NULL FROM {rows} HAVING count(*) > 0;
        ELSE
            {otherwise}
        END IF;"""

    def _changed(self) -> str:
        """What differs between both states of each row; one whose key changed is told as a whole in both."""
        told = {"before": self.hidden("d.gone"), "after": self.hidden("d.come")}
        return f"""{_TARGET}
        SELECT {self.values("'update'", "s.key", "s.meeting", **told)}
        FROM (SELECT COALESCE(r.{self.key}, b.{self.key}) AS key, {self.how.meeting} AS meeting,
                  COALESCE({self.content("b")}, '{{}}') AS was, COALESCE({self.content("r")}, '{{}}') AS come
              FROM new_rows r FULL JOIN old_rows b ON b.{self.key} = r.{self.key}) s
        CROSS JOIN LATERAL (SELECT {_differing("s.was", "s.come")} AS gone, {_differing("s.come", "s.was")} AS come) d
        WHERE s.was <> s.come;"""


class _RowFunction(_Function):
    def event(self, operation: str) -> str:
        if operation == "truncate":
            return f"BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
        return f"AFTER {operation.upper()} ON {self.table} FOR EACH ROW"

    def body(self) -> str:
        large = [*self.how.stored, *self.how.octets]
        without = "\n".join(f"    bare.{name} := NULL; bare_before.{name} := NULL;" for name in large)
        changed = "\n".join(self._replaced(name) for name in large)
        come = " || ".join(["'{}'::jsonb", *(self._size(name, "r") for name in large)])
        gone = " || ".join(["'{}'::jsonb", *(self._whole(name, "r") for name in large)])
        names = ", ".join(f"'{name}'" for name in large)
        bare, bare_before = (
            f"({self.content('bare')} - ARRAY[{names}])",
            f"({self.content('bare_before')} - ARRAY[{names}])",
        )
        return f"""DECLARE
    o jsonb := trail_occasion();
    r record;
    bare record;
    bare_before record;
    was jsonb;
    now jsonb;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        FOR r IN SELECT * FROM {self.table} LOOP
            bare := r; bare_before := r;
        {without}
            {_TARGET} VALUES ({self.values("'truncate'", f"r.{self.key}", self.how.meeting, before=f"{bare} || {gone}")});
        END LOOP;
        RETURN NULL;
    END IF;
    r := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    bare := r;
    bare_before := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
    {without}
    IF TG_OP = 'INSERT' THEN
        {_TARGET} VALUES ({self.values("'insert'", f"r.{self.key}", self.how.meeting, after=f"{bare} || {come}")});
    ELSIF TG_OP = 'DELETE' THEN
        {_TARGET} VALUES ({self.values("'delete'", f"r.{self.key}", self.how.meeting, before=f"{bare} || {gone}")});
    ELSE
        was := {bare_before};
        now := {bare};
        SELECT COALESCE({_differing("was", "now")}, '{{}}'), COALESCE({_differing("now", "was")}, '{{}}') INTO was, now;
        {changed}
        IF was <> '{{}}' OR now <> '{{}}' THEN
            {_TARGET} VALUES ({self.values("'update'", f"r.{self.key}", self.how.meeting, before="was", after="now")});
        END IF;
    END IF;
    RETURN NULL;
END """

    def _replaced(self, name: str) -> str:
        return f"""IF OLD.{name} IS DISTINCT FROM NEW.{name} THEN
            was := was || {self._whole(name, "OLD")};
            now := now || {self._size(name, "NEW")};
        END IF;"""

    def _size(self, name: str, row: str) -> str:
        """What a long text or file is told as while it stands in its row."""
        if name in self.how.octets:
            return f"jsonb_build_object('{name}', jsonb_build_object('bytes', octet_length({row}.{name})))"
        return f"jsonb_build_object('{name}', jsonb_build_object('characters', length({row}.{name}::text)))"

    def _whole(self, name: str, row: str) -> str:
        """What it is told as when it goes: a text as it was, a file by its digest."""
        if name in self.how.octets:
            size = f"'bytes', octet_length({row}.{name}), 'sha256', encode(sha256({row}.{name}), 'hex')"
            return f"jsonb_build_object('{name}', jsonb_build_object({size}))"
        return f"jsonb_build_object('{name}', {row}.{name})"
