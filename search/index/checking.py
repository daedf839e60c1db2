"""Whether the index says what the minutes say: proven meeting by meeting from both sides, and by analysing again.

Each batch of meetings is one statement, so that what changes meanwhile never looks like a difference.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from django.db import connection, transaction

from minutes.access import sql
from minutes.models import Meeting
from search import known_items, suggestions
from search.index import checksums
from search.index.writing import INDEX_NAME, LONGEST_SPEAKER, RECENCY, TABLE, TOPICS_OF_SETS, prepare, vector_of_name
from search.models import IndexedMeeting, Profile, SearchEntry, Word
from search.words import analyzer_version, fold_text, quote

# Meetings compared in one statement: some ten thousand utterances.
BATCH = 40
# Lexemes by which the index has to find an entry of the sample.
PROOFS = 12
_SPEAKERS = 1_000


class Problem(StrEnum):
    """What is wrong with the index of a meeting."""

    MISSING = "索引がありません"
    STALE = "以前の版の辞書や表記の変換で作られています"
    ROWS = "会議録が、索引を作ったときから変わっています"
    ENTRIES = "索引の内容が、作ったときから変わっています"
    COUNT = "索引の件数が、発言と資料のページの数と合いません"
    LABELS = "会議体・年度・日付・発言者とその区分・種類・分類・質疑が会議録と合いません"
    NAMES = "会議体か会議の名前が合いません"
    UNPUBLISHED = "公開していない会議の索引が残っています"
    ANALYSIS = "本文を解析し直した結果と合いません"
    UNREACHABLE = "本文の語で検索しても見つかりません"
    WORDS = "本文の語が語彙にありません"
    SUGGESTIONS = "検索欄の候補がありません"
    KNOWN_ITEMS = "会議・議題・資料の名前の索引が会議録と合いません"


class Fault(StrEnum):
    """What is wrong with the index as a whole."""

    INDEX = "検索用のインデックスがないか、壊れています"
    KEYS = "索引の表の外部キーが確かめられていません"
    VOCABULARY = "語彙が空です"
    PROFILES = "発言者を探すための形が発言者と合わない集計区分があります"


@dataclass(frozen=True)
class Finding:
    """One meeting whose index differs, and how."""

    meeting: int
    name: str
    problems: tuple[Problem, ...]


@dataclass
class Checked:
    """What a check looked at and found. `meetings` counts the published ones."""

    meetings: int = 0
    entries: int = 0
    sampled: int = 0
    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not self.faults and not self.findings


# Entries whose labels are not those of their meeting and row.
_LABELS = f"""
    SELECT entry.meeting_id, count(*) AS differing
    FROM search_searchentry entry
    JOIN minutes_meeting meeting ON meeting.id = entry.meeting_id
    LEFT JOIN sets ON sets.items = entry.items
    LEFT JOIN search_profile profile ON profile.id = entry.profile_id
    LEFT JOIN minutes_utterance said ON said.id = entry.utterance_id
    LEFT JOIN minutes_attachmentpage page ON page.id = entry.page_id
    LEFT JOIN minutes_attachment paper ON paper.id = page.attachment_id
    WHERE entry.meeting_id = ANY(%(keys)s)
      AND (profile.fiscal_year, profile.body_id, profile.speaker, profile.category, profile.kind, profile.topics,
           entry.inquiry, entry.recency)
      IS DISTINCT FROM
          (meeting.fiscal_year, meeting.body_id, COALESCE(left(said.speaker, {LONGEST_SPEAKER}), ''),
           COALESCE(said.speaker_category, ''), COALESCE(said.kind, '{Profile.PAPER}'), sets.topics,
           said.inquiry, {RECENCY})
      -- Where a part is withheld, the speaker may be.
      AND NOT EXISTS (SELECT FROM minutes_accessclass class WHERE class.id = entry.access AND cardinality(class.lacks) > 0)
    GROUP BY 1
