"""manage.py record_changes: what each version changed, for versions that an earlier release stored."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from minutes.record import record_missing_changes, versions_without_changes

TELLS_EVERY_SECONDS = 2


class Command(BaseCommand):
    help = "以前の版のアーカイブで保存された訂正について、どこが変わったかを記録します。"

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, told = versions_without_changes().count(), 0, time.monotonic()
        for _ in record_missing_changes():
            done += 1
            if time.monotonic() - told >= TELLS_EVERY_SECONDS:
                self.stdout.write(f"{done:,}/{total:,} 件")
                told = time.monotonic()
        self.stdout.write(f"訂正 {done:,} 件の変更箇所を記録しました。")
