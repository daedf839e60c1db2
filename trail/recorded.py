"""Which tables the trail records, and how; which it does not, and why. A model that stands in neither fails a test.

To add a model: one line in RECORDED (or NOT_RECORDED with the reason). `manage.py migrate` puts the triggers on.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recorded:
    """How the rows of a model are recorded.

    `meeting` is an SQL expression over a row `r` for the meeting that it belongs to.
    `derived` columns are worked out from others: a change of theirs alone is none.
    `secret` columns are told as changed, never with what they hold.
    `stored` columns are long texts that stand in the row when they come: only what is replaced or deleted is copied.
    `octets` columns hold files: told by their size and digest.
    `by_reference` says that rows which come or go within trail.kept_in() are counted and not copied.
    """

    meeting: str = "NULL::bigint"
    derived: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()
    octets: tuple[str, ...] = ()
    by_reference: bool = False


_OWN = "r.meeting_id"
_OF_ITEM = "(SELECT meeting_id FROM minutes_agendaitem WHERE id = r.{}_id)"
_OF_UTTERANCE = "(SELECT meeting_id FROM minutes_utterance WHERE id = r.utterance_id)"
_OF_ATTACHMENT = "(SELECT meeting_id FROM minutes_attachment WHERE id = r.attachment_id)"
_GENERATED = (
    "draft_title",
    "draft_body",
    "draft_held_on",
    "draft_fiscal_year",
    "draft_number",
    "warning_codes",
    "has_blank",
)
# By the model's label, as Django writes it.
RECORDED: dict[str, Recorded] = {
    # The minutes
    "minutes.meeting": Recorded(meeting="r.id", derived=("updated_at", "last_ref", "dialogue_version")),
    "minutes.meetingversion": Recorded(meeting=_OWN, derived=("changes",), stored=("snapshot",)),
    "minutes.attendee": Recorded(meeting=_OWN, by_reference=True),
    "minutes.agendaitem": Recorded(meeting=_OWN),
    "minutes.utterance": Recorded(
        meeting=_OWN, derived=("speaker_role", "speaker_category", "inquiry", "answers"), by_reference=True
    ),
    "minutes.utterance_agenda_items": Recorded(meeting=_OF_UTTERANCE, by_reference=True),
    "minutes.attachment": Recorded(meeting=_OWN),
    "minutes.attachmentpage": Recorded(meeting=_OF_ATTACHMENT, by_reference=True),
    # Who may read what of them
    "minutes.circle": Recorded(),
    "minutes.circle_groups": Recorded(),
    "minutes.ground": Recorded(),
    "minutes.passage": Recorded(meeting=_OWN),
    "minutes.declinedproposal": Recorded(meeting=_OWN),
    # How they came in
    "minutes.sourcedocument": Recorded(
        derived=("line_pages", "places", "sketch", "recognised", "warnings"), stored=("text",), octets=("content",)
    ),
    "minutes.upload": Recorded(
        meeting=_OWN,
        derived=("parsed", "base", "lessons", "updated_at", "revision", "attempts", "reading_since", *_GENERATED),
    ),
    "minutes.uploadbatch": Recorded(),
    "minutes.paper": Recorded(meeting=_OWN),
    "minutes.publicationrequest": Recorded(derived=("draft",)),
    "minutes.openingrequest": Recorded(),
    "minutes.binentry": Recorded(meeting=_OWN),
    "minutes.erasure": Recorded(meeting=_OWN),
    # What they are filed under
    "minutes.body": Recorded(derived=("name_key",)),
    "minutes.bodyname": Recorded(derived=("name_key",)),
    "minutes.bodylesson": Recorded(),
    "minutes.speakerassignment": Recorded(),
    "minutes.topic": Recorded(),
    "minutes.topiclink": Recorded(meeting=_OF_ITEM.format("agenda_item")),
    "search.synonymgroup": Recorded(by_reference=True),
    "search.synonym": Recorded(derived=("folded", "normalized", "lexeme"), by_reference=True),
    # Who may what
    "auth.user": Recorded(derived=("last_login",), secret=("password",)),
    "auth.group": Recorded(),
    "auth.user_groups": Recorded(),
    "auth.user_user_permissions": Recorded(),
    "auth.group_permissions": Recorded(),
    "sign_in.identity": Recorded(),
    "sign_in.recoverycode": Recorded(secret=("digest",)),
    "otp_totp.totpdevice": Recorded(
        secret=("key",),
        derived=("last_t", "drift", "throttling_failure_timestamp", "throttling_failure_count", "last_used_at"),
    ),
    "accounts.initialpassword": Recorded(),
}

# Models, or whole apps, without triggers, and why.
NOT_RECORDED: dict[str, str] = {
    "minutes.accessclass": "counts combinations of audiences for the index; says nothing of rows or people",
    "minutes.draftedit": "is the record of a draft's corrections itself: who, when, what; rows are never changed",
    "minutes.draftpresence": "who has a page open right now",
    "minutes.erasedrow": "is the record of what was erased itself; the erasure is recorded",
    "minutes.rereading": "worked out by the readers; what a person accepts becomes a draft or a version",
    "minutes.watchedfile": "is the record of the watched folder itself",
    "search.indexedmeeting": "index: worked out from the minutes",
    "search.profile": "index: worked out from the minutes",
    "search.searchentry": "index: worked out from the minutes",
    "search.word": "index: worked out from the minutes",
    "search.knownitem": "index: worked out from the minutes",
    "search.suggestion": "index: worked out from the minutes",
    "search.suggestionsource": "index: worked out from the minutes",
    "search.loggedsearch": "is the record of searches itself",
    "search.narrowing": "when the record of searches has to be proved anew",
    "search.standardgroup": "which of the synonyms that come along were put in; the synonyms are recorded",
    "auth.permission": "come with the code; who has them is recorded",
    "accounts.failedsignins": "counts failures of the last day; each stands in the record of access",
    "admin": "is the administration pages' own record of what was done there",
    "contenttypes": "come with the code",
    "sessions": "who is signed in right now; signing in and out stands in the record of access",
    "procrastinate": "the queue: what a job did is recorded with the job's name",
    "trail": "is the trail",
}
