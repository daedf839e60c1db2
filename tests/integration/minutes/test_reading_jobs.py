"""Reading in the background: once for each document, whoever reads it how often, and never lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from minutes import queue
from minutes.documents import DocumentError
from minutes.models import BodyLesson, SourceDocument, Upload
from minutes.parsing.lessons import Lesson
from minutes.parsing.model import ParsedMinutes
from minutes.uploads import lifecycle, reading
from minutes.wording.names import name_key
from minutes.worker import process, tasks

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Parser = Callable[[Any], list[tuple[Lesson, ...]]]
TEXT = "会議録\n\n本部長　ただいまから会議を開きます。\n".encode()


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch, build_parsed: Build) -> Parser:
    """parser(answer): reading gives these minutes, raises this exception or calls this; returns the lessons used."""

    def answer_with(answer: Any) -> list[tuple[Lesson, ...]]:
        used: list[tuple[Lesson, ...]] = []

        def parse_document(
            data: bytes, name: str, lessons: tuple[Lesson, ...] = ()
        ) -> tuple[ParsedMinutes, SourceDocument]:
            used.append(lessons)
            given = answer() if callable(answer) else answer
            if isinstance(given, Exception):
                raise given
            return given, SourceDocument(filename=name, media_type="text/plain", text=data.decode())

        monkeypatch.setattr(reading, "parse_document", parse_document)
        return used

    answer_with(build_parsed(certainty=0.95))
    return answer_with


@pytest.fixture
def waiting(editor: User) -> Callable[..., Upload]:
    """waiting(data): an upload of these bytes that has not been read."""

    def receive(data: bytes = TEXT) -> Upload:
        return lifecycle.keep(data, "会議録.txt", user=editor)

    return receive


Waiting = Callable[..., Upload]


def again(upload: Upload) -> Upload:
    return Upload.objects.select_related("source").get(pk=upload.pk)


def test_a_file_and_its_job_come_together_or_not_at_all(waiting: Waiting) -> None:
    upload = waiting()
    assert upload.state == Upload.State.WAITING
    (job,) = ProcrastinateJob.objects.filter(status="todo")
    assert (job.args, job.lock) == ({"upload": upload.pk}, f"upload-{upload.pk}")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        waiting(b"x")
        raise ZeroDivisionError
    assert (Upload.objects.count(), SourceDocument.objects.count(), ProcrastinateJob.objects.count()) == (1, 1, 1)


def test_a_single_file_is_read_before_those_of_a_batch(waiting: Waiting) -> None:
    waiting()
    assert queue.SINGLE > queue.BATCH
    assert ProcrastinateJob.objects.get().priority == queue.SINGLE


def test_what_was_read_is_stored_with_its_source(waiting: Waiting, parser: Parser) -> None:
    upload = waiting()
    reading.read(upload.pk)
    stored = again(upload)
    assert (stored.state, stored.certainty, stored.attempts, stored.reading_since) == ("draft", 0.95, 1, None)
    assert stored.parsed == stored.base
    assert stored.parsed is not None and stored.parsed["utterances"][0]["id"].startswith("u")
    assert stored.source.text == TEXT.decode() and stored.source.sketch


def test_a_job_done_twice_reads_once(waiting: Waiting, parser: Parser, build_parsed: Build) -> None:
    used = parser(build_parsed())
    upload = waiting()
    for _ in range(3):
        reading.read(upload.pk)
    assert len(used) == 1
    assert again(upload).attempts == 1


def test_of_two_workers_at_once_the_later_stores(waiting: Waiting, parser: Parser, build_parsed: Build) -> None:
    upload = waiting()
    titles = iter(["先に始めた", "後から始めた"])

    def read() -> ParsedMinutes:
        title = next(titles)
        if title == "先に始めた":
            # Meanwhile another worker takes the upload for abandoned.
            reading.read(upload.pk)
        return build_parsed(title=title)

    parser(read)
    reading.read(upload.pk)
    assert again(upload).draft_title == "後から始めた"
    assert again(upload).attempts == 2


def test_an_upload_discarded_while_it_is_read_stays_discarded(
    waiting: Waiting, parser: Parser, build_parsed: Build, editor: User
) -> None:
    upload = waiting()

    def read() -> ParsedMinutes:
        lifecycle.discard(upload=upload, user=editor)
        return build_parsed()

    parser(read)
    reading.read(upload.pk)
    assert (again(upload).state, again(upload).parsed) == (Upload.State.DISCARDED, None)
    assert lifecycle.reopen(upload=upload, user=editor).state == Upload.State.WAITING


def test_a_document_that_ends_its_worker_twice_is_given_up_and_can_be_tried_again(
    waiting: Waiting, parser: Parser, editor: User, read_waiting: Callable[[], None]
) -> None:
    upload = waiting()
    for _ in range(reading.MOST_ATTEMPTS):
        # A worker that is killed leaves what it had begun.
        reading._begin(upload.pk)
    reading.read(upload.pk)
    assert (again(upload).state, again(upload).error_code) == (Upload.State.UNREADABLE, "gave-up")
    assert "もう一度読み取る" in again(upload).error
    lifecycle.read_again(upload=upload, user=editor)
    read_waiting()
    assert (again(upload).state, again(upload).error) == (Upload.State.DRAFT, "")


def test_a_worker_that_is_told_to_end_gives_its_document_back(
    waiting: Waiting, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = waiting()
    parser(DocumentError("reader-crashed", "止められた"))
    with monkeypatch.context() as patch:
        patch.setattr(queue._stopping, "is_set", lambda: True)
        with pytest.raises(queue.Stopped) as stopped:
            reading.read(upload.pk)
    assert (again(upload).state, again(upload).attempts) == (Upload.State.WAITING, 0)
    job = Job(id=1, queue="reading", lock=None, queueing_lock=None, task_name="x", attempts=5)
    decision = tasks.KeepTrying().get_retry_decision(exception=stopped.value, job=job)
    later = tasks.KeepTrying().get_retry_decision(exception=OperationalError(), job=job)
    assert decision.retry_at is not None and later.retry_at is not None
    assert (later.retry_at - decision.retry_at).total_seconds() > 30


def test_a_database_that_is_away_is_no_fault_of_the_document(waiting: Waiting, parser: Parser) -> None:
    upload = waiting()
    parser(OperationalError("away"))
    with pytest.raises(OperationalError):
        reading.read(upload.pk)
    assert again(upload).state == Upload.State.READING


def test_a_bug_is_logged_and_told(waiting: Waiting, parser: Parser, caplog: pytest.LogCaptureFixture) -> None:
    parser(KeyError("bug"))
    upload = waiting()
    reading.read(upload.pk)
    assert (again(upload).state, again(upload).error_code) == (Upload.State.UNREADABLE, "broken")
    assert "KeyError" in caplog.text


def test_lessons_of_the_body_are_used_for_its_next_minutes(
    waiting: Waiting, parser: Parser, build_parsed: Build
) -> None:
    parsed = build_parsed()
    assert parsed.body is not None
    BodyLesson.objects.create(body_key=name_key(parsed.body), kind="speaker", text="Ｎｏ.３", line="Ｎｏ.３　はい")
    BodyLesson.objects.create(body_key="ほかの会議体", kind="speaker", text="ほか")
    used = parser(parsed)
    reading.read(waiting().pk)
    assert used == [(), (Lesson("speaker", "Ｎｏ.３", "Ｎｏ.３　はい"),)]


def test_nearly_the_same_text_is_told(waiting: Waiting, parser: Parser, build_parsed: Build) -> None:
    lines = [f"○委員　{number}番目の議題について、資料{number}のとおり質問をします。" for number in range(80)]
    first = waiting("\n".join(lines).encode())
    reading.read(first.pk)
    lines[3] = "○委員　この行だけは書き直しました。"
    parser(replace(build_parsed(), number=3))
    second = waiting("\n".join(lines).encode())
    reading.read(second.pk)
    third = waiting("まったく別の本文です。".encode() * 20)
    reading.read(third.pk)
    assert again(first).warning_codes == []
    assert again(second).warning_codes == ["near-same-text"]
    assert "会議録.txt（一致9" in lifecycle.draft_of(again(second)).warnings[0].message
    assert again(third).warning_codes == []


def test_uploads_that_wait_without_a_job_are_found(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)
    queued, lost = waiting(), waiting(b"x")
    jobs = ProcrastinateJob.objects.filter(args__upload=lost.pk)
    jobs._raw_delete(using="default")
    assert process._without_job() == [lost.pk]
    assert queued.pk not in process._without_job()
