"""What happens beside a sign-in: it is counted, told to the log, and the session knows when it began."""

import logging
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_save
from django.http import HttpRequest

from config.accounts import sessions, throttling
from config.client_address import client_address

log = logging.getLogger(__name__)
# The user who has just signed in, for the middleware that gives the browser its cookie.
SIGNED_IN = "_signed_in_as"


def listen() -> None:
    """Listens to Django's signals; called once, when the site starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_login_failed.connect(_failed, dispatch_uid="accounts.failed")
    post_save.connect(_saved, sender=User, dispatch_uid="accounts.saved")


def _signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request)
    sessions.forget_old()
    throttling.forget_old()
    throttling.succeeded(request, user.get_username())
    setattr(request, SIGNED_IN, user.get_username())


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """One line a failure. A name that no account has is not told: it may be a password in the wrong field."""
    if request is None:
        return
    name = str(credentials.get("username", ""))
    account = name if User.objects.filter(username=name).exists() else "(unknown)"
    what = "refused after too many failures" if throttling.refused_until(request) else "failed"
    log.warning("Sign-in %s: account %s, address %s", what, account, client_address(request) or "(none)")


def _saved(sender: Any, instance: User, created: bool, **_: Any) -> None:
    """Whoever may not sign in any more is signed out, also for the time when he may again."""
    if not created and not instance.is_active:
        sessions.end_all(instance)