"""
_COMPARED = f"""
    WITH {TOPICS_OF_SETS},
    source AS ({checksums.ROWS}),
    stored AS ({checksums.ENTRIES.format(table=TABLE)}),
    labels AS ({_LABELS}),
    spoken AS (SELECT meeting_id, count(*) AS n FROM minutes_utterance WHERE meeting_id = ANY(%(keys)s) GROUP BY 1),
    paged AS (
        SELECT paper.meeting_id, count(*) AS n
        FROM minutes_attachment paper JOIN minutes_attachmentpage page ON page.attachment_id = paper.id
        WHERE paper.meeting_id = ANY(%(keys)s) GROUP BY 1
    )
    SELECT meeting.id, {sql.published("meeting")}, meeting.title, meeting.held_on, body.name,
           indexed.analyzer, indexed.names, indexed.rows_checksum, indexed.entries, indexed.entries_checksum,
           source.digest, COALESCE(stored.entries, 0), COALESCE(stored.digest, ''), COALESCE(stored.sources, 0),
           COALESCE(spoken.n, 0) + COALESCE(paged.n, 0), COALESCE(labels.differing, 0),
           EXISTS (SELECT FROM search_suggestionsource suggested WHERE suggested.meeting_id = meeting.id)
    FROM minutes_meeting meeting
    JOIN minutes_body body ON body.id = meeting.body_id
    JOIN source ON source.id = meeting.id
    LEFT JOIN search_indexedmeeting indexed ON indexed.meeting_id = meeting.id
    LEFT JOIN stored ON stored.meeting_id = meeting.id
    LEFT JOIN labels ON labels.meeting_id = meeting.id
    LEFT JOIN spoken ON spoken.meeting_id = meeting.id
    LEFT JOIN paged ON paged.meeting_id = meeting.id
    WHERE meeting.id = ANY(%(keys)s)
    ORDER BY meeting.id
"""
# Meetings by names that their words do not come from; those whose names are not as given are told by others.
_MISNAMED = """
    SELECT meeting_id FROM search_indexedmeeting JOIN unnest(%s::bigint[], %s::text[], %s::text[])
           AS fresh (meeting_id, names, words) USING (meeting_id, names)
    WHERE names_words <> fresh.words::tsvector AND analyzer = %s
"""
_MISFOLDED = """
    SELECT id FROM search_profile JOIN unnest(%s::text[], %s::text[], %s::text[])
           AS fresh (speaker, folded, words) USING (speaker)
    WHERE speaker_folded <> fresh.folded OR speaker_words <> fresh.words::tsvector
"""
_SAMPLE = """
    SELECT DISTINCT picked.id
    FROM (SELECT min(id) AS low, max(id) AS high FROM search_searchentry) ends,
         LATERAL (SELECT ends.low + (random() * (ends.high - ends.low))::bigint AS at
                  FROM generate_series(1, %s)) place,
         LATERAL (SELECT id FROM search_searchentry WHERE id >= place.at ORDER BY id LIMIT 1) picked
"""
_INDEX_IS_GOOD = """
    SELECT indisvalid AND indisready AND pg_get_indexdef(indexrelid) LIKE '%% USING gin (%%(vector || search_grams(folded, vector))%%'
    FROM pg_index WHERE indexrelid = to_regclass(%s) AND indrelid = 'search_searchentry'::regclass
"""
# Of the whole table the index alone can answer this: the key is hidden from the planner.
_REACHED = """
    SELECT count(*) FROM search_searchentry
    WHERE (vector || search_grams(folded, vector)) @@ %s::tsquery AND id + 0 = %s
