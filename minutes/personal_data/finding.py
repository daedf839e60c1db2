"""Personal data of a whole meeting, or of one text. Stdlib only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes.parsing import ParsedMinutes
from minutes.personal_data.addresses import find_addresses
from minutes.personal_data.births import find_births
from minutes.personal_data.model import GROUND_HINTS, NAME, Finding, Span, without_overlaps
from minutes.personal_data.naming import Name, find_again, find_beside, find_names
from minutes.personal_data.numbers import find_numbers
from minutes.personal_data.office_holders import OfficeHolders
from minutes.personal_data.plain_signs import plain


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a meeting and where it stands (see Finding)."""

    part: str
    row: int
    field: str
    text: str


def find_in_text(text: str, office_holders: Sequence[str] = ()) -> list[tuple[int, int, str]]:
    """Personal data of one text: (start, end, kind) in order of place, none overlapping another."""
    return [
        (each.start, each.end, each.kind)
        for each in find_in_texts([Text("utterance", 0, "text", text)], office_holders)
    ]


def find(minutes: ParsedMinutes) -> list[Finding]:
    """Personal data of a meeting's minutes, in the order of its texts; its roster and speakers are office holders."""
    return find_in_texts(texts_of(minutes), office_holders_of(minutes))


def find_in_texts(texts: Sequence[Text], office_holders: Iterable[str]) -> list[Finding]:
    """Personal data of the texts of one meeting. A name found in one of them is found in all.

    `office_holders` are entries of its roster as printed, with or without posts.
    """
    holders = OfficeHolders(office_holders)
    signs = [plain(text.text) for text in texts]
    others = [[*find_numbers(each), *find_births(each), *find_addresses(each)] for each in signs]
    names = [
        [*find_names(each, holders), *find_beside(each, [(span.start, span.end) for span in spans], holders)]
        for each, spans in zip(signs, others, strict=True)
    ]
    known = [name for found in names for name in found]
    result = []
    for text, each, found, other in zip(texts, signs, names, others, strict=True):
        spans = [*other, *(_span(name) for name in found)]
        spans += [_span(name) for name in find_again(each, known, holders)]
        result += [
            Finding(
                text.part,
                text.row,
                text.field,
                span.start,
                span.end,
                span.kind,
                GROUND_HINTS[span.kind],
                span.certainty,
            )
            for span in without_overlaps(spans)
        ]
    return result


def texts_of(minutes: ParsedMinutes) -> list[Text]:
    """What of minutes is looked through: what was said, titles of items and of papers."""
    texts = [Text("agenda", row, "title", item.title) for row, item in enumerate(minutes.agenda)]
    texts += [Text("utterance", row, "text", each.text) for row, each in enumerate(minutes.utterances)]
    texts += [
        Text("attachment", row, "title", paper.title) for row, paper in enumerate(minutes.attachments) if paper.title
    ]
    return texts


def office_holders_of(minutes: ParsedMinutes) -> list[str]:
    """The roster of a meeting: who attended, and who spoke."""
    speakers = dict.fromkeys(each.speaker for each in minutes.utterances if each.speaker)
    return [*(attendee.name for attendee in minutes.attendees), *speakers]


def _span(name: Name) -> Span:
    return Span(name.start, name.end, NAME, name.certainty)
