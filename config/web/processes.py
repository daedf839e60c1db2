"""A process of the web server: forked and watched by gunicorn, its connections kept by waitress."""

import os
import resource
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker as GunicornWorker
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from config.web.connections import Listener

# A connection may have two temporary files beside itself; the database, libraries and the process need some more.
_FILES_PER_CONNECTION, _OTHER_FILES = 3, 256


class _Wake(wasyncore.file_dispatcher):  # type: ignore[misc]
    """A signal came: the loop looks whether it is to end."""

    def handle_read(self) -> None:
        self.recv(4096)

    def writable(self) -> bool:
        return False


class Worker(GunicornWorker):  # type: ignore[misc]
    """Serves until gunicorn tells it to end, then what is being answered."""

    def run(self) -> None:
        _raise_limit_of_files()
        sockets: dict[int, Any] = {}
        wake = _Wake(self.PIPE[0], map=sockets)
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        listeners = [Listener(self.wsgi, listening.sock, dispatcher, sockets) for listening in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self.notify()
            _serve_once(listeners, sockets, seconds=1)
        for listener in listeners:
            listener.stop_listening()
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while not all(listener.is_idle for listener in listeners) and time.monotonic() < deadline:
            self.notify()
            _serve_once(listeners, sockets, seconds=0.1)
        wake.del_channel(sockets)
        dispatcher.shutdown(timeout=max(0.0, deadline - time.monotonic()))


def _serve_once(listeners: Sequence[Listener], sockets: dict[int, Any], seconds: float) -> None:
    """Waits at most so long for something to come, and does it."""
    for listener in listeners:
        listener.mind()
    wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)


def _raise_limit_of_files() -> None:
    wanted = _FILES_PER_CONNECTION * settings.WEB_CONNECTIONS + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        possible = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, possible), hard))
