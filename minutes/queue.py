"""The queue of what is done in the background: putting jobs in it, and telling those under way to stop.

Jobs are named, not imported: minutes.worker, which does them, stands above all that puts them here.
"""

import threading
from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

READ_UPLOAD = "minutes.read_upload"
READ_PAPER = "minutes.read_paper"
COMPARE_READING = "minutes.compare_reading"
NAME = "reading"
# A person waits for a single file; a batch is looked at when it is through.
SINGLE, BATCH = 10, 0
# What nobody waits for is done while there is nothing else.
COMPARING: Any = {"lock": "rereading", "queueing_lock": "rereading", "priority": -10}


def lock_of(upload: int) -> str:
    """What two jobs of one upload share: the queue runs one of them at a time."""
    return f"upload-{upload}"


def defer_reading(upload: int, priority: int = SINGLE) -> None:
    """Puts the upload in the queue, in the transaction that is open: the job exists if and only if it is committed."""
    app.configure_task(READ_UPLOAD, queue=NAME, lock=lock_of(upload), priority=priority).defer(upload=upload)


def defer_paper(paper: int) -> None:
    """As `defer_reading`, for the file of a paper."""
    app.configure_task(READ_PAPER, queue=NAME, lock=f"paper-{paper}", priority=BATCH).defer(paper=paper)


def defer_comparing() -> None:
    """Has the next document that was read by earlier readers compared with today's reading, unless that waits already."""
    # Where it waits, the database refuses the second one.
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(COMPARE_READING, queue=NAME, **COMPARING).defer()


_stopping = threading.Event()


class Stopped(Exception):
    """The worker was told to end while it read; the upload waits again."""


def stop() -> None:
    """From now on a document whose reading fails is given back: its process was ended with the worker's."""
    _stopping.set()


def is_stopping() -> bool:
    """Whether the worker was told to end: what fails from now on may have failed for that."""
    return _stopping.is_set()
