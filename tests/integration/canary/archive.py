"""An archive in which every place that can hold words holds a canary word of its own, in every state and for every audience."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import TestCase
from django.utils import timezone

from minutes.intake import new_source, read_today
from minutes.models import (
    AgendaItem,
    Attachment,
    AttachmentPage,
    Attendee,
    Audience,
    BinEntry,
    Body,
    BodyLesson,
    BodyName,
    Circle,
    DraftEdit,
    Erasure,
    Ground,
    Meeting,
    OpeningRequest,
    Paper,
    Passage,
    PublicationRequest,
    Rereading,
    SourceDocument,
    SpeakerAssignment,
    Topic,
    TopicLink,
    Upload,
    UploadBatch,
    Utterance,
    WatchedFile,
)
from minutes.parsing import ParsedMinutes
from minutes.record import import_minutes, renew_dialogue
from minutes.signals import meeting_changed
from search.models import LoggedSearch, Synonym, SynonymGroup
from tests.integration.canary.words import Word, words

# Circles of people: who is in all that a canary needs may read it.
STAFF, EDITORS, DESK, ADMINISTRATORS, NOBODY = "staff", "editors", "desk", "administrators", "nobody"
GROUP_A, GROUP_B = "group A", "group B"
Needs = frozenset[str]
EVERYBODY: Needs = frozenset()
COMMON = "図書館"
SHARED_BODY = "みなと野市図書館協議会"
# Words as all minutes write them, and as only minutes of one state do.
SPELLINGS = {
    "staff": ("引越", "引っ越し"),
    GROUP_A: ("割引", "割り引き"),
    GROUP_B: ("引取", "引き取り"),
    "editors": ("問合せ", "問い合わせ"),
    "draft": ("手続", "手続き"),
    "in review": ("取組", "取り組み"),
    "withdrawn": ("受付", "受け付け"),
}
Status = Meeting.Status


@dataclass(frozen=True)
class Canary:
    """A word, the place that holds it, and the circles that one has to be in to read it there."""

    place: str
    word: Word
    needs: Needs

    @property
    def is_open(self) -> bool:
        return not self.needs


@dataclass(frozen=True)
class State:
    """What a meeting, or a part of one, may be: shown to whom."""

    name: str
    needs: Needs
    audience: int = Audience.EVERYONE
    status: str = Status.PUBLISHED


OPEN = State("open", EVERYBODY)
UNPUBLISHED = (
    State("draft", frozenset({NOBODY}), status=Status.DRAFT),
    State("in review", frozenset({NOBODY}), status=Status.IN_REVIEW),
    State("withdrawn", frozenset({NOBODY}), status=Status.WITHDRAWN),
)


@dataclass
class Archive:
    """The stored archive and what it hides: from whom meetings, utterances, papers, bodies and topics are kept, by key."""

    editor: User
    # The audiences that not everybody is in.
    restricted: tuple[State, ...] = ()
    canaries: list[Canary] = field(default_factory=list)
    meetings: dict[int, Needs] = field(default_factory=dict)
    utterances: dict[int, Needs] = field(default_factory=dict)
    items: dict[int, Needs] = field(default_factory=dict)
    papers: dict[int, Needs] = field(default_factory=dict)
    pages: dict[int, Needs] = field(default_factory=dict)
    bodies: dict[int, Needs] = field(default_factory=dict)
    topics: dict[int, Needs] = field(default_factory=dict)
    _words: Iterator[Word] = field(default_factory=words)

    def canary(self, place: str, needs: Needs) -> Word:
        """A new canary, told where it is put and who may read it there."""
        word = next(self._words)
        self.canaries.append(Canary(place, word, needs))
        return word

    def of(self, *beginning: str) -> list[Canary]:
        return [canary for canary in self.canaries if canary.place.startswith(beginning)]


def build(editor: User) -> Archive:
    """Stores all of it; the vocabulary and suggestions of the search are complete when it returns."""
    archive = Archive(editor)
    archive.restricted = tuple(_audiences(archive))
    with TestCase.captureOnCommitCallbacks(execute=True):
        _Meetings(archive).store_all()
        _store_uploads(archive)
        _store_the_rest(archive)
    # Whatever a meeting's public edition holds, readers may have it.
    Meeting.objects.update(edition_opened=True)
    return archive


def _audiences(archive: Archive) -> Iterator[State]:
    yield State("staff", frozenset({STAFF}), Audience.STAFF)
    for name in (GROUP_A, GROUP_B):
        circle = Circle.objects.create(name=f"{archive.canary(f'circle {name}: name', frozenset({name}))}の委員")
        circle.groups.add(Group.objects.create(name=name))
        yield State(name, frozenset({STAFF, name}), circle.pk)
    yield State("editors", frozenset({EDITORS}), Audience.EDITORS)


class _Meetings:
    """Stores the meetings: each state with a body and words of its own in every field, and in a body that all share."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.stored = 0

    def store_all(self) -> None:
        shared = self._store({"body": SHARED_BODY, "title": "図書館の開館", "utterances": _plain_talk()})
        self._publish(shared, OPEN)
        for state in (OPEN, *self.archive.restricted, *UNPUBLISHED):
            self._in_shared_body(state)
        for state in (OPEN, *self.archive.restricted, UNPUBLISHED[-1]):
            self._full(state)
        self._mixed()
        for state in (OPEN, *self.archive.restricted):
            self._corrected(state)
        self._parts()
        self._withheld()

    def _canaries(self, about: str, needs: Needs) -> Callable[[str], Word]:
        return lambda place: self.archive.canary(f"{about}: {place}", needs)

    def _store(
        self,
        said: Mapping[str, Any],
        *,
        source: SourceDocument | None = None,
        version_of: Meeting | None = None,
        **of: Any,
    ) -> Meeting:
        """A meeting of invented minutes, or its next version; days and numbers are its own."""
        if version_of is None:
            self.stored += 1
        held_on = version_of.held_on if version_of else date(2023, 5, 1) + timedelta(days=self.stored)
        number = version_of.number if version_of else self.stored
        parsed = ParsedMinutes.from_json({"fiscal_year": 2023, "number": number, "held_on": f"{held_on}", **said})
        source = source or new_source(f"{self.stored} {said['title']}".encode(), "会議録.txt", "text/plain")
        return import_minutes(
            parsed=parsed,
            source=source,
            user=self.archive.editor,
            edited=version_of is not None,
            meeting=version_of,
            **of,
        ).meeting

    def _publish(self, meeting: Meeting, state: State) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(status=state.status, audience=state.audience)
        meeting.refresh_from_db()
        renew_dialogue(meeting)
        meeting_changed.send(sender=Meeting, meeting=meeting)
        self.archive.meetings[meeting.pk] = state.needs

    def _full(self, state: State) -> None:
        """A meeting with a canary in each field of each row that belongs to it, and an older version with others."""
        needs = state.needs
        word = self._canaries(f"meeting, {state.name}", needs)
        desk = self._canaries(f"meeting, {state.name}", needs | {DESK})
        old = self._canaries(f"old version, {state.name}", needs)
        first_source = self._canaries(f"old version, {state.name}", needs | {EDITORS})
        body = f"{word('body.name')}審議会"
        topic = Topic.objects.create(name=f"{word('topic.name')}", terms=[f"{desk('topic.terms')}"])
        head = {
            "body": body,
            "title": f"{word('title')}の会議録",
            "office": f"{word('office')}課",
            "source_id": f"{word('source_id')}",
            "source_url": f"http://kaigi.example/{word('source_url')}",
        }
        was_said = f"{old('utterance.text')}と{COMMON}のことを聞きます。"
        first = self._store(
            {
                **head,
                "venue": f"{old('venue')}室",
                "attendees": [{"group": "委員", "name": f"{old('attendee.name')}"}],
                "agenda": [{"category": "議案", "number": 1, "title": f"{old('item.title')}の件"}],
                "utterances": [{"kind": "speech", "speaker": f"{old('utterance.speaker')}委員", "text": was_said}],
                "attachments": [{"label": "資料9", "title": f"{old('paper.title')}"}],
            },
            source=_source(first_source, "source", f"{state.name} 1"),
        )
        speakers = {place: f"{word(f'utterance.speaker, {place}')}" for place in ("question", "answer", "decision")}
        new = {
            **head,
            "venue": f"{word('venue')}室",
            "meeting_access": {"level": "partial", "reason": f"{word('meeting_access_reason')}のため"},
            "minutes_access": {"level": "partial", "reason": f"{word('minutes_access_reason')}のため"},
            "attendees": [
                {
                    "group": f"{word('attendee.group')}",
                    "name": f"{word('attendee.name')}",
                    "role": f"{word('attendee.role')}長",
                    "affiliation": f"{word('attendee.affiliation')}課",
                }
            ],
            "agenda": [
                {"category": f"{word('item.category')}", "number": 1, "title": f"{word('item.title')}の件"},
                {"category": "報告", "number": 2, "title": f"{word('second item.title')}の件"},
            ],
            "utterances": [
                _said(f"{speakers['question']}委員", word("utterance.text, question"), "はいつですか。"),
                _said(f"{speakers['answer']}課長", word("utterance.text, answer"), "は11月です。"),
                _said("事務局", word("utterance.text, explanation"), "を説明した。", "explanation", item=1),
                _said(None, word("utterance.text, summary"), "の要旨である。", "summary", item=1),
                _said(f"{speakers['decision']}会長", word("utterance.text, decision"), "のとおり承認", "decision"),
                _said(None, word("utterance.text, note"), "のため休憩", "note"),
            ],
            "attachments": [{"label": f"資料1{word('paper.label')}", "title": f"{word('paper.title')}", "agenda": 0}],
        }
        reason = f"{word('version.reason')}の誤り"
        meeting = self._store(new, source=_source(word, "source", f"{state.name} 2"), version_of=first, reason=reason)
        item = meeting.agenda_items.get(order=1)
        AgendaItem.objects.filter(pk=item.pk).update(outcome=f"{word('item.outcome')}のとおり可決")
        meeting.utterances.filter(order=1).update(speaker_role=f"{word('utterance.speaker_role')}員")
        TopicLink.objects.create(agenda_item=item, topic=topic)
        _give_file(meeting.attachments.get(), word)
        meeting.body.names.create(name=f"{word('body name')}会議", kind=BodyName.Kind.FORMER)
        Body.objects.filter(pk=meeting.body_id).update(kind=f"{word('body.kind')}", office=f"{word('body.office')}課")
        self.archive.bodies[meeting.body_id] = needs
        self.archive.topics[topic.pk] = needs
        self._on_the_desk(meeting, desk)
        if state.status == Status.WITHDRAWN:
            BinEntry.objects.create(meeting=meeting, was=Status.PUBLISHED, reason=f"{desk('bin.reason')}のため")
        Erasure.objects.create(meeting=meeting, reason=f"{desk('erasure.reason')}の申出")
        self._publish(meeting, state)

    def _on_the_desk(self, meeting: Meeting, desk: Callable[[str], Word]) -> None:
        """What editors keep beside the minutes of a meeting."""
        editor = self.archive.editor
        SpeakerAssignment.objects.create(body=meeting.body, speaker=f"{desk('speaker assignment')}", category="officer")
        BodyLesson.objects.create(
            body_key=meeting.body.name_key, kind="speaker", text=f"{desk('lesson.text')}", line=f"{desk('lesson.line')}"
        )
        loose = _source(desk, "loose paper", meeting.key)
        loose.save()
        Paper.objects.create(
            meeting=meeting, source=loose, label=f"{desk('loose paper.label')}", title=f"{desk('loose paper.title')}"
        )
        assert meeting.current_version is not None
        Upload.objects.create(
            source=meeting.current_version.source,
            state=Upload.State.PUBLISHED,
            meeting=meeting,
            parsed={"title": f"{desk('published upload.parsed')}"},
            reason=f"{desk('published upload.reason')}",
            created_by=editor,
        )
        Rereading.objects.create(
            source=meeting.current_version.source,
            state=Rereading.State.OFFERED,
            parsed={
                **_least(),
                "venue": f"{desk('rereading.parsed')}",
                "title": meeting.title,
                "body": meeting.body.name,
            },
            read={"text": f"{desk('rereading.read')}"},
            error=f"{desk('rereading.error')}を比べられません。",
            **read_today(),
        )

    def _in_shared_body(self, state: State) -> None:
        """A meeting that would be counted with others: in their body, year and topic, with words that they hold too."""
        word = self._canaries(f"meeting of the shared body, {state.name}", state.needs)
        _, own = SPELLINGS.get(state.name, ("", "打ち合わせ"))
        meeting = self._store(
            {
                "body": SHARED_BODY,
                "title": f"図書館協議会（{word('title')}）",
                "agenda": [{"category": "議案", "number": 45, "title": f"{word('item.title')}と図書館の条例"}],
                "utterances": [
                    *_plain_talk(),
                    _said("田中委員", word("utterance.text"), f"と図書館の{own}をしました。"),
                ],
                "attachments": [{"label": "資料1", "title": f"{word('paper.title')}の図面"}],
            }
        )
        topic, _ = Topic.objects.get_or_create(name="図書館の運営")
        TopicLink.objects.create(agenda_item=meeting.agenda_items.get(), topic=topic)
        self._publish(meeting, state)

    def _mixed(self) -> None:
        """An open meeting with utterances and papers for each audience; its original is for those who may read all."""
        said = [*_plain_talk()]
        places: dict[int, Needs] = {}
        audiences: dict[int, int] = {}
        for state in self.archive.restricted:
            word = self._canaries(f"open meeting, {state.name} part", state.needs)
            for kind, tail in (
                ("speech", "はいつですか。"),
                ("speech", "は11月です。"),
                ("decision", "のとおり承認"),
                ("note", "を配付"),
            ):
                who = {"はいつですか。": "委員", "は11月です。": "課長"}.get(tail)
                speaker = f"{word(f'utterance.speaker, {who}')}{who}" if who else None
                said.append(_said(speaker, word(f"utterance.text, {kind}{who or ''}"), tail, kind))
                places[len(said)], audiences[len(said)] = state.needs, state.audience
        said.append({"kind": "speech", "speaker": "会長", "text": "図書館の件は以上です。", "agenda": [0]})
        least = self._canaries("open meeting, original with restricted parts", frozenset({EDITORS}))
        meeting = self._store(
            {
                "body": SHARED_BODY,
                "title": "図書館の混合の会議",
                "agenda": [{"category": "議案", "number": 1, "title": "図書館の開館について"}],
                "utterances": said,
                "attachments": [
                    {"label": f"資料{place}", "title": "図書館の図面"}
                    for place in range(1, 2 + len(self.archive.restricted))
                ],
            },
            source=_source(least, "source", "mixed"),
        )
        for order, audience in audiences.items():
            row = meeting.utterances.get(order=order)
            Utterance.objects.filter(pk=row.pk).update(audience=audience)
            self.archive.utterances[row.pk] = places[order]
        for paper, state in zip(meeting.attachments.order_by("order"), (OPEN, *self.archive.restricted), strict=True):
            word = self._canaries(f"open meeting, {state.name} part", state.needs)
            title = f"{word('paper.title')}の図書館の図面"
            Attachment.objects.filter(pk=paper.pk).update(
                label=f"資料{word('paper.label')}", title=title, audience=state.audience
            )
            paper.refresh_from_db()
            _give_file(paper, word)
            self.archive.papers[paper.pk] = state.needs
        self._publish(meeting, OPEN)

    def _corrected(self, state: State) -> None:
        """An open meeting of which a correction changed what only some may read, and dropped some of that."""
        word = self._canaries(f"corrected, {state.name} part", state.needs)
        source = new_source(f"corrected {state.name} {word('source.content')}".encode(), "会議録.txt", "text/plain")
        old = [
            *_plain_talk(),
            {
                "kind": "speech",
                "speaker": "委員",
                "text": f"{word('old utterance.text')}の費用は百万円と聞いています。",
            },
            {
                "kind": "speech",
                "speaker": "委員",
                "text": f"資料がないので、{word('dropped utterance.text')}のことは次回に改めて調べます。",
            },
            {"kind": "speech", "speaker": "会長", "text": "図書館の件は以上です。"},
        ]
        head = {
            "body": SHARED_BODY,
            "title": "図書館の訂正された会議",
            "attachments": [{"label": "資料1", "title": "図面"}],
        }
        first = self._store({**head, "utterances": old}, source=source)
        hidden = [len(_plain_talk()) + 1, len(_plain_talk()) + 2]
        first.utterances.filter(order__in=hidden).update(audience=state.audience)
        new = [
            *_plain_talk(),
            {
                "kind": "speech",
                "speaker": "委員",
                "text": f"{word('new utterance.text')}の費用は百万円と聞いています。",
            },
            old[-1],
        ]
        meeting = self._store(
            {**head, "utterances": new}, source=source, version_of=first, reason=f"{word('version.reason')}の誤り"
        )
        for row in meeting.utterances.filter(order=hidden[0]):
            self.archive.utterances[row.pk] = state.needs
        self._publish(meeting, OPEN)

    def _parts(self) -> None:
        """An open meeting with an agenda item for each audience, what was said and handed out under it, and a paper of
        which each page is for others."""
        states = self.archive.restricted
        agenda, said, papers = [{"category": "議案", "number": 1, "title": "図書館の条例"}], _plain_talk(), []
        for number, state in enumerate(states, start=1):
            word = self._canaries(f"restricted item, {state.name}", state.needs)
            agenda.append({"category": "議案", "number": number + 1, "title": f"図書館の{word('item.title')}の件"})
            said.append(_said(f"{word('utterance.speaker')}委員", word("utterance.text"), "を聞きます。", item=number))
            said.append(_said(None, word("utterance.text, decision"), "のとおり可決", "decision", item=number))
            papers.append({"label": f"資料{number}", "title": f"図書館の{word('paper.title')}", "agenda": number})
        papers.append({"label": "資料9", "title": "図書館の図面", "agenda": 0})
        said.append({"kind": "speech", "speaker": "会長", "text": "図書館の件は以上です。", "agenda": [0]})
        head = {"body": SHARED_BODY, "title": "図書館の議題ごとの会議"}
        least = self._canaries("restricted item: original", frozenset({EDITORS}))
        meeting = self._store(
            {**head, "agenda": agenda, "utterances": said, "attachments": papers},
            source=_source(least, "source", "parts"),
        )
        for number, state in enumerate(states, start=1):
            item = meeting.agenda_items.get(order=number + 1)
            AgendaItem.objects.filter(pk=item.pk).update(audience=state.audience)
            self.archive.items[item.pk] = state.needs
            for row in meeting.utterances.filter(agenda_items=item):
                self.archive.utterances[row.pk] = state.needs
            paper = meeting.attachments.get(agenda_item=item)
            self.archive.papers[paper.pk] = state.needs
            _give_file(paper, self._canaries(f"restricted item, {state.name}", state.needs))
        paper = meeting.attachments.get(label="資料9")
        source = _source(self._canaries("restricted page: file", frozenset({EDITORS})), "paper file", "pages")
        source.save()
        Attachment.objects.filter(pk=paper.pk).update(source=source)
        for number, state in enumerate((OPEN, *states), start=1):
            held = self.archive.canary(f"restricted page, {state.name}: paper page.text", state.needs)
            page = AttachmentPage.objects.create(
                attachment=paper, number=number, text=f"図書館の{held}の数", audience=state.audience
            )
            self.archive.pages[page.pk] = state.needs
        self._publish(meeting, OPEN)

    def _withheld(self) -> None:
        """An open meeting of which parts are withheld, in every kind of row, each audience's in rows of its own, then
        several in one text, and under an item that others may read; a correction carries them along."""
        states = self.archive.restricted
        agenda = [{"category": "議案", "number": 1, "title": "図書館の条例"}]
        people, said, papers = [], _plain_talk(), []
        secrets: list[tuple[Passage.Part, int, str, str, State]] = []

        def secret(part: Passage.Part, row: int, field: str, tail: str, state: State) -> str:
            word = str(self.archive.canary(f"passage, {state.name}: {part}.{field}", state.needs))
            secrets.append((part, row, field, word, state))
            return f"{word}{tail}"

        part = Passage.Part
        for number, state in enumerate(states, start=1):
            agenda.append(
                {
                    "category": "議案",
                    "number": number + 1,
                    "title": secret(part.ITEM, number + 1, "title", "の件", state),
                }
            )
            people.append({"group": "委員", "name": secret(part.ATTENDEE, number, "name", "", state)})
            text = f"図書館の件で{secret(part.UTTERANCE, len(said) + 1, 'text', '', state)}さんから話がありました。打合せもしました。"
            who = secret(part.UTTERANCE, len(said) + 1, "speaker", "", state)
            said.append({"kind": "speech", "speaker": who, "text": text, "agenda": [number]})
            decided = secret(part.UTTERANCE, len(said) + 1, "text", "のとおり可決", state)
            said.append({"kind": "decision", "speaker": None, "text": decided, "agenda": [number]})
            papers.append({"label": f"資料{number}", "title": secret(part.PAPER, number, "title", "の図面", state)})
        together = len(said) + 1
        words = "と".join(secret(part.UTTERANCE, together, "text", "", state) for state in states)
        said.append({"kind": "speech", "speaker": "図書館長", "text": f"図書館の{words}を見ました。", "agenda": [0]})
        said.append({"kind": "speech", "speaker": "会長", "text": "図書館の件は以上です。", "agenda": [0]})
        both = State("both groups", frozenset({STAFF, GROUP_A, GROUP_B}), states[2].audience)
        agenda.append({"category": "議案", "number": 9, "title": "図書館の委託の件"})
        crossed = len(said) + 1
        inner = secret(part.UTTERANCE, crossed, "text", "", both)
        outer = self.archive.canary("item of group A: utterance.text", states[1].needs)
        said.append(
            {
                "kind": "speech",
                "speaker": "委員",
                "text": f"図書館の{outer}を{inner}に頼みます。",
                "agenda": [len(agenda) - 1],
            }
        )
        head = {"body": SHARED_BODY, "title": "図書館の一部非公開の会議", "agenda": agenda, "attendees": people}
        original = self._canaries("passage: original", frozenset({EDITORS}))
        source = _source(original, "source", "withheld")
        meeting = self._store({**head, "utterances": said, "attachments": papers}, source=source)
        AgendaItem.objects.filter(meeting=meeting, order=len(agenda)).update(audience=states[1].audience)
        pages = {}
        for number, state in enumerate(states, start=1):
            paper = meeting.attachments.get(order=number)
            word = secret(part.PAGE, number, "text", "", state)
            pages[number] = AttachmentPage.objects.create(attachment=paper, number=1, text=f"図書館の{word}の数").pk
        rows = {
            part.ITEM: dict(meeting.agenda_items.values_list("order", "pk")),
            part.ATTENDEE: dict(meeting.attendees.values_list("order", "pk")),
            part.PAPER: dict(meeting.attachments.values_list("order", "pk")),
            part.UTTERANCE: dict(meeting.utterances.values_list("order", "ref")),
            part.PAGE: pages,
        }
        ground = Ground.objects.create(text="条例第7条第2号")
        models = {part.ITEM: AgendaItem, part.ATTENDEE: Attendee, part.PAPER: Attachment, part.PAGE: AttachmentPage}
        for kind, order, name, quote, state in secrets:
            row = rows[kind][order]
            if kind == part.UTTERANCE:
                whole = getattr(meeting.utterances.get(ref=row), name)
            else:
                whole = getattr(models[kind]._default_manager.get(pk=row), name)
            start = whole.index(quote)
            note = self.archive.canary(f"passage, {state.name}: note", state.needs | {DESK})
            Passage.objects.create(
                meeting=meeting, part=kind, row=row, field=name, start=start, end=start + len(quote), quote=quote,
                audience=state.audience, ground=ground, note=f"{note}のため",
            )  # fmt: skip
        self._publish(meeting, OPEN)
        corrected = [
            {**told, "text": told["text"].replace("打合せもしました", "打合せも二回しました")} for told in said
        ]
        meeting = self._store(
            {**head, "utterances": corrected, "attachments": papers},
            source=source,
            version_of=meeting,
            reason="回数の誤り",
        )
        item = meeting.agenda_items.get(order=len(agenda))
        self.archive.items[item.pk] = states[1].needs
        for under in meeting.utterances.filter(agenda_items=item):
            self.archive.utterances[under.pk] = states[1].needs
        self._publish(meeting, OPEN)


