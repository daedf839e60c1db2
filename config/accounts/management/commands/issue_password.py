"""manage.py issue_password: a new password for somebody who has lost his; its owner changes it at the next sign-in."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.accounts import passwords, throttling


class Command(BaseCommand):
    help = "新しいパスワードを発行し、一度だけ表示します。本人は次のログインのときに変更します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"利用者「{username}」はありません。")
        password = passwords.generated()
        passwords.give(user, password)
        throttling.unlock(user=user)
        self.stdout.write(f"利用者名 {username} / パスワード {password}")
