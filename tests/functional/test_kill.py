"""Nothing that came in is lost or done twice, whatever is killed meanwhile: real processes, a real database, kill -9."""

import http.cookiejar
import os
import re
import signal
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.functional.server import (
    PATIENCE,
    FirstRun,
    copied,
    environment,
    free_port,
    processes_using,
    read_until_ready,
    serve,
)

FILES = 8
LINES = 40
STATES = """
SELECT source.filename, upload.state, upload.attempts, upload.parsed #>> '{utterances,0,text}'
FROM minutes_upload AS upload JOIN minutes_sourcedocument AS source ON source.id = upload.source_id
ORDER BY upload.id
"""
Row = tuple[str, str, int, str | None]
OWN = "kawasemi-no-heya-7"
PASSWORD = re.compile(r"利用者名 editor / パスワード (\S+)")


@pytest.fixture
def folder(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(first_run, tmp_path_factory.mktemp("var"))


class Browser:
    """Signs in and sends files, as the form does."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, username: str, password: str) -> None:
        self.opener.open(f"{self.address}/login/", timeout=PATIENCE).read()
        form = {"username": username, "password": password, "csrfmiddlewaretoken": self._token()}
        self.opener.open(f"{self.address}/login/", urllib.parse.urlencode(form).encode(), timeout=PATIENCE).read()
        # The archive gave this password: it is changed first.
        own = {
            "old_password": password,
            "new_password1": OWN,
            "new_password2": OWN,
            "csrfmiddlewaretoken": self._token(),
        }
        self.opener.open(
            f"{self.address}/account/password/", urllib.parse.urlencode(own).encode(), timeout=PATIENCE
        ).read()

    def send(self, files: dict[str, bytes]) -> str:
        """Sends the files in one request; the page that answers."""
        boundary = uuid.uuid4().hex
        parts = [("csrfmiddlewaretoken", "", self._token().encode())]
        parts += [("file", f'; filename="{name}"', data) for name, data in files.items()]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n'.encode() + data + b"\r\n"
            for field, more, data in parts
        )
        request = urllib.request.Request(f"{self.address}/staff/uploads/new/", body + f"--{boundary}--\r\n".encode())
        request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
        page: str = self.opener.open(request, timeout=PATIENCE).read().decode()
        return page

    def _token(self) -> str:
        return next(cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken")


def document(number: int) -> bytes:
    said = "".join(f"○委員{line % 7}　{number}番目の会議の{line}番目の発言です。\n" for line in range(LINES))
    return (
        f"会議録\n\n会議名　令和5年度 第{number}回霞浜市情報化推進委員会\n開催日時　令和6年3月{number}日 13:00～14:00\n\n{said}"
    ).encode()


def states(folder: Path) -> list[Row]:
    """What the database says of the uploads; nothing where it cannot be asked just now."""
    try:
        # The port and the socket's directory stand in lines 4 and 5.
        told = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
        with psycopg.connect(host=told[4], port=told[3], user="postgres", dbname="postgres") as connection:
            return [(row[0], row[1], row[2], row[3]) for row in connection.execute(STATES)]
    except (OSError, IndexError, psycopg.Error):
        return []


def wait_until(folder: Path, enough: Callable[[list[Row]], object]) -> list[Row]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = states(folder)
        if enough(found):
            return found
        time.sleep(0.02)
    pytest.fail(f"not in {PATIENCE} s: {[row[:3] for row in states(folder)]}")


def being_read(rows: list[Row]) -> set[str]:
    return {row[0] for row in rows if row[1] == "reading"}


def are_all_read(rows: list[Row]) -> bool:
    return len(rows) == FILES and all(row[1] == "draft" for row in rows)


def process_of(env: dict[str, str], word: str) -> int:
    """The process of this archive whose command holds the word."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            own = f"VAR_DIR={env['VAR_DIR']}".encode() in (process / "environ").read_bytes()
        except OSError:
            continue
        if own and word in command and "keeper.py" not in " ".join(command):
            return int(process.name)
    pytest.fail(f"no process {word}")


def of_archive(env: dict[str, str]) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR_DIR={env['VAR_DIR']}".encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_files_survive_the_end_of_their_worker_and_of_the_server(folder: Path, first_run: FirstRun) -> None:
    port = free_port()
    # One document at a time: what the dead left half done stands beside what another reads.
    env = environment(folder, port, WORKER_PROCESSES="1")
    server = serve(env)
    again = None
    try:
        read_until_ready(server)
        password = PASSWORD.search(first_run.said)
        assert password is not None
        browser = Browser(port)
        browser.sign_in("editor", password[1])
        worker = process_of(env, "worker")
        sent = {f"{number}.txt": document(number) for number in range(1, FILES + 1)}
        assert f"{FILES}件のファイルを受け取りました" in browser.send(sent)

        left = being_read(wait_until(folder, lambda rows: being_read(rows) or are_all_read(rows)))
        os.kill(worker, signal.SIGKILL)
        wait_until(folder, lambda rows: being_read(rows) - left or are_all_read(rows))
        os.killpg(server.pid, signal.SIGKILL)
        server.communicate(timeout=PATIENCE)
        again = serve(env)
        read_until_ready(again)
        rows = wait_until(folder, are_all_read)
    finally:
        for process in (server, again):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=PATIENCE)
    assert [row[0] for row in rows] == list(sent)
    assert [row[3] for row in rows] == [f"{number}番目の会議の0番目の発言です。" for number in range(1, FILES + 1)]
    assert all(1 <= row[2] <= 2 for row in rows)
    assert processes_using(folder) == [] and of_archive(env) == []
