"""What the gate runs twice, and what a quick run leaves out, is marked by itself."""

import pytest


def is_marked(request: pytest.FixtureRequest, name: str) -> bool:
    return request.node.get_closest_marker(name) is not None


def test_what_needs_no_database_runs_on_one_postgres(request: pytest.FixtureRequest) -> None:
    assert not is_marked(request, "database")
    assert not is_marked(request, "slow")


@pytest.mark.django_db
def test_what_asks_for_the_database_runs_on_every_postgres(request: pytest.FixtureRequest) -> None:
    assert is_marked(request, "database")


def test_what_a_fixture_stores_runs_on_every_postgres(request: pytest.FixtureRequest, known_body: object) -> None:
    assert is_marked(request, "database")
