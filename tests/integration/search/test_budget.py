"""How many searches run at once, told across connections: what holds for threads holds for processes and machines."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from minutes.models import Meeting
from minutes.record.importing import ImportResult
from search import budget, urls
from search.budget import Pool, SearchBusy, SearchTimeout, turn_of
from search.engine import searching
from search.engine.matching import Statement

pytestmark = pytest.mark.usefixtures("nothing_kept")
ADDRESSES = [f"192.0.2.{number}" for number in range(1, 10)]


def apart(*works: Callable[[], Any]) -> list[Any]:
    """What each gives, done at once in threads with connections of their own."""
    found: list[Any] = [None] * len(works)

    def work(place: int) -> None:
        try:
            found[place] = works[place]()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[place]) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@contextmanager
def held(*pools: Pool) -> Iterator[None]:
    """While it lasts, another connection holds a slot of each pool."""
    taken, over = threading.Event(), threading.Event()

    def hold() -> None:
        slots = budget.take(pools)
        assert slots is not None
        taken.set()
        over.wait()
        budget.give_back(slots)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(60)
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture
def nothing_kept(db: None) -> Iterator[None]:
    """The tests share a connection, which keeps what it took."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@pytest.fixture
def store_committed(store: Callable[..., ImportResult]) -> Meeting:
    """A meeting that other connections see, too."""
    return store().meeting


@pytest.mark.django_db
def test_a_pool_gives_no_more_slots_than_it_has() -> None:
    pool = Pool("search", 3)
    ready = threading.Barrier(8)
    done = threading.Barrier(8)

    def take() -> bool:
        ready.wait()
        found = budget.take([pool])
        # Nobody lets go before everybody has tried.
        done.wait()
        # What a closed connection held is free a moment later.
        budget.give_back(found or [])
        return found is not None

    assert sum(apart(*[take] * 8)) == 3
    assert budget.take([pool]) is not None


@pytest.mark.django_db
def test_who_gets_no_slot_of_one_pool_keeps_none_of_another() -> None:
    full, free = Pool("full", 1), Pool("free", 1)
    with held(full):
        assert budget.take([free, full]) is None
        assert apart(lambda: budget.take([free]))[0] is not None


@pytest.mark.django_db
def test_a_connection_that_is_cut_gives_its_slots_back() -> None:
    pool = Pool("search", 1)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s), pg_backend_pid()", [0x6B61_6967, *pool.numbers()])
        locked, process = cursor.fetchone()
    assert locked
    assert budget.take([pool]) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [process])
    other.close()
    assert budget.take([pool]) is not None


def try_turn(asker: str, most: int) -> str:
    try:
        with turn_of(asker, "search", each=1, most=most):
            return "searched"
    except SearchBusy:
        return "refused"


@pytest.mark.django_db
def test_one_asker_leaves_turns_to_others() -> None:
    both = threading.Barrier(2)

    def search(asker: str) -> str:
        try:
            with turn_of(asker, "search", each=1, most=2):
                both.wait(60)
                both.wait(60)
            return "searched"
        except SearchBusy:
            return "refused"

    def ask_meanwhile() -> list[str]:
        both.wait(60)
        answers = apart(lambda: try_turn("a", 2), lambda: try_turn("b", 2))
        both.wait(60)
        return answers

    assert apart(lambda: search("a"), ask_meanwhile) == ["searched", ["refused", "searched"]]


@pytest.mark.django_db
def test_a_slow_statement_gives_its_place_among_the_quick_to_others(settings: Settings) -> None:
    settings.SEARCH_SLOW_MS, settings.SLOW_SEARCHES_AT_ONCE = 200, 1

    def run(milliseconds: int) -> int:
        if milliseconds == 200:
            raise SearchTimeout
        return milliseconds

    with turn_of("a", "search", each=1, most=1) as turn:
        # With all the time that a search has, but for what the try took.
        assert turn.run("slow", run) > 200_000
        assert turn.is_slow
        assert apart(lambda: try_turn("b", 1)) == ["searched"]
    with turn_of("a", "search", each=1, most=1) as turn, held(Pool("slow", 1)):
        with pytest.raises(SearchBusy, match="絞り込む"):
            turn.run("slow as well", run)
        assert turn.run("quick", lambda _: "found") == "found"


