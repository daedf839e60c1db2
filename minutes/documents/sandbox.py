"""Reads a file in a process of its own: one that is made or damaged so that it breaks a reader breaks nothing else.

The process is told the file's name and the limits, gets the bytes on its standard input and answers JSON on its
standard output (child.py). It knows no secret of this one, and is killed where it passes a limit. No Django.
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

from minutes.documents.limits import OUT_OF_MEMORY, Limits
from minutes.documents.model import DocumentError, Remark, SourceText

logger = logging.getLogger(__name__)

_CHILD = Path(__file__).with_name("child.py")
_GRACE_SECONDS = 2
# What helping programs need of this process's environment; passwords are not among it.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
_OUT_OF_TIME = (signal.SIGXCPU, signal.SIGALRM)
_OUT_OF_ROOM = (signal.SIGXFSZ, signal.SIGKILL)  # the system kills by the latter where memory runs out


def read_apart(data: bytes, filename: str, limits: Limits | None = None) -> SourceText:
    """What read_document gives for these bytes, read in a process of its own.

    Raises DocumentError: those of read_document; `too-slow` and `too-large` where a limit is passed;
    `reader-crashed` where the reader fell over this file; `reader-failed` for a bug of ours, which is logged.
    """
    limits = limits or Limits()
    with (
        tempfile.TemporaryDirectory(prefix="reading-") as folder,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        given.write(data)
        given.seek(0)
        status = _run(filename, limits, folder, given, answer, complaint)
        answer.seek(0)
        complaint.seek(0)
        if status == 0:
            return _source(json.loads(answer.read()))
        raise _failure(status, complaint.read(100_000).decode("utf-8", "replace"), limits)


def _run(filename: str, limits: Limits, folder: str, given: IO[bytes], answer: IO[bytes], complaint: IO[bytes]) -> int:
    """Runs the process to its end or to the end of its time. Returns its exit status, negative for a signal."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), json.dumps({"filename": filename, "limits": asdict(limits)})],
        stdin=given,
        stdout=answer,
        stderr=complaint,
        cwd=folder,
        env={**environment, "HOME": folder, "TMPDIR": folder},
        start_new_session=True,
    )
    try:
        return process.wait(limits.total_seconds + _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        if process.returncode is None:
            # With all that it has started.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _source(answer: dict[str, Any]) -> SourceText:
    if "code" in answer:
        raise DocumentError(answer["code"], answer["message"])
    return SourceText(
        tuple(answer["lines"]),
        answer["media_type"],
        answer["encoding"],
        tuple(answer["pages"]),
        tuple(Remark(**remark) for remark in answer["remarks"]),
    )


def _failure(status: int, complaint: str, limits: Limits) -> DocumentError:
    if -status in _OUT_OF_TIME:
        return DocumentError(
            "too-slow",
            f"読み取りが{limits.total_seconds}秒で終わらないため、中止しました。ページを分けるか、保存し直したものを送ってください。",
        )
    if status == OUT_OF_MEMORY or -status in _OUT_OF_ROOM:
        return DocumentError(
            "too-large",
            "読み取りに必要なメモリーが多すぎるため、中止しました。画像を除くか、ページを分けたものを送ってください。",
        )
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
