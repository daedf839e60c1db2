"""Which stored meeting each draft is about, and which other drafts it may be one meeting with: asked for many at once.

The record answers (minutes.record.identity); where it cannot know, an editor chooses, and the choice is kept with the
upload. Drafts whose day nobody else has are answered without being opened.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, JSONField, Q, QuerySet
from django.db.models.fields.json import KT

from minutes.comparing import Answer, Sitting
from minutes.models import Upload
from minutes.record import (
    Account,
    Arrival,
    Choice,
    Identity,
    Verdict,
    bodies,
    choices_of,
    compare_all,
    identify_all,
    settle,
)
from minutes.wording import name_key

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
        return bool(self.identity.shown or self.rivals or self.chosen or self.has_lapsed)

    @property
    def digest(self) -> str:
        """Tells whether the same was shown to somebody who chose."""
        shown = [f"{meeting.key} {meeting.status}" for meeting in self.identity.shown]
        shown += [str(rival.upload.pk) for rival in self.rivals]
        return hashlib.sha256("\n".join(sorted(shown)).encode()).hexdigest()[:16]


NOTHING = DraftMeeting(Identity(Verdict.NEW))


@dataclass(frozen=True, slots=True)
class DraftMeetings:
    """The meeting of each of some drafts, by the draft's key; and of the names of their bodies, by their keys, those
    that mean a registered body, with the key of that body's own name."""

    meetings: Mapping[int, DraftMeeting]
    bodies: Mapping[str, str]

    def of(self, upload: Upload) -> DraftMeeting:
        """What is known of the meeting of one of the uploads; nothing where it is no draft."""
        return self.meetings.get(upload.pk, NOTHING)


def meetings_of(uploads: Iterable[Upload]) -> DraftMeetings:
    """The meetings of the drafts among these uploads. The number of queries does not grow with them.

    A correction of published minutes is of the meeting that it corrects.
    """
    asked = [upload for upload in uploads if upload.state == Upload.State.DRAFT]
    around = _around(asked)
    known = bodies.known_keys({name_key(row.draft_body or "") for row in (*asked, *around)}) if asked else {}
    found = {
        upload.pk: DraftMeeting(Identity(Verdict.SAME, upload.meeting))
        for upload in asked
        if upload.meeting is not None
    }
    mine = {upload.pk for upload in asked} - found.keys()
    return DraftMeetings({**found, **_found([row for row in around if row.pk in mine], around, known)}, known)


def meeting_of(upload: Upload) -> DraftMeeting:
    """The same for one draft."""
    return meetings_of([upload]).of(upload)


class _AgendaTitles(Func):
    """The titles of a draft's agenda items, in their order."""

    function = "jsonb_path_query_array"
    template = "%(function)s(%(expressions)s, '$.agenda[*].title')"
    output_field = JSONField()


class _SaidWords(_AgendaTitles):
    """The texts of a draft's utterances, in their order."""

    template = "%(function)s(%(expressions)s, '$.utterances[*].text')"


def _around(asked: Sequence[Upload]) -> list[Upload]:
    """All drafts of new minutes of the days of the asked ones, these too: with what is told without opening them."""
    days = {row.draft_held_on for row in asked if row.draft_held_on}
    years = {row.draft_fiscal_year for row in asked if row.draft_fiscal_year and not row.draft_held_on}
    of_days = Q(draft_held_on__in=days) if days else Q()
    of_years = Q(draft_held_on=None, draft_fiscal_year__in=years) if years else Q()
    if not (of_days or of_years):
        return []
    told = ("draft_body", "draft_held_on", "draft_fiscal_year", "draft_number", "draft_title")
    columns = ("choices", "created_at", "updated_at", "revision", "state", "meeting")
    of_source = ("filename", "sha256", "media_type", "parser_version")
    drafts = Upload.objects.filter(of_days | of_years, state=Upload.State.DRAFT, meeting=None)
    rows = drafts.select_related("source").only(*told, *columns, *(f"source__{name}" for name in of_source))
    return list(rows.order_by("pk"))


