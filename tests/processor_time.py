"""A bound on what a test may cost, by processor time: a busy machine does not fail it, an algorithm run wild does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never


class TooMuchProcessorTime(Exception):
    """What was tried goes on and on."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Ends what is done within after so much processor time of this process, by raising TooMuchProcessorTime."""

    def stop(*_: object) -> Never:
        raise TooMuchProcessorTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
