"""Utterances and the pages of papers -> search entries, in the transaction that writes what they are made of."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from minutes import access
from minutes.access import RowTexts
from minutes.models import AttachmentPage, Meeting, Passage
from search import known_items
from search.index import checksums, vocabulary
from search.index.vocabulary import Words
from search.models import IndexedMeeting, Profile, SearchEntry, new_revision
from search.words import PAPER, TITLE, Token, analyzer_version, fold_text, marks_of, tokenize, vector_of, vocabulary_of

TABLE = "search_searchentry"
_COLUMNS = 'utterance_id, page_id, meeting_id, "order", items, inquiry, recency, profile_id, access, vector, folded'
INDEX_NAME = "search_entry_index"
# As the migration 0002 makes it: words and bigrams together.
INDEX = "gin ((vector || search_grams(folded, vector))) WITH (fastupdate = on, gin_pending_list_limit = 8192)"
_WORD = itemgetter(1)
Part = Passage.Part
# What no index row of Postgres has room for.
LONGEST_SPEAKER = 300
# The topics of each agenda item: suggested or confirmed, with all that stand above them.
_TOPICS_OF_ITEMS = """
    WITH RECURSIVE above (topic_id, ancestor_id) AS (
        SELECT id, id FROM minutes_topic
        UNION
        SELECT above.topic_id, topic.parent_id
        FROM above JOIN minutes_topic topic ON topic.id = above.ancestor_id
        WHERE topic.parent_id IS NOT NULL
    )
    SELECT item.id AS item_id, array_agg(DISTINCT above.ancestor_id) AS topics
    FROM minutes_agendaitem item
    JOIN minutes_topiclink link ON link.agenda_item_id = item.id AND link.state <> 'refused'
    JOIN above ON above.topic_id = link.topic_id
    WHERE item.meeting_id = ANY(%(keys)s)
    GROUP BY item.id
"""
# The common table expression `sets` (and what it needs before it): the topics of each list of items that stands
# in entries of the meetings, few beside the entries. Parameter: keys, as of all statements here.
TOPICS_OF_SETS = f"""
    filed AS ({_TOPICS_OF_ITEMS}),
    sets AS (
        SELECT said.items, COALESCE(array_agg(DISTINCT topic ORDER BY topic) FILTER (WHERE topic IS NOT NULL), '{{}}') AS topics
        FROM (SELECT DISTINCT items FROM search_searchentry WHERE meeting_id = ANY(%(keys)s)) said
        LEFT JOIN LATERAL unnest(said.items) AS item ON TRUE
        LEFT JOIN filed ON filed.item_id = item
        LEFT JOIN LATERAL unnest(filed.topics) AS topic ON TRUE
        GROUP BY said.items
    )
"""
# recency() of `entry` in its `meeting`, in SQL.
RECENCY = """
    ((CASE WHEN meeting.held_on IS NULL THEN 0 ELSE meeting.held_on - DATE '0001-01-01' + 1 END)::bigint << 41)
    | (entry.meeting_id << 16) | (65535 - LEAST(entry."order", 65535))
"""
# What entries of the meetings should be labelled with. Only those that differ are written.
_FRESH = f"""
    WITH {TOPICS_OF_SETS},
    fresh AS (
        SELECT entry.id, meeting.fiscal_year, meeting.body_id, profile.speaker, profile.speaker_folded, profile.speaker_words,
               -- A speaker who is withheld has no category there, and asks nobody and answers nobody.
               CASE WHEN left(said.speaker, {LONGEST_SPEAKER}) = profile.speaker THEN said.speaker_category ELSE '' END AS category, profile.kind, sets.topics,
               CASE WHEN left(said.speaker, {LONGEST_SPEAKER}) = profile.speaker THEN said.inquiry END AS inquiry, {RECENCY} AS recency
        FROM search_searchentry entry
        JOIN search_profile profile ON profile.id = entry.profile_id
        JOIN minutes_meeting meeting ON meeting.id = entry.meeting_id
        JOIN sets ON sets.items = entry.items
        LEFT JOIN minutes_utterance said ON said.id = entry.utterance_id
        WHERE entry.meeting_id = ANY(%(keys)s)
    )
"""
_NEW_PROFILES = f"""
    {_FRESH}
    INSERT INTO search_profile (fiscal_year, body_id, speaker, speaker_folded, speaker_words, category, kind, topics)
    SELECT DISTINCT ON (fiscal_year, body_id, speaker, category, kind, topics)
           fiscal_year, body_id, speaker, speaker_folded, speaker_words, category, kind, topics
    FROM fresh ORDER BY fiscal_year, body_id, speaker, category, kind, topics
    ON CONFLICT DO NOTHING
