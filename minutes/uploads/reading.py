"""Reads what came in: from a waiting upload to a draft, or to the reason why there is none.

`read` may be called for any upload at any time. It takes up what waits and what a worker left half done; the row is
locked while it changes, and the number of the attempt tells whether somebody else has taken it up meanwhile. So a
document is stored once, however often and wherever it is read.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from minutes import queue
from minutes.comparing import sketch_of
from minutes.documents import DocumentError
from minutes.drafts import lessons_for, settling
from minutes.editing import with_ids
from minutes.intake import READ_FIELDS, SeveralMeetings, explain_again, parse_document
from minutes.models import SourceDocument, Upload, UploadBatch
from minutes.parsing import Explained, Lesson, ParsedMinutes
from minutes.record import with_namesakes
from minutes.uploads import duplicates, lifecycle

logger = logging.getLogger(__name__)

# A document that ended its worker so many times is not tried again until somebody asks for it.
MOST_ATTEMPTS = 2
BROKEN = (
    "読み取りの途中で不具合が起きました。ファイルは保管してあるので、送り直す必要はありません。"
    "システムの管理者に、取込み番号を知らせてください。"
)
GAVE_UP = (
    "読み取りの途中で処理が2回止まったため、中止しました。ファイルは保管してあります。"
    "「もう一度読み取る」を押すか、保存し直したものを送ってください。"
)
UNFINISHED = (Upload.State.WAITING, Upload.State.READING)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An attempt to read: the upload, the number of the attempt, what is to be read and what is known of its layout."""

    upload: int
    attempt: int
    filename: str
    content: bytes
    lessons: tuple[Lesson, ...]


def read(pk: int) -> None:
    """Reads the upload if it waits to be read. Raises Stopped where it was given back, and what the database raises."""
    begun = _begin(pk)
    if begun is None:
        return
    try:
        parsed, source = read_taught(begun.content, begun.filename, begun.lessons)
        _store(begun, parsed, source)
    except SeveralMeetings as several:
        _share_out(begun, several)
    except DocumentError as error:
        if queue.is_stopping():
            _give_back(begun)
            raise queue.Stopped from error
        _refuse(begun, error.code, error.message)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Whatever goes wrong in a reader or parser: the file is kept, and the log says what to mend.
        logger.exception("reading upload %s failed", pk)
        _refuse(begun, "broken", BROKEN)


def lessons_of(upload: Upload) -> tuple[Lesson, ...]:
    """What was taught about the layout of this very document."""
    return tuple(Lesson(row["kind"], row["text"], row.get("line", "")) for row in upload.lessons)


def explained(upload: Upload) -> list[Explained]:
    """Why each line of an upload's document is read as it is, by today's rules and what was taught. Raises DocumentError."""
    known = lessons_for((upload.parsed or {}).get("body"))
    return explain_again(upload.source, _together(known, lessons_of(upload)))


def read_taught(content: bytes, filename: str, lessons: tuple[Lesson, ...]) -> tuple[ParsedMinutes, SourceDocument]:
    """Reads a document; once more where its body's minutes taught something that it was read without.

    `lessons` are what was taught for this very document. Raises DocumentError.
    """
    parsed, source = parse_document(content, filename, lessons)
    known = lessons_for(parsed.body)
    if set(known) <= set(lessons):
        return parsed, source
    return parse_document(content, filename, _together(known, lessons))


@transaction.atomic
def _begin(pk: int) -> _Begun | None:
    """Marks the upload as being read, or as given up; None where there is nothing to read."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("source").filter(pk=pk).first()
    if upload is None or upload.state not in UNFINISHED:
        return None
    if upload.attempts >= MOST_ATTEMPTS:
        _refused(upload, "gave-up", GAVE_UP)
        return None
    upload.attempts += 1
    upload.state, upload.reading_since = Upload.State.READING, timezone.now()
    upload.save(update_fields=["attempts", "state", "reading_since"])
    source = upload.source
    return _Begun(pk, upload.attempts, source.filename, bytes(source.content), lessons_of(upload))


def _together(of_body: Sequence[Lesson], of_document: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """Both, those of the document last: they were taught looking at it."""
    return (*(lesson for lesson in of_body if lesson not in of_document), *of_document)


@transaction.atomic
def _store(begun: _Begun, parsed: ParsedMinutes, read_source: SourceDocument) -> None:
    upload = _still_mine(begun)
    if upload is None:
        return
    source = upload.source
    for field in READ_FIELDS:
        setattr(source, field, getattr(read_source, field))
    source.sketch = sketch_of(source.text)
    source.save(update_fields=[*READ_FIELDS, "sketch"])
    if near := duplicates.near_same(source):
        parsed = replace(parsed, warnings=(duplicates.warning_of(near), *parsed.warnings))
    upload.base = upload.parsed = with_ids(with_namesakes(parsed)).to_json()
    upload.certainty = parsed.certainty
    upload.state, upload.error, upload.error_code = Upload.State.DRAFT, "", ""
    upload.reading_since = None
    settling.take_over(upload=upload)
    upload.save()


@transaction.atomic
def _share_out(begun: _Begun, several: SeveralMeetings) -> None:
    """Each meeting of a structured file becomes an upload of its own; the file itself leaves the desk, and is kept."""
    upload = _still_mine(begun)
    if upload is None:
        return
    user = upload.created_by
    batch = upload.batch or UploadBatch.objects.create(name=upload.source.filename, created_by=user)
    for name, data in several.parts:
        lifecycle.keep(data, name, user=user, batch=batch)
    upload.batch, upload.state = batch, Upload.State.DISCARDED
    upload.error_code, upload.error, upload.reading_since = several.code, several.message, None
    upload.save()


@transaction.atomic
def _refuse(begun: _Begun, code: str, message: str) -> None:
    upload = _still_mine(begun)
    if upload is not None:
        _refused(upload, code, message)


def _refused(upload: Upload, code: str, message: str) -> None:
    upload.state, upload.error_code, upload.error = Upload.State.UNREADABLE, code, message
    upload.reading_since = None
    upload.save(update_fields=["state", "error_code", "error", "reading_since", "updated_at"])


@transaction.atomic
def _give_back(begun: _Begun) -> None:
    """The upload waits as before: an attempt that the worker's own end cut short does not count."""
    upload = _still_mine(begun)
    if upload is not None:
        upload.attempts -= 1
        upload.state, upload.reading_since = Upload.State.WAITING, None
        upload.save(update_fields=["attempts", "state", "reading_since"])


def _still_mine(begun: _Begun) -> Upload | None:
    """The upload, locked; None where it was discarded or another worker has taken it up since."""
    uploads = Upload.objects.select_for_update(of=("self",)).select_related("source")
    return uploads.filter(pk=begun.upload, state=Upload.State.READING, attempts=begun.attempt).first()
