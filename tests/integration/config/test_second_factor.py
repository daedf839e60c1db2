"""The second factor: who has to show a code of his app, and what half a sign-in opens (nothing)."""

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from config.sign_in import second_factor
from config.sign_in.models import RecoveryCode
from minutes import access

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse"
CODE, PAGE = "/login/code/", "/account/second-factor/"
WRONG, TOO_EARLY = "コードが違います", "間違いが続いたため"
STEP = 30


def code_of(key: str, steps: int = 0) -> str:
    """What an app shows `steps` steps from now for a secret as it is typed in (RFC 6238, worked out here)."""
    counter = struct.pack(">Q", int(time.time()) // STEP + steps)
    text = key.replace(" ", "")
    secret = base64.b32decode(text + "=" * (-len(text) % 8))
    digest = hmac.new(secret, counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sign_in(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    return client


def enrol(client: Client) -> tuple[str, list[str]]:
    """As a person does; the secret and the recovery codes that the pages showed."""
    client.post(PAGE, {"action": "begin"})
    page = client.get(PAGE).content.decode()
    secret = re.search(r'class="secret-key">([A-Z2-7 ]+)<', page)
    assert secret is not None
    shown = client.post(PAGE, {"action": "enrol", "code": code_of(secret[1])}).content.decode()
    return secret[1], re.findall(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>", shown)


def forget_last(user: User) -> None:
    """As if a minute had gone by since the last code."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1)


def is_in(client: Client) -> bool:
    return "ログアウト" in client.get("/").content.decode()


@pytest.fixture
def required(settings: Settings) -> None:
    settings.TOTP_REQUIRED = [access.EDITOR, access.ADMINISTRATOR]


def test_a_person_sets_up_an_app_and_shows_its_code_from_then_on(editor: User) -> None:
    client = sign_in(editor)
    assert is_in(client)
    client.post(PAGE, {"action": "begin"})
    page = client.get(PAGE).content.decode()
    # The picture is drawn here and loads nothing.
    assert "<svg" in page and "<path" in page
    assert not re.findall(r'(?:src|href)="https?:', page)
    secret, codes = enrol(client)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert is_in(client)
    other = sign_in(editor)
    assert not is_in(other)
    forget_last(editor)
    answer = other.post(CODE, {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]} ", "next": "/bodies/"})
    assert (answer.status_code, answer["Location"]) == (302, "/bodies/")
    assert is_in(other)


def test_half_a_sign_in_is_a_visitor_who_is_led_to_the_code(editor: User) -> None:
    enrol(sign_in(editor))
    client = sign_in(editor)
    for place in ("/", "/staff/uploads/", "/admin/", "/search/?q=x", "/bodies/", PAGE):
        answer = client.get(place)
        assert answer.status_code == 302, place
        assert answer["Location"].startswith(CODE), place
    assert client.get("/search/suggest/?q=x", headers={"HX-Request": "true"}).status_code == 401
    assert client.post("/staff/uploads/new/").status_code == 401
    assert client.post(PAGE, {"action": "begin"}).status_code == 401
    assert client.get("/no-such-page/").status_code == 404
    assert client.get("/no-such-page/").wsgi_request.user.is_anonymous
    # The way out, and in again as somebody else.
    assert client.get("/login/").status_code == 200
    client.post("/logout/")
    assert "_auth_user_id" not in client.session


def test_the_whole_session_has_another_key_than_the_half_one(editor: User) -> None:
    secret, _ = enrol(sign_in(editor))
    client = sign_in(editor)
    half = client.cookies["sessionid"].value
    forget_last(editor)
    client.post(CODE, {"code": code_of(secret)})
    assert client.cookies["sessionid"].value != half
    stranger = Client()
    stranger.cookies["sessionid"] = half
    assert not is_in(stranger)


def test_a_code_is_good_once(editor: User) -> None:
    secret, _ = enrol(sign_in(editor))
    # The one of setting it up was that once.
    client = sign_in(editor)
    code = code_of(secret)
    assert WRONG in client.post(CODE, {"code": code}).content.decode()
    TOTPDevice.objects.filter(user=editor).update(last_t=-1, throttling_failure_count=0)
    assert client.post(CODE, {"code": code}).status_code == 302
    other = sign_in(editor)
    assert WRONG in other.post(CODE, {"code": code}).content.decode()
    assert not is_in(other)


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_other_times_are_none(editor: User, steps: int) -> None:
    secret, _ = enrol(sign_in(editor))
    forget_last(editor)
    client = sign_in(editor)
    assert WRONG in client.post(CODE, {"code": code_of(secret, steps)}).content.decode()


def test_wrong_codes_slow_down_the_next_and_a_right_one_is_not_looked_at_meanwhile(editor: User) -> None:
    secret, codes = enrol(sign_in(editor))
    forget_last(editor)
    client = sign_in(editor)
    for wrong in ("000000", "1", "", "abcd-efgh-jkmn"):
        client.post(CODE, {"code": wrong})
        TOTPDevice.objects.filter(user=editor).update(
            throttling_failure_timestamp=timezone.now() - timedelta(minutes=1)
        )
    client.post(CODE, {"code": "000000"})
    TOTPDevice.objects.filter(user=editor).update(throttling_failure_timestamp=timezone.now() + timedelta(seconds=60))
    for right in (code_of(secret), codes[0]):
        assert TOO_EARLY in client.post(CODE, {"code": right}).content.decode()
    # From another browser, too.
    assert TOO_EARLY in sign_in(editor).post(CODE, {"code": code_of(secret)}).content.decode()
    TOTPDevice.objects.filter(user=editor).update(throttling_failure_timestamp=timezone.now() - timedelta(days=1))
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_a_recovery_code_is_good_once_and_kept_as_a_digest(editor: User) -> None:
    _, codes = enrol(sign_in(editor))
    kept = str(list(RecoveryCode.objects.values_list("digest", flat=True)))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    client = sign_in(editor)
    assert client.post(CODE, {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    assert is_in(client)
    other = sign_in(editor)
    assert WRONG in other.post(CODE, {"code": codes[3]}).content.decode()
    assert second_factor.recovery_codes_left(editor) == second_factor.RECOVERY_CODES - 1


def test_codes_are_of_one_person_alone(editor: User, administrator: User) -> None:
    secret, codes = enrol(sign_in(editor))
    enrol(sign_in(administrator))
    forget_last(administrator)
    client = sign_in(administrator)
    for code in (code_of(secret), codes[0]):
        client.post(CODE, {"code": code})
        assert not is_in(client)


@pytest.mark.usefixtures("required")
def test_those_who_must_set_it_up_open_nothing_before(editor: User, reader: User, administrator: User) -> None:
    assert is_in(sign_in(reader))
    for user in (editor, administrator):
        client = sign_in(user)
        answer = client.get("/staff/uploads/")
        assert answer["Location"].startswith(PAGE)
        assert "設定が必要です" in client.get(PAGE).content.decode()
        assert not is_in(client)
        enrol(client)
        assert is_in(client)
        # Whoever must have it cannot take it away.
        forget_last(user)
        device = TOTPDevice.objects.get(user=user)
        secret = base64.b32encode(device.bin_key).decode()
        client.post(PAGE, {"action": "remove", "code": code_of(secret)})
        assert TOTPDevice.objects.filter(user=user).exists()


@pytest.mark.usefixtures("required")
def test_a_superuser_without_the_group_is_an_administrator(db: None) -> None:
    user = User.objects.create_superuser("root", password=PASSWORD)
    assert not is_in(sign_in(user))


def test_taking_it_away_or_new_recovery_codes_want_a_code(editor: User) -> None:
    client = sign_in(editor)
    secret, codes = enrol(client)
    for action in ("remove", "renew", "enrol", "begin"):
        client.post(PAGE, {"action": action})
        assert WRONG in client.post(PAGE, {"action": action, "code": "000000"}).content.decode()
        TOTPDevice.objects.filter(user=editor).update(throttling_failure_count=0)
    assert TOTPDevice.objects.filter(user=editor).count() == 1
    forget_last(editor)
    page = client.post(PAGE, {"action": "renew", "code": code_of(secret)}).content.decode()
    renewed = re.findall(r"<code>([a-z0-9-]{14})</code>", page)
    assert len(renewed) == second_factor.RECOVERY_CODES and not set(renewed) & set(codes)
    client.post(PAGE, {"action": "remove", "code": renewed[0]})
    assert is_in(sign_in(editor))
    assert not RecoveryCode.objects.exists()


def test_an_app_is_set_up_only_with_a_code_of_it(editor: User) -> None:
    client = sign_in(editor)
    assert client.post(PAGE, {"action": "enrol", "code": "000000"}).status_code == 200
    client.post(PAGE, {"action": "begin"})
    assert WRONG in client.post(PAGE, {"action": "enrol", "code": "000000"}).content.decode()
    assert not TOTPDevice.objects.exists() and not RecoveryCode.objects.exists()


def test_an_administrator_takes_it_away_and_sees_no_secret(editor: User, administrator: User) -> None:
    enrol(sign_in(editor))
    device = TOTPDevice.objects.get(user=editor)
    client = sign_in(administrator)
    for place in ("", f"{device.pk}/change/", f"{device.pk}/delete/"):
        page = client.get(f"/admin/otp_totp/totpdevice/{place}").content.decode()
        assert "henshu" in page
        assert device.key not in page and base64.b32encode(device.bin_key).decode() not in page
    # The library's own pages, which show them, are not there.
    for name in ("config", "qrcode"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:otp_totp_totpdevice_{name}", args=[device.pk])
    client.post(f"/admin/otp_totp/totpdevice/{device.pk}/delete/", {"post": "yes"})
    assert not TOTPDevice.objects.exists() and not RecoveryCode.objects.exists()
    assert is_in(sign_in(editor))


def test_a_command_takes_it_away(editor: User, capsys: Any) -> None:
    enrol(sign_in(editor))
    call_command("remove_second_factor", editor.username)
    assert "解除しました" in capsys.readouterr().out
    assert is_in(sign_in(editor))
    for name in (editor.username, "nobody"):
        with pytest.raises(CommandError, match="利用者"):
            call_command("remove_second_factor", name)


@pytest.mark.usefixtures("required")
def test_ways_that_asked_for_it_elsewhere_are_not_asked_again(editor: User, settings: Settings) -> None:
    provider = "config.sign_in.backends.ProviderBackend"
    client = Client()
    client.force_login(editor, backend=provider)
    assert not is_in(client)
    settings.TOTP_EXEMPT = ["oidc"]
    client = Client()
    client.force_login(editor, backend=provider)
    assert is_in(client)
    # A password is asked as before.
    assert not is_in(sign_in(editor))


@pytest.mark.usefixtures("required")
def test_a_session_from_before_is_looked_at_when_it_comes(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    session = client.session
    del session["second_factor"]
    session.save()
    assert not is_in(client)


def test_half_a_session_that_is_left_alone_ends(editor: User) -> None:
    enrol(sign_in(editor))
    client = sign_in(editor)
    session = client.session
    session["second_factor"]["since"] -= 1000
    session.save()
    assert client.get("/").status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_is_sent_elsewhere_afterwards(editor: User) -> None:
    _, codes = enrol(sign_in(editor))
    for code, place in zip(codes, ("https://elsewhere.example/", "//elsewhere.example", "javascript:x"), strict=False):
        assert sign_in(editor).post(CODE, {"code": code, "next": place})["Location"] == "/"
