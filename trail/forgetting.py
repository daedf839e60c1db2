"""Taking words out of the trail for ever: the one thing that changes it, by a function of the database's owner.

The fact stays: who changed what kind of thing, when, where; and a row of its own tells that words were taken out, by
whom and why, without them.
"""

import json
from collections.abc import Collection

from django.db import connection

# What stands where a word stood.
GONE = "■■■"
# Stands in the text of functions for the schema that the tables are in (trail.triggers.install).
SCHEMA = "/* schema */"

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION trail_without(told jsonb, words text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE
SET search_path = {SCHEMA} AS $trail$
DECLARE
    text_ text;
    word text;
BEGIN
    CASE jsonb_typeof(told)
    WHEN 'string' THEN
        text_ := told #>> '{{}}';
        FOREACH word IN ARRAY words LOOP
            text_ := replace(text_, word, '{GONE}');
        END LOOP;
        RETURN to_jsonb(text_);
    WHEN 'array' THEN
        RETURN COALESCE((SELECT jsonb_agg(trail_without(e.value, words) ORDER BY e.place)
                         FROM jsonb_array_elements(told) WITH ORDINALITY e(value, place)), '[]');
    WHEN 'object' THEN
        RETURN COALESCE((SELECT jsonb_object_agg(
                -- Columns have such names; other keys were printed or typed.
                CASE WHEN e.key ~ '^[a-z0-9_]+$' THEN e.key ELSE trail_without(to_jsonb(e.key), words) #>> '{{}}' END,
                trail_without(e.value, words)) FROM jsonb_each(told) e), '{{}}');
    ELSE
        RETURN told;
    END CASE;
END $trail$;

CREATE OR REPLACE FUNCTION trail_forget(kind_ text, key_ text, meeting_ bigint, words text[], objects jsonb, reason text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = {SCHEMA} AS $trail$
DECLARE
    o jsonb := trail_occasion();
    word text;
    written text;
    found_ bigint;
    forgotten bigint := 0;
BEGIN
    UPDATE trail_change c SET before = NULL, after = NULL, forgotten_at = clock_timestamp()
    FROM jsonb_array_elements(objects) object
    WHERE c.kind = object->>0 AND c.key = object->>1 AND (c.before IS NOT NULL OR c.after IS NOT NULL);
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    UPDATE trail_change SET before = NULL, after = NULL, forgotten_at = clock_timestamp()
    WHERE meeting = meeting_ AND (before IS NOT NULL OR after IS NOT NULL);
    GET DIAGNOSTICS found_ = ROW_COUNT;
    forgotten := forgotten + found_;
    UPDATE django_admin_log l SET object_repr = '{GONE}', change_message = ''
    FROM jsonb_array_elements(objects) object, django_content_type t
    WHERE t.id = l.content_type_id AND t.app_label || '.' || t.model = object->>0 AND l.object_id = object->>1;
    FOREACH word IN ARRAY words LOOP
        CONTINUE WHEN word = '';
        -- As it is written in JSON.
        written := trim(both '"' from to_jsonb(word)::text);
        UPDATE trail_change SET before = trail_without(before, ARRAY[word]), after = trail_without(after, ARRAY[word]),
            forgotten_at = clock_timestamp()
        WHERE strpos(before::text, written) > 0 OR strpos(after::text, written) > 0;
        GET DIAGNOSTICS found_ = ROW_COUNT;
        forgotten := forgotten + found_;
        UPDATE trail_access SET detail = replace(detail, word, '{GONE}'), what = replace(what, word, '{GONE}')
        WHERE strpos(detail, word) > 0 OR strpos(what, word) > 0;
        UPDATE django_admin_log SET object_repr = replace(object_repr, word, '{GONE}'),
            change_message = CASE WHEN strpos(change_message, word) > 0 THEN '' ELSE change_message END
        WHERE strpos(object_repr, word) > 0 OR strpos(change_message, word) > 0;
    END LOOP;
    INSERT INTO trail_change
        (at, person, name, address, request, what, action, kind, key, meeting, "rows", kept, before, after)
    VALUES (clock_timestamp(), (o->>'person')::bigint, COALESCE(o->>'name', ''), (o->>'address')::inet,
        COALESCE(o->>'request', ''), COALESCE(o->>'what', ''), 'forget', kind_, key_, meeting_, forgotten, '', NULL,
        jsonb_build_object('reason', reason));
    RETURN forgotten;
END $trail$;
REVOKE ALL ON FUNCTION trail_forget(text, text, bigint, text[], jsonb, text) FROM PUBLIC;
"""


def forget(
    *,
    kind: str,
    key: object,
    reason: str,
    words: Collection[str] = (),
    objects: Collection[tuple[str, object]] = (),
    meeting: int | None = None,
) -> int:
    """Takes content out of the trail for ever and returns from how many of its rows.

    `kind` (minutes.meeting) and `key` say what was forgotten: with `reason` that is what the trail tells of it. Of
    `objects`, (kind, key) each, and of all that belongs to `meeting` nothing stays of what was before and after; each
    of `words` becomes GONE wherever it stands, in the record of access too. Words are compared as they are written.
    Runs in the transaction of who calls.
    """
    named = json.dumps([[one, str(other)] for one, other in objects])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trail_forget(%s, %s, %s, %s::text[], %s::jsonb, %s)",
            [kind, str(key), meeting, list(words), named, reason],
        )
        found: int = cursor.fetchone()[0]
        return found
