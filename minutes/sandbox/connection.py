"""The client's side of the server of readers (server.py): started where it is needed first, ended with this process.

Each process of the site has a server of its own. Another one is started where it has died, where the code of the readers
has changed since, and in a process that was forked. No Django.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from minutes.sandbox import isolation
from minutes.sandbox.wire import READY

logger = logging.getLogger(__name__)

# What helping programs need of this process's environment; passwords are not among it.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")

_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from minutes.sandbox import server; server.main()"
_START_SECONDS = 120  # a busy machine
_END_SECONDS = 5
# Where no server could be started, none is tried for so long.
_PAUSE_SECONDS = 60
_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class _Server:
    process: subprocess.Popen[bytes]
    control: socket.socket
    way: str
    made_of: object


class _State:
    """What this process has of servers; a forked process begins with nothing."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.server: _Server | None = None
        # Those that end when their last document is read.
        self.leaving: list[_Server] = []
        self.links: set[socket.socket] = set()
        self.refused_at: float | None = None
        self.is_ended = False


_state = _State()
_hidden: list[str] = []


def hide(*folders: Path) -> None:
    """Folders of the site that no reader has to see, as far as the system can hide them."""
    _hidden.extend(str(folder) for folder in folders if str(folder) not in _hidden)


def environment() -> dict[str, str]:
    """What a reader may know of this process's environment."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def way() -> str | None:
    """In which way of `isolation` readers are kept apart here, starting the server; None where there is none."""
    server = _running()
    return server.way if server else None


def status_of(given: IO[bytes], answer: IO[bytes], complaint: IO[bytes], seconds: float) -> int | None:
    """Has the server do a task. Returns the exit status of its process, negative for a signal: SIGALRM where it takes
    longer than `seconds`, SIGKILL after `end`.

    None where no server can be started. A server that dies is replaced once: what kills that too is the document.
    """
    for _ in range(_ATTEMPTS):
        server = _running()
        if server is None:
            return -signal.SIGKILL if _state.is_ended else None
        told = _ask(server, given, answer, complaint, seconds)
        if told is not None:
            return told
        _forget(server)
        for file in (given, answer, complaint):
            file.seek(0)
        for file in (answer, complaint):
            file.truncate()
    return -signal.SIGKILL if _state.is_ended else -signal.SIGABRT


def end() -> None:
    """Gives up all that is being read; from now on nothing is read in this process."""
    with _state.lock:
        _state.is_ended = True
        for link in _state.links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
    close()


def close() -> None:
    """Ends the server; another one is started where it is needed."""
    with _state.lock:
        servers = [*_state.leaving, *([_state.server] if _state.server else [])]
        _state.server, _state.leaving = None, []
    for server in servers:
        server.control.close()
    for server in servers:
        try:
            server.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()


def _ask(server: _Server, given: IO[bytes], answer: IO[bytes], complaint: IO[bytes], seconds: float) -> int | None:
    """The exit status; None where the server has died, or ends."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs, _state.lock:
            if _state.is_ended:
                return None
            _state.links.add(ours)
            files = [file.fileno() for file in (given, answer, complaint)]
            with suppress(OSError):
                socket.send_fds(server.control, [b"."], [*files, theirs.fileno()])
        try:
            # Closed when the time is over, it has the server kill the process.
            ours.settimeout(seconds)
            told = ours.recv(16)
        except TimeoutError:
            return -signal.SIGALRM
        except OSError:
            return None
        finally:
            with _state.lock:
                _state.links.discard(ours)
    return int(told) if told else None


def _running() -> _Server | None:
    """The server, started where there is none that is up to date; None where none can be started."""
    with _state.lock:
        _state.leaving = [server for server in _state.leaving if server.process.poll() is None]
        if _state.is_ended:
            return None
        made_of = _made_of()
        if _state.server and (_state.server.made_of != made_of or _state.server.process.poll() is not None):
            _leave(_state.server)
        if _state.server is None and sys.platform == "linux":
            refused_at = _state.refused_at
            if refused_at is None or time.monotonic() - refused_at > _PAUSE_SECONDS:
                _state.server = _started(made_of)
                _state.refused_at = None if _state.server else time.monotonic()
        return _state.server


def _forget(server: _Server) -> None:
    with _state.lock:
        if _state.server is server:
            _leave(server)


def _leave(server: _Server) -> None:
    server.control.close()
    _state.server = None
    _state.leaving.append(server)


def _made_of() -> object:
    """What tells one state of the readers' code from another: names, times and sizes of its files."""
    found: list[tuple[str, str, int, int]] = []
    for folder, _, files in os.walk(isolation.PACKAGE):
        if not folder.endswith("__pycache__"):
            stats = ((name, os.stat(os.path.join(folder, name))) for name in files)  # noqa: PTH116, PTH118 - before each document
            found.extend((folder, name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
    return _PROGRAM, tuple(_hidden), sorted(found)


def _started(made_of: object) -> _Server | None:
    for way in isolation.ways():
        server = _start(way, made_of)
        if server is not None:
            return server
        logger.warning("the readers' server does not start in the way %s", way)
    return None


def _start(way: str, made_of: object) -> _Server | None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    number = str(theirs.fileno())
    command = [sys.executable, "-I", "-c", _PROGRAM, str(isolation.PACKAGE.parent), number, way, *_hidden]
    folder = isolation.temporary_folder(way)
    with theirs:
        try:
            process = subprocess.Popen(
                isolation.wrapped(way, command, _hidden),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd="/",
                env={**environment(), "HOME": folder, "TMPDIR": folder},
                start_new_session=True,
            )
        except OSError:
            ours.close()
            return None
    try:
        ours.settimeout(_START_SECONDS)
        if ours.recv(len(READY)) == READY:
            ours.settimeout(None)
            return _Server(process, ours, way, made_of)
    except OSError:
        pass
    ours.close()
    process.kill()
    process.wait()
    return None


def _begin_anew() -> None:
    """In a forked process: the server and what is read belong to the parent."""
    global _state
    old, _state = _state, _State()
    for link in old.links:
        link.close()
    for server in (*old.leaving, *([old.server] if old.server else [])):
        server.control.close()
        server.process.returncode = 0


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(close)
