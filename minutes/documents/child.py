"""The process that reads one file for sandbox.py. Not imported: run with the file's name and the limits as JSON."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path

_MOST_WRITTEN = 512 * 1024**2  # bytes, of one file: the answer, or what LibreOffice makes
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def main() -> None:
    """Reads standard input, writes the answer to standard output."""
    task = json.loads(sys.argv[1])
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from minutes.documents import DocumentError, Limits, read_document
    from minutes.documents.limits import OUT_OF_MEMORY

    limits = Limits(**task["limits"])
    _confine(limits.memory_mb * 1024**2, limits.total_seconds)
    data = sys.stdin.buffer.read()
    try:
        source = read_document(data, task["filename"], limits)
        answer = {
            "lines": source.lines,
            "media_type": source.media_type,
            "encoding": source.encoding,
            "pages": source.pages,
            "remarks": [asdict(remark) for remark in source.remarks],
        }
    except DocumentError as error:
        answer = {"code": error.code, "message": error.message}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _confine(memory: int, seconds: int) -> None:
    """Takes away what reading needs no more of: time, memory, large files, core dumps, precedence before the site."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.nice(5)
    signal.alarm(seconds + 1)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python would go on with an error
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))


if __name__ == "__main__":
    main()