"""
_RELABEL = f"""
    {_FRESH}
    UPDATE search_searchentry entry SET profile_id = profile.id, inquiry = fresh.inquiry, recency = fresh.recency
    FROM fresh JOIN search_profile profile USING (fiscal_year, body_id, speaker, category, kind, topics)
    WHERE fresh.id = entry.id AND (entry.profile_id, entry.inquiry, entry.recency)
      IS DISTINCT FROM (profile.id, fresh.inquiry, fresh.recency)
"""
# `indexed_at` tells a rebuild that goes on meanwhile that the meeting is not as it was.
_RENAME = """
    UPDATE search_indexedmeeting
    SET names = new.names, names_words = new.words::tsvector, indexed_at = clock_timestamp(), revision = new.revision
    FROM unnest(%(keys)s::bigint[], %(names)s::text[], %(words)s::text[], %(revisions)s::bigint[])
         AS new (meeting_id, names, words, revision)
    WHERE search_indexedmeeting.meeting_id = new.meeting_id
"""


@dataclass(frozen=True, slots=True)
class _Source:
    """One text to be found as it reads to some people, and what it is found under."""

    utterance: int | None
    page: int | None
    order: int
    speaker: str
    category: str
    kind: str
    access: int
    text: str
    items: list[int]
    inquiry: int | None
    marks: str


class EntryRow(NamedTuple):
    """One entry as it is written."""

    utterance: int | None
    page: int | None
    meeting: int
    order: int
    items: list[int]
    inquiry: int | None
    recency: int
    profile: int
    access: int
    vector: str
    folded: str


@dataclass
class Prepared:
    """The entries of one meeting, analysed and not yet written."""

    rows: list[EntryRow]
    words: Words = field(default_factory=dict)


def on_meeting_changed(sender: Any, meeting: Meeting, **_: Any) -> None:
    index_meeting(meeting)


def on_meeting_deleted(sender: Any, instance: Meeting, **_: Any) -> None:
    """After its entries went with it: profiles that nothing else uses name its speakers, who may have spoken nowhere
    else. A meeting of the same body and year that is indexed this very moment would be refused by the database."""
    profiles = Profile.objects.filter(fiscal_year=instance.fiscal_year, body=instance.body_id)
    profiles.exclude(Exists(SearchEntry.objects.filter(profile=OuterRef("pk")))).delete()


def on_meetings_relabelled(sender: Any, meetings: QuerySet[Meeting], **_: Any) -> None:
    relabel(meetings)


def on_dialogue_renewed(sender: Any, meetings: QuerySet[Meeting], **_: Any) -> None:
    """Entries of another analysis are written anew as a whole: they are only marked as not what they were."""
    indexed = IndexedMeeting.objects.filter(meeting__in=meetings)
    relabel(meetings.filter(pk__in=indexed.filter(analyzer=analyzer_version()).values("pk")))
    indexed.exclude(analyzer=analyzer_version()).update(indexed_at=timezone.now())


def on_meeting_leaving(sender: Any, instance: Meeting, **_: Any) -> None:
    """Before the rows go: words that stand nowhere else go too."""
    transaction.on_commit(partial(vocabulary.forget, vocabulary.words_of(instance.pk)))


@transaction.atomic
def index_meeting(meeting: Meeting) -> int:
    """Writes the entries of a meeting anew, none unless it is published; returns how many.

    Until the transaction ends, others that write entries of this meeting wait.
    """
    list(_locked([meeting.pk]).values_list("pk"))
    before = vocabulary.words_of(meeting.pk)
    SearchEntry.objects.filter(meeting=meeting)._raw_delete(using=connection.alias)
    if not access.is_published(meeting):
        IndexedMeeting.objects.filter(meeting=meeting).delete()
        known_items.rename([meeting.pk])
        transaction.on_commit(partial(vocabulary.forget, before))
        return 0
    prepared = prepare(meeting)
    write_entries(prepared.rows, TABLE)
    known_items.rename([meeting.pk])
    _note_indexed(meeting)
    count = len(prepared.rows)
    gone = before - vocabulary.words_of(meeting.pk) if before else frozenset()
    transaction.on_commit(partial(vocabulary.learn, prepared.words))
    transaction.on_commit(partial(vocabulary.forget, gone))
    return count


def _locked(meetings: Sequence[int]) -> QuerySet[Meeting]:
    """The meetings, to be read one writer at a time."""
    return Meeting.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=meetings).order_by("pk")


def prepare(meeting: Meeting, only: Container[int] | None = None) -> Prepared:
    """Analyses all texts of a meeting; writes nothing but profiles that no meeting has used before.

    `only` names utterances by their primary keys, and pages of papers by their negative ones.
    """
    sources = [
        source for source in _sources(meeting) if only is None or (source.utterance or -(source.page or 0)) in only
    ]
    topics = _topics_of_items([meeting.pk])
    under = [
        (
            meeting.fiscal_year,
            meeting.body_id,
            source.speaker,
            source.category,
            source.kind,
            _topics(topics, source.items),
        )
        for source in sources
    ]
    profiles = _profiles(meeting, under)
    prepared = Prepared([])
    distinct: defaultdict[int, set[Token]] = defaultdict(set)
    for source, key in zip(sources, under, strict=True):
        folded = fold_text(source.text)
        words = tokenize(folded)
        distinct[source.access].update(map(_WORD, words))
        prepared.rows.append(
            EntryRow(
                source.utterance,
                source.page,
                meeting.pk,
                source.order,
                source.items,
                source.inquiry,
                recency(meeting.held_on, meeting.pk, source.order),
                profiles[key],
                source.access,
                vector_of(folded, words) + source.marks,
                folded,
            )
        )
    for one, spoken in distinct.items():
        vocabulary.merge(prepared.words, dict.fromkeys(vocabulary_of(spoken), frozenset({one})))
    return prepared


def write_entries(rows: Iterable[EntryRow], table: str) -> None:
    """Adds prepared rows to `table`."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _note_indexed(meeting: Meeting) -> None:
    """Records that the index holds the meeting as it is now."""
    count, digest = checksums.of_entries([meeting.pk]).get(meeting.pk, checksums.NO_ENTRIES)
    names = names_of(meeting)
    note = IndexedMeeting(
        meeting=meeting,
        names=names,
        names_words=vector_of_name(names),
        entries=count,
        rows_checksum=checksums.of_rows([meeting.pk])[meeting.pk],
        entries_checksum=digest,
        analyzer=analyzer_version(),
    )
    fields = [
        "names",
        "names_words",
        "entries",
        "rows_checksum",
        "entries_checksum",
        "analyzer",
        "revision",
        "indexed_at",
    ]
    IndexedMeeting.objects.bulk_create([note], update_conflicts=True, unique_fields=["meeting"], update_fields=fields)


