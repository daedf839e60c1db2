"""Whoever may not read a word finds of it what they find of a word that was never said, however they look for it.

Each request is put to the archive and to its twin in which nothing hidden ever was: whole pages have to be equal. In
the gate every hidden canary is tried in some ways by each kind of reader, so that all ways are used; every canary in
every way by `pytest --canary-full`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.management import get_commands

from search.words import reading_of
from tests.integration.canary.answers import Answer, Detector
from tests.integration.canary.archive import SPELLINGS, Archive
from tests.integration.canary.commands import COMMANDS, FOREIGN, searched
from tests.integration.canary.people import Person
from tests.integration.canary.probes import Probe, probes
from tests.integration.canary.twins import as_if_never_said

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# How many canaries are tried in the gate, each in one way.
_TRIED = {"visitor": 100, "member of group A": 70}


def chosen(archive: Archive, person: Person, full: bool) -> Iterator[Probe]:
    """Every hidden canary in every way, or so many of them, each in another way than the one before."""
    hidden = [canary for canary in archive.canaries if not person.may_read(canary.needs)]
    ways = range(sum(1 for _ in probes(hidden[0].word)))
    if full:
        for canary in hidden:
            yield from probes(canary.word)
        return
    step = max(1, len(hidden) // _TRIED[person.name])
    for canary, way in zip(hidden[::step], cycle(ways), strict=False):
        yield list(probes(canary.word))[way]


def of_spellings() -> Iterator[Probe]:
    """Of common words, which have another spelling in minutes of one state each, and by their readings."""
    for common, other in SPELLINGS.values():
        for word in (common, other, f"図書館 {other}", reading_of(common), f"{other[:-1]}*", f"「{other}」"):
            yield Probe("spelling", f"/search/?{urlencode({'q': word})}")
        yield Probe("spelling, typed", f"/search/suggest/?{urlencode({'q': other})}")


@dataclass(frozen=True)
class Told:
    """What the archive answered, and what its twin did: to requests, and to commands."""

    archive: dict[Probe, Answer]
    twin: dict[Probe, Answer]
    printed: dict[str, str]
    printed_by_twin: dict[str, str]

    def differing(self, tried: Iterable[Probe]) -> list[tuple[str, str, str]]:
        """The requests that are answered otherwise by the twin: how each tries, its address, what is other."""
        asked = [(probe, self.archive[probe], self.twin[probe]) for probe in tried]
        return [
            (probe.way, probe.path, answer.difference(twin))
            for probe, answer, twin in asked
            if answer.status >= 500 or answer.comparable() != twin.comparable()
        ]


def tell(archive: Archive, person: Person, tried: Iterable[Probe], queries: Iterable[str] = ()) -> Told:
    """Asks the archive and its twin, which is made once for all that is asked."""
    cache.clear()
    answers = {probe: person.ask(probe.path) for probe in tried}
    printed = {query: searched(query) for query in queries}
    with as_if_never_said(archive, person):
        twin = {probe: person.ask(probe.path) for probe in answers}
        printed_by_twin = {query: searched(query) for query in printed}
    print(f"\n{person.name}: {len(answers)} searches, twice")
    return Told(answers, twin, printed, printed_by_twin)


def commanded(archive: Archive, visitor: Person) -> list[str]:
    hidden = [canary for canary in archive.canaries if not visitor.may_read(canary.needs)][::25]
    return ["図書館", "図書館 協議会", *(canary.word.kana for canary in hidden)]


@pytest.fixture(scope="module")
def told_to_visitor(archive: Archive, people: dict[str, Person], full: bool) -> Told:
    visitor = people["visitor"]
    tried = [*chosen(archive, visitor, full), *of_spellings()]
    return tell(archive, visitor, tried, commanded(archive, visitor))


def test_a_hidden_word_is_answered_visitors_like_one_that_was_never_said(
    archive: Archive, people: dict[str, Person], full: bool, told_to_visitor: Told
) -> None:
    assert told_to_visitor.differing(chosen(archive, people["visitor"], full)) == []


def test_a_hidden_word_is_answered_a_member_like_one_that_was_never_said(
    archive: Archive, people: dict[str, Person], full: bool
) -> None:
    member = people["member of group A"]
    tried = list(chosen(archive, member, full))
    assert tell(archive, member, tried).differing(tried) == []


def test_a_spelling_of_hidden_minutes_is_told_to_nobody_else(told_to_visitor: Told) -> None:
    assert told_to_visitor.differing(of_spellings()) == []


def test_every_command_says_what_it_prints() -> None:
    own = {name for name, app in get_commands().items() if not str(app).startswith(FOREIGN)}
    assert own - COMMANDS.keys() == set(), "say in commands.py what these print of the minutes"
    assert COMMANDS.keys() - own == set()


def test_who_searches_on_the_command_line_finds_what_a_visitor_may_read(
    archive: Archive, people: dict[str, Person], told_to_visitor: Told
) -> None:
    visitor = people["visitor"]
    detector = Detector(archive.canaries)
    assert len(told_to_visitor.printed) > 2
    for query, printed in told_to_visitor.printed.items():
        found = {canary for canary in detector.found([printed]) if query not in canary.word.forms}
        assert [canary.place for canary in found if not visitor.may_read(canary.needs)] == [], query
        assert told_to_visitor.printed_by_twin[query].split(", ") == printed.split(", "), query