def _plain_talk() -> list[dict[str, Any]]:
    """What is said in many meetings: counted, suggested and found with what is hidden."""
    return [
        {"kind": "speech", "speaker": "佐藤委員長", "text": "ただいまから図書館の件を始めます。"},
        {"kind": "speech", "speaker": "田中委員", "text": "図書館の開館はいつですか。打合せはしましたか。"},
        {"kind": "speech", "speaker": "図書館長", "text": "図書館の開館は11月です。保育園も開きます。"},
        {
            "kind": "speech",
            "speaker": "館員",
            "text": f"{'、'.join(common for common, _ in SPELLINGS.values())}をします。",
        },
    ]


def _said(speaker: str | None, word: Word, tail: str, kind: str = "speech", item: int = 0) -> dict[str, Any]:
    return {"kind": kind, "speaker": speaker, "text": f"図書館の{word}{tail}", "agenda": [item]}


def _least() -> dict[str, Any]:
    return {"fiscal_year": 2023, "held_on": "2023-05-01", "utterances": _plain_talk()}


def _source(word: Callable[[str], Word], place: str, own: str) -> SourceDocument:
    """An unsaved document with canaries in its name, its bytes and its text."""
    text = f"{word(f'{place}.text')}の会議録"
    source = new_source(f"{own} {word(f'{place}.content')}".encode(), f"{word(f'{place}.filename')}.txt", "text/plain")
    source.text = text
    source.warnings = [
        {"code": "unparsed-text", "message": f"{word(f'{place}.warnings')}を読み取れません。", "line": 1}
    ]
    return source