def _found(asked: Sequence[Upload], around: Sequence[Upload], known: Mapping[str, str]) -> dict[int, DraftMeeting]:
    reader = _Drafts({row.pk: row for row in around})
    source_ids = _source_ids(asked)
    arrivals = {row.pk: _arrival(row, known, source_ids.get(row.pk, "")) for row in around if row.draft_body}
    own = [row for row in asked if row.pk in arrivals]
    identities = identify_all([arrivals[row.pk] for row in own], reader) if own else []
    choices = choices_of(around)
    rivals = _rivals({row.pk for row in own}, arrivals, reader, choices)
    result = {}
    for row, identity in zip(own, identities, strict=True):
        choice = choices.get(row.pk)
        holds = choice if choice and choice.holds(identity) else None
        has_lapsed = choice is not None and holds is None
        result[row.pk] = DraftMeeting(settle(identity, choice), tuple(rivals.get(row.pk, ())), holds, has_lapsed)
    return result


def _source_ids(drafts: Sequence[Upload]) -> dict[int, str]:
    """The numbers that other systems gave the minutes: only data have them."""
    data = [row.pk for row in drafts if row.source.media_type == _JSON]
    rows = Upload.objects.filter(pk__in=data).values_list("pk", KT("parsed__source_id")) if data else ()
    return {pk: source_id or "" for pk, source_id in rows}


def _arrival(row: Upload, known: Mapping[str, str], source_id: str) -> Arrival:
    key, year = name_key(row.draft_body or ""), row.draft_fiscal_year
    account = Account(
        known.get(key, key),
        row.draft_held_on,
        int(year) if year and year.isdecimal() else None,
        _sitting(row),
        f"{_DRAFT}{row.pk} {row.revision} {row.updated_at.isoformat()}",
    )
    return Arrival(
        account,
        sha256=row.source.sha256,
        parser_version=row.source.parser_version,
        source_id=source_id,
        edited=row.revision > 0,
    )


def _sitting(row: Upload, starts_at: str | None = None, venue: str | None = None, agenda: Any = None) -> Sitting:
    number = row.draft_number
    return Sitting.of(
        number=int(number) if number and number.isdecimal() else None,
        title=row.draft_title or row.draft_body or "",
        starts_at=starts_at,
        venue=venue,
        agenda=[title for title in agenda or () if title],
        filename=row.source.filename,
    )


class _Drafts:
    """Opens drafts for what else they tell (minutes.record.identity.Reader)."""

    def __init__(self, rows: dict[int, Upload]) -> None:
        self.rows = rows

    def sittings(self, names: Sequence[str]) -> dict[str, Sitting]:
        told = [KT(f"parsed__{name}") for name in ("starts_at", "venue")]
        rows = self._opened(names).values_list("pk", *told, _AgendaTitles(F("parsed")))
        return {self._names(names)[pk]: _sitting(self.rows[pk], *of_head) for pk, *of_head in rows}

    def words(self, names: Sequence[str]) -> dict[str, Sequence[str]]:
        rows = self._opened(names).values_list("pk", _SaidWords(F("parsed")))
        return {self._names(names)[pk]: [text for text in said or () if text] for pk, said in rows}

    def _opened(self, names: Sequence[str]) -> QuerySet[Upload]:
        return Upload.objects.filter(pk__in=self._names(names)).order_by()

    @staticmethod
    def _names(names: Sequence[str]) -> dict[int, str]:
        return {int(name.removeprefix(_DRAFT).split()[0]): name for name in names}


def _rivals(
    asked: set[int], arrivals: Mapping[int, Arrival], reader: _Drafts, choices: Mapping[int, Choice]
) -> dict[int, list[Rival]]:
    """For each of the drafts the others that it may be of one meeting with, unless an editor chose that it is not."""
    together: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for pk, arrival in arrivals.items():
        together[arrival.account.body_key, arrival.account.held_on].append(pk)
    found: defaultdict[int, list[Rival]] = defaultdict(list)
    open_pairs = []
    for pk in asked:
        mine, choice = arrivals[pk], choices.get(pk)
        apart = choice.drafts if choice and not choice.key else ()
        for other in together[mine.account.body_key, mine.account.held_on]:
            if pk == other or other in apart:
                continue
            if mine.sha256 == arrivals[other].sha256:
                found[pk].append(Rival(reader.rows[other], is_same=True, is_earlier=other < pk))
            elif mine.account.is_of_day(arrivals[other].account):
                open_pairs.append((pk, other))
    compared = compare_all([(arrivals[pk].account, arrivals[other].account) for pk, other in open_pairs], reader)
    for (pk, other), comparison in zip(open_pairs, compared, strict=True):
        if comparison.answer != Answer.OTHER:
            is_same = comparison.answer == Answer.SAME
            found[pk].append(Rival(reader.rows[other], is_same, is_earlier=other < pk))
    return found
