"""Documents on their way in: received and kept, corrected as drafts, published as minutes.

Every function that changes an upload locks its row first: two editors never overwrite each other
unknowingly.
"""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from minutes import access, queue
from minutes.bin import note_discarded, note_taken_back
from minutes.drafts import gaps, meetings, settling
from minutes.editing import with_ids
from minutes.intake import new_source
from minutes.models import Meeting, MeetingVersion, PublicationRequest, Upload, UploadBatch
from minutes.parsing import ParsedMinutes
from minutes.passages import draft_marks
from minutes.record import (
    ImportRefused,
    ImportResult,
    MeetingUnsure,
    Outcome,
    as_stored,
    hash_of,
    import_minutes,
    parsed_minutes_of,
    with_namesakes,
)
from minutes.uploads import second_person
from minutes.uploads.proposed_audience import KEY, NOT_AS_ASKED, NOT_CHOSEN, UNKNOWN, chosen_of, proposal_of
from minutes.wording import visible_text

OVERTAKEN = "公開中の会議録が、ほかの人の公開で変わりました。変わるところをもう一度確かめてください。"
MARKED_MEANWHILE = "ほかの人が、非公開にする部分を変えました。変わるところをもう一度確かめてください。"
WHICH_MEETING = "同じ会議かもしれない会議録がすでにあります。別の会議として公開するか、会議録の訂正として公開するかを選んでください。"


class UploadError(Exception):
    """Something that cannot be done to an upload; the message is Japanese and says what to do."""


class StaleDraft(UploadError):
    """The draft, or the minutes that it would replace, changed since the person who publishes was shown them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person was shown before publishing: the draft's number and the version that it replaces (its key).

    `version` is None for minutes of a new meeting. `marks` names what the draft withholds; None holds nobody to it.
    """

    revision: int
    version: int | None = None
    marks: str | None = None


@transaction.atomic
def publish(
    *,
    upload: Upload,
    user: User | None,
    reason: str = "",
    shown: Shown | None = None,
    audience: int | None = None,
) -> Upload:
    """Hands the draft to the importer and links the upload to its meeting. Returns the upload as stored.

    `audience` is who will read the minutes of a new meeting, where a person chose now; else what was chosen before holds,
    and where nobody chose the body's own. `shown` is what the person saw of it, without which nobody is held to anything but `upload` as it was fetched.
    Raises StaleDraft where the draft or the minutes that it replaces are others by now, UploadError where it is
    incomplete, changes nothing, replaces minutes without a reason, or where a second person has to publish it.
    """
    stored = _locked_draft(upload, shown.revision if shown else upload.revision)
    objection = second_person.objection(stored, user)
    if objection:
        raise UploadError(objection)
    if settings.FOUR_EYES and audience is not None and audience != proposal_of(stored).standing:
        raise UploadError(NOT_AS_ASKED)
    _choose(stored, audience)
    parsed = as_published(stored)
    stored.reason = visible_text(reason) or stored.reason
    _check_shown(stored, shown)
    _check_publishable(stored)
    try:
        result = _import(stored, parsed, user)
    except MeetingUnsure as unsure:
        raise UploadError(WHICH_MEETING) from unsure
    except ImportRefused as error:
        raise UploadError(str(error)) from error
    if shown and shown.version != _replaced_by(result):
        raise StaleDraft(OVERTAKEN)
    stored.state, stored.updated_by = Upload.State.PUBLISHED, user
    stored.save()
    PublicationRequest.objects.filter(upload=stored).delete()
    return stored


@transaction.atomic
def publish_or_ask(
    *,
    upload: Upload,
    user: User | None,
    reason: str = "",
    shown: Shown | None = None,
    audience: int | None = None,
) -> Upload:
    """Publishes the draft, or where a second person has to do that asks for it (公開待ち): then it is a draft yet.

    Raises what `publish` raises.
    """
    if user is None or not second_person.objection(upload, user):
        return publish(upload=upload, user=user, reason=reason, shown=shown, audience=audience)
    stored = _locked_draft(upload, shown.revision if shown else upload.revision)
    stored.reason = visible_text(reason) or stored.reason
    _choose(stored, audience)
    _check_shown(stored, shown)
    _check_publishable(stored)
    stored.save(update_fields=["reason", "choices"])
    if second_person.standing_request(stored) is None:
        asked = {"draft": second_person.digest_of(stored), "asked_by": user, "asked_at": timezone.now()}
        PublicationRequest.objects.update_or_create(upload=stored, defaults={**asked, "why": "", "given_back_by": None})
    return stored


