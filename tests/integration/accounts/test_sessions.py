"""How long one stays signed in, and what ends it."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from config.accounts import sessions
from minutes import access

pytestmark = pytest.mark.django_db
OWN_PAGE = "/account/password/"


class Clock:
    """Stands still, and goes on when it is told to."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def wait(self, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", clock)
        yield clock


@pytest.fixture
def client(editor: User) -> Client:
    client = Client()
    client.post("/login/", {"username": "henshu", "password": "correct-horse"})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(OWN_PAGE).status_code == 200


def test_whoever_does_nothing_for_an_hour_is_signed_out_and_told_so(clock: Clock, client: Client) -> None:
    clock.wait(61)
    answer = client.get(OWN_PAGE, follow=True)
    assert answer.redirect_chain == [(f"/login/?next={OWN_PAGE}", 302)]
    assert "ログアウトしました" in answer.content.decode()
    assert not Session.objects.exists()


def test_whoever_goes_on_stays_signed_in_until_the_longest_time(clock: Clock, client: Client) -> None:
    for _ in range(14):
        clock.wait(50)
        assert is_signed_in(client)
    clock.wait(50)
    assert not is_signed_in(client)


def test_the_times_are_settings(clock: Clock, settings: Settings, editor: User) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_MAX_HOURS = 5, 1
    client = Client()
    client.force_login(editor)
    clock.wait(6)
    assert not is_signed_in(client)
    settings.SESSION_IDLE_MINUTES = 0
    client.force_login(editor)
    clock.wait(59)
    assert is_signed_in(client)
    clock.wait(2)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "place", ["/staff/uploads/progress/", "/staff/uploads/1/progress/", "/staff/uploads/1/changes/"]
)
def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(clock: Clock, client: Client, place: str) -> None:
    for _ in range(3):
        clock.wait(25)
        client.get(place)
    assert not is_signed_in(client)


def test_a_cookie_of_another_session_or_a_made_up_one_does_not_help(clock: Clock, client: Client, reader: User) -> None:
    other = Client()
    other.force_login(reader)
    clock.wait(59)
    other.get("/")
    clock.wait(2)
    client.cookies[sessions.COOKIE] = other.cookies[sessions.COOKIE].value
    assert not is_signed_in(client)
    assert is_signed_in(other)


def test_reading_writes_nothing_to_stay_signed_in(
    clock: Clock, client: Client, read_only: Callable[[], AbstractContextManager[list[Any]]]
) -> None:
    clock.wait(30)
    with read_only():
        assert client.get("/").status_code == 200
    clock.wait(40)
    assert is_signed_in(client)


def test_a_deactivated_user_is_out_at_once_and_stays_out(client: Client, editor: User) -> None:
    editor.is_active = False
    editor.save()
    assert not Session.objects.exists()
    editor.is_active = True
    editor.save()
    assert not is_signed_in(client)


def test_deactivated_by_a_way_that_sends_no_signal_one_is_out_at_the_next_request(client: Client, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert not is_signed_in(client)
    User.objects.filter(pk=editor.pk).update(is_active=True)
    assert not is_signed_in(client)


def test_a_deleted_user_is_out(client: Client, editor: User) -> None:
    editor.delete()
    assert not is_signed_in(client)


def test_a_changed_password_ends_the_sessions(client: Client, editor: User) -> None:
    editor.set_password("another-one")
    editor.save()
    assert not is_signed_in(client)


def test_what_groups_allow_holds_from_the_next_request_on(client: Client, editor: User) -> None:
    assert client.get("/staff/uploads/").status_code == 200
    editor.groups.remove(Group.objects.get(name=access.EDITOR))
    assert client.get("/staff/uploads/").status_code == 403
    editor.groups.add(Group.objects.get(name=access.EDITOR))
    assert client.get("/staff/uploads/").status_code == 200


def test_the_cookies_are_out_of_reach_for_scripts_and_end_with_the_browser(clock: Clock, client: Client) -> None:
    clock.wait(2)
    client.get("/")
    for name in ("sessionid", sessions.COOKIE):
        assert client.cookies[name]["httponly"] and client.cookies[name]["samesite"] == "Lax"
        assert not client.cookies[name]["max-age"] and not client.cookies[name]["expires"]


def test_an_administrator_ends_somebodys_sessions_and_no_others(
    client: Client, editor: User, administrator: User, reader: User
) -> None:
    office, other = Client(), Client()
    office.force_login(administrator)
    other.force_login(reader)
    assert is_signed_in(client)
    answer = office.post("/admin/auth/user/", {"action": "sign_out", "_selected_action": [editor.pk]}, follow=True)
    assert "1人をログアウトさせました" in answer.content.decode()
    assert not is_signed_in(client)
    assert is_signed_in(other) and is_signed_in(office)
