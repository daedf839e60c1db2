"""Reads documents anew and compares: what stays the same is settled, what differs is kept for the desk."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from minutes import queue
from minutes.intake import READ_FIELDS, DocumentError, read_today
from minutes.models import Rereading, SourceDocument, Upload
from minutes.parsing import ParsedMinutes
from minutes.rereading import outlook
from minutes.rereading.outdated import draft_of, in_use, meeting_of, outdated_sources
from minutes.rereading.outlook import CannotCompare, Outlook
from minutes.uploads import reading


class Result(StrEnum):
    SAME = "same"
    DIFFERS = "differs"
    FAILED = "failed"
    # Nothing stands on the document any more.
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Found:
    """What reading a document anew came to: what it would change, or why it cannot be told."""

    result: Result
    read: SourceDocument | None = None
    parsed: ParsedMinutes | None = None
    outlook: Outlook | None = None
    error: str = ""


logger = logging.getLogger(__name__)

BROKEN = "比べる途中で不具合が起きました。会議録はそのままです。システムの管理者に知らせてください。"


def look_at(pk: int) -> Found:
    """Reads the document anew and compares; writes nothing."""
    source = SourceDocument.objects.defer(None).get(pk=pk)
    draft = draft_of(source)
    try:
        parsed, read = reading.read_taught(bytes(source.content), source.filename, _lessons(source, draft))
        view = outlook_of(source, parsed)
    except DocumentError as error:
        if queue.is_stopping():
            raise queue.Stopped from error
        return Found(Result.FAILED, error=error.message)
    except CannotCompare as problem:
        return Found(Result.FAILED, error=str(problem))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Whatever goes wrong with one document: it stays as it is, the others are compared, the log says what to mend.
        logger.exception("comparing document %s failed", pk)
        return Found(Result.FAILED, error=BROKEN)
    if view is None:
        return Found(Result.UNUSED)
    return Found(Result.SAME if view.changes_nothing else Result.DIFFERS, read, parsed, view)


def outlook_of(source: SourceDocument, parsed: ParsedMinutes) -> Outlook | None:
    """What the draft or the minutes that stand on the document would become. Raises CannotCompare."""
    draft = draft_of(source)
    if draft is not None:
        return outlook.of_draft(draft, parsed)
    meeting = meeting_of(source)
    return None if meeting is None else outlook.of_meeting(meeting, parsed)


def compare(pk: int) -> Found:
    """Looks at the document and stores what was found: its digests where all stays the same, else an offer."""
    found = look_at(pk)
    with transaction.atomic():
        source = SourceDocument.objects.select_for_update(of=("self",)).get(pk=pk)
        if source.erasure_id is not None:
            # Words of it were erased for ever while it was read.
            return Found(Result.UNUSED)
        if found.result in (Result.SAME, Result.UNUSED):
            Rereading.objects.filter(source=source).delete()
        if found.result == Result.SAME:
            SourceDocument.objects.filter(pk=pk).update(**read_today())
        elif found.result != Result.UNUSED:
            Rereading.objects.update_or_create(source=source, defaults={**_numbers(found), **read_today()})
    return found


def compare_one() -> int | None:
    """Compares the next document that nobody has compared yet. Returns its key, None where there is none left."""
    pk = outdated_sources().values_list("pk", flat=True).first()
    if pk is None:
        # What was replaced or discarded meanwhile needs no offer.
        Rereading.objects.exclude(in_use("source")).delete()
        return None
    compare(pk)
    return pk


def _numbers(found: Found) -> dict[str, Any]:
    if found.outlook is None or found.read is None or found.parsed is None:
        return {"state": Rereading.State.FAILED, "error": found.error, "parsed": None, "read": None, "changes": 0}
    return {
        "state": Rereading.State.OFFERED,
        "error": "",
        "parsed": found.parsed.to_json(),
        "read": {name: getattr(found.read, name) for name in READ_FIELDS},
        "changes": found.outlook.changes,
        "losses": found.outlook.losses,
        "unplaced": len(found.outlook.placed.unplaced),
    }


def _lessons(source: SourceDocument, draft: Upload | None) -> tuple[Any, ...]:
    """What was taught for this very document."""
    upload = draft or Upload.objects.filter(source=source).order_by("-pk").first()
    return () if upload is None else reading.lessons_of(upload)
