"""manage.py check_folder: what waits in the watched folder, what is being read, what needs a person."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from minutes.models import WatchedFile
from minutes.uploads import watched_folder

_MOST_SHOWN = 20


class Command(BaseCommand):
    help = "取込みフォルダー（WATCH_FOLDER）の様子を表示します。何も変えません。使えないときは 1 で終わります。"

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.WATCH_FOLDER
        if folder is None:
            self.stdout.write("取込みフォルダーは設定されていません（WATCH_FOLDER）。")
            return
        try:
            found = watched_folder.contents_of(folder)
            watched_folder.check(folder)
        except watched_folder.FolderError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        looked = WatchedFile.objects.filter(outcome=WatchedFile.Outcome.LOOK)
        self.stdout.write(f"取込みフォルダー: {folder}")
        self.stdout.write(f"取込みを待つファイル: {len(found.waiting):,} 件")
        self.stdout.write(f"取込み中のファイル: {len(found.taken):,} 件")
        self.stdout.write(f"済: {WatchedFile.objects.filter(outcome=WatchedFile.Outcome.DONE).count():,} 件")
        self.stdout.write(f"要確認: {looked.count():,} 件")
        if found.folders:
            self.stdout.write(f"中を見ないフォルダー: {'、'.join(found.folders[:_MOST_SHOWN])}")
