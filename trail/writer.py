"""Writing after the answer: one thing after another, in a thread and on a database connection of its own."""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
# What waits while the database is slow or away; a row is some hundred bytes.
MOST_WAITING = 1_000
# A thread without work ends, and its connection with it.
IDLE_SECONDS = 30.0
# A process that ends waits so long for what it has not written yet.
FLUSH_SECONDS = 2.0


class BackgroundWriter(Generic[Item]):
    """Hands items to `write` in the order in which they came, soon, and never keeps who puts them waiting.

    Each process has a thread of its own: it is started by the first item, also in processes that were forked. What
    `write` raises is logged. Items are lost, and that is logged, where more than MOST_WAITING wait; and where a process
    is killed.
    """

    def __init__(self, write: Callable[[Item], None]) -> None:
        self._write = write
        self._begin()
        os.register_at_fork(after_in_child=self._begin)
        # At the end of the process, before threads are ended.
        atexit.register(self.flush)

    def _begin(self) -> None:
        self._waiting: Queue[Item] = Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, item: Item) -> None:
        """Leaves an item to be written."""
        with self._lock:
            try:
                self._waiting.put_nowait(item)
            except Full:
                logger.error("Too much waits to be written: %r is lost.", self._write.__name__)
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="background-writer", daemon=True)
                self._thread.start()

    def flush(self, seconds: float = FLUSH_SECONDS) -> bool:
        """Waits until all that was put is written; whether it was within so many seconds."""
        waiting = self._waiting
        with waiting.all_tasks_done:
            return waiting.all_tasks_done.wait_for(lambda: not waiting.unfinished_tasks, seconds)

    def _work(self) -> None:
        waiting = self._waiting
        try:
            while True:
                try:
                    item = waiting.get(timeout=IDLE_SECONDS)
                except Empty:
                    with self._lock:
                        if waiting.empty():
                            self._thread = None
                            return
                    continue
                self._do(item)
                waiting.task_done()
        finally:
            with self._lock:
                # However it ended: the next item starts another.
                if self._thread is threading.current_thread():
                    self._thread = None
            # This thread's own.
            connections.close_all()

    def _do(self, item: Item) -> None:
        try:
            # As around a request: a connection that is too old or broken gives way to another.
            close_old_connections()
            try:
                self._write(item)
            finally:
                close_old_connections()
        except Exception:
            # The thread outlives what is wrong with one item.
            logger.exception("%s failed.", self._write.__name__)
