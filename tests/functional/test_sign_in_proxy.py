"""Whom a proxy names (REMOTE_USER), and who only says so: bytes on a socket of the real server, `manage.py serve`.

The proxy is 127.0.0.2; everybody else comes from another address of this machine.
"""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.functional.server import PATIENCE, ROOT, environment
from tests.functional.test_serve_closed import Answer, served

PROXY, SOMEBODY = "127.0.0.2", "127.0.0.3"
SIGN_OUT = "https://portal.example/logout"
SETTINGS = {
    "REMOTE_USER_HEADER": "X-Remote-User",
    "REMOTE_USER_PROXIES": f"{PROXY},unix",
    "REMOTE_USER_GROUPS_HEADER": "X-Remote-Groups",
    "REMOTE_USER_DOMAIN": "MINATONO",
    "REMOTE_USER_SIGN_OUT": SIGN_OUT,
    "SIGN_IN_GROUPS": "議事係=編集者",
}


@dataclass
class Browser:
    """Keeps its cookies and comes from where it is told."""

    port: int
    address: str = PROXY
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, target: str, *headers: str) -> Answer:
        return self.ask("GET", target, headers)

    def ask(self, method: str, target: str, headers: tuple[str, ...] = (), body: str = "") -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers]
        lines += [f"Cookie: {cookie}"] if cookie else []
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        received = b""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE, (self.address, 0)) as line:
            line.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            while part := line.recv(65536):
                received += part
        head, _, page = received.decode(errors="replace").partition("\r\n\r\n")
        for name, value in re.findall(r"(?im)^set-cookie: *(\w+)=([^;\r]*)", head):
            self.cookies[name] = value
        return Answer(head, page)

    def name_shown(self, *headers: str) -> str:
        """Who the page says has signed in; empty for a visitor."""
        found = re.search(r"<span>(.*?)さん</span>", self.get("/", *headers).body)
        return found[1] if found else ""


@dataclass(frozen=True)
class Site:
    port: int


