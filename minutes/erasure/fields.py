"""Which columns may hold words that are erased, and how; which are left alone, and why.

A model or a field with texts that stands in neither list fails a test. Tables of other apps are known by name alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BinaryField, CharField, Field, JSONField, Model, TextField


class How(StrEnum):
    """What becomes of a row in which words stand."""

    # ■■■ takes their place.
    BLOCK = "block"
    # The row is of no use without them.
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Held:
    """Columns of a model that may hold words.

    `of` leads from a row to its meeting (several ways: whichever there is), `within` from rows that are shared by
    several meetings. `everywhere` rows belong to none and are looked through whatever meeting is searched; others that
    belong to none only where the whole archive is.
    """

    fields: tuple[str, ...]
    how: How = How.BLOCK
    of: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    everywhere: bool = False


_BY_UPLOAD = ("meeting", "upload__meeting")
_BY_SOURCE = (
    "versions__meeting",
    "uploads__meeting",
    "attachments__meeting",
    "papers__meeting",
    "papers__upload__meeting",
)
HELD: dict[str, Held] = {
    "minutes.meeting": Held(
        ("title", "office", "venue", "meeting_access_reason", "minutes_access_reason", "source_id", "source_url"),
        of=("pk",),
    ),
    "minutes.meetingversion": Held(("snapshot", "reason"), of=("meeting",)),
    "minutes.attendee": Held(("group", "name", "role", "affiliation"), of=("meeting",)),
    "minutes.agendaitem": Held(("category", "title", "outcome"), of=("meeting",)),
    "minutes.utterance": Held(("speaker", "speaker_role", "text"), of=("meeting",)),
    "minutes.attachment": Held(("label", "title"), of=("meeting",)),
    "minutes.attachmentpage": Held(("text",), of=("attachment__meeting",)),
    "minutes.passage": Held(("quote", "note"), of=_BY_UPLOAD),
    "minutes.upload": Held(("parsed", "base", "lessons", "choices", "error", "reason"), of=("meeting",)),
    "minutes.draftedit": Held(("operation", "inverse"), of=("upload__meeting",)),
    "minutes.publicationrequest": Held(("why",), of=("upload__meeting",)),
    "minutes.paper": Held(("label", "title", "error"), of=_BY_UPLOAD),
    "minutes.sourcedocument": Held(("filename", "text", "warnings"), within=_BY_SOURCE),
    "minutes.rereading": Held(
        ("parsed", "read", "error"), How.DELETE, within=tuple(f"source__{way}" for way in _BY_SOURCE)
    ),
    "minutes.uploadbatch": Held(("name",), within=("uploads__meeting",)),
    "minutes.binentry": Held(("reason",), of=_BY_UPLOAD),
    "minutes.erasure": Held(("reason",), of=("meeting",)),
    "minutes.openingrequest": Held(("label",), everywhere=True),
    "minutes.watchedfile": Held(("name", "problems"), everywhere=True),
    "minutes.body": Held(("name", "kind", "office")),
    "minutes.bodyname": Held(("name", "name_key"), How.DELETE),
    "minutes.bodylesson": Held(("body_key", "text", "line"), How.DELETE, everywhere=True),
    "minutes.speakerassignment": Held(("speaker",), How.DELETE, everywhere=True),
    "minutes.topic": Held(("name", "terms")),
    "minutes.ground": Held(("text", "note")),
    "minutes.circle": Held(("name",)),
    "search.loggedsearch": Held(("text", "folded"), How.DELETE, everywhere=True),
    "search.synonym": Held(("text", "folded", "normalized"), How.DELETE),
    "search.synonymgroup": Held(("note",)),
}
# The trail forgets by a function of its own (trail.forget); it is looked through for the forms in which words are printed.
TRAIL: dict[str, tuple[str, ...]] = {
    "trail.change": ("before", "after"),
    "trail.access": ("detail", "what"),
    "admin.logentry": ("object_repr", "change_message"),
}
# Written anew by whoever keeps them when their meeting changes, or is relabelled; what is left over goes (words_erased).
FOLLOWS: dict[str, str] = {
    "minutes.meetingversion.changes": "worked out anew",
    "minutes.body.name_key": "follows the name",
    "search.searchentry": "index",
    "search.indexedmeeting": "index",
    "search.profile": "index",
    "search.word": "vocabulary",
    "search.knownitem": "names by which meetings are known",
    "search.suggestion": "suggestions",
}
# By app, model or field. Choices and columns that the database works out itself need no line.
NOT_HELD: dict[str, str] = {
    "minutes.meeting.key": "is the permanent address: letters and digits",
    "minutes.meeting.dialogue_version": "a digest",
    "minutes.meetingversion.content_hash": "a digest; worked out anew",
    "minutes.sourcedocument.content": "a file: looked into and taken away as a whole (minutes.erasure.files)",
    "minutes.sourcedocument.media_type": "a type of files",
    "minutes.sourcedocument.encoding": "a name of an encoding",
    "minutes.sourcedocument.sha256": "a digest of the file as it was received",
    "minutes.sourcedocument.line_pages": "numbers",
    "minutes.sourcedocument.places": "numbers",
    "minutes.sourcedocument.reader_version": "a digest",
    "minutes.sourcedocument.parser_version": "a digest",
    "minutes.upload.error_code": "a code of the readers",
    "minutes.binentry.was": "a status",
    "minutes.declinedproposal.digest": "a digest with the archive's key",
    "minutes.draftedit.touched": "tables and ids of rows",
    "minutes.draftedit.token": "a number of the sender's",
    "minutes.publicationrequest.draft": "a digest",
    "minutes.openingrequest.what": "names rows by number",
    "minutes.openingrequest.address": "an address of the archive",
    "minutes.paper.row": "the id of a draft's row",
    "minutes.passage.draft_row": "the id of a draft's row",
    "minutes.passage.field": "the name of a field",
    "minutes.rereading.reader_version": "a digest",
    "minutes.rereading.parser_version": "a digest",
    "minutes.watchedfile.uploads": "numbers",
    "minutes.erasedrow.kind": "the name of a model",
    "trail": "who, where and when; what was before and after is forgotten (TRAIL)",
    "admin": "the same",
    "auth": "accounts are kept by administrators, who change them themselves",
    "accounts": "digests and addresses of computers",
    "sign_in": "accounts of others' making, kept by administrators",
    "otp_totp": "apps for the second factor, named by their owners",
    "contenttypes": "come with the code",
    "sessions": "who is signed in; hold no texts of minutes",
    "procrastinate": "jobs name rows by number",
}
_TEXTS = (TextField, CharField, JSONField, BinaryField, SearchVectorField)


def texts_of(model: type[Model]) -> Iterator[str]:
    """The names of a model's fields that may hold any text: no choices, and nothing that the database works out."""
    for field in model._meta.local_concrete_fields:
        if not field.choices and not field.generated and _is_text(field):
            yield field.name


def unsettled() -> list[str]:
    """The fields of which nobody has said whether words in them are erased."""
    return [
        f"{model._meta.label_lower}.{name}"
        for model in apps.get_models(include_auto_created=True)
        for name in texts_of(model)
        if not _is_settled(model._meta.label_lower, name)
    ]


def model_of(label: str) -> type[Model] | None:
    """The model, None where its app is not installed."""
    app, _, name = label.partition(".")
    return apps.get_model(app, name) if app in apps.app_configs else None


def _is_text(field: "Field[object, object]") -> bool:
    if isinstance(field, ArrayField):
        return _is_text(field.base_field)
    return isinstance(field, _TEXTS)


def _is_settled(label: str, name: str) -> bool:
    held = label in HELD and name in HELD[label].fields
    forgotten = name in TRAIL.get(label, ())
    keys = (label.partition(".")[0], label, f"{label}.{name}")
    return held or forgotten or any(key in FOLLOWS or key in NOT_HELD for key in keys)
