"""公開用会議録 as PDF: printed once for each way it reads, one at a time, and kept under VAR_DIR/editions.

Printing takes seconds of a processor, and anybody may ask for it. A kept file bears the digest of what it was printed from,
which is made anew whenever the file is asked for: as soon as anything else may be read, it is not found any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from minutes.documents import Limits
from minutes.models import Meeting
from minutes.public_edition import Edition, edition_pdf, edition_pdf_version, edition_word
from minutes.reading_room.edition import public_edition_of

# Somebody waits for it, and so do others: 3,000 utterances take 5 seconds by LibreOffice, 4 without it.
LIMITS = Limits(seconds=60, patience=3)


class PrinterBusy(Exception):
    """Another edition is being printed on this machine."""


def printed_edition(meeting: Meeting, edition: Edition) -> bytes:
    """The edition as PDF. Raises PrinterBusy, and PrintError where it cannot be printed."""
    kept = _folder(meeting.pk) / f"{_digest(edition)}.pdf"
    if kept.is_file():
        return kept.read_bytes()
    with _printer():
        printed = edition_pdf(edition, LIMITS)
        _keep(kept, printed)
    # What was withheld while it was printed does not stay on the disk: who withheld it may have cleared the folder before.
    stored = Meeting.objects.select_related("body").filter(pk=meeting.pk).first()
    now = public_edition_of(stored) if stored else None
    if now is None or _digest(now) != kept.stem:
        kept.unlink(missing_ok=True)
    return printed


def on_meeting_changed(sender: Any, meeting: Meeting, **_: Any) -> None:
    """What was printed of a meeting before it changed is of no use any more, and may hold what is withheld now."""
    transaction.on_commit(partial(shutil.rmtree, _folder(meeting.pk), ignore_errors=True))


def forget_printed() -> None:
    """Removes all that is kept, of whatever meeting: it is printed anew when it is asked for."""
    for folder in _folder(None).glob("[0-9]*"):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _printer() -> Iterator[None]:
    folder = _folder(None)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "printer").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PrinterBusy from error
        yield


def _digest(edition: Edition) -> str:
    return sha256(edition_pdf_version().encode() + edition_word(edition)).hexdigest()


def _folder(meeting: int | None) -> Path:
    folder = Path(settings.VAR_DIR) / "editions"
    return folder if meeting is None else folder / str(meeting)


def _keep(path: Path, data: bytes) -> None:
    """Writes the file whole or not at all, in the place of those that were printed before."""
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
