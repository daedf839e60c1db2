"""Who speaks in which part, and which answers belong to which question: worked out from minutes as they are stored, and
kept with each utterance.

The rules are those of minutes.dialogue; what people settled for a body goes before them. Rows that other rules worked
out are worked out anew by `serve` at its next start (`record_dialogue` elsewhere): pages only read them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from minutes import access
from minutes.dialogue import Present, Said, Setting, SpeakerCategory, categories_of, inquiries_of
from minutes.digests import digest_of
from minutes.models import Body, Meeting, SpeakerAssignment, Utterance
from minutes.parsing import Attendee
from minutes.signals import dialogue_renewed, meetings_relabelled


@dataclass(frozen=True, slots=True)
class Line:
    """What the rules look at of an utterance; a speaker is empty where none is printed. `items` name its agenda items."""

    ref: int
    kind: str
    speaker: str
    text: str
    items: frozenset[int]
    audience: int


@dataclass(frozen=True, slots=True)
class Part:
    """What was worked out of an utterance; `answers` are the permanent numbers of the questions that it answers."""

    category: SpeakerCategory
    inquiry: int | None
    answers: tuple[int, ...]


def dialogue_version() -> str:
    """Names what works it out: rows of another one are worked out anew. A digest of its code."""
    return digest_of("minutes.dialogue", alone=("minutes.record.dialogue",))


def work_out(lines: Sequence[Line], body: Body, title: str, attendees: Iterable[Attendee]) -> list[Part]:
    """The part of each utterance of one meeting."""
    said = [Said(line.speaker, line.text, line.kind, line.items) for line in lines]
    present = tuple(Present(row.group or "", row.name, row.role or "") for row in attendees)
    categories = categories_of(said, Setting(body.name, title, present), assigned(body))
    places = inquiries_of(said, categories, access.circles([line.audience for line in lines]))
    return [
        Part(category, place.inquiry, tuple(lines[question].ref for question in place.answers))
        for category, place in zip(categories, places, strict=True)
    ]


def assigned(body: Body) -> dict[str, SpeakerCategory]:
    """The categories that people gave to speakers of a body, by speaker or post as printed."""
    newest = {row.speaker: row.category for row in body.speaker_assignments.order_by("pk")}
    return {speaker: SpeakerCategory(category) for speaker, category in newest.items() if category}


@transaction.atomic
def renew_dialogue(meeting: Meeting) -> bool:
    """Works out a stored meeting anew; returns whether anything became otherwise. Copies are not told."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    attendees = [Attendee(row.group, row.name, row.role) for row in meeting.attendees.order_by("order")]
    parts = work_out(_lines(meeting), meeting.body, meeting.title, attendees)
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


def _lines(meeting: Meeting) -> list[Line]:
    items: defaultdict[int, set[int]] = defaultdict(set)
    filed = Utterance.agenda_items.through.objects.filter(utterance__meeting=meeting)
    for utterance, item in filed.values_list("utterance_id", "agendaitem_id"):
        items[utterance].add(item)
    rows = meeting.utterances.order_by("order").values_list("pk", "ref", "kind", "speaker", "text", "audience")
    return [
        Line(ref, kind, speaker, text, frozenset(items[pk]), audience)
        for pk, ref, kind, speaker, text, audience in rows
    ]


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
