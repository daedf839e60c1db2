"""What a stored item is found by: the words of its title, and what it and its meeting are called. No Django.

A name is a tsvector like an entry's, of the title's words, with lexemes that no text has: the days, years and numbers
of the item's meeting, the bill that the title names, and the title itself without its signs (`key_of`). Questions are
written in the same lexemes by `asked_of`.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from minutes.digests import digest_of
from search.language import Reference, compact, read_reference
from search.words import fold_text, quote, tokenize, vector_of

# Nobody asks for the words behind so many of a title.
LONGEST_TITLE = 2_000
# Longer titles are told apart by a digest of the rest.
LONGEST_KEY = 100
_DAY, _MONTH, _DAY_OF_YEAR, _YEAR, _FISCAL_YEAR = "\x05d", "\x05m", "\x05t", "\x05y", "\x05f"
_MONTH_OF_YEAR = "\x05o"
_CALLED_YEAR, _NUMBER, _BILL, _KEY, _BODY, _BODY_IN_SHORT = "\x05c", "\x05n", "\x05b", "\x06", "\x07", "\x08"
_TOWN = re.compile("[一-鿿ぁ-ゖァ-ヺー]{1,6}?[市区町村都道府県]立?(?=.{3})")


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the items of one meeting have in common."""

    title: str
    body: str
    held_on: date | None
    fiscal_year: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Name:
    """The folded title (of a meeting its body's name on a second line) and the text of the tsvector it is found by."""

    folded: str
    vector: str


def naming_version() -> str:
    """Names the rules of this module and of all that it uses: names of another version are stale."""
    return digest_of("search.known_items.naming", ("SudachiDict-core",))


def name_of_meeting(meeting: MeetingFacts) -> Name:
    """The name of the meeting itself: its body's name is part of it."""
    title, body = _folded(meeting.title), _folded(meeting.body)
    lexemes = [*_lexemes_of_meeting(meeting), _BODY + key_of(body)]
    if (short := without_town(body)) != body:
        lexemes.append(_BODY_IN_SHORT + key_of(short))
    # Meetings called like their body alone are told apart by nothing.
    if compact(title) != compact(body):
        lexemes.append(_KEY + key_of(title))
    return _named(title, lexemes, body)


def name_of_item(meeting: MeetingFacts, category: str, number: int | None, title: str) -> Name:
    """The name of an agenda item: its words are those of its title, its bill also what class and number say."""
    printed = f"{category}（{number}）" if number is not None else category
    bill = f"{category}第{number}号" if number is not None else ""
    return _of_meeting(meeting, _folded(title), _folded(f"{printed} {title}"), f"{bill} {title}")


def name_of_paper(meeting: MeetingFacts, label: str, title: str) -> Name:
    """The name of a paper: its label's words are found too."""
    whole = _folded(f"{label} {title}")
    return _of_meeting(meeting, whole, _folded(title), whole)


def _of_meeting(meeting: MeetingFacts, folded: str, other: str, bills: str) -> Name:
    """`other` is another text that means the same as a whole; `bills` holds what names a bill."""
    lexemes = [
        *_lexemes_of_meeting(meeting),
        *(_BILL + bill for bill in read_reference(bills).bills),
        *(_KEY + key_of(each) for each in (folded, other) if compact(each)),
    ]
    return _named(folded, lexemes)


def key_of(folded: str) -> str:
    """What two ways of writing one title share, at most LONGEST_KEY characters and a digest."""
    key = compact(folded)
    return (
        key
        if len(key) <= LONGEST_KEY
        else key[:LONGEST_KEY] + hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
    )


def title_query(folded: str) -> str:
    """The tsquery of items with exactly this title; empty for signs alone."""
    return quote(_KEY + key_of(folded)) if compact(folded) else ""


def body_query(folded: str) -> str:
    """The tsquery of meetings of the body with exactly this name; empty for signs alone."""
    return quote(_BODY + key_of(folded)) if compact(folded) else ""


def short_body_query(folded: str) -> str:
    """The tsquery of meetings of bodies with this name behind that of their municipality; empty for signs alone."""
    return quote(_BODY_IN_SHORT + key_of(folded)) if compact(folded) else ""


def without_town(name: str) -> str:
    """A folded name without the municipality's at its beginning: 図書館協議会 of 霞浜市図書館協議会."""
    return _TOWN.sub("", name, count=1) if _TOWN.match(name) else name


def place_query(reference: Reference, *, is_called_so: bool = False) -> str:
    """The tsquery of items and meetings at the place that a reference names beside its names; empty for none.

    `is_called_so`: a year is the one that the meeting goes by, not just the one it was held in.
    """
    year = _CALLED_YEAR if is_called_so else _YEAR
    groups = [
        [_DAY + day.isoformat() for day in reference.days],
        [_MONTH + _month(*each) for each in reference.months],
        [_DAY_OF_YEAR + _month(*each) for each in reference.days_of_year],
        [_MONTH_OF_YEAR + str(month) for month in reference.months_of_year],
        [year + str(each) for each in reference.years],
        [_FISCAL_YEAR + str(year) for year in reference.fiscal_years],
        [_NUMBER + str(number) for number in reference.numbers],
        [_BILL + bill for bill in reference.bills],
    ]
    return " & ".join(f"({' | '.join(map(quote, group))})" for group in groups if group)


def _named(title: str, lexemes: Iterable[str], body: str = "") -> Name:
    text = f"{title}\n{body}" if body else title
    marks = "".join(f" {quote(lexeme)}" for lexeme in dict.fromkeys(lexemes))
    return Name(text, vector_of(text, tokenize(text)) + marks)


def _folded(text: str) -> str:
    return " ".join(fold_text(text)[:LONGEST_TITLE].split())


def _lexemes_of_meeting(meeting: MeetingFacts) -> list[str]:
    """What its own columns say, and what its title does: imported titles may hold all of it."""
    read = read_reference(meeting.title)
    days: Sequence[date] = [*([meeting.held_on] if meeting.held_on else []), *read.days]
    numbers = [*([meeting.number] if meeting.number is not None else []), *read.numbers]
    fiscal_years = [meeting.fiscal_year, *read.fiscal_years]
    months = [*((day.year, day.month) for day in days), *read.months]
    return [
        *(_DAY + day.isoformat() for day in days),
        *(_MONTH + _month(*month) for month in months),
        *(_MONTH_OF_YEAR + str(month) for month in (*(month for _, month in months), *read.months_of_year)),
        *(_DAY_OF_YEAR + _month(day.month, day.day) for day in days),
        *(_YEAR + str(year) for year in (*fiscal_years, *read.years, *(day.year for day in days))),
        *(_FISCAL_YEAR + str(year) for year in fiscal_years),
        *(_CALLED_YEAR + str(year) for year in (*read.years, *read.fiscal_years) or [meeting.fiscal_year]),
        *(_NUMBER + str(number) for number in numbers),
    ]


def _month(first: int, second: int) -> str:
    return f"{first}-{second:02d}"
