"""Keeps the index complete: single meetings are written anew in place, whole archives beside the live table."""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from minutes.access import sql
from minutes.models import Meeting
from minutes.processes import start as start_process
from search import known_items, suggestions
from search.index import shadow
from search.index.checking import misfolded_profiles, unproven_keys
from search.index.writing import index_meeting, vector_of_name
from search.models import Profile
from search.words import analyzer_version, fold_text

# Archives of fewer utterances are written anew in place: they take seconds.
LARGE = 5_000
# A task of a process: so many utterances, or one meeting of more.
BATCH = 1_000
# What may still be pending when the tables change places: a second's work.
MOST_PENDING = 500
WAIT_FOR_SWAP_SECONDS = 600
PROGRESS_SECONDS = 5
# Any number of its own: the advisory lock of rebuilds.
_LOCK = 8_315_027_462_819_034_511
_TOTALS = f"""
    SELECT COALESCE(sum(said.n) FILTER (WHERE indexed.analyzer IS DISTINCT FROM %s), 0)::bigint,
           COALESCE(sum(said.n), 0)::bigint
    FROM minutes_meeting meeting
    JOIN (SELECT meeting_id, count(*) AS n FROM minutes_utterance GROUP BY 1) said ON said.meeting_id = meeting.id
    LEFT JOIN search_indexedmeeting indexed ON indexed.meeting_id = meeting.id
    WHERE {sql.published("meeting")}
"""
_INDEXED = f"""
    SELECT count(*) FILTER (WHERE indexed.analyzer = %s), count(*)
    FROM minutes_meeting meeting LEFT JOIN search_indexedmeeting indexed ON indexed.meeting_id = meeting.id
    WHERE {sql.published("meeting")}
"""
# Meetings done, meetings in all, and the entries written by this run so far.
Tell = Callable[[int, int, int], None]


class RebuildError(Exception):
    """A rebuild that cannot begin or go on; the message is Japanese and says what to do."""


def progress() -> tuple[int, int]:
    """How many of the published meetings the index holds by the present analysis, and how many there are.

    As of some seconds ago; during a rebuild, what is done of it.
    """
    known: tuple[int, int] | None = cache.get("search.progress")
    if known is None:
        known = indexed_meetings()
        cache.set("search.progress", known, PROGRESS_SECONDS)
    return known


def indexed_meetings() -> tuple[int, int]:
    """The same, as of now."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXED, [analyzer_version()])
        indexed, published = cursor.fetchone()
        if indexed < published and shadow.is_shadow_usable():
            cursor.execute(f"SELECT count(*) FROM {shadow.NOTES}")
            indexed = max(indexed, min(published, cursor.fetchone()[0]))
    return min(indexed, known_items.named_meetings()), published


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Raises RebuildError while another process rebuilds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise RebuildError("検索の索引は、ほかのプロセスが作り直しています。終わるまでお待ちください。")
    try:
        yield
    except KeyboardInterrupt:
        # The connection may be in the middle of a statement; the lock ends with it.
        connection.close()
        raise
    except BaseException:
        try:
            _unlock()
        except DatabaseError:
            connection.close()
        raise
    _unlock()


def _unlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def is_mostly_stale() -> bool:
    """Whether a large archive has so much to write anew that the whole is quicker."""
    stale, total = _utterances()
    return total > LARGE and stale * 3 > total


def is_large() -> bool:
    return _utterances()[1] > LARGE


def _utterances() -> tuple[int, int]:
    """How many published utterances are missing or stale, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [analyzer_version()])
        stale, total = cursor.fetchone()
    return stale, total


def repair(meetings: Iterable[int]) -> Iterator[int]:
    """Writes the entries of each meeting anew; gives the number of entries of each."""
    for key in meetings:
        with transaction.atomic():
            locked = Meeting.objects.select_for_update(of=("self",), no_key=True)
            meeting = locked.select_related("body").filter(pk=key).first()
            if meeting is None:
                yield 0
                continue
            written = index_meeting(meeting)
            suggestions.refresh(Meeting.objects.filter(pk=key))
        yield written


def repair_profiles() -> None:
    """Makes what speakers are looked for by anew."""
    for profile in Profile.objects.filter(pk__in=misfolded_profiles()):
        profile.speaker_folded = fold_text(profile.speaker)
        profile.speaker_words = vector_of_name(profile.speaker_folded)
        profile.save(update_fields=["speaker_folded", "speaker_words"])


def repair_whole(processes: int, tell: Tell, say: Callable[[str], None]) -> tuple[int, int]:
    """Writes the whole index anew beside the live one, and puts it in its place; goes on with what was begun.

    Returns how many meetings the index then holds, and how many entries this run wrote. Raises RebuildError
    where a process dies or the tables cannot change places; the next run goes on from there.
    """
    done = shadow.begin()
    waiting = shadow.pending()
    if done:
        say(f"前回の続きから作り直します（会議 {done:,}/{done + len(waiting):,} 件は作成済み）。")
    written = _copy(waiting, done, 0, processes, tell)
    shadow.build_indexes(say)
    deadline = time.monotonic() + WAIT_FOR_SWAP_SECONDS
    attempts = 0
    while True:
        shadow.drop_gone()
        waiting = shadow.pending()
        if sum(size for _, size in waiting) > MOST_PENDING:
            written += _copy(waiting, 0, written, processes, tell)
        attempts += 1
        try:
            if shadow.swap(2 * MOST_PENDING, shadow.PATIENCE_MS if attempts % 10 else shadow.LONG_PATIENCE_MS):
                break
        except shadow.Busy:
            if attempts == 1:
                say("ほかの処理が終わるのを待って、新しい索引に切り替えます。")
            if time.monotonic() > deadline:
                raise RebuildError(
                    "ほかの処理が終わらないため、新しい索引に切り替えられません。"
                    "あとでもう一度 rebuild_index を実行してください。続きから行います。"
                ) from None
            time.sleep(shadow.PAUSE_SECONDS * min(attempts, 10))
    cache.delete("search.progress")
    shadow.prove_keys(unproven_keys())
    shadow.drop_old()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchentry, search_profile, search_word, search_indexedmeeting")
    return indexed_meetings()[0], written


def _copy(waiting: Sequence[tuple[int, int]], done: int, written: int, processes: int, tell: Tell) -> int:
    """Copies the meetings to the shadow; returns how many entries."""
    total, own = done + len(waiting), 0
    for meetings, entries in _copied(list(_batches(waiting)), processes):
        done += meetings
        own += entries
        tell(done, total, written + own)
    return own


def _batches(waiting: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for meeting, utterances in waiting:
        if batch and size + utterances > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(meeting)
        size += utterances
    if batch:
        yield batch


def _copied(batches: Sequence[list[int]], processes: int) -> Iterator[tuple[int, int]]:
    """Gives (meetings, entries) of each batch as it is done, in `processes` processes where there are many."""
    if processes == 1 or len(batches) < 2 * processes:
        for batch in batches:
            yield len(batch), shadow.copy(batch)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        processes, context, initializer=start_process, initargs=(connection.settings_dict["NAME"],)
    )
    left = iter(batches)
    running: dict[Future[int], int] = {}
    try:
        while True:
            # Few wait in line: a run that is stopped ends soon.
            for batch in left:
                running[pool.submit(shadow.copy, batch)] = len(batch)
                if len(running) > processes:
                    break
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
    except BrokenProcessPool:
        raise RebuildError(
            "索引を作るプロセスが途中で止まりました。空きメモリを確認し、もう一度 rebuild_index を実行してください。"
            "続きから行います。"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)
