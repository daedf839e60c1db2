"""What every answer carries, and who may read when the office closes its archive."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_may_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


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
