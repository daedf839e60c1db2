"""Which stored meeting each draft is about, and which other drafts it may be one meeting with: asked for many at once.

The record answers (minutes.record.identity); where it cannot know, an editor chooses, and the choice is kept with the
upload. Drafts whose day nobody else has are answered without being opened.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, JSONField, Q, QuerySet
from django.db.models.fields.json import KT

from minutes.comparing.sittings import Answer, Sitting
from minutes.models import Meeting, MeetingVersion, Upload
from minutes.models.body import name_key
from minutes.record import bodies
from minutes.record.identity import (
    Account,
    Arrival,
    Choice,
    Identity,
    Verdict,
    choices_of,
    compare_all,
    identify_all,
    settle,
)

_JSON = "application/json"
_DRAFT = "draft "


@dataclass(frozen=True, slots=True)
class Rival:
    """Another draft of the same body and day: of the same meeting, or it cannot be known."""

    upload: Upload
    is_same: bool
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class DraftMeeting:
    """What a draft's meeting is. `chosen` is what an editor chose, where it holds, and `has_lapsed` says that it does
    not any more.

    `rivals` are other drafts that may be of the same meeting, as far as nobody chose that they are not.
    """

    identity: Identity
    rivals: tuple[Rival, ...] = ()
    chosen: Choice | None = None
    has_lapsed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose before the draft can be published."""
        return self.identity.verdict == Verdict.UNSURE

    @property
    def is_new(self) -> bool:
        """Whether it is surely a meeting that neither stands in the archive nor in an earlier draft."""
        return self.identity.verdict == Verdict.NEW and not any(rival.is_earlier for rival in self.rivals)

    @property
    def is_asked(self) -> bool:
        """Whether the list of drafts asks: for a stored meeting, or for an earlier draft that it may be one with."""
        return self.is_open or any(rival.is_earlier and not rival.is_same for rival in self.rivals)

    @property
    def is_correction(self) -> bool:
        """Whether an editor chose that it corrects published minutes."""
        return self.chosen is not None and bool(self.chosen.key)

    @property
    def is_listed(self) -> bool:
        """Whether there is anything to tell or to choose."""
        return bool(self.identity.shown or self.rivals or self.chosen)

    @property
    def digest(self) -> str:
        """Tells whether the same was shown to somebody who chose."""
        shown = [f"{meeting.key} {meeting.status}" for meeting in self.identity.shown]
        shown += [str(rival.upload.pk) for rival in self.rivals]
        return hashlib.sha256("\n".join(sorted(shown)).encode()).hexdigest()[:16]


NOTHING = DraftMeeting(Identity(Verdict.NEW))


def meetings_of(uploads: Iterable[Upload]) -> dict[int, DraftMeeting]:
    """The meeting of each of these uploads that is a draft, by the upload's key. A dozen queries for any number.

    A correction of published minutes is of the meeting that it corrects.
    """
    asked = [upload for upload in uploads if upload.state == Upload.State.DRAFT]
    result = {
        upload.pk: DraftMeeting(Identity(Verdict.SAME, upload.meeting))
        for upload in asked
        if upload.meeting is not None
    }
    return result | meetings_of_keys({upload.pk for upload in asked} - result.keys())


def meetings_of_keys(pks: set[int]) -> dict[int, DraftMeeting]:
    """The same for the drafts of these keys, none of them a correction."""
    return _found(pks) if pks else {}


def meeting_of(upload: Upload) -> DraftMeeting:
    """The same for one draft."""
    return meetings_of([upload]).get(upload.pk, NOTHING)


class _AgendaTitles(Func):
    """The titles of a draft's agenda items, in their order."""

    function = "jsonb_path_query_array"
    template = "%(function)s(%(expressions)s, '$.agenda[*].title')"
    output_field = JSONField()


class _SaidWords(_AgendaTitles):
    """The texts of a draft's utterances, in their order."""

    template = "%(function)s(%(expressions)s, '$.utterances[*].text')"


_Day = tuple[str, str, str]


def _found(pks: set[int]) -> dict[int, DraftMeeting]:
    drafts = list(_rows(Q(pk__in=pks)))
    days = {upload.draft_held_on for upload in drafts} - {None}
    undated = Q(draft_held_on=None, draft_fiscal_year__in={row.draft_fiscal_year for row in drafts} - {None})
    around = list(_rows(Q(draft_held_on__in=days) | undated)) if drafts else []
    known = bodies.known_keys({name_key(row.draft_body or "") for row in (*drafts, *around)})
    by_day: defaultdict[_Day, list[Upload]] = defaultdict(list)
    for row in around:
        by_day[_day_of(row, known)].append(row)
    stored = _stored_days(by_day) | {("", "", "")}
    bytes_ = _stored_bytes(drafts)
    beside = {
        row.pk
        for row in drafts
        if len(by_day[_day_of(row, known)]) > 1
        or _day_of(row, known) in stored
        or row.source.sha256 in bytes_
        or row.source.media_type == _JSON
    }
    # Only these are opened.
    days_beside = {_day_of(row, known) for row in drafts if row.pk in beside}
    opened = beside | {row.pk for day in days_beside for row in by_day[day]}
    arrivals = _arrivals(opened, known)
    own = [arrivals[pk] for pk in sorted(beside & arrivals.keys())]
    identities = dict(zip(sorted(beside & arrivals.keys()), identify_all(own, _words), strict=True))
    choices = choices_of(around)
    rivals = _rivals(beside, arrivals, {row.pk: row for row in around}, choices)
    result = dict.fromkeys(pks, NOTHING)
    for pk, identity in identities.items():
        choice = choices.get(pk)
        settled = settle(identity, choice)
        holds = choice if choice and choice.holds(identity) else None
        has_lapsed = holds is None and choice is not None
        result[pk] = DraftMeeting(settled, tuple(rivals.get(pk, ())), holds, has_lapsed)
    return result


