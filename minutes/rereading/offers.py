"""What was found to read otherwise: listed for editors, accepted one by one or many at a time, or let be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from minutes import access
from minutes.comparing import sketch_of
from minutes.drafts import edits, teaching
from minutes.intake import READ_FIELDS, read_today
from minutes.models import DraftEdit, Meeting, Rereading, SourceDocument, Upload
from minutes.parsing import ParsedMinutes
from minutes.rereading import outlook
from minutes.rereading.comparing import outlook_of
from minutes.rereading.outdated import draft_of, in_use, meeting_of
from minutes.rereading.outlook import CannotCompare, Outlook
from minutes.uploads import UploadError, lifecycle

LABEL = "新しい読み取り方で読み直し"
REASON = "読み取りの改善（文書を新しい読み取り方で読み直しました）"
GONE = "この文書の読み取りの改善は、もうありません。"


class NotAccepted(Exception):
    """An offer that cannot be accepted so; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer with what stands on its document: an open draft, or published minutes."""

    rereading: Rereading
    draft: Upload | None
    meeting: Meeting | None
    # A draft of the published minutes as they read today, which somebody has begun.
    begun: Upload | None = None

    @property
    def title(self) -> str:
        if self.meeting is not None:
            return self.meeting.title
        return (self.draft.draft_title if self.draft else None) or self.rereading.source.filename

    @property
    def is_safe(self) -> bool:
        """Whether it may be accepted among many: nothing is gone, every correction has its place."""
        return not self.rereading.losses and not self.rereading.unplaced and self.begun is None


def offered() -> QuerySet[Rereading]:
    """The offers that stand, oldest document first; what was read is left in the database."""
    return _standing(Rereading.State.OFFERED)


def kept() -> QuerySet[Rereading]:
    """Those of today's readings that somebody has let be."""
    return _standing(Rereading.State.KEPT)


def failed() -> QuerySet[Rereading]:
    """Documents that cannot be compared with today's reading."""
    return _standing(Rereading.State.FAILED)


def _standing(state: Rereading.State) -> QuerySet[Rereading]:
    found = Rereading.objects.filter(in_use("source"), state=state, **read_today())
    return found.select_related("source").defer("parsed", "read").order_by("source")


def offers_of(rereadings: Sequence[Rereading]) -> list[Offer]:
    """The offers with what stands on their documents. Three queries, however many."""
    sources = [one.source_id for one in rereadings]
    drafts = Upload.objects.filter(source__in=sources, state=Upload.State.DRAFT, meeting=None).exclude(base=None)
    by_draft = {draft.source_id: draft for draft in drafts.defer("parsed", "base").order_by("-pk")}
    meetings = access.published().filter(current_version__source__in=sources)
    by_meeting = {
        row.current_version.source_id: row
        for row in meetings.select_related("current_version", "body")
        if row.current_version
    }
    begun = Upload.objects.filter(meeting__in=by_meeting.values(), state=Upload.State.DRAFT, rereads=True)
    by_begun = {upload.meeting_id: upload for upload in begun.defer("parsed", "base")}
    found = []
    for one in rereadings:
        draft = by_draft.get(one.source_id)
        meeting = None if draft else by_meeting.get(one.source_id)
        mine = by_begun.get(meeting.pk) if meeting else None
        found.append(Offer(one, draft, meeting, mine if mine and mine.created_at >= one.read_at else None))
    return found


def outlook_now(rereading: Rereading) -> Outlook | None:
    """What accepting would change as things stand now; None where nothing stands on the document, or cannot be told."""
    if rereading.parsed is None:
        return None
    try:
        return outlook_of(rereading.source, ParsedMinutes.from_json(rereading.parsed))
    except CannotCompare:
        return None


@transaction.atomic
def offer_again(*, pks: Sequence[int]) -> int:
    """These documents, which were let be, are offered again. Returns how many."""
    return kept().filter(pk__in=pks).update(state=Rereading.State.OFFERED)


@transaction.atomic
def let_be(*, pks: Sequence[int]) -> int:
    """These documents stay as they are until readers or rules change again. Returns how many."""
    return offered().filter(pk__in=pks).update(state=Rereading.State.KEPT)


