"""Clients that send or read slowly, or nothing, or too much: sockets on the real server, `manage.py serve`.

They cost nobody else anything: pages are answered while they are there. And they do not stay for ever.
"""

import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.functional.server import PATIENCE, FirstRun, copied, environment, free_port, read, read_until_ready, serve
from tests.functional.test_kill import Browser

pytestmark = pytest.mark.slow

HOST = "Host: 127.0.0.1"
# More than all threads of all processes by far.
MANY = 40
# More than the places of an address.
FLOOD = 300


@dataclass(frozen=True)
class Site:
    port: int
    folder: Path
    said: str
    process: "subprocess.Popen[str]"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, *, reads_little: bool = False) -> socket.socket:
        line = socket.socket()
        if reads_little:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(PATIENCE)
        line.connect(("127.0.0.1", self.port))
        return line

    def ask(self, *sent: bytes) -> str:
        """Everything that is answered until the server hangs up."""
        with self.connect() as line:
            for part in sent:
                line.sendall(part)
            return rest_of(line)

    def password(self, user: str) -> str:
        found = re.search(rf"利用者名 {user} / パスワード (\S+)", self.said)
        assert found is not None
        return found[1]


def rest_of(line: socket.socket) -> str:
    received = b""
    with suppress(ConnectionResetError):
        while part := line.recv(65536):
            received += part
    return received.decode()


def is_open(line: socket.socket) -> bool:
    """Whether nothing has come, not even the end."""
    line.setblocking(False)
    try:
        line.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False
    finally:
        line.settimeout(PATIENCE)
    return False


