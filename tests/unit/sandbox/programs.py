"""Programs that take the place of the readers, however they are started."""

from collections.abc import Callable

import pytest

from minutes.sandbox import connection, isolation, process

# program(code): runs the code in the process of the readers before they are used.
Program = Callable[[str], None]
ALONE = "alone"


def start_by(way: str, patch: pytest.MonkeyPatch) -> None:
    """From now on readers are started in this way alone. Skips the test where the system does not allow it."""
    if way == isolation.OWN_USER and isolation.OWN_USER not in isolation.ways():
        pytest.skip("needs root")
    patch.setattr(isolation, "ways", lambda: [] if way == ALONE else [way])
    patch.setattr(connection, "_state", connection._State())
    if way != ALONE and connection.way() is None:
        pytest.skip(f"no server of readers can be started here in the way {way}")


def put_before(code: str, patch: pytest.MonkeyPatch) -> None:
    for module in (connection, process):
        head, _, call = module._PROGRAM.rpartition("; ")
        patch.setattr(module, "_PROGRAM", f"{head}\n{code}\n{call}")


def instead_of_tasks(code: str) -> str:
    """Code that has every task do `code` and answer with what it prints."""
    return (
        "from minutes.sandbox import tasks\n"
        f"CODE = {code!r}\n"
        "def hostile(data, limits, asked):\n"
        "    exec(compile(CODE, 'hostile', 'exec'), {'__name__': 'hostile'})\n"
        "    return b''\n"
        "tasks.TASKS.update(dict.fromkeys(tasks.TASKS, hostile))\n"
    )
