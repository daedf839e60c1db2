"""What the start says when something is missing."""

import errno
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from config import embedded_postgres, startup

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 5, 5))
    with pytest.raises(embedded_postgres.EmbeddedPostgresError, match="空き容量が足りません"):
        embedded_postgres.check_folder(tmp_path / "postgres")


def test_a_disk_that_fills_up_is_told_by_its_folder(tmp_path: Path) -> None:
    told = embedded_postgres._explain(OSError(errno.ENOSPC, "No space left on device"), tmp_path)
    assert "ディスクがいっぱいです" in told
    assert str(tmp_path) in told


def test_processes_that_were_killed_do_not_keep_the_server_running(tmp_path: Path) -> None:
    register = tmp_path / ".handle_pids.json"
    register.write_text("[1, 999999999]")
    embedded_postgres._forget_dead_users(register)
    assert register.read_text() == "[1]"


def test_a_port_beyond_the_last_is_refused_in_words() -> None:
    with pytest.raises(startup.StartError, match="ポート 70000"):
        startup.check_port("127.0.0.1", 70000)


@pytest.mark.django_db
def test_a_too_old_postgres_is_refused_by_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "OLDEST_POSTGRES", 99)
    with pytest.raises(startup.StartError, match="Postgres 99 以上"):
        startup.connect()
