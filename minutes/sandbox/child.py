"""The process that does one task for process.py. Not imported: run with the task as JSON."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minutes.documents import Limits

_MOST_WRITTEN = 512 * 1024**2  # bytes, of one file: the answer, or what LibreOffice makes
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def main() -> None:
    """Reads standard input, writes the answer to standard output: of the task, or why it is refused as JSON."""
    asked = json.loads(sys.argv[1])
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from minutes.documents import DocumentError, Limits, limit_processor_time
    from minutes.sandbox.process import OUT_OF_MEMORY, REFUSED
    from minutes.sandbox.tasks import TASKS

    limits = Limits(**asked["limits"])
    limit_processor_time(limits.total_seconds)
    _confine(limits)
    data = sys.stdin.buffer.read()
    status = 0
    try:
        answer = TASKS[asked["task"]](data, limits, asked["arguments"])
    except DocumentError as error:
        status = REFUSED
        answer = json.dumps({"code": error.code, "message": error.message}).encode()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # Taking apart what a large file was read into takes time and serves nobody.
    os._exit(status)


def _confine(limits: Limits) -> None:
    """Takes away what the task needs no more of: time, memory, large files, core dumps, precedence before the site."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
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


if __name__ == "__main__":
    main()
