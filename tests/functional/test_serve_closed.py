"""What strangers try at the door of a closed archive: bytes on a socket of the real server, `manage.py serve`.

The archive holds the sample; none of its words may come back to somebody who has not signed in.
"""

import http.cookiejar
import re
import signal
import socket
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.functional.server import PATIENCE, FirstRun, copied, environment, free_port, read_until_ready, serve
from tests.functional.support import open_context, serious_violations

# Of the sample archive: a body, and what stands in nearly every meeting and original.
WORDS = ("情報化推進本部", "承認", "事務局")
SIGN_IN = 'autocomplete="current-password"'


@dataclass(frozen=True)
class Site:
    port: int
    meeting: str  # the address of one
    folder: Path  # where the archive is kept
    reader: "Reader"

    def ask(self, request: str) -> "Answer":
        """Sends the request, given with \n for line ends, and reads until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(request.replace("\n", "\r\n").encode())
            received = b""
            while part := line.recv(65536):
                received += part
        head, _, body = received.decode(errors="replace").partition("\r\n\r\n")
        return Answer(head, body)

    def get(self, target: str, *headers: str, method: str = "GET", host: str = "127.0.0.1") -> "Answer":
        more = "".join(f"{header}\n" for header in headers)
        return self.ask(f"{method} {target} HTTP/1.1\nHost: {host}\nConnection: close\n{more}\n")


@dataclass(frozen=True)
class Answer:
    head: str
    body: str

    @property
    def status(self) -> int:
        return int(self.head.split(" ", 2)[1])

    @property
    def location(self) -> str:
        found = re.search(r"(?im)^location: (.*?)\r?$", self.head)
        return found[1] if found else ""

    @property
    def is_refusal(self) -> bool:
        """Nothing of the archive: on to the sign-in page, that page, a file of the pages' design, or an error."""
        if any(word in self.head + self.body for word in WORDS):
            return False
        if self.status in (301, 302):
            return urllib.parse.urlsplit(self.location).path in ("/login/", "/admin/login/")
        return self.status >= 400 or SIGN_IN in self.body or self.status == 204


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[tuple[int, str]]:
    """A server with these settings: its port, and what it said until it was ready."""
    port = free_port()
    process = serve(environment(folder, port, **settings))
    try:
        yield port, read_until_ready(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def site(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = copied(first_run, tmp_path_factory.mktemp("closed"))
    password = re.search(r"利用者名 reader / パスワード (\S+)", first_run.said)
    assert password is not None
    with served(folder, LOGIN_REQUIRED_TO_READ="1", SITE_NAME="閉じた書庫") as (port, _):
        reader = Reader(port, password[1])
        meeting = re.search(r'href="(/meetings/[^/"]+/)"', reader.open("/years/2021/"))
        assert meeting is not None
        yield Site(port, meeting[1], folder, reader)


class Reader:
    """Somebody who has signed in."""

    def __init__(self, port: int, password: str) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        own = "kawasemi-no-heya-7"
        self._fill_in("/login/", {"username": "reader", "password": password})
        # The archive gave this password: it is changed first.
        self._fill_in("/account/password/", {"old_password": password, "new_password1": own, "new_password2": own})

    def _fill_in(self, place: str, form: dict[str, str]) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.open(place))
        assert token is not None
        self.open(place, urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **form}).encode())

    def open(self, place: str, data: bytes | None = None) -> str:
        with self._browser.open(self._base + place, data, timeout=PATIENCE) as answer:
            read: bytes = answer.read()
            return read.decode()


def places(site: Site) -> list[str]:
    return [
        "/",
        "/years/2021/",
        "/bodies/",
        "/search/?q=%E6%89%BF%E8%AA%8D",
        "/search/suggest/?q=%E6%83%85%E5%A0%B1",
        site.meeting,
        site.meeting + "u/1/",
        site.meeting + "source/",
        site.meeting + "versions/",
        "/staff/uploads/",
        "/admin/",
    ]


def test_every_page_asks_for_signing_in(site: Site) -> None:
    for place in places(site):
        answer = site.get(place)
        assert answer.status == 302, place
        assert answer.is_refusal, place


