"""manage.py import_minutes PATH...: documents, folders and JSON lines -> the archive.

Large inputs are shared out to processes by meeting: the minutes of one meeting always go to the
same process, in the order in which they were read.
"""

import argparse
import multiprocessing
import os
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from minutes.importing import ImportRefused, import_minutes
from minutes.intake import IntakeError, Item, items_of, parse_item
from minutes.models import SourceDocument
from minutes.parsing import ParsedMinutes

# Below this number of items the start of processes costs more than they save.
WORTH_PROCESSES = 40
WAITING_PER_PROCESS = 50
# What one item came to: its name, one of OUTCOMES, the number of utterances, and what was wrong.
Report = tuple[str, str, int, str]
OUTCOMES = {"inserted": "新規", "updated": "更新", "unchanged": "変更なし", "failed": "失敗"}


class Command(BaseCommand):
    help = "会議録の文書（txt, html）、フォルダ、JSON（.json, .jsonl, .jsonl.gz）を取り込みます。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="ファイルまたはフォルダ")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="同時に使うプロセスの数（既定: CPU の数）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        counts: Counter[str] = Counter()
        utterances = 0
        last_shown = started
        items = items_of(options["paths"])
        for name, outcome, said, problem in reports_of(items, max(1, options["processes"])):
            counts[outcome] += 1
            utterances += said
            if problem:
                self.stderr.write(self.style.ERROR(f"失敗: {name}: {problem}"))
            if time.monotonic() - last_shown > 2:
                last_shown = time.monotonic()
                self.stdout.write(f"… {counts.total():,} 件（発言 {utterances:,} 件）")
                self.stdout.flush()
        seconds = time.monotonic() - started
        summary = "、".join(f"{label} {counts[outcome]:,} 件" for outcome, label in OUTCOMES.items())
        self.stdout.write(f"取込み終了: {summary}（発言 {utterances:,} 件、{seconds:.1f} 秒）")
        self.stdout.write(" ".join(f"{outcome}={counts[outcome]}" for outcome in OUTCOMES))
        if not counts.total():
            raise CommandError("取り込むファイルがありません。会議録のファイルかフォルダを指定してください。")
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} 件を取り込めませんでした。上のメッセージを確認してください。")


def reports_of(items: Iterable[Item], processes: int) -> Iterator[Report]:
    """Imports the items and reports on each; in processes of their own where there are many."""
    items = iter(items)
    first = list(islice(items, WORTH_PROCESSES))
    if processes == 1 or len(first) < WORTH_PROCESSES:
        for item in chain(first, items):
            yield import_item(item)
    else:
        yield from _shared_out(chain(first, items), processes)


def import_item(item: Item) -> Report:
    """Reads and stores one item, in one transaction."""
    try:
        parsed, source = parse_item(item)
    except IntakeError as error:
        return item.name, "failed", 0, str(error)
    return _store(item.name, parsed, source)


def _store(name: str, parsed: ParsedMinutes, source: SourceDocument) -> Report:
    try:
        result = import_minutes(parsed=parsed, source=source)
    except ImportRefused as error:
        return name, "failed", 0, str(error)
    except DatabaseError as error:
        return name, "failed", 0, f"データベースに保存できません（{str(error).splitlines()[0]}）。"
    return name, result.outcome.value, len(parsed.utterances), ""


def _shared_out(items: Iterator[Item], processes: int) -> Iterator[Report]:
    """Reads here, stores in `processes` processes. A process that dies fails its items alone."""
    # Connections must not be shared with the processes that are forked from this one.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    pools = [ProcessPoolExecutor(1, mp_context=context) for _ in range(processes)]
    waiting: deque[tuple[str, Future[Report]]] = deque()
    try:
        for item in items:
            try:
                parsed, source = parse_item(item)
            except IntakeError as error:
                yield item.name, "failed", 0, str(error)
                continue
            slot = hash((parsed.body, parsed.held_on)) % processes
            try:
                future = pools[slot].submit(_store, item.name, parsed, source)
            except BrokenProcessPool:
                pools[slot] = ProcessPoolExecutor(1, mp_context=context)
                future = pools[slot].submit(_store, item.name, parsed, source)
            waiting.append((item.name, future))
            while waiting and (waiting[0][1].done() or len(waiting) > WAITING_PER_PROCESS * processes):
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _result(name: str, future: "Future[Report]") -> Report:
    try:
        return future.result()
    except BrokenProcessPool:
        return name, "failed", 0, "取込みのプロセスが途中で止まりました。もう一度取り込んでください。"
