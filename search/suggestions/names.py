"""Names of the archive by how they are read: 発言者:たなか, 会議:ぼうさい."""

from collections.abc import Iterator

from django.db import connection

from minutes.access import Clearance, sql
from search.language import FieldName
from search.models import Suggestion
from search.words import fold_text, readings_as_typed, tokenize

KINDS = {
    FieldName.SPEAKER: Suggestion.Kind.SPEAKER,
    FieldName.AGENDA: Suggestion.Kind.AGENDA,
    FieldName.MEETING: Suggestion.Kind.BODY,
}
# Texts that are looked into, those of the most meetings first, and readings that are tried.
MOST_TEXTS = 200
MOST_READINGS = 12
_LONGEST_RUN = 4
_HOLDING = f"""
    SELECT text FROM search_suggestion suggestion
    WHERE kind = %s AND EXISTS (SELECT FROM unnest(%s::text[]) AS sought WHERE strpos(suggestion.reading, sought) > 0)
      AND EXISTS (
          SELECT FROM search_suggestionsource source
          WHERE source.suggestion_id = suggestion.id AND {sql.readable("source.access")}
      )
    ORDER BY weight DESC, text LIMIT %s
"""


def names_read(field: FieldName, typed: str, clearance: Clearance) -> list[str]:
    """The words that are read like a text, of names that the field looks in and a person of `clearance` may read."""
    readings = readings_as_typed(typed)[:MOST_READINGS]
    if field not in KINDS or not readings:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [KINDS[field], list(readings), sql.parameter(clearance), MOST_TEXTS])
        texts = [text for (text,) in cursor.fetchall()]
    found = dict.fromkeys(words for text in texts for words in _words_read(fold_text(text), readings))
    found.pop(fold_text(typed), None)
    return list(found)


def _words_read(folded: str, readings: tuple[str, ...]) -> Iterator[str]:
    """The words of a text, one or several side by side, that are read so."""
    words = [word for _, word in tokenize(folded)]
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(words)) + 1):
            run = words[start:end]
            if all(word.surface for word in run) and "".join(word.reading for word in run) in readings:
                yield "".join(word.surface for word in run)
