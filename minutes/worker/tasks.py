"""The jobs of the queue: what is done in the background, and how often it is tried again.

A job names the row that it works on; what there is to do stands in that row. So a job that is done twice, or by two
workers at once, does nothing the second time (minutes.uploads.reading).
"""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from minutes.papers import desk
from minutes.uploads import reading

# A person waits for a single file; a batch is looked at when it is through.
SINGLE, BATCH = 10, 0
_LONGEST_PAUSE = 60


class KeepTrying(BaseRetryStrategy):
    """Gives a job back at once where the worker was told to stop, else after a pause: the database may be away.

    There is no last attempt: an upload counts how often it was begun, and gives up by itself.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        pause = 0 if isinstance(exception, reading.Stopped) else min(2**job.attempts, _LONGEST_PAUSE)
        return RetryDecision(retry_in={"seconds": pause})


@app.task(name="minutes.read_upload", queue="reading", retry=KeepTrying())
def read_upload(*, upload: int) -> None:
    """Reads the document of the upload with this key."""
    reading.read(upload)


def lock_of(upload: int) -> str:
    """What two jobs of one upload share: the queue runs one of them at a time."""
    return f"upload-{upload}"


def defer_reading(upload: int, priority: int = SINGLE) -> None:
    """Puts the upload in the queue, in the transaction that is open: the job exists if and only if it is committed."""
    read_upload.configure(lock=lock_of(upload), priority=priority).defer(upload=upload)


@app.task(name="minutes.read_paper", queue="reading", retry=KeepTrying())
def read_paper(*, paper: int) -> None:
    """Reads the file of the paper with this key."""
    desk.read(paper)


def defer_paper(paper: int) -> None:
    """As `defer_reading`, for the file of a paper."""
    read_paper.configure(lock=f"paper-{paper}", priority=BATCH).defer(paper=paper)
