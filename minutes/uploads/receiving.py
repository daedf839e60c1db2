"""Takes in what was sent at once: files, files packed into .zip files, files that mails carry. Each is stored before any is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from minutes.intake import Refused, holds_files, is_left_by_system, members_of
from minutes.models import Upload, UploadBatch
from minutes.uploads import lifecycle


@dataclass(slots=True)
class Received:
    """What became of the files: the uploads, in a batch where there are several, and those that were not taken.

    `left_out` counts what systems leave in folders (Thumbs.db and the like).
    """

    uploads: list[Upload] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    batch: UploadBatch | None = None
    left_out: int = 0


def receive(files: "Iterable[UploadedFile[bytes]]", user: User) -> Received:
    """Stores each file that can be stored, in a transaction of its own; what is wrong with one costs no other."""
    files = list(files)
    received = Received()
    kept = [file for file in files if not is_left_by_system(file.name or "")]
    received.left_out = len(files) - len(kept)
    packed = [file for file in kept if holds_files(file.name or "")]
    if len(kept) > 1 or packed:
        name = packed[0].name if len(kept) == 1 and packed else ""
        received.batch = UploadBatch.objects.create(name=name or "", created_by=user)
    for file in kept:
        for member in members_of(file):
            if member.problem:
                received.refused.append(Refused(member.name, member.problem))
            else:
                kept_upload = lifecycle.keep(member.data, member.name, user=user, batch=received.batch)
                received.uploads.append(kept_upload)
    if received.batch and not received.uploads:
        received.batch.delete()
        received.batch = None
    return received
