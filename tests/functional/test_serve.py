"""`manage.py serve` as a new user meets it: real processes, a real port, real signals."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.server import (
    PATIENCE,
    ROOT,
    FirstRun,
    copied,
    environment,
    free_port,
    processes_using,
    read_until_ready,
    serve,
)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def archive(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was run once; the tests start it again, one after the other."""
    return copied(first_run, tmp_path_factory.mktemp("var"))


def test_first_run_serves_the_sample_and_ctrl_c_leaves_no_process(first_run: FirstRun) -> None:
    assert len(re.findall(r"利用者名 \w+ / パスワード \S+", first_run.said)) == 3
    assert 'lang="ja"' in first_run.home
    assert all(f"「{query}」の検索結果" in page for query, page in first_run.found.items())
    assert first_run.processes
    assert "終了しました" in first_run.last_words
    assert "Traceback" not in first_run.last_words
    assert first_run.left == []


def test_the_second_run_tells_no_password(archive: Path) -> None:
    process = serve(environment(archive, free_port()))
    try:
        assert "パスワード" not in read_until_ready(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert processes_using(archive) == []


def test_a_server_whose_owner_was_killed_is_taken_over_and_stopped(archive: Path) -> None:
    folder = archive
    killed = serve(environment(folder, free_port()))
    read_until_ready(killed)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate(timeout=PATIENCE)
    process = serve(environment(folder, free_port()))
    try:
        read_until_ready(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while processes_using(folder) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert processes_using(folder) == []


def manage(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE
    )
    return done.stdout + done.stderr


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"never said:\n{said}")


def test_an_index_that_lacks_meetings_is_completed_while_the_archive_serves(archive: Path) -> None:
    env = environment(archive, free_port())
    emptied = "from search.models import *; SearchEntry.objects.all().delete(); IndexedMeeting.objects.all().delete()"
    manage(env, "shell", "-c", emptied)
    assert "索引がありません" in manage(env, "check_index")
    process = serve(env)
    try:
        said = read_until_ready(process)
        assert "検索の索引を作成しています（会議 0/" in said
        if "索引の作り直し終了" not in said:
            read_until(process, "索引の作り直し終了")
        assert "索引は会議録と一致しています" in manage(env, "check_index")
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=PATIENCE)[0]
    assert "Traceback" not in rest
    assert processes_using(archive) == []


def one_line(env: dict[str, str]) -> str:
    process = serve(env)
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode != 0
    assert "Traceback" not in said
    lines = [line for line in said.splitlines() if line.strip() and not line.endswith("…")]
    assert len(lines) == 1, said
    return lines[0]


def test_a_taken_port_gives_one_line(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"ポート {port} を使えません" in one_line(environment(folder, port))


def test_an_unreachable_database_gives_one_line(folder: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    assert "データベースに接続できません" in one_line(environment(folder, free_port(), DATABASE_URL=url))


def test_an_unwritable_folder_gives_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be")
    assert "書き込めません" in one_line(environment(blocked / "var", free_port()))


def test_a_bad_setting_gives_one_line(folder: Path) -> None:
    assert "PORT" in one_line({**environment(folder, 8000), "PORT": "eighty"})


def test_production_without_secrets_is_refused(folder: Path) -> None:
    assert "SECRET_KEY" in one_line(environment(folder, free_port(), PRODUCTION="1"))
