"""manage.py worker: does the jobs of the queue, until SIGTERM or Ctrl-C."""

import ctypes
import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minutes.worker import process

_SIGNAL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class Command(BaseCommand):
    help = (
        "取り込まれた文書を読み取ります。serve が自動で開始します。ほかの方法で公開するときは、これも動かしてください。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="このプロセスが終われば終わる（serve が使う）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if parent := options["with_parent"]:
            ctypes.CDLL(None).prctl(_SIGNAL_WITH_PARENT, signal.SIGTERM)
            if os.getppid() != parent:
                return
        os.nice(5)
        if not process.run():
            sys.exit(1)
