"""manage.py load_catalogue FILE: bodies and topics from a JSON file."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minutes.record import CatalogueError, load_catalogue


class Command(BaseCommand):
    help = "会議体と分類を JSON ファイルから登録・更新します。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help="会議体と分類の一覧（JSON）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bodies, topics = load_catalogue(options["path"])
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"会議体 {bodies} 件、分類 {topics} 件を登録しました。")
