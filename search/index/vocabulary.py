"""The words of the index, and in entries of which access classes each stands: what spellings and suggestions come from.

A word is known to those alone who find an entry that holds it. It is learnt after the entries that bring it are stored,
and forgotten after the last one has gone.
"""

from collections.abc import Collection

from django.db import connection, transaction

from search.words import quote

# The vocabulary's words (surface, normalized form, reading), each with the access classes of the texts that hold it.
Words = dict[tuple[str, str, str], frozenset[int]]
# Words that are looked at again in one statement.
BATCH = 500
# In a fixed order: two that add the same words at once wait, and never for each other.
_LEARN = """
    INSERT INTO search_word (surface, normalized, reading, access)
    SELECT surface, normalized, min(reading), array_agg(DISTINCT access ORDER BY access)
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::smallint[]) AS new (surface, normalized, reading, access)
    WHERE NOT EXISTS (
        SELECT FROM search_word old WHERE (old.surface, old.normalized) = (new.surface, new.normalized)
        AND old.access @> ARRAY[new.access]
    )
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (surface, normalized) DO UPDATE SET access = (
        SELECT array_agg(DISTINCT one ORDER BY one) FROM unnest(search_word.access || excluded.access) AS one
    )
"""
_WORDS_OF = """
    SELECT DISTINCT access, lexeme FROM search_searchentry entry, unnest(tsvector_to_array(entry.vector)) AS lexeme
    WHERE meeting_id = %s
"""
# The words themselves: those of one surface are looked for together.
_SUSPECT = """
    SELECT surface, access FROM search_word
    JOIN unnest(%s::text[], %s::smallint[]) AS gone (surface, class) USING (surface)
    WHERE search_word.access @> ARRAY[gone.class]
    GROUP BY surface, access ORDER BY surface
"""
# Parameters: surfaces, tsqueries, classes.
_STANDING = """
    SELECT asked.surface, asked.class FROM unnest(%s::text[], %s::text[], %s::smallint[]) AS asked (surface, sought, class)
    WHERE EXISTS (
        SELECT FROM search_searchentry entry
        WHERE (entry.vector || search_grams(entry.folded, entry.vector)) @@ asked.sought::tsquery
          AND entry.access = asked.class
    )
"""
_KEEP = """
    UPDATE search_word SET access = COALESCE((
        SELECT array_agg(one ORDER BY one) FROM unnest(search_word.access) AS one
        WHERE one <> ALL(COALESCE((
            SELECT array_agg(class) FROM unnest(%(surfaces)s::text[], %(classes)s::smallint[]) AS gone (surface, class)
            WHERE gone.surface = search_word.surface), '{}'))
    ), '{}')
    WHERE surface = ANY(%(surfaces)s)
"""
_DROP = "DELETE FROM search_word WHERE surface = ANY(%s) AND access = '{}'"


def merge(words: Words, others: Words) -> Words:
    """Both, each word with the access classes that it has in either."""
    for word, classes in others.items():
        words[word] = words.get(word, frozenset()) | classes
    return words


def learn(words: Words) -> None:
    """Adds spellings to the vocabulary, with the classes of the entries that hold them."""
    rows = [(*word, one) for word, classes in words.items() for one in classes]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, [list(column) for column in zip(*rows, strict=True)])


def words_of(meeting: int) -> frozenset[tuple[int, str]]:
    """The lexemes of a meeting's entries, each with their access class."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS_OF, [meeting])
        return frozenset(cursor.fetchall())


def forget(gone: Collection[tuple[int, str]]) -> int:
    """Takes words out of classes in which no entry holds them any more, (class, lexeme) each; returns how many."""
    forgotten = 0
    pairs = sorted(gone)
    for start in range(0, len(pairs), BATCH):
        forgotten += _forget(pairs[start : start + BATCH])
    return forgotten


@transaction.atomic
def _forget(pairs: Collection[tuple[int, str]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SUSPECT, [[lexeme for _, lexeme in pairs], [one for one, _ in pairs]])
        known = {surface for surface, _ in cursor.fetchall()}
        asked = [(lexeme, one) for one, lexeme in pairs if lexeme in known]
        if not asked:
            return 0
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        surfaces, classes = map(list, zip(*asked, strict=True))
        cursor.execute(_STANDING, [surfaces, [quote(surface) for surface in surfaces], classes])
        standing = set(cursor.fetchall())
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
        left = [pair for pair in asked if pair not in standing]
        if left:
            surfaces, classes = map(list, zip(*left, strict=True))
            cursor.execute(_KEEP, {"surfaces": surfaces, "classes": classes})
            cursor.execute(_DROP, [surfaces])
    return len(left)
