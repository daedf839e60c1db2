"""What keeps the server of readers (server.py) from the site: its secrets, its database, its files. No Django.

The ways, the strictest first; docs/operations.md says what holds with each:

- `bubblewrap`: namespaces of its own, with nothing in them but the system's programs, Python and the readers.
- `own-user`: where the site runs as root, a user whom nothing belongs to, without a network where the system allows that.
  It needs Python and the code in folders that others can read.
- `same-user`: the site's user, without a network and without the hidden folders where the system allows that.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

BUBBLEWRAP, OWN_USER, SAME_USER = "bubblewrap", "own-user", "same-user"
PACKAGE = Path(__file__).resolve().parents[1]
# Reserved by Debian's policy, beside what systemd gives out: no account and no service has it.
USER = 65_533

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
# Of /etc only what programs need to start: a service's passwords are often kept there.
_OF_ETC = (
    "alternatives",
    "fonts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "libreoffice",
    "localtime",
    "mime.types",
)
_MOST_KEPT = 1024**3  # bytes, of the files of all readers at work
# Sockets of a database that asks for no password of the system's users.
_SOCKETS = ("/run/postgresql", "/var/run/postgresql")

_NEW_NAMESPACE, _NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x00020000, 0x08000000, 0x10000000, 0x40000000
_PRIVATE = 0x00040000 | 0x4000  # MS_PRIVATE | MS_REC
_DUMPABLE, _NO_NEW_PRIVILEGES = 4, 38  # PR_SET_…
_CAPABILITIES = 0x20080522  # version 3


def ways() -> list[str]:
    """The ways that may work here, the strictest first."""
    found = [BUBBLEWRAP] if shutil.which("bwrap") else []
    if os.getuid() == 0:
        found.append(OWN_USER)
    return [*found, SAME_USER]


def wrapped(way: str, command: Sequence[str], hidden: Iterable[str]) -> list[str]:
    """The command that starts `command` this way; with bubblewrap `hidden` folders are not there."""
    if way != BUBBLEWRAP:
        return list(command)
    bound = [name for name in _SYSTEM if Path(name).exists()]
    python = {
        str(Path(path)) for prefix in (sys.prefix, sys.base_prefix) for path in (prefix, os.path.realpath(prefix))
    }
    # Libraries may stand elsewhere: a .pth file names their folder.
    python |= {path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")}
    bound += sorted(
        path
        for path in (*python, *_helpers())
        if not path.startswith("/usr/") and path not in ("/", "/usr") and Path(path).is_dir()
    )
    bound += [f"/etc/{name}" for name in _OF_ETC if Path("/etc", name).exists()]
    binds = [part for path in (*bound, str(PACKAGE)) for part in ("--ro-bind", path, path)]
    covered = [part for path in map(os.path.realpath, hidden) if _inside(path, bound) for part in ("--tmpfs", path)]
    return [
        *("bwrap", "--unshare-all", "--cap-drop", "ALL", "--hostname", "reading"),
        *("--size", str(_MOST_KEPT), "--tmpfs", "/tmp"),
        *binds,
        *covered,
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"),
        *command,
    ]


def temporary_folder(way: str) -> str:
    """Where a server that is started this way may write."""
    return "/tmp" if way == BUBBLEWRAP else tempfile.gettempdir()


def shut_off(way: str, hidden: Iterable[str]) -> None:
    """Takes from this process, which has read no document yet, what it needs no more. Raises OSError.

    What the system does not allow everywhere is tried: no network, and no `hidden` folders.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if way == OWN_USER:
        libc.unshare(_NEW_NETWORK | _NEW_IPC)
        os.setgroups([])
        os.setresgid(USER, USER, USER)
        os.setresuid(USER, USER, USER)
        if not os.access(PACKAGE / "__init__.py", os.R_OK) or not os.access(sys.executable, os.X_OK):
            raise PermissionError(f"the readers cannot be read by the user {USER}")
    elif way == SAME_USER:
        _leave(libc, hidden)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # A reader that was taken over can look into no other one, nor into this process.
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)


def _leave(libc: ctypes.CDLL, hidden: Iterable[str]) -> None:
    """Goes to namespaces without a network and without these folders, as the user that this process has."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_USER | _NEW_NAMESPACE | _NEW_NETWORK | _NEW_IPC) != 0:
        return
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(line)
    libc.mount(b"none", b"/", None, _PRIVATE, None)
    for folder in {os.path.realpath(path) for path in (*hidden, *_SOCKETS)}:
        if Path(folder).is_dir():
            libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=4k")
    # With them the folders could be uncovered again.
    libc.capset(ctypes.byref((ctypes.c_uint32 * 2)(_CAPABILITIES, 0)), ctypes.byref((ctypes.c_uint32 * 6)()))


def _helpers() -> list[str]:
    """Folders of helping programs that are not among the system's: LibreOffice as its makers pack it, Tesseract's data."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    found = [str(Path(os.path.realpath(office)).parents[1])] if office else []
    found += [os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ]
    return [path for path in found if Path(path).is_dir()]


def _inside(path: str, folders: Iterable[str]) -> bool:
    return Path(path).is_dir() and any(Path(path).is_relative_to(os.path.realpath(folder)) for folder in folders)