def test_the_words_that_must_not_come_back_stand_on_the_pages(site: Site) -> None:
    page = site.reader.open(site.meeting)
    assert any(word in page for word in WORDS)


HEADERS = [
    f"{name}: {value}"
    for name in (
        "SCRIPT_NAME",
        "Script_Name",
        "script_name",
        "SCRIPT-NAME",
        "Script-Name",
        "X-Script-Name",
        "PATH_INFO",
    )
    for value in ("/static", "/login/", "/login", "/", "//elsewhere.example", "/staff/uploads/")
] + [
    "PATH-INFO: /login/",
    "X-Forwarded-Prefix: /static",
    "X-Original-URL: /login/",
    "X-Rewrite-URL: /static/css/base.css",
    "X-HTTP-Method-Override: OPTIONS",
    "X-Forwarded-Host: elsewhere.example",
    "X_Forwarded_Host: elsewhere.example",
    "Forwarded: for=127.0.0.1;host=elsewhere.example;proto=https",
    "X-Forwarded-For: 127.0.0.1",
    "REMOTE_USER: admin",
    "Remote-User: admin",
    "X-Remote-User: admin",
    "Authorization: Basic YWRtaW46YWRtaW4=",
    "Cookie: sessionid=../../admin",
    "HX-Request: true",
    "HX-Request: true\nHX-Boosted: true\nHX-Target: results",
    "HX-Request: true\nHX-History-Restore-Request: true",
    "Sec-Purpose: prefetch",
    "Accept: application/json",
    "Range: bytes=0-100000",
    "If-None-Match: *",
]


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_opens_a_page(header: str, site: Site) -> None:
    for place in (*places(site), "/static" + site.meeting, "/login" + site.meeting):
        answer = site.get(place, header)
        assert answer.is_refusal, (place, answer.head)
        assert "elsewhere" not in answer.head


TARGETS = [
    "/static/..{meeting}",
    "/static/../..{meeting}",
    "/static//..{meeting}",
    "/static%2f..{meeting}",
    "/static/%2e%2e{meeting}",
    "/static/..%2f..{meeting}",
    "/static/css/base.css/..{meeting}",
    "/login/..{meeting}",
    "/login/../..{meeting}",
    "/login/;{meeting}",
    "/login;/..{meeting}",
    "/admin/..{meeting}",
    "/admin/login/..{meeting}",
    "/staff/uploads/../..{meeting}",
    "/{meeting}",
    "//{meeting}",
    "//static{meeting}",
    "/.{meeting}",
    "/./{meeting}",
    "{meeting}.",
    "{meeting}..",
    "{meeting};/static/",
    "{meeting}?/static/",
    "{meeting}?next=/static/",
    "{meeting}#/static/",
    "{meeting}%00",
    "{meeting}%20",
    "{meeting}%2e",
    "{meeting}%3f/static/",
    "{meeting}source",
    "{meeting}source/.css",
    "/%6deetings{tail}",
    "/meetings%2f{tail}",
    "/MEETINGS{tail}",
    "http://127.0.0.1{meeting}",
    "http://127.0.0.1/static/..{meeting}",
    "http://elsewhere.example{meeting}",
    "https://127.0.0.1{meeting}",
    "*",
    "{meeting}\\..\\static",
    "/static\\..{meeting}",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "PROPFIND", "get"])
def test_no_way_of_writing_an_address_opens_a_page(method: str, site: Site) -> None:
    for target in TARGETS:
        written = target.format(meeting=site.meeting, tail=site.meeting.removeprefix("/meetings"))
        answer = site.get(written, method=method)
        assert answer.is_refusal, (method, written, answer.head)


