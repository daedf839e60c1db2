"""The process that does the jobs of the queue: takes them up as they come, and those whose worker died.

It says every few seconds that it lives. The jobs of a worker that has not said so for a while are taken up by the next
one, and so are uploads that wait without a job. Told to end, it finishes what takes seconds and gives the rest back.
"""

import asyncio
import logging
import os
import signal
from contextlib import suppress

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from minutes import queue as jobs
from minutes import sandbox
from minutes.models import Upload
from minutes.rereading import outdated_sources
from minutes.uploads import reading, watched_folder
from minutes.worker import tasks

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 2
# A worker that was silent for so long is dead: its jobs are taken up.
SILENCE_SECONDS = 10
LOOK_SECONDS = 3
POLL_SECONDS = 5
GRACE_SECONDS = 4
LAST_SECONDS = 10
# Jobs that ended otherwise than well are kept for those who look into it; the others go at once.
KEPT_HOURS = 24 * 14
_LOOKS_BETWEEN_CLEANING = 1200


def run() -> bool:
    """Works until SIGTERM or SIGINT. Returns whether that was the reason to end, not a failure."""
    # The embedded database has to run before its address is known.
    connections["default"].ensure_connection()
    try:
        return asyncio.run(_run())
    finally:
        connections.close_all()


async def _run() -> bool:
    # Few connections: one fetches and finishes jobs, one tells that the worker lives, one listens besides.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3)
    told_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_end.set)
    with app.replace_connector(connector) as queue:
        async with queue.open_async():
            worker = asyncio.create_task(_work(queue))
            end = asyncio.create_task(told_to_end.wait())
            side = [end, asyncio.create_task(_look_after(queue)), asyncio.create_task(_watch())]
            await asyncio.wait([worker, end], return_when=asyncio.FIRST_COMPLETED)
            await _end(worker)
            for task in side:
                task.cancel()
            await asyncio.gather(*side, return_exceptions=True)
    return told_to_end.is_set()


async def _work(queue: App) -> None:
    await queue.run_worker_async(
        concurrency=settings.WORKER_PROCESSES,
        fetch_job_polling_interval=POLL_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=SILENCE_SECONDS,
        delete_jobs="successful",
        install_signal_handlers=False,
    )


async def _end(worker: "asyncio.Task[None]") -> None:
    """Lets the jobs that are under way end, then ends the processes that read and gives their jobs back."""
    worker.cancel()
    done, _ = await asyncio.wait([worker], timeout=GRACE_SECONDS)
    if not done:
        jobs.stop()
        sandbox.end()
        done, _ = await asyncio.wait([worker], timeout=LAST_SECONDS)
    if not done:
        logger.error("the worker could not give back its jobs; the next one takes them up")
        os._exit(1)
    with suppress(asyncio.CancelledError, Exception):
        worker.result()


async def _look_after(queue: App) -> None:
    """Takes up what dead workers left and what has no job, for as long as the worker runs."""
    looks = 0
    while True:
        try:
            await _take_up(queue)
            if looks % _LOOKS_BETWEEN_CLEANING == 0:
                await _compare_readings()
                await queue.job_manager.delete_old_jobs(
                    KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
                )
        except Exception:
            # The worker itself ends where the database is away; what comes here may pass.
            logger.exception("looking for jobs left behind failed")
        looks += 1
        await asyncio.sleep(LOOK_SECONDS)


async def _watch() -> None:
    """Takes in what is put in the watched folder, where there is one, for as long as the worker runs."""
    if settings.WATCH_FOLDER is None:
        return
    folder = watched_folder.WatchedFolder(settings.WATCH_FOLDER)
    told = ""
    while True:
        problem = await sync_to_async(_look_into, thread_sensitive=False)(folder)
        if problem != told:
            told = problem
            logger.error(told or "取込みフォルダーを使えるようになりました。")
        await asyncio.sleep(LOOK_SECONDS)


def _look_into(folder: watched_folder.WatchedFolder) -> str:
    """What is wrong with the folder, nothing where it is well."""
    try:
        folder.look()
    except watched_folder.FolderError as error:
        return str(error)
    except Exception:
        # The database may be away: what was not taken stays where it is.
        logger.exception("looking into the watched folder failed")
    finally:
        connections.close_all()
    return ""


async def _take_up(queue: App) -> None:
    for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS):
        # Another worker may have been quicker.
        with suppress(ConnectorException):
            await queue.job_manager.retry_job(job)
    for upload in await sync_to_async(_without_job, thread_sensitive=False)():
        await tasks.read_upload.configure(lock=jobs.lock_of(upload)).defer_async(upload=upload)


async def _compare_readings() -> None:
    """After an upgrade the documents that earlier readers read are compared, one after another, while nothing else waits."""
    if await sync_to_async(_is_outdated, thread_sensitive=False)():
        with suppress(AlreadyEnqueued):
            await tasks.compare_reading.configure(**jobs.COMPARING).defer_async()


def _is_outdated() -> bool:
    try:
        return outdated_sources().exists()
    finally:
        connections.close_all()


def _without_job() -> list[int]:
    """Uploads that wait to be read and are in no queue, as after a restore without the queue's tables."""
    try:
        waiting = set(Upload.objects.filter(state__in=reading.UNFINISHED).order_by().values_list("pk", flat=True))
        if not waiting:
            return []
        unfinished = ProcrastinateJob.objects.filter(task_name=tasks.read_upload.name, status__in=("todo", "doing"))
        return sorted(waiting - set(unfinished.values_list("args__upload", flat=True)))
    finally:
        connections.close_all()
