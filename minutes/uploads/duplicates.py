"""Finds out whether what came in is there already: the same bytes, the same meeting, nearly the same text."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from minutes.comparing import resemblance
from minutes.drafts import DraftMeetings
from minutes.models import Meeting, MeetingVersion, SourceDocument, Upload
from minutes.parsing import Warning

# The code of what an editor is told of near texts.
NEAR_SAME = "near-same-text"
# Two texts of which so many pieces are the same are nearly the same: a later state of one document.
NEAR = 0.5
# Texts that are near have one of the few smallest hashes in common; looking for all of them would find every text that
# shares a phrase.
_LOOKED_FOR = 24
_MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Double:
    """Something that is there already: why it is taken for the same, what it is called, where it is, when it came."""

    reason: str
    label: str
    address: str
    received: datetime | None = None


def same_bytes(data: bytes) -> str | None:
    """What the same bytes are called that are in use already, a meeting by its title; None where there are none."""
    in_use = Q(uploads__state__in=_LIVING) | Q(versions__isnull=False)
    same = SourceDocument.objects.filter(in_use, sha256=hashlib.sha256(data).hexdigest())
    known = same.values_list("versions__meeting__title", "filename").order_by("versions__meeting__title").first()
    return (known[0] or known[1]) if known else None


def near_same(source: SourceDocument) -> list[tuple[SourceDocument, float]]:
    """Documents in use, other than copies of the same bytes, with nearly the same text; the likest first."""
    in_use = Q(uploads__state__in=_LIVING) | Q(versions__isnull=False)
    candidates = (
        SourceDocument.objects.filter(in_use, sketch__overlap=source.sketch[:_LOOKED_FOR])
        .exclude(sha256=source.sha256)
        .defer(None)
        .only("filename", "sha256", "sketch")
        .order_by("-pk")
        .distinct()[:_MOST_CANDIDATES]
    )
    found = [(other, resemblance(source.sketch, other.sketch)) for other in candidates]
    return sorted(((other, like) for other, like in found if like >= NEAR), key=lambda pair: -pair[1])


def warning_of(near: Sequence[tuple[SourceDocument, float]]) -> Warning:
    """What the editor is told of them."""
    others = "、".join(f"{other.filename}（一致{like:.0%}）" for other, like in near[:3])
    return Warning(NEAR_SAME, f"ほぼ同じ本文の文書が、すでに取り込まれています：{others}")


def doubles_of(uploads: Sequence[Upload], meetings: DraftMeetings) -> dict[int, list[Double]]:
    """What is there already for each of these uploads, by its key. A few queries, however many uploads.

    `meetings` is what minutes.drafts.meetings found of them.
    """
    open_ones = [upload for upload in uploads if upload.state in _OPEN]
    found: defaultdict[int, list[Double]] = defaultdict(list)
    if open_ones:
        _add_same_bytes(open_ones, found)
        _add_same_meetings(open_ones, found, meetings)
    # Of what is the same in both ways, the bytes say more.
    return {
        key: list({double.address: double for double in reversed(doubles)}.values())[::-1]
        for key, doubles in found.items()
    }


_OPEN = (Upload.State.DRAFT, Upload.State.UNREADABLE)
_LIVING = (*_OPEN, Upload.State.WAITING, Upload.State.READING, Upload.State.PUBLISHED)


def _add_same_bytes(uploads: Sequence[Upload], found: dict[int, list[Double]]) -> None:
    hashes = {upload.source.sha256 for upload in uploads}
    others = Upload.objects.filter(source__sha256__in=hashes, state__in=_LIVING).select_related("source", "meeting")
    others = others.only("state", "created_at", "source__sha256", "source__filename", "meeting__title", "meeting__key")
    versions = MeetingVersion.objects.filter(source__sha256__in=hashes).select_related("source", "meeting")
    versions = versions.only("source__sha256", "meeting__title", "meeting__key")
    alike: defaultdict[str, list[Upload]] = defaultdict(list)
    for other in others:
        alike[other.source.sha256].append(other)
    stored: defaultdict[str, list[Meeting]] = defaultdict(list)
    for version in versions:
        stored[version.source.sha256].append(version.meeting)
    for upload in uploads:
        for meeting in stored[upload.source.sha256]:
            if meeting.pk != upload.meeting_id:
                found[upload.pk].append(Double("同じファイル", meeting.title, meeting.get_absolute_url()))
        for other in alike[upload.source.sha256]:
            if other.source_id != upload.source_id and other.state != Upload.State.PUBLISHED:
                found[upload.pk].append(
                    Double("同じファイル", other.source.filename, other.get_absolute_url(), other.created_at)
                )


def _add_same_meetings(uploads: Sequence[Upload], found: dict[int, list[Double]], meetings: DraftMeetings) -> None:
    # Of thousands of one meeting, each is a rival of all others.
    addresses: dict[int, str] = {}
    for upload in uploads:
        meeting = meetings.of(upload)
        stored = meeting.identity.meeting
        if stored is not None and stored.pk != upload.meeting_id and meeting.chosen is None:
            found[upload.pk].append(Double("同じ会議", stored.title, stored.get_absolute_url()))
        for rival in meeting.rivals:
            if rival.is_same:
                other = rival.upload
                if other.pk not in addresses:
                    addresses[other.pk] = other.get_absolute_url()
                found[upload.pk].append(
                    Double("同じ会議", other.source.filename, addresses[other.pk], other.created_at)
                )
