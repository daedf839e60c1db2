"""So many requests within a minute, over all processes of a machine."""

import subprocess
import sys
from pathlib import Path

from config.request_rate import RequestRate

NOW = 1_800_000_000.0


def allowed(rate: RequestRate, asker: str, times: int, *, per_minute: int = 10, now: float = NOW) -> int:
    return sum(rate.take(asker, per_minute, now) == 0 for _ in range(times))


def test_the_allowance_may_come_at_once_and_comes_back_steadily(tmp_path: Path) -> None:
    rate = RequestRate(tmp_path / "rate", "secret")
    assert allowed(rate, "a", 30) == 10
    assert rate.take("a", 10, NOW) == 6.0
    assert allowed(rate, "a", 30, now=NOW + 6) == 1
    assert allowed(rate, "a", 30, now=NOW + 18) == 2
    assert allowed(rate, "a", 30, now=NOW + 1000) == 10


def test_askers_are_counted_apart(tmp_path: Path) -> None:
    rate = RequestRate(tmp_path / "rate", "secret")
    assert allowed(rate, "a", 30) == 10
    assert allowed(rate, "b\ud800", 30) == 10


def test_a_clock_that_was_put_back_keeps_nobody_out(tmp_path: Path) -> None:
    rate = RequestRate(tmp_path / "rate", "secret")
    assert allowed(rate, "a", 30) == 10
    assert allowed(rate, "a", 30, now=NOW - 86_400) == 10


def test_however_many_ask_the_file_stays_as_large(tmp_path: Path) -> None:
    rate = RequestRate(tmp_path / "rate", "secret")
    assert allowed(rate, "loud", 30) == 10
    for number in range(20_000):
        rate.take(f"address {number}", 10, NOW)
    assert (tmp_path / "rate").stat().st_size == 512 * 1024
    # The loudest are not forgotten for it.
    assert allowed(rate, "loud", 30) == 0


def test_the_file_is_nobody_elses(tmp_path: Path) -> None:
    rate = RequestRate(tmp_path / "var" / "rate", "secret")
    rate.take("a", 10, NOW)
    assert (tmp_path / "var" / "rate").stat().st_mode & 0o077 == 0


def test_where_no_file_can_be_written_each_process_counts_by_itself(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    assert allowed(RequestRate(tmp_path / "no-folder" / "rate", "secret"), "a", 30) == 10


_COUNTING = """
import os, sys
from pathlib import Path
from config.request_rate import RequestRate
rate = RequestRate(Path(sys.argv[1]), "secret")
rate.take("warming up", 10, 1.0)
children = []
for _ in range(3):
    child = os.fork()
    if not child:
        break
    children.append(child)
got = sum(rate.take("a", 1000, 1_800_000_000.0) == 0 for _ in range(600))
if not children or child:
    for child in children:
        os.waitpid(child, 0)
os.write(1, f"{got}\\n".encode())
os._exit(0)
"""


def test_processes_count_together_forked_or_not(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _COUNTING, str(tmp_path / "rate")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    counted = [int(number) for process in started for number in process.communicate()[0].split()]
    assert (len(counted), sum(counted)) == (8, 1000)
