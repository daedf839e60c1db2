"""manage.py export_people FILE: accounts and their groups as a table, to be changed and imported again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.accounts import people
from minutes.exchange import csv_bytes
from minutes.wording import reason_of
from trail import access_log
from trail.access_log import Event, Look


class Command(BaseCommand):
    help = "利用者とグループを CSV に書き出します。パスワードは含みません。import_people で取り込めます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help="書き出すファイル")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        access_log.write(lambda: Look(Event.EXPORT, kind="auth.user", detail=str(path)))
        rows = list(people.rows())
        try:
            path.write_bytes(csv_bytes(rows))
        except OSError as error:
            raise CommandError(f"ファイルに書けません（{reason_of(error)}）: {path}") from error
        self.stdout.write(f"利用者 {len(rows) - 1:,}人を書き出しました。")
