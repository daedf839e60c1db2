"""The watched folder (取込みフォルダー): what is put there comes to the desk once, and is moved out of the way.

A file whose size has rested is moved to 取込み中 and, in one transaction, kept as uploads with a row that names it there
(WatchedFile). When it is read it goes to 済, or to 要確認 with a text beside it that says why. So it can be told after an
end at any moment what was taken: what stands in 取込み中 without a row was not, and what has a row and stands there no more
was moved. Only one worker moves files at a time. Nothing is ever deleted or overwritten.
"""

import logging
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from minutes.intake import Member, holds_files, is_left_by_system, members_of
from minutes.models import Upload, UploadBatch, WatchedFile
from minutes.uploads import duplicates, lifecycle
from minutes.wording import reason_of

logger = logging.getLogger(__name__)

ACCOUNT = "取込みフォルダー"
TAKEN, DONE, LOOK = "取込み中", "済", "要確認"
OWN_FOLDERS = (TAKEN, DONE, LOOK)
# A file is whole where its size and time have not changed for so long; an empty one may be one that is about to be filled.
REST_SECONDS, EMPTY_SECONDS = 5.0, 60.0
_UNFINISHED_NAMES = (".tmp", ".part", ".partial", ".crdownload", ".download")
_LONGEST_NAME = 200  # bytes, of the 255 that file systems allow: numbers and suffixes are put behind
_LOCK = 0x6D696E77
_RECENT = timedelta(days=14)
_WAITING = (Upload.State.WAITING, Upload.State.READING)


class FolderError(Exception):
    """The folder cannot be used; the message is Japanese and says what to do."""


@dataclass(slots=True)
class Contents:
    """What stands in the folder: files that wait to be taken, folders, which are left alone, and what is being read."""

    waiting: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def contents_of(folder: Path) -> Contents:
    """What stands in the folder now. Raises FolderError."""
    try:
        found = Contents()
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if is_left_by_system(entry.name) or entry.name.lower().endswith(_UNFINISHED_NAMES):
                continue
            if entry.is_symlink() or entry.is_file(follow_symlinks=False):
                found.waiting.append(entry.name)
            elif entry.is_dir() and entry.name not in OWN_FOLDERS:
                found.folders.append(entry.name)
        taken = folder / TAKEN
        if taken.is_dir():
            found.taken = sorted(path.name for path in taken.iterdir() if path.is_symlink() or path.is_file())
    except OSError as error:
        raise FolderError(
            f"取込みフォルダー {folder} を開けません（{reason_of(error)}）。WATCH_FOLDER とフォルダーの権限を確認してください。"
        ) from error
    return found


def recently_refused() -> QuerySet[WatchedFile]:
    """The files of the last fourteen days that went to 要確認, the latest first."""
    since = timezone.now() - _RECENT
    return WatchedFile.objects.filter(outcome=WatchedFile.Outcome.LOOK, taken_at__gte=since).order_by("-pk")


def check(folder: Path) -> None:
    """Raises FolderError where files of the folder could not be moved."""
    contents_of(folder)
    for path in (folder, *(folder / name for name in OWN_FOLDERS)):
        if path.exists() and not (path.is_dir() and os.access(path, os.W_OK | os.X_OK)):
            raise FolderError(f"取込みフォルダーの {path} に書き込めません。フォルダーの権限を確認してください。")


