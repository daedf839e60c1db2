"""Signing in, and changing one's own password."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from config.accounts import passwords, throttling

WRONG = "ユーザー名またはパスワードが違います。大文字と小文字は区別されます。"


def refusal(until: datetime) -> str:
    """What is told to whoever failed too often; the same whether there is such an account."""
    clock = timezone.localtime(until)
    day = "" if clock.date() == timezone.localdate() else f"{clock.month}月{clock.day}日"
    return (
        f"ログインの失敗が続いたため、しばらくログインできません。{day}{clock:%H時%M分}を過ぎてから、もう一度お試しください。"
        "お急ぎの場合やパスワードを忘れた場合は、システムの管理者にお問い合わせください。"
    )


class SignInForm(AuthenticationForm):
    """User name and password. `refused_until` is set where there were too many failures."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}
    refused_until: datetime | None = None

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except forms.ValidationError as error:
            self.refused_until = throttling.refused_until(self.request) if self.request else None
            if self.refused_until:
                raise forms.ValidationError(refusal(self.refused_until), code="refused") from error
            raise


class PasswordChangeForm(DjangoPasswordChangeForm):
    """The present password and, twice, the new one. Guessing the present one is limited as signing in is."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(cast(User, request.user), *args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        name = self.user.get_username()
        if authenticate(self.request, username=name, password=password) != self.user:
            until = throttling.refused_until(self.request)
            raise forms.ValidationError(refusal(until) if until else "今のパスワードが違います。")
        throttling.succeeded(self.request, name)
        return password

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if password == self.cleaned_data.get("old_password"):
            raise forms.ValidationError("今のパスワードとは違うパスワードにしてください。")
        return password

    def save(self, commit: bool = True) -> Any:
        passwords.change(self.user, self.cleaned_data["new_password1"])
        return self.user
