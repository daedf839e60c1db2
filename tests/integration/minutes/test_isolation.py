"""A reader that was taken over by its file finds neither the site's database nor its secret."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection as database

from minutes.intake import apart
from minutes.sandbox import connection, isolation
from tests.unit.sandbox.programs import instead_of_tasks, put_before, start_by

pytestmark = pytest.mark.django_db


@pytest.fixture(params=(isolation.BUBBLEWRAP, isolation.OWN_USER))
def patch(request: pytest.FixtureRequest) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        start_by(request.param, patch)
        yield patch
        connection.close()


def test_the_database_answers_no_reader(patch: pytest.MonkeyPatch) -> None:
    known = {
        key: value
        for key, value in database.get_connection_params().items()
        if key in ("host", "port", "user", "password")
    }
    attempt = f"psycopg.connect(dbname='postgres', connect_timeout=5, **{known!r}).close()"
    exec(attempt, {"psycopg": psycopg})  # From here it works.
    code = f"import psycopg\ntry: {attempt}; print('connected')\nexcept psycopg.Error: print('refused')\n"
    put_before(instead_of_tasks(code), patch)
    assert apart.draw_page(b"x", 1, 1) == b"refused\n"


def test_the_site_s_folder_is_shut(patch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    secret = settings.VAR_DIR / "test-secret-key"
    secret.touch(mode=0o600)
    try:
        put_before(instead_of_tasks(f"try: print(open({str(secret)!r}))\nexcept OSError: print('refused')"), patch)
        assert apart.draw_page(b"x", 1, 1) == b"refused\n"
    finally:
        secret.unlink()
