"""What tells whether the index still says what the minutes say: one checksum a meeting for either side.

Both are reckoned in the database, from what is stored there.
"""

from collections.abc import Sequence

from django.db import connection

# Everything of a meeting that its entries are made of, except the names and topics that are relabelled.
# (id, digest); parameter: keys.
ROWS = """
    WITH part AS (
        SELECT meeting_id, 1 AS class, "order" AS place, md5(ROW(id, kind, speaker, audience, text)::text) AS digest
        FROM minutes_utterance WHERE meeting_id = ANY(%(keys)s)
        UNION ALL
        SELECT meeting_id, 2, "order", md5(ROW(id, category, number, title, audience)::text)
        FROM minutes_agendaitem WHERE meeting_id = ANY(%(keys)s)
        UNION ALL
        SELECT item.meeting_id, 3, item.id, md5(string_agg(link.utterance_id::text, ' ' ORDER BY link.utterance_id))
        FROM minutes_agendaitem item JOIN minutes_utterance_agenda_items link ON link.agendaitem_id = item.id
        WHERE item.meeting_id = ANY(%(keys)s) GROUP BY item.id
        UNION ALL
        SELECT meeting_id, 4, id, md5(ROW("order", label, title, agenda_item_id, audience)::text)
        FROM minutes_attachment WHERE meeting_id = ANY(%(keys)s)
        UNION ALL
        SELECT paper.meeting_id, 5, page.id, md5(ROW(paper.id, page.number, page.text, page.audience)::text)
        FROM minutes_attachment paper JOIN minutes_attachmentpage page ON page.attachment_id = paper.id
        WHERE paper.meeting_id = ANY(%(keys)s)
        UNION ALL
        SELECT meeting_id, 6, id, md5(ROW(part, "row", field, start, "end", quote, audience, placed)::text)
        FROM minutes_passage WHERE meeting_id = ANY(%(keys)s)
    ),
    whole AS (SELECT meeting_id, string_agg(digest, '' ORDER BY class, place) AS digests FROM part GROUP BY 1)
    SELECT meeting.id, md5(ROW(meeting.status, meeting.audience, whole.digests)::text) AS digest
    FROM minutes_meeting meeting LEFT JOIN whole ON whole.meeting_id = meeting.id
    WHERE meeting.id = ANY(%(keys)s)
"""
# (meeting_id, entries, digest, how many utterances and pages they are of). Not the entries' own ids and profiles: those differ from one rebuild to the next.
ENTRIES = """
    SELECT meeting_id, count(*) AS entries, md5(string_agg(
        md5(ROW(utterance_id, page_id, "order", items, access, md5(folded), md5(tsvectorsend(vector)))::text),
        '' ORDER BY "order", page_id, utterance_id, access)) AS digest,
        count(DISTINCT COALESCE(utterance_id, -page_id)) AS sources
    FROM {table} WHERE meeting_id = ANY(%(keys)s) GROUP BY meeting_id
"""
NO_ENTRIES = (0, "")


def of_rows(meetings: Sequence[int]) -> dict[int, str]:
    """The checksum of what each of the meetings (by primary key) consists of."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"keys": list(meetings)})
        return dict(cursor.fetchall())


def of_entries(meetings: Sequence[int], table: str = "search_searchentry") -> dict[int, tuple[int, str]]:
    """How many entries `table` holds of each of the meetings, and their checksum; no entry, no key."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES.format(table=table), {"keys": list(meetings)})
        return {key: (count, digest) for key, count, digest, _ in cursor.fetchall()}
