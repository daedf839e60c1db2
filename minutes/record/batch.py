"""Many items -> the archive, shared out to processes where there are many.

The minutes of one meeting always go to the same process, in the order in which they were read.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice

from django.db import DatabaseError, connection

from minutes import processes as workers
from minutes.intake import Incoming, IntakeError, Item, parse_item
from minutes.models import Meeting
from minutes.record.bodies import find
from minutes.record.catalogue import CatalogueError, add_missing
from minutes.record.importing import ImportRefused, MeetingUnsure, import_minutes
from minutes.wording import name_key

# Below this number of items the start of processes costs more than they save.
WORTH_PROCESSES = 40
WAITING_PER_PROCESS = 50
# The outcome of the line of an export that lists bodies and topics.
CATALOGUE = "catalogue"
# The outcome of minutes of which it cannot be known whether they are of a stored meeting: nothing is stored of them.
UNSURE = "unsure"
# What one item came to: its name, an Outcome, "failed", UNSURE or CATALOGUE, the number of utterances, and what to know
# of it: why it was not stored, or a remark on one that was.
Report = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said of the meetings of what is imported: that minutes of which it cannot be known are of meetings
    of their own; or the key of the meeting whose new version the minutes are."""

    as_new: bool = False
    replaces: str = ""


NO_WISH = Wish()


def import_items(items: Iterable[Item], processes: int, apart: bool = True, wish: Wish = NO_WISH) -> Iterator[Report]:
    """Imports the items and reports on each; in processes of their own where there are many.

    `apart` false reads documents of our own without a process for each (minutes.intake.items.parse_document).
    """
    items = iter(items)
    first = list(islice(items, WORTH_PROCESSES))
    if processes == 1 or len(first) < WORTH_PROCESSES:
        for item in chain(first, items):
            yield import_item(item, apart, wish)
    else:
        yield from _shared_out(chain(first, items), processes, wish)


def import_item(item: Item, apart: bool = True, wish: Wish = NO_WISH) -> Report:
    """Reads and stores one item, in one transaction."""
    if item.is_catalogue:
        return _load(item)
    try:
        incoming = parse_item(item, apart)
    except IntakeError as error:
        return item.name, "failed", 0, str(error)
    return _store(item.name, incoming, wish)


def _load(item: Item) -> Report:
    """Registers the bodies and topics that an export lists before its meetings."""
    try:
        add_missing(item.data)
    except CatalogueError as error:
        return item.name, "failed", 0, str(error)
    return item.name, CATALOGUE, 0, ""


def _store(name: str, incoming: Incoming, wish: Wish) -> Report:
    try:
        result = import_minutes(
            parsed=incoming.parsed,
            source=incoming.source,
            archive=incoming.archive,
            meeting=Meeting.objects.get(key=wish.replaces) if wish.replaces else None,
            as_new=wish.as_new,
        )
    except MeetingUnsure as unsure:
        return name, UNSURE, 0, str(unsure)
    except ImportRefused as error:
        return name, "failed", 0, str(error)
    except DatabaseError as error:
        return name, "failed", 0, f"データベースに保存できません（{str(error).splitlines()[0]}）。"
    return name, result.outcome.value, len(incoming.parsed.utterances), result.note


def _shared_out(items: Iterator[Item], processes: int, wish: Wish) -> Iterator[Report]:
    """Reads here, stores in `processes` processes. A process that dies fails its items alone."""
    # The embedded server has to run before there are processes that use it.
    connection.ensure_connection()
    pools = [_pool() for _ in range(processes)]
    waiting: deque[tuple[str, Future[Report]]] = deque()
    slots = _Slots(processes)
    try:
        for item in items:
            if item.is_catalogue:
                yield _load(item)
                slots.forget_names()
                continue
            try:
                incoming = parse_item(item)
            except IntakeError as error:
                yield item.name, "failed", 0, str(error)
                continue
            slot = slots.of(incoming)
            try:
                future = pools[slot].submit(_store, item.name, incoming, wish)
            except BrokenProcessPool:
                pools[slot] = _pool()
                future = pools[slot].submit(_store, item.name, incoming, wish)
            waiting.append((item.name, future))
            while waiting and (waiting[0][1].done() or len(waiting) > WAITING_PER_PROCESS * processes):
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


class _Slots:
    """Which process stores some minutes: that of all minutes of their body and day, of their number in the system that
    they came from, and of their address in an export. So those that may be of one meeting stay in their order."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._given: dict[tuple[str, ...], int] = {}
        self._names: dict[str, str] = {}

    def of(self, incoming: Incoming) -> int:
        parsed, archive = incoming.parsed, incoming.archive
        day = (self._key(parsed.body or ""), parsed.held_on or "")
        handles = [day]
        handles += [("source_id", parsed.source_id)] if parsed.source_id else []
        handles += [("key", archive.key)] if archive else []
        known = (self._given[handle] for handle in handles if handle in self._given)
        slot = next(known, hash(day) % self._processes)
        self._given |= dict.fromkeys(handles, slot)
        return slot

    def forget_names(self) -> None:
        """After bodies may have got other names."""
        self._names.clear()

    def _key(self, name: str) -> str:
        """One key for all names of a body."""
        if name not in self._names:
            body = find(name) if name else None
            self._names[name] = body.name_key if body else name_key(name)
        return self._names[name]


def _pool() -> ProcessPoolExecutor:
    """A process of its own, started afresh: a fork of this one would share its threads' locks and connections."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, context, initializer=workers.start, initargs=(connection.settings_dict["NAME"],))


def _result(name: str, future: "Future[Report]") -> Report:
    try:
        return future.result()
    except BrokenProcessPool:
        return name, "failed", 0, "取込みのプロセスが途中で止まりました。もう一度取り込んでください。"
