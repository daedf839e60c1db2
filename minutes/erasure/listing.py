"""What was found, as a person goes through it before anything is erased."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from minutes import access
from minutes.erasure.erasing import Decision, Fate
from minutes.erasure.finding import File, Found, Place
from minutes.models import Erasure, Meeting, MeetingVersion, Utterance

# So many places and files stand on the list, each with a choice of its own: a form holds no more fields.
MOST_PLACES = 2_000
MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class ListedPlace:
    place: Place
    title: str = field(repr=False)
    address: str
    goes: bool


@dataclass(frozen=True, slots=True)
class ListedFile:
    file: File
    fate: Fate


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind: those that are listed, and how many there are."""

    name: str
    places: Sequence[ListedPlace]
    count: int

    @property
    def unlisted(self) -> int:
        return self.count - len(self.places)


@dataclass(frozen=True, slots=True)
class Listing:
    groups: Sequence[Group]
    files: Sequence[ListedFile]
    unlisted_files: int


def listed_places(found: Found) -> Sequence[Place]:
    """The places that a person chooses among; all others go."""
    return found.places[:MOST_PLACES]


def listed_files(found: Found) -> Sequence[File]:
    """The files that a person decides about, those that hold the words first; others have the fate of their kind."""
    return sorted(found.files, key=lambda file: (not file.holds, file.key))[:MOST_FILES]


def listing(found: Found, decision: Decision, user: User) -> Listing:
    """The list, with what is decided so far."""
    shown = listed_places(found)
    titles = _titles(shown)
    addresses = _Addresses(shown, user)
    counts = {kind: sum(1 for _ in group) for kind, group in groupby(found.places, lambda place: place.kind)}
    groups = [
        Group(
            str(places[0].model._meta.verbose_name),
            [
                ListedPlace(place, titles.get(place.meeting or 0, ""), addresses.of(place), decision.goes(place))
                for place in places
            ],
            counts[kind],
        )
        for kind, places in _grouped(shown)
    ]
    files = listed_files(found)
    return Listing(groups, [ListedFile(file, decision.fate_of(file)) for file in files], len(found.files) - len(files))


def erasures_of(meeting: Meeting) -> QuerySet[Erasure]:
    """What was erased of a meeting, the newest first, each with the number of its rows as `here`."""
    here = Count("rows", filter=Q(rows__meeting=meeting))
    return Erasure.objects.annotate(here=here).filter(here__gt=0).select_related("ground").order_by("-pk")


def _grouped(places: Sequence[Place]) -> Iterator[tuple[str, list[Place]]]:
    for kind, group in groupby(places, lambda place: place.kind):
        yield kind, list(group)


def _titles(places: Sequence[Place]) -> dict[int, str]:
    found = Meeting.objects.filter(pk__in={place.meeting for place in places if place.meeting})
    return {meeting.pk: f"{meeting.title}、{meeting.held_on_label}" for meeting in found}


class _Addresses:
    """Where the places are looked at; nothing for those that have no page."""

    def __init__(self, places: Sequence[Place], user: User) -> None:
        keys = {place.meeting for place in places if place.meeting}
        self._meetings = dict(access.visible_meetings(user).filter(pk__in=keys).values_list("pk", "key"))
        said = [place.key for place in places if place.kind == "minutes.utterance"]
        self._refs = dict(Utterance.objects.filter(pk__in=said).values_list("pk", "ref"))
        versions = [place.key for place in places if place.kind == "minutes.meetingversion"]
        self._numbers = dict(MeetingVersion.objects.filter(pk__in=versions).values_list("pk", "number"))

    def of(self, place: Place) -> str:
        if place.kind in ("minutes.upload", "minutes.body", "minutes.topic"):
            return reverse(f"minutes:{place.kind.rpartition('.')[2]}", args=[place.key])
        key = self._meetings.get(place.meeting or 0)
        if key is None:
            return ""
        if place.key in self._refs and place.kind == "minutes.utterance":
            return reverse("minutes:utterance", args=[key, self._refs[place.key]])
        if place.kind == "minutes.meetingversion":
            return reverse("minutes:meeting_version", args=[key, self._numbers[place.key]])
        return reverse("minutes:meeting", args=[key])
