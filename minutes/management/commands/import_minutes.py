"""manage.py import_minutes PATH...: documents, folders and JSON lines -> the archive.

It tells its progress, ends with counts, and exits with 1 where any item failed.
"""

import argparse
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from minutes.intake import items_of
from minutes.record import CATALOGUE, READS_OTHERWISE, import_items

# After so many changed meetings the database's statistics are renewed at once.
MANY = 100
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
        utterances = improved = 0
        last_shown = started
        items = items_of(options["paths"])
        for name, outcome, said, problem in import_items(items, max(1, options["processes"])):
            if outcome == CATALOGUE:
                self.stdout.write(f"{name}: 会議体と分類の一覧を読み込みました。")
                continue
            counts[outcome] += 1
            utterances += said
            if problem == READS_OTHERWISE:
                improved += 1
            elif problem and outcome != "failed":
                self.stderr.write(self.style.WARNING(f"注意: {name}: {problem}"))
            elif problem:
                self.stderr.write(self.style.ERROR(f"失敗: {name}: {problem}"))
            if time.monotonic() - last_shown > 2:
                last_shown = time.monotonic()
                self.stdout.write(f"… {counts.total():,} 件（発言 {utterances:,} 件）")
                self.stdout.flush()
        if counts["inserted"] + counts["updated"] >= MANY:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        seconds = time.monotonic() - started
        summary = "、".join(f"{label} {counts[outcome]:,} 件" for outcome, label in OUTCOMES.items())
        self.stdout.write(f"取込み終了: {summary}（発言 {utterances:,} 件、{seconds:.1f} 秒）")
        self.stdout.write(" ".join(f"{outcome}={counts[outcome]}" for outcome in OUTCOMES))
        if improved:
            self.stdout.write(
                f"読み取りの改善: 変更なしのうち {improved:,} 件は、新しい読み取り方では内容が変わります。公開中の会議録はそのままです。"
                "取込みの画面の「読み取りの改善」か、manage.py reread で確かめてください。"
            )
        if not counts.total():
            raise CommandError("取り込むファイルがありません。会議録のファイルかフォルダを指定してください。")
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} 件を取り込めませんでした。上のメッセージを確認してください。")
