"""People whom a proxy signs in and names in a header (REMOTE_USER).

The header counts only where the connection itself is the proxy's: of all others it is taken away before anybody reads
it. What the proxy says holds for each request: another name is another session, no name ends it.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from config.client_address import is_from
from config.sign_in import groups
from config.sign_in.backends import PATHS
from config.sign_in.identities import Person, SignInRefused, account_of, tell
from config.sign_in.models import Way
from config.sign_in.ways import Proxy

log = logging.getLogger(__name__)
_SAID = "sign_in_proxy"
# Read by the head of every page.
_STAYS = "stays_signed_in"


class ProxySignIn:
    """Middleware, after AuthenticationMiddleware: signs in whom the proxy names, and out whom it does not name any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        assert settings.SIGN_IN_PROXY is not None, "this middleware is set where a proxy is"
        self.proxy = settings.SIGN_IN_PROXY
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxy = self.proxy
        said = _what_is_said(request, proxy)
        if said is None or not said[0]:
            if _is_signed_in_by_proxy(request):
                auth.logout(request)
        elif request.session.get(_SAID) != list(said) or not request.user.is_authenticated:
            _sign_in(request, *said, has_groups=bool(proxy.groups_header))
        by_proxy = _is_signed_in_by_proxy(request)
        # Without an address where the proxy signs people out, its next word would sign them in again.
        setattr(request, _STAYS, by_proxy and not proxy.sign_out)
        response = self.get_response(request)
        if by_proxy and proxy.sign_out and auth.SESSION_KEY not in request.session and response.status_code == 302:
            return HttpResponseRedirect(proxy.sign_out)
        return response


def _what_is_said(request: HttpRequest, proxy: Proxy) -> tuple[str, str] | None:
    """The person's name and groups, as the proxy says them; None of anybody who is not the proxy."""
    name, groups_said = (_taken(request, header) for header in (proxy.header, proxy.groups_header))
    if not is_from(request, proxy.networks, proxy.socket):
        return None
    # Two headers of one name arrive as one with a comma: one of them may be the browser's own.
    if "," in name:
        log.warning("%s が二つ以上あります。プロキシが利用者の送った同じヘッダーを消していません。", proxy.header)
        return None
    return _without_domain(name, proxy.domain), groups_said


def _taken(request: HttpRequest, header: str) -> str:
    """The header's text, which nobody after this reads. Bytes that are UTF-8 come as Latin-1."""
    text = request.META.pop("HTTP_" + header.upper().replace("-", "_"), "") if header else ""
    try:
        return str(text).encode("latin-1").decode().strip()
    except UnicodeError:
        return str(text).strip()


def _without_domain(name: str, domain: str) -> str:
    """DOMAIN\\name and name@DOMAIN are the name alone, where the domain is the office's own."""
    before, sign, after = name.partition("\\")
    if sign and domain and before.casefold() == domain.casefold():
        return after
    before, sign, after = name.rpartition("@")
    if sign and domain and after.casefold() == domain.casefold():
        return before
    return name


def _is_signed_in_by_proxy(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.session.get(auth.BACKEND_SESSION_KEY) == PATHS[Way.PROXY]


def _sign_in(request: HttpRequest, name: str, groups_said: str, has_groups: bool) -> None:
    try:
        user = account_of(Person(Way.PROXY, subject=name, name=name))
    except SignInRefused as refusal:
        if _is_signed_in_by_proxy(request):
            auth.logout(request)
        tell(request, str(refusal))
        return
    if has_groups:
        groups.apply(user, filter(str.strip, groups_said.split(";")))
    if request.user != user:
        auth.logout(request)
    auth.login(request, user, backend=PATHS[Way.PROXY])
    request.session[_SAID] = [name, groups_said]
