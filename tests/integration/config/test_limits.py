"""What one person may ask for, and how long a request keeps the database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from config import environment as env
from config.middleware import request_rates

LIMITS = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "client_connection_check_interval",
)


def tell_limits(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in LIMITS)}")
        return JsonResponse({"limits": cursor.fetchone()})


def sleep(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(600)")
    return JsonResponse({})


def wait_for_others(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM auth_group LIMIT 1")
    return JsonResponse({})


def fail(request: HttpRequest) -> JsonResponse:
    raise OperationalError("the server is gone")


urlpatterns = [
    path("limits/", tell_limits),
    path("sleep/", sleep),
    path("wait/", wait_for_others),
    path("fail/", fail),
    path("", include("config.urls")),
]


@pytest.fixture
def counted(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Requests are counted, in a file of the test's own."""
    settings.VAR_DIR = tmp_path
    settings.REQUESTS_PER_MINUTE, settings.VISITOR_REQUESTS_PER_MINUTE = 4, 6
    request_rates._rate.cache_clear()
    yield settings
    request_rates._rate.cache_clear()


@pytest.fixture
def given_up(settings: Settings) -> Iterator[None]:
    """Statements of requests have a second, on a connection that is the requests' own."""
    settings.ROOT_URLCONF = __name__
    settings.PAGE_SECONDS, settings.SENDING_SECONDS = 1, 60
    connection.close()
    yield
    connection.close()


def statuses(client: Client, times: int, place: str = "/login/", **options: Any) -> list[int]:
    return [client.get(place, **options).status_code for _ in range(times)]


@pytest.mark.django_db
def test_visitors_are_counted_by_address(counted: Settings) -> None:
    assert statuses(Client(REMOTE_ADDR="192.0.2.1"), 8) == [200] * 6 + [429] * 2
    assert statuses(Client(REMOTE_ADDR="192.0.2.2"), 2) == [200] * 2
    assert statuses(Client(REMOTE_ADDR="2001:db8::1"), 6) == [200] * 6
    assert statuses(Client(REMOTE_ADDR="2001:db8::2"), 1) == [429]


@pytest.mark.django_db
def test_nobody_gets_more_by_a_header_but_behind_a_proxy_that_is_named(counted: Settings) -> None:
    answers = [
        Client(REMOTE_ADDR="192.0.2.1").get("/login/", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
        for number in range(8)
    ]
    assert answers == [200] * 6 + [429] * 2
    counted.TRUSTED_PROXIES = env.networks_of("192.0.2.1", "TRUSTED_PROXIES")
    assert statuses(Client(REMOTE_ADDR="192.0.2.1"), 2, headers={"X-Forwarded-For": "198.51.100.1"}) == [200] * 2


def test_staff_behind_one_address_are_counted_by_account(counted: Settings, reader: User, editor: User) -> None:
    one, other, nobody = Client(), Client(), Client()
    one.force_login(reader)
    other.force_login(editor)
    assert statuses(one, 5, "/") == [200] * 4 + [429]
    assert statuses(other, 5, "/") == [200] * 4 + [429]
    assert statuses(nobody, 7, "/") == [200] * 6 + [429]


@pytest.mark.django_db
def test_whoever_asks_too_often_reads_what_to_do(counted: Settings, client: Client) -> None:
    statuses(client, 6)
    answer = client.get('/search/?q=%3Cb%3E&x="')
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "アクセスが多すぎます" in page and "待ってから" in page
    assert 'href="/search/?q=%3Cb%3E&amp;x=%22"' in page
    assert answer.headers["Cache-Control"] == "no-store, private"
    # What the page looks like is not counted.
    with closing(client.get("/static/css/base.css")) as file:
        assert file.status_code == 200


@pytest.mark.django_db
def test_an_office_may_count_none(counted: Settings, client: Client) -> None:
    counted.VISITOR_REQUESTS_PER_MINUTE = 0
    assert statuses(client, 9) == [200] * 9


@pytest.mark.django_db(transaction=True)
def test_statements_of_requests_alone_have_limits(client: Client, given_up: None) -> None:
    def in_a_command() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            return cursor.fetchone()[0]

    assert in_a_command() == "0"
    read = client.get("/limits/").json()["limits"]
    assert read == ["1s", "1s", "3s", "0"] or read == ["1s", "1s", "3s", "2s"]
    assert client.post("/limits/").json()["limits"][:3] == ["1min", "30s", "3min"]
    # One that is opened within a request has them from its first statement on.
    connection.close()
    assert client.get("/limits/").json()["limits"][3] == "2s"


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_ends_in_a_page_that_says_so(client: Client, given_up: None) -> None:
    answer = client.get("/sleep/")
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "時間がかかりすぎました" in page
    assert 'href="/sleep/"' in page
    assert client.get("/login/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_request_waits_for_others_no_longer_than_that(client: Client, given_up: None) -> None:
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE auth_group IN ACCESS EXCLUSIVE MODE")
    try:
        answer = client.get("/wait/")
    finally:
        other.close()
    assert answer.status_code == 503
    assert "中止しました" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_other_failures_of_the_database_are_no_lack_of_time(client: Client, given_up: None) -> None:
    client.raise_request_exception = False
    assert client.get("/fail/").status_code == 500


@pytest.mark.django_db(transaction=True)
def test_limits_that_a_transaction_takes_back_are_set_anew(client: Client, given_up: None) -> None:
    with transaction.atomic():
        client.get("/limits/")
        transaction.set_rollback(True)
    assert client.get("/limits/").json()["limits"][0] == "1s"