"""


def check(*, sample: int = 200) -> Iterator[Checked]:
    """Compares everything, batch by batch; gives the same growing result after each, complete with the last."""
    found = Checked(faults=faults())
    by_meeting: dict[int, Finding] = {}
    for batch in _batches():
        for row in _compare(batch):
            found.meetings += row.is_published
            found.entries += row.entries
            if row.problems:
                by_meeting[row.meeting] = Finding(row.meeting, row.name, row.problems)
        found.findings = list(by_meeting.values())
        yield found
    for finding, sampled in _sampled(sample, set(by_meeting)) if sample else ():
        found.sampled += sampled
        if finding.problems:
            found.findings.append(finding)
        yield found
    found.findings.sort(key=lambda finding: finding.meeting)
    yield found


def faults() -> list[Fault]:
    """What is wrong with the index as a whole."""
    found = []
    if not index_is_good():
        found.append(Fault.INDEX)
    if unproven_keys():
        found.append(Fault.KEYS)
    if not Word.objects.exists() and SearchEntry.objects.exclude(folded="").exists():
        found.append(Fault.VOCABULARY)
    if misfolded_profiles():
        found.append(Fault.PROFILES)
    return found


def index_is_good() -> bool:
    """Whether the index that searches use exists, is valid and is on words and bigrams."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX_IS_GOOD, [INDEX_NAME])
        row = cursor.fetchone()
    return bool(row and row[0])


def unproven_keys() -> list[str]:
    """The foreign keys of the entries that are stated and not yet proven of all rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = 'search_searchentry'::regclass AND NOT convalidated ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def misfolded_profiles() -> set[int]:
    """Profiles that a search for their speaker would not find."""
    found = set()
    speakers = Profile.objects.exclude(speaker="").order_by("speaker").values_list("speaker", flat=True).distinct()
    with connection.cursor() as cursor:
        for batch in _batched(speakers.iterator(), _SPEAKERS):
            folded = [fold_text(speaker) for speaker in batch]
            cursor.execute(_MISFOLDED, [list(batch), folded, list(map(vector_of_name, folded))])
            found |= {profile for (profile,) in cursor.fetchall()}
    return found


@dataclass(frozen=True)
class _Compared:
    meeting: int
    name: str
    is_published: bool
    entries: int
    problems: tuple[Problem, ...]


def _batched(values: Iterable[str], size: int) -> Iterator[list[str]]:
    """Lists of at most `size` values."""
    values = iter(values)
    while batch := list(islice(values, size)):
        yield batch


def _batches() -> Iterator[list[int]]:
    last = 0
    while True:
        following = Meeting.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        batch = list(following[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1]


def _compare(meetings: Sequence[int]) -> Iterator[_Compared]:
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, {"keys": list(meetings)})
        rows = cursor.fetchall()
        names = {row[0]: f"{fold_text(row[4])}\n{fold_text(row[2])}" for row in rows}
        words = [vector_of_name(name) for name in names.values()]
        cursor.execute(_MISNAMED, [list(names), list(names.values()), words, analyzer_version()])
        misnamed = {key for (key,) in cursor.fetchall()}
    unknown = known_items.misnamed(meetings)
    # What changed between reading and comparing agrees at the next look.
    unknown &= known_items.misnamed(sorted(unknown)) if unknown else set()
    for row in rows:
        key, is_published, title, held_on, _ = row[:5]
        problems = _differences(names[key], key in misnamed, *row[5:]) if is_published else ()
        if not is_published and (row[11] or row[5] is not None or key in unknown):
            problems = (Problem.UNPUBLISHED,)
        elif is_published and not problems and key in unknown:
            # Told where nothing else is wrong: whatever is mended mends the names too.
            problems = (Problem.KNOWN_ITEMS,)
        yield _Compared(key, _name(title, held_on), is_published, row[11], problems)


def _differences(
    names_now: str,
    is_misnamed: bool,
    analyzer: str | None,
    names: str,
    rows_then: str,
    entries_then: int,
    digest_then: str,
    rows_now: str,
    entries_now: int,
    digest_now: str,
    sources: int,
    wanted: int,
    mislabelled: int,
    is_suggested: bool,
) -> tuple[Problem, ...]:
    """The problems of one published meeting. An `analyzer` of None or "" says that it was not indexed."""
    if not analyzer:
        return (Problem.MISSING,)
    tests = {
        Problem.STALE: analyzer != analyzer_version(),
        Problem.ROWS: rows_then != rows_now,
        Problem.ENTRIES: (entries_then, digest_then) != (entries_now, digest_now),
        Problem.COUNT: sources != wanted,
        Problem.LABELS: mislabelled > 0,
        # At least its body's name is suggested of each, if it is not too long.
        Problem.SUGGESTIONS: not is_suggested and len(names_now.partition("\n")[0]) <= suggestions.LONGEST,
        Problem.NAMES: is_misnamed or names != names_now,
    }
    return tuple(problem for problem, is_so in tests.items() if is_so)


def _sampled(size: int, known: set[int]) -> Iterator[tuple[Finding, int]]:
    """Analyses some entries again, meeting by meeting; those of meetings that are `known` to differ are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, [size])
        picked = [key for (key,) in cursor.fetchall()]
    entries: defaultdict[int, list[SearchEntry]] = defaultdict(list)
    indexed_at = dict(IndexedMeeting.objects.values_list("pk", "indexed_at"))
    for entry in SearchEntry.objects.filter(pk__in=picked).exclude(meeting__in=known):
        entries[entry.meeting_id].append(entry)
    uses_index = index_is_good()
    for meeting in Meeting.objects.filter(pk__in=entries).select_related("body").order_by("pk"):
        stored = entries[meeting.pk]
        problems = _analysed_again(meeting, stored)
        if uses_index and not all(map(_is_reached, stored)):
            problems.append(Problem.UNREACHABLE)
        # What was written anew meanwhile proves nothing.
        if IndexedMeeting.objects.filter(pk=meeting.pk, indexed_at=indexed_at[meeting.pk]).exists():
            yield Finding(meeting.pk, _name(meeting.title, meeting.held_on), tuple(problems)), len(stored)


