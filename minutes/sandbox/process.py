"""Has one task done apart, holds its limits, and tells what became of it. No Django.

The process that does it is forked by the server of readers (connection.py). Where none can be started, it is a process
of Python by itself, with the same limits, but it knows no more than its environment is kept from it. Either is killed
with all that it started where it passes a limit.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from minutes.documents import DocumentError, Limits
from minutes.sandbox import connection
from minutes.sandbox.child import OUT_OF_MEMORY, REFUSED
from minutes.sandbox.isolation import PACKAGE

logger = logging.getLogger(__name__)

_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from minutes.sandbox import child; child.main()"
_GRACE_SECONDS = 2
_MOST_ANSWERED = 64 * 1024**2  # bytes; no minutes are as long
_OUT_OF_TIME = (signal.SIGXCPU, signal.SIGALRM)
_OUT_OF_ROOM = (signal.SIGXFSZ, signal.SIGKILL)  # the system kills by the latter where memory runs out

_lock = threading.Lock()
_processes: set[int] = set()


def run(task: str, data: bytes, limits: Limits, **arguments: Any) -> bytes:
    """The answer of a task of tasks.py to these bytes. Raises DocumentError."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        asked = {"task": task, "limits": asdict(limits), "arguments": arguments}
        given.write(json.dumps(asked).encode() + b"\n")
        given.write(data)
        given.seek(0)
        longest = limits.longest_seconds + _GRACE_SECONDS
        status = connection.status_of(given, answer, complaint, longest)
        if status is None:
            status = _status_alone(given, answer, complaint, longest)
        if answer.seek(0, os.SEEK_END) > _MOST_ANSWERED:
            raise _too_large()
        answer.seek(0)
        if status == 0:
            return answer.read()
        if status == REFUSED:
            refusal = json.loads(answer.read())
            raise DocumentError(refusal["code"], refusal["message"])
        complaint.seek(0)
        raise _failure(status, complaint.read(100_000).decode("utf-8", "replace"), limits)


def end() -> None:
    """Ends all that is being read here; from now on reading fails. For a process that is about to end."""
    connection.end()
    with _lock:
        for pid in _processes:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _status_alone(given: IO[bytes], answer: IO[bytes], complaint: IO[bytes], seconds: float) -> int:
    """Runs a process to its end or to the end of its time. Returns its exit status, negative for a signal."""
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM, str(PACKAGE.parent)],
            stdin=given,
            stdout=answer,
            stderr=complaint,
            cwd=folder,
            env={**connection.environment(), "HOME": folder, "TMPDIR": folder},
            start_new_session=True,
        )
        with _lock:
            _processes.add(process.pid)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return -signal.SIGALRM
        finally:
            with _lock:
                _processes.discard(process.pid)
            # With all that it has started.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _failure(status: int, complaint: str, limits: Limits) -> DocumentError:
    if -status in _OUT_OF_TIME:
        seconds = limits.total_seconds if -status == signal.SIGXCPU else limits.longest_seconds
        return DocumentError(
            "too-slow",
            f"読み取りが{seconds}秒で終わらないため、中止しました。ページを分けるか、保存し直したものを送ってください。",
        )
    if status == OUT_OF_MEMORY or -status in _OUT_OF_ROOM:
        return _too_large()
    if status < 0:
        return DocumentError(
            "reader-crashed",
            "壊れているか、特殊な作りのファイルのため、読み取れません。元のアプリケーションで保存し直したものを送ってください。",
        )
    logger.error("a reader failed:\n%s", complaint)
    return DocumentError(
        "reader-failed",
        "読み取りの途中で不具合が起きました。送ったファイルは保管されます。システムの管理者に知らせてください。",
    )


def _too_large() -> DocumentError:
    return DocumentError(
        "too-large",
        "読み取りに必要なメモリーが多すぎるため、中止しました。画像を除くか、ページを分けたものを送ってください。",
    )