def _give_file(paper: Attachment, word: Callable[[str], Word]) -> None:
    source = _source(word, "paper file", f"{paper.pk}")
    source.save()
    Attachment.objects.filter(pk=paper.pk).update(source=source)
    pages = [
        AttachmentPage(attachment=paper, number=n, text=f"図書館の{word(f'paper page {n}.text')}の数") for n in (1, 2)
    ]
    AttachmentPage.objects.bulk_create(pages)


def _store_uploads(archive: Archive) -> None:
    """Documents on the desk, one in each state, with canaries in all that is kept of them."""
    for state in Upload.State:
        word = _of(archive, f"upload, {state.value}", frozenset({DESK}))
        batch = UploadBatch.objects.create(name=f"{word('batch.name')}.zip", created_by=archive.editor)
        source = _source(word, "source", state.value)
        source.save()
        parsed = {
            **_least(),
            "title": f"{word('parsed.title')}の会議",
            "body": f"{word('parsed.body')}審議会",
            "venue": f"{word('parsed.venue')}室",
            "agenda": [{"category": "議案", "number": 1, "title": f"{word('parsed.agenda')}の件", "id": "g1"}],
            "utterances": [
                {
                    "kind": "speech",
                    "speaker": f"{word('parsed.speaker')}委員",
                    "text": f"{word('parsed.text')}です。",
                    "id": "u1",
                }
            ],
            "attachments": [{"label": "資料1", "title": f"{word('parsed.paper')}", "id": "p1"}],
            "warnings": [
                {"code": "unparsed-text", "message": f"{word('parsed.warnings')}を読み取れません。", "line": 1}
            ],
        }
        is_read = state in (Upload.State.DRAFT, Upload.State.DISCARDED, Upload.State.PUBLISHED)
        upload = Upload.objects.create(
            source=source,
            state=state,
            batch=batch,
            parsed=parsed if is_read else None,
            base={**parsed, "venue": f"{word('base')}室"} if is_read else None,
            lessons=[{"kind": "speaker", "text": f"{word('lessons')}", "line": ""}],
            choices={"topics": {f"{word('choices')}": []}},
            error="" if is_read else f"{word('error')}を読めません。",
            reason=f"{word('reason')}の誤り",
            created_by=archive.editor,
        )
        if state == Upload.State.DRAFT:
            PublicationRequest.objects.create(
                upload=upload, asked_by=archive.editor, why=f"{word('request.why')}のため"
            )
            quote = str(word("passage.quote"))
            Passage.objects.create(
                upload=upload, part=Passage.Part.UTTERANCE, draft_row="u1", field="text", start=0, end=len(quote),
                quote=quote, note=f"{word('passage.note')}のため", placed=False,
            )  # fmt: skip
        if state == Upload.State.DISCARDED:
            BinEntry.objects.create(upload=upload, was=Upload.State.DRAFT, reason=f"{word('bin.reason')}のため")
        change = {
            "op": "set",
            "table": "head",
            "field": "venue",
            "before": f"{word('edit.operation')}",
            "after": parsed["venue"],
        }
        back = {**change, "before": parsed["venue"], "after": f"{word('edit.inverse')}"}
        DraftEdit.objects.create(
            upload=upload, number=1, user=archive.editor, operation=change, inverse=back, touched=[["head", None]]
        )
        paper = _source(word, "paper", state.value)
        paper.save()
        Paper.objects.create(
            upload=upload,
            source=paper,
            label=f"{word('paper.label')}",
            title=f"{word('paper.title')}",
            error=f"{word('paper.error')}",
        )


