"""Removal for ever: what lies in the bin goes with everything that was made of it; the trail keeps the fact alone.

Who may, and that it is asked twice, is the matter of who calls.
"""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

import trail
from minutes.bin.withdrawal import BinError
from minutes.drafts import page_pictures
from minutes.models import (
    Attachment,
    AttachmentPage,
    BinEntry,
    Meeting,
    MeetingVersion,
    Paper,
    Passage,
    SourceDocument,
    Upload,
    UploadBatch,
    WatchedFile,
)
from minutes.wording import visible_text


@dataclass(frozen=True, slots=True)
class Holdings:
    """What goes with something that is removed, as numbers; `shared` documents stay, because others use them."""

    utterances: int
    versions: int
    papers: int
    uploads: int
    documents: int
    shared: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """The keys of what goes: rows, documents that nobody else uses, and documents that others use as well."""

    meeting: int | None
    uploads: frozenset[int]
    papers: frozenset[int]
    documents: frozenset[int]
    shared: frozenset[int]


def holdings_of_meeting(meeting: Meeting) -> Holdings:
    """What removing the minutes would remove."""
    return _told(_parts_of_meeting(meeting), meeting)


def holdings_of_upload(upload: Upload) -> Holdings:
    """What removing the upload would remove."""
    return _told(_parts(None, frozenset({upload.pk})), None)


@transaction.atomic
def remove_meeting(*, meeting: Meeting, reason: str) -> None:
    """Removes withdrawn minutes for ever: versions, papers, uploads and drafts, documents that nobody else uses, and what
    index, suggestions and trail hold of them.

    Raises BinError without a reason, and for minutes that are not withdrawn.
    """
    told = _checked(reason)
    stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if stored.status != Meeting.Status.WITHDRAWN:
        raise BinError("取り下げた会議録だけを完全に削除できます。")
    parts = _parts_of_meeting(stored)
    objects = _objects(parts)
    # A version in use protects itself against being deleted.
    Meeting.objects.filter(pk=meeting.pk).update(current_version=None)
    _delete_uploads(parts)
    Meeting.objects.get(pk=meeting.pk).delete()
    _delete_documents(parts)
    # Last: it takes out of the trail what this removal told it, too.
    trail.forget(kind="minutes.meeting", key=meeting.pk, meeting=meeting.pk, reason=told, objects=objects)


@transaction.atomic
def remove_upload(*, upload: Upload, reason: str) -> None:
    """Removes a discarded upload for ever, with its draft, its papers and the documents that nobody else uses.

    Raises BinError without a reason, and for an upload that is not discarded.
    """
    told = _checked(reason)
    stored = Upload.objects.select_for_update(of=("self",)).only("state").get(pk=upload.pk)
    if stored.state != Upload.State.DISCARDED:
        raise BinError("取り消した取込みだけを完全に削除できます。")
    parts = _parts(None, frozenset({upload.pk}))
    objects = _objects(parts)
    _delete_uploads(parts)
    _delete_documents(parts)
    trail.forget(kind="minutes.upload", key=upload.pk, reason=told, objects=objects)


def _checked(reason: str) -> str:
    told = visible_text(reason)
    if not told:
        raise BinError("完全に削除する理由を入力してください。")
    return told


def _parts_of_meeting(meeting: Meeting) -> _Parts:
    uploads = Upload.objects.filter(meeting=meeting).order_by().values_list("pk", flat=True)
    return _parts(meeting.pk, frozenset(uploads))


def _parts(meeting: int | None, uploads: frozenset[int]) -> _Parts:
    its_papers = Q(upload__in=uploads) | (Q(meeting=meeting) if meeting else Q())
    papers = frozenset(Paper.objects.filter(its_papers).values_list("pk", flat=True))
    used: set[int] = set()
    shared: set[int] = set()
    uses = (
        (MeetingVersion, Q(meeting=meeting)),
        (Attachment, Q(meeting=meeting)),
        (Upload, Q(pk__in=uploads)),
        (Paper, Q(pk__in=papers)),
    )
    for model, own in uses:
        used |= set(model._default_manager.filter(own).exclude(source=None).values_list("source", flat=True))
    for model, own in uses:
        others = model._default_manager.filter(source__in=used).exclude(own)
        shared |= set(others.values_list("source", flat=True))
    return _Parts(meeting, uploads, papers, frozenset(used - shared), frozenset(shared))


def _told(parts: _Parts, meeting: Meeting | None) -> Holdings:
    return Holdings(
        utterances=meeting.utterances.count() if meeting else 0,
        versions=meeting.versions.count() if meeting else 0,
        papers=meeting.attachments.count() if meeting else len(parts.papers),
        uploads=len(parts.uploads),
        documents=len(parts.documents),
        shared=len(parts.shared),
    )


def _objects(parts: _Parts) -> list[tuple[str, object]]:
    """All that goes and may not be known to the trail as the meeting's, as it names them."""
    pages = AttachmentPage.objects.filter(attachment__meeting=parts.meeting).values_list("pk", flat=True)
    entries = BinEntry.objects.filter(Q(upload__in=parts.uploads) | Q(meeting=parts.meeting, meeting__isnull=False))
    batches = _batches_alone(parts).values_list("pk", flat=True)
    found = {
        "minutes.meeting": [parts.meeting] if parts.meeting else [],
        "minutes.upload": parts.uploads,
        "minutes.paper": parts.papers,
        "minutes.sourcedocument": parts.documents,
        "minutes.attachmentpage": pages if parts.meeting else [],
        "minutes.binentry": entries.values_list("pk", flat=True),
        "minutes.uploadbatch": batches,
        "minutes.passage": Passage.objects.filter(upload__in=parts.uploads).values_list("pk", flat=True),
    }
    return [(kind, key) for kind, keys in found.items() for key in keys]


def _batches_alone(parts: _Parts) -> QuerySet[UploadBatch]:
    """The batches of which nothing is left: their names may be those of what goes."""
    mine = UploadBatch.objects.filter(uploads__in=parts.uploads)
    others = Upload.objects.exclude(pk__in=parts.uploads).exclude(batch=None)
    return mine.exclude(pk__in=others.values("batch")).distinct()


def _delete_uploads(parts: _Parts) -> None:
    batches = list(_batches_alone(parts).values_list("pk", flat=True))
    for pk in parts.uploads:
        # Their names are those of the files.
        WatchedFile.objects.filter(uploads__contains=[pk], uploads__contained_by=list(parts.uploads)).delete()
    Upload.objects.filter(pk__in=parts.uploads).delete()
    UploadBatch.objects.filter(pk__in=batches).delete()


def _delete_documents(parts: _Parts) -> None:
    documents = SourceDocument.objects.filter(pk__in=parts.documents)
    digests = set(documents.values_list("sha256", flat=True))
    documents.delete()
    for digest in digests - set(SourceDocument.objects.filter(sha256__in=digests).values_list("sha256", flat=True)):
        # Pictures of its pages, which no transaction takes back.
        transaction.on_commit(partial(page_pictures.forget, digest))
