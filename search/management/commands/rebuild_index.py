"""manage.py rebuild_index [--all]: writes anew what check_index finds missing, stale or differing, or everything.

Searches and imports go on meanwhile. A rebuild of everything is made beside the live index and goes on where
it was stopped.
"""

import argparse
import os
import sys
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from minutes.models import Meeting
from search import index
from search.index import Checked, Fault, Problem, check, unproven_keys

SHOW_SECONDS = 2
# Meetings whose names are written in one transaction.
RENAMED_AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "検索の索引のうち、欠けているもの、古いもの、会議録と合わないものを作り直します。"
        "作成中も検索と取込みを続けられ、途中で止めても次の実行で続きから行います。"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="すべて作り直す")
        parser.add_argument("--processes", type=int, default=2, help="同時に使うプロセスの数（既定: 2）")
        parser.add_argument(
            "--background", action="store_true", help="優先度を下げ、始めたプロセスが終われば終わる（serve が使う）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.started = self.shown = time.monotonic()
        self.is_quiet = options["background"]
        if options["background"]:
            os.nice(10)
            threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
        try:
            with index.one_at_a_time():
                if options["all"] or index.is_shadow_usable() or index.is_mostly_stale():
                    self._rebuild_whole(max(1, options["processes"]))
                else:
                    index.discard_shadow()
                    self._repair(max(1, options["processes"]))
        except index.RebuildError as error:
            raise CommandError(str(error)) from error
        except (KeyboardInterrupt, DatabaseError) as error:
            if not _is_interrupt(error):
                raise
            self._say("中断しました。作り直したところまでは保存してあります。次の rebuild_index で続きから行います。")
            sys.exit(130)

    def _rebuild_whole(self, processes: int) -> None:
        meetings, entries = index.repair_whole(processes, self._tell, self._say)
        self._finish(meetings, entries)

    def _repair(self, processes: int) -> None:
        found = Checked()
        for found in check(sample=0):
            self._show(f"… 索引を調べています: 会議 {found.meetings:,} 件")
        keys = [finding.meeting for finding in found.findings if finding.problems != (Problem.KNOWN_ITEMS,)]
        renamed = [finding.meeting for finding in found.findings if finding.problems == (Problem.KNOWN_ITEMS,)]
        if renamed:
            self._say(f"会議・議題・資料の名前の索引を作っています: 会議 {len(renamed):,} 件")
            for start in range(0, len(renamed), RENAMED_AT_ONCE):
                index.rename(renamed[start : start + RENAMED_AT_ONCE])
        if Fault.VOCABULARY in found.faults:
            if index.is_large():
                self._rebuild_whole(processes)
                return
            keys = list(Meeting.objects.order_by("pk").values_list("pk", flat=True))
        if Fault.INDEX in found.faults:
            self._say("検索用のインデックスを作り直しています。")
            index.repair_index()
        if Fault.KEYS in found.faults:
            index.prove_keys(unproven_keys())
        if Fault.PROFILES in found.faults:
            index.repair_profiles()
        entries = 0
        for done, written in enumerate(index.repair(keys), start=1):
            entries += written
            self._tell(done, len(keys), entries)
        self._finish(len(keys), entries)

    def _tell(self, done: int, total: int, entries: int) -> None:
        seconds = max(time.monotonic() - self.started, 0.001)
        left = (total - done) * seconds / done if done else 0.0
        self._show(
            f"… 会議 {done:,}/{total:,} 件（発言と資料 {entries:,} 件、{entries / seconds:,.0f} 件/秒、残り約 {left:,.0f} 秒）"
        )

    def _show(self, line: str) -> None:
        if time.monotonic() - self.shown > SHOW_SECONDS and not self.is_quiet:
            self.shown = time.monotonic()
            self._say(line)

    def _finish(self, meetings: int, entries: int) -> None:
        seconds = max(time.monotonic() - self.started, 0.001)
        self._say(
            f"索引の作り直し終了: 会議 {meetings:,} 件、発言と資料 {entries:,} 件、"
            f"{seconds:.1f} 秒（{entries / seconds:,.0f} 件/秒）"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _is_interrupt(error: BaseException | None) -> bool:
    """Whether Ctrl-C led to this error: one that comes in the middle of a statement ends as an error of the database."""
    return error is not None and (isinstance(error, KeyboardInterrupt) or _is_interrupt(error.__context__))
