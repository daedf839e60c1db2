"""A rebuild of everything: beside the live index, resumable, and nothing lost that comes meanwhile."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from minutes.access import VISITOR
from minutes.models import Body, Meeting, Utterance
from minutes.signals import meeting_changed, meetings_relabelled
from minutes.wording import name_key
from search import engine
from search.index import checking, rebuilding, shadow
from search.language import Question, parse
from search.models import IndexedMeeting, SearchEntry, Word

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE = 300  # seconds: a machine that is busy with other things takes its time
ROOT = Path(__file__).resolve().parents[3]
STRUCTURE = """
    SELECT relname::text, relkind::text FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relname LIKE '%search\\_%'
    UNION ALL
    SELECT indexname::text, indexdef FROM pg_indexes WHERE tablename LIKE 'search\\_%'
    UNION ALL
    SELECT relname::text, reloptions::text FROM pg_class WHERE oid = 'search_searchentry'::regclass
    UNION ALL
    SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'search_searchentry'::regclass
    UNION ALL
    SELECT attname::text, concat(format_type(atttypid, atttypmod), attnotnull, attidentity)
    FROM pg_attribute WHERE attrelid = 'search_searchentry'::regclass AND attnum > 0
    ORDER BY 1, 2
"""


def agrees() -> bool:
    return list(checking.check())[-1].agrees


def total(query: str) -> int:
    return engine.search(Question(tree=parse(query).tree), clearance=VISITOR).total


def structure() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(STRUCTURE)
        return list(cursor.fetchall())


def rebuild(*options: str) -> None:
    call_command("rebuild_index", "--all", "--processes", "1", *options)


@pytest.fixture(autouse=True)
def no_leftovers() -> Iterator[None]:
    yield
    shadow.discard_shadow()


@pytest.fixture
def many() -> Callable[[int, int], None]:
    """many(meetings, utterances): stores meetings that are not indexed, quickly."""

    def store(meetings: int, utterances: int) -> None:
        body, _ = Body.objects.get_or_create(name_key=name_key("総務委員会"), defaults={"name": "総務委員会"})
        for number in range(meetings):
            meeting = Meeting.objects.create(
                key=f"many-{number}", body=body, title=f"第{number}回", held_on=date(2024, 1, 1), fiscal_year=2023
            )
            Utterance.objects.bulk_create(
                Utterance(
                    meeting=meeting,
                    order=order,
                    ref=order,
                    kind="speech",
                    speaker=f"委員{order % 7}",
                    text=f"防災訓練の{number}回目、{order}番の質問です。"
                    + "避難所の備蓄と情報化の推進について伺います。" * 8,
                )
                for order in range(1, utterances + 1)
            )

    return store


def test_a_rebuilt_table_is_the_same_to_migrations_and_searches(say: Any) -> None:
    say("防災訓練です。", ("部員", "給食です。"), topics=["防災"])
    say("日付なし。", held_on=None)
    say("下書き。", status=Meeting.Status.DRAFT)
    before = structure()
    contents = list(SearchEntry.objects.order_by("utterance").values_list("utterance", "vector", "folded", "recency"))
    rebuild()
    assert structure() == before
    rebuilt = SearchEntry.objects.order_by("utterance").values_list("utterance", "vector", "folded", "recency")
    assert list(rebuilt) == contents
    assert agrees()
    say("あとの会議です。")
    assert total("会議") == 1
    assert agrees()


def test_a_rebuild_fills_an_empty_index(many: Any) -> None:
    many(3, 4)
    assert rebuilding.indexed_meetings() == (0, 3)
    rebuild()
    assert rebuilding.indexed_meetings() == (3, 3)
    assert total("避難所") == 12
    assert Word.objects.filter(surface="避難").exists()
    assert agrees()


def test_processes_of_their_own_write_the_same(many: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many(8, 3)
    monkeypatch.setattr(rebuilding, "BATCH", 3)
    call_command("rebuild_index", "--all", "--processes", "2")
    assert SearchEntry.objects.count() == 24
    assert agrees()


def test_large_archives_of_which_much_is_stale_are_rebuilt_beside_the_old(
    many: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many(4, 2)
    assert not rebuilding.is_mostly_stale()
    monkeypatch.setattr(rebuilding, "LARGE", 7)
    assert rebuilding.is_mostly_stale()
    call_command("rebuild_index")
    assert "索引を作っています: search_entry_index" in capsys.readouterr().out
    assert agrees()
    Meeting.objects.first().utterances.update(text="変わりました。")  # type: ignore[union-attr]
    assert not rebuilding.is_mostly_stale()


def run_in_a_process() -> "subprocess.Popen[str]":
    """rebuild_index --all on the tests' database; with the second batch done it waits for its end."""
    name = connection.settings_dict["NAME"]
    code = (
        # A test run in the background of a shell inherits that Ctrl-C is ignored.
        "import signal, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from minutes import processes\n"
        f"processes.start({name!r})\n"
        "from django.core.management import call_command\n"
        "from search.index import rebuilding, shadow\n"
        "rebuilding.BATCH = 40\n"
        "copied = []\n"
        "copy_one = shadow.copy\n"
        "def copy(meetings):\n"
        "    copied.append(copy_one(meetings))\n"
        "    if len(copied) == 3:\n"
        "        time.sleep(3600)\n"
        "    return copied[-1]\n"
        "shadow.copy = copy\n"
        "call_command('rebuild_index', '--all', '--processes', '1')\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def noted() -> int:
    if not shadow.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {shadow.NOTES}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_rebuild_that_is_stopped_goes_on_where_it_was(
    many: Any, capsys: pytest.CaptureFixture[str], how: signal.Signals
) -> None:
    many(60, 20)
    process = run_in_a_process()
    wait_for(lambda: noted() >= 4 or process.poll() is not None)
    assert process.poll() is None
    with pytest.raises(CommandError, match="ほかのプロセスが作り直しています"):
        rebuild()
    process.send_signal(how)
    said = process.communicate(timeout=PATIENCE)[0]
    assert ("中断しました" in said) == (how == signal.SIGINT)
    assert "Traceback" not in said
    done = noted()
    assert done in (4, 6)
    assert SearchEntry.objects.count() == 0
    assert rebuilding.indexed_meetings() == (done, 60)
    # What was imported and withdrawn since the rebuild was stopped.
    changed, withdrawn = Meeting.objects.order_by("pk")[:2]
    changed.utterances.filter(order=1).update(text="あとから来た話です。")
    meeting_changed.send(sender=Meeting, meeting=changed)
    withdrawn.status = Meeting.Status.WITHDRAWN
    withdrawn.save()
    meeting_changed.send(sender=Meeting, meeting=withdrawn)
    wait_for(lambda: not is_locked())
    rebuild()
    assert f"前回の続きから作り直します（会議 {done:,}/" in capsys.readouterr().out
    assert total("「あとから来た話」") == 1
    assert SearchEntry.objects.count() == 59 * 20
    assert agrees()
    assert not shadow.exists()


def is_locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')")
        return bool(cursor.fetchone()[0])


def test_what_another_analysis_began_is_begun_anew(
    many: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    many(3, 2)
    shadow.begin()
    shadow.copy([meeting.pk for meeting in Meeting.objects.all()[:2]])
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {shadow.NOTES} SET analyzer = 'old'")
    rebuild()
    assert "前回の続き" not in capsys.readouterr().out
    assert SearchEntry.objects.count() == 6
    assert agrees()


def test_a_left_over_table_of_other_columns_is_dropped(many: Any) -> None:
    many(2, 2)
    shadow.begin()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {shadow.SHADOW} DROP COLUMN folded")
    call_command("rebuild_index")
    assert not shadow.exists()
    assert agrees()


def test_what_changes_during_a_rebuild_is_not_lost(say: Any, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, relabelled, withdrawn, deleted = [say(f"防災の{number}回目です。", topics=["防災"]) for number in range(4)]
    build = shadow.build_indexes

    def build_and_be_overtaken(tell: Any) -> None:
        build(tell)
        first.utterances.all().delete()
        Utterance.objects.create(meeting=first, order=1, ref=2, kind="speech", text="訂正しました。")
        meeting_changed.send(sender=Meeting, meeting=first)
        Meeting.objects.filter(pk=relabelled.pk).update(held_on=date(2001, 1, 1), title="新しい名")
        meetings_relabelled.send(sender=Meeting, meetings=Meeting.objects.filter(pk=relabelled.pk))
        withdrawn.status = Meeting.Status.WITHDRAWN
        withdrawn.save()
        meeting_changed.send(sender=Meeting, meeting=withdrawn)
        deleted.delete()
        store()

    monkeypatch.setattr(shadow, "build_indexes", build_and_be_overtaken)
    # Nothing of it is in the live index when the rebuild begins, as after an upgrade.
    SearchEntry.objects.all().delete()
    IndexedMeeting.objects.all().delete()
    rebuild()
    assert (total("訂正"), total("防災"), total("電話システム")) == (1, 1, 1)
    assert SearchEntry.objects.get(meeting=relabelled).recency >> 41 == date(2001, 1, 1).toordinal()
    assert agrees()


def test_searches_and_imports_go_on_while_the_tables_change_places(say: Any) -> None:
    say(*(f"防災の{number}回目です。" for number in range(5)))
    stop = threading.Event()
    totals: list[int] = []
    imported: list[int] = []
    problems: list[BaseException] = []

    def repeat(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                while not stop.is_set():
                    work()
            except BaseException as error:
                problems.append(error)
            finally:
                connection.close()

        return run

    def look() -> None:
        totals.append(total("回目"))

    def bring() -> None:
        with transaction.atomic():
            meeting = say("途中で来た会議です。")
        imported.append(meeting.pk)

    threads = [threading.Thread(target=repeat(work)) for work in (look, look, bring)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            rebuild()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert problems == []
    assert totals
    assert set(totals) == {5}
    assert imported
    assert total("途中") == len(imported)
    assert agrees()


def test_the_swap_waits_for_who_reads_for_long_and_then_gives_up_for_now(
    say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = say("防災です。")
    before = SearchEntry.objects.get(meeting=meeting).pk
    monkeypatch.setattr(shadow, "ATTEMPTS", 2)
    monkeypatch.setattr(shadow, "PATIENCE_MS", 50)
    monkeypatch.setattr(rebuilding, "WAIT_FOR_SWAP_SECONDS", 0.1)
    reads, done = threading.Event(), threading.Event()

    def read() -> None:
        with transaction.atomic():
            SearchEntry.objects.count()
            reads.set()
            done.wait(60)
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    reads.wait(60)
    try:
        with pytest.raises(CommandError, match="続きから行います"):
            rebuild()
        assert SearchEntry.objects.get(meeting=meeting).pk == before
    finally:
        done.set()
        reader.join()
    rebuild()
    assert agrees()


def test_an_invalid_or_missing_index_is_made_anew_in_its_place(say: Any) -> None:
    say("防災です。")
    before = structure()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_entry_index")
    call_command("rebuild_index")
    assert structure() == before
    assert agrees()


@pytest.mark.parametrize("large", [0, 9])
def test_a_vocabulary_that_is_gone_is_learned_again(say: Any, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(rebuilding, "LARGE", large)
    say("防災の訓練です。")
    Word.objects.all().delete()
    call_command("rebuild_index")
    assert Word.objects.filter(surface="防災").exists()
    assert agrees()


def test_progress_is_told_from_what_is_there_and_from_the_rebuild(many: Any, say: Any) -> None:
    many(2, 2)
    say("防災です。")
    assert rebuilding.progress() == (1, 3)
    shadow.begin()
    shadow.copy([meeting.pk for meeting in Meeting.objects.order_by("pk")[:2]])
    assert rebuilding.progress() == (1, 3)
    cache.clear()
    assert rebuilding.progress() == (2, 3)
    rebuild()
    assert rebuilding.progress() == (3, 3)


def test_a_repair_does_not_touch_a_meeting_that_is_gone(say: Any) -> None:
    meeting = say("防災です。")
    key = meeting.pk
    meeting.delete()
    assert list(rebuilding.repair([key])) == [0]


def test_two_writers_of_one_meeting_wait_for_each_other(say: Any) -> None:
    meeting = say("防災です。")
    problems: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(5):
                meeting_changed.send(sender=Meeting, meeting=meeting)
        except OperationalError as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert SearchEntry.objects.count() == 1
    assert agrees()
