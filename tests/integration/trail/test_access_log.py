"""Who saw, took away or was refused what is not public, and who signed in and out, is recorded after the answer."""

import io
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from config.access_log import NOT_RECORDED, RULES
from minutes.models import Audience, Meeting
from minutes.uploads import lifecycle
from search import index
from trail import access_log
from trail.access_log import Event, Look
from trail.models import Access
from trail.writer import BackgroundWriter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_recorded")]
Store = Callable[..., Any]


@pytest.fixture
def meeting(store: Store) -> Meeting:
    """Minutes of which one utterance is for staff."""
    stored: Meeting = store(attachments=[]).meeting
    stored.utterances.filter(order=1).update(audience=Audience.STAFF)
    index.on_meeting_changed(sender=Meeting, meeting=stored)
    return stored


@pytest.fixture
def public(store: Store) -> Meeting:
    stored: Meeting = store(number=9, held_on="2024-02-01", attachments=[]).meeting
    return stored


def looks() -> Any:
    """All but that the tests' people signed in."""
    return Access.objects.exclude(event="sign_in").order_by("pk")


def events() -> list[str]:
    return list(looks().values_list("event", flat=True))


def last() -> Access:
    return Access.objects.latest("pk")


def names_of_addresses(patterns: list[Any], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names_of_addresses(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield space + one.name


# Views and downloads


def test_every_address_is_recorded_or_says_why_not() -> None:
    known = set(names_of_addresses(get_resolver().url_patterns))
    own = {name for name in known if not name.startswith("admin:")}
    assert own - set(RULES) - set(NOT_RECORDED) == set()
    # Addresses of a provider are there where one is set.
    assert {name for name in {*RULES, *NOT_RECORDED} - known if not name.startswith("oidc_")} == set()


def test_minutes_with_something_not_public_are_recorded_for_who_is_not_the_public(
    client: Client, meeting: Meeting, public: Meeting, reader: User
) -> None:
    client.get(meeting.get_absolute_url())
    client.force_login(reader)
    client.get(public.get_absolute_url())
    assert events() == []
    answer = client.get(meeting.get_absolute_url(), REMOTE_ADDR="192.0.2.9")
    seen = last()
    assert (seen.event, seen.kind, seen.key, seen.meeting) == ("view", "minutes.meeting", str(meeting.pk), meeting.pk)
    assert (seen.person, seen.name, seen.address, seen.status) == (reader.pk, "yomu", "192.0.2.9", 200)
    assert seen.request == answer.headers["X-Request-ID"]
    assert seen.what == f"GET {meeting.get_absolute_url()}"


def test_the_original_that_visitors_do_not_get_is_recorded_as_a_download(
    client: Client, meeting: Meeting, public: Meeting, reader: User
) -> None:
    client.force_login(reader)
    client.get(reverse("minutes:meeting_source", args=[public.key]))
    client.get(reverse("minutes:meeting_source", args=[meeting.key]))
    assert events() == ["download"]


def test_lists_and_searches_that_lead_to_what_is_not_public_are_recorded(
    client: Client, meeting: Meeting, public: Meeting, reader: User
) -> None:
    client.force_login(reader)
    client.get("/")
    assert events() == []
    client.get("/search/?q=第2回の会議を開きます")
    assert last().detail == f"{meeting.key} ¶1"
    Meeting.objects.filter(pk=public.pk).update(audience=Audience.STAFF)
    client.get("/")
    assert last().detail == public.key and last().what == "GET /"


def test_drafts_and_their_documents_are_recorded(client: Client, editor: User) -> None:
    upload = lifecycle.keep(b"x", "1.txt", user=editor)
    client.force_login(editor)
    client.get(upload.get_absolute_url())
    client.get(reverse("minutes:upload_source", args=[upload.pk]))
    client.get(reverse("minutes:upload_progress", args=[upload.pk]), {"state": "waiting"})
    assert [(row.event, row.kind, row.key) for row in looks()] == [
        ("view", "minutes.upload", str(upload.pk)),
        ("download", "minutes.upload", str(upload.pk)),
    ]


def test_pages_and_tables_of_the_records_themselves_are_recorded(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    client.get(reverse("minutes:trail"))
    client.get(reverse("minutes:trail_csv")).getvalue()
    client.get(reverse("admin:search_loggedsearch_file"))
    client.get(reverse("admin:auth_user_change", args=[administrator.pk]))
    assert events() == ["view", "export", "export", "view"]
    assert (last().kind, last().key) == ("auth.user", str(administrator.pk))


def test_exports_by_command_are_recorded(meeting: Meeting, tmp_path: Path) -> None:
    call_command("export_minutes", str(tmp_path / "all.jsonl"), "--year", "2023", stderr=io.StringIO())
    call_command("export_synonyms", str(tmp_path / "synonyms.csv"), stdout=io.StringIO())
    call_command("search_minutes", "図書館", stdout=io.StringIO())
    call_command("search_minutes", "図書館", "--explain", stdout=io.StringIO())
    assert events() == ["export", "export", "export"]
    last = Access.objects.order_by("pk").last()
    assert last is not None and last.detail == "search_minutes"
    first = Access.objects.earliest("pk")
    assert "all.jsonl --year=2023" in first.detail and first.name


# Refusals


def test_what_is_refused_is_recorded_with_what_was_asked_for(client: Client, meeting: Meeting, reader: User) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.EDITORS)
    client.force_login(reader)
    assert client.get(meeting.get_absolute_url()).status_code == 404
    refused = last()
    assert (refused.event, refused.meeting, refused.status, refused.name) == ("refused", meeting.pk, 404, "yomu")
    assert client.get(reverse("minutes:uploads")).status_code == 403
    assert (last().event, last().status, last().what) == ("refused", 403, "GET /staff/uploads/")


def test_visitors_are_refused_without_a_name(client: Client, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.WITHDRAWN)
    client.get(meeting.get_absolute_url())
    assert (last().event, last().name, last().person) == ("refused", "", None)


def test_what_never_was_is_no_refusal(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/meetings/no-such/").status_code == 404
    assert client.get("/no-such-page/").status_code == 404
    assert events() == []


def test_an_answer_that_hides_something_waits_for_no_look(
    client: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up of it is looked up in the background: no time tells whether there was anything."""
    left: list[Any] = []
    monkeypatch.setattr(access_log.writer, "put", left.append)
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.WITHDRAWN)
    for address in (meeting.get_absolute_url(), "/meetings/no-such/"):
        assert client.get(address).status_code == 404
    assert len(left) == 2
    assert [make() is None for make in left] == [False, True]


# Signing in and out


def test_signing_in_and_out_and_failing_to_is_recorded(client: Client, reader: User) -> None:
    form = {"username": "yomu", "password": "wrong"}
    client.post(reverse("login"), form)
    failed = last()
    assert (failed.event, failed.detail, failed.person) == ("sign_in_failed", "yomu", None)
    client.post(reverse("login"), {**form, "password": "correct-horse"})
    assert (last().event, last().name, last().person) == ("sign_in", "yomu", reader.pk)
    client.post(reverse("logout"))
    assert (last().event, last().name) == ("sign_out", "yomu")
    assert "wrong" not in str(list(Access.objects.values()))


def test_attempts_that_are_locked_out_are_recorded_as_such(client: Client, reader: User, settings: Settings) -> None:
    settings.SIGN_IN_ATTEMPTS = 2
    for _ in range(3):
        client.post(reverse("login"), {"username": "yomu", "password": "wrong"})
    assert events() == ["sign_in_failed", "sign_in_failed", "locked_out", "sign_in_failed"]
    assert set(looks().values_list("detail", flat=True)) == {"yomu"}


# How it is written


def test_a_record_that_fails_breaks_no_page_and_is_told_in_the_log(
    client: Client, meeting: Meeting, reader: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(reader)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_access ADD CONSTRAINT broken CHECK (event <> 'view')")
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert "The record of access could not be written" in caplog.text and "yomu" in caplog.text
    monkeypatch.setattr(access_log.writer, "put", lambda _: 1 / 0)
    assert client.get(meeting.get_absolute_url()).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_looks_are_written_by_another_connection_while_pages_only_read(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def write(make: Callable[[], Look | None]) -> None:
        threads.append(threading.current_thread().name)
        access_log.write(make)

    own = BackgroundWriter(write)
    monkeypatch.setattr(access_log, "writer", own)
    client.force_login(administrator)
    assert own.flush(60)
    Access.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    assert client.get(reverse("minutes:uploads")).status_code == 200
    assert own.flush(60)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
    assert events() == ["view"]
    assert threads[-1] == "background-writer"


def test_what_cannot_be_stored_as_it_is_is_stored_otherwise() -> None:
    access_log.note(Event.EXPORT, detail="\0\ud800" + "長" * 9999)
    assert last().detail.startswith("?長") and len(last().detail) == 500


# Keeping


def test_what_is_older_than_the_setting_goes_and_that_is_recorded(settings: Settings) -> None:
    settings.ACCESS_LOG_DAYS = 30
    for days in (10, 29, 31, 400):
        access_log.note(Event.EXPORT, detail=f"{days}", at=timezone.now() - timedelta(days=days))
    said = io.StringIO()
    call_command("prune_access_log", stdout=said)
    assert "2件を消しました" in said.getvalue()
    assert [row.detail for row in Access.objects.filter(event="export").order_by("pk")] == ["10", "29"]
    assert last().event == "prune" and "2件" in last().detail and last().name


def test_five_years_are_kept_unless_set_otherwise() -> None:
    assert access_log.kept_days() == 5 * 365 + 1