@transaction.atomic
def accept(*, pk: int, user: User | None) -> Upload:
    """Puts the new reading in place of the draft's; of published minutes makes a draft, to be looked at and published.

    Returns that upload. Corrections stay. Raises NotAccepted.
    """
    rereading = Rereading.objects.select_for_update(of=("self",)).select_related("source").filter(pk=pk).first()
    if rereading is None or not offered().filter(pk=pk).exists():
        raise NotAccepted(GONE)
    parsed = ParsedMinutes.from_json(rereading.parsed or {})
    draft = draft_of(rereading.source)
    if draft is not None:
        return _into_draft(rereading, Upload.objects.select_for_update(of=("self",)).get(pk=draft.pk), parsed, user)
    meeting = meeting_of(rereading.source)
    if meeting is None:
        raise NotAccepted(GONE)
    return _draft_of_meeting(rereading, meeting, parsed, user)


@transaction.atomic
def accept_at_once(*, pk: int, user: User | None) -> Upload:
    """As `accept`, and publishes at once what was published. Raises NotAccepted, also where something would be gone."""
    rereading = offered().filter(pk=pk).first()
    if rereading is None:
        raise NotAccepted(GONE)
    offer = offers_of([rereading])[0]
    if not offer.is_safe:
        raise NotAccepted(
            "なくなるところ、反映できない訂正、または作りかけの下書きがあります。1件ずつ確かめてください。"
        )
    full = Rereading.objects.select_related("source").get(pk=pk)
    now = outlook_now(full)
    if now is None or now.losses or now.placed.unplaced:
        raise NotAccepted("一覧を表示した後に内容が変わりました。1件ずつ確かめてください。")
    upload = accept(pk=pk, user=user)
    if upload.meeting_id is None:
        return upload
    try:
        return lifecycle.publish_or_ask(upload=upload, user=user)
    except UploadError as error:
        raise NotAccepted(str(error)) from error


def _into_draft(rereading: Rereading, draft: Upload, parsed: ParsedMinutes, user: User | None) -> Upload:
    source = SourceDocument.objects.defer(None).select_for_update(of=("self",)).get(pk=rereading.source_id)
    read = rereading.read or {}
    is_other_text = read["text"] != source.text
    reading = outlook.prepared(parsed, draft)
    teaching.replace_reading(draft, reading, draft.lessons, user, LABEL, final=is_other_text)
    _fill(source, read)
    source.save(update_fields=[*READ_FIELDS, "sketch"])
    rereading.delete()
    return lifecycle.uploads().get(pk=draft.pk)


def _draft_of_meeting(rereading: Rereading, meeting: Meeting, parsed: ParsedMinutes, user: User | None) -> Upload:
    """The draft that is begun already, else a new one. The document is kept once more, as it reads today."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    version = meeting.current_version
    assert version is not None
    begun = Upload.objects.filter(meeting=meeting, state=Upload.State.DRAFT, rereads=True)
    found = begun.filter(created_at__gte=max(version.created_at, rereading.read_at)).first()
    if found is not None:
        return lifecycle.uploads().get(pk=found.pk)
    try:
        view = outlook.of_meeting(meeting, parsed)
    except CannotCompare as problem:
        raise NotAccepted(str(problem)) from problem
    source = SourceDocument.objects.defer(None).get(pk=rereading.source_id)
    source.pk = None
    source._state.adding = True
    _fill(source, rereading.read or {})
    source.save()
    before = Upload.objects.filter(source=rereading.source_id).order_by("-pk").first()
    upload = Upload.objects.create(
        source=source,
        state=Upload.State.DRAFT,
        base=view.placed.base.to_json(),
        parsed=view.placed.draft.to_json(),
        certainty=parsed.certainty,
        lessons=before.lessons if before else [],
        meeting=meeting,
        rereads=True,
        reason=REASON,
        created_by=user,
        updated_by=user,
    )
    if view.placed.unplaced:
        text = "\n".join(one.text for one in view.placed.unplaced)
        DraftEdit.objects.create(
            upload=upload,
            number=0,
            user=user,
            operation={"op": edits.READING, "label": LABEL, "about": LABEL, "unplaced": text},
            inverse={"op": edits.READING, "final": True},
            unplaced=True,
        )
    return lifecycle.uploads().get(pk=upload.pk)


def _fill(source: SourceDocument, read: dict[str, object]) -> None:
    for name in READ_FIELDS:
        setattr(source, name, read[name])
    source.sketch = sketch_of(source.text)
