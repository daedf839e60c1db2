"""Who is let in where: every address of the site, found by walking the URL patterns, with and without LOGIN_REQUIRED_TO_READ.

An address that is added without an entry in PUBLIC is closed to visitors; one that is marked as open without being a
sign-in page must refuse visitors and readers by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import Settings

from config import urls
from minutes.models import Meeting
from minutes.record.importing import ImportResult

# Answered whoever asks, also in a closed archive: how else could one sign in?
SIGN_IN = {"login", "oidc_begin", "oidc_return", "second_factor", "second_factor_code"}
# Answered without signing in, unless the archive is closed.
PUBLIC = {
    "admin:logout",
    "logout",
    "minutes:attachment_file",
    "minutes:bodies",
    "minutes:edition_file",
    "minutes:body",
    "minutes:fiscal_year",
    "minutes:fiscal_years",
    "minutes:home",
    "minutes:meeting",
    "minutes:meeting_source",
    "minutes:meeting_version",
    "minutes:meeting_versions",
    "minutes:topic",
    "minutes:topics",
    "minutes:utterance",
    "minutes:version_changes",
    "search:around",
    "search:results",
    "search:suggest",
    "search:titles",
}
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
# What stands in an address: numbers of rows that were stored first, the key of the meeting.
SAMPLES = {"year": "2023", "app_label": "minutes", "url": "no-such-page"}
TITLE = "カワセミ基本計画の策定について"


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    view: Callable[..., Any]


def addresses(key: str) -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "/", "", {**SAMPLES, "key": key}))


def _walk(patterns: list[Any], before: str, space: str, samples: dict[str, str]) -> Iterator[Address]:
    for one in patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: samples.get(found[1], "1"), _route(one))
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, f"{one.namespace}:" if one.namespace else space, samples)
        else:
            assert isinstance(one, URLPattern)
            yield Address(space + (one.name or route), route, one.callback)


def _route(pattern: URLPattern | URLResolver) -> str:
    """The pattern as path() writes it; a regular expression's groups become parameters."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", str(pattern.pattern)).strip("^$")


@pytest.fixture
def key(store: Callable[..., ImportResult]) -> str:
    store(title=TITLE, attachments=[{"label": "資料1", "title": TITLE}])
    return Meeting.objects.get().key


def is_sent_to_sign_in(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(("/login/?next=", "/admin/login/?next="))


def refuses(answer: HttpResponseBase) -> bool:
    return is_sent_to_sign_in(answer) or answer.status_code == 401


@pytest.mark.slow
def test_every_address_leads_where_its_name_says(key: str) -> None:
    for address in addresses(key):
        assert get_resolver().resolve(address.path).func is address.view, address


@pytest.mark.slow
def test_nothing_is_open_in_a_closed_archive_but_signing_in(key: str, settings: Settings) -> None:
    settings.LOGIN_REQUIRED_TO_READ = True
    found = addresses(key)
    assert len(found) > 100
    wrong = []
    for address in found:
        for method in METHODS:
            answer = Client().generic(method, address.path)
            if address.name not in SIGN_IN and not refuses(answer):
                wrong.append((address.name, method, answer.status_code))
            assert TITLE not in answer.content.decode()
    assert wrong == []
    assert Client().get("/login/").status_code == 200


@pytest.mark.slow
def test_what_is_marked_as_open_asks_visitors_and_readers_by_itself(key: str, reader: User, settings: Settings) -> None:
    marked = [address for address in addresses(key) if not getattr(address.view, "login_required", True)]
    assert {address.name for address in marked} > SIGN_IN
    known = Client()
    known.force_login(reader)
    for closed in (False, True):
        settings.LOGIN_REQUIRED_TO_READ = closed
        for address in marked:
            if address.name not in SIGN_IN:
                for method in METHODS:
                    assert refuses(Client().generic(method, address.path)), (address.name, method)
                    assert known.generic(method, address.path).status_code == 403, (address.name, method)


def test_an_open_archive_shows_visitors_what_is_listed_here_and_no_more(key: str) -> None:
    for address in addresses(key):
        answer = Client().get(address.path)
        if address.name in PUBLIC | SIGN_IN:
            assert answer.status_code in (200, 301, 302, 404, 405), address
            assert not refuses(answer), address
        else:
            assert refuses(answer), (address, answer.status_code)


def test_a_reader_of_a_closed_archive_reads_what_is_public_in_an_open_one(
    key: str, reader: User, settings: Settings
) -> None:
    settings.LOGIN_REQUIRED_TO_READ = True
    client = Client()
    client.force_login(reader)
    for address in addresses(key):
        if address.name in PUBLIC - {"logout", "admin:logout"}:
            assert not refuses(client.get(address.path)), address
    assert TITLE in client.get(f"/meetings/{key}/").content.decode()


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TITLE)


class WithAnotherAddress:
    urlpatterns = [*urls.urlpatterns, path("static/another/", unmarked), path("login/another/", unmarked)]
    handler404 = urls.handler404


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/static/another/", "/login/another/"])
def test_a_view_that_nobody_marked_is_closed_wherever_it_stands(place: str, settings: Settings) -> None:
    settings.ROOT_URLCONF = WithAnotherAddress
    assert TITLE in Client().get(place).content.decode()
    settings.LOGIN_REQUIRED_TO_READ = True
    assert is_sent_to_sign_in(Client().get(place))


@pytest.mark.parametrize(
    "sent",
    [
        {"SCRIPT_NAME": "/static"},
        {"SCRIPT_NAME": "/login/"},
        {"SCRIPT_NAME": "/staff/uploads"},
        {"HTTP_SCRIPT_NAME": "/static"},
        {"HTTP_PATH_INFO": "/login/"},
        {"HTTP_X_ORIGINAL_URL": "/login/"},
        {"HTTP_X_REWRITE_URL": "/static/css/base.css"},
        {"HTTP_X_FORWARDED_PREFIX": "/static"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "OPTIONS"},
        {"HTTP_X_FORWARDED_HOST": "elsewhere.example"},
        {"HTTP_REMOTE_USER": "kanri"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_BOOSTED": "true"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_ACCEPT": "application/json"},
    ],
)
def test_no_header_opens_a_closed_archive(
    sent: dict[str, Any], key: str, administrator: User, settings: Settings
) -> None:
    settings.LOGIN_REQUIRED_TO_READ = True
    for place in (
        "/",
        "/search/?q=カワセミ",
        "/search/suggest/?q=カワセミ",
        f"/meetings/{key}/",
        f"/meetings/{key}/source/",
    ):
        answer = Client().get(place, **sent)
        assert is_sent_to_sign_in(answer), place
        # Nor does it lead anywhere else, or name another host.
        assert answer.headers["Location"].startswith("/login/?next=/" + place[1:5])


@pytest.mark.django_db
def test_addresses_on_pages_are_the_sites_own_whatever_script_name_says() -> None:
    page = Client().get("/", SCRIPT_NAME="//elsewhere.example/x").content.decode()
    assert "elsewhere.example" not in page
    assert 'href="/search/' in page or 'action="/search/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/no-such-page/", "/static/none.css", "/favicon.ico", "/robots.txt", "/.git/config"])
def test_what_does_not_exist_looks_in_a_closed_archive_like_what_does(
    place: str, settings: Settings, client: Client
) -> None:
    assert client.get(place).status_code == 404
    settings.LOGIN_REQUIRED_TO_READ = True
    assert is_sent_to_sign_in(client.get(place))
    assert is_sent_to_sign_in(client.post(place))
