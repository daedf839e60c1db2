"""Parsed minutes -> rows: one transaction a meeting, the search index included.

The same file again changes nothing. A changed document of the same meeting becomes its new version;
the old one is kept, and meetings and utterances keep their addresses.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from functools import cache

from django.contrib.auth.models import User
from django.db import connection, transaction

import trail
from minutes import access
from minutes.comparing import keep_refs
from minutes.dialogue import role_of
from minutes.exchange import ArchivePart
from minutes.models import (
    AgendaItem,
    Attachment,
    Attendee,
    Body,
    Meeting,
    MeetingVersion,
    SourceDocument,
    Upload,
    Utterance,
)
from minutes.parsing import Access, ParsedMinutes
from minutes.record import papers
from minutes.record.archived_passages import restore_passages
from minutes.record.bodies import find, find_or_create
from minutes.record.changes import record_changes
from minutes.record.dialogue import Line, Seat, dialogue_version, renew_where_withheld, work_out
from minutes.record.draft_passages import hand_over
from minutes.record.first_audience import first_audience
from minutes.record.identity import UNKNOWN_BODY, Identity, Verdict, choices_of, identify, settle
from minutes.record.passages import carrying_passages
from minutes.record.restoring import narrow, narrow_header, refs_from, restore
from minutes.record.snapshots import item_of_title, parsed_minutes_of, snapshot_of, with_namesakes
from minutes.record.topics import suggest_topics
from minutes.signals import meeting_changed
from minutes.wording import dates, name_key

# The end of a meeting's key: letters and digits that nobody mistakes for others when reading them out.
_KEY_LETTERS = "abcdefghkmnprstuvwxyz23456789"
_KEY_LENGTH = 4
# The note on new minutes that fewer people read than their body says.
CLOSED = (
    "「非公開」と書かれているため、閲覧範囲を「{name}」にしました。"
    "会議録の「非公開部分」の画面の「閲覧範囲を変える」で変えられます。"
)
# The note on a file whose present reading differs from the one that is stored: a person decides (minutes.rereading).
READS_OTHERWISE = "読み取りの改善があります。"


class Outcome(StrEnum):
    INSERTED = "inserted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class ImportRefused(Exception):
    """Minutes that cannot be stored as they are; the message is Japanese and says what to do."""


class MeetingUnsure(ImportRefused):
    """It cannot be known whether the minutes are of a stored meeting or of one of their own; `candidates` are those."""

    def __init__(self, candidates: Sequence[Meeting]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(_which_is_it(self.candidates))


@dataclass(frozen=True)
class ImportResult:
    """What became of the minutes. `note` is what a person should know of it, in Japanese, mostly empty."""

    outcome: Outcome
    meeting: Meeting
    note: str = ""


@transaction.atomic
def import_minutes(
    *,
    parsed: ParsedMinutes,
    source: SourceDocument,
    user: User | None = None,
    reason: str = "",
    edited: bool = False,
    meeting: Meeting | None = None,
    archive: ArchivePart | None = None,
    upload: Upload | None = None,
    reread: bool = False,
    as_new: bool = False,
    audience: int | None = None,
) -> ImportResult:
    """Stores `parsed`, read from `source` (saved here unless it has been), as the current minutes of its meeting.

    The meeting is the given one, else what minutes.record.identity finds, with what was chosen for `upload`; else a new
    one. `as_new` says that it is a new one where that cannot be known. `edited` says that a person corrected what the
    parser read: such a version is replaced by another person or another document, never by reading its own source
    again. Nor is one that nobody corrected, unless somebody asked for it: that is what `reread` says.
    `archive` is what an export tells beside the minutes: the meeting takes its address and is restored with it.
    `audience` is who reads the minutes where the meeting is a new one, instead of those of `first_audience`.
    `upload` is the draft that the minutes come from; the files of its papers come with them.
    Raises ImportRefused where date and fiscal year are both unknown, MeetingUnsure where the meeting is.
    """
    held_on = date.fromisoformat(parsed.held_on) if parsed.held_on else None
    fiscal_year = parsed.fiscal_year or (dates.fiscal_year(held_on) if held_on else None)
    if fiscal_year is None:
        raise ImportRefused("開催日も年度も読み取れません。文書に開催日を書き加えるか、取込み画面で入力してください。")
    if archive is not None:
        parsed = _as_archived(parsed, archive)
    elif not edited:
        parsed = with_namesakes(parsed)
    body = find_or_create(parsed.body or UNKNOWN_BODY, parsed.office)
    _lock(f"{body.name_key}|{parsed.held_on}")
    content_hash = hash_of(parsed)
    if meeting is None:
        identity = identify(
            parsed=parsed, source=source, body=body, edited=edited, archive=archive, content_hash=content_hash
        )
        meeting = _meeting_of(identity, upload, as_new)
    note = ""
    if meeting is None:
        outcome = Outcome.INSERTED
        meeting, note = _new_meeting(body, held_on, fiscal_year, parsed, archive, audience)
    else:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if archive is not None and meeting.key != archive.key:
            note = f"固定アドレス {archive.key} は使わず、すでにある会議録 {meeting.key} と合わせました。"
        if _is_known(meeting, source, content_hash, edited, reread) or (archive and _is_current(meeting, content_hash)):
            _attach_to_known(meeting, parsed, content_hash, upload)
            note = note or (READS_OTHERWISE if _reads_otherwise(meeting, source, content_hash) else "")
            return ImportResult(_restore_known(meeting, parsed, archive), meeting, note)
        outcome = Outcome.UPDATED
        _archive_current_version(meeting)
    if source.pk is None:
        source.save()
    if archive is not None:
        edited, reason = edited or archive.edited, reason or archive.reason
        narrow_header(meeting, archive)
    _write_header(meeting, parsed, body, held_on, fiscal_year)
    _write_version(meeting, source, content_hash, user, reason, edited, reread)
    # What goes stands in the old version's snapshot, what comes in the new version: the trail need not copy it.
    with carrying_passages(meeting):
        with trail.kept_in("minutes.meetingversion", meeting.current_version_id, meeting.pk):
            _write_attendees(meeting, parsed)
            items = _write_agenda(meeting, parsed)
            _write_utterances(meeting, parsed, items, archive)
            rows = _write_attachments(meeting, parsed, items, edited, upload, archive)
        if upload:
            papers.attach(upload, meeting, parsed, rows)
        if archive is None:
            suggest_topics(items)
        else:
            restore(items, rows, archive)
    if archive is not None:
        restore_passages(meeting, items, rows, archive)
    if upload is not None:
        hand_over(upload, meeting, parsed)
    renew_where_withheld(meeting)
    if outcome == Outcome.UPDATED:
        _record_changes(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return ImportResult(outcome, meeting, note)


def as_stored(parsed: ParsedMinutes) -> ParsedMinutes:
    """The minutes as their rows would tell them: the body by its own name, what follows from other fields filled in."""
    held_on = date.fromisoformat(parsed.held_on) if parsed.held_on else None
    fiscal_year = parsed.fiscal_year or (dates.fiscal_year(held_on) if held_on else None)
    body = find(parsed.body or UNKNOWN_BODY) or Body(name=parsed.body or UNKNOWN_BODY)
    return replace(
        parsed,
        body=body.name,
        title=_title(parsed, body),
        fiscal_year=fiscal_year,
        starts_at=_clock(parsed.starts_at),
        ends_at=_clock(parsed.ends_at),
        adjourned_at=_clock(parsed.adjourned_at),
        meeting_access=Access(parsed.meeting_access.level or None, parsed.meeting_access.reason or None),
        minutes_access=Access(parsed.minutes_access.level or None, parsed.minutes_access.reason or None),
    )


def hash_of(parsed: ParsedMinutes) -> str:
    """SHA-256 of what is stored of the minutes: warnings, certainty, source positions and ids are not part of it.

    Of a paper's agenda item it holds what differs from the item of the paper's own title.
    """
    content = parsed.to_json()
    titles = [item.title for item in parsed.agenda]
    for row in content["attachments"]:
        item = row.pop("agenda", None)
        if item != item_of_title(titles, row["title"]):
            row["agenda"] = item
    del content["warnings"]
    content.pop("certainty", None)
    for table in ("attendees", "agenda", "utterances", "attachments"):
        for row in content[table]:
            for name in ("line", "end_line", "page", "certainty", "id"):
                row.pop(name, None)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _as_archived(parsed: ParsedMinutes, archive: ArchivePart) -> ParsedMinutes:
    """Papers under the items that the export tells."""
    desk = zip(parsed.attachments, archive.papers, strict=True)
    return replace(parsed, attachments=tuple(replace(row, agenda=part.agenda) for row, part in desk))


def _lock(identity: str) -> None:
    """Two imports of one meeting wait for each other, until the end of the transaction."""
    number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _meeting_of(identity: Identity, upload: Upload | None, as_new: bool) -> Meeting | None:
    """The stored meeting, None for a new one. Raises MeetingUnsure."""
    if upload is not None:
        identity = settle(identity, choices_of([upload]).get(upload.pk))
    if identity.verdict == Verdict.UNSURE and not as_new:
        raise MeetingUnsure(identity.candidates)
    return identity.meeting


def _which_is_it(candidates: Sequence[Meeting]) -> str:
    told = "、".join(
        f"「{meeting.title}」（{meeting.held_on_label}{meeting.starts_at_label}、{meeting.get_absolute_url()}）"
        for meeting in candidates
    )
    return (
        f"すでにある会議録 {told} と同じ会議のものか、別の会議のものか、判断できません。"
        if told
        else ("訂正する会議録として選んだものがなくなったか、公開の状態が変わりました。")
    )


def _new_meeting(
    body: Body,
    held_on: date | None,
    fiscal_year: int,
    parsed: ParsedMinutes,
    archive: ArchivePart | None,
    audience: int | None,
) -> tuple[Meeting, str]:
    """A meeting with an address of its own, not saved, and a note where the export's address is taken."""
    if archive is None:
        first = first_audience(parsed, body).audience
        readers = first if audience is None else audience
        note = "" if readers == body.audience or audience is not None else CLOSED.format(name=access.name_of(readers))
        return Meeting(key=_new_key(body, held_on, fiscal_year), audience=readers), note
    taken = Meeting.objects.filter(key=archive.key).exists()
    key = _new_key(body, held_on, fiscal_year) if taken else archive.key
    note = f"固定アドレス {archive.key} は別の会議録が使っているため、{key} としました。" if taken else ""
    return Meeting(key=key, status=archive.status, audience=access.audience_of(archive.audience)), note