# With accounts there already, no sample is taken in.
PREPARED = """
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
User.objects.create_superuser("admin", password="local-password")
User.objects.create_user("yameta", is_active=False)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("proxied")
    prepare = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARED]
    subprocess.run(prepare, cwd=ROOT, env=environment(folder, 1), capture_output=True, check=True)
    with served(folder, **SETTINGS) as (port, _):
        yield Site(port)


def test_whom_the_proxy_names_is_signed_in_to_an_account_of_his_own(site: Site) -> None:
    browser = Browser(site.port)
    assert browser.name_shown("X-Remote-User: kawase") == "kawase"
    # Names are not only Latin letters, and those of Windows carry their domain.
    assert Browser(site.port).name_shown("X-Remote-User: 川瀬") == "川瀬"
    assert Browser(site.port).name_shown("X-Remote-User: MINATONO\\kawase") == "kawase"
    assert Browser(site.port).name_shown("X-Remote-User: kawase@minatono") == "kawase"
    assert Browser(site.port).name_shown("X-Remote-User: kawase@elsewhere") == "kawase@elsewhere"
    # It has no rights but those of everybody who has signed in.
    for place in ("/staff/uploads/", "/admin/", "/admin/auth/user/"):
        assert browser.get(place, "X-Remote-User: kawase").status in (302, 403)


@pytest.mark.parametrize(
    "header",
    [
        "X-Remote-User: kawase",
        "x-remote-user: kawase",
        "X-REMOTE-USER: kawase",
        "X_Remote_User: kawase",
        "X-Remote_User: kawase",
        "X_REMOTE_USER: kawase",
        "HTTP_X_REMOTE_USER: kawase",
        "Http-X-Remote-User: kawase",
        "REMOTE_USER: kawase",
        "Remote-User: kawase",
        "REMOTE_ADDR: 127.0.0.2\r\nX-Remote-User: kawase",
        "Remote-Addr: 127.0.0.2\r\nX-Remote-User: kawase",
        "X-Remote-User: kawase\r\nX-Remote-User: kawase",
        "X-Remote-User: kawase\r\nX-Forwarded-For: 127.0.0.2",
        "X-Remote-User: kawase\r\nX-Forwarded-For: 127.0.0.2, 127.0.0.2",
        "X-Remote-User: kawase\r\nX-Real-IP: 127.0.0.2",
        "X-Remote-User: kawase\r\nForwarded: for=127.0.0.2;by=127.0.0.2",
        "X-Remote-User : kawase",
        "X-Remote-User: kawase\r\n X-More: folded",
        "X-Remote-User:\tkawase",
        "X-Remote-User: kawase\x00",
    ],
)
def test_a_header_from_anybody_else_signs_nobody_in(site: Site, header: str) -> None:
    browser = Browser(site.port, SOMEBODY)
    answer = browser.get("/", header)
    assert "kawase" not in answer.body
    assert "sessionid" not in browser.cookies


def test_what_a_browser_sends_beside_the_proxys_own_header_counts_for_nothing(site: Site) -> None:
    for header in ("X_Remote_User: admin", "X-Remote_User: admin", "HTTP_X_REMOTE_USER: admin"):
        assert Browser(site.port).name_shown("X-Remote-User: kawase", header) == "kawase"
        assert Browser(site.port).name_shown(header, "X-Remote-User: kawase") == "kawase"
        assert Browser(site.port).name_shown(header) == ""
    # A proxy that adds its header to the browser's, where it ought to put it in its place.
    for first, second in (("misaki", "kawase"), ("kawase", "misaki"), ("kawase", "")):
        assert Browser(site.port).name_shown(f"X-Remote-User: {first}", f"x-remote-user: {second}") == ""


def test_another_name_in_mid_session_is_another_session(site: Site) -> None:
    browser = Browser(site.port)
    assert browser.name_shown("X-Remote-User: kawase") == "kawase"
    session = browser.cookies["sessionid"]
    assert browser.name_shown("X-Remote-User: kawase") == "kawase"
    assert browser.cookies["sessionid"] == session
    assert browser.name_shown("X-Remote-User: misaki") == "misaki"
    assert browser.cookies["sessionid"] not in ("", session)
    # The old session is gone for everybody.
    assert Browser(site.port, cookies={"sessionid": session}).name_shown() == ""


def test_a_session_of_the_proxy_ends_where_it_names_nobody_and_beside_it(site: Site) -> None:
    for address, header in ((PROXY, "X-Other: 1"), (PROXY, "X-Remote-User:"), (SOMEBODY, "X-Remote-User: kawase")):
        browser = Browser(site.port)
        assert browser.name_shown("X-Remote-User: kawase") == "kawase"
        taken = dict(browser.cookies)
        assert Browser(site.port, address, taken).name_shown(header) == ""
        assert Browser(site.port, SOMEBODY, taken).name_shown() == ""


def test_signing_out_leads_to_where_the_proxy_signs_out(site: Site) -> None:
    browser = Browser(site.port)
    page = browser.get("/", "X-Remote-User: kawase").body
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    answer = browser.ask("POST", "/logout/", ("X-Remote-User: kawase",), f"csrfmiddlewaretoken={token[1]}")
    assert (answer.status, answer.location) == (302, SIGN_OUT)
    assert browser.cookies["sessionid"] in ("", '""')


def test_groups_come_along_at_every_sign_in(site: Site) -> None:
    browser = Browser(site.port)
    assert browser.name_shown("X-Remote-User: misaki", "X-Remote-Groups: 総務課; 議事係") == "misaki"
    assert browser.get("/staff/uploads/", "X-Remote-User: misaki", "X-Remote-Groups: 総務課; 議事係").status == 200
    assert browser.get("/staff/uploads/", "X-Remote-User: misaki", "X-Remote-Groups: 総務課").status != 200
    # Nobody but the proxy says who is in which group.
    other = Browser(site.port, SOMEBODY)
    other.get("/", "X-Remote-User: misaki", "X-Remote-Groups: 議事係")
    assert Browser(site.port).get("/staff/uploads/", "X-Remote-User: misaki", "X-Remote-Groups:").status != 200


def test_an_account_with_a_password_is_not_taken_over_and_stopped_ones_stay_out(site: Site) -> None:
    browser = Browser(site.port)
    page = browser.get("/login/", "X-Remote-User: admin")
    assert "同じ利用者名（admin）のアカウントが別にあります" in page.body
    assert browser.name_shown("X-Remote-User: admin") == ""
    assert Browser(site.port).name_shown("X-Remote-User: ADMIN") == ""
    # As wide letters it is the same name.
    assert Browser(site.port).name_shown("X-Remote-User: ａｄｍｉｎ") == ""
    stopped = Browser(site.port)
    assert stopped.name_shown("X-Remote-User: yameta") == ""
    assert "このアカウントは停止されています" in stopped.get("/login/", "X-Remote-User: yameta").body
