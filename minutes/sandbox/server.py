"""The server of readers: loads readers and parser once, and forks a process for each task. Linux.

It is one process with one thread, started by connection.py, and reads no document itself. Of its client it has one
socket; each message brings four descriptors: standard input, output and error of the process to be forked, and a socket
of its own for this task. There the exit status is told; where the client closes it, the process is killed with all that
it has started. The server ends when its client has closed the first socket, or has ended, and nothing is at work.
"""

from __future__ import annotations

import gc
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from minutes.sandbox import child, isolation
from minutes.sandbox.wire import READY

_DESCRIPTORS = 4


@dataclass(frozen=True, slots=True)
class _Reader:
    """A process at work: the socket of its task and its folder, which goes with it."""

    link: socket.socket
    folder: str


def main() -> None:
    """Serves the socket of descriptor sys.argv[2] in the way sys.argv[3], the folders after it hidden."""
    way = sys.argv[3]
    isolation.shut_off(way, sys.argv[4:])
    # Fails here where no process could have a folder.
    shutil.rmtree(_new_folder())
    gc.collect()
    # What is loaded stays as it is, in memory that all processes share.
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[2])) as control:
        _Server(control, is_alone=way == isolation.BUBBLEWRAP).run()


class _Server:
    def __init__(self, control: socket.socket, is_alone: bool) -> None:
        self._control = control
        self._is_alone = is_alone
        self._readers: dict[int, _Reader] = {}
        self._selector = selectors.DefaultSelector()
        self._accepts = True

    def run(self) -> None:
        ended, told = os.pipe()
        for descriptor in (ended, told):
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        self._on(self._control, self._take)
        self._on(ended, lambda: self._reap(ended))
        self._control.send(READY)
        while self._accepts or self._readers:
            for key, _ in self._selector.select():
                key.data()

    def _on(self, what: socket.socket | int, do: Callable[[], None]) -> None:
        self._selector.register(what, selectors.EVENT_READ, do)

    def _take(self) -> None:
        """Takes a task from the client, or the end of all tasks."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, _DESCRIPTORS)
        try:
            if message and len(descriptors) == _DESCRIPTORS:
                self._fork(descriptors)
            else:
                self._stop()
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _stop(self) -> None:
        if self._accepts:
            self._accepts = False
            self._selector.unregister(self._control)
            # The client learns of it with its next task, and starts another server.
            self._control.close()

    def _fork(self, descriptors: list[int]) -> None:
        try:
            folder = _new_folder()
            pid = os.fork()
        except OSError:
            # Too little memory, too many processes: a new server may do better, and if not, the client knows.
            self._stop()
            return
        if pid == 0:
            _become(descriptors[:3], folder)
        link = socket.socket(fileno=os.dup(descriptors[3]))
        self._readers[pid] = _Reader(link, folder)
        self._on(link, lambda: self._give_up(pid, link))

    def _give_up(self, pid: int, link: socket.socket) -> None:
        """The client waits no more: the time is over, or it has ended."""
        self._selector.unregister(link)
        _kill(pid)

    def _reap(self, ended: int) -> None:
        with suppress(BlockingIOError):
            while os.read(ended, 4096):
                pass
        for pid, reader in list(self._readers.items()):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            # Before its number is free to be another's: what it has started ends with it.
            _kill(pid)
            _, status = os.waitpid(pid, 0)
            del self._readers[pid]
            if self._is_alone and not self._readers:
                # Also what has left its group. Nothing else lives here.
                with suppress(ProcessLookupError):
                    os.kill(-1, signal.SIGKILL)
            with suppress(OSError, RecursionError):
                shutil.rmtree(reader.folder)
            with suppress(KeyError):
                self._selector.unregister(reader.link)
            with suppress(OSError), reader.link as link:
                link.send(str(os.waitstatus_to_exitcode(status)).encode())


def _kill(pid: int) -> None:
    # By itself too: it may not have come to its own group yet.
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _become(descriptors: list[int], folder: str) -> None:
    """In the forked process: nothing of the server's is left, and the task is done."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.chdir(folder)
        os.environ.update(HOME=folder, TMPDIR=folder)
        tempfile.tempdir = None
        child.main()
    finally:
        os._exit(1)


def _new_folder() -> str:
    return tempfile.mkdtemp(prefix="reading-")