def children(process: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            if f"\nPPid:\t{process}\n" in status.read_text():
                found.append(int(status.parent.name))
    return found


def request(*lines: str) -> bytes:
    return "\r\n".join((*lines, "", "")).encode()


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Site]:
    port = free_port()
    process = serve(environment(folder, port, **settings))
    try:
        yield Site(port, folder, read_until_ready(process), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def patient(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that waits for slow clients as good as for ever."""
    folder = copied(first_run, tmp_path_factory.mktemp("patient"))
    with served(folder, HEADER_SECONDS="9000", BODY_SECONDS="9000") as site:
        yield replace(site, said=first_run.said)


@pytest.fixture(scope="module")
def brisk(patient: Site) -> Iterator[Site]:
    """The same archive, served once more by one process that soon loses patience and has few places."""
    settings = {"HEADER_SECONDS": "1", "BODY_SECONDS": "1", "WEB_WORKERS": "1", "WEB_CONNECTIONS_PER_ADDRESS": "10"}
    with served(patient.folder, **settings) as site:
        yield site


HALF_HEADER = f"GET / HTTP/1.1\r\n{HOST}\r\nCook".encode()
HALF_BODY = request("POST /login/ HTTP/1.1", HOST, "Content-Length: 1000") + b"username=some"
HALF_CHUNK = request("POST /login/ HTTP/1.1", HOST, "Transfer-Encoding: chunked") + b"3e8\r\nusername=some"


@pytest.mark.parametrize("number", [MANY, FLOOD])
@pytest.mark.parametrize("sent", [b"", HALF_HEADER, HALF_BODY, HALF_CHUNK], ids=["silent", "header", "body", "chunk"])
def test_pages_are_answered_while_clients_send_slowly(patient: Site, sent: bytes, number: int) -> None:
    with ExitStack() as stack:
        lines = []
        for _ in range(number):
            lines.append(stack.enter_context(patient.connect()))
            with suppress(ConnectionError):
                lines[-1].sendall(sent)
        for _ in range(8):
            assert 'lang="ja"' in read(f"{patient.address}/login/")
        # They are there yet: it is not their end that was waited for.
        assert all(is_open(line) for line in lines[-MANY:])


def test_pages_are_answered_while_clients_do_not_read(patient: Site) -> None:
    names = [path.relative_to(patient.folder) for path in (patient.folder / "static").rglob("*.js")]
    largest = max(names, key=lambda name: (patient.folder / name).stat().st_size)
    asked = request(f"GET /{largest} HTTP/1.1", HOST) * 15
    with ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(patient.connect(reads_little=True)).sendall(asked)
        for _ in range(8):
            assert 'lang="ja"' in read(f"{patient.address}/login/")


def test_what_is_read_at_last_is_whole(patient: Site) -> None:
    asked = "GET /search/?q=%E6%89%BF%E8%AA%8D HTTP/1.1"
    with patient.connect(reads_little=True) as line:
        line.sendall(request(asked, HOST) + request(asked, HOST, "Connection: close"))
        assert read(f"{patient.address}/login/")
        assert rest_of(line).count("</html>") == 2


def test_who_sends_nothing_more_is_told_so_and_the_line_is_cut(brisk: Site) -> None:
    assert brisk.ask() == ""
    for sent in (HALF_HEADER, HALF_BODY, HALF_CHUNK):
        told = brisk.ask(sent)
        assert told.startswith("HTTP/1.1 408 ")
        assert "送信に時間がかかりすぎました" in told


def test_who_comes_right_after_somebody_was_cut_is_served(brisk: Site) -> None:
    for _ in range(3):
        assert brisk.ask() == ""
        assert brisk.ask(request("GET /login/ HTTP/1.1", HOST, "Connection: close")).startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize("sent", [HALF_HEADER, HALF_BODY], ids=["header", "body"])
def test_who_sends_byte_by_byte_is_cut_too(brisk: Site, sent: bytes) -> None:
    with brisk.connect() as line:
        line.sendall(sent)
        line.settimeout(0.1)
        while True:
            try:
                told = line.recv(65536).decode()
                break
            except TimeoutError:
                line.sendall(b"x")
        assert told.startswith("HTTP/1.1 408 ")


def test_beyond_the_places_of_an_address_the_longest_idle_gives_way(brisk: Site) -> None:
    with ExitStack() as stack:
        used = stack.enter_context(brisk.connect())
        used.sendall(HALF_HEADER)
        lines = [stack.enter_context(brisk.connect()) for _ in range(30)]
        # Who comes last is served.
        assert 'lang="ja"' in read(f"{brisk.address}/login/")
        assert not any(is_open(line) for line in lines[:15])


def test_the_end_of_a_process_ends_nothing_and_silence_does_not_hold_the_end_up(patient: Site) -> None:
    settings = {"HEADER_SECONDS": "9000", "WEB_WORKERS": "1"}
    with served(patient.folder, **settings) as site, site.connect() as silent:
        silent.sendall(HALF_HEADER)
        # Who came before this page is no longer waiting to be let in.
        assert read(f"{site.address}/login/")
        serving = [
            child
            for child in children(site.process.pid)
            if b"serve" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        ]
        assert len(serving) == 1
        os.kill(serving[0], signal.SIGKILL)
        assert rest_of(silent) == ""
        assert 'lang="ja"' in read(f"{site.address}/login/")
        with site.connect() as another:
            another.sendall(HALF_HEADER)
            site.process.send_signal(signal.SIGTERM)
            assert "終了しました" in site.process.communicate(timeout=PATIENCE)[0]


TOO_LARGE = "送られた内容が大きすぎます"
LARGE = 200 * 1024 * 1024


@pytest.mark.parametrize(
    "target", ["/login/", "/", "/search/", "/staff/uploads/new/", "/nowhere/", "/static/css/base.css"]
)
def test_a_large_body_is_refused_before_it_is_sent(patient: Site, target: str) -> None:
    for length in (LARGE, 10**15, 10**40):
        told = patient.ask(
            request(f"POST {target} HTTP/1.1", HOST, f"Content-Length: {length}", "Expect: 100-continue")
        )
        assert told.startswith("HTTP/1.1 413 ")
        assert 'lang="ja"' in told and TOO_LARGE in told


def test_a_large_body_in_chunks_is_refused_as_soon_as_it_is_large(patient: Site) -> None:
    begun = request("POST /login/ HTTP/1.1", HOST, "Transfer-Encoding: chunked")
    with patient.connect() as line:
        line.sendall(begun)
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        with suppress(ConnectionError):
            for _ in range(64):
                line.sendall(chunk)
        told = rest_of(line)
    assert told.startswith("HTTP/1.1 413 ") and TOO_LARGE in told


def test_only_who_may_upload_may_send_much_and_only_where_it_is_taken(patient: Site) -> None:
    content = {f"{number}.pdf": b"%PDF-1.7\n" + os.urandom(2_000_000) for number in (1, 2)}
    editor, reader = Browser(patient.port), Browser(patient.port)
    editor.sign_in("editor", patient.password("editor"))
    reader.sign_in("reader", patient.password("reader"))
    assert "2件のファイルを受け取りました" in editor.send(content)
    with pytest.raises(urllib.error.HTTPError, match="413") as refused:
        reader.send(content)
    assert TOO_LARGE in refused.value.read().decode()
    with pytest.raises(urllib.error.HTTPError, match="413") as refused:
        editor.opener.open(f"{patient.address}/login/", b"x" * 2_000_000, timeout=PATIENCE)
    assert TOO_LARGE in refused.value.read().decode()


MALFORMED = [
    request("POST /login/ HTTP/1.1", HOST, "Content-Length: -5"),
    request("POST /login/ HTTP/1.1", HOST, "Content-Length: 5, 6"),
    request("POST /login/ HTTP/1.1", HOST, "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    request("POST /login/ HTTP/1.1", HOST, "Transfer-Encoding: chunked") + b"xyz\r\n",
    request("POST /login/ HTTP/1.1", HOST, "Transfer-Encoding: chunked") + b"1;" + b"x" * 5000,
    request("POST /login/ HTTP/1.1", HOST, "Transfer-Encoding: gzip"),
    request("POST /login/ HTTP/1.0", HOST, "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    # A body that goes on after its end.
    request("POST /login/ HTTP/1.1", HOST, "Content-Length: 1") + b"xmore\r\n\r\n",
    request("GET / HTTP/1.1", HOST, "no header at all"),
    request("GET / HTTP/1.1", HOST, "Bad\x01Name: x"),
    request("get / HTTP/1.1", HOST),
    request("GET"),
    request("\x16\x03\x01\x02"),
    request("GET / HTTP/1.1", "Host: elsewhere.example", "Connection: close"),
    request("GET / HTTP/1.1", "Host: a b", "Connection: close"),
    request("GET / HTTP/1.1", HOST, "Host: elsewhere.example", "Connection: close"),
    request("GET / HTTP/1.1", "Connection: close"),
    request("GET http://elsewhere.example/ HTTP/1.1", HOST, "Connection: close"),
    request("GET / HTTP/1.1", HOST, "X-Folded: one", " two", "Connection: close"),
    request("POST /login/ HTTP/1.1", HOST, "Content-Length: 5", "Transfer-Encoding:", "\tchunked") + b"0\r\n\r\n",
    request("POST /login/ HTTP/1.1", HOST, "Content-Length: 3", "Content-Length: 3") + b"a=b",
    request("GET /", HOST, "Connection: close"),
    request("GET / HTTP/2.0", HOST, "Connection: close"),
    request("DELETE /static/css/base.css HTTP/1.1", HOST, "Connection: close"),
    request("GET / HTTP/1.1", HOST, "X: " + "x" * 200_000),
    request("GET / HTTP/1.1", HOST, *(f"X-{number}: x" for number in range(20_000))),
    request(f"GET /search/?q={'%E6%BC%A2' * 10_000} HTTP/1.1", HOST),
]


@pytest.mark.parametrize("sent", MALFORMED, ids=range(len(MALFORMED)))
def test_what_cannot_be_understood_is_told_in_japanese(patient: Site, sent: bytes) -> None:
    last = re.split(r"HTTP/1\.[01] ", patient.ask(sent))[-1]
    assert re.match("(400|405|413|414|431|501) ", last), last[:200]
    assert 'lang="ja"' in last
    assert last.startswith("501 ") == ("対応していません" in last)
    assert not re.search("Bad Request|Not Found|Traceback|generated by|Invalid", last.partition("\r\n\r\n")[2])


def test_a_query_of_2000_kanji_gets_its_page(patient: Site) -> None:
    for query in ("%E6%BC%A2" * 2_000, "%F0%A0%AE%B7" * 2_000):
        page = read(f"{patient.address}/search/?q={query}")
        assert "検索" in page
    # As it is, from programs that do not encode it.
    told = patient.ask(f"GET /search/?q=承認 HTTP/1.1\r\n{HOST}\r\nConnection: close\r\n\r\n".encode())
    assert told.startswith("HTTP/1.1 200 ")


def test_head_is_answered_without_a_body_on_a_line_that_goes_on(patient: Site) -> None:
    style = re.search(r'href="(/static/css/[^"]+\.css)"', read(f"{patient.address}/login/"))
    assert style is not None
    heads = [request(f"HEAD {target} HTTP/1.1", HOST) for target in ("/login/", style[1], "/nowhere/")]
    told = patient.ask(*heads, request("GET /login/ HTTP/1.1", HOST, "Connection: close"))
    assert len(re.findall(r"HTTP/1\.1 \d{3} ", told)) >= 2
    assert told.count("<html") <= 1
