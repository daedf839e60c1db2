"""What is done in the background: the jobs of the queue and the process that does them."""

from minutes.worker import process

__all__ = [
    "process",
]
