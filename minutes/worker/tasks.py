"""The jobs of the queue: what is done in the background, and how often it is tried again.

A job names the row that it works on; what there is to do stands in that row. So a job that is done twice, or by two
workers at once, does nothing the second time (minutes.uploads.reading).
"""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from minutes import queue
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
    reading.read(upload)


@app.task(name=queue.READ_PAPER, queue=queue.NAME, retry=KeepTrying())
def read_paper(*, paper: int) -> None:
    """Reads the file of the paper with this key."""
    paper_reading.read(paper)


@app.task(name=queue.COMPARE_READING, queue=queue.NAME, retry=KeepTrying())
def compare_reading() -> None:
    """Reads one document anew that earlier readers read, compares, and puts the next one in the queue."""
    if compare_one() is not None:
        queue.defer_comparing()