def test_old_and_broken_requests_open_nothing(site: Site) -> None:
    for request in (
        f"GET {site.meeting}\n\n",
        f"GET {site.meeting} HTTP/1.0\n\n",
        f"GET {site.meeting} HTTP/1.0\nHost: 127.0.0.1\nSCRIPT_NAME: /meetings\n\n",
        f"GET {site.meeting} HTTP/2.0\nHost: 127.0.0.1\nConnection: close\n\n",
        f"GET {site.meeting} HTTP/1.1\nHost: 127.0.0.1\nHost: localhost\nConnection: close\n\n",
        f"GET {site.meeting} HTTP/1.1\nHost: elsewhere.example\nConnection: close\n\n",
        f"GET {site.meeting} HTTP/1.1\nHost: 127.0.0.1\nSCRIPT_NAME : /static\nConnection: close\n\n",
        f"GET {site.meeting} HTTP/1.1\nHost: 127.0.0.1\n SCRIPT_NAME: /static\nConnection: close\n\n",
        # A second request in the body of the first.
        "POST /login/ HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 4\nTransfer-Encoding: chunked\nConnection: close\n\n"
        f"0\n\nGET {site.meeting} HTTP/1.1\nHost: 127.0.0.1\nSCRIPT_NAME: /static\n\n",
    ):
        assert site.ask(request).is_refusal, request


def test_what_is_too_long_is_told_in_japanese(site: Site) -> None:
    asked = site.get(f"/search/?q={urllib.parse.quote('漢' * 460)}")
    assert SIGN_IN in site.get(asked.location).body
    for answer in (site.get(f"/search/?q={'%E6%BC%A2' * 6_000}"), site.get("/", f"Referer: {'x' * 200_000}")):
        assert answer.status in (414, 431)
        assert 'lang="ja"' in answer.body
        assert "アドレスが長すぎます" in answer.body


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_about_what_is_too_long_leads_back_by_keyboard(site: Site, browser: Browser, width: int) -> None:
    context = open_context(browser, f"http://127.0.0.1:{site.port}")
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/search/?q={'%E6%BC%A2' * 6_000}")
    expect(page.get_by_role("heading", name="アドレスが長すぎます")).to_be_visible()
    expect(page.get_by_text("言葉や条件を減らして")).to_be_visible()
    assert serious_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="検索のページを開く")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/?next=/search/")
    context.close()


def test_the_sign_in_page_comes_with_its_parts(site: Site) -> None:
    page = site.get("/login/")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.body)
    assert len(parts) > 5
    assert {site.get(part).status for part in parts} == {200}
    # It names the office's archive and nothing in it.
    assert page.is_refusal


def test_script_name_changes_no_address_on_a_page(site: Site) -> None:
    usual = re.findall(r'(?:href|src|action)="([^"]*)"', site.get("/login/").body)
    for header in ("SCRIPT_NAME: /login", "SCRIPT_NAME: //elsewhere.example", "Script-Name: /x"):
        assert re.findall(r'(?:href|src|action)="([^"]*)"', site.get("/login/", header).body) == usual


def test_in_production_only_the_proxys_header_says_https_and_none_says_which_host(site: Site) -> None:
    settings = {
        "PRODUCTION": "1",
        "SECRET_KEY": "only-for-this-test-" + "x" * 40,
        "ALLOWED_HOSTS": "kaigiroku.example",
        "DATABASE_URL": f"postgresql://postgres@/postgres?host={site.folder / 'postgres'}",
        "LOGIN_REQUIRED_TO_READ": "1",
    }
    with served(site.folder / "production", **settings) as (port, _):
        front = Site(port, site.meeting, site.folder, site.reader)
        for header in (
            "X-Forwarded-Proto: http",
            "X_Forwarded_Proto: https",
            "X-Forwarded-Ssl: on",
            "X-Forwarded-Protocol: ssl",
            "Forwarded: proto=https",
        ):
            answer = front.get(site.meeting, header, host="kaigiroku.example")
            assert (answer.status, answer.location) == (301, "https://kaigiroku.example" + site.meeting), header
        through = "X-Forwarded-Proto: https"
        answer = front.get(site.meeting, through, "X-Forwarded-Host: elsewhere.example", host="kaigiroku.example")
        assert (answer.status, answer.location) == (302, "/login/?next=" + site.meeting)
        assert front.get(site.meeting, through, "X-Forwarded-Host: kaigiroku.example", host="127.0.0.1").status == 400
        assert front.get("/login/", through, "SCRIPT_NAME: /login", host="kaigiroku.example").status == 200
