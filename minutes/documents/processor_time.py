"""Time as the processor counts it: what a busy machine keeps from a program is not held against it. Stdlib only."""

from __future__ import annotations

import resource


def helpers_seconds() -> float:
    """The processor time, in seconds, of the programs that this process has started and seen to their end."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def limit_processor_time(seconds: int) -> None:
    """Lets the system end this process after so much processor time, and all that it starts, each by itself."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if most == resource.RLIM_INFINITY else min(seconds, most), most))