def names_of(meeting: Meeting) -> str:
    """What 会議: looks in: the names of body and meeting, folded."""
    return f"{fold_text(meeting.body.name)}\n{fold_text(meeting.title)}"


def vector_of_name(folded: str) -> str:
    """The tsvector of a name."""
    return vector_of(folded, tokenize(folded))


@transaction.atomic
def relabel(meetings: QuerySet[Meeting]) -> int:
    """Copies bodies, dates, names, topics, categories and inquiries to the entries of `meetings` anew; returns how many differed."""
    found = list(meetings.order_by("pk").values_list("pk", flat=True))
    names = {meeting.pk: names_of(meeting) for meeting in _locked(found).select_related("body")}
    words = {name: vector_of_name(name) for name in names.values()}
    params: dict[str, Any] = {
        "keys": list(names),
        "names": list(names.values()),
        "words": [words[name] for name in names.values()],
        "revisions": [new_revision() for _ in names],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEW_PROFILES, params)
        cursor.execute(_RELABEL, params)
        relabelled = int(cursor.rowcount)
        cursor.execute(_RENAME, params)
    known_items.refresh(found)
    return relabelled


@transaction.atomic
def rename(meetings: Sequence[int]) -> None:
    """Writes the names that meetings, items and papers are known by anew, and nothing else of the index."""
    list(_locked(meetings).values_list("pk"))
    known_items.refresh(meetings)
    IndexedMeeting.objects.bulk_update(
        [IndexedMeeting(pk=meeting, revision=new_revision()) for meeting in meetings], ["revision"]
    )


def recency(held_on: date | None, meeting: int, order: int) -> int:
    """One number that sorts entries: by date (22 bits), meeting (25 bits) and order from the end (16 bits)."""
    days = held_on.toordinal() if held_on else 0
    return days << 41 | meeting << 16 | (65535 - min(order, 65535))


