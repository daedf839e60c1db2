"""Passwords that somebody else gave: whoever signs in with one changes it first; everybody may change his own."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from config import startup
from config.accounts import passwords
from config.accounts.models import InitialPassword
from config.accounts.validators import OtherWords
from tests.integration.config.test_closed_archive import addresses

pytestmark = pytest.mark.django_db
GIVEN, OWN = "given-by-another", "kawasemi-no-heya-7"


def signed_in(name: str, password: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": name, "password": password}).status_code == 302
    return client


def change(client: Client, old: str, new: str, **sent: str) -> str:
    answer = client.post(
        "/account/password/", {"old_password": old, "new_password1": new, "new_password2": new, **sent}
    )
    return answer.headers["Location"] if answer.status_code == 302 else answer.content.decode()


@pytest.fixture
def newcomer(administrator: User) -> User:
    """An administrator, who may open every page, with a password that was given."""
    passwords.give(administrator, GIVEN)
    return administrator


@pytest.mark.slow
def test_a_given_password_opens_no_page_but_the_one_that_changes_it(newcomer: User, store: object) -> None:
    client = signed_in("kanri", GIVEN)
    for address in addresses("2024-03-25"):
        for method in ("GET", "POST"):
            if address.name in ("password_change", "logout"):
                continue
            answer = client.generic(method, address.path)
            where = (address.name, method, answer.status_code)
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/account/password/?next="), where
            else:
                assert answer.status_code == 403, where
                assert "最初にパスワードを変更してください" in answer.content.decode(), where


@pytest.mark.parametrize(
    "headers", [{"HX-Request": "true"}, {"Accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"}]
)
def test_scripts_get_nothing_either(newcomer: User, headers: dict[str, str]) -> None:
    answer = signed_in("kanri", GIVEN).get("/staff/uploads/progress/", headers=headers)
    assert answer.status_code in (302, 403)


def test_after_the_change_one_goes_on_to_where_one_wanted(newcomer: User) -> None:
    client = signed_in("kanri", GIVEN)
    place = client.get("/staff/uploads/?state=draft").headers["Location"]
    assert 'value="/staff/uploads/?state=draft"' in client.get(place).content.decode()
    assert change(client, GIVEN, OWN, next="/staff/uploads/?state=draft") == "/staff/uploads/?state=draft"
    assert client.get("/staff/uploads/").status_code == 200
    assert signed_in("kanri", OWN).get("/staff/uploads/").status_code == 200


@pytest.mark.parametrize("place", ["https://elsewhere.example/", "//elsewhere.example"])
def test_the_change_leads_nowhere_but_into_the_site(newcomer: User, place: str) -> None:
    assert change(signed_in("kanri", GIVEN), GIVEN, OWN, next=place) == "/"


def test_the_given_password_does_not_stay(newcomer: User) -> None:
    client = signed_in("kanri", GIVEN)
    assert "今のパスワードとは違う" in change(client, GIVEN, GIVEN)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("abc", "短すぎます"),
        ("8127364509", "数字だけ"),
        ("password123", "一般的"),
        ("kawasemi-yomu1", "似すぎ"),
        ("Kaigiroku-2026", "思いつく言葉だけ"),
    ],
)
def test_weak_passwords_are_refused_in_japanese(reader: User, new: str, told: str) -> None:
    reader.email = "kawasemi-yomu@example.lg.jp"
    reader.save()
    assert told in change(signed_in("yomu", "correct-horse"), "correct-horse", new)


def test_everybody_finds_the_page_in_the_head(reader: User) -> None:
    assert 'href="/account/password/"' in signed_in("yomu", "correct-horse").get("/").content.decode()
    assert 'href="/account/password/"' not in Client().get("/").content.decode()
    assert Client().get("/account/password/").headers["Location"].startswith("/login/?next=")


def test_a_change_ends_the_other_sessions_and_not_this_one(reader: User) -> None:
    here, there = signed_in("yomu", "correct-horse"), signed_in("yomu", "correct-horse")
    key = here.session.session_key
    change(here, "correct-horse", OWN)
    assert here.get("/account/password/").status_code == 200
    assert here.session.session_key != key
    assert there.get("/account/password/").status_code == 302


def test_guessing_the_present_password_is_limited(reader: User) -> None:
    client = signed_in("yomu", "correct-horse")
    for _ in range(10):
        assert "今のパスワードが違います" in change(client, "wrong", OWN)
    assert "ログインの失敗が続いたため" in change(client, "correct-horse", OWN)


def test_whose_password_is_kept_elsewhere_is_told_so(reader: User) -> None:
    reader.set_unusable_password()
    reader.save()
    client = Client()
    client.force_login(reader)
    page = client.get("/account/password/").content.decode()
    assert "この仕組みの外で管理" in page and "new_password1" not in page
    assert "パスワードの変更</a>" not in client.get("/").content.decode()


def test_a_password_that_an_administrator_sets_is_changed_first(administrator: User, reader: User) -> None:
    theirs = signed_in("yomu", "correct-horse")
    client = Client()
    client.force_login(administrator)
    form = {"usable_password": "true", "password1": OWN, "password2": OWN}
    assert client.post(f"/admin/auth/user/{reader.pk}/password/", form).status_code == 302
    assert theirs.get("/account/password/").status_code == 302, "it ends what is signed in"
    assert signed_in("yomu", OWN).get("/").headers["Location"].startswith("/account/password/")
    assert "yomu" in client.get("/admin/accounts/initialpassword/").content.decode()


def test_the_password_of_an_account_that_an_administrator_makes_is_changed_first(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    form = {"username": "shinjin", "usable_password": "true", "password1": OWN, "password2": OWN}
    assert client.post("/admin/auth/user/add/", form).status_code == 302
    assert signed_in("shinjin", OWN).get("/").headers["Location"].startswith("/account/password/")


def test_administrators_change_their_own_on_the_same_page_as_everybody(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    for place in ("/admin/password_change/", f"/admin/auth/user/{administrator.pk}/password/"):
        for method in (client.get, client.post):
            assert method(place).headers["Location"] == "/account/password/"


def test_the_first_accounts_are_given_theirs() -> None:
    made = startup.create_accounts()
    assert {name for name, _, _ in made} == {"reader", "editor", "admin"}
    for name, _, password in made:
        assert re.fullmatch(r"[A-Za-z2-9]{7}-[A-Za-z2-9]{7}", password)
        assert signed_in(name, password).get("/").headers["Location"].startswith("/account/password/")


def test_a_command_issues_a_password_that_is_changed_first(reader: User) -> None:
    theirs = signed_in("yomu", "correct-horse")
    for _ in range(10):
        Client().post("/login/", {"username": "yomu", "password": "wrong"})
    told = StringIO()
    call_command("issue_password", "yomu", stdout=told)
    assert theirs.get("/account/password/").status_code == 302
    password = told.getvalue().split()[-1]
    assert signed_in("yomu", password).get("/").headers["Location"].startswith("/account/password/")
    with pytest.raises(CommandError, match="ありません"):
        call_command("issue_password", "nobody")


def test_djangos_own_command_gives_one_too(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda **_: OWN)
    call_command("changepassword", "yomu", stdout=StringIO())
    assert InitialPassword.objects.filter(user=reader).exists()


@pytest.mark.parametrize("name", ["initialpassword", "failedsignins"])
def test_what_is_kept_of_accounts_is_only_looked_at(administrator: User, reader: User, name: str) -> None:
    passwords.mark_given(reader)
    Client().post("/login/", {"username": "yomu", "password": "wrong"})
    client = Client()
    client.force_login(administrator)
    assert "yomu" in client.get(reverse(f"admin:accounts_{name}_changelist")).content.decode()
    assert client.get(reverse(f"admin:accounts_{name}_add")).status_code == 403


def test_words_of_this_place_are_no_password_but_may_stand_in_one(settings: Settings) -> None:
    settings.SITE_NAME, settings.ALLOWED_HOSTS = "架空市会議録", ["kaigi.kawasemi.example"]
    for password in ("架空市会議録2026", "ｋａｗａｓｅｍｉ-0401", "gikai_gijiroku!", "kawasemi.example"):
        with pytest.raises(ValidationError, match="思いつく言葉だけ"):
            OtherWords().validate(password)
    for password in ("kaigiroku-tsuki-no-hikari", "tsuki-no-hikari", "会議録をよむのはたのしい"):
        OtherWords().validate(password)
