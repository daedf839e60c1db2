"""Readers that are replaced by programs of the tests, in every way in which they can be started."""

from collections.abc import Iterator

import pytest

from minutes.sandbox import connection
from tests.unit.sandbox.programs import Program, instead_of_tasks, put_before


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    """Changes how readers are started; undone once those are ended that were started so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_state", connection._State())
        yield patch
        connection.close()


@pytest.fixture
def program(patch: pytest.MonkeyPatch) -> Program:
    """program(code): runs this code in the process of the readers before they are used."""
    return lambda code: put_before(code, patch)


@pytest.fixture
def instead(program: Program) -> Program:
    """instead(code): readers run this code instead of every task, and answer with what it prints."""
    return lambda code: program(instead_of_tasks(code))
