"""Utterances -> search entries, in the transaction that writes the utterances."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from minutes.models import Meeting
from search import tokens
from search.folding import fold_text
from search.models import SearchEntry
from search.vector import vector_of

_COLUMNS = (
    'utterance_id, meeting_id, body_id, "order", held_on, fiscal_year, speaker, kind, topics, audience, '
    "vector, folded, analyzer"
)
# The topics of each utterance by its agenda items: suggested or confirmed, with all that stand above them.
# Parameter: the meetings' ids.
_TOPICS = """
    WITH RECURSIVE above (topic_id, ancestor_id) AS (
        SELECT id, id FROM minutes_topic
        UNION
        SELECT above.topic_id, topic.parent_id
        FROM above JOIN minutes_topic topic ON topic.id = above.ancestor_id
        WHERE topic.parent_id IS NOT NULL
    )
    SELECT said.utterance_id, array_agg(DISTINCT above.ancestor_id ORDER BY above.ancestor_id) AS topics
    FROM minutes_agendaitem item
    JOIN minutes_topiclink link ON link.agenda_item_id = item.id AND link.state <> 'refused'
    JOIN above ON above.topic_id = link.topic_id
    JOIN minutes_utterance_agenda_items said ON said.agendaitem_id = item.id
    WHERE item.meeting_id = ANY(%s)
    GROUP BY said.utterance_id
"""
# Only rows that differ are written: a new row version means new index entries.
_RELABEL = """
    WITH filed AS ({topics}),
    fresh AS (
        SELECT entry.utterance_id, meeting.body_id, meeting.held_on, meeting.fiscal_year,
               COALESCE(filed.topics, '{{}}') AS topics
        FROM search_searchentry entry
        JOIN minutes_meeting meeting ON meeting.id = entry.meeting_id
        LEFT JOIN filed ON filed.utterance_id = entry.utterance_id
        WHERE entry.meeting_id = ANY(%s)
    )
    UPDATE search_searchentry entry
    SET body_id = fresh.body_id, held_on = fresh.held_on, fiscal_year = fresh.fiscal_year, topics = fresh.topics
    FROM fresh
    WHERE fresh.utterance_id = entry.utterance_id
      AND (entry.body_id, entry.held_on, entry.fiscal_year, entry.topics)
          IS DISTINCT FROM (fresh.body_id, fresh.held_on, fresh.fiscal_year, fresh.topics)
"""


def on_meeting_changed(sender: Any, meeting: Meeting, **_: Any) -> None:
    index_meeting(meeting)


def on_meetings_relabelled(sender: Any, meetings: QuerySet[Meeting], **_: Any) -> None:
    relabel(meetings)


@transaction.atomic
def index_meeting(meeting: Meeting) -> int:
    """Writes the entries of a meeting anew, none unless it is published; returns how many."""
    SearchEntry.objects.filter(meeting=meeting)._raw_delete(using=connection.alias)
    if meeting.status != Meeting.Status.PUBLISHED:
        return 0
    # Read before COPY begins: the connection takes no other statement meanwhile.
    rows = list(_rows(meeting))
    with connection.cursor() as cursor, cursor.copy(f"COPY search_searchentry ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return len(rows)


def relabel(meetings: QuerySet[Meeting]) -> int:
    """Copies names' keys, dates and topics to the entries of `meetings` anew; returns how many differed."""
    keys = list(meetings.order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_RELABEL.format(topics=_TOPICS), [keys, keys])
        return int(cursor.rowcount)


def _rows(meeting: Meeting) -> Iterator[tuple[Any, ...]]:
    topics = _topics_of(meeting)
    analyzer = tokens.analyzer_version()
    spoken = meeting.utterances.order_by("order").values_list("pk", "order", "speaker", "kind", "audience", "text")
    for key, order, speaker, kind, audience, text in spoken:
        folded = fold_text(text)
        yield (
            key,
            meeting.pk,
            meeting.body_id,
            order,
            meeting.held_on,
            meeting.fiscal_year,
            speaker,
            kind,
            topics.get(key, []),
            max(meeting.audience, audience),
            vector_of(folded),
            folded,
            analyzer,
        )


def _topics_of(meeting: Meeting) -> dict[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_TOPICS, [[meeting.pk]])
        return dict(cursor.fetchall())
