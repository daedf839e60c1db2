"""Everything that the site answers, to everybody: no canary where it may not stand, and no trace of what is hidden.

A new address fails here until tests/data/canary.txt says how it is asked for, a new command until COMMANDS of
commands.py does, a new field that holds words until archive.py puts a canary into it (places.py). The whole
product of addresses, objects, queries and persons is asked with `pytest --canary-full tests/integration/canary`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from tests.integration.canary.addresses import ADMIN, DESK, READ, Address, Addresses, entry_of, patterns, table
from tests.integration.canary.answers import Answer, Detector
from tests.integration.canary.archive import ADMINISTRATORS, Archive, Canary
from tests.integration.canary.archive import DESK as EDITS
from tests.integration.canary.people import NAMES, Person
from tests.integration.canary.places import WITHOUT_WORDS, empty_fields
from tests.integration.canary.twins import as_if_never_said

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# In the gate these are shown every object, the others, who may read as much as one of these or less than one, one object
# of each kind; and these send something. By --canary-full everybody does everything.
WALKS_EVERYWHERE = {"editor", "member of group B", "visitor", "visitor of a closed archive"}
SENDS = ("administrator", "editor", "member of group B", "visitor")
# Whose archives are compared with one in which nothing hidden ever was: always, and by --canary-full.
HAS_A_TWIN = ("member of group B", "visitor")
HAS_A_TWIN_TOO = ("editor", "member of group A", "reader")
# What the pages of open minutes do not show: it is found by searching, or not shown to readers at all.
NOT_SHOWN = (
    "attendee.role",
    "body name",
    "item.outcome",
    "file.text",
    "source.text",
    "source_id",
    "utterance.speaker_role",
    ".warnings",
    "paper page.text",
    "paper page 1.text",
    "paper page 2.text",
)


def may_stand(canary: Canary, address: Address, person: Person) -> bool:
    """Whether an answer to the person may hold the canary: on the desk and in the administration editors find all."""
    if address.area == READ or EDITS not in person.circles:
        return person.may_read(canary.needs)
    return ADMINISTRATORS not in canary.needs or ADMINISTRATORS in person.circles


@dataclass
class Walk:
    """What was asked of the archive, and what came of it."""

    archive: Archive
    addresses: list[Address]
    full: bool
    detector: Detector
    answers: dict[str, dict[Address, Answer]] = field(default_factory=dict)
    leaks: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    seen: set[Canary] = field(default_factory=set)
    requests: int = 0

    def through(self, person: Person) -> None:
        """Asks for all that there is, once."""
        if person.name not in self.answers:
            self.leaks[person.name] = []
            self.answers[person.name] = {
                address: self._asked(person, address) for address in self.addresses if self._is_asked(address, person)
            }

    def _is_asked(self, address: Address, person: Person) -> bool:
        if self.full:
            return True
        # Nothing there is hidden from who works there: one of each kind shows that it can be asked for.
        sees_all = EDITS in person.circles and address.area in (DESK, ADMIN)
        if sees_all or person.name not in WALKS_EVERYWHERE:
            return address.place == 0
        return address.is_picked

    def _asked(self, person: Person, address: Address) -> Answer:
        answer = person.ask(address.path)
        self.note(person, address, answer)
        return answer

    def note(self, person: Person, address: Address, answer: Answer, method: str = "") -> None:
        self.requests += 1
        found = self.detector.found(answer.texts())
        self.seen |= found
        wrong = [canary.place for canary in found if not may_stand(canary, address, person)]
        if answer.status >= 500:
            wrong.append(f"status {answer.status}")
        self.leaks[person.name] += [
            (address.name, f"{method} {address.path}".strip(), place) for place in sorted(wrong)
        ]


@pytest.fixture(scope="module")
def walk(archive: Archive, full: bool) -> Walk:
    return Walk(archive, list(Addresses(archive).all()), full, Detector(archive.canaries))


@pytest.fixture(scope="module", autouse=True)
def counted(walk: Walk) -> Iterator[None]:
    """Tells the numbers that docs/security.md names."""
    yield
    names = {address.name for address in walk.addresses}
    print(f"\ncanaries {len(walk.archive.canaries)}, addresses {len(names)}, requests {walk.requests}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    full = metafunc.config.getoption("canary_full")
    if "twin_of" in metafunc.fixturenames:
        metafunc.parametrize("twin_of", [*HAS_A_TWIN, *(HAS_A_TWIN_TOO if full else ())])
    if "sender" in metafunc.fixturenames:
        metafunc.parametrize("sender", NAMES if full else SENDS)


def test_every_address_is_in_the_table() -> None:
    lines = table()
    missing = {name for name in patterns() if entry_of(name, lines) is None}
    assert missing == set(), "say in tests/data/canary.txt how the canary test asks for these addresses"
    used = {entry_of(name, lines) for name in patterns()}
    assert {line.name for line in lines} - {entry.name for entry in used if entry} == set()


def test_every_field_that_holds_words_holds_a_canary(walk: Walk) -> None:
    empty = empty_fields(walk.detector)
    assert empty - WITHOUT_WORDS == set(), "put a canary into these in archive.py, or say in places.py why not"
    assert WITHOUT_WORDS - empty == set()


def test_no_canary_stands_for_two_places(archive: Archive) -> None:
    assert len(archive.canaries) > 60
    assert len({canary.needs for canary in archive.canaries}) > 5
    forms = [form for canary in archive.canaries for form in canary.word.forms]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_answered_what_they_may_not_read(
    name: str, walk: Walk, people: dict[str, Person], open_or_closed: Callable[[Person], None]
) -> None:
    open_or_closed(people[name])
    walk.through(people[name])
    assert walk.leaks[name] == []


def test_nor_is_anybody_who_sends_something(
    sender: str, walk: Walk, people: dict[str, Person], open_or_closed: Callable[[Person], None]
) -> None:
    open_or_closed(people[sender])
    walk.leaks[sender] = []
    for address in walk.addresses:
        if address.query == 0 and (address.place == 0 or walk.full):
            with transaction.atomic():
                walk.note(people[sender], address, people[sender].ask(address.path, "POST"), "POST")
                transaction.set_rollback(True)
    assert walk.leaks[sender] == []


def test_all_that_readers_are_shown_is_as_if_what_is_hidden_had_never_been(
    twin_of: str, walk: Walk, people: dict[str, Person], open_or_closed: Callable[[Person], None]
) -> None:
    person = people[twin_of]
    open_or_closed(person)
    walk.through(person)
    shown = {address: answer for address, answer in walk.answers[twin_of].items() if address.area == READ}
    differing = []
    with as_if_never_said(walk.archive, person):
        for address, answer in shown.items():
            twin = person.ask(address.path)
            # The original of minutes that hold more than one may read.
            kept_back = (address.name, answer.status, twin.status) == ("minutes:meeting_source", 404, 200)
            if twin.comparable() != answer.comparable() and not kept_back:
                differing.append((address.path, answer.difference(twin)))
    assert differing == []


def test_what_everybody_may_read_is_shown(walk: Walk, people: dict[str, Person]) -> None:
    """The places are real: words of open minutes come out where the same words of others must not."""
    walk.through(people["visitor"])
    shown = walk.detector.found(text for answer in walk.answers["visitor"].values() for text in answer.texts())
    open_ones = [canary for canary in walk.archive.canaries if canary.is_open and not canary.place.endswith(NOT_SHOWN)]
    never_shown = {canary.place for canary in open_ones if canary not in shown}
    assert never_shown == set()
