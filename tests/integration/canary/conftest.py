"""One archive for each module of the canary test, and who walks through it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from pytest_django import Settings

from search.log import recording
from tests.integration.canary.archive import Archive, build
from tests.integration.canary.people import Person, editor_account, everybody
from trail import access_log


def _forget(occurrence: object) -> None:
    """What is searched for and looked at is recorded nowhere."""


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around the whole module, taken back at its end."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(recording.writer, "put", _forget)
        patch.setattr(access_log.writer, "put", _forget)
        # Thousands of refusals, each with the way to it.
        patch.setattr(logging.getLogger("django.request"), "disabled", True)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="module")
def editor(database: None) -> User:
    return editor_account()


@pytest.fixture(scope="module")
def archive(editor: User) -> Archive:
    return build(editor)


@pytest.fixture(scope="module")
def people(archive: Archive) -> dict[str, Person]:
    return everybody(archive.editor)


@pytest.fixture(scope="module")
def full(pytestconfig: pytest.Config) -> bool:
    """Whether every query is put to every object by everybody."""
    return bool(pytestconfig.getoption("canary_full"))


@pytest.fixture(autouse=True)
def searches_are_recorded_nowhere(searches_are_counted_at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording.writer, "put", _forget)


@pytest.fixture
def open_or_closed(settings: Settings) -> Any:
    """open_or_closed(person): the archive is as that person finds it."""

    def as_found(person: Person) -> None:
        settings.LOGIN_REQUIRED_TO_READ = person.archive_is_closed

    return as_found