def _sources(meeting: Meeting) -> Iterator[_Source]:
    """Every way in which each utterance and each page of a paper reads."""
    variants = access.Variants([meeting.pk])
    items = {item.pk: item for item in meeting.agenda_items.all()}
    papers = {paper.pk: paper for paper in meeting.attachments.all()}
    items_of: defaultdict[int, list[int]] = defaultdict(list)
    spoken_under = meeting.utterances.filter(agenda_items__isnull=False).values_list("pk", "agenda_items")
    for utterance, item in spoken_under.order_by("agenda_items__order"):
        items_of[utterance].append(item)
    # What everybody of the meeting may know of is looked for by 資料: in what was said there, too.
    known: defaultdict[int | None, list[RowTexts]] = defaultdict(list)
    for paper in papers.values():
        if not access.is_narrower(paper.audience, than=meeting.audience):
            known[paper.agenda_item_id].append(
                _texts(Part.PAPER, meeting, paper.pk, label=paper.label, title=paper.title)
            )
    last = 0
    spoken = meeting.utterances.order_by("order")
    for said in spoken.only(
        "meeting", "order", "ref", "speaker", "speaker_category", "kind", "audience", "text", "inquiry"
    ):
        under = items_of[said.pk]
        rows = [_texts(Part.UTTERANCE, meeting, said.ref, speaker=said.speaker, text=said.text)]
        for item in under:
            rows += [_texts(Part.ITEM, meeting, item, title=items[item].title), *known[item]]
        needs = (meeting.audience, said.audience, *(items[item].audience for item in under))
        for variant in variants.of(needs, [*rows, *known[None]]):
            (own, *about), name = variant.rows, variant.rows[0]["speaker"][:LONGEST_SPEAKER]
            is_named = own["speaker"] == said.speaker
            category, inquiry = (said.speaker_category, said.inquiry) if is_named else ("", None)
            yield _Source(
                said.pk, None, said.order, name, category, said.kind, variant.access, own["text"], under, inquiry,
                "".join(map(_marks, about)),
            )  # fmt: skip
        last = said.order
    pages = AttachmentPage.objects.filter(attachment__meeting=meeting).order_by("attachment__order", "number")
    for place, page in enumerate(pages, start=last + 1):
        paper = papers[page.attachment_id]
        under = [paper.agenda_item_id] if paper.agenda_item_id else []
        needs = (meeting.audience, paper.audience, page.audience, *(items[item].audience for item in under))
        rows = [
            _texts(Part.PAGE, meeting, page.pk, text=page.text),
            _texts(Part.PAPER, meeting, paper.pk, label=paper.label, title=paper.title),
            *(_texts(Part.ITEM, meeting, item, title=items[item].title) for item in under),
        ]
        for variant in variants.of(needs, rows):
            own, *about = variant.rows
            # A page is itself what 資料: looks in.
            marks = "".join(map(_marks, about)) + marks_of(PAPER, fold_text(own["text"]))
            yield _Source(
                None, page.pk, place, "", "", Profile.PAPER, variant.access, own["text"], under, None, marks
            )  # fmt: skip


def _texts(part: Passage.Part, meeting: Meeting, row: int, **texts: str) -> RowTexts:
    return RowTexts(part, meeting.pk, row, texts)


@lru_cache(maxsize=1_000)
def _marks_of(mark: str, text: str) -> str:
    return marks_of(mark, fold_text(text))


def _marks(texts: Mapping[str, str]) -> str:
    """The marks of an agenda item's title, or of a paper's label and title."""
    if "label" in texts:
        return _marks_of(PAPER, f"{texts['label']} {texts['title']}")
    return _marks_of(TITLE, texts["title"])


def _topics_of_items(meetings: Sequence[int]) -> dict[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_TOPICS_OF_ITEMS, {"keys": list(meetings)})
        return dict(cursor.fetchall())


def _topics(topics: dict[int, list[int]], items: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({topic for item in items for topic in topics.get(item, ())}))


def _profiles(meeting: Meeting, under: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """The keys of the profiles, those that are missing added."""
    wanted = sorted(set(under))
    known = _known_profiles(meeting)
    missing = [key for key in wanted if key not in known]
    if missing:
        Profile.objects.bulk_create(
            [
                Profile(
                    fiscal_year=year,
                    body_id=body,
                    speaker=speaker,
                    speaker_folded=fold_text(speaker),
                    speaker_words=vector_of_name(fold_text(speaker)),
                    category=category,
                    kind=kind,
                    topics=list(topics),
                )
                for year, body, speaker, category, kind, topics in missing
            ],
            ignore_conflicts=True,
        )
        known = _known_profiles(meeting)
    return known


def _known_profiles(meeting: Meeting) -> dict[tuple[Any, ...], int]:
    rows = Profile.objects.filter(fiscal_year=meeting.fiscal_year, body=meeting.body_id)
    return {
        (year, body, speaker, category, kind, tuple(topics)): key
        for key, year, body, speaker, category, kind, topics in rows.values_list(
            "pk", "fiscal_year", "body", "speaker", "category", "kind", "topics"
        )
    }