def _rows(condition: Q) -> QuerySet[Upload]:
    """Drafts of new minutes with what can be told without opening them."""
    columns = ("draft_body", "draft_held_on", "draft_fiscal_year", "choices", "created_at", "state", "meeting")
    of_source = ("source__filename", "source__sha256", "source__media_type")
    drafts = Upload.objects.filter(condition, state=Upload.State.DRAFT, meeting=None)
    return drafts.select_related("source").only(*columns, *of_source).order_by("pk")


def _day_of(upload: Upload, known: dict[str, str]) -> _Day:
    """Body and day, or body and year; all empty where no meeting can be looked for."""
    key = name_key(upload.draft_body or "")
    if not key or not (upload.draft_held_on or upload.draft_fiscal_year):
        return "", "", ""
    return (
        known.get(key, key),
        upload.draft_held_on or "",
        "" if upload.draft_held_on else upload.draft_fiscal_year or "",
    )


def _stored_days(days: Iterable[_Day]) -> set[_Day]:
    """Those of the bodies' days that have stored meetings."""
    days = set(days)
    dated = {held_on for _, held_on, _ in days if held_on}
    years = {int(year) for _, _, year in days if year.isdecimal()}
    found = Meeting.objects.filter(Q(held_on__in=dated) | Q(held_on=None, fiscal_year__in=years)).order_by()
    rows = found.values_list("body__name_key", "held_on", "fiscal_year")
    return days & {(key, str(day) if day else "", "" if day else str(year)) for key, day, year in rows}


def _stored_bytes(drafts: Sequence[Upload]) -> set[str]:
    versions = MeetingVersion.objects.filter(source__sha256__in={row.source.sha256 for row in drafts})
    return set(versions.values_list("source__sha256", flat=True))


def _arrivals(pks: set[int], known: dict[str, str]) -> dict[int, Arrival]:
    """The drafts of these keys as minutes whose meeting is asked for."""
    if not pks:
        return {}
    columns = ("pk", "revision", "updated_at", "source__sha256", "source__parser_version", "source__filename")
    told = ("draft_body", "draft_held_on", "draft_fiscal_year", "draft_number", "draft_title")
    opened = {f"in_{name}": KT(f"parsed__{name}") for name in ("starts_at", "venue", "source_id")}
    rows = Upload.objects.filter(pk__in=pks).values(*columns, *told, **opened, in_agenda=_AgendaTitles(F("parsed")))
    return {row["pk"]: _arrival(row, known) for row in rows}


def _arrival(row: dict[str, Any], known: dict[str, str]) -> Arrival:
    body, held_on = row["draft_body"] or "", row["draft_held_on"]
    key, year = name_key(body), row["draft_fiscal_year"]
    number = row["draft_number"]
    sitting = Sitting.of(
        number=int(number) if number and number.isdecimal() else None,
        title=row["draft_title"] or body,
        starts_at=row["in_starts_at"],
        venue=row["in_venue"],
        agenda=[title for title in row["in_agenda"] or () if title],
        filename=row["source__filename"],
    )
    name = f"{_DRAFT}{row['pk']} {row['revision']} {row['updated_at'].isoformat()}"
    fiscal_year = int(year) if year and year.isdecimal() else None
    return Arrival(
        Account(known.get(key, key), held_on, fiscal_year, sitting, name),
        sha256=row["source__sha256"],
        parser_version=row["source__parser_version"],
        source_id=row["in_source_id"] or "",
        edited=row["revision"] > 0,
    )


def _words(names: Sequence[str]) -> dict[str, Sequence[str]]:
    """What is said in the drafts of these names. One query."""
    name_of = {int(name.removeprefix(_DRAFT).split()[0]): name for name in names}
    rows = Upload.objects.filter(pk__in=name_of).annotate(said=_SaidWords(F("parsed"))).values_list("pk", "said")
    return {name_of[pk]: [text for text in said or () if text] for pk, said in rows}


def _rivals(
    asked: set[int], arrivals: dict[int, Arrival], rows: dict[int, Upload], choices: dict[int, Choice]
) -> dict[int, list[Rival]]:
    """For each of the drafts the others that it may be of one meeting with, unless an editor chose that it is not."""
    by_body: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for pk in sorted(arrivals.keys() & rows.keys()):
        account = arrivals[pk].account
        if account.body_key and (account.held_on or account.fiscal_year):
            by_body[account.body_key, account.held_on].append(pk)
    pairs = [
        (pk, other)
        for together in by_body.values()
        for pk in together
        for other in together
        if pk in asked and pk != other and arrivals[pk].account.is_of_day(arrivals[other].account)
    ]
    told = compare_all([(arrivals[pk].account, arrivals[other].account) for pk, other in pairs], _words)
    found: defaultdict[int, list[Rival]] = defaultdict(list)
    for (pk, other), comparison in zip(pairs, told, strict=True):
        is_same = comparison.answer == Answer.SAME or arrivals[pk].sha256 == arrivals[other].sha256
        if (is_same or comparison.answer == Answer.UNSURE) and not _are_apart(pk, other, choices):
            found[pk].append(Rival(rows[other], is_same, is_earlier=other < pk))
    return found


def _are_apart(one: int, other: int, choices: dict[int, Choice]) -> bool:
    """Whether an editor who saw both chose for one of them that it is a meeting of its own."""
    chosen = ((choices.get(one), other), (choices.get(other), one))
    return any(choice and not choice.key and rival in choice.drafts for choice, rival in chosen)