class WatchedFolder:
    """The folder as one worker sees it: it remembers the sizes of files that are not whole yet."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._seen: dict[str, tuple[tuple[int, int, int], float]] = {}

    def look(self) -> None:
        """Moves what was read, and takes what is whole. Raises FolderError, and what the database raises."""
        found = contents_of(self._folder)
        check(self._folder)
        self._seen = {name: self._seen[name] for name in found.waiting if name in self._seen}
        reading = WatchedFile.objects.filter(outcome=WatchedFile.Outcome.READING)
        whole = [self._folder / name for name in found.waiting if self._rests(name)]
        left = [self._folder / TAKEN / name for name in found.taken]
        work: list[Callable[[], None]] = [
            *(partial(self._settle, pk) for pk in reading.values_list("pk", flat=True)),
            *(partial(self._take, path) for path in (*left, *whole)),
        ]
        problems = []
        for do in work:
            # What is wrong with one file keeps no other one waiting.
            try:
                do()
            except FolderError as error:
                problems.append(error)
        if problems:
            raise problems[0]

    def _rests(self, name: str) -> bool:
        try:
            known = (self._folder / name).lstat()
        except FileNotFoundError:
            return False
        state, now = (known.st_size, known.st_mtime_ns, known.st_ino), self._clock()
        before, since = self._seen.get(name, (state, now))
        self._seen[name] = (state, since if before == state else now)
        return before == state and now - since >= (REST_SECONDS if known.st_size else EMPTY_SECONDS)

    def _take(self, path: Path) -> None:
        try:
            with _alone() as is_alone, transaction.atomic():
                if not is_alone or not os.path.lexists(path):
                    return
                if path.parent == self._folder:
                    path = _move(path, self._folder / TAKEN, _plain(path.name))
                elif WatchedFile.objects.filter(name=path.name, outcome=WatchedFile.Outcome.READING).exists():
                    return
                row = WatchedFile(name=path.name)
                _keep(path, row)
                row.save()
        except OSError as error:
            raise FolderError(
                f"取込みフォルダーの {path} を移せません（{reason_of(error)}）。フォルダーの権限と空き容量を確認してください。"
            ) from error
        self._settle(row.pk)

    def _settle(self, pk: int) -> None:
        """Moves a file whose uploads are all read to where it belongs."""
        with _alone() as is_alone, transaction.atomic():
            row = WatchedFile.objects.filter(pk=pk, outcome=WatchedFile.Outcome.READING).first() if is_alone else None
            if row is None:
                return
            uploads = Upload.objects.filter(pk__in=row.uploads).select_related("source").order_by("pk")
            if any(upload.state in _WAITING for upload in uploads):
                return
            unreadable = [upload for upload in uploads if upload.state == Upload.State.UNREADABLE]
            row.problems += [f"{upload.source.filename}：{upload.error}" for upload in unreadable]
            row.outcome = WatchedFile.Outcome.LOOK if row.problems else WatchedFile.Outcome.DONE
            try:
                self._move_out(row, len(uploads) - len(unreadable))
            except OSError as error:
                raise FolderError(
                    f"取込みフォルダーの {row.name} を移せません（{reason_of(error)}）。フォルダーの権限と空き容量を確認してください。"
                ) from error
            row.save()

    def _move_out(self, row: WatchedFile, taken: int) -> None:
        path = self._folder / TAKEN / row.name
        if os.path.lexists(path):
            moved = _move(path, self._folder / (LOOK if row.problems else DONE), row.name)
        else:
            # It was moved before this worker, or the last one, could say so; or a person took it.
            moved = self._folder / LOOK / row.name
        if row.problems and os.path.lexists(moved) and not moved.with_name(f"{moved.name}.txt").exists():
            _reserved(moved.parent, f"{moved.name}.txt").write_text(
                _told(row.name, row.problems, taken), encoding="utf-8-sig"
            )


def _keep(path: Path, row: WatchedFile) -> None:
    """Keeps what the file holds; what is not taken is told in the row. Raises OSError where it cannot be moved on."""
    if path.is_symlink():
        row.problems = ["ほかの場所へのリンクは取り込みません。ファイルそのものを置いてください。"]
        return
    try:
        # A pipe that takes the file's place in this moment is not waited for.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                row.problems = ["ファイルではないため、取り込めません。"]
                return
            file: UploadedFile[bytes] = UploadedFile(opened, path.name, size=os.fstat(opened.fileno()).st_size)
            before = os.fstat(opened.fileno())
            _keep_members(members_of(file), path.name, row)
            after = os.fstat(opened.fileno())
    except OSError as error:
        row.problems = [f"ファイルを読めません（{reason_of(error)}）。権限を確認して、置き直してください。"]
        return
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        # Nothing of it is kept; it is taken once it rests.
        raise FolderError(f"取込みフォルダーの {path.name} は、まだ書き込み中です。書き込みが終わると取り込みます。")


def _keep_members(members: Iterator[Member], name: str, row: WatchedFile) -> None:
    user, _ = User.objects.get_or_create(username=ACCOUNT, defaults={"is_active": False, "password": "!"})
    batch = UploadBatch.objects.create(name=name, created_by=user) if holds_files(name) else None
    for member in members:
        if member.problem:
            row.problems.append(f"{member.name}：{member.problem}")
        elif known := duplicates.same_bytes(member.data):
            row.problems.append(f"{member.name}：同じファイルが、すでに取り込まれています（{known}）。")
        else:
            row.uploads.append(lifecycle.keep(member.data, member.name, user=user, batch=batch).pk)
    if batch and not row.uploads:
        batch.delete()


def _told(name: str, problems: list[str], taken: int) -> str:
    lines = [f"「{name}」は、確認が必要です。", ""]
    lines += [f"・{problem}" for problem in problems]
    if taken:
        lines += ["", f"ほかの{taken}件は取り込みました。「取込み」の画面で確かめてください。"]
    lines += [
        "",
        "直したファイルを取込みフォルダーに置くと、もう一度取り込みます。不要なら、このファイルとともに削除してかまいません。",
        "",
    ]
    return "\r\n".join(lines)


@contextmanager
def _alone() -> Iterator[bool]:
    """One transaction in which no other worker moves files; False where another one does."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            (is_alone,) = cursor.fetchone()
        yield is_alone


def _move(path: Path, folder: Path, name: str) -> Path:
    """Moves a file to the folder, under a name of its own. Returns where it is now. Raises OSError."""
    folder.mkdir(exist_ok=True)
    target = _reserved(folder, name)
    try:
        # Takes the place of the empty file that reserves the name, and of nothing else.
        path.rename(target)
    except OSError:
        target.unlink()
        raise
    return target


def _reserved(folder: Path, name: str) -> Path:
    """A new, empty file of this name, or of one with a number where that is taken."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return path


def _plain(name: str) -> str:
    """A name that the database and every system can keep: what cannot be shown is replaced, what is too long is cut."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "cp932"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "replace")
    name = "".join(char if char.isprintable() else "_" for char in name)
    stem, suffix = Path(name).stem, Path(name).suffix
    suffix = suffix if len(suffix.encode()) < 20 else ""
    room = _LONGEST_NAME - len(suffix.encode())
    return (stem if suffix else name).encode()[:room].decode("utf-8", "ignore") + suffix
