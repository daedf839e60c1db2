"""manage.py record_dialogue: who speaks in which part, for minutes that an earlier release stored."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from minutes.record import meetings_without_dialogue, record_missing_dialogue

TELLS_EVERY_SECONDS = 2


class Command(BaseCommand):
    help = "以前の版のアーカイブで保存された会議録について、発言者の区分と、質問と答弁のつながりを記録します。"

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, told = meetings_without_dialogue().count(), 0, time.monotonic()
        for _ in record_missing_dialogue():
            done += 1
            if time.monotonic() - told >= TELLS_EVERY_SECONDS:
                self.stdout.write(f"{done:,}/{total:,} 件")
                told = time.monotonic()
        self.stdout.write(f"会議 {done:,} 件の発言者の区分と質疑を記録しました。")
