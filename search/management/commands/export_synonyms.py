"""manage.py export_synonyms FILE: the office's synonyms as CSV, to keep or to carry to another archive."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minutes.exchange import csv_bytes
from minutes.wording import reason_of
from search.synonyms import office_rows, office_sets
from trail import access_log
from trail.access_log import Event, Look


class Command(BaseCommand):
    help = "庁内の同義語を CSV に書き出します。import_synonyms --office で取り込めます。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help="書き出すファイル")

    def handle(self, *args: Any, **options: Any) -> None:
        access_log.write(lambda: Look(Event.EXPORT, kind="search.synonymgroup", detail=str(options["path"])))
        groups = office_sets()
        try:
            options["path"].write_bytes(csv_bytes(office_rows(groups)))
        except OSError as error:
            raise CommandError(f"ファイルに書けません（{reason_of(error)}）: {options['path']}") from error
        self.stdout.write(f"庁内の同義語 {len(groups):,} グループを書き出しました。")
