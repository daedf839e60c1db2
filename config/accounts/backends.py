"""Who is let in: asked in the order of settings.AUTHENTICATION_BACKENDS, the limit on attempts before all others."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from config.accounts import throttling
from trail import access_log


class LimitedAttempts:
    """Lets nobody in, and ends the asking where there were too many failures: no other backend sees the password.

    What comes without a password (the word of a proxy, say) is not limited; a command has no request.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> None:
        if request is None or username is None or password is None:
            return
        if throttling.begin(request, username):
            access_log.note(access_log.Event.LOCKED_OUT, detail=username)
            raise PermissionDenied


class Accounts(ModelBackend):
    """Accounts with a password of their own; whether it must be changed comes along with the user."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("initial_password").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
