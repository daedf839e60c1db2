"""manage.py rebuild_index: writes every search entry anew, meeting by meeting.

Needed after an upgrade of the dictionary, the tokenizer or the folding. Searches go on meanwhile: each
meeting changes from its old entries to its new ones at once.
"""

import time
from typing import Any

from django.core.management.base import BaseCommand

from minutes.models import Meeting
from search import suggestion_index
from search.indexing import index_meeting


class Command(BaseCommand):
    help = "検索の索引をすべて作り直します。辞書や形態素解析器を更新したあとに実行してください。"

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Meeting.objects.order_by("pk").values_list("pk", flat=True))
        started = shown = time.monotonic()
        entries = 0
        for done, key in enumerate(keys, start=1):
            meeting = Meeting.objects.filter(pk=key).first()
            if meeting is not None:
                entries += index_meeting(meeting)
                suggestion_index.refresh(Meeting.objects.filter(pk=key))
            if time.monotonic() - shown > 2:
                shown = time.monotonic()
                self.stdout.write(f"… 会議 {done:,}/{len(keys):,} 件（発言 {entries:,} 件）")
                self.stdout.flush()
        seconds = time.monotonic() - started
        self.stdout.write(f"索引の作り直し終了: 会議 {len(keys):,} 件、発言 {entries:,} 件、{seconds:.1f} 秒")
