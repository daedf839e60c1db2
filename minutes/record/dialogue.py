"""Who speaks in which part, and which answers belong to which question: worked out from minutes as they are stored, and
kept with each utterance.

The rules are those of minutes.dialogue; what people settled for a body goes before them. Rows that other rules worked
out are worked out anew by `serve` at its next start (`record_dialogue` elsewhere): pages only read them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from minutes import access
from minutes.access import Onlooker
from minutes.dialogue import (
    Present,
    Reading,
    Said,
    Setting,
    SpeakerCategory,
    categories_of,
    inquiries_as_read,
)
from minutes.digests import digest_of
from minutes.models import Body, Meeting, Passage, SpeakerAssignment, Utterance
from minutes.parsing import Attendee
from minutes.signals import dialogue_renewed, meetings_relabelled
from minutes.withholding import MASK


@dataclass(frozen=True, slots=True)
class Line:
    """What the rules look at of an utterance; a speaker is empty where none is printed. `items` name its agenda items,
    `needs` are the audiences that its readers have to be in, `passages` what of it is withheld."""

    ref: int
    kind: str
    speaker: str
    text: str
    items: frozenset[int]
    needs: tuple[int, ...]
    passages: tuple[Passage, ...] = ()

    def read_by(self, onlooker: Onlooker) -> Said:
        """The utterance as these people read it."""
        texts = onlooker.read({"speaker": self.speaker, "text": self.text}, self.passages)
        return Said(texts["speaker"], texts["text"], self.kind, self.items, is_known=MASK not in texts["speaker"])


@dataclass(frozen=True, slots=True)
class Seat:
    """An entry of the attendance list, and what of it is withheld."""

    attendee: Attendee
    passages: tuple[Passage, ...] = ()

    def read_by(self, onlooker: Onlooker) -> Present:
        """The entry as these people read it."""
        row = self.attendee
        printed = {"group": row.group, "name": row.name, "role": row.role, "affiliation": row.affiliation}
        texts = onlooker.read({field: text or "" for field, text in printed.items()}, self.passages)
        return Present(texts["group"], texts["name"], texts["role"])


@dataclass(frozen=True, slots=True)
class Part:
    """What was worked out of an utterance; `answers` are the permanent numbers of the questions that it answers."""

    category: SpeakerCategory
    inquiry: int | None
    answers: tuple[int, ...]


def dialogue_version() -> str:
    """Names what works it out: rows of another one are worked out anew. A digest of its code."""
    return digest_of("minutes.dialogue", alone=("minutes.record.dialogue", "minutes.access.onlookers"))


def work_out(lines: Sequence[Line], body: Body, title: str, seats: Sequence[Seat]) -> list[Part]:
    """The part of each utterance of one meeting: what everybody is told follows from what everybody reads, and so on for
    each kind of readers."""
    needs = [need for line in lines for need in line.needs]
    withheld = [passage for line in lines for passage in line.passages]
    withheld += [passage for seat in seats for passage in seat.passages]
    *others, last = access.onlookers([*needs, *(passage.audience for passage in withheld)])
    read = partial(_reading_of, lines, seats, body, title, assigned(body))
    whole = read(last, [SpeakerCategory.OTHER] * len(lines))
    readings = [*(read(kind, whole.categories) for kind in others), whole]
    told = _told(readings)
    return [
        Part(
            told.get(index, SpeakerCategory.OTHER),
            place.inquiry,
            tuple(lines[question].ref for question in place.answers),
        )
        for index, place in enumerate(inquiries_as_read(readings))
    ]


def _reading_of(
    lines: Sequence[Line],
    seats: Sequence[Seat],
    body: Body,
    title: str,
    decided: Mapping[str, SpeakerCategory],
    onlooker: Onlooker,
    beside: Sequence[SpeakerCategory],
) -> Reading:
    """A meeting as these people read it; of what they do not see, the categories are those `beside`."""
    said = [line.read_by(onlooker) for line in lines]
    seen = [index for index, line in enumerate(lines) if onlooker.may_see(*line.needs)]
    known = [index for index in seen if said[index].is_known]
    setting = Setting(body.name, title, tuple(seat.read_by(onlooker) for seat in seats))
    categories = dict(enumerate(beside)) | dict.fromkeys(seen, SpeakerCategory.OTHER)
    categories |= zip(known, categories_of([said[index] for index in known], setting, decided), strict=True)
    return Reading(said, list(categories.values()), seen)


def _told(readings: Sequence[Reading]) -> dict[int, SpeakerCategory]:
    """The category of each utterance as the widest circle finds it that reads it and is told who speaks."""
    told: dict[int, SpeakerCategory] = {}
    for reading in reversed(readings):
        told |= {index: reading.categories[index] for index in reading.seen if reading.said[index].is_known}
    return told


def assigned(body: Body) -> dict[str, SpeakerCategory]:
    """The categories that people gave to speakers of a body, by speaker or post as printed."""
    newest = {row.speaker: row.category for row in body.speaker_assignments.order_by("pk")}
    return {speaker: SpeakerCategory(category) for speaker, category in newest.items() if category}


@transaction.atomic
def renew_dialogue(meeting: Meeting) -> bool:
    """Works out a stored meeting anew; returns whether anything became otherwise. Copies are not told."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    parts = work_out(*_rows(meeting))
    stored = meeting.utterances.order_by("order").values_list("pk", "speaker_category", "inquiry", "answers")
    changed = [
        (pk, part)
        for (pk, category, inquiry, answers), part in zip(stored, parts, strict=True)
        if (category, inquiry, tuple(answers)) != (part.category, part.inquiry, part.answers)
    ]
    _write(changed)
    if meeting.dialogue_version != dialogue_version():
        Meeting.objects.filter(pk=meeting.pk).update(dialogue_version=dialogue_version())
    return bool(changed)


