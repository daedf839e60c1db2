"""Keeps a command running: starts it again with a pause when it ends, and ends it when its own parent ends.

Run as a script of its own, so that the web server's processes have no thread and no child to care for:
python keeper.py PARENT COMMAND…, where COMMAND takes the keeper's process number as one argument more, to end with it
in turn. Stdlib only; Linux, because it hears of its parent's end from the kernel.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

SIGNAL_WITH_PARENT = 1  # PR_SET_PDEATHSIG
SHORTEST_PAUSE, LONGEST_PAUSE = 1, 30
# A command that ran for so long had started well: the next pause is short again.
RAN_WELL = 60
PATIENCE = 20


class _End(BaseException):
    """SIGTERM or SIGINT came."""


def main(parent: int, command: list[str]) -> None:
    """Runs until a signal comes or the process `parent` has ended."""

    def end(*_: object) -> None:
        raise _End

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    ctypes.CDLL(None).prctl(SIGNAL_WITH_PARENT, signal.SIGTERM)
    process: subprocess.Popen[bytes] | None = None
    pause = SHORTEST_PAUSE
    try:
        # Where the parent ended before the kernel was told, no signal comes.
        while os.getppid() == parent:
            began = time.monotonic()
            process = subprocess.Popen([*command, str(os.getpid())], stdin=subprocess.DEVNULL)
            process.wait()
            if time.monotonic() - began > RAN_WELL:
                pause = SHORTEST_PAUSE
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    except _End:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if process is not None:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
