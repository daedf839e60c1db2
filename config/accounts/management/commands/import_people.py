"""manage.py import_people FILE: accounts and their groups from the office's table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.accounts import people
from minutes.wording import reason_of


class Command(BaseCommand):
    help = (
        "利用者とグループを CSV から登録します。--apply を付けなければ、変わるところを表示するだけです。"
        "表にない利用者はそのままで、削除することはありません。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help=f"見出しが {'、'.join(people.COLUMNS)} の CSV")
        parser.add_argument("--apply", action="store_true", help="変更を行う")

    def handle(self, *args: Any, path: Path, apply: bool, **options: Any) -> None:
        try:
            changes = people.changes(people.read(path.read_bytes()))
        except OSError as error:
            raise CommandError(f"ファイルを読めません（{reason_of(error)}）: {path}") from error
        except people.UnusableTable as unusable:
            raise CommandError("\n".join([*unusable.problems, "何も変えていません。"])) from unusable
        for change in changes:
            self.stdout.write(f"{change.person.username}: {'、'.join(change.told)}")
        if not changes:
            self.stdout.write("変わるところはありません。")
        elif not apply:
            self.stdout.write(
                f"{len(changes):,}人が変わります。まだ変えていません。変えるには --apply を付けてください。"
            )
        else:
            given = people.apply(changes)
            self.stdout.write(f"{len(changes):,}人を変えました。")
            if given:
                self.stdout.write(
                    "新しい利用者の初期パスワードです。今回だけ表示します。最初のログインのときに変更します。"
                )
            for username, password in given:
                self.stdout.write(f"  利用者名 {username} / パスワード {password}")
