"""Rows -> parsed-minutes objects: for old versions, for corrections of published minutes, for export."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from minutes.models import Meeting
from minutes.models import Utterance as UtteranceRow
from minutes.parsing import Access, AgendaItem, Attachment, Attendee, ParsedMinutes, Utterance
from minutes.wording import name_key


def parsed_minutes_of(meeting: Meeting) -> ParsedMinutes:
    """The meeting's current rows as the parser would have given them; no warnings."""
    items = list(meeting.agenda_items.all())
    index_of: dict[int | None, int] = {item.pk: index for index, item in enumerate(items)}
    filed = _items_by_utterance(meeting, index_of)
    utterances = meeting.utterances.values_list("pk", "kind", "speaker", "text", "source_line", "source_page", "at")
    return ParsedMinutes(
        title=meeting.title,
        body=meeting.body.name,
        fiscal_year=meeting.fiscal_year,
        number=meeting.number,
        office=meeting.office or None,
        held_on=meeting.held_on.isoformat() if meeting.held_on else None,
        starts_at=_clock(meeting.starts_at),
        ends_at=_clock(meeting.ends_at),
        adjourned_at=_clock(meeting.adjourned_at),
        venue=meeting.venue or None,
        meeting_access=Access(meeting.meeting_access or None, meeting.meeting_access_reason or None),
        minutes_access=Access(meeting.minutes_access or None, meeting.minutes_access_reason or None),
        attendees=tuple(
            Attendee(row.group or None, row.name, row.role or None, row.affiliation or None, row.proxy)
            for row in meeting.attendees.all()
        ),
        agenda=tuple(AgendaItem(item.category or None, item.number, item.title) for item in items),
        utterances=tuple(
            Utterance(kind, speaker or None, text, tuple(sorted(filed.get(key, ()))), line, page, at=at)
            for key, kind, speaker, text, line, page, at in utterances
        ),
        attachments=tuple(
            Attachment(row.label or None, row.title or None, index_of.get(row.agenda_item_id))
            for row in meeting.attachments.all()
        ),
        source_id=meeting.source_id,
        source_url=meeting.source_url or None,
    )


def snapshot_of(meeting: Meeting) -> dict[str, Any]:
    """What a version keeps when it is replaced: the parsed-minutes object, with the `audience` of each utterance and
    attachment and the `ref` of each utterance."""
    result = parsed_minutes_of(meeting).to_json()
    rows = meeting.utterances.values("ref", "audience")
    for utterance, row in zip(result["utterances"], rows, strict=True):
        utterance.update(row)
    for attachment, audience in zip(
        result["attachments"], meeting.attachments.values_list("audience", flat=True), strict=True
    ):
        attachment["audience"] = audience
    return result


def _items_by_utterance(meeting: Meeting, index_of: dict[int | None, int]) -> dict[int, list[int]]:
    """The places of the agenda items of each utterance, by its primary key."""
    links = UtteranceRow.agenda_items.through.objects.filter(utterance__meeting=meeting)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for utterance, item in links.values_list("utterance_id", "agendaitem_id"):
        found[utterance].append(index_of[item])
    return found


def item_of_title(agenda: Sequence[str], title: str | None) -> int | None:
    """The place of the agenda item that a paper of this title belongs to without anybody saying so: its namesake."""
    key = name_key(title or "")
    return next((index for index, item in enumerate(agenda) if key and name_key(item) == key), None)


def with_namesakes(parsed: ParsedMinutes) -> ParsedMinutes:
    """What a document says, with each paper that it puts under no item under the item of its own title.

    For minutes as they are read: in drafts and published minutes a paper without an item has none.
    """
    titles = [item.title for item in parsed.agenda]
    papers = [
        row if row.agenda is not None else replace(row, agenda=item_of_title(titles, row.title))
        for row in parsed.attachments
    ]
    return replace(parsed, attachments=tuple(papers))


def _clock(value: time | None) -> str | None:
    return value.strftime("%H:%M") if value else None
