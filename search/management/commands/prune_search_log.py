"""manage.py prune_search_log: removes what the record of searches no longer keeps.

The archive does so by itself with each day's first search; run it after a change of SEARCH_LOG_DAYS or
SEARCH_LOG_USERS to have it done at once.
"""

from typing import Any

from django.core.management.base import BaseCommand

from search import log


class Command(BaseCommand):
    help = "保存期間を過ぎた検索の記録を消します。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"検索の記録を {log.prune():,} 件消しました。")
