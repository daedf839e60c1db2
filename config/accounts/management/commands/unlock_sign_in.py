"""manage.py unlock_sign_in: ends the lock of an account or an address that failed to sign in too often."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.accounts import throttling


class Command(BaseCommand):
    help = "ログインの失敗が続いて停止したアカウントやアドレスを、すぐに使えるようにします。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="", help="利用者名")
        parser.add_argument("--address", default="", help="端末やプロキシのアドレス（例: 192.0.2.10）")

    def handle(self, *args: Any, username: str, address: str, **options: Any) -> None:
        if bool(username) == bool(address):
            raise CommandError("利用者名か --address のどちらか一方を指定してください。")
        if address:
            ended = throttling.unlock(address=address)
        else:
            user = User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(f"利用者「{username}」はありません。")
            ended = throttling.unlock(user=user)
        about = username or address
        self.stdout.write(
            f"{about} の停止を{ended:,}件解除しました。"
            if ended
            else f"{about} は停止していません。失敗の回数を消しました。"
        )
