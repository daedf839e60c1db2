"""The table of tests/data/access.txt, row by row: asked of minutes.access and of the search, and of the pages themselves.

Every object holds a word that stands nowhere else. Whoever may not see it gets no answer that holds the word.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from minutes import access
from minutes.intake import new_source
from minutes.models import Attachment, AttachmentPage, Audience, Meeting, Passage, SourceDocument, Upload
from minutes.parsing import ParsedMinutes
from minutes.reading_room import Corrections, dropped_utterance
from minutes.record import import_minutes
from minutes.signals import meeting_changed
from search import engine
from search.known_items import recognise, titles_of
from search.language import Question
from search.suggestions import suggest
from search.synonyms import understand
from tests.conftest import account_of, build_parsed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
Build = Callable[..., ParsedMinutes]
TABLE = Path(__file__).parents[2] / "data" / "access.txt"
PERSONS = ("visitor", "reader", "editor", "administrator")
# Stands in every object, so that a search for it counts all that a person may read.
COMMON = "カイツブリ"
STATES = {"open": Audience.EVERYONE, "staff": Audience.STAFF, "editors": Audience.EDITORS}
Status = Meeting.Status


@dataclass(frozen=True)
class Row:
    """One line of the table: what each person may do (+, -, s), and a visitor of a closed archive."""

    thing: str
    right: str
    persons: dict[str, str]
    closed: str


@dataclass(frozen=True)
class Place:
    """Where a right is used: an address, and what its answer holds for whoever has the right."""

    address: str
    shows: str
    method: str = "GET"


@dataclass(frozen=True)
class Thing:
    """An object of the archive: where each right to it is used, and who has it as the code says."""

    places: dict[str, Place]
    rights: dict[str, Callable[[Any], bool]]


def rows() -> list[Row]:
    found = []
    lines = [line for line in TABLE.read_text().splitlines() if line]
    heads = next(line for line in lines if line.startswith("# object"))
    starts = [heads.index(name) for name in ("state", "right", "visitor")]
    for line in lines:
        if not line.startswith("#"):
            thing = f"{line[: starts[0]].strip()}: {line[starts[0] : starts[1]].strip()}"
            *open_ones, closed = line[starts[2] :].split()
            found.append(
                Row(thing, line[starts[1] : starts[2]].strip(), dict(zip(PERSONS, open_ones, strict=True)), closed)
            )
    return found


class Birds:
    """Words that stand nowhere else, one after the other; the search knows each as one word."""

    NAMES = (
        "アオバズク イソシギ ウミネコ エナガ オオルリ カササギ キビタキ クイナ ケリ コアジサシ サンコウチョウ シジュウカラ スズガモ"
        " セグロセキレイ ソリハシシギ タンチョウ チョウゲンボウ ツツドリ トラツグミ ナベヅル ニュウナイスズメ ノスリ ハヤブサ ヒヨドリ"
        " フクロウ ベニマシコ ホオジロ マヒワ ミサゴ ムクドリ メジロ モズ ヤマガラ ユリカモメ ヨタカ ライチョウ ルリビタキ レンカク"
        " アカゲラ イワツバメ ウグイス エトピリカ オナガガモ カワセミ キセキレイ クマタカ"
        " カケス ウズラ ヨシキリ ゴジュウカラ シロハラ アトリ"
    ).split()

    def __init__(self) -> None:
        self._left = iter(self.NAMES)

    def word(self) -> str:
        return next(self._left)


def searched(word: str) -> Callable[[Any], bool]:
    question = understand(Question(word))
    return lambda user: bool(engine.search(question, clearance=access.clearance(user)).total)


def counted(word: str) -> Callable[[Any], bool]:
    question = understand(Question(word))
    return lambda user: any(engine.search(question, clearance=access.clearance(user)).facets["fiscal_year"].values())


def suggested(word: str) -> Callable[[Any], bool]:
    return lambda user: any(word in completion.text for completion in suggest(word, user))


def named(title: str) -> Callable[[Any], bool]:
    question = understand(Question(title))
    return lambda user: recognise(question, user) is not None


def titled(word: str) -> Callable[[Any], bool]:
    question = understand(Question(word))
    return lambda user: bool(titles_of(question, user, 1))


class Archive:
    """Objects in every state, each known by the words of its row in the table."""

    def __init__(self, build: Build, editor: User) -> None:
        self.build = build
        self.editor = editor
        self.birds = Birds()
        self.things: dict[str, Thing] = {}
        self._meetings = 0
        self._make_meetings()
        self._make_rows()
        self._make_originals()
        self._make_corrections()
        self._make_upload()
        self._make_withheld()
        self._make_editions()

    # Storing

    def store(self, said: list[dict[str, Any]], *, version: int = 1, original: str = "", **changes: Any) -> Meeting:
        """A meeting of a body of its own, or its correction by a person; `original` stands in its document."""
        if version == 1:
            self._meetings += 1
        parsed = self.build(
            body=f"第{self._meetings}委員会",
            held_on=f"2023-05-{self._meetings:02}",
            number=self._meetings,
            **{"attachments": [], "title": f"第{self._meetings}委員会", **changes},
            utterances=said,
        )
        source = new_source(f"{self._meetings} {original}".encode(), "会議録.txt", "text/plain")
        source.parser_version = str(version)
        edited = version > 1
        return import_minutes(parsed=parsed, source=source, user=self.editor, edited=edited, reason="誤記").meeting

    @staticmethod
    def said(word: str, speaker: str = "委員") -> dict[str, Any]:
        return {"kind": "speech", "speaker": speaker, "agenda": [], "text": f"{COMMON}と{word}を見ました。"}

    @staticmethod
    def restrict(
        meeting: Meeting,
        audience: Audience = Audience.EVERYONE,
        said: dict[int, Audience] | None = None,
        status: Status = Status.PUBLISHED,
    ) -> None:
        """Sets who may read a meeting, and its utterances by their places."""
        for place, narrower in (said or {}).items():
            meeting.utterances.filter(order=place).update(audience=narrower)
        meeting.audience, meeting.status = audience, status
        meeting.save()
        meeting_changed.send(sender=Meeting, meeting=meeting)

    # Objects

    def _make_meetings(self) -> None:
        states: dict[str, tuple[Status, Audience]] = {
            name: (Status.PUBLISHED, audience) for name, audience in STATES.items()
        }
        others = {"draft": Status.DRAFT, "in review": Status.IN_REVIEW, "withdrawn": Status.WITHDRAWN}
        states |= {name: (status, Audience.EVERYONE) for name, status in others.items()}
        of = {"open": "of an open meeting", "staff": "of a staff meeting", "editors": "of an editors' meeting"}
        for name, (status, audience) in states.items():
            word, inner, item, paper = (self.birds.word() for _ in range(4))
            said = [self.said(word), self.said(inner)]
            agenda = [{"category": "議案", "number": 1, "title": f"{item}の件"}]
            meeting = self.store(said, title=f"{word}の会議", agenda=agenda, original=word)
            self._give_paper(meeting, paper, Audience.EVERYONE)
            self.restrict(meeting, audience, status=status)
            page = reverse("minutes:meeting", args=[meeting.key])
            sees = self._sees_meeting(meeting)
            self.things[f"meeting: {name}"] = Thing(
                {
                    "listed": Place("/years/2023/", word),
                    "read": Place(page, word),
                    "found": self._found(word, meeting),
                    "counted": self._counted(word, meeting),
                    "suggested": Place(f"/search/suggest/?q={item}", item),
                    "named": self._named(f"{word}の会議", meeting),
                    "titled": self._titled(word, meeting),
                    "downloaded": Place(f"{page}source/", word),
                    "corrected": Place(reverse("minutes:meeting_correct", args=[meeting.key]), "", "POST"),
                },
                {
                    "listed": sees,
                    "read": sees,
                    "found": searched(word),
                    "counted": counted(word),
                    "suggested": suggested(item),
                    "named": named(f"{word}の会議"),
                    "titled": titled(word),
                    "downloaded": self._downloads(meeting),
                    "corrected": access.can_edit,
                },
            )
            if status == Status.WITHDRAWN:
                self._make_bin(meeting, word)
            if name == "open":
                self.things["trail: changes"] = self._recorded("minutes:trail_csv", word)
            own = of.get(name, f"of a {name} meeting")
            self.things[f"agenda item: {own}"] = Thing(
                {
                    "listed": Place(page, item),
                    "named": self._named(f"{item}の件", meeting),
                    "titled": self._titled(item, meeting),
                },
                {"listed": sees, "named": named(f"{item}の件"), "titled": titled(item)},
            )
            self.things[f"utterance: {own}"] = self._utterance(meeting, 2, inner)
            self.things[f"paper: {own}"] = self._paper(meeting.attachments.get(), paper)

    def _make_rows(self) -> None:
        words = {state: self.birds.word() for state in STATES}
        meeting = self.store([self.said(word, f"{word}委員") for word in words.values()])
        self.restrict(meeting, said={2: Audience.STAFF, 3: Audience.EDITORS})
        for place, (state, word) in enumerate(words.items(), start=1):
            self.things[f"utterance: {state}"] = self._utterance(meeting, place, word)
        for state, audience in STATES.items():
            word = self.birds.word()
            self.things[f"paper: {state}"] = self._paper(self._give_paper(meeting, word, audience), word)
        self.restrict(meeting)
        word = self.birds.word()
        narrow = self.store([self.said(word)])
        self.restrict(narrow, Audience.EDITORS, said={1: Audience.STAFF})
        self.things["utterance: staff, of an editors' one"] = self._utterance(narrow, 1, word)

    def _make_originals(self) -> None:
        word = self.birds.word()
        for name, said in (
            ("all of it open", {}),
            ("holds a staff utterance", {1: Audience.STAFF}),
            ("holds an editors' paper", {}),
        ):
            meeting = self.store([self.said(word)], original=word)
            if "paper" in name:
                self._give_paper(meeting, self.birds.word(), Audience.EDITORS)
            self.restrict(meeting, said=said)
            self.things[f"original: {name}"] = self._original(meeting, word)
        meeting = self.store([self.said(word), self.said(word)], original=word)
        self.restrict(meeting, said={2: Audience.EDITORS})
        self.store([self.said(word)], version=2, original=word)
        self.things["original: held a dropped secret"] = self._original(meeting, word)

    def _make_corrections(self) -> None:
        of = {"open": "an open utterance", "staff": "a staff utterance", "editors": "an editors' utterance"}
        for state, audience in STATES.items():
            old, new, dropped = (self.birds.word() for _ in range(3))
            gone = {**self.said(dropped), "text": f"資料がないので、{dropped}のことは次回に改めて調べます。"}
            meeting = self.store([self.said(old), gone, self.said("最後の鳥")])
            self.restrict(meeting, said={1: audience, 2: audience})
            self.store([self.said(new), self.said("最後の鳥")], version=2)
            meeting = Meeting.objects.get(pk=meeting.pk)
            changes = reverse("minutes:version_changes", args=[meeting.key, 2])
            tells = self._is_told(meeting)
            self.things[f"correction: of {of[state]}"] = Thing(
                {
                    "listed": Place(reverse("minutes:meeting_versions", args=[meeting.key]), changes),
                    "read": Place(changes, new),
                },
                {"listed": tells, "read": tells},
            )
            self.things[f"dropped utterance: {state}"] = Thing(
                {
                    "read": Place(reverse("minutes:utterance", args=[meeting.key, 2]), dropped),
                    "found": self._found(dropped, meeting),
                },
                {"read": self._tells_dropped(meeting, 2), "found": searched(dropped)},
            )
            if state == "open":
                version = Place(reverse("minutes:meeting_version", args=[meeting.key, 1]), old)
                self.things["old version: of an open meeting"] = Thing({"read": version}, {"read": access.can_edit})

    def _make_bin(self, meeting: Meeting, word: str) -> None:
        restored = Place(reverse("minutes:bin_meeting_restore", args=[meeting.key]), "", "POST")
        self.things["bin: withdrawn minutes"] = Thing(
            {
                "listed": Place(reverse("minutes:bin"), word),
                "restored": restored,
                "removed": Place(reverse("minutes:bin_meeting_remove", args=[meeting.key]), word),
            },
            {"listed": access.can_edit, "restored": access.can_withdraw, "removed": access.can_remove},
        )

    @staticmethod
    def _recorded(name: str, word: str) -> Thing:
        return Thing({"exported": Place(reverse(name), word)}, {"exported": access.reads_trail})

    def _make_withheld(self) -> None:
        """Minutes that everybody reads but for a word, which some do."""
        for state in ("staff", "editors"):
            word = self.birds.word()
            meeting = self.store([self.said(word)], original=word)
            start = len(COMMON) + 1
            Passage.objects.create(
                meeting=meeting, part="utterance", row=1, field="text", start=start, end=start + len(word), quote=word,
                audience=STATES[state],
            )  # fmt: skip
            self.restrict(meeting)
            page = reverse("minutes:meeting", args=[meeting.key])
            thing = self._utterance(meeting, 1, word)
            original = self._original(meeting, word)
            reads = self._reads(meeting, word)
            self.things[f"passage: {state}"] = Thing(
                {
                    **thing.places,
                    **original.places,
                    "marked": Place(f"{page}passages/mark/?part=utterance&row=1", word),
                    "lifted": Place(f"{page}passages/", word),
                },
                {
                    **thing.rights,
                    **original.rights,
                    "listed": reads,
                    "read": reads,
                    "marked": access.can_withhold,
                    "lifted": access.can_withhold,
                },
            )

    def _make_editions(self) -> None:
        for name, audience, opened in (
            ("opened", Audience.EVERYONE, True),
            ("not opened", Audience.EVERYONE, False),
            ("of a staff meeting", Audience.STAFF, True),
        ):
            word, hidden = self.birds.word(), self.birds.word()
            meeting = self.store([self.said(word), self.said(hidden)])
            meeting.edition_opened = opened
            self.restrict(meeting, audience, said={2: Audience.EDITORS})
            file = reverse("minutes:edition_file", args=[meeting.key, "html"])
            listed = reverse("minutes:edition_withheld", args=[meeting.key])
            self.things[f"edition: {name}"] = Thing(
                {
                    "downloaded": Place(file, word),
                    "read in full": Place(file, hidden),
                    "explained": Place(listed, hidden),
                },
                {
                    "downloaded": self._downloads_edition(meeting),
                    "read in full": lambda _: False,
                    "explained": access.can_edit,
                },
            )

    def _make_upload(self) -> None:
        word = self.birds.word()
        parsed = self.build(
            body="第1委員会",
            title=f"{word}の会議",
            utterances=[self.said(word)],
            agenda=[{"category": "議案", "number": 1, "title": f"{word}の件"}],
        )
        source = new_source(word.encode(), f"{word}.txt", "text/plain")
        source.save()
        upload = Upload.objects.create(
            source=source, state=Upload.State.DRAFT, parsed=parsed.to_json(), created_by=self.editor
        )
        self.things["upload: draft"] = Thing(
            {
                "listed": Place(reverse("minutes:uploads"), word),
                "read": Place(reverse("minutes:upload_draft_json", args=[upload.pk]), word),
                "found": Place(f"/search/?q={word}", "/meetings/"),
                "suggested": Place(f"/search/suggest/?q={word}", word),
                "downloaded": Place(reverse("minutes:upload_source", args=[upload.pk]), word),
                "explained": Place(reverse("minutes:upload_explanation", args=[upload.pk]), word),
                "published": Place(reverse("minutes:upload_publish", args=[upload.pk]), "", "POST"),
            },
            {
                "listed": access.can_edit,
                "read": access.can_edit,
                "found": searched(word),
                "suggested": suggested(word),
                "downloaded": access.can_edit,
                "explained": access.can_edit,
                "published": access.can_edit,
            },
        )

    def _give_paper(self, meeting: Meeting, word: str, audience: Audience) -> Attachment:
        source = SourceDocument.objects.create(
            filename=f"{word}.txt", content=word.encode(), sha256=f"{word}{meeting.pk}", media_type="text/plain", size=1
        )
        place = meeting.attachments.count() + 1
        paper = Attachment.objects.create(
            meeting=meeting, order=place, label=f"資料{place}", title=word, audience=audience, source=source
        )
        AttachmentPage.objects.create(attachment=paper, number=1, text=f"{COMMON}と{word}の数")
        return paper

    # What may be done with them

    def _found(self, word: str, meeting: Meeting) -> Place:
        # The page repeats the word that was looked for: what must not be there is the meeting's address.
        return Place(f"/search/?q={word}", reverse("minutes:meeting", args=[meeting.key]))

    def _named(self, title: str, meeting: Meeting) -> Place:
        return Place(f"/search/?q={title}", reverse("minutes:meeting", args=[meeting.key]))

    def _titled(self, word: str, meeting: Meeting) -> Place:
        return Place(f"/search/titles/?q={word}", reverse("minutes:meeting", args=[meeting.key]))

    def _counted(self, word: str, meeting: Meeting) -> Place:
        return Place(f"/search/?q={COMMON}&body={meeting.body_id}", word)

    def _utterance(self, meeting: Meeting, place: int, word: str) -> Thing:
        said = meeting.utterances.get(order=place)
        sees = lambda user: access.visible_utterances(user).filter(pk=said.pk).exists()  # noqa: E731
        return Thing(
            {
                "listed": Place(reverse("minutes:meeting", args=[meeting.key]), word),
                "read": Place(reverse("minutes:utterance", args=[meeting.key, said.ref]), word),
                "found": self._found(word, meeting),
                "counted": self._counted(word, meeting),
                "suggested": Place(f"/search/suggest/?q={word}", word),
            },
            {
                "listed": sees,
                "read": sees,
                "found": searched(word),
                "counted": counted(word),
                "suggested": suggested(word),
            },
        )

    def _paper(self, paper: Attachment, word: str) -> Thing:
        sees = lambda user: access.visible_attachments(user).filter(pk=paper.pk).exists()  # noqa: E731
        key = paper.meeting.key
        return Thing(
            {
                "listed": Place(reverse("minutes:meeting", args=[key]), word),
                "found": self._found(word, paper.meeting),
                "counted": self._counted(word, paper.meeting),
                "named": self._named(word, paper.meeting),
                "titled": self._titled(word, paper.meeting),
                "downloaded": Place(reverse("minutes:attachment_file", args=[key, paper.pk]), word),
            },
            {
                "listed": sees,
                "found": searched(word),
                "counted": counted(word),
                "named": named(word),
                "titled": titled(word),
                "downloaded": sees,
            },
        )

    def _original(self, meeting: Meeting, word: str) -> Thing:
        place = Place(reverse("minutes:meeting_source", args=[meeting.key]), word)
        return Thing({"downloaded": place}, {"downloaded": self._downloads(meeting)})

    @staticmethod
    def _sees_meeting(meeting: Meeting) -> Callable[[Any], bool]:
        return lambda user: access.visible_meetings(user).filter(pk=meeting.pk).exists()

    @staticmethod
    def _reads(meeting: Meeting, word: str) -> Callable[[Any], bool]:
        return lambda user: any(word in said.text for said in access.visible_utterances(user).filter(meeting=meeting))

    @staticmethod
    def _downloads_edition(meeting: Meeting) -> Callable[[Any], bool]:
        return lambda user: access.downloadable_edition(user, Meeting.objects.get(pk=meeting.pk))

    @staticmethod
    def _downloads(meeting: Meeting) -> Callable[[Any], bool]:
        return lambda user: access.downloadable_source(user, Meeting.objects.get(pk=meeting.pk)) is not None

    @staticmethod
    def _is_told(meeting: Meeting) -> Callable[[Any], bool]:
        return lambda user: Corrections(meeting, user).holds(2)

    @staticmethod
    def _tells_dropped(meeting: Meeting, ref: int) -> Callable[[Any], bool]:
        return lambda user: (
            dropped_utterance(meeting, user, ref) is not None and Corrections(meeting, user).tells_dropped(ref)
        )


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around the whole module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="module")
def people(database: None) -> dict[str, Any]:
    reader = account_of("yomu", access.READER)
    editor = account_of("henshu", access.EDITOR)
    administrator = account_of("kanri", access.ADMINISTRATOR, administers=True)
    return dict(zip(PERSONS, (AnonymousUser(), reader, editor, administrator), strict=True))


@pytest.fixture(scope="module")
def archive(people: dict[str, Any]) -> Archive:
    """Made once: no test changes it, since what somebody does is taken back."""
    return Archive(build_parsed, people["editor"])


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back: what one person does is not what the next one finds."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def browser_of(person: Any) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client


def outcome(client: Client, place: Place) -> str:
    """What somebody meets at a place: +, - or s; a refusal that holds the word is a leak."""
    with undone():
        answer: Any = client.generic(place.method, place.address)
        while (
            answer.status_code in (301, 302) and place.method == "GET" and "/login/" not in answer.headers["Location"]
        ):
            answer = client.get(answer.headers["Location"].partition("#")[0])
    text = answer.getvalue().decode()
    if answer.headers.get("Content-Type") == "application/json":
        text = json.dumps(json.loads(text), ensure_ascii=False)
    if answer.status_code == 401 or (answer.status_code == 302 and "/login/" in answer.headers["Location"]):
        assert not place.shows or place.shows not in text
        return "s"
    if place.method == "POST":
        # What was told of it would stand on the next page.
        client.cookies.pop("messages", None)
        return "+" if answer.status_code == 302 else "-"
    if answer.status_code == 200 and place.shows in text:
        return "+"
    assert answer.status_code in (200, 403, 404)
    assert place.shows not in text
    return "-"


def test_the_code_answers_as_the_table_says(archive: Archive, people: dict[str, Any]) -> None:
    wrong = []
    assert len(rows()) > 90
    for row in rows():
        for name, expected in row.persons.items():
            may = archive.things[row.thing].rights[row.right](people[name])
            if may != (expected == "+"):
                wrong.append(f"{row.thing}: {name} {'may' if may else 'may not'} have it {row.right}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_the_pages_answer_as_the_table_says(archive: Archive, people: dict[str, Any]) -> None:
    wrong = []
    browsers = {name: browser_of(person) for name, person in people.items()}
    for row in rows():
        for name, expected in row.persons.items():
            met = outcome(browsers[name], archive.things[row.thing].places[row.right])
            if met != expected:
                wrong.append(f"{row.thing}, {row.right}: {name} meets {met}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_closed_archive_asks_visitors_to_sign_in_and_changes_nothing_for_others(
    archive: Archive, people: dict[str, Any], settings: Settings
) -> None:
    settings.LOGIN_REQUIRED_TO_READ = True
    browsers = {name: browser_of(people[name]) for name in ("visitor", "reader")}
    wrong = []
    for row in rows():
        place = archive.things[row.thing].places[row.right]
        for name, expected in (("visitor", row.closed), ("reader", row.persons["reader"])):
            met = outcome(browsers[name], place)
            if met != expected:
                wrong.append(f"{row.thing}, {row.right}: {name} meets {met}, not {expected}")
    assert not wrong, "\n".join(wrong)
