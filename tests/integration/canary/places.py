"""Every field that can hold words of minutes holds a canary, or it is said here why none can stand there.

A new model or field fails test_walk.py: put a canary into it in archive.py, so that all that is answered is searched for it.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from tests.integration.canary.answers import Detector

APPS = ("minutes", "search")
_WORDS = (models.TextField, models.CharField, models.JSONField, models.BinaryField, ArrayField, SearchVectorField)
# Keys, kinds, digests, versions of programs, places and numbers: no words of minutes.
WITHOUT_WORDS = frozenset(
    "AccessClass.lacks AccessClass.needs BinEntry.was DeclinedProposal.digest DraftEdit.token DraftEdit.touched ErasedRow.kind IndexedMeeting.analyzer IndexedMeeting.entries_checksum"
    " IndexedMeeting.rows_checksum KnownItem.version Meeting.dialogue_version Meeting.key MeetingVersion.content_hash"
    " Ground.note Ground.text OpeningRequest.address OpeningRequest.what Paper.row Passage.draft_row Passage.field Profile.topics PublicationRequest.draft Rereading.parser_version Rereading.reader_version SearchEntry.items"
    " SourceDocument.encoding SourceDocument.line_pages SourceDocument.media_type SourceDocument.parser_version"
    " SourceDocument.places SourceDocument.reader_version SourceDocument.sha256 SourceDocument.sketch"
    " Upload.error_code Utterance.answers LoggedSearch.audiences WatchedFile.uploads Word.access".split()
)


def fields() -> list[tuple[str, models.Field[object, object]]]:
    return [
        (f"{model.__name__}.{field.name}", field)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if isinstance(field, _WORDS) and not field.choices and not field.remote_field
    ]


def empty_fields(detector: Detector) -> set[str]:
    """The fields of which no row holds a canary."""
    empty = set()
    for name, field in fields():
        values = field.model._default_manager.values_list(field.name, flat=True)
        texts = (bytes(value).decode() if isinstance(value, bytes | memoryview) else str(value) for value in values)
        if not detector.found(texts):
            empty.add(name)
    return empty
