"""Signing in by an OpenID provider: a real one, in a process of its own, with discovery, keys and PKCE.

The provider also does wrong where a test asks it to: what it signs then must open nothing.
"""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from config.sign_in import ways
from config.sign_in.models import Identity
from minutes import access
from tests.oidc_provider import CLIENT, PASSWORD, SECRET

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
RETURN = "/login/oidc/return/"
NOT_SIGNED_IN = "認証サーバー（OpenID Connect）でログインできませんでした"
LATE = "もう一度ログインしてください"
SECONDS = 60


@dataclass
class Provider:
    address: str
    folder: Path

    def does_wrong(self, mischief: str) -> None:
        (self.folder / "mischief").write_text(mischief)

    def says(self, **claims: dict[str, Any]) -> None:
        """What of whom, beside the name."""
        (self.folder / "claims.json").write_text(json.dumps(claims))

    def let_in(self, name: str, address: str) -> str:
        """A browser that signs in there: where it is sent back to."""
        browser = requests.Session()
        browser.trust_env = False
        answer = browser.get(address, allow_redirects=False, timeout=SECONDS)
        while not answer.headers.get("Location", "").startswith("http://testserver"):
            place = answer.headers["Location"]
            assert place.startswith("/"), answer.text
            answer = browser.get(self.address + place, allow_redirects=False, timeout=SECONDS)
            if answer.status_code == 200:
                answer = browser.post(
                    self.address + place,
                    {"username": name, "password": PASSWORD},
                    allow_redirects=False,
                    timeout=SECONDS,
                )
        return str(answer.headers["Location"]).removeprefix("http://testserver")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder = tmp_path_factory.mktemp("provider")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "claims.json").write_text("{}")
    command = [sys.executable, str(ROOT / "tests" / "oidc_provider.py"), str(port), str(folder)]
    process = subprocess.Popen([*command, f"http://testserver{RETURN}"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Provider(f"http://127.0.0.1:{port}", folder)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def office(running: Provider, settings: Settings) -> Provider:
    """The provider, doing right, and the archive that believes it."""
    running.says()
    with suppress(FileNotFoundError):
        (running.folder / "mischief").unlink()
    use(settings, running.address)
    return running


def use(settings: Settings, issuer: str, **changes: str) -> None:
    usual = {
        "issuer": issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "label": "職員認証",
        "scopes": "openid profile",
        "name_claim": "preferred_username",
        "groups_claim": "groups",
        "ca_file": "",
    }
    settings.SIGN_IN_PROVIDER = ways.provider(**{**usual, **changes})


def person(client: Client) -> User | None:
    found = client.session.get("_auth_user_id")
    return User.objects.get(pk=found) if found else None


def sign_in(office: Provider, name: str = "kawase", page: str = "") -> tuple[Client, str]:
    """A browser after the way there and back, and what it shows in the end."""
    client = Client()
    began = client.get("/login/oidc/", {"next": page} if page else {})
    assert began.status_code == 302
    answer = client.get(office.let_in(name, began["Location"]), follow=True)
    return client, answer.content.decode()


def test_the_sign_in_page_leads_to_the_provider_and_back_to_where_one_was_going(office: Provider) -> None:
    client = Client()
    page = client.get("/login/?next=/bodies/").content.decode()
    link = re.search(r'href="(/login/oidc/\?[^"]*)"[^>]*>([^<]*)<', page)
    assert link is not None and "職員認証" in link[2]
    began = client.get(link[1])
    asked = parse_qs(urlsplit(began["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    back = client.get(office.let_in("kawase", began["Location"]))
    assert (back.status_code, back["Location"]) == (302, "/bodies/")
    user = person(client)
    assert user is not None
    assert (user.username, user.has_usable_password(), user.is_staff, user.is_superuser) == (
        "kawase",
        False,
        False,
        False,
    )
    # Nothing of the attempt is left in the browser.
    assert not [name for name, kept in client.cookies.items() if name.startswith("oidc_") and kept.value]


def test_nobody_is_sent_elsewhere_afterwards(office: Provider) -> None:
    for page in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\elsewhere.example"):
        client = Client()
        began = client.get("/login/oidc/", {"next": page})
        assert client.get(office.let_in("kawase", began["Location"]))["Location"] == "/"


def test_people_are_known_by_their_subject_whatever_they_are_called(office: Provider) -> None:
    office.says(kawase={"family_name": "川瀬", "given_name": "みなと"})
    first = person(sign_in(office)[0])
    assert first is not None and (first.last_name, first.first_name) == ("川瀬", "みなと")
    office.says(kawase={"preferred_username": "misaki", "name": "改姓 みなと"})
    again = person(sign_in(office)[0])
    assert again == first
    assert again is not None and again.username == "kawase" and again.last_name == "改姓 みなと"


def test_neither_a_name_nor_a_mail_address_leads_into_anothers_account(office: Provider) -> None:
    local = User.objects.create_superuser("admin", email="admin@minatono.example", password="local-password")
    prepared = User(username="shomu", email="shomu@minatono.example")
    prepared.set_unusable_password()
    prepared.save()
    for claims in (
        {"preferred_username": "admin"},
        {"preferred_username": "Admin"},
        {"preferred_username": "ａｄｍｉｎ"},
        {"preferred_username": "shomu"},
        {"preferred_username": "admin", "email": "admin@minatono.example", "email_verified": False},
        {"preferred_username": "admin", "email": "admin@minatono.example", "email_verified": True},
    ):
        office.says(kawase=claims)
        client, page = sign_in(office)
        assert person(client) is None, claims
        assert "のアカウントが別にあります" in page
    office.says(kawase={"email": "admin@minatono.example", "email_verified": True})
    Identity.objects.all().delete()
    found = person(sign_in(office)[0])
    assert found is not None and found not in (local, prepared)
    assert (found.username, found.email) == ("kawase", "")


@pytest.mark.parametrize(
    "mischief",
    [
        "issuer",
        "audience",
        "audience with azp",
        "expired",
        "no expiry",
        "nonce",
        "no nonce",
        "no subject",
        "foreign key",
        "public key as secret",
        "client secret",
        "no signature",
        "no signature, key named",
    ],
)
def test_an_id_token_that_proves_nothing_signs_nobody_in(office: Provider, mischief: str) -> None:
    office.does_wrong(mischief)
    client, page = sign_in(office)
    assert person(client) is None
    assert NOT_SIGNED_IN in page
    assert not User.objects.filter(username="kawase").exists()
    # It was that, and nothing else.
    office.does_wrong("")
    assert person(sign_in(office)[0]) is not None


def test_an_answer_to_another_attempt_or_another_browsers_signs_nobody_in(office: Provider) -> None:
    mine, victim = Client(), Client()
    answer = office.let_in("misaki", mine.get("/login/oidc/")["Location"])
    # Somebody is led to the answer of an attempt that he did not begin.
    assert LATE in victim.get(answer, follow=True).content.decode()
    assert person(victim) is None
    # One of his own does not help.
    his = parse_qs(urlsplit(victim.get("/login/oidc/")["Location"]).query)["state"][0]
    code = parse_qs(urlsplit(answer).query)["code"][0]
    assert (
        NOT_SIGNED_IN in victim.get(f"{RETURN}?{urlencode({'code': code, 'state': his})}", follow=True).content.decode()
    )
    assert person(victim) is None
    for state in ("", "x", his[:12], his + "x", his[:-1] + ("a" if his[-1] != "a" else "b")):
        query = urlencode({"code": "x", "state": state})
        assert LATE in victim.get(f"{RETURN}?{query}", follow=True).content.decode()


def test_an_answer_is_good_once(office: Provider) -> None:
    client = Client()
    began = client.get("/login/oidc/")
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    answer = office.let_in("kawase", began["Location"])
    client.get(answer)
    assert person(client) is not None
    other = Client()
    for name, value in kept.items():
        other.cookies[name] = value
    assert NOT_SIGNED_IN in other.get(answer, follow=True).content.decode()
    assert person(other) is None


def test_what_is_kept_of_an_attempt_cannot_be_written_by_the_browser(office: Provider) -> None:
    client = Client()
    client.get("/login/oidc/")
    for name in [name for name in client.cookies if name.startswith("oidc_")]:
        client.cookies[name] = client.cookies[name].value[:-3] + "AAA"
        state = name.removeprefix("oidc_")
        assert LATE in client.get(f"{RETURN}?code=x&state={state}", follow=True).content.decode()


def test_groups_come_along_from_the_claim_at_every_sign_in(office: Provider, settings: Settings) -> None:
    settings.SIGN_IN_GROUPS = ways.group_map("議事係=編集者;情報システム課=総務課")
    Group.objects.create(name="総務課")
    kept = Group.objects.create(name="広報部会")
    office.says(kawase={"groups": ["議事係", "情報システム課", "管理者", 7]})
    user = person(sign_in(office)[0])
    assert user is not None
    assert set(user.groups.values_list("name", flat=True)) == {access.EDITOR, "総務課"}
    user.groups.add(kept)
    office.says(kawase={"groups": "情報システム課"})
    sign_in(office)
    assert set(user.groups.values_list("name", flat=True)) == {"総務課", "広報部会"}
    # A provider that does not tell them any more takes them, too.
    office.says(kawase={})
    sign_in(office)
    assert set(user.groups.values_list("name", flat=True)) == {"広報部会"}


def test_a_stopped_account_stays_out(office: Provider) -> None:
    client, _ = sign_in(office)
    User.objects.filter(username="kawase").update(is_active=False)
    assert "kawaseさん" not in client.get("/").content.decode()
    client, page = sign_in(office)
    assert person(client) is None
    assert "このアカウントは停止されています" in page


def test_a_provider_that_is_away_or_another_is_told_in_plain_words(office: Provider, settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        use(settings, f"http://127.0.0.1:{taken.getsockname()[1]}")
        answer = Client().get("/login/oidc/", follow=True)
        assert answer.status_code == 200
        assert NOT_SIGNED_IN in answer.content.decode()
    # It is found at this address and calls itself otherwise.
    use(settings, office.address + "/")
    assert NOT_SIGNED_IN in Client().get("/login/oidc/", follow=True).content.decode()
    use(settings, office.address, client_secret="wrong")
    client, page = sign_in(office)
    assert person(client) is None
    assert NOT_SIGNED_IN in page


def test_whoever_says_no_there_is_told_so(office: Provider) -> None:
    client = Client()
    state = parse_qs(urlsplit(client.get("/login/oidc/")["Location"]).query)["state"][0]
    answer = client.get(f"{RETURN}?error=access_denied&state={state}", follow=True)
    assert NOT_SIGNED_IN in answer.content.decode()
