"""manage.py import_minutes PATH...: documents, folders and JSON lines -> the archive.

It tells its progress and ends with counts. Exit status: 0 where all is stored, 1 where an item failed, 3 where none
failed, but of some it cannot be known whether they are of a meeting that is stored (docs/operations.md).
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from minutes import access
from minutes.intake import Item, items_of
from minutes.models import Meeting
from minutes.record import CATALOGUE, READS_OTHERWISE, UNSURE, Wish, import_items

# After so many changed meetings the database's statistics are renewed at once.
MANY = 100
OUTCOMES = {"inserted": "新規", "updated": "更新", "unchanged": "変更なし", "failed": "失敗", UNSURE: "判断が必要"}
# Nothing failed, but a person has to say of which meeting some minutes are.
UNSURE_STATUS = 3
WHAT_TO_DO = (
    "この文書は取り込んでいません。別の会議なら --as-new を、同じ会議の新しい版なら --replaces に会議録の固定キー"
    "（アドレスの /meetings/ の後の部分）を付けて、この文書だけをもう一度取り込んでください。"
    "「取込み」の画面から取り込むと、画面で選べます。"
)


class Command(BaseCommand):
    help = "会議録の文書（txt, html）、フォルダ、JSON（.json, .jsonl, .jsonl.gz）を取り込みます。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="ファイルまたはフォルダ")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="同時に使うプロセスの数（既定: CPU の数）"
        )
        parser.add_argument(
            "--published-by",
            default="",
            metavar="NAME",
            help="公開を認めた公開責任者の利用者名（FOUR_EYES を設定しているときは必須）",
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--as-new",
            action="store_true",
            help="すでにある会議録と同じ会議か判断できない文書を、別の会議として取り込む",
        )
        which.add_argument(
            "--replaces", default="", metavar="KEY", help="文書1件を、この固定キーの会議録の新しい版として取り込む"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        counts: Counter[str] = Counter()
        utterances = improved = 0
        last_shown = started
        items: Iterable[Item] = items_of(options["paths"])
        wish = Wish(options["as_new"], options["replaces"])
        if wish.replaces:
            items = self._one_for(wish.replaces, items)
        self._check_publisher(options["published_by"])
        for name, outcome, said, problem in import_items(items, max(1, options["processes"]), wish=wish):
            if outcome == CATALOGUE:
                self.stdout.write(f"{name}: 会議体と分類の一覧を読み込みました。")
                continue
            counts[outcome] += 1
            utterances += said
            if outcome == UNSURE:
                self.stderr.write(self.style.WARNING(f"判断が必要: {name}: {problem}{WHAT_TO_DO}"))
            elif problem == READS_OTHERWISE:
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
        if counts[UNSURE]:
            raise CommandError(
                f"{counts[UNSURE]} 件は、どの会議のものか判断できないため、取り込んでいません。"
                "上のメッセージを確認してください。",
                returncode=UNSURE_STATUS,
            )

    def _check_publisher(self, name: str) -> None:
        """With FOUR_EYES, what is imported is published on the word of somebody who may publish, named here."""
        if not settings.FOUR_EYES:
            return
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if user is None or not access.can_publish(user):
            raise CommandError(
                "公開には二人が必要な設定（FOUR_EYES）です。--published-by に、公開を認めた公開責任者の利用者名を指定してください。"
            )

    def _one_for(self, key: str, items: Iterable[Item]) -> list[Item]:
        """The one item that is to be the meeting's new version. Raises CommandError where it is not one, or no meeting."""
        if not Meeting.objects.filter(key=key).exists():
            raise CommandError(
                f"固定キー {key} の会議録はありません。アドレスの /meetings/ の後の部分を指定してください。"
            )
        first = list(islice(items, 2))
        if len(first) > 1:
            raise CommandError("--replaces を付けるときは、文書を1件だけ指定してください。")
        return first
