"""The process that reads: what it knows, what ends it, and what becomes of all that it started, however it is started."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from minutes.documents import DocumentError, Limits
from minutes.sandbox import connection, draw_page, isolation, process, read_apart
from tests.unit.sandbox.programs import ALONE, Program, start_by

TEXT = "会議録\n\n○会長　はい。\n".encode()


@pytest.fixture(params=("server", ALONE))
def way(request: pytest.FixtureRequest, patch: pytest.MonkeyPatch) -> str:
    """Readers are forked by a server; they are started alone."""
    if request.param == ALONE:
        start_by(ALONE, patch)
    elif connection.way() is None:
        pytest.skip("no server of readers can be started here")
    return str(request.param)


def refused(limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_apart(b"x", "a.pdf", limits)
    assert error.value.message.endswith("ください。")
    return error.value


def eventually(holds: Callable[[], object]) -> bool:
    for _ in range(600):
        if holds():
            return True
        time.sleep(0.05)
    return False


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


# Every way


def test_the_process_knows_no_password(way: str, instead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "himitsu")
    monkeypatch.setenv("DATABASE_URL", "postgresql://himitsu")
    monkeypatch.setenv("EMAIL_HOST_PASSWORD", "himitsu")
    instead("import os; print(dict(os.environ), open('/proc/self/environ').read())")
    text = draw_page(b"x", 1, 1).decode()
    assert "PATH" in text
    assert "himitsu" not in text


def test_the_process_has_no_descriptor_of_the_site(way: str, instead: Program, tmp_path: Path) -> None:
    instead("import os\nfor n in range(3, 4096):\n  try: print(n, os.fstat(n))\n  except OSError: pass")
    with (tmp_path / "secret").open("w") as opened:
        os.set_inheritable(opened.fileno(), True)
        assert draw_page(b"x", 1, 1) == b""


def test_a_crash_is_told_as_the_fault_of_the_file(way: str, instead: Program) -> None:
    instead("import os; os.abort()")
    assert refused().code == "reader-crashed"


def test_a_bug_is_told_and_logged(way: str, instead: Program, caplog: pytest.LogCaptureFixture) -> None:
    instead("1 / 0")
    assert refused().code == "reader-failed"
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("code", "told", "limits"),
    [
        ("x = bytearray(600 * 1024**2)", "too-large", Limits(memory_mb=512)),
        ("open('x', 'wb').write(bytes(513 * 1024**2))", "too-large", Limits(memory_mb=4096)),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too-large", None),
        ("while True: pass", "too-slow", Limits(seconds=1)),
    ],
    ids=["memory", "file", "killed-by-the-system", "time"],
)
@pytest.mark.slow
def test_limits_are_told_in_the_same_words(
    way: str, instead: Program, code: str, told: str, limits: Limits | None
) -> None:
    instead(code)
    assert refused(limits).code == told


def test_the_process_yields_to_the_site_and_leaves_no_core(way: str, instead: Program) -> None:
    instead(
        "import os, resource; print(os.nice(0), *resource.getrlimit(resource.RLIMIT_CORE)[:1], os.getsid(0) == os.getpid())"
    )
    nice, core, leads = draw_page(b"x", 1, 1).decode().split()
    assert (int(nice), core, leads) == (min(os.nice(0) + 5, 19), "0", "True")


@pytest.mark.slow
def test_a_busy_machine_makes_no_file_unreadable(way: str, instead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the processor's time, not how long the process has to wait for it."""
    monkeypatch.setattr(process, "_GRACE_SECONDS", 0)
    instead("import time; time.sleep(4); print('read')")
    assert draw_page(b"x", 1, 1, Limits(seconds=3)) == b"read\n"


