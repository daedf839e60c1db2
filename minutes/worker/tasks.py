"""The jobs of the queue: what is done in the background, and how often it is tried again.

A job names the row that it works on; what there is to do stands in that row. So a job that is done twice, or by two
workers at once, does nothing the second time (minutes.uploads.reading).
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

import trail
from minutes import queue
from minutes.models import Paper, Upload
from minutes.papers import reading as paper_reading
from minutes.rereading import compare_one
from minutes.uploads import reading

_LONGEST_PAUSE = 60


class KeepTrying(BaseRetryStrategy):
    """Gives a job back at once where the worker was told to stop, else after a pause: the database may be away.

    There is no last attempt: an upload counts how often it was begun, and gives up by itself.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        pause = 0 if isinstance(exception, queue.Stopped) else min(2**job.attempts, _LONGEST_PAUSE)
        return RetryDecision(retry_in={"seconds": pause})


@app.task(name=queue.READ_UPLOAD, queue=queue.NAME, retry=KeepTrying())
def read_upload(*, upload: int) -> None:
    """Reads the document of the upload with this key."""
    asked = Upload.objects.filter(pk=upload).values_list("updated_by", "updated_by__username")
    with _for(queue.READ_UPLOAD, asked):
        reading.read(upload)


@app.task(name=queue.READ_PAPER, queue=queue.NAME, retry=KeepTrying())
def read_paper(*, paper: int) -> None:
    """Reads the file of the paper with this key."""
    asked = Paper.objects.filter(pk=paper).values_list("created_by", "created_by__username")
    with _for(queue.READ_PAPER, asked):
        paper_reading.read(paper)


@app.task(name=queue.COMPARE_READING, queue=queue.NAME, retry=KeepTrying())
def compare_reading() -> None:
    """Reads one document anew that earlier readers read, compares, and puts the next one in the queue."""
    with _for(queue.COMPARE_READING):
        if compare_one() is not None:
            queue.defer_comparing()


def _for(job: str, asked: Iterable[tuple[int | None, str | None]] = ()) -> AbstractContextManager[None]:
    """What the job changes is told as the work of the person who asked for it: (key, name), or of the worker's user."""
    person, name = next(iter(asked), (None, None))
    occasion = trail.Occasion(person=person, name=name or trail.system_user(), what=f"job {job}")
    return trail.during(lambda: occasion)