def _is_current(meeting: Meeting, content_hash: str) -> bool:
    """Whether the meeting says the same already, whatever document it came from."""
    return meeting.current_version is not None and hash_of(parsed_minutes_of(meeting)) == content_hash


def _restore_known(meeting: Meeting, parsed: ParsedMinutes, archive: ArchivePart | None) -> Outcome:
    """For a meeting whose minutes stay as they are: what an export tells beside them, where it is of these minutes."""
    if archive is None:
        return Outcome.UNCHANGED
    items, rows = list(meeting.agenda_items.all()), list(meeting.attachments.all())
    if (len(items), len(rows)) != (len(parsed.agenda), len(parsed.attachments)):
        return Outcome.UNCHANGED
    if not _is_current(meeting, hash_of(parsed)):
        return Outcome.UNCHANGED
    with carrying_passages(meeting):
        changed = [narrow(meeting, archive), restore(items, rows, archive)]
    if not any([*changed, restore_passages(meeting, items, rows, archive)]):
        return Outcome.UNCHANGED
    meeting.save(update_fields=["audience", "status", "updated_at"])
    renew_where_withheld(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return Outcome.UPDATED


def _is_known(meeting: Meeting, source: SourceDocument, content_hash: str, edited: bool, reread: bool) -> bool:
    current = meeting.current_version
    if current is None:
        return False
    if current.content_hash == content_hash:
        return True
    if edited:
        return False
    seen = meeting.versions.filter(source__sha256=source.sha256).select_related("source")
    return seen.exists() and not (reread and _reads_otherwise(meeting, source, content_hash))


def _reads_otherwise(meeting: Meeting, source: SourceDocument, content_hash: str) -> bool:
    """Whether the same file, read by other readers or rules, gives other minutes than nobody has corrected."""
    current = meeting.current_version
    if current is None or current.edited or current.source.sha256 != source.sha256:
        return False
    if current.source.erasure_id is not None:
        # Its words were erased for ever: the file says what the minutes may not say any more.
        return False
    read_by = (current.source.reader_version, current.source.parser_version)
    return read_by != (source.reader_version, source.parser_version) and current.content_hash != content_hash


def _attach_to_known(meeting: Meeting, parsed: ParsedMinutes, content_hash: str, upload: Upload | None) -> None:
    """Files that came with minutes which are stored already are given to the papers that stand there; what the draft
    withholds is withheld in them."""
    current = meeting.current_version
    if not (upload and current and current.content_hash == content_hash):
        return
    rows = list(meeting.attachments.order_by("order"))
    is_changed = len(rows) == len(parsed.attachments) and upload.papers.exists()
    if is_changed:
        with carrying_passages(meeting):
            papers.attach(upload, meeting, parsed, rows)
    if hand_over(upload, meeting, parsed) or is_changed:
        renew_where_withheld(meeting)
        meeting_changed.send(sender=Meeting, meeting=meeting)


def _new_key(body: Body, held_on: date | None, fiscal_year: int) -> str:
    """The end is drawn by lot: counted, it would tell of meetings that day which not everybody may know of."""
    stem = f"{held_on.isoformat() if held_on else fiscal_year}-{body.pk}"
    while True:
        key = f"{stem}-{''.join(secrets.choice(_KEY_LETTERS) for _ in range(_KEY_LENGTH))}"
        if not Meeting.objects.filter(key=key).exists():
            return key


def _archive_current_version(meeting: Meeting) -> None:
    version = meeting.current_version
    if version is not None:
        version.snapshot = snapshot_of(meeting)
        version.save(update_fields=["snapshot"])


def _title(parsed: ParsedMinutes, body: Body) -> str:
    """The title that the meeting gets: where the document has none, that of its body with the number."""
    if parsed.title:
        return parsed.title
    return body.name + (f" 第{parsed.number}回" if parsed.number else "")


def _write_header(meeting: Meeting, parsed: ParsedMinutes, body: Body, held_on: date | None, fiscal_year: int) -> None:
    meeting.body = body
    meeting.title = _title(parsed, body)
    meeting.fiscal_year = fiscal_year
    meeting.number = parsed.number
    meeting.office = parsed.office or ""
    meeting.held_on = held_on
    meeting.starts_at = _time(parsed.starts_at)
    meeting.ends_at = _time(parsed.ends_at)
    meeting.adjourned_at = _time(parsed.adjourned_at)
    meeting.venue = parsed.venue or ""
    meeting.meeting_access = parsed.meeting_access.level or ""
    meeting.meeting_access_reason = parsed.meeting_access.reason or ""
    meeting.minutes_access = parsed.minutes_access.level or ""
    meeting.minutes_access_reason = parsed.minutes_access.reason or ""
    meeting.source_id = parsed.source_id or meeting.source_id
    meeting.source_url = parsed.source_url or meeting.source_url
    meeting.save()


def _time(clock: str | None) -> time | None:
    if not clock:
        return None
    hours, minutes = clock.split(":")
    return time(int(hours), int(minutes))


def _clock(value: str | None) -> str | None:
    """9:05 -> 09:05"""
    moment = _time(value)
    return moment.strftime("%H:%M") if moment else None


def _write_version(
    meeting: Meeting,
    source: SourceDocument,
    content_hash: str,
    user: User | None,
    reason: str,
    edited: bool,
    reread: bool,
) -> None:
    newest = meeting.versions.order_by("-number").values_list("number", flat=True).first() or 0
    before = meeting.current_version
    meeting.current_version = MeetingVersion.objects.create(
        meeting=meeting,
        number=newest + 1,
        source=source,
        content_hash=content_hash,
        reason=reason,
        edited=edited,
        reread=reread and before is not None and before.source.sha256 == source.sha256,
        created_by=user,
    )
    meeting.save(update_fields=["current_version"])


def _record_changes(meeting: Meeting) -> None:
    if meeting.current_version is not None:
        record_changes(meeting.current_version)


def _write_attendees(meeting: Meeting, parsed: ParsedMinutes) -> None:
    meeting.attendees.all().delete()
    Attendee.objects.bulk_create(
        Attendee(
            meeting=meeting,
            order=order,
            group=row.group or "",
            name=row.name,
            role=row.role or "",
            affiliation=row.affiliation or "",
            proxy=row.proxy,
        )
        for order, row in enumerate(parsed.attendees, start=1)
    )


def _write_agenda(meeting: Meeting, parsed: ParsedMinutes) -> list[AgendaItem]:
    """The items in order. Those that stood there before keep their row, and with it their topics and audience.

    Where restricted ones are gone, those that came are restricted as they were, until somebody opens them.
    """
    left = {(row.category, row.number, name_key(row.title)): row for row in meeting.agenda_items.all()}
    known = {row.pk for row in left.values()}
    items = []
    for order, parsed_item in enumerate(parsed.agenda, start=1):
        identity = (parsed_item.category or "", parsed_item.number, name_key(parsed_item.title))
        item = left.pop(identity, None) or AgendaItem(meeting=meeting)
        item.order = order
        item.category, item.number, item.title = parsed_item.category or "", parsed_item.number, parsed_item.title
        item.outcome = next(
            (row.text for row in parsed.utterances if row.kind == "decision" and order - 1 in row.agenda), ""
        )
        item.save()
        items.append(item)
    gone = access.narrower(*(row.audience for row in left.values()))
    if access.is_restricted(gone):
        for item in items:
            if item.pk not in known:
                item.audience = access.narrower(item.audience, gone)
                item.save(update_fields=["audience"])
    AgendaItem.objects.filter(pk__in=[row.pk for row in left.values()]).delete()
    return items


def _write_utterances(
    meeting: Meeting, parsed: ParsedMinutes, items: list[AgendaItem], archive: ArchivePart | None
) -> None:
    old = list(meeting.utterances.values_list("ref", "speaker", "text", "audience"))
    new = [(row.speaker or "", row.text) for row in parsed.utterances]
    given = refs_from(archive, parsed, meeting) if archive else None
    if archive and given is not None:
        refs, meeting.last_ref = list(given), max(meeting.last_ref, archive.last_ref)
    else:
        before = [(ref, speaker, text) for ref, speaker, text, _ in old]
        refs, meeting.last_ref = keep_refs(before, new, meeting.last_ref)
    restricted = [(ref, text, audience) for ref, _, text, audience in old]
    kept = access.audiences_kept(restricted, refs, [text for _, text in new])
    told = map(cache(access.audience_of), archive.audiences) if archive else (0,) * len(refs)
    meeting.dialogue_version = dialogue_version()
    meeting.save(update_fields=["last_ref", "dialogue_version"])
    audiences = [access.narrower(*each) for each in zip(kept, told, strict=True)]
    lines = [
        Line(ref, row.kind, row.speaker or "", row.text, frozenset(row.agenda), (audience,))
        for row, ref, audience in zip(parsed.utterances, refs, audiences, strict=True)
    ]
    parts = work_out(lines, meeting.body, meeting.title, [Seat(row) for row in parsed.attendees])
    if old:
        meeting.utterances.all().delete()
    rows = Utterance.objects.bulk_create(
        [
            Utterance(
                meeting=meeting,
                order=order,
                ref=ref,
                kind=row.kind,
                speaker=row.speaker or "",
                speaker_role=role_of(row.speaker) if row.speaker else "",
                speaker_category=part.category,
                inquiry=part.inquiry,
                answers=list(part.answers),
                text=row.text,
                source_line=row.line,
                source_page=row.page,
                at=row.at,
                audience=audience,
            )
            for order, (row, part, ref, audience) in enumerate(
                zip(parsed.utterances, parts, refs, audiences, strict=True), start=1
            )
        ],
        batch_size=2000,
    )
    links = Utterance.agenda_items.through
    links.objects.bulk_create(
        (
            links(utterance=utterance, agendaitem=items[index])
            for utterance, row in zip(rows, parsed.utterances, strict=True)
            for index in dict.fromkeys(row.agenda)
        ),
        batch_size=5000,
    )


def _write_attachments(
    meeting: Meeting,
    parsed: ParsedMinutes,
    items: list[AgendaItem],
    edited: bool,
    upload: Upload | None,
    archive: ArchivePart | None,
) -> list[Attachment]:
    """The papers in order. Those that stood there before keep their row, and with it file, pages and audience.

    One that minutes as they are read put under no item stays where it stood.
    """
    old = list(meeting.attachments.order_by("order").select_related("agenda_item"))
    # The draft's rows were made from the version that was current until just now.
    by_key = upload is not None and upload.meeting_id == meeting.pk and not _newer_than(meeting, upload)
    kept = papers.same_papers(old, parsed.attachments, by_key=by_key)
    narrow = papers.restricted_labels(old)
    rows = []
    for order, row in enumerate(parsed.attachments, start=1):
        # Another paper under the label of a restricted one is restricted too, until somebody opens it.
        paper = kept.get(order - 1) or Attachment(meeting=meeting, audience=narrow.get(name_key(row.label or ""), 0))
        paper.order, paper.label, paper.title = order, row.label or "", row.title or ""
        if row.agenda is not None:
            paper.agenda_item = items[row.agenda]
        elif edited or archive or paper.agenda_item not in items:
            paper.agenda_item = None
        paper.save()
        rows.append(paper)
    stay = {paper.pk for paper in rows}
    papers.loosen([paper for paper in old if paper.pk not in stay])
    Attachment.objects.filter(pk__in={paper.pk for paper in old} - stay).delete()
    return rows


def _newer_than(meeting: Meeting, upload: Upload) -> bool:
    """Whether the version before the one that is being written came after the draft was begun."""
    before = meeting.versions.order_by("-number").values_list("created_at", flat=True)[1:2]
    return any(created_at > upload.created_at for created_at in before)
