"""How long somebody stays signed in: until nothing was done for a while, and in any case until a longest time.

When something was last done is kept in a signed cookie bound to the session, so that pages that are only read write
nothing. What pages ask by themselves is nothing that somebody did.
"""

import time
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from config.accounts import cookies

COOKIE = "activity"
_SIGNED_IN_AT = "signed_in_at"
# The cookie is renewed when it is older than this, or than a tenth of the time that it may reach.
_RENEWED_AFTER = 60
# What the pages ask by themselves, by the names of the addresses.
ASKED_BY_PAGES = frozenset({"minutes:upload_changes", "minutes:upload_progress", "minutes:uploads_progress"})


def begin(request: HttpRequest) -> None:
    """Notes in the session that was just begun when that was."""
    request.session[_SIGNED_IN_AT] = int(time.time())


def is_over(request: HttpRequest) -> bool:
    """Whether the session of somebody who signed in has lasted too long, or has been left alone too long."""
    began, now = request.session.get(_SIGNED_IN_AT, 0), time.time()
    if now - began > settings.SESSION_MAX_HOURS * 3600:
        return True
    idle = settings.SESSION_IDLE_MINUTES * 60
    return bool(idle) and now - max(began, _last_done(request)) > idle


def end(request: HttpRequest) -> None:
    """Ends it in the database, for every browser that has its key."""
    logout(request)


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Notes that something was done, unless the page asked by itself or that stands there already."""
    match = request.resolver_match
    if match is None or match.view_name in ASKED_BY_PAGES or not settings.SESSION_IDLE_MINUTES:
        return
    last = max(_last_done(request), request.session.get(_SIGNED_IN_AT, 0))
    if time.time() - last > min(_RENEWED_AFTER, settings.SESSION_IDLE_MINUTES * 6):
        cookies.keep(response, COOKIE, [int(time.time()), _of_session(request)])


def end_all(user: User) -> int:
    """Ends all sessions of a user; returns how many there were."""
    live = Session.objects.filter(expire_date__gte=timezone.now())
    keys = [session.session_key for session in live.iterator() if _is_of(session, user)]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def forget_old() -> None:
    """Drops sessions that have ended by themselves."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _is_of(session: Session, user: User) -> bool:
    return bool(session.get_decoded().get(SESSION_KEY) == str(user.pk))


def _last_done(request: HttpRequest) -> int:
    """In seconds since 1970; 0 where the cookie is of another session, or none."""
    done, session = cookies.kept(request, COOKIE) or (0, "")
    return int(done) if session == _of_session(request) else 0


def _of_session(request: HttpRequest) -> str:
    """A digest of the session's key, which stays a secret."""
    return sha256(str(request.session.session_key).encode()).hexdigest()[:24]