@pytest.mark.slow
def test_who_waits_for_nothing_is_given_up_by_the_clock(
    way: str, instead: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_GRACE_SECONDS", 0)
    instead("import time; time.sleep(600)")
    error = refused(Limits(seconds=1, patience=2))
    assert error.code == "too-slow"
    assert "2秒で終わらない" in error.message


HELPER = "import subprocess; subprocess.Popen(['sleep', {seconds!r}]{own_group})\n"


def sleepers(seconds: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes() == b"sleep\0%s\0" % seconds.encode():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("after", ["1 / 0", "import time; time.sleep(600)", "import os; os.abort()"])
def test_what_the_process_started_ends_with_it(
    way: str, instead: Program, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    monkeypatch.setattr(process, "_GRACE_SECONDS", 0)
    seconds = f"6{time.monotonic_ns()}"
    instead(HELPER.format(seconds=seconds, own_group="") + after)
    assert refused(Limits(seconds=2, patience=1)).code in {"too-slow", "reader-crashed", "reader-failed"}
    assert eventually(lambda: not sleepers(seconds))


def test_nothing_is_left_on_the_disk(
    way: str, instead: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    connection.close()
    instead("open('left-over', 'w').write('x'); import os; os.abort()")
    refused()
    assert list(tmp_path.iterdir()) == []


# The server


@pytest.fixture
def server(patch: pytest.MonkeyPatch) -> None:
    if connection.way() is None:
        pytest.skip("no server of readers can be started here")


@pytest.mark.usefixtures("server")
def test_one_server_reads_many_documents_and_keeps_nothing_of_them() -> None:
    before, opened = connection._running(), descriptors()
    for _ in range(20):
        assert read_apart(TEXT, "a.txt").lines[0] == "会議録"
        assert descriptors() == opened
    assert connection._running() is before
    assert eventually(lambda: not dead_children())


def dead_children() -> list[str]:
    """Descendants of this process that nobody has waited for."""
    known, dead = {str(os.getpid())}, []
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        with suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if parent in known:
                known.add(path.parent.name)
                dead += [path.parent.name] * (state == "Z")
    return dead


@pytest.mark.usefixtures("server")
def test_threads_read_at_once() -> None:
    with ThreadPoolExecutor(6) as threads:
        read = list(threads.map(lambda number: read_apart(f"第{number}回会議".encode(), "a.txt").lines, range(30)))
    assert read == [(f"第{number}回会議",) for number in range(30)]


@pytest.mark.usefixtures("server")
def test_a_crash_leaves_the_server_alive(instead: Program) -> None:
    instead("import os; os.abort()")
    refused()
    before = connection._running()
    refused()
    assert connection._running() is before


def test_a_server_that_was_killed_is_replaced(server: None, instead: Program) -> None:
    before = connection._running()
    assert before is not None
    instead("import os; print(os.getppid())")
    draw_page(b"x", 1, 1)
    running = connection._running()
    assert running is not None and running is not before
    running.process.kill()
    assert draw_page(b"x", 1, 1)
    assert connection._running() is not running


@pytest.mark.slow
def test_a_document_that_kills_its_server_is_given_up(
    server: None, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not tried again without a server, where less is kept from it."""
    program(
        "import os, signal, time\n"
        "from minutes.sandbox import tasks\n"
        "sound = tasks.TASKS['read']\n"
        "def read(data, limits, asked):\n"
        "    if asked['filename'] == 'wild':\n"
        "        os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)\n"
        "    return sound(data, limits, {'filename': 'a.txt'})\n"
        "tasks.TASKS['read'] = read\n"
    )
    monkeypatch.setattr(process, "_status_alone", None)
    with pytest.raises(DocumentError) as error:
        read_apart(TEXT, "wild")
    assert error.value.code == "reader-crashed"
    assert read_apart(TEXT, "a.txt").lines[0] == "会議録"


@pytest.mark.usefixtures("server")
def test_a_server_of_older_code_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    before = connection._running()
    made_of = connection._made_of()
    assert connection._running() is before
    monkeypatch.setattr(connection, "_made_of", lambda: (made_of, "a file was changed"))
    assert read_apart(TEXT, "a.txt").lines
    assert connection._running() is not before
    assert before is not None and eventually(lambda: before.process.poll() is not None)


def test_a_changed_file_of_the_readers_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "PACKAGE", tmp_path)
    (tmp_path / "rules.py").write_text("1")
    before = connection._made_of()
    assert connection._made_of() == before
    (tmp_path / "rules.py").write_text("12")
    assert connection._made_of() != before


@pytest.mark.usefixtures("server")
def test_a_forked_process_has_a_server_of_its_own() -> None:
    ours = connection._running()
    assert ours is not None
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_read_in_fork, args=(queue,))
    child.start()
    lines, pid = queue.get(timeout=120)
    child.join()
    assert lines == ("会議録", "", "○会長　はい。")
    assert pid != ours.process.pid
    assert ours.process.poll() is None
    assert eventually(lambda: not is_running(pid))
    assert read_apart(TEXT, "a.txt").lines


def _read_in_fork(queue: multiprocessing.Queue[object]) -> None:
    lines = read_apart(TEXT, "a.txt").lines
    server = connection._running()
    queue.put((lines, server and server.process.pid))


@pytest.mark.slow
def test_the_server_and_what_it_reads_end_with_their_client(server: None, instead: Program) -> None:
    seconds = f"7{time.monotonic_ns()}"
    instead(HELPER.format(seconds=seconds, own_group="") + "import time; time.sleep(600)")
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    client = context.Process(target=_wait_in_fork, args=(queue,))
    client.start()
    pid = queue.get(timeout=120)
    assert eventually(lambda: sleepers(seconds))
    os.kill(client.pid or 0, signal.SIGKILL)
    client.join()
    assert eventually(lambda: not is_running(pid))
    assert eventually(lambda: not sleepers(seconds))


def _wait_in_fork(queue: multiprocessing.Queue[object]) -> None:
    server = connection._running()
    queue.put(server and server.process.pid)
    draw_page(b"x", 1, 1)


def test_the_thread_that_started_the_server_may_end(program: Program) -> None:
    thread = threading.Thread(target=read_apart, args=(TEXT, "a.txt"))
    thread.start()
    thread.join()
    before = connection._state.server
    assert read_apart(TEXT, "a.txt").lines
    assert connection._state.server is before


@pytest.mark.slow
def test_what_is_being_read_is_given_up_with_the_worker(way: str, instead: Program) -> None:
    seconds = f"8{time.monotonic_ns()}"
    instead(HELPER.format(seconds=seconds, own_group="") + "import time; time.sleep(600)")
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(draw_page, b"x", 1, 1)
        assert eventually(lambda: sleepers(seconds))
        process.end()
        assert isinstance(reading.exception(60), DocumentError)
    assert eventually(lambda: not sleepers(seconds))


def test_where_a_process_cannot_be_forked_the_document_is_read_all_the_same(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("import os\ndef fork(): raise OSError\nos.fork = fork")
    monkeypatch.setattr(connection, "_ATTEMPTS", 1)
    with pytest.raises(DocumentError) as error:
        read_apart(TEXT, "a.txt")
    assert error.value.code == "reader-crashed"


# What is kept from it

KEPT_ALL = (isolation.BUBBLEWRAP, isolation.OWN_USER, isolation.SAME_USER)


@pytest.fixture(params=KEPT_ALL)
def guarded(request: pytest.FixtureRequest, patch: pytest.MonkeyPatch) -> str:
    start_by(request.param, patch)
    return str(request.param)


def can_leave_the_network(way: str) -> bool:
    """Whether the system lets a process without rights go where there is no network."""
    flags = "-n" if way == isolation.OWN_USER else "-Urn"
    return os.system(f"unshare {flags} true 2>/dev/null") == 0


def test_the_network_is_out_of_reach(guarded: str, instead: Program) -> None:
    if guarded != isolation.BUBBLEWRAP and not can_leave_the_network(guarded):
        pytest.skip("the system gives no network of its own to a process without rights")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        instead(
            f"import socket\ntry: socket.create_connection(('127.0.0.1', {port}), 5); print('connected')\nexcept OSError as e: print(type(e))"
        )
        assert "connected" not in draw_page(b"x", 1, 1).decode()


def test_the_site_s_own_folder_is_out_of_reach(
    guarded: str, instead: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if guarded == isolation.SAME_USER and not can_leave_the_network(guarded):
        pytest.skip("the system does not let a process without rights hide a folder")
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    (var / "secret-key").touch(0o600)
    (var / "secret-key").write_text("himitsu")
    monkeypatch.setattr(connection, "_hidden", [str(var)])
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(var / "s"))
        listening.listen()
        instead(
            "import socket\n"
            f"for do in (lambda: print(open({str(var / 'secret-key')!r}).read()),\n"
            f"           lambda: (socket.socket(socket.AF_UNIX).connect({str(var / 's')!r}), print('connected'))):\n"
            "    try: do()\n"
            "    except OSError as error: print(type(error).__name__)\n"
        )
        assert set(draw_page(b"x", 1, 1).decode().split()) <= {"FileNotFoundError", "PermissionError"}


def test_the_site_s_processes_are_out_of_reach(guarded: str, instead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their environment holds the secrets, whatever is left out of the reader's own."""
    if guarded == isolation.SAME_USER:
        pytest.skip("a process of the same user can look into the site's: install bubblewrap (docs/operations.md)")
    monkeypatch.setenv("SECRET_KEY", "himitsu")
    with tempfile.TemporaryFile() as nothing:
        sleeper = os.posix_spawn(
            "/bin/sleep",
            ["sleep", "600"],
            {"SECRET_KEY": "himitsu"},
            file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)],
        )
    instead(
        "import glob\n"
        "for path in [*glob.glob('/proc/[0-9]*/environ'), *glob.glob('/proc/[0-9]*/mem')]:\n"
        "    try: print(open(path).read(100000))\n"
        "    except (OSError, ValueError): pass\n"
    )
    try:
        assert "himitsu" not in draw_page(b"x", 1, 1).decode()
    finally:
        os.kill(sleeper, signal.SIGKILL)
        os.waitpid(sleeper, 0)


def test_the_code_cannot_be_written(guarded: str, instead: Program) -> None:
    if guarded == isolation.SAME_USER:
        pytest.skip("a process of the same user may write what the site may: install bubblewrap (docs/operations.md)")
    path = str(isolation.PACKAGE / "left.py")
    instead(f"try: open({path!r}, 'w'); print('written')\nexcept OSError: print('refused')")
    assert draw_page(b"x", 1, 1) == b"refused\n"


def test_what_one_document_leaves_behind_sees_no_other(
    program: Program, instead: Program, patch: pytest.MonkeyPatch
) -> None:
    start_by(isolation.BUBBLEWRAP, patch)
    seconds = f"9{time.monotonic_ns()}"
    instead(HELPER.format(seconds=seconds, own_group=", start_new_session=True") + "print('read')")
    draw_page(b"x", 1, 1)
    assert eventually(lambda: not sleepers(seconds))


def test_a_lesson_may_be_longer_than_an_argument(way: str) -> None:
    assert json.loads(process.run("read", TEXT, Limits(), filename="a.txt", more="あ" * 200_000))["lines"]


def test_libraries_elsewhere_are_there_and_folders_of_the_site_among_them_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = tmp_path / "site-packages"
    (libraries / "var").mkdir(parents=True)
    (tmp_path / "var").mkdir()
    monkeypatch.syspath_prepend(str(libraries))
    command = isolation.wrapped(isolation.BUBBLEWRAP, ["read"], [str(libraries / "var"), str(tmp_path / "var")])
    bound = [command[place + 1] for place, word in enumerate(command) if word == "--ro-bind"]
    covered = [command[place + 1] for place, word in enumerate(command) if word == "--tmpfs"]
    assert str(libraries) in bound
    assert covered == ["/tmp", str(libraries / "var")]
    assert "/etc" not in bound and "/" not in bound
