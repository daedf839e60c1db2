"""公開用会議録 of a meeting: its minutes as everybody reads them. What is withheld never comes in."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser

from minutes import access
from minutes.models import Meeting, Shown
from minutes.models import Utterance as UtteranceRow
from minutes.parsing import Access, ParsedMinutes
from minutes.public_edition import Edition, Item, Paper, Person, Said, edition_of
from minutes.withholding import Masked


def public_edition_of(meeting: Meeting) -> Edition | None:
    """The edition for everybody; None of a meeting that not everybody may know of."""
    if not access.has_public_edition(meeting):
        return None
    visitor = AnonymousUser()
    items = list(access.visible_items(visitor).filter(meeting=meeting).order_by("order"))
    place_of = {item.pk: place for place, item in enumerate(items)}
    under: dict[int, list[int]] = {}
    links = UtteranceRow.agenda_items.through.objects.filter(agendaitem__in=place_of)
    for utterance, item in links.order_by("agendaitem__order").values_list("utterance_id", "agendaitem_id"):
        under.setdefault(utterance, []).append(place_of[item])
    return replace(
        edition_of(_head_of(meeting), {}),
        attendees=tuple(
            Person(row.group, _masked(row, "name"), row.proxy)
            for row in access.visible_attendees(visitor).filter(meeting=meeting).order_by("order")
        ),
        agenda=tuple(Item(_masked(row, "title"), row.category, row.number) for row in items),
        utterances=tuple(
            Said(
                row.kind,
                _masked(row, "text"),
                _masked(row, "speaker") if row.speaker else None,
                tuple(under.get(row.pk, ())),
            )
            for row in access.visible_utterances(visitor).filter(meeting=meeting).order_by("order")
        ),
        papers=tuple(
            Paper(row.label, _masked(row, "title"))
            for row in access.visible_attachments(visitor).filter(meeting=meeting).order_by("order")
        ),
    )


def _head_of(meeting: Meeting) -> ParsedMinutes:
    return ParsedMinutes(
        title=meeting.title,
        body=meeting.body.name,
        held_on=meeting.held_on.isoformat() if meeting.held_on else None,
        starts_at=f"{meeting.starts_at:%H:%M}" if meeting.starts_at else None,
        ends_at=f"{meeting.ends_at:%H:%M}" if meeting.ends_at else None,
        venue=meeting.venue or None,
        office=meeting.office or None,
        meeting_access=Access(meeting.meeting_access or None, None),
    )


def _masked(row: Shown, field: str) -> Masked:
    return Masked(getattr(row, field), row.withheld.get(field, ()))
