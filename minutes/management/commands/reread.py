"""manage.py reread: which documents newer readers and rules read otherwise. Changes nothing unless told to.

`--offer` keeps what was found for the desk (取込み → 読み取りの改善), as the worker does by itself in idle time; `--accept`
also accepts what loses nothing. Exit status 0.
"""

import argparse
import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from minutes.rereading import NotAccepted, Result, compare, look_at, offers, outdated_sources

TELLS_EVERY_SECONDS = 2
SUMMARY = {
    Result.SAME: "内容は変わりません",
    Result.DIFFERS: "内容が変わります",
    Result.FAILED: "比べられません",
    Result.UNUSED: "もう使われていません",
}


class Command(BaseCommand):
    help = "以前の読み取り方で読み取った文書を、いまの読み取り方で読み直し、内容が変わるものを挙げます。公開中の会議録と下書きは変えません。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--offer",
            action="store_true",
            help="結果を保存する。変わるものは取込み画面の「読み取りの改善」に並び、変わらないものは読み取り済みになる",
        )
        parser.add_argument(
            "--accept",
            action="store_true",
            help="さらに、なくなるところも反映できない訂正もないものを受け入れる（公開中のものは新しい版として公開する）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keeps = options["offer"] or options["accept"]
        sources = list(outdated_sources().values_list("pk", "filename"))
        counts: Counter[Result] = Counter()
        told = time.monotonic()
        for pk, filename in sources:
            found = compare(pk) if keeps else look_at(pk)
            counts[found.result] += 1
            if found.outlook is not None and found.result == Result.DIFFERS:
                losses = f"、うち{found.outlook.losses:,}か所がなくなる" if found.outlook.losses else ""
                self.stdout.write(f"{filename}: {found.outlook.changes:,}か所が変わる{losses}")
            elif found.error:
                self.stderr.write(f"{filename}: {found.error}")
            if time.monotonic() - told >= TELLS_EVERY_SECONDS:
                self.stdout.write(f"… {counts.total():,}/{len(sources):,} 件")
                told = time.monotonic()
        summary = "、".join(f"{label} {counts[result]:,} 件" for result, label in SUMMARY.items() if counts[result])
        self.stdout.write(f"以前の読み取り方の文書 {len(sources):,} 件" + (f"：{summary}" if summary else ""))
        if options["accept"]:
            self._accept()
        elif counts[Result.DIFFERS] and not keeps:
            self.stdout.write("何も保存していません。取込み画面に並べるには --offer を付けてください。")

    def _accept(self) -> None:
        accepted, left = 0, 0
        for pk, name in list(offers.offered().values_list("pk", "source__filename")):
            try:
                offers.accept_at_once(pk=pk, user=None)
                accepted += 1
            except NotAccepted as refused:
                left += 1
                self.stderr.write(f"{name}: {refused}")
        self.stdout.write(f"受け入れました {accepted:,} 件、取込み画面に残したもの {left:,} 件")
