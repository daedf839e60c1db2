"""How many requests each asker sent lately, told in one file that all processes of a machine share.

Every asker has a bucket that drains steadily (the generic cell rate algorithm): one number tells when it will be empty.
The file has a fixed size, however many askers there are; who has been quiet for longest gives way.
"""

import fcntl
import mmap
import os
import struct
import threading
from hashlib import blake2b
from pathlib import Path

# An asker's digest, and when the bucket will be empty, in seconds of the clock.
_ROW = struct.Struct("<Qd")
_ROWS_OF_A_SET = 8
_SETS = 4096
_SIZE = _ROW.size * _ROWS_OF_A_SET * _SETS
# So much of the allowance may come at once.
WINDOW_SECONDS = 60.0


class RequestRate:
    """The buckets of all askers. `secret` keeps others from finding askers that share a set."""

    def __init__(self, path: Path, secret: str) -> None:
        self._path = path
        self._secret = secret.encode()[:64]
        self._file: int | None = None
        self._memory: mmap.mmap | None = None
        self._renew_lock()
        os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self) -> None:
        self._lock = threading.Lock()

    def take(self, asker: str, per_minute: int, now: float) -> float:
        """Counts one request at `now`; 0 where it is within the allowance, else the seconds until one is again.

        What is refused is not counted.
        """
        digest = blake2b(asker.encode(errors="replace"), digest_size=8, key=self._secret).digest()
        (number,) = struct.unpack("<Q", digest)
        step = 60.0 / per_minute
        with self._lock:
            memory = self._opened()
            self._lock_file(fcntl.LOCK_EX)
            try:
                place, empty_at = self._find(memory, number)
                # No bucket is fuller than this, but after a clock that was put back: that keeps nobody out.
                if not now < empty_at <= now + WINDOW_SECONDS:
                    empty_at = now
                empty_at += step
                wait = empty_at - now - WINDOW_SECONDS
                if wait <= 0:
                    _ROW.pack_into(memory, place, number, empty_at)
                return max(wait, 0.0)
            finally:
                self._lock_file(fcntl.LOCK_UN)

    def _find(self, memory: mmap.mmap, number: int) -> tuple[int, float]:
        """Where the asker's row is or comes, and when the bucket will be empty."""
        first = number % _SETS * _ROWS_OF_A_SET * _ROW.size
        rows = [
            (place, *_ROW.unpack_from(memory, place))
            for place in range(first, first + _ROWS_OF_A_SET * _ROW.size, _ROW.size)
        ]
        for place, known, empty_at in rows:
            if known == number:
                return place, empty_at
        quietest, _, _ = min(rows, key=lambda row: row[2])
        return quietest, 0.0

    def _opened(self) -> mmap.mmap:
        if self._memory is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                os.ftruncate(self._file, _SIZE)
                self._memory = mmap.mmap(self._file, _SIZE)
            except OSError:
                # Without a file each process counts by itself.
                self._memory = mmap.mmap(-1, _SIZE)
        return self._memory

    def _lock_file(self, how: int) -> None:
        # Of a process, not of an open file: processes that were forked share the file that was opened.
        if self._file is not None:
            fcntl.lockf(self._file, how)