@transaction.atomic
def give_back(*, upload: Upload, user: User, why: str) -> Upload:
    """Refuses to publish what was asked for, and says why; whoever made the draft goes on with it."""
    stored = _locked_draft(upload, upload.revision)
    request = second_person.standing_request(stored)
    if request is None or not access.can_publish(user):
        raise UploadError(second_person.NOT_ASKED if request is None else second_person.NO_RIGHT)
    if not visible_text(why):
        raise UploadError("差し戻しの理由を入力してください。")
    request.why, request.given_back_by = visible_text(why)[:500], user
    request.save()
    return stored


@transaction.atomic
def keep(data: bytes, filename: str, *, user: User | None, batch: UploadBatch | None = None) -> Upload:
    """Keeps a document and puts it in the queue to be read: both, or where anything fails neither."""
    source = new_source(data, filename)
    source.created_by = user
    source.save()
    upload = Upload.objects.create(
        source=source, state=Upload.State.WAITING, batch=batch, created_by=user, updated_by=user
    )
    queue.defer_reading(upload.pk, queue.BATCH if batch else queue.SINGLE)
    return upload


@transaction.atomic
def read_again(*, upload: Upload, user: User) -> Upload:
    """Puts an unreadable upload in the queue again, for the present reader and parser. Returns it as stored."""
    stored = _locked(upload)
    if stored.state != Upload.State.UNREADABLE:
        raise UploadError("この文書はすでに読み取られています。")
    stored.updated_by = user
    _wait(stored)
    return stored


@transaction.atomic
def discard(*, upload: Upload, user: User, reason: str = "") -> Upload:
    """Takes an upload that is not published off the desk into the bin. The file and the draft stay."""
    stored = _locked(upload)
    if stored.state == Upload.State.PUBLISHED:
        raise UploadError("公開した会議録の取込みは取り消せません。")
    if stored.state != Upload.State.DISCARDED:
        note_discarded(upload=stored, was=stored.state, reason=reason, user=user)
    stored.state, stored.updated_by = Upload.State.DISCARDED, user
    stored.save()
    return stored


@transaction.atomic
def reopen(*, upload: Upload, user: User) -> Upload:
    """Puts a discarded upload back on the desk as it was."""
    stored = _locked(upload)
    if stored.state == Upload.State.DISCARDED:
        note_taken_back(upload=stored)
        stored.updated_by = user
        if stored.parsed or stored.error:
            stored.state = Upload.State.DRAFT if stored.parsed else Upload.State.UNREADABLE
            stored.save()
        else:
            _wait(stored)
    return stored


@transaction.atomic
def start_correction(*, meeting: Meeting, user: User) -> Upload:
    """A draft of the meeting's current minutes; one that is open already and up to date is taken up again."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    version = meeting.current_version
    if version is None:
        raise UploadError("この会議には、まだ会議録がありません。")
    drafts_of_meeting = Upload.objects.filter(meeting=meeting, state=Upload.State.DRAFT, rereads=False)
    return drafts_of_meeting.filter(created_at__gte=version.created_at).first() or Upload.objects.create(
        source=version.source,
        state=Upload.State.DRAFT,
        parsed=with_ids(parsed_minutes_of(meeting)).to_json(),
        meeting=meeting,
        created_by=user,
        updated_by=user,
    )


def draft_of(upload: Upload) -> ParsedMinutes:
    """The upload's draft as an object."""
    return ParsedMinutes.from_json(upload.parsed or {})


def needs_reason(upload: Upload, meeting: Meeting | None) -> bool:
    """Whether publishing the draft replaces minutes of `meeting`, the one that it belongs to: not without a reason."""
    if upload.state != Upload.State.DRAFT or meeting is None:
        return False
    return upload.meeting_id is not None or changes_minutes(upload, meeting)


def changes_minutes(upload: Upload, meeting: Meeting) -> bool:
    """Whether the draft says anything else than the minutes of the meeting that it belongs to."""
    return hash_of(as_stored(as_published(upload))) != hash_of(parsed_minutes_of(meeting))


def as_published(upload: Upload) -> ParsedMinutes:
    """The draft as the importer takes it: what nobody corrected gets what a document leaves to be understood."""
    parsed = draft_of(upload)
    return parsed if is_edited(upload) else with_namesakes(parsed)


def is_edited(upload: Upload) -> bool:
    """Whether a person corrected what was read: here, or in the minutes that this corrects or reads again."""
    version = upload.meeting.current_version if upload.meeting else None
    if upload.revision or version is None:
        return upload.revision > 0
    return version.edited or not upload.rereads


def missing(upload: Upload) -> list[gaps.Gap]:
    """What must be filled in before the draft can be published."""
    found = gaps.gaps(draft_of(upload))
    unknown = settling.needs_body(upload)
    if unknown:
        message = (
            f"会議体「{unknown}」は登録されていません。登録済みの会議体から選ぶか、新しい会議体として登録してください。"
        )
        found.insert(0, gaps.Gap("body", message))
    about = meetings.meeting_of(upload)
    if unknown is None and about.is_open:
        found.insert(0, gaps.Gap("meeting", WHICH_MEETING))
    if needs_reason(upload, about.identity.meeting) and not visible_text(upload.reason):
        found.insert(0, gaps.Gap("reason", "訂正の理由を入力してください。"))
    return found


