"""`manage.py serve` for tests: real processes, a real port; and an archive that was started once, whose copies start fast."""

import fcntl
import os
import pickle
import re
import secrets
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.embedded_postgres import THROWAWAY_CONFIGURATION

ROOT = Path(__file__).resolve().parents[2]
# Seconds to wait for what has to come: a machine that is busy with other things takes its time.
PATIENCE = 300
# Ports that the system gives to nobody who asks for any: what is free stays so until the archive listens there.
NOT_GIVEN = range(20_000, 30_000)


def free_port() -> int:
    while True:
        port = secrets.choice(NOT_GIVEN)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
    return {**kept, "VAR_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings", **more}


def serve(env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until_ready(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "準備ができました" in line:
            return said
    pytest.fail(f"the archive did not start:\n{said}")


def processes_using(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in arguments:
            found.append(f"{process.name} {arguments}")
    return found


@dataclass(frozen=True)
class FirstRun:
    """What an archive showed that was started for the first time, asked for pages, and stopped by Ctrl-C."""

    folder: Path
    said: str
    home: str
    found: dict[str, str]
    processes: list[str]
    last_words: str
    left: list[str]


def read(address: str) -> str:
    page: str = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
    return page


# The longest query that the box takes, whatever its signs.
LONGEST = ("漢" * 500, "\U00020bb7" * 500)


def first_run(folder: Path) -> FirstRun:
    """What it shows; `folder` is where it is kept."""
    port = free_port()
    process = serve(environment(folder, port))
    site = f"http://127.0.0.1:{port}"
    try:
        said = read_until_ready(process)
        home = read(f"{site}/")
        stylesheet = re.search(r'href="(/static/css/[^"]+\.css)"', home)
        assert stylesheet is not None
        read(f"{site}{stylesheet[1]}")
        found = {query: read(f"{site}/search/?{urllib.parse.urlencode({'q': query})}") for query in LONGEST}
        processes = processes_using(folder)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        last_words = process.communicate(timeout=PATIENCE)[0]
    return FirstRun(folder, said, home, found, processes, last_words, processes_using(folder))


def first_run_of_all(place: Path) -> FirstRun:
    """The same one for all processes of the tests, kept in a folder of theirs; its archive is there to be copied."""
    told = place / "first-run.pickle"
    with (place / "first-run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_bytes(pickle.dumps(first_run(place / "first-run")))
    known: FirstRun = pickle.loads(told.read_bytes())
    return known


def copied(first: FirstRun, folder: Path) -> Path:
    """An archive as the first run left it, but that it need survive no power cut: its accounts have the passwords said."""
    subprocess.run(["cp", "-a", f"{first.folder}/.", folder], check=True)
    with (folder / "postgres" / "postgresql.conf").open("a") as configuration:
        configuration.write(THROWAWAY_CONFIGURATION)
    return folder
