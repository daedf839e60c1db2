"""manage.py bench: the archive's speed and memory, in a database of its own."""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.benchmark import Bench
from config.benchmark_queries import QUERIES, Query
from config.benchmark_reading import reading_report, sample_files


class Command(BaseCommand):
    help = "取込み・検索・画面の速さとメモリを、専用のデータベースで測ります。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="取り込む会議録（既定: ../shared/corpus、なければ見本）"
        )
        parser.add_argument(
            "--intake", action="store_true", help="文書をまとめて取り込む速さ、メモリー、その間の画面を測ります"
        )
        parser.add_argument("--queries", type=Path, help='検索語の一覧（1行に1つの {"id", "query"}）')
        parser.add_argument(
            "--sizes",
            type=int,
            nargs="+",
            default=[],
            metavar="N",
            help="会議を複製して、発言がこの件数になるごとに測ります（例: --sizes 300000 1020115）",
        )

        parser.add_argument(
            "--reading",
            action="store_true",
            help="PDFやWordなどを読み取る速さとメモリだけを測ります（PATHの文書。省くと見本から作ります）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reading"]:
            self._measure_reading(options["paths"])
            return
        if options["intake"]:
            # The documents are written by development libraries: other benchmarks do without.
            from config.benchmark_intake import IntakeBench

            self.stdout.write("測定を始めます: まとめての取込み（数分かかります）")
            IntakeBench(settings.VAR_DIR / "bench-intake", self.say).run()
            return
        corpus = settings.BASE_DIR.parent / "shared" / "corpus"
        paths = options["paths"] or [corpus if corpus.is_dir() else settings.BASE_DIR / "fixtures" / "minutes"]
        if missing := [path for path in paths if not path.exists()]:
            raise CommandError(f"ファイルがありません: {missing[0]}")
        queries = QUERIES
        if options["queries"]:
            lines = options["queries"].read_text().splitlines()
            queries = tuple(Query("file", json.loads(line)["query"]) for line in lines if line.strip())
        self.stdout.write(f"測定を始めます: {', '.join(path.name for path in paths)}（数分かかります）")
        absolute = [path.resolve() for path in paths]
        Bench(settings.VAR_DIR / "bench", self.say).run(absolute, queries, options["sizes"])

    def _measure_reading(self, paths: list[Path]) -> None:
        if missing := [path for path in paths if not path.exists()]:
            raise CommandError(f"ファイルがありません: {missing[0]}")
        with tempfile.TemporaryDirectory() as folder:
            self.say(str(reading_report(paths or sample_files(Path(folder)))))

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
