"""Starts the process of one task, holds its limits, and tells what became of it. No Django.

The process knows no secret of this one, and is killed with all that it started where it passes a limit.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from minutes.documents import DocumentError, Limits

logger = logging.getLogger(__name__)

# Exit statuses of the process.
OUT_OF_MEMORY = 75
REFUSED = 76

_CHILD = Path(__file__).with_name("child.py")
_GRACE_SECONDS = 2
_MOST_ANSWERED = 64 * 1024**2  # bytes; no minutes are as long
# What helping programs need of this process's environment; passwords are not among it.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
_OUT_OF_TIME = (signal.SIGXCPU, signal.SIGALRM)
_OUT_OF_ROOM = (signal.SIGXFSZ, signal.SIGKILL)  # the system kills by the latter where memory runs out


def run(task: str, data: bytes, limits: Limits, **arguments: Any) -> bytes:
    """The answer of a task of tasks.py to these bytes. Raises DocumentError."""
    with (
        tempfile.TemporaryDirectory(prefix="reading-") as folder,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        given.write(data)
        given.seek(0)
        asked = json.dumps({"task": task, "limits": asdict(limits), "arguments": arguments})
        status = _status(asked, limits, folder, given, answer, complaint)
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


def _status(asked: str, limits: Limits, folder: str, given: IO[bytes], answer: IO[bytes], complaint: IO[bytes]) -> int:
    """Runs the process to its end or to the end of its time. Returns its exit status, negative for a signal."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), asked],
        stdin=given,
        stdout=answer,
        stderr=complaint,
        cwd=folder,
        env={**environment, "HOME": folder, "TMPDIR": folder},
        start_new_session=True,
    )
    try:
        return process.wait(limits.longest_seconds + _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return -signal.SIGALRM
    finally:
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