def _store_the_rest(archive: Archive) -> None:
    """What stands in no meeting: what came by the folder, what people search for, and what they take for the same."""
    desk = _of(archive, "desk", frozenset({DESK}))
    WatchedFile.objects.create(
        name=f"{desk('watched file.name')}.txt",
        problems=[f"{desk('watched file.problems')}"],
        outcome=WatchedFile.Outcome.LOOK,
    )
    OpeningRequest.objects.create(
        what="meeting 1 audience 0",
        label=f"{desk('opening request.label')}を公開",
        address="/",
        asked_by=archive.editor,
    )
    log = _of(archive, "search log", frozenset({ADMINISTRATORS}))
    once = [log(f"searched once, by {who}").kana for who in ("a visitor", "staff")]
    # What others often search for is proposed to whoever may read no less than they.
    often = {
        state: f"図書館{_of(archive, 'search log', state.needs)(f'searched often, by {state.name}').kanji}"
        for state in archive.restricted
    }
    today = timezone.localdate()
    later = timezone.now() + timedelta(hours=1)
    for asked_by, text in zip((Audience.EVERYONE, Audience.STAFF), once, strict=True):
        _log(text, today, [*{0, asked_by}], 0, None)
    everybody = sorted({0, *(state.audience for state in archive.restricted)})
    for state, text in often.items():
        group = sorted({0, 1, state.audience})
        asked_by_them = everybody if state.name == EDITORS else group
        for days in range(4):
            _log(text, today - timedelta(days=days), asked_by_them, 3, later)
    synonyms = _of(archive, "synonym", frozenset({DESK}))
    synonym = SynonymGroup.objects.create(is_active=False, note=f"{synonyms('note, switched off')}")
    for order, text in enumerate(("図書館", f"{synonyms('word, switched off').kana}")):
        Synonym(group=synonym, text=text, order=order).save()


def _log(text: str, day: date, audiences: list[int], hits: int, found_at: Any) -> None:
    LoggedSearch.objects.create(
        day=day,
        folded=text,
        text=text,
        audiences=audiences,
        hits=hits,
        last_at=found_at or timezone.now(),
        found_at=found_at,
        is_private=False,
    )


def _of(archive: Archive, about: str, needs: Needs) -> Callable[[str], Word]:
    return lambda place: archive.canary(f"{about}: {place}", needs)