def renew_where_withheld(meeting: Meeting) -> None:
    """The same for minutes that were just written, before their passages and the audiences of their items were known."""
    audiences = meeting.agenda_items.values_list("audience", flat=True)
    if meeting.passages.exists() or any(map(access.is_restricted, audiences)):
        renew_dialogue(meeting)


def _rows(meeting: Meeting) -> tuple[list[Line], Body, str, list[Seat]]:
    """What of a stored meeting its parts are worked out of."""
    passages: defaultdict[tuple[str, int], list[Passage]] = defaultdict(list)
    for passage in meeting.passages.filter(part__in=(Passage.Part.UTTERANCE, Passage.Part.ATTENDEE)):
        passages[passage.part, passage.row].append(passage)
    audiences = dict(meeting.agenda_items.values_list("pk", "audience"))
    items: defaultdict[int, set[int]] = defaultdict(set)
    filed = Utterance.agenda_items.through.objects.filter(utterance__meeting=meeting)
    for utterance, item in filed.values_list("utterance_id", "agendaitem_id"):
        items[utterance].add(item)
    rows = meeting.utterances.order_by("order").values_list("pk", "ref", "kind", "speaker", "text", "audience")
    lines = [
        Line(
            ref,
            kind,
            speaker,
            text,
            frozenset(items[pk]),
            (audience, *(audiences[item] for item in sorted(items[pk]))),
            tuple(passages[Passage.Part.UTTERANCE, ref]),
        )
        for pk, ref, kind, speaker, text, audience in rows
    ]
    seats = [
        Seat(Attendee(row.group, row.name, row.role, row.affiliation), tuple(passages[Passage.Part.ATTENDEE, row.pk]))
        for row in meeting.attendees.order_by("order")
    ]
    return lines, meeting.body, meeting.title, seats


def _write(parts: Sequence[tuple[int, Part]]) -> None:
    """Stores the parts of utterances, given by primary key, in one statement."""
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE minutes_utterance SET speaker_category = new.category, inquiry = new.inquiry,"
            " answers = new.answers::int[]"
            " FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::text[]) AS new (id, category, inquiry, answers)"
            " WHERE minutes_utterance.id = new.id",
            [
                [pk for pk, _ in parts],
                [part.category.value for _, part in parts],
                [part.inquiry for _, part in parts],
                [f"{{{','.join(map(str, part.answers))}}}" for _, part in parts],
            ],
        )


def meetings_without_dialogue() -> QuerySet[Meeting]:
    """Meetings that were never worked out, or by other rules."""
    return Meeting.objects.exclude(dialogue_version=dialogue_version()).order_by("pk")


def record_missing_dialogue() -> Iterator[Meeting]:
    """Works out what `meetings_without_dialogue` lack, each in a transaction of its own; gives each when it is done."""
    for pk in list(meetings_without_dialogue().values_list("pk", flat=True)):
        meeting = Meeting.objects.get(pk=pk)
        with transaction.atomic():
            if renew_dialogue(meeting):
                dialogue_renewed.send(sender=Meeting, meetings=Meeting.objects.filter(pk=pk))
        yield meeting


@transaction.atomic
def assign(body: Body, categories: Mapping[str, str], user: User | None) -> int:
    """Puts speakers or posts of a body into categories, an empty one for what is worked out; stored minutes follow.

    Returns the number of meetings that changed. Meetings that hold none of them are not looked at.
    """
    SpeakerAssignment.objects.bulk_create(
        SpeakerAssignment(body=body, speaker=speaker, category=category, created_by=user)
        for speaker, category in categories.items()
    )
    names = list(categories)
    spoken = Utterance.objects.filter(Q(speaker__in=names) | Q(speaker_role__in=names), meeting__body=body)
    changed = [
        meeting.pk
        for meeting in Meeting.objects.filter(pk__in=spoken.values("meeting")).order_by("pk")
        if renew_dialogue(meeting)
    ]
    if changed:
        meetings_relabelled.send(sender=Utterance, meetings=Meeting.objects.filter(pk__in=changed))
    return len(changed)
