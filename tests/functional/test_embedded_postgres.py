"""Who can connect to the archive's own Postgres: real servers, and another user of the machine who really tries."""

import os
import pickle
import pwd
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config import embedded_postgres
from config.embedded_postgres import EmbeddedPostgresError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300
STRANGER = "nobody"
NOBODYS = 65_533
# Longer than a socket's address, in signs of three bytes.
LONG = "とても長い名前のフォルダー" * 3
START = """
import sys
from pathlib import Path
from config import embedded_postgres
print(embedded_postgres.start(Path(sys.argv[1]), True), flush=True)
sys.stdin.read()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="root でないと、ほかの利用者として試せません"),
]


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    folder = Path(tempfile.mkdtemp(prefix="archive-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """The folder of a server that was started once, and closed to others by its parent."""
    with reachable_folder() as folder:
        (folder / "closed").mkdir(mode=0o700)
        with started(folder / "closed" / "postgres"):
            pass
        yield folder / "closed" / "postgres"


def copied(data: Path, folder: Path) -> Path:
    subprocess.run(["cp", "-a", data, folder], check=True)
    return folder


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """A process that uses the server of the folder; the folder of its socket as that process names it."""
    env = {key: value for key, value in os.environ.items() if key != embedded_postgres.INHERITED}
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(folder)],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate(timeout=PATIENCE)


def as_stranger(work: Callable[[], Any]) -> Any:
    """What `work` returns or raises, done in a process of another user without any right of this one."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        stranger = pwd.getpwnam(STRANGER)
        try:
            os.setgroups([])
            os.setgid(stranger.pw_gid)
            os.setuid(stranger.pw_uid)
            told = work()
        except BaseException as error:
            told = error
        os.write(writing, pickle.dumps(told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = pickle.loads(answer.read())
    os.waitpid(child, 0)
    if isinstance(told, BaseException):
        raise told
    return told


def knock(address: str) -> bytes:
    """The first answer of the server to somebody who says that he is its superuser."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        line.connect(address)
        hello = struct.pack("!i", 196608) + b"user\0postgres\0database\0postgres\0\0"
        line.sendall(struct.pack("!i", len(hello) + 4) + hello)
        return line.recv(4096)


def socket_of(folder: Path) -> Path:
    """Where the server says that it listens."""
    lines = (folder / "postmaster.pid").read_text().splitlines()
    assert lines[5] == ""  # no address of a network
    return folder / lines[4] / f".s.PGSQL.{lines[3]}"


def knock_at(place: Path) -> bytes:
    """Knocks at a socket whose whole path is too long to be given."""
    os.chdir(place.parent)
    return knock(place.name)


@pytest.mark.parametrize("name", ["short", LONG], ids=["short", "long"])
def test_another_user_of_the_machine_reaches_no_socket(place: Path, data: Path, name: str) -> None:
    (place / name).mkdir()
    folder = copied(data, place / name / "postgres")
    with started(folder):
        found = socket_of(folder)
        assert found.is_socket()
        assert found.parent.samefile(folder)
        with pytest.raises(PermissionError):
            as_stranger(lambda: knock_at(found))


def test_who_reaches_the_socket_all_the_same_is_asked_who_he_is(place: Path, data: Path) -> None:
    folder = copied(data, place / "postgres")
    with started(folder) as host:
        found = socket_of(folder)
        folder.chmod(0o711)
        with pytest.raises(PermissionError):
            as_stranger(lambda: knock_at(found))
        found.chmod(0o777)
        answer = as_stranger(lambda: knock_at(found))
        assert answer.startswith(b"E") and b"eer authentication failed" in answer
        with psycopg.connect(host=host, user="postgres", dbname="postgres") as connection:
            connection.execute("CREATE ROLE reporting LOGIN")
            connection.commit()
            # Who owns the server may be any of its users.
            psycopg.connect(host=host, user="reporting", dbname="postgres").close()
            shown = connection.execute("SELECT setting FROM pg_settings WHERE name = 'listen_addresses'").fetchone()
            assert shown == ("",)


def test_a_folder_of_an_earlier_release_lets_nobody_else_in_any_more(place: Path, data: Path) -> None:
    folder = copied(data, place / "postgres")
    rules = folder / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 0.0.0.0/0 trust\n")
    shutil.chown(rules, folder.owner(), folder.group())
    secret = place / "of-root"
    secret.write_text("as it was")
    (folder / "pg_ident.conf").unlink()
    (folder / "pg_ident.conf").symlink_to(secret)
    with started(folder):
        assert "trust" not in rules.read_text()
        assert secret.read_text() == "as it was"
        # One that runs already, with a process of the archive that still uses it.
        rules.write_text("local all all trust\n")
        with started(folder):
            found = socket_of(folder)
            folder.chmod(0o711)
            found.chmod(0o777)
            assert as_stranger(lambda: knock_at(found)).startswith(b"E")


def test_a_folder_or_a_link_that_somebody_else_made_is_refused(place: Path) -> None:
    place.chmod(0o1777)
    (place / "postgres").mkdir()
    (place / "own").mkdir()
    shutil.chown(place / "own", STRANGER)
    (place / "link").symlink_to(place / "own")
    os.chown(place / "link", NOBODYS, NOBODYS, follow_symlinks=False)
    for name in ("postgres", "link"):
        with pytest.raises(EmbeddedPostgresError, match="書き込めません"):
            as_stranger(partial(embedded_postgres.check_folder, place / name))
    as_stranger(lambda: embedded_postgres.check_folder(place / "own"))
    place.chmod(0o777)
    with pytest.raises(EmbeddedPostgresError, match="書き込めません"):
        embedded_postgres.check_folder(place / "own")


def test_root_opens_no_folder_above_the_data_for_reading(data: Path) -> None:
    assert data.parent.stat().st_mode & 0o777 == 0o701


def test_an_archive_of_another_user_is_looked_after_by_root_and_stays_theirs(place: Path) -> None:
    shutil.chown(place, STRANGER)
    folder = place / "postgres"

    def start() -> str:
        os.environ.pop(embedded_postgres.INHERITED, None)
        host = embedded_postgres.start(folder, True)
        psycopg.connect(host=host, user="postgres", dbname="postgres").close()
        return host

    try:
        host = as_stranger(start)
    except EmbeddedPostgresError:
        with suppress(PermissionError):
            as_stranger(lambda: list((ROOT / ".venv").iterdir()))
            raise
        pytest.skip("ほかの利用者はこのフォルダーのプログラムを開けません")
    with started(folder):
        psycopg.connect(host=host, user="postgres", dbname="postgres").close()
    assert {folder.owner(), (folder / "base").owner(), (folder / "pg_hba.conf").owner()} == {STRANGER}
