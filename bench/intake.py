"""Measures a batch of documents that is dropped on the desk at once, while others read: time, memory, pages.

The archive is served as in production, with its worker, in a folder of its own that is removed at the end. The
documents are of FILES different meetings, in every format that people send.
"""

import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from bench.archive import Table, free_port
from bench.documents import documents
from bench.own_archive import ROOT

FILES = 200
ROUNDS = 40
PAGES = (("home", "/"), ("search", "/search/?q=%E6%83%85%E5%A0%B1"), ("meeting", ""))
_PASSWORD = re.compile(r"利用者名 editor / パスワード (\S+)")
_PROGRESS = re.compile(r"([\d,]+)/([\d,]+)件 読み取り済み")
_SUMMARY = re.compile(r'id="desk-summary">(.*?)</p>', re.DOTALL)
_LONGEST = 3600


class IntakeBench:
    """One run: `folder` holds the archive, `say` prints."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.port = free_port()
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PRODUCTION")}
        self.environment = {**kept, "VAR_DIR": str(folder), "PORT": str(self.port)}
        self.cookies: SimpleCookie = SimpleCookie()

    def run(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        files = documents(FILES)
        try:
            with self._served() as password:
                self._sign_in(password)
                before = self._pages(lambda done: done < ROUNDS)
                watch = Watch(str(self.folder))
                began = time.monotonic()
                self._send(files)
                sent = time.monotonic() - began
                waiting = threading.Event()
                thread = threading.Thread(target=self._wait, args=(waiting,), daemon=True)
                thread.start()
                during = self._pages(lambda _: not waiting.is_set())
                thread.join()
                seconds = time.monotonic() - began
                watch.stop()
                summary = _SUMMARY.search(self._get("/staff/uploads/?show=all"))
                self.say(str(self._intake(files, sent, seconds, watch)))
                self.say(re.sub(r"<.*?>|\s+", " ", summary[1]) if summary else "")
                self.say(str(self._page_table(before, during)))
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _served(self) -> Iterator[str]:
        """The archive while it serves; gives the editor's password."""
        command = [sys.executable, "manage.py", "serve"]
        server = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            assert server.stdout is not None
            password, said = "", ""
            for line in server.stdout:
                said += line
                found = _PASSWORD.search(line)
                password = found[1] if found else password
                if "準備ができました" in line:
                    break
            else:
                raise RuntimeError(said)
            yield password
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(header)
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return text

    def _get(self, path: str) -> str:
        return self._ask("GET", path)

    def _sign_in(self, password: str) -> None:
        """The archive gave this password: it is changed first."""
        own = "kawasemi-no-heya-7"
        self._post("/login/", {"username": "editor", "password": password})
        self._post("/account/password/", {"old_password": password, "new_password1": own, "new_password2": own})

    def _post(self, path: str, form: dict[str, str]) -> None:
        self._get(path)
        form = {**form, "csrfmiddlewaretoken": self.cookies["csrftoken"].value}
        self._ask("POST", path, urlencode(form).encode(), "application/x-www-form-urlencoded")

    def _send(self, files: dict[str, bytes]) -> None:
        boundary = uuid.uuid4().hex
        parts = [("csrfmiddlewaretoken", "", self.cookies["csrftoken"].value.encode())]
        parts += [("file", f'; filename="{name}"', data) for name, data in files.items()]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n'.encode() + data + b"\r\n"
            for field, more, data in parts
        )
        kind = f"multipart/form-data; boundary={boundary}"
        self._ask("POST", "/staff/uploads/new/", body + f"--{boundary}--\r\n".encode(), kind)

    def _wait(self, done: threading.Event) -> None:
        """Looks at the desk as an editor does, until everything is read."""
        deadline = time.monotonic() + _LONGEST
        while time.monotonic() < deadline and _PROGRESS.search(self._get("/staff/uploads/")):
            time.sleep(2)
        done.set()

    def _pages(self, go_on: Callable[[int], bool]) -> dict[str, list[float]]:
        """Milliseconds of each page, asked for one after the other as long as `go_on` says of the rounds done."""
        meeting = re.search(r'href="(/meetings/[^"/]+/)"', self._get("/"))
        took: dict[str, list[float]] = {name: [] for name, _ in PAGES}
        rounds = 0
        while go_on(rounds):
            for name, path in PAGES:
                began = time.monotonic()
                self._get(path or (meeting[1] if meeting else "/"))
                took[name].append((time.monotonic() - began) * 1000)
            rounds += 1
            time.sleep(0.1)
        return took

    def _intake(self, files: dict[str, bytes], sent: float, seconds: float, watch: "Watch") -> Table:
        table = Table("A batch dropped on the desk at once", ("what", "value"))
        suffixes = sorted({name.rpartition(".")[2] for name in files})
        kinds = ", ".join(f"{sum(name.endswith(suffix) for name in files)} {suffix}" for suffix in suffixes)
        size = sum(map(len, files.values())) / 2**20
        table.rows += [
            ("documents", f"{len(files)} ({kinds}), {size:.1f} MB"),
            ("all stored, the page says so", f"{sent:.1f} s"),
            ("all read", f"{seconds:.1f} s ({len(files) / seconds:.1f} a second)"),
            ("peak memory of the worker", f"{watch.worker / 1024:.0f} MB"),
            ("with the process that reads", f"{watch.together / 1024:.0f} MB"),
        ]
        return table

    def _page_table(self, before: dict[str, list[float]], during: dict[str, list[float]]) -> Table:
        table = Table(
            "Pages before and while the batch is read",
            ("page", "before, median", "p95", "during, median", "p95", "asked"),
        )
        for name, _ in PAGES:
            cells = [f"{value:.0f} ms" for took in (before[name], during[name]) for value in _median_and_p95(took)]
            table.rows.append((name, *cells, str(len(during[name]))))
        return table


class Watch:
    """Samples the memory (RSS, in KiB) of the archive's worker, and of it with the processes that it started."""

    def __init__(self, folder: str) -> None:
        self.worker = self.together = 0
        self._folder = folder
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(0.1):
            parents, memory, worker = {}, {}, 0
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
                    number = int(process.name)
                    parents[number] = int(status["PPid"])
                    memory[number] = int(status.get("VmRSS", "0").split()[0])
                    command = (process / "cmdline").read_bytes().split(b"\0")
                    if b"worker" in command and b"keeper.py" not in b" ".join(command):
                        own = f"VAR_DIR={self._folder}".encode() in (process / "environ").read_bytes().split(b"\0")
                        worker = number if own else worker
                except (OSError, ValueError, IndexError):
                    continue
            if worker:
                family = {worker}
                while grown := {one for one, parent in parents.items() if parent in family} - family:
                    family |= grown
                self.worker = max(self.worker, memory[worker])
                self.together = max(self.together, sum(memory.get(one, 0) for one in family))


def _median_and_p95(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), sorted(values)[max(0, int(len(values) * 0.95) - 1)]