def meeting_to_change(upload: Upload) -> Meeting | None:
    """The stored meeting that would get a new version if the draft were published."""
    return meetings.meeting_of(upload).identity.meeting


def newer_version(upload: Upload) -> MeetingVersion | None:
    """For a correction: the version that was published after the correction was begun, if there is one."""
    version = upload.meeting.current_version if upload.meeting else None
    return version if version and version.created_at > upload.created_at else None


def same_file_uploads(upload: Upload) -> QuerySet[Upload]:
    """Other uploads of the same bytes."""
    same = Upload.objects.filter(source__sha256=upload.source.sha256).exclude(source=upload.source_id)
    return same.select_related("meeting").defer("parsed")


def same_file_meetings(upload: Upload) -> QuerySet[Meeting]:
    """Meetings one of whose versions came from another copy of the same bytes."""
    versions = MeetingVersion.objects.filter(source__sha256=upload.source.sha256).exclude(source=upload.source_id)
    return Meeting.objects.filter(pk__in=versions.values("meeting"))


def uploads() -> QuerySet[Upload]:
    """All uploads with their sources and meetings, without the bytes and the text of the sources."""
    fetched = Upload.objects.select_related("source", "meeting", "created_by", "updated_by")
    return fetched.defer("source__content", "source__text")


def _locked(upload: Upload) -> Upload:
    return uploads().select_for_update(of=("self",)).get(pk=upload.pk)


def _locked_draft(upload: Upload, revision: int) -> Upload:
    stored = _locked(upload)
    if stored.state != Upload.State.DRAFT:
        raise UploadError(f"この取込みは「{stored.get_state_display()}」なので、変更できません。")
    if stored.revision != revision:
        raise StaleDraft("ほかの人が先に保存しました。")
    return stored


def _choose(upload: Upload, audience: int | None) -> None:
    if audience is not None:
        if audience not in dict(access.choices()):
            raise UploadError(UNKNOWN)
        upload.choices = {**upload.choices, KEY: audience}


def _check_shown(upload: Upload, shown: Shown | None) -> None:
    if shown and shown.version != version_of(meeting_to_change(upload)):
        raise StaleDraft(OVERTAKEN)
    if shown and shown.marks is not None and shown.marks != draft_marks(upload).digest:
        raise StaleDraft(MARKED_MEANWHILE)


def _wait(upload: Upload) -> None:
    """Waits to be read, with all attempts before it, and stands in the queue."""
    upload.state, upload.attempts = Upload.State.WAITING, 0
    upload.error = upload.error_code = ""
    upload.save()
    queue.defer_reading(upload.pk)


def version_of(meeting: Meeting | None) -> int | None:
    """The version that stands now, by its key, of the meeting that a draft would change."""
    return meeting.current_version_id if meeting else None


def _replaced_by(result: ImportResult) -> int | None:
    """The version (its key) that the imported minutes came in place of, or were found to be the same as."""
    if result.outcome != Outcome.UPDATED:
        return None if result.outcome == Outcome.INSERTED else result.meeting.current_version_id
    return result.meeting.versions.order_by("-number").values_list("pk", flat=True)[1]


def _check_publishable(upload: Upload) -> None:
    for gap in missing(upload):
        raise UploadError(gap.message)
    if meeting_to_change(upload) is None and proposal_of(upload).is_asked:
        raise UploadError(NOT_CHOSEN)
    if upload.meeting and not changes_minutes(upload, upload.meeting) and not upload.passages.exists():
        raise UploadError("公開中の会議録から変わったところがありません。訂正してから公開してください。")


def _import(upload: Upload, parsed: ParsedMinutes, user: User | None) -> ImportResult:
    edited = is_edited(upload)
    publish_now = partial(
        import_minutes,
        parsed=parsed,
        source=upload.source,
        user=user,
        reason=upload.reason,
        upload=upload,
        audience=chosen_of(upload),
    )
    # The same file sent in again, or read again: whoever publishes it wants what it reads today.
    reread = not edited or (upload.rereads and not upload.revision)
    result = publish_now(edited=edited, reread=reread, meeting=upload.meeting)
    if result.outcome == Outcome.UNCHANGED and not edited:
        # Known to the importer as an earlier version of the meeting; here a person wants it back.
        result = publish_now(edited=True, meeting=result.meeting)
    upload.meeting = result.meeting
    settling.apply_topics(upload=upload, meeting=result.meeting)
    return result
