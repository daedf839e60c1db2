"""Every page of the search is answered by a database that only reads: what is to be written is left for later."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from minutes.models import Body, Meeting
from search import urls
from search.log import recording
from search.models import LoggedSearch, SynonymGroup
from trail import writer
from trail.writer import BackgroundWriter

ROOT = Path(__file__).resolve().parents[3]
ReadOnly = Callable[[], AbstractContextManager[list[Any]]]
HTMX = {"HX-Request": "true"}
SEARCHES = [
    "",
    "q=防災",
    "q=防災+訓練&sort=relevance&scope=meeting&inside=1",
    "q=防災&group=item&year_from=2020&year_to=2030",
    "q=防災&date_from=2020-04&date_to=R6.3.31",
    "q=防災&group=meeting&literal=1",
    "q=防災&after=1_0.00_99999999999",
    "q=防災&body={body}&meeting={meeting}&item=1&kind=speech&speaker=委員",
    "q=のない言葉&off=言葉&variants=0",
    "kind=speech",
    "q=総務委員会 2023-05-01",
    "q=/meetings/{meeting}/u/1/",
]


@pytest.fixture
def archive(say: Callable[..., Meeting]) -> Meeting:
    say("防災の訓練をします。", ("委員長", "予算の話です。"), held_on=date(2023, 5, 1))
    return say("防災訓練の計画です。", "次は給食です。")


@pytest.fixture(params=["visitor", "reader", "editor"])
def person(request: pytest.FixtureRequest, client: Client) -> Client:
    if request.param != "visitor":
        client.force_login(request.getfixturevalue(request.param))
    return client


def addresses(meeting: Meeting) -> dict[str, list[str]]:
    """All that can be read of the search, by the names of its addresses."""
    body = Body.objects.get()
    searches = [search.format(body=body.pk, meeting=meeting.key) for search in SEARCHES]
    return {
        "results": [f"{reverse('search:results')}?{search}" for search in searches],
        "titles": [f"{reverse('search:titles')}?q=防災", f"{reverse('search:titles')}?q=防災&of=item&page=2"],
        "around": [reverse("search:around", args=[meeting.key, 1])],
        "suggest": [
            f"{reverse('search:suggest')}?{typed}" for typed in ("q=防", "q=議題:防災", f"q=防&body={body.pk}")
        ],
    }


def test_no_address_of_the_search_is_left_out(archive: Meeting) -> None:
    assert set(addresses(archive)) == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.slow
def test_pages_of_the_search_write_nothing(archive: Meeting, person: Client, read_only: ReadOnly) -> None:
    with read_only() as left:
        for address in [one for several in addresses(archive).values() for one in several]:
            for headers in ({}, HTMX):
                assert person.get(address, headers=headers).status_code == 200
                assert person.head(address, headers=headers).status_code == 200
    recorded = {search.folded for search in left} - {f"/meetings/{archive.key}/u/1/"}
    assert recorded == {"防災", "防災 訓練", "のない言葉", "総務委員会2023-05-01"}
    assert not LoggedSearch.objects.exists()


def test_pages_of_the_administration_write_nothing(
    archive: Meeting, administrator: User, client: Client, read_only: ReadOnly
) -> None:
    client.get("/search/?q=防災")
    group = SynonymGroup.objects.create()
    client.force_login(administrator)
    names = ("loggedsearch_changelist", "loggedsearch_file", "synonymgroup_changelist", "synonymgroup_add")
    pages = [reverse(f"admin:search_{name}") for name in names]
    pages += [reverse(f"admin:search_{name}_changelist") for name in ("searchentry", "indexedmeeting")]
    pages += [reverse("admin:search_synonymgroup_change", args=[group.pk])]
    with read_only():
        for page in pages:
            assert client.get(page).status_code == 200


def test_the_test_itself_sees_a_page_that_writes(archive: Meeting, read_only: ReadOnly, client: Client) -> None:
    with pytest.raises(AssertionError, match="INSERT INTO search_loggedsearch"), read_only():
        # What is refused is logged, and the page goes on.
        recording.writer.put = recording.write_search  # type: ignore[method-assign,assignment]
        client.get("/search/?q=防災")


# What is left for later


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[BackgroundWriter[recording.Occurrence]]:
    """The record's own writer, as it runs in the archive."""
    monkeypatch.setattr(writer, "IDLE_SECONDS", 0.05)
    own = BackgroundWriter(recording.write_search)
    monkeypatch.setattr(recording, "writer", own)
    yield own
    assert own.flush(60)


@pytest.mark.django_db(transaction=True)
def test_a_search_is_recorded_by_another_connection(
    client: Client, background: BackgroundWriter[recording.Occurrence]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    for _ in range(2):
        assert client.get("/search/?q=防災").status_code == 200
    assert background.flush(60)
    assert LoggedSearch.objects.values_list("text", "searches").get() == ("防災", 2)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")


def test_things_are_written_in_their_order_and_one_that_fails_costs_no_other(caplog: Any) -> None:
    written: list[int] = []

    def write(number: int) -> None:
        if number == 2:
            raise ValueError("二")
        written.append(number)

    own = BackgroundWriter(write)
    for number in range(5):
        own.put(number)
    assert own.flush(60)
    assert written == [0, 1, 3, 4]
    assert "write failed" in caplog.text


def test_nobody_waits_and_no_more_is_kept_than_fits(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 2)
    may_go_on, begun = threading.Event(), threading.Event()
    written: list[int] = []

    def write(number: int) -> None:
        begun.set()
        may_go_on.wait(60)
        written.append(number)

    own = BackgroundWriter(write)
    own.put(0)
    assert begun.wait(60)
    for number in (1, 2, 3):
        own.put(number)
    assert not own.flush(0)
    may_go_on.set()
    assert own.flush(60)
    assert written == [0, 1, 2]
    assert "is lost" in caplog.text


def test_a_thread_without_work_ends_and_the_next_thing_starts_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "IDLE_SECONDS", 0.01)
    threads: list[threading.Thread] = []
    own = BackgroundWriter[int](lambda _: threads.append(threading.current_thread()))
    for _ in range(2):
        own.put(1)
        assert own.flush(60)
        threads[-1].join(60)
        assert not threads[-1].is_alive()
    assert threads[0] is not threads[1]


def test_a_process_that_was_forked_writes_by_itself_and_one_that_ends_writes_first(tmp_path: Path) -> None:
    """As the server does: the writer stands there before its processes are forked."""
    written = tmp_path / "written"
    code = f"""
import os, time, warnings
import django
warnings.simplefilter("ignore")
django.setup()
from trail.writer import BackgroundWriter

def write(word):
    time.sleep(0.2)
    with open({str(written)!r}, "a") as file:
        file.write(word)

own = BackgroundWriter(write)
own.put("p")
if os.fork():
    os.wait()
else:
    own.put("c")
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, timeout=300)
    assert sorted(written.read_text()) == ["c", "p"]
