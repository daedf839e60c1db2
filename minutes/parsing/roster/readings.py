"""The ways to read a list of people as a whole: each makes of the section's rows such with one person a line, and the one
is taken whose people are the most likely.

What tells is the list itself: how many there are where it says so (７名), and how many entries read as no person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from minutes.parsing.model import Attendee
from minutes.parsing.roster.blocks import with_blocks_joined
from minutes.parsing.roster.lines import with_entries_apart
from minutes.parsing.roster.people import SAME, Person, people_of_region
from minutes.parsing.roster.rosters import in_single_file
from minutes.parsing.roster.seats import Rows, joined_seats
from minutes.parsing.roster.spaced import with_letters_closed
from minutes.parsing.roster.wraps import RegionRow, with_posts_whole
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.people import GROUPS, LETTER, POST_END, SEAT, group_of, is_person, seat_of
from minutes.wording import parse_number


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a list: `take` gives its rows with a person a line, None where nothing of the list is set so."""

    name: str
    example: str
    take: Callable[[Rows], Rows | None]


def by_lines(rows: Rows) -> Rows:
    """Each line as it is set: entries side by side, posts above names, letters apart."""
    return in_single_file(joined_seats(with_letters_closed(with_entries_apart(rows))))


def by_region(rows: Rows) -> Rows:
    """The words of all rows together, by gaps, columns, posts and the usual lengths of names."""
    parted = [RegionRow(row, texts, people) for (row, texts), people in zip(rows, people_of_region(rows), strict=True)]
    found: Rows = []
    rest: Rows = []
    post = ""
    for region_row in with_posts_whole(parted):
        row, people = region_row.row, region_row.people
        if people is None:
            rest.append((row, region_row.texts))
            continue
        found.extend(by_lines(rest))
        rest = []
        lines = []
        for person in people:
            if not person.name:
                lines.append(person.post)
                continue
            lines.append(_line(person, post))
            post = person.post if person.post not in SAME and person.post else post
        found.append((row, ["\n".join(lines)]))
    return [*found, *by_lines(rest)]


def by_blocks(rows: Rows) -> Rows | None:
    """Columns that came one below the other: all numbers or posts, then all names."""
    joined = with_blocks_joined(rows)
    return by_region(joined) if joined != rows else None


READINGS = (
    Reading("行ごと", "会長　青野太郎　委員　赤井花子", by_lines),
    Reading("欄の並び", "委員　　青野　太郎　　赤井　花子 / 　　　　石森　健　　　白川　実", by_region),
    Reading("縦に崩れた欄", "1番 / 2番 / 青野太郎 / 赤井花子", by_blocks),
)

# So much less must speak against a reading for it to be taken before one that stands above it.
_CLEARLY = 0.02


def likeliest(rows: Rows, count: int | None, people_of: Callable[[Rows], list[Attendee]]) -> tuple[Reading, Rows]:
    """The reading of a list's rows that least speaks against; `people_of` gives the people that rows name, `count` is how
    many the list says there are."""
    best: tuple[float, Reading, Rows] | None = None
    tried: list[Rows] = []
    for reading in READINGS:
        found = reading.take(rows)
        if found is None or found in tried:
            continue
        tried.append(found)
        against = _against(people_of(found), count)
        if best is None or against < best[0] - _CLEARLY:
            best = (against, reading, found)
    assert best is not None
    return best[1], best[2]


# 出席委員（7名）, 以上24名, 10名中9名
_COUNT = re.compile(
    r"(?:委員|議員|出席者?|以上|計|^|[(\[\s])\s*(?P<count>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[名人](?!以)(?:\s?[)\]]|\s*$)"
)
_OF = re.compile(r"[0-9]{1,3}\s?[名人]\s?(?:中|のうち)[、\s]*(?:出席)?\s*(?P<count>[0-9]{1,3})\s?[名人]")


def printed_count(lines: list[str]) -> int | None:
    """How many people a list says it has; None where no line, or more than one, says so."""
    found = []
    for line in lines:
        plain = flat(line)
        match = _OF.search(plain) or _COUNT.search(plain)
        if match is not None:
            found.append(parse_number(match["count"]))
    return found[0] if len(found) == 1 else None


def _line(person: Person, post: str) -> str:
    """A person as a line of its own; 同 stays where it stands for a post that is part of the entry, not for a seat."""
    if person.post not in SAME:
        return person.text
    of_member = seat_of(post) is not None or post in GROUPS or post.endswith("委員")
    kept = person.post if person.post == "同" and not of_member else ""
    return " ".join(part for part in (person.number, kept + person.name + person.behind) if part)


_WITHIN = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]|※.*$")
_TITLE = re.compile(r"(?:君|氏|さん|様|殿)$")
_NAME = re.compile(rf"{LETTER}{{2,7}}")
_SEATED = re.compile(rf"(?:{SEAT.pattern}|委員|議員|部員|会員)$|{POST_END.pattern}")
_NOBODY = re.compile(r"[0-9](?!\s?[名人]$)|について|[はがをへで。]|氏名$")
_SEVERAL_TITLES = re.compile(r"[^\s]{2,}君.*[^\s]{2,}君")
# What speaks against an entry, by what it is.
_LONE_LETTER, _NO_ENTRY, _LONG_NAME, _SHORT_NAME, _GLUED_PEOPLE, _LONE_POST = 1.0, 1.0, 0.8, 0.3, 1.0, 0.4
_MISCOUNT = 0.5
_LONE_POST_LETTERS = 6
# A family name alone, or a given one, has so many letters.
_SHORT = 2


def _against(people: list[Attendee], count: int | None) -> float:
    """What speaks against people being those of a list: the mean of their faults, and how far they miss the count."""
    if not people:
        return 1.0
    posts = [attendee for attendee in people if _is_post_alone(attendee.name)]
    mixed = 0 < len(posts) < len(people)
    faults = sum(_fault(attendee, mixed=mixed) for attendee in people) / len(people)
    if count is None:
        return faults
    return faults + _MISCOUNT * min(1.0, abs(count - len(people)) / max(count, 1))


def _is_post_alone(name: str) -> bool:
    bare = squeeze(_WITHIN.sub("", flat(name)))
    return (
        seat_of(bare) is not None
        or group_of(bare) is not None
        or (len(bare) <= _LONE_POST_LETTERS and (POST_END.search(bare) is not None or bare.endswith("長")))
    )


def _fault(attendee: Attendee, *, mixed: bool) -> float:
    bare = _WITHIN.sub("", flat(attendee.name)).strip()
    word = squeeze(bare)
    name = _TITLE.sub("", bare.split()[-1]) if bare else ""
    if not word or _NOBODY.search(word) or any(sign in word for sign in "()[]"):
        return _NO_ENTRY
    if len(word) == 1 or word in ("君", "氏"):
        return _LONE_LETTER
    if _SEVERAL_TITLES.search(word):
        return _GLUED_PEOPLE
    if _is_post_alone(word):
        return _LONE_POST if mixed else 0.0
    if is_person(word) and not _TITLE.search(word):
        return 0.0
    if _NAME.fullmatch(name) is None:
        return _LONG_NAME
    return _SHORT_NAME if len(name) == _SHORT and len(word) <= _SHORT + 1 else 0.0
