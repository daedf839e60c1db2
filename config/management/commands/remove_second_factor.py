"""manage.py remove_second_factor NAME: for whoever has lost telephone and recovery codes, the only administrator too."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

if settings.TOTP:
    from config.sign_in import second_factor


class Command(BaseCommand):
    help = "利用者の二要素認証（認証アプリと回復コード）を解除します。次のログインで設定し直せます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        if not settings.TOTP:
            raise CommandError("二要素認証は使われていません（環境変数 TOTP）。")
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"利用者「{username}」はいません。")
        if not second_factor.remove(user):
            raise CommandError(f"利用者「{username}」は二要素認証を設定していません。")
        self.stdout.write(f"利用者「{username}」の二要素認証を解除しました。")
