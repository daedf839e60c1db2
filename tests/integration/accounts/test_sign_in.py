"""Signing in: how many wrong passwords are borne, what is told of it, and who is not kept out by them."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from config.accounts.models import FailedSignIns

pytestmark = pytest.mark.django_db
RIGHT = "correct-horse"
WRONG = "ユーザー名またはパスワードが違います"
LOCKED = "ログインの失敗が続いたため"


def attempt(client: Client, name: str, password: str, address: str = "192.0.2.1", **sent: str) -> Any:
    return client.post("/login/", {"username": name, "password": password, **sent}, REMOTE_ADDR=address)


def fail(name: str, times: int, address: str = "192.0.2.1", client: Client | None = None) -> None:
    for number in range(times):
        attempt(client or Client(), name, f"wrong-{number}", address)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def later() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def wait(patch: pytest.MonkeyPatch, **length: float) -> None:
    """It is so much later than before."""
    then = timezone.now() + timedelta(**length)
    patch.setattr(timezone, "now", lambda: then)


def test_whoever_fails_too_often_is_refused_even_with_the_right_password(editor: User) -> None:
    fail("henshu", 10)
    client = Client()
    answer = attempt(client, "henshu", RIGHT)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 600
    page = answer.content.decode()
    assert LOCKED in page and "システムの管理者" in page and WRONG not in page
    assert not is_signed_in(client)


def test_a_lock_ends_by_itself_and_lasts_longer_the_next_time(editor: User, later: pytest.MonkeyPatch) -> None:
    fail("henshu", 10)
    wait(later, minutes=16)
    client = Client()
    assert attempt(client, "henshu", "wrong").status_code == 200
    fail("henshu", 9)
    wait(later, minutes=29)
    assert attempt(client, "henshu", RIGHT).status_code == 429
    wait(later, minutes=2)
    assert attempt(client, "henshu", RIGHT).status_code == 302


def test_trying_while_locked_does_not_make_the_lock_longer(editor: User, later: pytest.MonkeyPatch) -> None:
    fail("henshu", 10)
    until = FailedSignIns.objects.get(scope="pair").locked_until
    wait(later, minutes=10)
    fail("henshu", 10)
    assert FailedSignIns.objects.get(scope="pair").locked_until == until


def test_signing_in_forgets_the_failures(editor: User) -> None:
    for _ in range(3):
        fail("henshu", 9)
        assert attempt(Client(), "henshu", RIGHT).status_code == 302


@pytest.mark.parametrize("spelling", ["HENSHU", "Henshu", "ｈｅｎｓｈｕ"])
def test_another_spelling_of_the_name_is_the_same_account(editor: User, spelling: str) -> None:
    fail(spelling, 10)
    assert attempt(Client(), "henshu", RIGHT).status_code == 429


def test_an_account_that_does_not_exist_is_answered_and_locked_like_one_that_does(editor: User, reader: User) -> None:
    reader.is_active = False
    reader.save()
    shown: dict[str, list[tuple[int, str]]] = {}
    for name in ("henshu", "yomu", "nobody"):
        answers = [attempt(Client(), name, "wrong", f"192.0.2.{len(name)}") for _ in range(12)]
        shown[name] = [
            (answer.status_code, re.sub(r'value="[^"]*"|\d+時\d+分', "", answer.content.decode())) for answer in answers
        ]
    assert shown["henshu"] == shown["yomu"] == shown["nobody"]
    assert [status for status, _ in shown["nobody"]] == [200] * 10 + [429] * 2


def test_the_right_password_of_a_deactivated_account_is_answered_like_a_wrong_one(reader: User) -> None:
    reader.is_active = False
    reader.save()
    pages = {re.sub(r'value="[^"]*"', "", attempt(Client(), "yomu", each).content.decode()) for each in (RIGHT, "x")}
    assert len(pages) == 1 and WRONG in pages.pop()


def test_one_account_is_guessed_from_many_addresses_only_so_often(editor: User) -> None:
    for number in range(5):
        fail("henshu", 10, f"192.0.2.{number}")
    assert attempt(Client(), "henshu", "wrong", "192.0.2.99").status_code == 429


def test_an_office_behind_one_address_is_not_locked_by_one_person(editor: User, reader: User) -> None:
    fail("henshu", 40)
    assert attempt(Client(), "yomu", RIGHT).status_code == 302


def test_many_names_from_one_address_end_at_its_own_limit(reader: User, settings: Settings) -> None:
    settings.SIGN_IN_ATTEMPTS_ADDRESS = 20
    for number in range(20):
        assert attempt(Client(), f"name-{number}", "wrong").status_code == 200
    assert attempt(Client(), "yomu", RIGHT).status_code == 429
    assert attempt(Client(), "yomu", RIGHT, "192.0.2.2").status_code == 302


def test_those_who_sign_in_from_an_address_do_not_fill_its_limit(reader: User, settings: Settings) -> None:
    settings.SIGN_IN_ATTEMPTS_ADDRESS = 3
    for _ in range(6):
        assert attempt(Client(), "yomu", RIGHT).status_code == 302


def test_nobody_locks_others_out_of_the_browser_they_know(editor: User, settings: Settings) -> None:
    settings.SIGN_IN_ATTEMPTS_ADDRESS = 20
    own = Client()
    attempt(own, "henshu", RIGHT)
    own.post("/logout/")
    fail("henshu", 30)
    assert attempt(Client(), "henshu", RIGHT).status_code == 429
    assert attempt(own, "henshu", RIGHT).status_code == 302


def test_a_known_browser_has_its_limit_too_and_gives_no_other_account_more(editor: User, reader: User) -> None:
    own = Client()
    attempt(own, "henshu", RIGHT)
    own.post("/logout/")
    fail("yomu", 10)
    assert attempt(own, "yomu", RIGHT).status_code == 429
    fail("henshu", 10, client=own)
    assert attempt(own, "henshu", RIGHT).status_code == 429
    # It stays locked after the cookie has been thrown away and made up.
    own.cookies["known"] = own.cookies["known"].value[:-2] + "xx"
    assert attempt(own, "henshu", RIGHT).status_code == 302
    assert is_signed_in(own)


def test_a_header_makes_no_other_address(editor: User) -> None:
    for number in range(10):
        Client().post(
            "/login/",
            {"username": "henshu", "password": "wrong"},
            REMOTE_ADDR="192.0.2.1",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )
    assert attempt(Client(), "henshu", RIGHT).status_code == 429


def test_every_failure_is_a_line_in_the_log_with_account_and_address(
    editor: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        fail("henshu", 12)
        attempt(Client(), "my-password-in-the-wrong-field", "x")
    lines = [record.getMessage() for record in caplog.records if "accounts" in record.name]
    assert lines[:10] == ["Sign-in failed: account henshu, address 192.0.2.1"] * 10
    assert lines[10:12] == ["Sign-in refused after too many failures: account henshu, address 192.0.2.1"] * 2
    assert lines[12:] == ["Sign-in failed: account (unknown), address 192.0.2.1"]
    assert "wrong-" not in caplog.text


def test_nothing_that_was_typed_is_kept(editor: User) -> None:
    attempt(Client(), "my-password-in-the-wrong-field", "another-secret")
    for row in FailedSignIns.objects.values():
        assert "my-password" not in str(row) and "another-secret" not in str(row)


def test_an_administrator_ends_a_lock_on_a_page(editor: User, administrator: User, client: Client) -> None:
    fail("henshu", 10)
    client.force_login(administrator)
    assert "henshu" in client.get("/admin/accounts/failedsignins/").content.decode()
    client.post("/admin/auth/user/", {"action": "unlock", "_selected_action": [editor.pk]})
    assert attempt(Client(), "henshu", RIGHT).status_code == 302


def test_a_command_ends_a_lock(editor: User) -> None:
    fail("henshu", 10)
    told = StringIO()
    call_command("unlock_sign_in", "henshu", stdout=told)
    assert "1件解除" in told.getvalue()
    assert attempt(Client(), "henshu", RIGHT).status_code == 302
    with pytest.raises(CommandError, match="ありません"):
        call_command("unlock_sign_in", "nobody")
    with pytest.raises(CommandError, match="どちらか"):
        call_command("unlock_sign_in")


def test_a_command_ends_the_lock_of_an_address(reader: User, settings: Settings) -> None:
    settings.SIGN_IN_ATTEMPTS_ADDRESS = 2
    fail("a", 2)
    assert attempt(Client(), "yomu", RIGHT).status_code == 429
    call_command("unlock_sign_in", "--address", "192.0.2.1", stdout=StringIO())
    assert attempt(Client(), "yomu", RIGHT).status_code == 302


def test_old_hashes_are_made_anew_at_the_next_sign_in(editor: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "config.accounts.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    editor.password = make_password(RIGHT, hasher="pbkdf2_sha256")
    editor.save()
    assert attempt(Client(), "henshu", RIGHT).status_code == 302
    editor.refresh_from_db()
    assert editor.password.startswith("argon2$argon2id$")
    assert attempt(Client(), "henshu", RIGHT).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_administration_pages_have_no_sign_in_page_of_their_own(administrator: User, method: str) -> None:
    client = Client()
    answer = getattr(client, method)("/admin/login/?next=/admin/auth/user/", {"username": "kanri", "password": RIGHT})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")
    assert not is_signed_in(client)
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    attempt(client, "kanri", RIGHT, next="/admin/")
    assert client.get("/admin/login/").headers["Location"] == "/admin/"


def test_whoever_may_not_open_the_administration_pages_is_told_so(reader: User, client: Client) -> None:
    client.force_login(reader)
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_but_into_the_site(reader: User, place: str) -> None:
    assert attempt(Client(), "yomu", RIGHT, next=place).headers["Location"] == "/"
    assert attempt(Client(), "yomu", RIGHT, next="/years/?x=1").headers["Location"] == "/years/?x=1"


def test_signing_in_begins_a_session_with_another_key_and_signing_out_ends_it(reader: User) -> None:
    client = Client()
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    attempt(client, "yomu", RIGHT)
    key = client.session.session_key
    assert key != before
    assert not Session.objects.filter(session_key=before).exists()
    stolen = client.cookies["sessionid"].value
    client.post("/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["sessionid"] = stolen
    assert client.get("/account/password/").status_code == 302
