"""manage.py changepassword: Django's, whose password is one that somebody else gave."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User

from config.accounts import passwords


class Command(changepassword.Command):
    help = "パスワードを入力して設定します。本人は次のログインのときに変更します。"

    def handle(self, *args: Any, **options: Any) -> str | None:
        told = super().handle(*args, **options)
        passwords.mark_given(User.objects.get(username=options["username"] or getpass.getuser()))
        return told