def _name(title: str, held_on: date | None) -> str:
    return f"{title}（{held_on or '開催日不明'}）"


def _analysed_again(meeting: Meeting, stored: Iterable[SearchEntry]) -> list[Problem]:
    wanted = {(entry.utterance_id or -(entry.page_id or 0), entry.access): entry for entry in stored}
    prepared = prepare(meeting, only={source for source, _ in wanted})
    readings = {(row.utterance or -(row.page or 0), row.access): row for row in prepared.rows}
    pairs = [(readings[key], entry) for key, entry in wanted.items() if key in readings]
    problems = [] if len(pairs) == len(wanted) else [Problem.ANALYSIS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::text[], %s::text[]) AS pair (one, other)"
            " WHERE one::tsvector <> other::tsvector",
            [[row.vector for row, _ in pairs], [entry.vector for _, entry in pairs]],
        )
        differing = cursor.fetchone()[0]
        if not problems and (
            differing or any((row.items, row.folded) != (entry.items, entry.folded) for row, entry in pairs)
        ):
            problems.append(Problem.ANALYSIS)
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::text[], %s::text[]) AS said (surface, normalized)"
            " WHERE NOT EXISTS (SELECT FROM search_word known"
            "                   WHERE (known.surface, known.normalized) = (said.surface, said.normalized))",
            [[word[0] for word in prepared.words], [word[1] for word in prepared.words]],
        )
        if cursor.fetchone()[0]:
            problems.append(Problem.WORDS)
    return problems


def _is_reached(entry: SearchEntry) -> bool:
    """Whether the index itself leads to an entry by its own words and bigrams."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(vector || search_grams(folded, vector)),"
            " set_config('enable_seqscan', 'off', true) FROM search_searchentry WHERE id = %s",
            [entry.pk],
        )
        row = cursor.fetchone()
        lexemes = row[0] if row else []
        reached = True
        if lexemes:
            tsquery = " & ".join(map(quote, random.sample(lexemes, min(PROOFS, len(lexemes)))))
            cursor.execute(_REACHED, [tsquery, entry.pk])
            reached = cursor.fetchone()[0] == 1
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
    return reached
