"""Many items -> the archive, shared out to processes where there are many.

The minutes of one meeting always go to the same process, in the order in which they were read.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from django.db import DatabaseError, connection

from minutes import processes as workers
from minutes.intake import Incoming, IntakeError, Item, parse_item
from minutes.record.catalogue import CatalogueError, add_missing
from minutes.record.importing import ImportRefused, import_minutes

# Below this number of items the start of processes costs more than they save.
WORTH_PROCESSES = 40
WAITING_PER_PROCESS = 50
# The outcome of the line of an export that lists bodies and topics.
CATALOGUE = "catalogue"
# What one item came to: its name, an Outcome, "failed" or CATALOGUE, the number of utterances, and what to know of it:
# why it failed, or a remark on one that did not.
Report = tuple[str, str, int, str]


def import_items(items: Iterable[Item], processes: int, apart: bool = True) -> Iterator[Report]:
    """Imports the items and reports on each; in processes of their own where there are many.

    `apart` false reads documents of our own without a process for each (minutes.intake.items.parse_document).
    """
    items = iter(items)
    first = list(islice(items, WORTH_PROCESSES))
    if processes == 1 or len(first) < WORTH_PROCESSES:
        for item in chain(first, items):
            yield import_item(item, apart)
    else:
        yield from _shared_out(chain(first, items), processes)


def import_item(item: Item, apart: bool = True) -> Report:
    """Reads and stores one item, in one transaction."""
    if item.is_catalogue:
        return _load(item)
    try:
        incoming = parse_item(item, apart)
    except IntakeError as error:
        return item.name, "failed", 0, str(error)
    return _store(item.name, incoming)


def _load(item: Item) -> Report:
    """Registers the bodies and topics that an export lists before its meetings."""
    try:
        add_missing(item.data)
    except CatalogueError as error:
        return item.name, "failed", 0, str(error)
    return item.name, CATALOGUE, 0, ""


def _store(name: str, incoming: Incoming) -> Report:
    try:
        result = import_minutes(parsed=incoming.parsed, source=incoming.source, archive=incoming.archive)
    except ImportRefused as error:
        return name, "failed", 0, str(error)
    except DatabaseError as error:
        return name, "failed", 0, f"データベースに保存できません（{str(error).splitlines()[0]}）。"
    return name, result.outcome.value, len(incoming.parsed.utterances), result.note


def _shared_out(items: Iterator[Item], processes: int) -> Iterator[Report]:
    """Reads here, stores in `processes` processes. A process that dies fails its items alone."""
    # The embedded server has to run before there are processes that use it.
    connection.ensure_connection()
    pools = [_pool() for _ in range(processes)]
    waiting: deque[tuple[str, Future[Report]]] = deque()
    try:
        for item in items:
            if item.is_catalogue:
                yield _load(item)
                continue
            try:
                incoming = parse_item(item)
            except IntakeError as error:
                yield item.name, "failed", 0, str(error)
                continue
            slot = hash((incoming.parsed.body, incoming.parsed.held_on)) % processes
            try:
                future = pools[slot].submit(_store, item.name, incoming)
            except BrokenProcessPool:
                pools[slot] = _pool()
                future = pools[slot].submit(_store, item.name, incoming)
            waiting.append((item.name, future))
            while waiting and (waiting[0][1].done() or len(waiting) > WAITING_PER_PROCESS * processes):
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    """A process of its own, started afresh: a fork of this one would share its threads' locks and connections."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, context, initializer=workers.start, initargs=(connection.settings_dict["NAME"],))


def _result(name: str, future: "Future[Report]") -> Report:
    try:
        return future.result()
    except BrokenProcessPool:
        return name, "failed", 0, "取込みのプロセスが途中で止まりました。もう一度取り込んでください。"
