"""manage.py import_synonyms FILE: the SudachiDict synonym source, with --office the office's own CSV; with --standard
no file, but what comes along of the list of the archive itself."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minutes.exchange import CsvError, csv_decoded
from minutes.wording import reason_of
from search.synonyms import (
    BadLine,
    NoSynonymsError,
    SynonymSet,
    add_standard,
    import_office,
    read_office,
    read_sudachi,
    replace_sudachi,
)

MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "同義語を取り込みます。SudachiDict の同義語辞書（synonyms.txt）は、前に取り込んだ分と入れ替えます。"
        "--office では、庁内の同義語の CSV（グループ,語,向き,メモ,使う）を追加・更新します。"
        "--standard では、付属の同義語のうち、まだ登録したことのないものを登録します（serve は開始のときに登録します）。"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("path", type=Path, metavar="FILE", nargs="?", help="同義語のファイル")
        source.add_argument("--standard", action="store_true", help="付属の同義語を登録する")
        parser.add_argument("--office", action="store_true", help="庁内の同義語の CSV として読む")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["standard"]:
            self.stdout.write(f"標準の同義語を登録しました（新しく {add_standard():,} グループ）。")
            return
        started = time.monotonic()
        text = _read(options["path"])
        if options["office"]:
            result = import_office(read_office(text))
        else:
            try:
                result = replace_sudachi(self._telling(read_sudachi(text.splitlines())))
            except NoSynonymsError as error:
                raise CommandError(f"SudachiDict の同義語辞書として読めません: {options['path']}") from error
        for line in result.bad_lines[:MOST_NAMED]:
            self.stderr.write(f"{line.number} 行目を読み飛ばしました: {line.reason}")
        if len(result.bad_lines) > MOST_NAMED:
            self.stderr.write(f"ほかに {len(result.bad_lines) - MOST_NAMED:,} 行を読み飛ばしました。")
        if options["office"]:
            for reason in result.left_out:
                self.stderr.write(f"登録しませんでした: {reason}")
        self.stdout.write(
            f"同義語の取込み終了: {result.groups:,} グループ、{result.words:,} 語"
            f"（変更なし {result.unchanged:,} グループ、対象外 {len(result.left_out):,} グループ、"
            f"読めない行 {len(result.bad_lines):,} 行）、{time.monotonic() - started:.1f} 秒"
        )

    def _telling(self, read: Iterator[SynonymSet | BadLine]) -> Iterator[SynonymSet | BadLine]:
        shown = time.monotonic()
        for done, group in enumerate(read, start=1):
            if time.monotonic() - shown > 1:
                shown = time.monotonic()
                self.stdout.write(f"… {done:,} グループ")
                self.stdout.flush()
            yield group


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"ファイルを読めません（{reason_of(error)}）: {path}") from error
    try:
        return csv_decoded(content)
    except CsvError as error:
        raise CommandError(f"{error}: {path}") from error
