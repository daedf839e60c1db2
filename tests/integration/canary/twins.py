"""The same archive as if what a person may not read had never been: those rows are gone, and all that follows from them
is written anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.test import TestCase

from minutes.models import (
    AgendaItem,
    Attachment,
    AttachmentPage,
    Attendee,
    Body,
    Meeting,
    Passage,
    Rereading,
    SourceDocument,
    Topic,
    Upload,
    Utterance,
    WatchedFile,
)
from minutes.record import renew_dialogue
from minutes.signals import meeting_changed
from minutes.withholding import MASK
from search.models import (
    IndexedMeeting,
    KnownItem,
    LoggedSearch,
    Narrowing,
    Profile,
    SearchEntry,
    Suggestion,
    SuggestionSource,
    SynonymGroup,
    Word,
)
from tests.integration.canary.archive import ADMINISTRATORS, DESK, Archive
from tests.integration.canary.people import Person

# All that the search keeps of the minutes, in the order in which it can be emptied.
_DERIVED = (SearchEntry, IndexedMeeting, KnownItem, SuggestionSource, Suggestion, Word, Profile, Narrowing)


@contextmanager
def as_if_never_said(archive: Archive, person: Person) -> Iterator[None]:
    """Within, the archive holds nothing that `person` may not read, and never did; afterwards all is as before."""
    with transaction.atomic():
        _remove(archive, person)
        _write_anew()
        cache.clear()
        yield
        transaction.set_rollback(True)
    cache.clear()


def _remove(archive: Archive, person: Person) -> None:
    audiences = audiences_of(archive, person)
    hidden = {
        kind: [key for key, needs in rows.items() if not person.may_read(needs)]
        for kind, rows in (
            ("meetings", archive.meetings),
            ("utterances", archive.utterances),
            ("items", archive.items),
            ("papers", archive.papers),
            ("pages", archive.pages),
            ("bodies", archive.bodies),
            ("topics", archive.topics),
        )
    }
    for meeting in Meeting.objects.exclude(pk__in=hidden["meetings"]):
        gone = Utterance.objects.filter(meeting=meeting, pk__in=hidden["utterances"]).values_list("ref", flat=True)
        _remove_from_versions(meeting, audiences, frozenset(gone))
        _withhold_for_good(meeting, audiences)
    # What was decided under an item is kept with it as well.
    said = Utterance.objects.filter(pk__in=hidden["utterances"])
    AgendaItem.objects.filter(outcome__in=said.values("text")).update(outcome="")
    said.delete()
    # A file that holds more than one may read is kept back, as if there were none.
    Attachment.objects.filter(pages__in=hidden["pages"]).update(source=None)
    AttachmentPage.objects.filter(pk__in=hidden["pages"]).delete()
    AgendaItem.objects.filter(pk__in=hidden["items"]).delete()
    Attachment.objects.filter(pk__in=hidden["papers"]).delete()
    if DESK not in person.circles:
        Upload.objects.all().delete()
        Rereading.objects.all().delete()
        WatchedFile.objects.all().delete()
        SynonymGroup.objects.filter(
            words__text__in=[form for one in archive.of("synonym") for form in one.word.forms]
        ).delete()
    Upload.objects.filter(meeting__in=hidden["meetings"]).delete()
    Meeting.objects.filter(pk__in=hidden["meetings"]).update(current_version=None)
    Meeting.objects.filter(pk__in=hidden["meetings"]).delete()
    Body.objects.filter(pk__in=hidden["bodies"]).delete()
    Topic.objects.filter(pk__in=hidden["topics"]).delete()
    SourceDocument.objects.filter(versions=None, uploads=None, attachments=None, papers=None).delete()
    if ADMINISTRATORS not in person.circles:
        LoggedSearch.objects.exclude(audiences__contained_by=sorted(audiences)).delete()


def audiences_of(archive: Archive, person: Person) -> frozenset[int]:
    """The audiences that a person is in."""
    return frozenset({0, *(state.audience for state in archive.restricted if person.may_read(state.needs))})


def _remove_from_versions(meeting: Meeting, audiences: frozenset[int], gone: frozenset[int]) -> None:
    """Takes out of old versions, and of what corrections changed, what the person may not read: by its audience, and the
    utterances of these permanent numbers."""
    for version in meeting.versions.all():
        if version.snapshot is not None:
            version.snapshot = {**version.snapshot, **_rows_of(version.snapshot, audiences, gone)}
        if version.changes is not None:
            kept = {
                name: [change for change in version.changes[name] if not _is_hidden(change[-1], audiences)]
                for name in ("papers", "utterances")
            }
            kept["utterances"] = [change for change in kept["utterances"] if gone.isdisjoint(change[1])]
            if not kept["papers"] and not kept["utterances"] and not version.changes["head"]:
                version.reason = ""
            version.changes = {**version.changes, **kept}
        version.save()


def _rows_of(snapshot: Mapping[str, Any], audiences: frozenset[int], gone: frozenset[int]) -> dict[str, Any]:
    return {
        name: [
            row
            for row in snapshot[name]
            if not _is_hidden(row.get("audience"), audiences) and row.get("ref") not in gone
        ]
        for name in ("utterances", "attachments")
    }


def _is_hidden(audience: int | None, audiences: frozenset[int]) -> bool:
    return audience is not None and audience not in audiences


def _withhold_for_good(meeting: Meeting, audiences: frozenset[int]) -> None:
    """Writes ■■■ into the rows themselves for each passage that the person may not read; the passages then hold that."""
    hidden = [passage for passage in meeting.passages.all() if passage.audience not in audiences]
    decided = [passage.row for passage in hidden if passage.part == Passage.Part.UTTERANCE and passage.field == "text"]
    said = Utterance.objects.filter(meeting=meeting, ref__in=decided, kind=Utterance.Kind.DECISION)
    AgendaItem.objects.filter(utterances__in=said).update(outcome="")
    quotes = [passage.quote for passage in hidden]
    fields: defaultdict[tuple[str, int, str], list[Passage]] = defaultdict(list)
    for passage in meeting.passages.order_by("start"):
        fields[passage.part, passage.row, passage.field].append(passage)
    for (part, row, field), passages in fields.items():
        rows = _rows_at(meeting, part, row)
        text = rows.values_list(field, flat=True).get()
        for passage in passages:
            if passage.audience not in audiences:
                passage.start = text.index(passage.quote)
                text = text.replace(passage.quote, MASK, 1)
                passage.quote, passage.note = MASK, ""
            else:
                passage.start = text.index(passage.quote)
            passage.end = passage.start + len(passage.quote)
            passage.save()
        rows.update(**{field: text})
        if field == "speaker" and any(passage.quote == MASK for passage in passages):
            rows.update(speaker_role="")
    for version in meeting.versions.exclude(snapshot=None):
        kept = json.dumps(version.snapshot, ensure_ascii=False)
        for quote in quotes:
            kept = kept.replace(quote, MASK)
        version.snapshot = json.loads(kept)
        version.save()


def _rows_at(meeting: Meeting, part: str, row: int) -> QuerySet[Any]:
    if part == Passage.Part.UTTERANCE:
        return Utterance.objects.filter(meeting=meeting, ref=row)
    models: dict[str, Any] = {
        Passage.Part.ITEM: AgendaItem,
        Passage.Part.ATTENDEE: Attendee,
        Passage.Part.PAPER: Attachment,
        Passage.Part.PAGE: AttachmentPage,
    }
    found: QuerySet[Any] = models[part].objects.filter(pk=row)
    return found


def _write_anew() -> None:
    for model in _DERIVED:
        model.objects.all()._raw_delete(using="default")
    with TestCase.captureOnCommitCallbacks(execute=True):
        for meeting in Meeting.objects.order_by("pk"):
            renew_dialogue(meeting)
            # Nobody is told in which part somebody spoke who is withheld.
            meeting.utterances.filter(speaker__contains=MASK).update(speaker_category="")
            meeting_changed.send(sender=Meeting, meeting=meeting)
