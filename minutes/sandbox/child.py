"""One task, done by the process that it is given to, which ends with it. It has standard input, output and error only.

Standard input holds a line of JSON (task, limits, arguments) and the file's bytes after it. Standard output gets the
answer: of the task, or why it is refused as JSON. Server.py forks such a process; where there is no server, process.py
starts one.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import traceback

from minutes.documents import DocumentError, Limits, limit_processor_time
from minutes.sandbox.tasks import TASKS

# Exit statuses, besides 0 where the task is done and 1 for a bug of ours.
OUT_OF_MEMORY = 75
REFUSED = 76

_MOST_WRITTEN = 512 * 1024**2  # bytes, of one file: the answer, or what LibreOffice makes
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def main() -> None:
    """Does the task and ends the process."""
    status = 1
    try:
        status = _do()
    except MemoryError:
        status = OUT_OF_MEMORY
    except BaseException:
        traceback.print_exc()
    finally:
        # Taking apart what a large file was read into takes time and serves nobody.
        os._exit(status)


def _do() -> int:
    with open(0, "rb", closefd=False) as given:
        asked = json.loads(given.readline())
        limits = Limits(**asked["limits"])
        limit_processor_time(limits.total_seconds)
        _confine(limits)
        data = given.read()
    status = 0
    try:
        answer = TASKS[asked["task"]](data, limits, asked["arguments"])
    except DocumentError as error:
        status = REFUSED
        answer = json.dumps({"code": error.code, "message": error.message}).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return status


def _confine(limits: Limits) -> None:
    """Takes away what the task needs no more of: time, memory, large files, core dumps, precedence before the site."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    os.nice(5)
    signal.alarm(limits.longest_seconds + 1)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python would go on with an error
    for limit, value in (
        (resource.RLIMIT_AS, limits.memory_mb * 1024**2),
        (resource.RLIMIT_FSIZE, _MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))
