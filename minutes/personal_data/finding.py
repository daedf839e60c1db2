"""Personal data of a whole meeting, or of one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes.parsing import ParsedMinutes
from minutes.personal_data.addresses import find_addresses
from minutes.personal_data.bare_names import lone_families
from minutes.personal_data.births import find_births
from minutes.personal_data.dictionary import Words
from minutes.personal_data.figures import is_figure
from minutes.personal_data.homes import find_homes
from minutes.personal_data.model import GROUND_HINTS, NAME, Finding, Span, without_overlaps
from minutes.personal_data.name_signs import Name, is_word_for_people
from minutes.personal_data.naming import find_names, find_read_names
from minutes.personal_data.neighbouring_names import find_beside
from minutes.personal_data.numbers import find_numbers, find_numbers_in_rows
from minutes.personal_data.numerals import with_digits
from minutes.personal_data.office_holders import OfficeHolders
from minutes.personal_data.plain_signs import plain
from minutes.personal_data.read_names import lone_names, may_stand_in
from minutes.personal_data.recurrences import find_again
from minutes.personal_data.standing import is_holder
from minutes.personal_data.wrapped_lines import Closed


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
    closed = [Closed(each) for each in signs]
    looked = [_look(each, holders) for each in signs]
    looked_closed = [_look(each.text, holders) if each.is_other else ([], []) for each in closed]
    known = [name for _, names in (*looked, *looked_closed) for name in names]
    result = []
    for text, each, (spans, _), whole, (spans_closed, _) in zip(
        texts, signs, looked, closed, looked_closed, strict=True
    ):
        again = [_span(name) for name in find_again(each, known, holders)]
        found = without_overlaps([*spans, *again, *whole.over_breaks(spans_closed)])
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
            for span in found
        ]
    return result


def _look(text: str, holders: OfficeHolders) -> tuple[list[Span], list[Name]]:
    """What is found in one text of plain signs: all of it, and the names of it."""
    digits = with_digits(text)
    others = [*find_numbers(digits), *find_births(digits), *find_addresses(digits)]
    words = Words(text, worth=may_stand_in)
    names = find_names(text, words, holders)
    names += find_beside(text, [(span.start, span.end) for span in others], holders)
    if others or names:
        names += [name for name in lone_families(text) if not is_holder(text, name, name.family or "", holders)]
    names = [name for name in names if not is_word_for_people(text[name.start : name.end])]
    places = [*(span.start for span in others), *(name.start for name in names)]
    places += [found.start() for found in [_PRIVATE_SPEAKER.search(text, 0, _BEGINNING)] if found is not None]
    if places and not words.is_whole:
        words = Words(text)
        names += find_read_names(text, words, holders)
    for name in lone_names(words, places):
        is_other = is_figure(text, name.start, name.end) or is_holder(
            text, name, name.family or name.given or "", holders
        )
        if not is_other:
            names.append(name)
    if others or names:
        others += list(find_numbers_in_rows(digits, places))
        others += list(find_homes(digits, words, names, others))
    return [*others, *(_span(name) for name in names)], names


# Somebody who came as a private person says who he is.
_PRIVATE_SPEAKER = re.compile(r"陳情者|請願者|公述人|参考人|申請人|申立人|請求人|傍聴[者人]|口頭意見")
_BEGINNING = 40


# Whoever speaks or is listed as one of these holds no office.
_PRIVATE = re.compile(
    r"陳情|請願|公述人|参考人|申請[者人]|申立[者人]|請求人|届出人|傍聴|住民|市民(?!.{0,4}委員)|区民|町民|村民|保護者|利用者|当事者|遺族|参加者|来場者|被害者|代理人"
)


def is_private_person(designation: str) -> bool:
    """Whether who speaks or is listed so came as a private person, not by an office."""
    return bool(_PRIVATE.search(designation))


def texts_of(minutes: ParsedMinutes) -> list[Text]:
    """What of minutes is looked through: what was said, titles of items and of papers, and who of those that spoke or
    attended came as a private person."""
    texts = [Text("item", row, "title", item.title) for row, item in enumerate(minutes.agenda)]
    for row, each in enumerate(minutes.utterances):
        if each.speaker and is_private_person(each.speaker):
            texts.append(Text("utterance", row, "speaker", each.speaker))
        texts.append(Text("utterance", row, "text", each.text))
    texts += [
        Text("attendee", row, "name", each.name)
        for row, each in enumerate(minutes.attendees)
        if is_private_person(f"{each.group or ''} {each.name}")
    ]
    texts += [Text("paper", row, "title", paper.title) for row, paper in enumerate(minutes.attachments) if paper.title]
    return texts


def office_holders_of(minutes: ParsedMinutes) -> list[str]:
    """The roster of a meeting: who attended, and who spoke, but for private persons."""
    attended = [each.name for each in minutes.attendees if not is_private_person(f"{each.group or ''} {each.name}")]
    speakers = dict.fromkeys(
        each.speaker for each in minutes.utterances if each.speaker and not is_private_person(each.speaker)
    )
    return [*attended, *speakers]


def _span(name: Name) -> Span:
    return Span(name.start, name.end, NAME, name.certainty)
