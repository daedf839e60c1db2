"""Published meetings -> what search boxes suggest, in the transaction that writes the meetings.

A text is stored once (Suggestion) with one small row for each meeting that it stands in
(SuggestionSource). Imports run side by side, so nothing here waits for a row that another one holds,
but for texts that both bring in for the first time.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from minutes import access
from minutes.access import RowTexts, sql
from minutes.models import AgendaItem, Meeting, Passage, Utterance
from search import log
from search.models import Suggestion, SuggestionSource
from search.words import fold_text, reading_of

Kind = Suggestion.Kind
# Nobody picks a longer one from a list, and an index takes no text of any length.
LONGEST = 200
# A text of more meetings than these is common; how common matters no more.
MOST_COUNTED = 1_000
# The topics of each meeting's agenda items, with all that stand above them. Parameter: the meetings' ids.
_TOPICS = """
    WITH RECURSIVE filed (meeting_id, topic_id, audience) AS (
        SELECT item.meeting_id, link.topic_id, item.audience
        FROM minutes_agendaitem item
        JOIN minutes_topiclink link ON link.agenda_item_id = item.id AND link.state <> 'refused'
        WHERE item.meeting_id = ANY(%s)
        UNION
        SELECT filed.meeting_id, topic.parent_id, filed.audience
        FROM filed JOIN minutes_topic topic ON topic.id = filed.topic_id
        WHERE topic.parent_id IS NOT NULL
    )
    SELECT filed.meeting_id, topic.id, topic.name, filed.audience FROM filed JOIN minutes_topic topic ON topic.id = filed.topic_id
"""
# In one order everywhere, so that two imports with the same new texts wait for each other, not both.
_INSERT = """
    INSERT INTO search_suggestion (kind, text, folded, reading, target, weight)
    SELECT *, 0 FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
    ON CONFLICT (kind, folded, target) DO NOTHING
"""
# The share lock keeps a row from being removed until its new source is stored.
_HOLD = """
    SELECT kind, folded, target, id FROM search_suggestion
    WHERE (kind, folded, target) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]))
    FOR KEY SHARE
