from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from trail import access_log


class Command(BaseCommand):
    help = "閲覧の記録のうち、ACCESS_LOG_DAYS より古いものを消します。消したことも記録に残ります。"

    def handle(self, *args: Any, **options: Any) -> None:
        days = access_log.kept_days()
        try:
            count = access_log.prune(days)
        except DatabaseError as error:
            raise CommandError(
                f"記録を消せません。データベースの所有者の接続先を DATABASE_URL に指定して実行してください。（{error}）"
            ) from error
        self.stdout.write(f"{days}日より古い閲覧の記録 {count:,}件を消しました。")
