"""What every answer carries, and who may read when the office closes its archive."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

ROOT = Path(__file__).parents[3]


def rules_of(answer: Any) -> dict[str, str]:
    """The parts of the policy of an answer by their names."""
    return dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", ["/", "/login/", "/no-such-page/", "/admin/", "/admin/auth/user/", "/static/css/base.css"]
)
def test_pages_may_load_nothing_from_elsewhere_and_run_nothing_of_their_own_text(
    client: Client, administrator: User, place: str
) -> None:
    if place.startswith("/admin"):
        client.force_login(administrator)
    answer = client.get(place)
    answer.close()
    rules = rules_of(answer)
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(" ".join(rules.values()).split())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert (
        answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    )
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.django_db
def test_forms_may_lead_to_servers_that_the_office_names(client: Client, settings: Settings) -> None:
    settings.FORM_ORIGINS = ["https://id.minato.example"]
    assert rules_of(client.get("/login/"))["form-action"] == "'self' https://id.minato.example"


@pytest.mark.django_db
def test_pages_of_the_administration_hold_no_script_and_no_style_of_their_own(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    for place in (
        "/admin/",
        "/admin/minutes/body/",
        "/admin/minutes/body/add/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
    ):
        page = client.get(place).content.decode()
        assert re.findall(r"<style|<script(?![^>]* src=)(?![^>]*application/json)|\son[a-z]+=|\sstyle=", page) == [], (
            place
        )


def test_what_is_shown_to_somebody_is_kept_nowhere(client: Client, reader: User, administrator: User) -> None:
    for user, place in (
        (reader, "/"),
        (reader, "/search/?q=x"),
        (administrator, "/admin/"),
        (reader, "/no-such-page/"),
    ):
        client.force_login(user)
        assert client.get(place).headers["Cache-Control"] == "no-store, private"
    gone = client.post("/logout/")
    assert gone.headers["Cache-Control"] == "no-store, private"
    assert gone.headers["Clear-Site-Data"] == '"cache"'
    for place in ("/", "/search/?q=x", "/no-such-page/"):
        answer = client.get(place)
        assert answer.headers["Cache-Control"] == "no-cache, private"
        assert "Cookie" in answer.headers["Vary"]
        assert "Clear-Site-Data" not in answer.headers


@pytest.mark.slow
def test_the_settings_of_production_pass_djangos_own_check() -> None:
    production = {
        "PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "kaigiroku.example",
        "DATABASE_URL": "postgresql://check@localhost/check",
    }
    tell = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    for arguments, said in (
        (["check", "--deploy", "--fail-level", "WARNING"], "no issues"),
        (["shell", "--no-imports", "-c", tell], "__Host-sessionid __Host-csrftoken True True True Lax"),
    ):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**kept, **production},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, said in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.django_db
def test_reading_needs_no_sign_in_by_default(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_a_closed_archive_sends_everybody_to_the_sign_in_page_and_back(
    client: Client, reader: User, settings: Settings
) -> None:
    settings.LOGIN_REQUIRED_TO_READ = True
    answer = client.get("/search/?q=x")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/search/%3Fq%3Dx")
    assert client.get("/login/").status_code == 200
    client.force_login(reader)
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_an_unknown_address_is_answered_in_the_sites_own_words(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.content.decode()