"""
# A row that another import is counting is left to it: an order of suggestions may be late by a meeting.
_WEIGH = f"""
    WITH counted AS (
        SELECT id FROM search_suggestion WHERE id = ANY(%s) FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE search_suggestion suggestion
    SET weight = (
        SELECT count(*) FROM (
            SELECT 1 FROM search_suggestionsource source
            WHERE source.suggestion_id = suggestion.id AND {sql.open_to_all("source.access")} LIMIT %s
        ) AS source
    )
    FROM counted WHERE counted.id = suggestion.id
"""
_LOCK_UNUSED = """
    SELECT id FROM search_suggestion suggestion
    WHERE id = ANY(%s)
      AND NOT EXISTS (SELECT 1 FROM search_suggestionsource source WHERE source.suggestion_id = suggestion.id)
    FOR UPDATE SKIP LOCKED
"""
# A statement of its own: it sees a source that was stored between the last look and the lock.
_REMOVE_UNUSED = """
    DELETE FROM search_suggestion suggestion
    WHERE id = ANY(%s)
      AND NOT EXISTS (SELECT 1 FROM search_suggestionsource source WHERE source.suggestion_id = suggestion.id)
"""


class SuggestionKey(NamedTuple):
    """What makes a suggestion one and the same: its kind, folded text and, for a body or topic, its number."""

    kind: str
    folded: str
    target: int


def on_meeting_changed(sender: Any, meeting: Meeting, **_: Any) -> None:
    if SuggestionSource.objects.filter(meeting=meeting).exists():
        log.note_narrowing()
    refresh(Meeting.objects.filter(pk=meeting.pk))


def on_meetings_relabelled(sender: Any, meetings: QuerySet[Meeting], **_: Any) -> None:
    refresh(meetings)


def on_meeting_deleted(sender: Any, instance: Meeting, **_: Any) -> None:
    """Before the rows go: those of the texts that stand nowhere else go too."""
    log.note_narrowing()
    _forget(instance)


@transaction.atomic
def refresh(meetings: QuerySet[Meeting]) -> None:
    """Makes the suggestions of `meetings` what they say now; none of those that are not published."""
    keys = list(meetings.order_by().values_list("pk", flat=True))
    texts: dict[SuggestionKey, str] = {}
    wanted: set[tuple[int, SuggestionKey, int]] = set()
    for meeting, kind, text, target, read_by in _texts_of(keys):
        tidy = " ".join(text.split())
        identity = SuggestionKey(kind, fold_text(tidy), target)
        if identity.folded and len(identity.folded) <= LONGEST:
            texts.setdefault(identity, tidy)
            wanted.add((meeting, identity, read_by))
    numbers = _hold(texts)
    fresh = {(meeting, numbers[identity], read_by) for meeting, identity, read_by in wanted}
    stored = {
        (meeting, suggestion, read_by): pk
        for pk, meeting, suggestion, read_by in SuggestionSource.objects.filter(meeting__in=keys).values_list(
            "pk", "meeting_id", "suggestion_id", "access"
        )
    }
    gone, new = stored.keys() - fresh, fresh - stored.keys()
    SuggestionSource.objects.filter(pk__in=[stored[place] for place in gone]).delete()
    SuggestionSource.objects.bulk_create(
        [
            SuggestionSource(meeting_id=meeting, suggestion_id=key, access=read_by)
            for meeting, key, read_by in sorted(new)
        ],
        batch_size=5_000,
    )
    touched = sorted({suggestion for _, suggestion, _ in (*gone, *new)})
    _execute(_WEIGH, touched, MOST_COUNTED)
    _remove_unused(touched)


def _forget(meeting: Meeting) -> None:
    sources = SuggestionSource.objects.filter(meeting=meeting)
    touched = sorted(set(sources.values_list("suggestion_id", flat=True)))
    sources.delete()
    _execute(_WEIGH, touched, MOST_COUNTED)
    _remove_unused(touched)


def _texts_of(keys: list[int]) -> Iterator[tuple[int, Kind, str, int, int]]:
    """Every text that the published ones of these meetings suggest: (meeting, kind, text, target, access class)."""
    published = access.published().filter(pk__in=keys).order_by("pk")
    variants = access.Variants(keys)
    audiences: dict[int, int] = {}
    for meeting, body, name, audience in published.values_list("pk", "body_id", "body__name", "audience"):
        audiences[meeting] = audience
        for variant in variants.of([audience], []):
            yield meeting, Kind.BODY, name, body, variant.access
    items: dict[int, int] = {}
    for key, meeting, title, audience in AgendaItem.objects.filter(meeting__in=audiences).values_list(
        "pk", "meeting_id", "title", "audience"
    ):
        items[key] = audience
        row = RowTexts(Passage.Part.ITEM, meeting, key, {"title": title})
        for variant in variants.of([audiences[meeting], audience], [row]):
            yield meeting, Kind.AGENDA, variant.rows[0]["title"], 0, variant.access
    yield from _speakers(audiences, items, variants)
    for meeting, topic, name, of_item in _execute(_TOPICS, list(audiences)):
        for variant in variants.of([audiences[meeting], of_item], []):
            yield meeting, Kind.TOPIC, name, topic, variant.access


def _speakers(
    audiences: dict[int, int], items: dict[int, int], variants: access.Variants
) -> Iterator[tuple[int, Kind, str, int, int]]:
    """The speakers, each once for all that they say under the same conditions."""
    under: defaultdict[int, set[int]] = defaultdict(set)
    restricted = [key for key, audience in items.items() if access.is_restricted(audience)]
    links = Utterance.agenda_items.through.objects.filter(agendaitem__in=restricted)
    for utterance, item in links.values_list("utterance_id", "agendaitem_id"):
        under[utterance].add(items[item])
    withheld = Passage.objects.filter(meeting=OuterRef("meeting"), part=Passage.Part.UTTERANCE, row=OuterRef("ref"))
    spoken = Utterance.objects.filter(meeting__in=audiences).exclude(speaker="").order_by()
    texts = dict(spoken.filter(Exists(withheld)).values_list("pk", "text"))
    seen = set()
    for key, meeting, ref, speaker, audience in spoken.values_list("pk", "meeting_id", "ref", "speaker", "audience"):
        place = (meeting, speaker, frozenset((audience, *under[key])), ref if key in texts else 0)
        if place in seen:
            continue
        seen.add(place)
        row = RowTexts(Passage.Part.UTTERANCE, meeting, ref, {"speaker": speaker, "text": texts.get(key, "")})
        for variant in variants.of([audiences[meeting], audience, *under[key]], [row]):
            yield meeting, Kind.SPEAKER, variant.rows[0]["speaker"], 0, variant.access


def _hold(texts: dict[SuggestionKey, str]) -> dict[SuggestionKey, int]:
    """The keys of these suggestions, stored now where they are new; none can be removed before the transaction ends."""
    held: dict[SuggestionKey, int] = {}
    while missing := sorted(texts.keys() - held.keys()):
        found = _execute(_HOLD, *_columns(missing))
        if not found:
            kinds, folded, targets = _columns(missing)
            readings = [reading_of(identity.folded) for identity in missing]
            _execute(_INSERT, kinds, [texts[identity] for identity in missing], folded, readings, targets)
            found = _execute(_HOLD, kinds, folded, targets)
        held |= {SuggestionKey(kind, folded, target): key for kind, folded, target, key in found}
    return held


def _columns(identities: list[SuggestionKey]) -> tuple[list[str], list[str], list[int]]:
    return (
        [identity.kind for identity in identities],
        [identity.folded for identity in identities],
        [identity.target for identity in identities],
    )


def _remove_unused(suggestions: list[int]) -> None:
    _execute(_REMOVE_UNUSED, [key for (key,) in _execute(_LOCK_UNUSED, suggestions)])


def _execute(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement answers, if it answers any. Nothing is asked about no rows at all."""
    if isinstance(parameters[0], list) and not parameters[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []
