"""Who is told with a change: the account of a request, who asked for a job, the command; and its number in the log."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

import trail
from config.recording import LogLine, RequestNumber
from minutes.models import Paper, Topic, Upload
from minutes.papers import receiving
from minutes.papers.desk import MeetingPapers
from minutes.uploads import lifecycle
from minutes.worker import tasks
from trail.models import Change

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


def last(kind: str) -> Change:
    return Change.objects.filter(kind=kind).latest("pk")


def test_a_change_on_a_page_is_that_of_the_account_the_address_and_the_request(client: Client, editor: User) -> None:
    client.force_login(editor)
    upload = lifecycle.keep(b"x", "1.txt", user=editor)
    address = reverse("minutes:upload_discard", args=[upload.pk])
    answer = client.post(
        address, REMOTE_ADDR="192.0.2.7", HTTP_X_REQUEST_ID="forged", HTTP_X_FORWARDED_FOR="198.51.100.1"
    )
    told = last("minutes.upload")
    assert (told.person, told.name, told.address) == (editor.pk, "henshu", "192.0.2.7")
    assert told.what == f"POST {address}"
    assert told.request == answer.headers["X-Request-ID"] != "forged"


def test_signing_in_is_done_by_nobody_until_it_is_done(client: Client, reader: User) -> None:
    client.post(reverse("login"), {"username": "yomu", "password": "correct-horse"})
    assert {change.name for change in Change.objects.filter(request__gt="")} <= {"", "yomu"}


def test_a_job_is_done_for_who_asked_for_it(editor: User, store: Callable[..., Any]) -> None:
    upload = lifecycle.keep("会議録\n".encode(), "1.txt", user=editor)
    tasks.read_upload(upload=upload.pk)
    told = Change.objects.filter(kind="minutes.upload", action="update").latest("pk")
    assert (told.person, told.name, told.what) == (editor.pk, "henshu", "job minutes.read_upload")
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.DRAFT
    meeting = store(attachments=[{"label": "資料1", "title": "計画"}]).meeting
    paper = receiving.keep(desk=MeetingPapers(meeting), data=b"x", filename="資料1.txt", user=editor)
    tasks.read_paper(paper=paper.pk)
    told = last("minutes.paper")
    assert Paper.objects.get().state != Paper.State.WAITING
    assert (told.name, told.what) == ("henshu", "job minutes.read_paper")


def test_a_job_that_nobody_asked_for_is_the_workers(db: None) -> None:
    with tasks._for("minutes.compare_reading"):
        Topic.objects.create(name="窓口")
    assert (last("minutes.topic").name, last("minutes.topic").what) == (
        trail.system_user(),
        "job minutes.compare_reading",
    )


def test_a_command_is_told_by_its_name() -> None:
    code = "import sys, trail; print(trail.now().what)"
    said = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.argv = ['/srv/app/manage.py', 'import_minutes', 'x']; {code}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "manage.py import_minutes"


def test_lines_of_the_log_bear_the_number_of_their_request(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[str] = []

    def note(*_: Any) -> list[Any]:
        record = logging.LogRecord("x", logging.INFO, "", 0, "", None, None)
        RequestNumber().filter(record)
        numbers.append(record.request_number)  # type: ignore[attr-defined]
        return []

    monkeypatch.setattr("minutes.views.trail.entries_of", note)
    client.force_login(administrator)
    answer = client.get(reverse("minutes:trail"))
    note()
    assert numbers == [answer.headers["X-Request-ID"], "-"]


def test_what_somebody_typed_begins_no_line_of_the_log() -> None:
    own = cast(dict[str, dict[str, Any]], settings.LOGGING["formatters"])["line"]
    form = own["format"]
    record = logging.LogRecord(
        "x", logging.WARNING, "", 0, "Sign-in failed: %s", ("a\n2026 ERROR x\r\x1b[2Jb\u202e漢",), None
    )
    RequestNumber().filter(record)
    line = LogLine(form).format(record)
    assert line.endswith("Sign-in failed: a\\n2026 ERROR x\\r\\x1b[2Jb\\u202e漢")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00 WARNING x \[-\]: ", line)
    assert own["()"] == "config.recording.LogLine"


def test_no_line_of_the_log_is_as_long_as_whoever_asks_likes() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", ("/" + "a" * 40_000,), None)
    line = LogLine("%(message)s").format(record)
    assert line.startswith("Not Found: /aaa") and line.endswith("… (40012)") and len(line) < 2_100


def test_what_django_tells_after_the_answer_bears_the_number_too(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/nowhere/")
    told = [record for record in caplog.records if "Not Found" in record.getMessage()]
    assert told and all(RequestNumber().filter(record) for record in told)
    assert {record.request_number for record in told} == {answer.headers["X-Request-ID"]}  # type: ignore[attr-defined]
