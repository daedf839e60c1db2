"""Minutes and the places withheld in them to an edition. Stdlib only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from minutes.parsing import ParsedMinutes
from minutes.public_edition.model import Edition, Item, Paper, Person, Said
from minutes.withholding import Masked, Span, masked
from minutes.wording import format_era_date

# The part, 0-based row and field of a text, as of a Passage: ("utterance", 12, "speaker").
Place = tuple[str, int, str]

_WEEKDAYS = "月火水木金土日"
_ACCESS = {"open": "公開", "partial": "一部非公開", "closed": "非公開"}


def edition_of(
    minutes: ParsedMinutes, withheld: Mapping[Place, Sequence[Span]], remarks: tuple[str, ...] = ()
) -> Edition:
    """The edition of minutes with the spans withheld in them, each under its place.

    Rows that nobody of the public may know of have to be left out of `minutes` before.
    """

    def text(part: str, row: int, field: str, words: str) -> Masked:
        return masked(words, withheld.get((part, row, field), ()))

    return Edition(
        title=Masked(minutes.title or minutes.body or "会議録"),
        head=tuple((label, Masked(value)) for label, value in _head(minutes)),
        attendees=tuple(
            Person(each.group or "", text("attendee", row, "name", each.name), each.proxy)
            for row, each in enumerate(minutes.attendees)
        ),
        agenda=tuple(
            Item(text("item", row, "title", each.title), each.category or "", each.number)
            for row, each in enumerate(minutes.agenda)
        ),
        utterances=tuple(
            Said(
                each.kind,
                text("utterance", row, "text", each.text),
                text("utterance", row, "speaker", each.speaker) if each.speaker else None,
                each.agenda,
            )
            for row, each in enumerate(minutes.utterances)
        ),
        papers=tuple(
            Paper(each.label or "", text("paper", row, "title", each.title or ""))
            for row, each in enumerate(minutes.attachments)
        ),
        remarks=remarks,
    )


def _head(minutes: ParsedMinutes) -> Iterator[tuple[str, str]]:
    held = _held(minutes)
    if held:
        yield "開催日時", held
    if minutes.venue:
        yield "開催場所", minutes.venue
    if minutes.office:
        yield "事務局", minutes.office
    if minutes.meeting_access.level:
        yield "会議の公開", _ACCESS[minutes.meeting_access.level]


def _held(minutes: ParsedMinutes) -> str:
    if minutes.held_on is None:
        return ""
    day = date.fromisoformat(minutes.held_on)
    held = f"{format_era_date(day)}（{_WEEKDAYS[day.weekday()]}）"
    if minutes.starts_at:
        held += f"　{minutes.starts_at}から"
        held += f"{minutes.ends_at}まで" if minutes.ends_at else ""
    return held
