"""The way to the OpenID provider and back."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.sign_in import groups, provider
from config.sign_in.backends import PATHS
from config.sign_in.identities import Person, SignInRefused, account_of
from config.sign_in.models import Way

log = logging.getLogger(__name__)
# Of each attempt its own, so that two tabs do not disturb each other; signed, and gone with the attempt.
_COOKIE = "oidc_{}"
_SALT = "config.sign_in.provider"
_LONGEST_SECONDS = 600
_AWAY = "認証サーバー（OpenID Connect）でログインできませんでした。しばらくしてからもう一度試すか、管理者にお問い合わせください。"
_LATE = "ログインの途中で時間が切れたか、別の画面からの続きでした。もう一度ログインしてください。"


@login_not_required
@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Leads to the provider; ?next= is where the person goes afterwards."""
    place = request.build_absolute_uri(reverse("oidc_return"))
    try:
        address, attempt = provider.begin(place, _next_page(request))
    except provider.ProviderError as error:
        log.error("OpenID Connect: %s", error)
        return _back(request, _AWAY)
    response = HttpResponseRedirect(address)
    response.set_cookie(
        _name(attempt.state),
        signing.dumps(attempt.as_json(), salt=_SALT),
        max_age=_LONGEST_SECONDS,
        path=reverse("oidc_return"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends people to: signs in whom its ID token names."""
    attempt = _attempt(request)
    if attempt is None:
        return _back(request, _LATE)
    response = _finish(request, attempt)
    response.delete_cookie(_name(attempt.state), path=reverse("oidc_return"), samesite="Lax")
    return response


def _finish(request: HttpRequest, attempt: provider.Attempt) -> HttpResponse:
    way = settings.SIGN_IN_PROVIDER
    assert way is not None, "these addresses are there where a provider is set"
    code = request.GET.get("code", "")
    if not code or request.GET.get("iss", way.issuer) != way.issuer:
        log.warning("OpenID Connect: %s", request.GET.get("error", "no code")[:100])
        return _back(request, _AWAY)
    try:
        told = provider.claims(code, attempt)
        person = _person(told, way.issuer, way.name_claim)
        user = account_of(person)
    except provider.ProviderError as error:
        log.error("OpenID Connect: %s", error)
        return _back(request, _AWAY)
    except SignInRefused as refusal:
        auth.user_login_failed.send(__name__, credentials={"username": person.name}, request=request)
        return _back(request, str(refusal))
    if way.groups_claim:
        groups.apply(user, provider.groups_in(told, way.groups_claim))
    auth.login(request, user, backend=PATHS[Way.PROVIDER])
    return HttpResponseRedirect(attempt.next)


def _person(told: Any, issuer: str, name_claim: str) -> Person:
    def text(claim: str) -> str:
        value = told.get(claim)
        return value.strip() if isinstance(value, str) else ""

    has_both = text("family_name") and text("given_name")
    return Person(
        Way.PROVIDER,
        issuer=issuer,
        subject=told["sub"],
        name=text(name_claim) or told["sub"],
        family_name=text("family_name") if has_both else text("name"),
        given_name=text("given_name") if has_both else "",
        # Many providers let people choose this name themselves.
        names_are_safe=False,
    )


def _attempt(request: HttpRequest) -> provider.Attempt | None:
    """The attempt that this browser began and that the provider answers."""
    state = request.GET.get("state", "")
    try:
        kept = signing.loads(request.COOKIES.get(_name(state), ""), salt=_SALT, max_age=_LONGEST_SECONDS)
        attempt = provider.Attempt(**kept)
    except (signing.BadSignature, TypeError):
        return None
    return attempt if constant_time_compare(attempt.state, state) else None


def _name(state: str) -> str:
    return _COOKIE.format("".join(sign for sign in state[:12] if sign.isascii() and sign.isalnum()))


def _next_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _back(request: HttpRequest, trouble: str) -> HttpResponse:
    messages.error(request, trouble)
    return redirect("login")