@pytest.mark.django_db
def test_one_asker_has_one_slow_search(settings: Settings) -> None:
    settings.SEARCH_SLOW_MS, settings.SLOW_SEARCHES_AT_ONCE = 200, 5

    def run(milliseconds: int) -> int:
        if milliseconds == 200:
            raise SearchTimeout
        return milliseconds

    with held(Pool("slow/a", 1)):
        with turn_of("a", "search", each=1, most=9) as turn, pytest.raises(SearchBusy):
            turn.run("slow for one", run)
        with turn_of("b", "search", each=1, most=9) as turn:
            turn.run("slow for one", run)


@pytest.mark.django_db
def test_a_request_has_no_more_time_than_a_search(settings: Settings) -> None:
    settings.SEARCH_TIMEOUT_MS = 0
    with turn_of("a", "search", each=1, most=1) as turn, pytest.raises(SearchTimeout):
        turn.run("anything", lambda milliseconds: searching._fetch_within(milliseconds, _SLEEP))


_SLEEP = Statement("SELECT pg_sleep(30)", ())


def test_every_address_that_searches_takes_turns() -> None:
    views = {str(pattern.name): pattern.callback for pattern in urls.urlpatterns}
    assert views
    # What was said around a hit is read, not searched for: a page may ask for it at many hits at once.
    assert [name for name, view in views.items() if not getattr(view, "takes_turns", False)] == ["around"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nine_searches_that_take_long_leave_the_site_to_others(settings: Settings, store_committed: Meeting) -> None:
    settings.SEARCH_SLOW_MS, settings.SLOW_SEARCHES_AT_ONCE = 300, 2
    settings.SEARCHES_AT_ONCE, settings.SEARCHES_AT_ONCE_EACH = 9, 9
    settings.SEARCH_TIMEOUT_MS = 300_000
    tried = threading.Barrier(8)

    def search(place: int) -> Any:
        answer = Client(REMOTE_ADDR=ADDRESSES[place]).get("/search/", {"q": f"こと NEAR/1000 もの{place}"})
        if answer.status_code == 429:
            tried.wait(60)
        return answer

    def visit() -> list[int]:
        # Seven have been refused while two still run.
        try:
            tried.wait(60)
            client = Client(REMOTE_ADDR="198.51.100.1")
            places = ["/", store_committed.get_absolute_url(), reverse("login"), reverse("search:suggest") + "?q=会議"]
            return [client.get(place).status_code for place in places]
        finally:
            lock.close()

    lock = connection.copy()
    lock.inc_thread_sharing()
    lock.set_autocommit(False)
    with lock.cursor() as cursor:
        # As long as this lasts, no search of the entries ends.
        cursor.execute("LOCK TABLE search_searchentry IN ACCESS EXCLUSIVE MODE")
    *answers, statuses = apart(*[lambda place=place: search(place) for place in range(9)], visit)
    assert sorted(answer.status_code for answer in answers) == [200, 200] + [429] * 7
    assert statuses == [200] * 4
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["Retry-After"]
    assert "混み合っています" in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/search/?q=会議", "/search/titles/?q=会議"])
def test_who_is_refused_at_once_reads_what_to_do(client: Client, settings: Settings, place: str) -> None:
    settings.SEARCHES_AT_ONCE = 1
    with held(Pool("search", 1)):
        page = client.get(place)
        part = client.get(place, headers={"HX-Request": "true"})
    assert (page.status_code, part.status_code) == (429, 429)
    assert page.headers["Retry-After"] == "5"
    assert "検索が混み合っています" in page.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert 'id="search"' in part.content.decode()
    assert client.get(place).status_code == 200


@pytest.mark.django_db
def test_a_box_has_no_suggestions_where_too_many_ask(client: Client, settings: Settings) -> None:
    settings.SEARCHES_AT_ONCE = 1
    with held(Pool("suggest", 1)):
        answer = client.get(reverse("search:suggest"), {"q": "会議"})
    assert (answer.status_code, answer.json()) == (429, {"suggestions": []})


@pytest.mark.django_db
def test_an_office_may_do_without(client: Client, settings: Settings) -> None:
    settings.SEARCHES_AT_ONCE = 0
    assert client.get("/search/", {"q": "会議"}).status_code == 200
